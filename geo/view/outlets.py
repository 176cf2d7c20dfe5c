"""Outlets of a selection: what each publishes, how it knows, and how its incidents stand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from geo.claims.ragged import owners, ragged
from geo.claims.status import distinct
from geo.model import Stance, Status
from geo.places.names import fold
from geo.store.cache import per_snapshot
from geo.store.snapshot import STANCES, STATUSES, OutletEntry, Snapshot
from geo.view.filters import Filters
from geo.view.index import Rows, index_of


@dataclass(frozen=True, slots=True)
class Source:
    """An outlet and its reports of a selection.

    Attributes
    ----------
    entry : name, country, type and grade.
    reports, incidents : how many it has, and of how many incidents.
    by_stance : reports by stance, in the order of ``Stance``.
    own : reports that rest on its own word, among others or alone.
    by_status : its incidents by status, in the order of ``Status``.
    first, last : first and last day on which it may have published, ``None`` when not known.
    unpublished : reports without a publication date.
    """

    entry: OutletEntry
    reports: int
    incidents: int
    by_stance: tuple[int, ...]
    own: int
    by_status: tuple[int, ...]
    first: date | None
    last: date | None
    unpublished: int

    def stance(self, stance: Stance) -> int:
        """Reports with a stance."""
        return self.by_stance[STANCES.index(stance)]

    def share(self, *statuses: Status) -> float:
        """Share of its incidents that have one of the statuses, 0 to 1."""
        return sum(self.by_status[STATUSES.index(s)] for s in statuses) / self.incidents


@per_snapshot(maxsize=8)
def sources(snapshot: Snapshot, filters: Filters) -> tuple[Source, ...]:
    """Outlets with a report in the selected incidents, in the order of the vocabulary."""
    rows = filters.apply(snapshot)
    reports, _ = ragged(snapshot.report_start, rows)
    outlet = snapshot.outlet[reports].astype(np.int64)
    size = len(snapshot.vocab.outlets)
    stances = np.bincount(
        outlet * len(STANCES) + snapshot.stance[reports], minlength=size * len(STANCES)
    ).reshape(size, -1)
    statuses = _statuses(snapshot, reports, outlet, size)
    own = np.bincount(outlet[_own_word(snapshot, reports)], minlength=size)
    first, last, unpublished = _published(snapshot, reports, outlet, size)
    return tuple(
        Source(
            entry=entry,
            reports=sum(by_stance),
            incidents=sum(by_status),
            by_stance=tuple(by_stance),
            own=int(own[code]),
            by_status=tuple(by_status),
            first=None if np.isnat(first[code]) else first[code].item(),
            last=None if np.isnat(last[code]) else last[code].item(),
            unpublished=int(unpublished[code]),
        )
        for code, (entry, by_stance, by_status) in enumerate(
            zip(snapshot.vocab.outlets, stances.tolist(), statuses.tolist(), strict=True)
        )
        if any(by_stance)
    )


def _statuses(snapshot: Snapshot, reports: Rows, outlet: Rows, size: int) -> NDArray[np.int64]:
    """Distinct incidents of each outlet by status, (size, statuses)."""
    n = max(snapshot.n, 1)
    pair = distinct(outlet * n + index_of(snapshot).report_incident[reports])
    who, incident = np.divmod(pair, n)
    cell = who * len(STATUSES) + snapshot.status[incident]
    return np.bincount(cell, minlength=size * len(STATUSES)).reshape(size, -1)


def _own_word(snapshot: Snapshot, reports: Rows) -> NDArray[np.bool_]:
    """Reports that name their own outlet as an origin."""
    told = snapshot.told
    members, start = ragged(told.origin_start, reports)
    report = owners(start)
    own = told.origin[members] == told.carrier[reports][report]
    found = np.zeros(len(reports), dtype=np.bool_)
    found[report[own]] = True
    return found


def _published(
    snapshot: Snapshot, reports: Rows, outlet: Rows, size: int
) -> tuple[NDArray[np.datetime64], NDArray[np.datetime64], NDArray[np.int64]]:
    """First and last day of each outlet, NaT where none is known, and how many have none."""
    begin, end = snapshot.published[reports], snapshot.told.published_end[reports]
    known = ~np.isnat(begin)
    far = np.iinfo(np.int64).max
    first, last = np.full(size, far), np.full(size, -far)
    np.minimum.at(first, outlet[known], begin[known].astype(np.int64))
    np.maximum.at(last, outlet[known], end[known].astype(np.int64))
    nat = np.iinfo(np.int64).min
    days = [np.where(abs(day) == far, nat, day).astype("datetime64[D]") for day in (first, last)]
    return days[0], days[1], np.bincount(outlet[~known], minlength=size)


def listed(
    found: tuple[Source, ...], order: str = "reports", descending: bool = True, words: str = ""
) -> list[Source]:
    """Outlets that hold every one of the words in name, country or type, in an order.

    What is not known comes last in either direction; equal ones stand by name.

    Parameters
    ----------
    order : one of ``geo.view.state.OUTLET_SORTS``.
    """
    wanted = fold(words).split()
    kept = [s for s in found if all(word in _searched(s.entry) for word in wanted)]
    kept.sort(key=lambda source: source.entry.name.casefold())
    values = {id(source): _value(source, order) for source in kept}
    known = [source for source in kept if values[id(source)] is not None]
    known.sort(key=lambda source: values[id(source)], reverse=descending)
    return known + [source for source in kept if values[id(source)] is None]


def _value(source: Source, order: str) -> Any:
    """What the table is sorted by; ``None`` where it is not known."""
    match order:
        case "outlet":
            return source.entry.name.casefold()
        case "country" | "type" | "grade":
            return getattr(source.entry, order)
        case "confirmed":
            return source.share(Status.CONFIRMED)
        case "contested":
            return source.share(Status.CONTESTED, Status.DENIED)
        case "reports" | "own" | "first" | "last":
            return getattr(source, order)
        case _:
            return source.stance(Stance(order.removesuffix("_")))


def _searched(entry: OutletEntry) -> str:
    return fold(" ".join(part for part in (entry.name, entry.country, entry.type) if part))
