"""Some of the reports tell what a store of them alone would tell."""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from geo.settings import Settings
from geo.store import derive
from geo.store.load import INCIDENTS_DIR, load_files
from geo.store.partial import of_reports
from geo.store.query import read_snapshot
from geo.store.snapshot import FORMS, STANCES, STATUSES, Snapshot
from geo.store.told import Locations
from geo.view.index import index_of

REPORTS = INCIDENTS_DIR / "reports_2019_2024.csv"
LISTS = [INCIDENTS_DIR / "outlets.csv", INCIDENTS_DIR / "groups.csv"]
WORDS = {
    "governorate": "governorates", "district": "districts", "stretch": "stretches",
    "route": "routes", "place": "places", "event_type": "event_types", "target": "targets",
    "dataset": "datasets",
}  # fmt: skip


def told(snapshot: Snapshot) -> dict[str, Any]:
    """All that a snapshot says of each incident, in words, by its id."""
    vocab, found = snapshot.vocab, {}
    place = [field.name for field in fields(Locations)]
    agreed = {name: getattr(snapshot.locations, name)[snapshot.location] for name in place}
    for row, key in enumerate(snapshot.ids.tolist()):
        values: dict[str, Any] = {}
        for name in Snapshot.incident_columns():
            value = getattr(snapshot, name)[row]
            if name in WORDS:
                values[name] = getattr(vocab, WORDS[name])[value] if value >= 0 else None
            elif name != "location":
                values[name] = str(value)
        values |= {"status": STATUSES[snapshot.status[row]], "form": FORMS[snapshot.form[row]]}
        for name in place:
            assert str(agreed[name][row]) == str(getattr(snapshot, name)[row]), name
        reports = range(*snapshot.report_start[row : row + 2].tolist())
        values["reports"] = [_report(snapshot, at) for at in reports]
        named = snapshot.actor[slice(*snapshot.actor_start[row : row + 2].tolist())]
        values["actors"] = [vocab.actors[code] for code in named]
        found[key] = values
    return found


def _report(snapshot: Snapshot, at: int) -> tuple[Any, ...]:
    own, vocab = snapshot.told, snapshot.vocab
    mentions = range(*own.mention_start[at : at + 2].tolist())
    origins = own.origin[slice(*own.origin_start[at : at + 2].tolist())]
    return (
        snapshot.report_ids[at],
        vocab.outlets[snapshot.outlet[at]],
        STANCES[snapshot.stance[at]],
        str(snapshot.published[at]),
        str(own.start[at]),
        [vocab.origins[code] for code in origins],
        vocab.origins[own.carrier[at]],
        [(vocab.actors[own.actor[i]], vocab.spellings[own.spelling[i]]) for i in mentions],
        str(own.killed_high[at]),
        own.text[int(own.text_row[at])].as_py(),
    )


@pytest.fixture(scope="module")
def rows() -> list[dict[str, str]]:
    with REPORTS.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def facts() -> dict[str, dict[str, str]]:
    with LISTS[0].open(newline="", encoding="utf-8") as file:
        return {row["outlet"]: row for row in csv.DictReader(file)}


Row = dict[str, str]
Rule = Callable[[Row, Row], bool]
RULES: dict[str, Rule] = {
    "no outlets of Iran": lambda _, outlet: outlet["country"] != "Iran",
    "no outlets of Iran and Russia": lambda _, outlet: outlet["country"] not in ("Iran", "Russia"),
    "no state outlets": lambda _, outlet: outlet["type"] != "state",
    "no claims": lambda row, _: row["stance"] != "claims",
    "only denials": lambda row, _: row["stance"] == "denies",
    "every third report": lambda row, _: int(row["report_id"][1:]) % 3 == 0,
}


