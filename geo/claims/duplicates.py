"""Incidents that may be one: told by two datasets, by two outlets, or on two days.

The way of a pair: ``duplicates_block`` finds the pairs that are near in time and place,
``duplicates_compare`` says of each aspect how they agree, ``duplicates_weights`` what that is
worth, and ``duplicates_group`` puts pairs that hang together into groups.

What an agreement is worth is the record linkage of Fellegi and Sunter (JASA 64, 1969), corrected
for chance where the pair is: the odds that a pair is one incident are

    partners * m(time) m(place) m(type) m(target) m(actor) m(casualties)
    --------------------------------------------------------------------
    unrelated incidents to be expected so near * u(type) u(target) u(actor) u(casualties)

*m* is how often two accounts of one incident agree so, learned from the incidents of the store
that have several reports; *u* how often two incidents at one place agree so that are surely two,
learned from pairs at least five days apart; *partners* how many other records of the same
incident a record has, learned from the pairs themselves.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from enum import StrEnum
from functools import cached_property
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from geo.claims.ragged import ragged
from geo.model import EXACT_FORMS, Form

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

ASPECTS: Final = ("rate", "time", "place", "type", "target", "actor", "casualties", "source")
"""Of what a pair's score is made, in the order in which it is told."""
COUNTED: Final = ("type", "target", "actor", "casualties", "source")
"""Aspects that are compared by level, whatever the time and place."""


class Tier(StrEnum):
    """What is proposed of a pair."""

    SAME = "same"
    REVIEW = "review"


SAME_FROM: Final = 0.90
REVIEW_FROM: Final = 0.20
"""Least score of the tiers; a pair below them is none."""


@dataclass(frozen=True, slots=True)
class Reason:
    """What one aspect of a pair says.

    ``share``: what it adds to the score's log-odds, in bits: +1 makes it twice as likely that the
    two are one, -1 half as likely.
    """

    aspect: str
    words: str
    share: float


_WORDS: Final = ("types", "targets", "actors", "datasets", "outlets", "ground")
FORMS: Final = tuple(Form)
"""Code of a form = its position."""


@dataclass(frozen=True, eq=False, slots=True)
class Ground:
    """Where the units and stretches are that codes stand for.

    ``governorates``, ``districts``: float64 (units, 3): lat, lon of a point inside, degrees
    EPSG:4326, and the radius in km of a circle of the unit's area. ``stretches``: shapely lines,
    EPSG:4326 (lon lat).
    """

    governorates: Floats
    districts: Floats
    stretches: NDArray[np.object_]


