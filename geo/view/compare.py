"""Two readings of one revision beside each other: what each shows, what changes between them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from geo.claims.status import FIRMNESS
from geo.model import Status
from geo.store.cache import per_snapshot
from geo.store.snapshot import STATUSES, Snapshot
from geo.view.filters import Filters
from geo.view.index import Rows
from geo.view.reading import Reading, read, source_rows
from geo.view.words import counted, listed

FIRST: Final = "first"
SECOND: Final = "second"
DIFFER: Final = "differ"
_FIRM: Final = np.array([FIRMNESS.index(status) for status in STATUSES])


@dataclass(frozen=True, eq=False, slots=True)
class Comparison:
    """A selection under two readings.

    ``first``, ``second``: rows of each reading's snapshot that only it shows. ``both_first``,
    ``both_second``: rows of the incidents that both show, in the same order. ``statuses``: how
    many of these have which status, int64, first reading down, second across, codes in
    ``STATUSES``. ``codes``: for each incident in both, its place in ``statuses.ravel()``.
    """

    first: Rows
    second: Rows
    both_first: Rows
    both_second: Rows
    statuses: NDArray[np.int64]
    codes: NDArray[np.int64]

    @property
    def less_firm(self) -> int:
        """Incidents in both that are less firm in the second reading."""
        return int(self.statuses[_FIRM[:, None] > _FIRM[None, :]].sum())

    @property
    def firmer(self) -> int:
        """Incidents in both that are firmer in the second reading."""
        return int(self.statuses[_FIRM[:, None] < _FIRM[None, :]].sum())

    @property
    def differ(self) -> int:
        """Incidents in both whose status differs."""
        return int(self.statuses.sum() - np.trace(self.statuses))

    def rows(self, listed: str) -> tuple[Rows, Rows]:
        """Rows in the first and in the second reading of an entry of ``geo.view.state.LISTED``.

        For incidents of one reading only, there are no rows in the other.
        """
        if listed == FIRST:
            return self.first, self.first[:0]
        if listed == SECOND:
            return self.second[:0], self.second
        if listed == DIFFER:
            chosen = self.codes // len(STATUSES) != self.codes % len(STATUSES)
        else:
            code, other = (STATUSES.index(Status(name)) for name in listed.split(" > "))
            chosen = self.codes == code * len(STATUSES) + other
        return self.both_first[chosen], self.both_second[chosen]


@per_snapshot(maxsize=3)
def compare(whole: Snapshot, first: Reading, second: Reading, filters: Filters) -> Comparison:
    """The incidents that the filters select under either reading.

    Parameters
    ----------
    whole : the snapshot that both readings read.
    """
    snapshots = [read(whole, reading) for reading in (first, second)]
    rows = [filters.apply(snapshot) for snapshot in snapshots]
    sources = [
        row if reading == Reading() else source_rows(whole, reading)[row]
        for row, reading in zip(rows, (first, second), strict=True)
    ]
    position = np.full(whole.n, -1, dtype=np.int64)
    position[sources[1]] = np.arange(len(sources[1]))
    at_second = position[sources[0]]
    at_first = np.flatnonzero(at_second >= 0)
    at_second = at_second[at_first]
    both = rows[0][at_first], rows[1][at_second]
    status = [snapshot.status[row] for snapshot, row in zip(snapshots, both, strict=True)]
    codes = status[0].astype(np.int64) * len(STATUSES) + status[1]
    counts = np.bincount(codes, minlength=len(STATUSES) ** 2)
    return Comparison(
        first=np.delete(rows[0], at_first),
        second=np.delete(rows[1], at_second),
        both_first=both[0],
        both_second=both[1],
        statuses=counts.reshape(len(STATUSES), len(STATUSES)),
        codes=codes,
    )


def change_in_words(whole: Snapshot, reading: Reading, filters: Filters) -> str:
    """What a reading changes in a selection: "14 incidents fewer, 9 less firm, 2 firmer"."""
    change = compare(whole, Reading(hyp=reading.hyp), reading, filters)
    parts = [
        f"{counted(len(change.first), 'incident')} fewer" if len(change.first) else "",
        f"{counted(len(change.second), 'incident')} more" if len(change.second) else "",
        f"{change.less_firm:,} less firm" if change.less_firm else "",
        f"{change.firmer:,} firmer" if change.firmer else "",
    ]
    said = [part for part in parts if part]
    return listed(said) if said else "no incident changes"
