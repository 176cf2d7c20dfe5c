"""How long after an incident who publishes what: in whole days, for dates are known to the day.

A lag is known where the incident's date and the report's publication are both known to the day.
It is negative where a source is dated before the incident (one of the dates is then wrong, or
counted in another time zone); such lags are counted, shown, and part of the range and median.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from geo.claims.ragged import ragged
from geo.model import Stance
from geo.store.cache import per_snapshot
from geo.store.snapshot import STANCES, Snapshot
from geo.view.claimed import claimed
from geo.view.filters import Filters
from geo.view.index import Rows, index_of

CLAIM: Final = "claim"
FIRSTS: Final = (
    CLAIM,
    *(str(s) for s in (Stance.REPORTS, Stance.CONFIRMS, Stance.DOUBTS, Stance.DENIES)),
)
"""What is timed of an incident: the first report that carries its claim, and the first report of
each of these stances; in the order in which they are shown."""

Lags = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Spread:
    """Lags in days: how many, their median, lowest and highest, and how many are negative.

    ``median``, ``low`` and ``high`` are ``None`` when there is no lag.
    """

    n: int
    median: float | None
    low: int | None
    high: int | None
    before: int

    @classmethod
    def of(cls, lags: Lags) -> Spread:
        """The spread of some lags."""
        if not len(lags):
            return cls(0, None, None, None, 0)
        before = int(np.count_nonzero(lags < 0))
        return cls(len(lags), float(np.median(lags)), int(lags.min()), int(lags.max()), before)


@dataclass(frozen=True, slots=True)
class OutletLag:
    """An outlet, over all its reports with a lag.

    ``races``: incidents that another outlet with a lag tells of as well; ``first``: those of them
    in which nobody published on an earlier day.
    """

    outlet: str
    first: int
    races: int
    spread: Spread


@dataclass(frozen=True, eq=False, slots=True)
class Latency:
    """Lags of a selection.

    Attributes
    ----------
    first : from the incident to the first of each of ``FIRSTS``.
    after_claim : from an incident's first claim to the first of each of the others.
    outlets : by outlet: most often first, then most races, then by name.
    timed : reports with a lag.
    unpublished, coarse : reports without a publication date, and those with one known only to a
        month or year.
    undated : reports with a publication day, of incidents whose date is not known to the day.
    """

    first: dict[str, Spread]
    after_claim: dict[str, Spread]
    outlets: tuple[OutletLag, ...]
    timed: int
    unpublished: int
    coarse: int
    undated: int


@per_snapshot(maxsize=8)
def latency(snapshot: Snapshot, filters: Filters, channels: bool) -> Latency:
    """Time the reports of a selection; ``channels`` as in ``geo.view.claimed.claimed``."""
    reports, _ = ragged(snapshot.report_start, filters.apply(snapshot))
    published = snapshot.published[reports]
    known = ~np.isnat(published)
    to_day = known & (published == snapshot.told.published_end[reports])
    incident = index_of(snapshot).report_incident[reports]
    event = snapshot.start[incident]
    dated = ~np.isnat(event) & (event == snapshot.end[incident])
    keep = to_day & dated
    reports, incident = reports[keep], incident[keep]
    day = published[keep].astype(np.int64)
    lag = day - event[keep].astype(np.int64)
    rows = {CLAIM: claimed(snapshot, channels).carries[reports]}
    for name in FIRSTS[1:]:
        rows[name] = snapshot.stance[reports] == STANCES.index(Stance(name))
    earliest = {name: _earliest(incident, lag, of, snapshot.n) for name, of in rows.items()}
    claim = earliest[CLAIM]
    return Latency(
        first={name: Spread.of(lags[lags != _NEVER]) for name, lags in earliest.items()},
        after_claim={name: _between(claim, earliest[name]) for name in FIRSTS[1:]},
        outlets=_outlets(snapshot, reports, incident, lag),
        timed=len(reports),
        unpublished=int(np.count_nonzero(~known)),
        coarse=int(np.count_nonzero(known & ~to_day)),
        undated=int(np.count_nonzero(to_day & ~dated)),
    )


_NEVER: Final = np.iinfo(np.int64).max


def _earliest(incident: Rows, lag: Lags, rows: NDArray[np.bool_], n: int) -> Lags:
    """Least lag of the chosen reports of each incident, ``_NEVER`` where there is none. (n,)."""
    least = np.full(n, _NEVER)
    np.minimum.at(least, incident[rows], lag[rows])
    return least


def _between(one: Lags, other: Lags) -> Spread:
    """From the one to the other, where an incident has both."""
    both = (one != _NEVER) & (other != _NEVER)
    return Spread.of(other[both] - one[both])


def _outlets(snapshot: Snapshot, reports: Rows, incident: Rows, lag: Lags) -> tuple[OutletLag, ...]:
    outlet = snapshot.outlet[reports].astype(np.int64)
    size = max(snapshot.n, 1)
    # Each outlet once an incident, with its own first day.
    order = np.lexsort((lag, incident, outlet))
    pair = outlet[order] * size + incident[order]
    new = np.concatenate(([True], pair[1:] != pair[:-1]))[: len(pair)]
    who, where, when = outlet[order][new], incident[order][new], lag[order][new]
    race = np.bincount(where, minlength=snapshot.n)[where] > 1
    every = np.ones(len(reports), dtype=np.bool_)
    led = race & (when == _earliest(incident, lag, every, snapshot.n)[where])

    names = snapshot.vocab.outlets
    races = np.bincount(who[race], minlength=len(names))
    first = np.bincount(who[led], minlength=len(names))
    edges = np.searchsorted(outlet[order], np.arange(len(names) + 1))
    found = [
        OutletLag(entry.name, int(first[code]), int(races[code]),
                  Spread.of(lag[order[edges[code] : edges[code + 1]]]))
        for code, entry in enumerate(names)
        if edges[code] < edges[code + 1]
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda entry: (-entry.first, -entry.races, entry.outlet)))
