"""The snapshot of the real data, counted against the files themselves."""

from __future__ import annotations

import hashlib
from collections import Counter
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from geo.model import Form, Stance, Status
from geo.settings import Settings
from geo.store.load import INCIDENTS_DIR, load_files
from geo.store.query import incident_detail, read_snapshot
from geo.store.snapshot import FORMS, STANCES, STATUSES, Snapshot, morton
from geo.view.filters import Filters


@pytest.fixture(scope="module")
def ucdp() -> pd.DataFrame:
    path = INCIDENTS_DIR / "ucdp_ged_iraq_1989_2018.csv"
    table = pd.read_csv(path, dtype=str, keep_default_na=False).iloc[1:]
    return table.set_index("ucdp-" + table["id"])


@pytest.fixture(scope="module")
def told() -> pd.DataFrame:
    return pd.read_csv(
        INCIDENTS_DIR / "reports_2019_2024.csv", dtype=str, keep_default_na=False
    ).set_index("report_id")


def row_of(snapshot: Snapshot, incident: str) -> int:
    return snapshot.ids.tolist().index(incident)


def of_set(snapshot: Snapshot, name: str) -> np.ndarray:
    return np.flatnonzero(snapshot.dataset == snapshot.vocab.datasets.index(name))


def test_every_event_and_every_report_is_there_once(
    snapshot: Snapshot, ucdp: pd.DataFrame, told: pd.DataFrame
) -> None:
    assert (snapshot.n, snapshot.m) == (7473 + 178, 7473 + 398)
    assert set(snapshot.ids) == set(ucdp.index) | set(told["incident_key"])
    assert len(set(snapshot.report_ids)) == snapshot.m
    assert set(told.index) <= set(snapshot.report_ids)


def test_reports_stand_under_their_incident_with_their_stance(
    snapshot: Snapshot, told: pd.DataFrame
) -> None:
    start = snapshot.report_start
    for row in of_set(snapshot, "reports").tolist():
        span = slice(start[row], start[row + 1])
        mine = told[told["incident_key"] == snapshot.ids[row]]
        assert sorted(snapshot.report_ids[span]) == sorted(mine.index)
        for report, stance, outlet in zip(
            snapshot.report_ids[span], snapshot.stance[span], snapshot.outlet[span], strict=True
        ):
            assert STANCES[stance] == mine.loc[report, "stance"]
            assert snapshot.vocab.outlets[outlet].name == mine.loc[report, "outlet"]


def test_given_dates_and_coordinates_are_kept(snapshot: Snapshot, ucdp: pd.DataFrame) -> None:
    rows = of_set(snapshot, "ucdp-ged")
    given = ucdp.loc[snapshot.ids[rows].tolist()]
    exact = snapshot.form[rows] == FORMS.index(Form.POINT)
    np.testing.assert_allclose(snapshot.lat[rows][exact], given["latitude"].astype(float)[exact])
    np.testing.assert_allclose(snapshot.lon[rows][exact], given["longitude"].astype(float)[exact])
    assert (snapshot.where_prec[rows] == given["where_prec"].astype(int)).all()
    assert (snapshot.start[rows].astype(str) == given["date_start"].str[:10]).all()
    assert (snapshot.date_prec[rows] == given["date_prec"].astype(int)).all()


def test_coarse_events_are_footprints(snapshot: Snapshot) -> None:
    rows = of_set(snapshot, "ucdp-ged")
    forms = Counter(FORMS[code] for code in snapshot.form[rows])
    assert forms[Form.POINT] == 5345
    assert forms[Form.DISC] == 956
    coarse = snapshot.where_prec[rows] >= 4
    assert not np.isin(
        snapshot.form[rows][coarse], [FORMS.index(Form.POINT), FORMS.index(Form.DISC)]
    ).any()
    fourth = snapshot.where_prec[rows] == 4
    assert fourth.sum() == 498
    assert (snapshot.form[rows][fourth] == FORMS.index(Form.GOVERNORATE)).all()


def test_unknown_is_never_a_number(snapshot: Snapshot, told: pd.DataFrame) -> None:
    silent = told.groupby("incident_key")["killed"].agg(lambda s: not "".join(s).strip())
    rows = [row_of(snapshot, key) for key in silent[silent].index]
    assert rows
    assert np.isnan(snapshot.killed_low[rows]).all()
    assert np.isnan(snapshot.killed_high[rows]).all()
    assert not (snapshot.uncertainty_m == 0).any()


def test_one_ucdp_event_by_hand(snapshot: Snapshot) -> None:
    """Event 114064, as it stands in the file: Fallujah, 24 and 25 Jan 2014, 8 killed.

    Its "IS" is a spelling of the list of groups.
    """
    row = row_of(snapshot, "ucdp-114064")
    assert (str(snapshot.start[row]), str(snapshot.end[row])) == ("2014-01-24", "2014-01-25")
    assert snapshot.vocab.governorates[snapshot.governorate[row]].name == "Anbar"
    assert snapshot.vocab.event_types[snapshot.event_type[row]] == "state-based conflict"
    assert (snapshot.killed_low[row], snapshot.killed_high[row]) == (8, 8)
    assert STATUSES[snapshot.status[row]] is Status.SINGLE_SOURCE
    span = slice(snapshot.actor_start[row], snapshot.actor_start[row + 1])
    actors = [snapshot.vocab.actors[code] for code in snapshot.actor[span]]
    assert actors == ["Government of Iraq", "Islamic State"]
    text_row = int(snapshot.told.text_row[snapshot.report_start[row]])
    assert "fallujah" in snapshot.told.text[text_row].as_py()