@pytest.mark.parametrize("rule", RULES)
def test_as_if_the_others_had_never_been_loaded(
    rule: str, rows: list[Row], facts: dict[str, Row], tmp_path: Path, settings: Settings
) -> None:
    """Against a store that is built from the rows kept."""
    kept = [row for row in rows if RULES[rule](row, facts[row["outlet"]])]
    table = tmp_path / "kept.csv"
    with table.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(kept)
    whole = _loaded(tmp_path / "whole.sqlite", REPORTS, settings)
    alone = _loaded(tmp_path / "kept.sqlite", table, settings)
    ids = {row["report_id"] for row in kept}
    found = of_reports(whole, np.array([key in ids for key in whole.report_ids]))
    assert 0 < alone.n < whole.n or rule.startswith("no outlets of Iran")
    assert told(found.snapshot) == told(alone)
    assert whole.ids[found.source].tolist() == found.snapshot.ids.tolist()
    assert len(index_of(found.snapshot).morton) == alone.n  # raises where the order is wrong


def _loaded(file: Path, table: Path, settings: Settings) -> Snapshot:
    url = f"sqlite:///{file}"
    load_files(url, [*LISTS, table], replace(settings, database_url=url))
    return read_snapshot(url)


def consistent(snapshot: Snapshot) -> Snapshot:
    """A random snapshot whose incidents are what its reports tell."""
    start, vocab = snapshot.report_start, snapshot.vocab
    facts = derive.columns(snapshot.told, snapshot.stance, start, vocab)
    location, locations, vocab = derive.places(snapshot.told, start, snapshot.locations, vocab)
    actor_start, actor = derive.actors(snapshot.told, start, len(vocab.actors))
    return replace(
        snapshot, **facts, **locations.at(location), location=location, locations=locations,
        vocab=vocab, actor_start=actor_start, actor=actor,
    )  # fmt: skip


@hypothesis_settings(max_examples=40)
@given(data=st.data(), share=st.sampled_from([0.02, 0.3, 0.7, 0.98]))
def test_random_reports_against_working_everything_out_again(
    make_snapshot: Callable[[int, int], Snapshot], data: st.DataObject, share: float
) -> None:
    whole = consistent(make_snapshot(data.draw(st.integers(1, 5)), 60))
    seed = data.draw(st.integers(0, 10_000))
    keep = np.random.default_rng(seed).random(whole.m) < share
    found = of_reports(whole, keep).snapshot
    left = np.add.reduceat(keep, whole.report_start[:-1], dtype=np.int64)
    reports = np.flatnonzero(keep)
    size = left[left > 0]
    again = derive.columns(
        whole.told.take(reports), whole.stance[reports],
        np.concatenate(([0], np.cumsum(size))), whole.vocab,
    )  # fmt: skip
    expected = dict(zip(whole.ids[left > 0].tolist(), range(len(size)), strict=True))
    assert set(found.ids) == set(expected)
    at = np.array([expected[key] for key in found.ids], dtype=np.int64)
    for name, column in again.items():
        np.testing.assert_array_equal(getattr(found, name), column[at], err_msg=name)
    assert len(index_of(found).morton) == found.n
    told(found)


def test_nothing_left_out_is_the_same_snapshot(snapshot: Snapshot) -> None:
    assert of_reports(snapshot, np.ones(snapshot.m, bool)).snapshot is snapshot


def test_everything_left_out_is_an_empty_atlas(snapshot: Snapshot) -> None:
    found = of_reports(snapshot, np.zeros(snapshot.m, bool))
    assert (found.snapshot.n, found.snapshot.m, len(found.source)) == (0, 0, 0)


def test_unchanged_columns_are_shared(snapshot: Snapshot) -> None:
    """A second report of one incident goes: only what it told is copied."""
    several = np.flatnonzero(snapshot.n_reports > 3)
    keep = np.ones(snapshot.m, bool)
    for row in several.tolist():
        keep[snapshot.report_start[row + 1] - 1] = False
        found = of_reports(snapshot, keep).snapshot
        if np.array_equal(found.ids, snapshot.ids):
            assert found.ids is snapshot.ids
            assert found.told.text is snapshot.told.text
            return
        keep[:] = True
    raise AssertionError("no incident keeps its place when it loses a report")
