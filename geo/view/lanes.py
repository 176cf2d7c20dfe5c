"""Lanes over time: for each group, its incidents at their dates, as plain data for a chart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from geo.store.snapshot import Snapshot
from geo.view.groups import CLAIMED, GroupLine, Mentions, first_seen

MOST_MARKS: Final = 160
"""A lane with more incidents than this is drawn as counts by time; marks would hide each other."""

_CELLS: Final = 120
_EPOCH: Final = np.datetime64("1970-01-01", "D")


@dataclass(frozen=True, slots=True)
class Mark:
    """An incident in a lane: row of the snapshot, days since 1970 (closed), code of its status.

    ``claimed``: the group itself claims it. ``first``: the first that names the group in the
    whole atlas.
    """

    row: int
    start: int
    end: int
    status: int
    claimed: bool
    first: bool


@dataclass(frozen=True, slots=True)
class Lane:
    """One group. ``cells``: (cell, incidents, of which claimed) when there are too many marks.

    ``undated``: incidents that have no date and so are on no lane.
    """

    name: str
    marks: tuple[Mark, ...]
    cells: tuple[tuple[int, int, int], ...]
    undated: int


@dataclass(frozen=True, slots=True)
class Lanes:
    """All lanes over one axis of days since 1970, [first, last]; ``None`` when nothing is dated.

    ``cells``: how many cells the axis is divided into, for lanes that have them.
    """

    lanes: tuple[Lane, ...]
    span: tuple[int, int] | None
    cells: int = _CELLS


def lanes(snapshot: Snapshot, lines: Sequence[GroupLine], found: Mentions) -> Lanes:
    """A lane for each line, in their order."""
    per_line = [_incidents(snapshot, found, line.code) for line in lines]
    days = [_days(snapshot, rows) for rows, _ in per_line]
    spans = [(start.min(), end.max()) for _, start, end in days if len(start)]
    if not spans:
        empty = tuple(
            Lane(line.name, (), (), len(rows))
            for line, (rows, _) in zip(lines, per_line, strict=True)
        )
        return Lanes(empty, None)
    span = int(min(low for low, _ in spans)), int(max(high for _, high in spans))
    first = first_seen(snapshot)
    made = []
    for line, (rows, claimed), (dated, start, end) in zip(lines, per_line, days, strict=True):
        undated = len(rows) - int(dated.sum())
        rows, claimed = rows[dated], claimed[dated]
        marks: tuple[Mark, ...] = ()
        cells: tuple[tuple[int, int, int], ...] = ()
        if len(rows) > MOST_MARKS:
            cells = _cells(start, end, claimed, span)
        else:
            marks = tuple(
                Mark(row, low, high, int(snapshot.status[row]), own, row == int(first[line.code]))
                for row, low, high, own in zip(
                    rows.tolist(), start.tolist(), end.tolist(), claimed.tolist(), strict=True
                )
            )
        made.append(Lane(line.name, marks, cells, undated))
    return Lanes(tuple(made), span)


def _incidents(
    snapshot: Snapshot, found: Mentions, actor: int
) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Incidents that name an actor, in the order of their dates, and whether it claims them."""
    of = found.of(actor)
    rows = np.unique(of.incident)
    roles = snapshot.vocab.roles
    own = of.role == (roles.index(CLAIMED) if CLAIMED in roles else -2)
    rows = rows[np.lexsort((rows, snapshot.start[rows]))]
    return rows, np.isin(rows, of.incident[own])


def _days(
    snapshot: Snapshot, rows: NDArray[np.int64]
) -> tuple[NDArray[np.bool_], NDArray[np.int64], NDArray[np.int64]]:
    """Which rows are dated, and first and last day of those."""
    dated = ~np.isnat(snapshot.start[rows])
    start = (snapshot.start[rows[dated]] - _EPOCH).astype(np.int64)
    end = (snapshot.end[rows[dated]] - _EPOCH).astype(np.int64)
    return dated, start, end


def _cells(
    start: NDArray[np.int64],
    end: NDArray[np.int64],
    claimed: NDArray[np.bool_],
    span: tuple[int, int],
) -> tuple[tuple[int, int, int], ...]:
    """Incidents by cell of the axis, each in the cell of the middle of its interval."""
    low, high = span
    cell = ((start + end) // 2 - low) * _CELLS // (high + 1 - low)
    count = np.bincount(cell, minlength=_CELLS)
    own = np.bincount(cell[claimed], minlength=_CELLS)
    return tuple((at, int(count[at]), int(own[at])) for at in np.flatnonzero(count).tolist())
