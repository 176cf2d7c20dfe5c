"""How the values of each aspect of an incident are held against each other.

A scale says what a report states of an aspect, when two values are one told twice, how far two
are apart that cannot both be true, and how much a value leaves open.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from math import inf
from typing import Any, Final, Protocol

from geo.claims.footprint import Outline, extent_m, ground, km_between
from geo.claims.where import implies
from geo.model import CountRange, Form, Location, ReportRow, Stance


class Telling(Protocol):
    """What is looked at of a report; ``geo.store.entries.ReportDetail`` is one."""

    @property
    def id(self) -> str:
        """Permanent id."""

    @property
    def row(self) -> ReportRow:
        """What the outlet says."""

    @property
    def location(self) -> Location:
        """Where its words were placed."""

    @property
    def origins(self) -> tuple[str, ...]:
        """Where its knowledge comes from."""

    @property
    def meant(self) -> tuple[str, ...]:
        """The actor that each of ``row.actors`` stands for."""


class Topic(StrEnum):
    """An aspect of an incident, in the order in which a reader asks for it."""

    STANCE = "stance"
    DATE = "date"
    PLACE = "place"
    GROUP = "group"
    TYPE = "type"
    TARGET = "target"
    KILLED = "killed"
    WOUNDED = "wounded"
    DAMAGE = "damage"


@dataclass(frozen=True, slots=True)
class Named:
    """A group as meant, and its part: "does it", "denies it", or a side of a fight."""

    actor: str
    part: str


@dataclass(frozen=True, slots=True)
class Scale:
    """How values of a topic are held against each other.

    ``same``: one value told twice. ``apart``: 0 where both can be true. ``extent``: how much a
    value leaves open. ``stated``: what a report gives, with its own words for it.
    """

    stated: Callable[[Telling], Iterable[tuple[Any, str | None]]]
    same: Callable[[Any, Any], bool]
    apart: Callable[[Any, Any], float]
    extent: Callable[[Any], float]
    key: Callable[[Any], Hashable] = lambda what: what
    is_text: bool = False


UNSPECIFIC: Final = frozenset(
    {"other", "-", "unknown", "state-based conflict", "non-state conflict", "one-sided violence"}
)
"""Types and targets that leave open which one it was; UCDP's say who fought, not how."""


def scales(outline: Outline) -> dict[Topic, Scale]:
    """The scale of every aspect, in the order of ``Topic``."""
    return {
        Topic.STANCE: Scale(
            lambda told: [(told.row.stance, None)], _equal, _stances_apart, lambda _: 0.0
        ),
        Topic.DATE: Scale(_days_stated, _equal, _days_apart, _days_long),
        Topic.PLACE: _place_scale(outline),
        Topic.GROUP: Scale(_groups_stated, _equal, _groups_apart, lambda _: 0.0),
        Topic.TYPE: _kind_scale(lambda row: row.event_type),
        Topic.TARGET: _kind_scale(lambda row: row.target),
        Topic.KILLED: _count_scale(lambda row: row.killed),
        Topic.WOUNDED: _count_scale(lambda row: row.wounded),
        Topic.DAMAGE: Scale(
            lambda told: [(told.row.damage, None)] if told.row.damage else [],
            lambda a, b: _folded(a) == _folded(b),
            lambda _a, _b: 0.0,
            lambda _: 0.0,
            is_text=True,
        ),
    }


def _equal(what: Any, other: Any) -> bool:
    return bool(what == other)


_ASSERTS: Final = frozenset({Stance.CLAIMS, Stance.CONFIRMS, Stance.REPORTS})


def _stances_apart(stance: Stance, other: Stance) -> float:
    return inf if (stance in _ASSERTS) != (other in _ASSERTS) else 0.0


def _days_stated(told: Telling) -> list[tuple[tuple[date, date], str | None]]:
    when = told.row.event_date
    return [((when.start, when.end), when.text)] if when else []


def _days_apart(days: tuple[date, date], other: tuple[date, date]) -> float:
    """Days between two intervals that do not meet: 1 for neighbouring days."""
    return float(max((max(days[0], other[0]) - min(days[1], other[1])).days, 0))


def _days_long(days: tuple[date, date]) -> float:
    return float((days[1] - days[0]).days + 1)


def _groups_stated(told: Telling) -> list[tuple[Named, str | None]]:
    parts = {"claimed": "does it", "attributed": "does it", "denied": "denies it"}
    return [
        (Named(actor, parts.get(mention.role, mention.role)), mention.text)
        for mention, actor in zip(told.row.actors, told.meant, strict=True)
        if mention.role != "target"
    ]


def _groups_apart(group: Named, other: Named) -> float:
    """Two groups contradict as the one that did it; one does, where it is said not to have."""
    parts = {group.part, other.part}
    if group.actor == other.actor:
        return inf if parts == {"does it", "denies it"} else 0.0
    return inf if parts == {"does it"} else 0.0


def _kind_scale(kind_of: Callable[[ReportRow], str | None]) -> Scale:
    def open_to(kind: str) -> bool:
        return _folded(kind) in UNSPECIFIC

    return Scale(
        lambda told: [(kind, None)] if (kind := kind_of(told.row)) else [],
        lambda a, b: _folded(a) == _folded(b),
        lambda a, b: 0.0 if _folded(a) == _folded(b) or open_to(a) or open_to(b) else inf,
        lambda kind: float(open_to(kind)),
    )


def _count_scale(count_of: Callable[[ReportRow], CountRange]) -> Scale:
    def stated(told: Telling) -> list[tuple[CountRange, None]]:
        count = count_of(told.row)
        return [(count, None)] if count.known else []

    def apart(count: CountRange, other: CountRange) -> float:
        least = max(count.low or 0, other.low or 0)
        most = min(inf if c.high is None else c.high for c in (count, other))
        return max(float(least - most), 0.0)

    def extent(count: CountRange) -> float:
        return inf if count.high is None else float(count.high - (count.low or 0))

    return Scale(stated, _equal, apart, extent)


def _place_scale(outline: Outline) -> Scale:
    grounds: dict[Location, Any] = {}

    def on(place: Location) -> Any:
        if place not in grounds:
            grounds[place] = ground(place, outline)
        return grounds[place]

    def stated(told: Telling) -> list[tuple[Location, str | None]]:
        place, row = told.location, told.row
        if place.form is Form.UNPLACED:
            return []
        words = dict.fromkeys(
            text for text in (row.place_text, row.town_or_base, row.route_text) if text
        )
        return [(place, " / ".join(words) or place.words)]

    return Scale(
        stated,
        same_place,
        lambda a, b: km_between(a, on(a), b, on(b)),
        lambda place: extent_m(place, on(place)),
        key=lambda place: (place.form, place.place, place.lat, place.lon, place.stretch_wkt),
    )


def same_place(place: Location, other: Location) -> bool:
    """Whether two locations are one place told twice: who says either of them says the other."""
    if place == other:
        return True
    if place.form in (Form.GOVERNORATE, Form.COUNTRY):
        return place.form is other.form and place.governorate_pcode == other.governorate_pcode
    return implies(place, other) and implies(other, place)


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())
