"""Flags on the evidence of reports, counted by outlet."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, Protocol

from geo.store.snapshot import Snapshot
from geo.view.filters import Filters
from geo.view.index import index_of
from geo.view.select import Mask, any_of

FIRST_FLAGS: Final = ("old-footage", "video", "photo")
"""Flags that have a column of their own in this order; others follow by name."""


class Flagged(Protocol):
    """A report with flags on its evidence; see ``geo.store.evidence.FlaggedReport``."""

    @property
    def report(self) -> str:
        """Its id."""

    @property
    def incident(self) -> str:
        """Id of its incident."""

    @property
    def outlet(self) -> str:
        """Who published it."""

    @property
    def flags(self) -> tuple[str, ...]:
        """As the source table writes them."""


def by_outlet(reports: Iterable[Flagged]) -> tuple[tuple[str, ...], dict[str, list[int]]]:
    """The flags that occur, and reports with each of them by outlet.

    Outlets with most old footage come first, then those with most of the next flag, then by name.
    """
    reports = list(reports)
    seen = {flag for report in reports for flag in report.flags}
    flags = (*FIRST_FLAGS, *sorted(seen.difference(FIRST_FLAGS)))
    counts: dict[str, list[int]] = {}
    for report in reports:
        row = counts.setdefault(report.outlet, [0] * len(flags))
        for flag in set(report.flags):
            row[flags.index(flag)] += 1
    order = sorted(counts, key=lambda outlet: ([-count for count in counts[outlet]], outlet))
    return flags, {outlet: counts[outlet] for outlet in order}


class Members:
    """Asks whether an incident, or a report of it, is among those selected."""

    def __init__(self, snapshot: Snapshot, filters: Filters) -> None:
        self._snapshot = snapshot
        self._chosen: Mask = any_of(snapshot.n, filters.apply(snapshot))

    def __contains__(self, incident: object) -> bool:
        row = index_of(self._snapshot).row_of.get(str(incident))
        return row is not None and bool(self._chosen[row])

    def tells(self, one: Flagged) -> bool:
        """Whether the incident is selected and the report is not left out by the reading."""
        if one.incident not in self:
            return False
        row = index_of(self._snapshot).row_of[one.incident]
        first, last = self._snapshot.report_start[row : row + 2]
        return one.report in self._snapshot.report_ids[first:last]
