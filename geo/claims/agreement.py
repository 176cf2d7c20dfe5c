"""What the reports of one incident agree on, and what they contradict each other about.

For each aspect (date, place, group, type, target, killed, wounded, damage, stance) the reports
that state it are put together by what they state. Two values *fit* when both can be true: "11
July" and "July", a town and its governorate, "3" and "at least 2". They *contradict* each other
when they cannot. Values that fit differ only in how exactly they are told.

Independent support is counted by origins (``geo.claims.origins``): ten relays of one source are
one. An origin that stands behind two contradicting values was told differently by its relays; it
is named as *torn*. Nothing here depends on the order of the reports.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
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


class Verdict(StrEnum):
    """How the values of an aspect stand to each other."""

    SILENT = "silent"
    ONE = "one origin"
    AGREE = "agree"
    FIT = "fit"
    CONTRADICT = "contradict"
    WORDS = "told differently"
    """Free text that only a reader can compare."""


class Relation(StrEnum):
    """How a value stands to the leading one, that of the most origins."""

    LEADS = "leads"
    FINER = "told more exactly"
    COARSER = "told less exactly"
    FITS = "fits"
    CONTRADICTS = "contradicts"
    OTHER_WORDS = "other words"


@dataclass(frozen=True, slots=True)
class Named:
    """A group as meant, and its part: "does it", "denies it", or a side of a fight."""

    actor: str
    part: str


What = Stance | tuple[date, date] | Location | Named | str | CountRange
"""A value: by topic a stance, a closed interval of days, a location, a group, text, or a count."""


@dataclass(frozen=True, slots=True)
class Value:
    """One value of an aspect and who gives it.

    Attributes
    ----------
    what : the value; of those told as the same the one that most reports give.
    written : the words of the reports for it, each once, the most frequent first.
    reports, outlets, origins : who gives it, each once.
    relation : to the leading value.
    apart : from the leading value, in the topic's unit (days, km, people); 0 where both can be
        true, infinite where they contradict each other without a measure.
    against : positions among the aspect's values of those that cannot be true beside it.
    """

    what: What
    written: tuple[str, ...]
    reports: tuple[str, ...]
    outlets: tuple[str, ...]
    origins: tuple[str, ...]
    relation: Relation
    apart: float
    against: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Aspect:
    """An aspect with its values, the leading one first.

    Attributes
    ----------
    apart : the most that two values are apart, as in ``Value``.
    silent : reports that do not state it.
    torn : origins behind two values that contradict each other.
    """

    topic: Topic
    verdict: Verdict
    values: tuple[Value, ...]
    apart: float
    silent: tuple[str, ...]
    torn: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Scale:
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


def agreement(reports: Sequence[Telling], outline: Outline) -> tuple[Aspect, ...]:
    """Every aspect of an incident, in the order of ``Topic``.

    Parameters
    ----------
    reports : all of the incident, in any order.
    outline : the polygons of districts and governorates.
    """
    ordered = sorted(reports, key=lambda told: told.id)
    return tuple(_aspect(topic, scale, ordered) for topic, scale in _scales(outline).items())


def _aspect(topic: Topic, scale: _Scale, reports: Sequence[Telling]) -> Aspect:
    groups = _grouped(scale, reports)
    # The leading value: most origins, then most reports, then the most exact.
    groups.sort(key=lambda group: (-len(group.origins), -len(group.tellers), group.extent))
    torn: set[str] = set()
    apart = [[_apart(scale, group, other) for other in groups] for group in groups]
    for group, row in zip(groups, apart, strict=True):
        for other, between in zip(groups, row, strict=True):
            if between > 0:
                torn |= group.origins & other.origins
    most = max((between for row in apart for between in row), default=0.0)
    stated = {key for group in groups for key in group.tellers}
    return Aspect(
        topic,
        _verdict(scale, groups, most),
        tuple(
            _value(scale, group, groups[0], row) for group, row in zip(groups, apart, strict=True)
        ),
        most,
        tuple(told.id for told in reports if told.id not in stated),
        tuple(sorted(torn)),
    )


@dataclass(slots=True)
class _Group:
    """Reports that give one value, while they are put together; ``first`` is the most exact."""

    first: Any
    extent: float
    tellers: dict[str, Telling]
    whats: list[Any]
    words: list[str]

    @property
    def what(self) -> Any:
        """What most of them give; of equally many the most exact."""
        return max(self.whats, key=self.whats.count)

    @property
    def origins(self) -> set[str]:
        return {origin for told in self.tellers.values() for origin in told.origins}


def _grouped(scale: _Scale, reports: Sequence[Telling]) -> list[_Group]:
    """Reports by what they state, the most exact values first."""
    said = [
        (scale.extent(what), str(scale.key(what)), what, words, told)
        for told in reports
        for what, words in scale.stated(told)
    ]
    said.sort(key=lambda item: (item[0], item[1], item[4].id))
    groups: list[_Group] = []
    for extent, _, what, words, told in said:
        group = next((g for g in groups if scale.same(g.first, what)), None)
        if group is None:
            group = _Group(what, extent, {}, [], [])
            groups.append(group)
        group.tellers[told.id] = told
        group.whats.append(what)
        if words:
            group.words.append(words)
    return groups


def _apart(scale: _Scale, group: _Group, other: _Group) -> float:
    """How far two values are apart; 0 where one report gives both, or both can be true."""
    if group is other or group.tellers.keys() & other.tellers.keys():
        return 0.0
    return scale.apart(group.what, other.what)


def _verdict(scale: _Scale, groups: Sequence[_Group], most: float) -> Verdict:
    if not groups:
        return Verdict.SILENT
    if most > 0:
        return Verdict.CONTRADICT
    if len(groups) > 1:
        return Verdict.WORDS if scale.is_text else Verdict.FIT
    return Verdict.AGREE if len(groups[0].origins) > 1 else Verdict.ONE


def _value(scale: _Scale, group: _Group, leading: _Group, apart: Sequence[float]) -> Value:
    """A value; ``apart``: from each of the aspect's values, the leading one first."""
    tellers = list(group.tellers.values())
    return Value(
        what=group.what,
        written=tuple(sorted(set(group.words), key=lambda word: (-group.words.count(word), word))),
        reports=tuple(group.tellers),
        outlets=tuple(dict.fromkeys(told.row.outlet for told in tellers)),
        origins=tuple(sorted(group.origins)),
        relation=_relation(scale, group, leading, apart[0]),
        apart=apart[0],
        against=tuple(at for at, between in enumerate(apart) if between > 0),
    )


