"""Readings of the real data: what is left out changes what follows from it, and nothing else."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from geo.claims.perspective import CLAIMS, entries_of
from geo.claims.status import FIRMNESS
from geo.model import Stance
from geo.settings import Settings
from geo.store.live import SnapshotStore
from geo.store.partial import of_reports
from geo.store.query import incident_detail
from geo.store.snapshot import STANCES, STATUSES, Snapshot
from geo.view import sources
from geo.view.compare import DIFFER, FIRST, SECOND, change_in_words, compare
from geo.view.filters import Filters
from geo.view.incident import read_incident
from geo.view.reading import Reading, counted_reports, read, source_rows
from geo.view.state import LISTED

IRAN = Reading(("country:Iran",))
TABLE = Filters(datasets=("reports",))
NAJMI = "20200711-najmi"
SOME = ("country:Iran", "country:Russia", "type:state", "claims", "grade:-", "outlet:NRT")
READINGS = st.lists(st.sampled_from(SOME)).map(lambda chosen: Reading(tuple(chosen)))


@pytest.fixture(scope="module")
def snapshot(built_settings: Settings) -> Snapshot:
    """The real data, not the random ones of the other tests here."""
    return SnapshotStore(built_settings.database_url, built_settings).current()


def statuses(snapshot: Snapshot) -> dict[str, str]:
    found = [str(STATUSES[code]) for code in snapshot.status]
    return dict(zip(snapshot.ids.tolist(), found, strict=True))


def test_the_plain_reading_is_the_snapshot_itself(snapshot: Snapshot) -> None:
    assert read(snapshot, Reading()) is snapshot
    assert read(snapshot, Reading(("outlet:nobody",))) is snapshot
    assert read(snapshot, Reading(("grade:F",))) is snapshot


def test_a_reading_is_remembered_whatever_the_order_it_is_given_in(snapshot: Snapshot) -> None:
    one = read(snapshot, Reading(("country:Iran", "claims")))
    assert one is read(snapshot, Reading(("claims", "country:Iran", "claims")))
    assert one is not read(snapshot, IRAN)


def test_no_report_of_what_is_left_out_is_left(snapshot: Snapshot) -> None:
    found = read(snapshot, IRAN)
    countries = {found.vocab.outlets[code].country for code in found.outlet.tolist()}
    assert "Iran" not in countries
    assert {"Iraq", "Russia"} <= countries
    lost = sum(snapshot.vocab.outlets[code].country == "Iran" for code in snapshot.outlet.tolist())
    assert found.m == snapshot.m - lost
    assert found.n_reports.sum() == found.m


def test_leaving_out_in_two_steps_is_leaving_out_at_once(snapshot: Snapshot) -> None:
    both = read(snapshot, Reading((*IRAN.without, "type:state")))
    stepwise = read(read(snapshot, IRAN), Reading(("type:state",)))
    assert statuses(both) == statuses(stepwise)
    again = read(read(snapshot, IRAN), IRAN)
    assert again is read(snapshot, IRAN)


def test_a_relay_that_is_left_out_changes_no_status(snapshot: Snapshot) -> None:
    """A report whose stance and origins another report of the incident has as well."""
    told, before, tried = snapshot.told, statuses(snapshot), 0
    for row in np.flatnonzero(snapshot.n_reports > 1).tolist():
        first, last = snapshot.report_start[row : row + 2].tolist()
        words = [
            (
                snapshot.stance[at],
                told.carrier[at],
                frozenset(told.origin[slice(*told.origin_start[at : at + 2].tolist())].tolist()),
            )
            for at in range(first, last)
        ]
        for at, (stance, _, origins) in enumerate(words, start=first):
            others = words[: at - first] + words[at - first + 1 :]
            if not any(s == stance and origins <= o for s, _, o in others):
                continue
            keep = np.ones(snapshot.m, bool)
            keep[at] = False
            tried += 1
            assert statuses(of_reports(snapshot, keep).snapshot) == before, snapshot.report_ids[at]
    assert tried > 20


@hypothesis_settings(max_examples=25)
@given(READINGS, READINGS, st.sampled_from([Filters(), TABLE, Filters(statuses=("contested",))]))
def test_a_comparison_against_sets_of_ids(
    snapshot: Snapshot, one: Reading, other: Reading, filters: Filters
) -> None:
    found = compare(snapshot, one, other, filters)
    first, second = read(snapshot, one), read(snapshot, other)
    a = {first.ids[row]: STATUSES[first.status[row]] for row in filters.apply(first)}
    b = {second.ids[row]: STATUSES[second.status[row]] for row in filters.apply(second)}
    assert set(first.ids[found.first]) == a.keys() - b.keys()
    assert set(second.ids[found.second]) == b.keys() - a.keys()
    both = a.keys() & b.keys()
    assert set(first.ids[found.both_first]) == both
    assert first.ids[found.both_first].tolist() == second.ids[found.both_second].tolist()
    rank = FIRMNESS.index
    assert found.firmer == sum(rank(a[key]) < rank(b[key]) for key in both)
    assert found.less_firm == sum(rank(a[key]) > rank(b[key]) for key in both)
    assert found.differ == sum(a[key] != b[key] for key in both)
    listed = {name: found.rows(name) for name in LISTED}
    assert len(listed[DIFFER][0]) == found.differ
    assert (len(listed[FIRST][0]), len(listed[SECOND][1])) == (len(found.first), len(found.second))
    pairs = [rows for name, rows in listed.items() if " > " in name]
    assert sum(len(rows) for rows, _ in pairs) == len(both)
    for name in ("contested > confirmed", "single source > corroborated"):
        down, across = name.split(" > ")
        rows = listed[name][0]
        expected = {key for key in both if (a[key], b[key]) == (down, across)}
        assert set(first.ids[rows]) == expected


def test_where_the_incidents_of_a_reading_come_from(snapshot: Snapshot) -> None:
    found = read(snapshot, IRAN)
    assert snapshot.ids[source_rows(snapshot, IRAN)].tolist() == found.ids.tolist()


def test_what_a_reading_changes_in_words(snapshot: Snapshot) -> None:
    change = compare(snapshot, Reading(), IRAN, TABLE)
    words = change_in_words(snapshot, IRAN, TABLE)
    assert f"{len(change.first)} incidents fewer" in words
    assert f"{change.less_firm} less firm" in words
    assert change_in_words(snapshot, Reading(("grade:F",)), TABLE) == "no incident changes"


def test_options_count_the_reports_that_would_go(snapshot: Snapshot) -> None:
    options = sources.source_options(snapshot, TABLE)
    reports = snapshot.n_reports[TABLE.apply(snapshot)].sum()
    for kind in ("country", "type", "grade", "outlet"):
        assert sum(one.count for one in options[kind]) == reports
    selected = snapshot.n_reports[TABLE.apply(snapshot)].sum()
    for one in (*options["country"][:4], *options["type"], *options[CLAIMS]):
        left = read(snapshot, Reading((one.value,)))
        same = np.isin(left.ids, snapshot.ids[TABLE.apply(snapshot)])
        assert selected - left.n_reports[same].sum() == one.count, one


def test_presets_follow_from_the_data_and_leave_something_out(snapshot: Snapshot) -> None:
    found = dict(sources.presets(snapshot))
    assert found["Without state outlets"] == ("type:state",)
    assert found["Without claims by the claimant alone"] == ("claims",)
    assert not any("graded" in label for label in found), "no outlet has a grade yet"
    known = {entry for outlet in snapshot.vocab.outlets for entry in entries_of(outlet)} | {CLAIMS}
    for entries in found.values():
        assert set(entries) <= known
        assert not counted_reports(snapshot, Reading(entries)).all()


def test_an_incident_in_full_agrees_with_the_snapshot(
    snapshot: Snapshot, built_settings: Settings
) -> None:
    """Status, counts and place of single incidents, read from the store, under a reading."""
    reading = Reading(("country:Iran", "type:state"))
    found = read(snapshot, reading)
    row_of = {key: row for row, key in enumerate(found.ids.tolist())}
    several = snapshot.ids[np.argsort(-snapshot.n_reports)[:8]].tolist()
    for key in (NAJMI, *several):
        whole = incident_detail(key, built_settings.database_url)
        told = read_incident(whole, reading)
        assert told.detail is not None
        row = row_of[key]
        assert told.detail.status is STATUSES[found.status[row]]
        ids = {report.id for report in told.detail.reports}
        assert ids == set(found.report_ids[slice(*found.report_start[row : row + 2])])
        assert ids | {report.id for report in told.left_out} == {r.id for r in whole.reports}
        for name in ("lat", "form", "start", "killed_high", "n_origins"):
            np.testing.assert_array_equal(
                getattr(told.detail.snapshot, name)[0], getattr(found, name)[row], err_msg=name
            )
        for report in told.left_out:
            assert report.outlet.country == "Iran" or report.outlet.type == "state"
            assert report.id not in told.detail.explanation
    untouched = incident_detail(NAJMI, built_settings.database_url)
    assert read_incident(untouched, Reading()).detail is untouched


def test_the_founding_incident_without_those_who_deny_it(snapshot: Snapshot) -> None:
    """Contested as told; what is said of it hangs on who is heard."""
    assert statuses(snapshot)[NAJMI] == "contested"
    row = snapshot.ids.tolist().index(NAJMI)
    reports = range(*snapshot.report_start[row : row + 2].tolist())
    against = {
        f"outlet:{snapshot.vocab.outlets[snapshot.outlet[at]].name}"
        for at in reports
        if STANCES[snapshot.stance[at]] in (Stance.DENIES, Stance.DOUBTS)
    }
    assert statuses(read(snapshot, Reading(tuple(against))))[NAJMI] == "confirmed"
