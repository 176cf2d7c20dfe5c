"""Groups of a selection against a plain pandas oracle; lanes and spellings hold all mentions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from geo.store.snapshot import STATUSES, Snapshot
from geo.view import lanes as lanes_module
from geo.view.filters import Filters
from geo.view.groups import (
    first_seen,
    groups,
    mentions,
    ordered,
)
from geo.view.lanes import lanes
from geo.view.spellings import script_of, spellings
from geo.view.state import GROUP_SORTS
from geo.view.suggestions import suggestions

Make = Callable[[int, int], Snapshot]
SOME = Filters(statuses=("confirmed", "contested"))


def oracle(snapshot: Snapshot, rows: np.ndarray) -> pd.DataFrame:
    """Every mention in the reports of these incidents, a line each."""
    told = snapshot.told
    return pd.DataFrame(
        {
            "row": row,
            "report": report,
            "actor": snapshot.vocab.actors[told.actor[at]],
            "spelling": snapshot.vocab.spellings[told.spelling[at]],
            "role": snapshot.vocab.roles[told.role[at]],
            "start": snapshot.start[row],
            "end": snapshot.end[row],
            "status": STATUSES[snapshot.status[row]],
        }
        for row in rows.tolist()
        for report in range(*snapshot.report_start[row : row + 2].tolist())
        for at in range(*told.mention_start[report : report + 2].tolist())
    )


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("filters", [Filters(), SOME])
def test_lines_are_what_counting_by_hand_gives(
    make_snapshot: Make, seed: int, filters: Filters
) -> None:
    snapshot = make_snapshot(seed, 120)
    frame = oracle(snapshot, filters.apply(snapshot))
    lines = {line.name: line for line in groups(snapshot, filters)}
    assert set(lines) == set(frame["actor"])
    for name, part in frame.groupby("actor"):
        line = lines[str(name)]
        by_row = part.drop_duplicates("row")
        assert line.incidents == len(by_row)
        assert line.by_status == tuple((by_row["status"] == s).sum() for s in STATUSES)
        assert line.reports == part["report"].nunique()
        assert line.claims == part.loc[part["role"] == "claimed", "row"].nunique()
        assert line.spellings == part["spelling"].nunique()
        dated = by_row.dropna(subset="start").sort_values(["start", "end"])
        assert line.first == (dated["start"].iloc[0].date(), dated["end"].iloc[0].date())
        assert line.last is not None
        assert line.last[1] == dated["end"].max().date()


@pytest.mark.parametrize("sort", GROUP_SORTS)
def test_orders(make_snapshot: Make, sort: str) -> None:
    lines = groups(make_snapshot(1, 120), Filters())
    up, down = ordered(lines, sort, False), ordered(lines, sort, True)
    assert {line.name for line in up} == {line.name for line in down}
    undated = replace(lines[0], name="x", first=None, last=None)
    if sort in ("first", "last"):
        for turned in (False, True):
            assert ordered((undated, *lines), sort, turned)[-1] is undated
    with pytest.raises(ValueError, match="sorted by"):
        ordered(lines, "colour", True)


def test_lanes_hold_every_incident_once(
    make_snapshot: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    snapshot = make_snapshot(2, 120)
    lines = groups(snapshot, Filters())
    found = lanes(snapshot, lines, mentions(snapshot, Filters()))
    assert found.span is not None
    for line, lane in zip(lines, found.lanes, strict=True):
        assert len(lane.marks) + lane.undated == line.incidents
        assert sum(mark.claimed for mark in lane.marks) <= line.claims
        assert sum(mark.first for mark in lane.marks) == 1
        assert all(found.span[0] <= m.start <= m.end <= found.span[1] for m in lane.marks)
        first = next(mark for mark in lane.marks if mark.first)
        assert first.row == first_seen(snapshot)[line.code]
    monkeypatch.setattr(lanes_module, "MOST_MARKS", 0)
    dense = lanes(snapshot, lines, mentions(snapshot, Filters()))
    for marked, lane in zip(found.lanes, dense.lanes, strict=True):
        assert sum(n for _, n, _ in lane.cells) == len(marked.marks)
        assert sum(own for *_, own in lane.cells) == sum(m.claimed for m in marked.marks)
        assert not lane.marks


def test_nobody_and_nothing_dated_are_no_trouble(make_snapshot: Make) -> None:
    snapshot = make_snapshot(1, 30)
    nobody = Filters(text="no such words at all")
    assert groups(snapshot, nobody) == ()
    assert lanes(snapshot, (), mentions(snapshot, nobody)).span is None
    assert suggestions(snapshot, nobody) == ()
    nat = np.full(snapshot.n, np.datetime64("NaT"), dtype="datetime64[D]")
    timeless = replace(snapshot, start=nat, end=nat)
    lines = groups(timeless, Filters())
    found = lanes(timeless, lines, mentions(timeless, Filters()))
    assert found.span is None
    assert [lane.undated for lane in found.lanes] == [line.incidents for line in lines]
    assert all(line.first is None for line in lines)


def test_spellings_say_who_writes_them(make_snapshot: Make) -> None:
    snapshot = make_snapshot(3, 80)
    frame = oracle(snapshot, Filters().apply(snapshot))
    found = spellings(snapshot, mentions(snapshot, Filters()))
    assert {use.text for use in found} == set(frame["spelling"])
    for use in found:
        part = frame[frame["spelling"] == use.text]
        assert use.count == part["report"].nunique()
        assert sum(len(writer.reports) for writer in use.writers) == use.count
        assert use.actor == part["actor"].iloc[0]
        assert set(use.roles) == set(part["role"])


@pytest.mark.parametrize(
    ("text", "script"),
    [("Kahf", "Latin"), ("كهف", "Arabic"), ("Kahf كهف", "Latin and Arabic"),
     ("1920!", "no letters"), ("Кахф", "Cyrillic"), ("洞", "other"), ("", "no letters")],
)  # fmt: skip
def test_scripts(text: str, script: str) -> None:
    assert script_of(text) == script
