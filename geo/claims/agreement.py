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

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from geo.claims.footprint import Outline
from geo.claims.scales import Named, Scale, Telling, Topic, scales
from geo.model import CountRange, Location, Stance

__all__ = [
    "Aspect",
    "Named",
    "Relation",
    "Telling",
    "Topic",
    "Value",
    "Verdict",
    "agreement",
]


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


def agreement(reports: Sequence[Telling], outline: Outline) -> tuple[Aspect, ...]:
    """Every aspect of an incident, in the order of ``Topic``.

    Parameters
    ----------
    reports : all of the incident, in any order.
    outline : the polygons of districts and governorates.
    """
    ordered = sorted(reports, key=lambda told: told.id)
    return tuple(_aspect(topic, scale, ordered) for topic, scale in scales(outline).items())


def _aspect(topic: Topic, scale: Scale, reports: Sequence[Telling]) -> Aspect:
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


def _grouped(scale: Scale, reports: Sequence[Telling]) -> list[_Group]:
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


def _apart(scale: Scale, group: _Group, other: _Group) -> float:
    """How far two values are apart; 0 where one report gives both, or both can be true."""
    if group is other or group.tellers.keys() & other.tellers.keys():
        return 0.0
    return scale.apart(group.what, other.what)


def _verdict(scale: Scale, groups: Sequence[_Group], most: float) -> Verdict:
    if not groups:
        return Verdict.SILENT
    if most > 0:
        return Verdict.CONTRADICT
    if len(groups) > 1:
        return Verdict.WORDS if scale.is_text else Verdict.FIT
    return Verdict.AGREE if len(groups[0].origins) > 1 else Verdict.ONE


def _value(scale: Scale, group: _Group, leading: _Group, apart: Sequence[float]) -> Value:
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


def _relation(scale: Scale, group: _Group, leading: _Group, between: float) -> Relation:
    if group is leading:
        return Relation.LEADS
    if between > 0:
        return Relation.CONTRADICTS
    if scale.is_text:
        return Relation.OTHER_WORDS
    if group.extent == leading.extent:
        return Relation.FITS
    return Relation.FINER if group.extent < leading.extent else Relation.COARSER