def test_the_founding_incident(snapshot: Snapshot) -> None:
    """July 2020: contested, a road between two towns, in Qadisiyah, four origins and more."""
    row = row_of(snapshot, "20200711-najmi")
    assert STATUSES[snapshot.status[row]] is Status.CONTESTED
    assert FORMS[snapshot.form[row]] is Form.STRETCH
    assert snapshot.where_prec[row] == 5
    line = snapshot.vocab.stretches[snapshot.stretch[row]]
    assert "amawah" in line.label
    assert line.wkt.startswith(("LINESTRING", "MULTILINESTRING"))
    assert snapshot.vocab.governorates[snapshot.governorate[row]].name == "Qadisiyah"
    assert snapshot.n_reports[row] >= 21
    assert snapshot.n_origins[row] >= 4
    assert (str(snapshot.start[row]), snapshot.date_prec[row]) == ("2020-07-11", 1)
    stances = {
        STANCES[code]
        for code in snapshot.stance[snapshot.report_start[row] : snapshot.report_start[row + 1]]
    }
    assert {Stance.CONFIRMS, Stance.REPORTS, Stance.DENIES, Stance.DOUBTS} <= stances


def test_june_is_known_to_the_month_only(snapshot: Snapshot) -> None:
    row = row_of(snapshot, "202006-thawrat-claim")
    assert (str(snapshot.start[row]), str(snapshot.end[row])) == ("2020-06-01", "2020-06-30")
    assert snapshot.date_prec[row] == 4
    assert FORMS[snapshot.form[row]] is Form.UNPLACED
    assert np.isnan(snapshot.lat[row])


def test_a_groups_own_channel_alone_is_only_a_claim(snapshot: Snapshot, told: pd.DataFrame) -> None:
    alone = told.groupby("incident_key")["asserted_by"].agg(set)
    keys = alone[alone.map(lambda s: s <= {"Saberin News", "Sabereen News", "group itself"})].index
    assert len(keys) >= 10
    stances = told.groupby("incident_key")["stance"].agg(set)
    for key in keys:
        if stances[key] <= {"claims", "reports"}:
            assert STATUSES[snapshot.status[row_of(snapshot, key)]] is Status.CLAIMED_ONLY, key


def test_the_doubtful_spelling_is_not_merged(snapshot: Snapshot) -> None:
    spelled = {name for name in snapshot.vocab.actors if "Shuhada" in name}
    assert "Saraya Thawrat al-Ishrin al-Thaniya" in snapshot.vocab.actors
    assert "Sayara Thora Al-Ashrin" not in snapshot.vocab.actors
    assert not any(name == "Saraya Thawrat al-Ishrin al-Thaniya" for name in spelled)


def test_spellings_as_stated_can_be_searched(snapshot: Snapshot) -> None:
    row = row_of(snapshot, "20200711-najmi")
    for words in ("sayara thora ashrin", "Saraya Thawrat al-Ishrin al-Thaniya"):
        assert row in Filters(text=words).apply(snapshot), words


def test_rows_are_in_morton_order_and_read_only(snapshot: Snapshot) -> None:
    codes = morton(snapshot.lat, snapshot.lon)
    assert (codes[1:] >= codes[:-1]).all()
    with pytest.raises(ValueError, match="read-only"):
        snapshot.lat[0] = 0.0


def test_codes_stay_within_the_vocabulary(snapshot: Snapshot) -> None:
    vocab = snapshot.vocab
    for name, names in (
        ("governorate", vocab.governorates),
        ("district", vocab.districts),
        ("stretch", vocab.stretches),
        ("route", vocab.routes),
        ("place", vocab.places),
        ("event_type", vocab.event_types),
        ("target", vocab.targets),
        ("dataset", vocab.datasets),
        ("actor", vocab.actors),
        ("outlet", vocab.outlets),
    ):
        column = getattr(snapshot, name)
        assert column.min() >= -1, name
        assert column.max() < len(names), name
    assert ((snapshot.stretch >= 0) == (snapshot.form == FORMS.index(Form.STRETCH))).all()


def test_the_store_at_revision_0_is_empty_and_well_formed(built_settings: Settings) -> None:
    empty = read_snapshot(built_settings.database_url, 0)
    assert (empty.n, empty.m, len(empty.told.text)) == (0, 0, 0)
    assert empty.vocab.governorates == ()


def test_copies_of_one_text_are_one_origin(settings: Settings, tmp_path: Path) -> None:
    """Two outlets print the same agency copy; a third says that it relays the first."""
    words = " ".join(f"word{number}" for number in range(40))
    other = " ".join(f"term{number}" for number in range(40))
    table = pd.DataFrame(
        [
            ("A1", "one", "Daily", "2020-07-12", words, ""),
            ("A2", "one", "Weekly", "2020-07-13", words, ""),
            ("A3", "one", "Radio", "2020-07-12", "", "A1"),
            ("A4", "one", "Paper", "2020-07-12", other, ""),
            ("A5", "one", "Late", "2020-08-12", words, ""),
        ],
        columns=["report_id", "incident_key", "outlet", "published", "text", "relays"],
    ).assign(event_date="2020-07-11", stance="reports")
    path = tmp_path / "copies.csv"
    table.to_csv(path, index=False)
    load_files(settings.database_url, [path], settings)
    snapshot = read_snapshot(settings.database_url)
    assert snapshot.n_origins.tolist() == [3]
    detail = incident_detail("one", settings.database_url)
    told = {report.id: report.origins for report in detail.reports}
    assert told["A1"] == told["A2"] == told["A3"] == ("Daily",)
    assert (told["A4"], told["A5"]) == (("Paper",), ("Late",))
    kept = {report.id: report.row for report in detail.reports}
    assert kept["A1"].text_sha256 == hashlib.sha256(words.encode()).hexdigest()
    assert words not in str(kept["A1"]), "the outlet's text itself is not kept"
