"""The atlas as some of its reports tell it: a snapshot of those, worked out from the whole one.

Only incidents that lose some of their reports are worked out again; those that lose all are gone.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from geo.claims.ragged import ragged
from geo.store import derive
from geo.store.snapshot import Snapshot, Vocabulary, morton
from geo.store.told import Locations


@dataclass(frozen=True, eq=False, slots=True)
class Part:
    """A snapshot of some reports, and the row in the whole one of each of its incidents.

    Codes of the whole one's vocabulary mean the same in the part; the part's may have more.
    """

    snapshot: Snapshot
    source: NDArray[np.int64]


def of_reports(whole: Snapshot, keep: NDArray[np.bool_]) -> Part:
    """What the reports kept tell.

    Every column is what it would be had the others never been loaded, but for one thing that is
    known all the same: who copies or relays a report that is left out keeps the origins of that
    report, for it is no witness of its own.

    Parameters
    ----------
    keep : bool, shape (m,).
    """
    if keep.all():
        return Part(whole, np.arange(whole.n, dtype=np.int64))
    left = np.add.reduceat(keep, whole.report_start[:-1], dtype=np.int64)
    touched = np.flatnonzero((left > 0) & (left < whole.n_reports))
    again = _worked_out(whole, touched, keep, left)
    # An incident whose place changed moves to another row; the others keep their order.
    elsewhere = np.flatnonzero(again.columns["location"] != whole.location[touched])
    moved = touched[elsewhere]
    where = again.locations.at(again.columns["location"][elsewhere])
    source = _in_order(whole, left > 0, moved, where["lat"], where["lon"])
    same_rows = len(source) == whole.n and not len(moved)
    row_of = np.empty(whole.n, dtype=np.int64)
    row_of[source] = np.arange(len(source))

    def column(name: str) -> NDArray[Any]:
        old: NDArray[Any] = getattr(whole, name)
        at, new = (touched, again.columns) if name in again.columns else (moved, where)
        changed = name in new and not np.array_equal(new[name], old[at])
        if same_rows and not changed:
            return old  # shared: at a million incidents each copy weighs megabytes
        taken = old.copy() if same_rows else old.take(source)
        if changed:
            taken[row_of[at]] = new[name]
        return taken

    if len(moved):
        reports, _ = ragged(whole.report_start, source)
        reports = reports[keep[reports]]
    else:
        reports = np.flatnonzero(keep)
    by_report = ("report_ids", "outlet", "stance", "published")
    actor_start, actor = _actors(whole, again, source, touched)
    columns: dict[str, Any] = {name: column(name) for name in Snapshot.incident_columns()}
    columns |= {name: getattr(whole, name).take(reports) for name in by_report}
    part = replace(
        whole,
        vocab=again.vocab,
        locations=again.locations,
        report_start=_offsets(left[source]),
        told=whole.told.take(reports),
        actor_start=actor_start,
        actor=actor,
        **columns,
    )
    return Part(part, source)


@dataclass(frozen=True, eq=False, slots=True)
class _Again:
    """Incidents worked out again: columns but for places, their locations and actors.

    ``locations``, ``vocab``: those of the whole, with what agreement added to them.
    """

    columns: dict[str, NDArray[Any]]
    locations: Locations
    vocab: Vocabulary
    actor_start: NDArray[np.int64]
    actor: NDArray[np.int32]


def _worked_out(
    whole: Snapshot,
    touched: NDArray[np.int64],
    keep: NDArray[np.bool_],
    left: NDArray[np.int64],
) -> _Again:
    """The incidents ``touched`` from the reports kept, of which ``left`` is the number."""
    reports, _ = ragged(whole.report_start, touched)
    reports = reports[keep[reports]]
    told, start = whole.told.take(reports), _offsets(left[touched])
    columns = derive.columns(told, whole.stance[reports], start, whole.vocab)
    location, locations, vocab = derive.places(told, start, whole.locations, whole.vocab)
    actor_start, actor = derive.actors(told, start, len(vocab.actors))
    return _Again(columns | {"location": location}, locations, vocab, actor_start, actor)


def _actors(
    whole: Snapshot, again: _Again, source: NDArray[np.int64], touched: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    """Actors of the incidents in their new rows: those of the whole, or those found again."""
    start = np.concatenate([whole.actor_start, whole.actor_start[-1] + again.actor_start[1:]])
    owner = np.arange(whole.n, dtype=np.int64)
    owner[touched] = whole.n + np.arange(len(touched))
    members, actor_start = ragged(start, owner[source])
    return actor_start, np.concatenate([whole.actor, again.actor])[members]


def _in_order(
    whole: Snapshot,
    alive: NDArray[np.bool_],
    moved: NDArray[np.int64],
    lat: NDArray[np.float64],
    lon: NDArray[np.float64],
) -> NDArray[np.int64]:
    """Rows of the incidents that are left, in the Morton order of where they are now.

    Parameters
    ----------
    moved, lat, lon : incidents that have another place now, and where; degrees, NaN unplaced.
    """
    staying = alive.copy()
    staying[moved] = False
    rows = np.flatnonzero(staying)
    code = morton(lat, lon)
    order = np.argsort(code, kind="stable")
    # A binary search for all at once, which computes only the codes that it looks at.
    low = np.zeros(len(moved), dtype=np.int64)
    high = np.full(len(moved), len(rows), dtype=np.int64)
    while (searching := np.flatnonzero(low < high)).size:
        middle = (low[searching] + high[searching]) // 2
        probe = rows[middle]
        before = morton(whole.lat[probe], whole.lon[probe]) <= code[searching]
        low[searching[before]] = middle[before] + 1
        high[searching[~before]] = middle[~before]
    return np.insert(rows, low[order], moved[order])


def _offsets(count: NDArray[np.int64]) -> NDArray[np.int64]:
    return np.concatenate(([0], np.cumsum(count))).astype(np.int64)
