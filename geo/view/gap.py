"""The claim-confirmation gap: how much is claimed, and how much of it anyone confirms.

Every figure counts incidents, each once, by the outcome of its claim (``geo.view.claimed``).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
from numpy.typing import NDArray

from geo.claims.ragged import ragged
from geo.claims.status import distinct
from geo.errors import QueryError
from geo.store.cache import per_snapshot
from geo.store.snapshot import Snapshot
from geo.view.claimed import CONFIRMED_OUTCOMES, OUTCOMES, claimed
from geo.view.filters import Filters
from geo.view.index import Rows, index_of
from geo.view.state import BINS
from geo.view.timeline import Days, auto_bin, bin_starts

GROUPS: Final = ("outlet", "country")
"""By what the carriers of claims are counted."""

Counts = NDArray[np.int64]


@dataclass(frozen=True, eq=False, slots=True)
class Gap:
    """Claimed incidents of a selection, over time.

    Attributes
    ----------
    bin : "day", "week", "month", "quarter" or "year".
    starts, ends : first and last day of each bin; b of them, without gaps.
    counts : by the bin of the middle of the incident's date interval and by outcome, (b, 7).
    undated : claimed incidents without a date, by outcome, (7,).
    first, last : days of the first and last claimed incident, ``None`` when none is dated.
    unclaimed : incidents of the selection that nobody claims, by data set, without zeros.
    """

    bin: str
    starts: Days
    ends: Days
    counts: Counts
    undated: Counts
    first: date | None
    last: date | None
    unclaimed: dict[str, int]

    @property
    def total(self) -> Counts:
        """Claimed incidents by outcome, (7,)."""
        return np.asarray(self.counts.sum(axis=0) + self.undated)

    @property
    def claimed(self) -> int:
        """Incidents claimed."""
        return int(self.total.sum())

    @property
    def confirmed(self) -> int:
        """Those that somebody with direct knowledge confirms, denied by others or not."""
        return int(self.total[:CONFIRMED_OUTCOMES].sum())


@dataclass(frozen=True, eq=False, slots=True)
class Carrier:
    """An outlet or country that passes claims on: ``counts`` of incidents by outcome, (7,).

    ``name`` is ``None`` for outlets whose country is not known.
    """

    name: str | None
    counts: Counts

    @property
    def claimed(self) -> int:
        """Incidents whose claim it carries."""
        return int(self.counts.sum())

    @property
    def unconfirmed(self) -> int:
        """Those that nobody with direct knowledge confirms."""
        return int(self.counts[CONFIRMED_OUTCOMES:].sum())


@per_snapshot(maxsize=8)
def gap(snapshot: Snapshot, filters: Filters, channels: bool, bin: str = "auto") -> Gap:
    """Count the claims of a selection over time.

    Parameters
    ----------
    channels : see ``geo.view.claimed.claimed``.
    bin : one of ``BINS``; "auto" chooses by the span of what is claimed.

    Raises
    ------
    QueryError
        Unknown bin.
    """
    if bin not in BINS:
        raise QueryError(f"no gap by bins of {bin!r}")
    rows = filters.apply(snapshot)
    outcome = claimed(snapshot, channels).outcome[rows]
    unclaimed = _by_dataset(snapshot, rows[outcome < 0])
    rows, outcome = rows[outcome >= 0], outcome[outcome >= 0]
    width = len(OUTCOMES)
    start, end = snapshot.start[rows], snapshot.end[rows]
    dated = ~np.isnat(start)
    undated = np.bincount(outcome[~dated], minlength=width)
    start, end, outcome = start[dated], end[dated], outcome[dated]
    if not len(start):
        none = np.array([], dtype="datetime64[D]")
        chosen = "month" if bin == "auto" else bin
        empty = np.zeros((0, width), dtype=np.int64)
        return Gap(chosen, none, none, empty, undated, None, None, unclaimed)
    middle = start + (end - start) // 2
    low, high = middle.min().item(), middle.max().item()
    chosen = auto_bin(low, high) if bin == "auto" else bin
    starts = bin_starts(low, high, chosen)
    place = np.searchsorted(starts, middle, side="right") - 1
    size = (len(starts) - 1) * width
    counts = np.bincount(place * width + outcome, minlength=size).reshape(-1, width)
    first, last = start.min().item(), end.max().item()
    return Gap(chosen, starts[:-1], starts[1:] - 1, counts, undated, first, last, unclaimed)


def _by_dataset(snapshot: Snapshot, rows: Rows) -> dict[str, int]:
    names = snapshot.vocab.datasets
    counts = np.bincount(snapshot.dataset[rows].astype(np.int64) + 1, minlength=len(names) + 1)
    return {name: int(n) for name, n in zip(names, counts[1:], strict=True) if n}


@per_snapshot(maxsize=8)
def carriers(snapshot: Snapshot, filters: Filters, channels: bool, by: str) -> tuple[Carrier, ...]:
    """Who carries the claims of a selection: most unconfirmed ones first, then by name.

    An outlet carries a claim when one of its reports passes it on and neither denies nor doubts
    it; an incident counts once for each carrier, however many reports.

    Raises
    ------
    QueryError
        ``by`` is not one of ``GROUPS``.
    """
    if by not in GROUPS:
        raise QueryError(f"carriers of claims are not counted by {by!r}")
    found = claimed(snapshot, channels)
    reports, _ = ragged(snapshot.report_start, filters.apply(snapshot))
    reports = reports[found.carries[reports]]
    of = index_of(snapshot)
    names: list[str | None]
    if by == "outlet":
        names = [outlet.name for outlet in snapshot.vocab.outlets]
        group = snapshot.outlet[reports].astype(np.int64)
    else:
        names = [*of.countries, None]
        group = of.report_country[reports].astype(np.int64)
        group[group < 0] = len(of.countries)
    pair = distinct(group * max(snapshot.n, 1) + of.report_incident[reports])
    who, incident = np.divmod(pair, max(snapshot.n, 1))
    width = len(OUTCOMES)
    cell = who * width + found.outcome[incident]
    counts = np.bincount(cell, minlength=len(names) * width).reshape(-1, width)
    listed = [Carrier(name, row) for name, row in zip(names, counts, strict=True) if row.any()]
    return tuple(sorted(listed, key=lambda c: (-c.unconfirmed, -c.claimed, c.name or "~")))