@dataclass(frozen=True, eq=False)
class Features:
    """What is compared of ``n`` incidents or reports; codes are -1 where nothing is stated.

    Columns (length n)
        start, end          datetime64[D], closed interval; NaT: never paired
        date_prec           int8, UCDP 1-5
        lat, lon            float64 degrees EPSG:4326, NaN where unplaced
        radius_m            float64 metres around the coordinate or line, NaN where not known
        form                int8, code in ``geo.claims.duplicates.FORMS``
        governorate, district, stretch
                            int codes in ``ground``
        place, event_type, target, dataset
                            int codes; ``place``: of a name closer than a district
        killed_low, killed_high, wounded_low, wounded_high   float64, NaN where not known
    Actors (ordered by incident)
        actor_start         int64, length n + 1
        actor               int codes
    Outlets that report it (ordered by incident)
        outlet_start, outlet
                            as of the actors
    Words
        types, targets, actors, datasets, outlets
                            what the codes stand for
        ground              the units and stretches
    """

    start: NDArray[np.datetime64]
    end: NDArray[np.datetime64]
    date_prec: NDArray[np.int8]
    lat: Floats
    lon: Floats
    form: NDArray[np.int8]
    radius_m: Floats
    governorate: Ints
    district: Ints
    stretch: Ints
    place: Ints
    event_type: Ints
    target: Ints
    dataset: Ints
    killed_low: Floats
    killed_high: Floats
    wounded_low: Floats
    wounded_high: Floats
    actor_start: Ints
    actor: Ints
    outlet_start: Ints
    outlet: Ints
    types: tuple[str, ...]
    targets: tuple[str, ...]
    actors: tuple[str, ...]
    datasets: tuple[str, ...]
    outlets: tuple[str, ...]
    ground: Ground

    def __post_init__(self) -> None:
        for name in self.columns():
            if len(getattr(self, name)) != self.n:
                raise ValueError(f"feature column {name} does not have {self.n} rows")
        if len(self.actor_start) != self.n + 1 or len(self.outlet_start) != self.n + 1:
            raise ValueError("feature columns of actors and outlets do not fit the others")

    @property
    def n(self) -> int:
        """Number of incidents."""
        return len(self.start)

    @staticmethod
    def columns() -> tuple[str, ...]:
        """Names of the columns with one row an incident."""
        other = ("actor_start", "actor", "outlet_start", "outlet", *_WORDS)
        return tuple(field.name for field in fields(Features) if field.name not in other)

    def take(self, rows: Ints) -> Features:
        """The same of these incidents, in this order."""
        actors, actor_start = ragged(self.actor_start, rows)
        outlets, outlet_start = ragged(self.outlet_start, rows)
        return replace(
            self,
            **{name: getattr(self, name)[rows] for name in self.columns()},
            actor_start=actor_start,
            actor=self.actor[actors],
            outlet_start=outlet_start,
            outlet=self.outlet[outlets],
        )

    @cached_property
    def exact(self) -> NDArray[np.bool_]:
        """Whose coordinate says where, within ``radius_m``."""
        return np.isin(self.form, [FORMS.index(form) for form in EXACT_FORMS])

    @cached_property
    def reach_km(self) -> Floats:
        """How far from its coordinate or line each place may be, km; 1 at least."""
        found: Floats = np.maximum(np.nan_to_num(self.radius_m, nan=0.0) / 1_000.0, 1.0)
        return found

    @cached_property
    def first_day(self) -> Ints:
        """Start of each, days since 1970-01-01 (NaT: a very low number)."""
        return self.start.astype("datetime64[D]").astype(np.int64)

    @cached_property
    def last_day(self) -> Ints:
        """End of each, as ``first_day``."""
        return self.end.astype("datetime64[D]").astype(np.int64)

    @cached_property
    def shared_words(self) -> dict[str, NDArray[np.bool_]]:
        """Of type and target: which datasets have a word in common, shape (datasets, datasets)."""
        found = {}
        for aspect, code, names in (
            ("type", self.event_type, self.types),
            ("target", self.target, self.targets),
        ):
            used = np.zeros((len(self.datasets), len(names)), np.int64)
            stated = code >= 0
            used[self.dataset[stated], code[stated]] = 1
            found[aspect] = used @ used.T > 0
        return found

    @cached_property
    def one_source(self) -> NDArray[np.bool_]:
        """Which datasets have one outlet at most."""
        width = len(self.outlets) + 1
        size = np.diff(self.outlet_start)
        used = np.unique(np.repeat(self.dataset, size) * width + self.outlet) // width
        return np.bincount(used, minlength=len(self.datasets)) <= 1

    def order(self) -> Ints:
        """Rows in an order that follows from what they hold, however they stood."""
        keys = [
            np.nan_to_num(getattr(self, name).astype(np.float64), nan=-1e9)
            for name in self.columns()
            if name not in ("start", "end")
        ]
        first = np.full(self.n, -1, np.int64)
        some = np.diff(self.actor_start) > 0
        first[some] = self.actor[self.actor_start[:-1][some]]
        days = [self.start.astype(np.int64), self.end.astype(np.int64)]
        return np.lexsort([*keys[::-1], first, *days[::-1]]).astype(np.int64)


def concatenated(first: Features, second: Features) -> Features:
    """One table of two whose codes mean the same; the words are those of the second."""

    def both(name: str) -> NDArray[Any]:
        return np.concatenate([getattr(first, name), getattr(second, name)])

    def starts(one: Ints, other: Ints) -> Ints:
        return np.concatenate([one, other[1:] + one[-1]])

    columns: dict[str, Any] = {
        name: both(name) for name in (*Features.columns(), "actor", "outlet")
    }
    return replace(
        second,
        **columns,
        actor_start=starts(first.actor_start, second.actor_start),
        outlet_start=starts(first.outlet_start, second.outlet_start),
    )
