"""What every incident is, from what its reports tell: status, date, kind, place, people, actors.

The same functions work for all reports of a revision and for some of them, as a reader who
leaves sources out asks for.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from geo.claims import merge
from geo.claims.ragged import owners, ragged
from geo.claims.status import distinct, statuses
from geo.claims.where import Label, agreed_location
from geo.model import Location
from geo.store import locations as located
from geo.store.snapshot import Vocabulary
from geo.store.told import Locations, Told

COUNTRY: Final = Label("Iraq", 33.2, 43.7)
"""Where the label of what is placed in the country only goes: the middle of ``METRIC_CRS``."""

_VAGUE: Final = "other"
"""The type or target that is taken only when no report says more."""


def columns(
    told: Told, stance: NDArray[np.int8], start: NDArray[np.int64], vocab: Vocabulary
) -> dict[str, NDArray[Any]]:
    """Columns of the incidents but for their places and actors; see ``Snapshot``.

    Parameters
    ----------
    told, stance : of m reports, ordered by incident.
    start : int64 (n + 1,); the reports of incident i are rows [start[i], start[i + 1]), one at
        least.
    """
    n = len(start) - 1
    of = owners(start)
    report = owners(told.origin_start)
    status, n_origins = statuses(of[report], stance[report], told.origin, told.carrier[report], n)
    first, last, prec = merge.dates(start, told.start, told.end, told.date_prec)
    killed = merge.people(start, stance, told.killed_low, told.killed_high)
    wounded = merge.people(start, stance, told.wounded_low, told.wounded_high)
    return {
        "start": first,
        "end": last,
        "date_prec": prec,
        "event_type": stated(start, told.event_type, vocab.event_types),
        "target": stated(start, told.target, vocab.targets),
        "dataset": stated(start, told.dataset, vocab.datasets),
        "status": status,
        "n_reports": np.diff(start).astype(np.int32),
        "n_origins": n_origins,
        "killed_low": killed[0],
        "killed_high": killed[1],
        "wounded_low": wounded[0],
        "wounded_high": wounded[1],
    }


def stated(
    start: NDArray[np.int64], code: NDArray[np.integer], names: tuple[str, ...]
) -> NDArray[np.int16]:
    """What most reports of each incident state; "other" only when none says more. int16 (n,)."""
    rank = np.argsort(np.argsort([name == _VAGUE for name in names], kind="stable"))
    telling = np.array([*(name != _VAGUE for name in names), False])
    first = merge.most_common(start, np.where(telling[code], code, -1), rank)
    found = np.where(first >= 0, first, merge.most_common(start, code, rank))
    return found.astype(np.int16)


def actors(
    told: Told, start: NDArray[np.int64], n_actors: int
) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    """The distinct actors of each incident: offsets int64 (n + 1,), and codes in rising order."""
    size = max(n_actors, 1)
    report = owners(told.mention_start)
    pair = distinct(owners(start)[report] * size + told.actor)
    offsets = np.searchsorted(pair // size, np.arange(len(start)))
    return offsets.astype(np.int64), (pair % size).astype(np.int32)


def places(
    told: Told,
    start: NDArray[np.int64],
    locations: Locations,
    vocab: Vocabulary,
) -> tuple[NDArray[np.int32], Locations, Vocabulary]:
    """The location of each incident: the one that all its reports name, else what they agree on.

    Returns
    -------
    location : int32 (n,), rows of the locations returned.
    locations, vocab : those given, with what agreement added (an area that no report named).
    """
    code = told.location
    chosen = code[start[:-1]].copy()
    if not len(chosen):
        return chosen, locations, vocab
    low, high = (how.reduceat(code, start[:-1]) for how in (np.minimum, np.maximum))
    rows = np.flatnonzero(low != high)
    reports, offsets = ragged(start, rows)
    said, votes = code[reports], _votes(told, reports, offsets)
    order = np.lexsort((votes, said, owners(offsets)))
    said, votes = said[order], votes[order]
    label = partial(_label, labels(vocab))
    book = _Book(locations, vocab)
    # Incidents whose reports disagree in the same way are looked at once.
    size = np.diff(offsets)
    for k in distinct(size).tolist():
        alike = np.flatnonzero(size == k)
        at = offsets[alike][:, None] + np.arange(k)
        cases, case = np.unique(np.hstack([said[at], votes[at]]), axis=0, return_inverse=True)
        agreed = [
            book.code(agreed_location([book.location(int(c)) for c in one[:k]], one[k:], label))
            for one in cases.tolist()
        ]
        chosen[rows[alike]] = np.array(agreed, dtype=chosen.dtype)[case.reshape(-1)]
    return chosen, *book.closed()


def labels(vocab: Vocabulary) -> dict[str, Label]:
    """Where the labels of the units go, by key."""
    units = (*vocab.governorates, *vocab.districts)
    return {unit.key: Label(unit.name, unit.lat, unit.lon) for unit in units}


def _label(known: dict[str, Label], key: str | None) -> Label | None:
    return known.get(key) if key else COUNTRY


def _votes(told: Told, reports: NDArray[np.int64], start: NDArray[np.int64]) -> NDArray[np.float64]:
    """Votes of these reports, in their order: one an origin, shared among its reports.

    Parameters
    ----------
    start : offsets into ``reports``, by incident.
    """
    members, offsets = ragged(told.origin_start, reports)
    report = owners(offsets)
    codes = int(told.origin.max(initial=0)) + 1
    pair = owners(start)[report] * codes + told.origin[members]
    order = np.argsort(pair, kind="stable")
    _, at, count = np.unique(pair[order], return_index=True, return_counts=True)
    share = np.empty(len(pair))
    share[order] = np.repeat(1.0 / count, np.diff([*at, len(pair)]))
    return np.bincount(report, share, minlength=len(reports)).astype(np.float64)


class _Book:
    """The distinct locations as values, and the codes of new ones."""

    def __init__(self, locations: Locations, vocab: Vocabulary) -> None:
        self._locations, self._vocab = locations, vocab
        self._values: dict[int, Location] = {}
        self._codes: dict[Location, int] = {}
        self._new: list[Location] = []

    def location(self, code: int) -> Location:
        """The location with this code."""
        if code not in self._values:
            self._values[code] = located.at(self._locations, self._vocab, code)
            self._codes.setdefault(_bare(self._values[code]), code)
        return self._values[code]

    def code(self, place: Location) -> int:
        """The code of a location, a new one for one that no report named."""
        place = _bare(place)
        if place not in self._codes:
            self._codes[place] = self._locations.count + len(self._new)
            self._new.append(place)
        return self._codes[place]

    def closed(self) -> tuple[Locations, Vocabulary]:
        """The locations and vocabulary with what came new."""
        if not self._new:
            return self._locations, self._vocab
        values = [located.values_of(place) for place in self._new]
        added, vocab = located.to_columns(values, self._vocab)
        both = {
            name: np.concatenate([getattr(self._locations, name), getattr(added, name)])
            for name in Locations.__slots__
        }
        return Locations(**both), vocab


def _bare(place: Location) -> Location:
    """Without what the snapshot does not keep."""
    return replace(place, words=None, method=None, score=None, candidates=(), flags=())