def _relation(scale: _Scale, group: _Group, leading: _Group, between: float) -> Relation:
    if group is leading:
        return Relation.LEADS
    if between > 0:
        return Relation.CONTRADICTS
    if scale.is_text:
        return Relation.OTHER_WORDS
    if group.extent == leading.extent:
        return Relation.FITS
    return Relation.FINER if group.extent < leading.extent else Relation.COARSER


def _scales(outline: Outline) -> dict[Topic, _Scale]:
    return {
        Topic.STANCE: _Scale(
            lambda told: [(told.row.stance, None)], _equal, _stances_apart, lambda _: 0.0
        ),
        Topic.DATE: _Scale(_days_stated, _equal, _days_apart, _days_long),
        Topic.PLACE: _place_scale(outline),
        Topic.GROUP: _Scale(_groups_stated, _equal, _groups_apart, lambda _: 0.0),
        Topic.TYPE: _kind_scale(lambda row: row.event_type),
        Topic.TARGET: _kind_scale(lambda row: row.target),
        Topic.KILLED: _count_scale(lambda row: row.killed),
        Topic.WOUNDED: _count_scale(lambda row: row.wounded),
        Topic.DAMAGE: _Scale(
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


def _kind_scale(kind_of: Callable[[ReportRow], str | None]) -> _Scale:
    def open_to(kind: str) -> bool:
        return _folded(kind) in UNSPECIFIC

    return _Scale(
        lambda told: [(kind, None)] if (kind := kind_of(told.row)) else [],
        lambda a, b: _folded(a) == _folded(b),
        lambda a, b: 0.0 if _folded(a) == _folded(b) or open_to(a) or open_to(b) else inf,
        lambda kind: float(open_to(kind)),
    )


def _count_scale(count_of: Callable[[ReportRow], CountRange]) -> _Scale:
    def stated(told: Telling) -> list[tuple[CountRange, None]]:
        count = count_of(told.row)
        return [(count, None)] if count.known else []

    def apart(count: CountRange, other: CountRange) -> float:
        least = max(count.low or 0, other.low or 0)
        most = min(inf if c.high is None else c.high for c in (count, other))
        return max(float(least - most), 0.0)

    def extent(count: CountRange) -> float:
        return inf if count.high is None else float(count.high - (count.low or 0))

    return _Scale(stated, _equal, apart, extent)


def _place_scale(outline: Outline) -> _Scale:
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

    return _Scale(
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
