"""What a language model proposes of an article, held against its text.

A model's answer is as little trusted as the article that it read. Only values of known forms are
taken, each only with words that stand in the text; everything else is dropped and counted. What the
rules found stays as it is: a proposal for the same incident is left out.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from geo.extract.draft import (
    ArticleDraft,
    DraftActor,
    DraftIncident,
    DraftPlace,
    DraftStatement,
    Span,
)
from geo.extract.events import ARSON, DRONE, OTHER, ROADSIDE_BOMB, ROCKET
from geo.extract.text import plain
from geo.model import ActorMention, CountRange, DateInterval, DatePrec, Stance

PROPOSED: Final = 0.3
"""Confidence of whatever a model proposes."""

TYPES: Final = (ROADSIDE_BOMB, ROCKET, DRONE, ARSON, OTHER)
TARGETS: Final = ("convoy", "base", "embassy", "airport", "vehicle", "other")
ROLES: Final = ("claimed", "attributed", "denied", "target")
EVIDENCE: Final = ("video", "photo", "old-footage")
_MOST_INCIDENTS, _MOST_VALUES, _MOST_PEOPLE, _MOST_WORDS = 40, 20, 5_000, 300
_LONGEST_DAYS: Final = ((1, DatePrec.DAY), (6, DatePrec.DAYS), (7, DatePrec.WEEK),
                        (31, DatePrec.MONTH))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Proposals:
    """What is left of a model's answer.

    ``values`` were dropped because their words are not in the text or their form is not known;
    ``incidents`` because nothing said what happened; ``same`` because the rules found them too.
    """

    draft: ArticleDraft
    values: int
    incidents: int
    same: int


def schema() -> dict[str, Any]:
    """The JSON schema of an answer; strict: every field is there, or null."""

    def words(**more: Any) -> dict[str, Any]:
        properties = {"words": {"type": "string"}, **more}
        return {
            "type": ["object", "null"], "properties": properties, "required": list(properties),
            "additionalProperties": False,
        }  # fmt: skip

    def many(**more: Any) -> dict[str, Any]:
        return {"type": "array", "items": words(**more) | {"type": "object"}}

    def one_of(values: Collection[str]) -> dict[str, Any]:
        return {"type": "string", "enum": list(values)}

    number = {"type": ["integer", "null"]}
    text = {"type": "string"}
    incident = {
        "what": words(type=one_of(TYPES)), "target": words(target=one_of(TARGETS)),
        "date": words(first=text, last=text), "governorate": words(name=text), "places": many(),
        "actors": many(role=one_of(ROLES)),
        "statements": many(by=text, stance=one_of([s.value for s in Stance])),
        "killed": words(low=number, high=number), "wounded": words(low=number, high=number),
        "evidence": many(kind=one_of(EVIDENCE)),
    }  # fmt: skip
    item = {
        "type": "object", "properties": incident, "required": list(incident),
        "additionalProperties": False,
    }  # fmt: skip
    return {
        "type": "object", "properties": {"incidents": {"type": "array", "items": item}},
        "required": ["incidents"], "additionalProperties": False,
    }  # fmt: skip


def proposals(
    answer: Any, rules: ArticleDraft, governorates: Collection[str]
) -> Proposals:  # fmt: skip
    """The drafts in an answer that has the form of ``schema``; whatever else it is, never raises.

    Parameters
    ----------
    answer : parsed JSON.
    rules : what the rules drafted from the same text.
    governorates : names in the boundary set.
    """
    reader = _Reader(rules.text, _even(rules.text), frozenset(governorates))
    given = answer.get("incidents") if isinstance(answer, dict) else None
    given = given if isinstance(given, list) else []
    read = [reader.incident(one) for one in given[:_MOST_INCIDENTS]]
    kept = [one for one in read if one is not None]
    new = [one for one in kept if not any(_same(one, known) for known in rules.incidents)]
    return Proposals(
        ArticleDraft(rules.text, tuple(new), ()), reader.dropped, len(given) - len(kept),
        len(kept) - len(new),
    )  # fmt: skip


def _same(one: DraftIncident, known: DraftIncident) -> bool:
    """Whether the rules found it too: days that overlap, and a common place or kind."""
    if one.date is None or known.date is None:
        return False
    if one.date.start > known.date.end or known.date.start > one.date.end:
        return False
    places = {plain(p.text) for p in one.places} & {plain(p.text) for p in known.places}
    return bool(places) or one.event_type == known.event_type


def _even(text: str) -> str:
    """As ``plain`` has it, line breaks as blanks; every character keeps its place."""
    return plain(text).replace("\n", " ")


@dataclass(slots=True)
class _Reader:
    """Reads values of an answer; those without words in the text are counted in ``dropped``."""

    text: str
    plain: str
    governorates: frozenset[str]
    dropped: int = 0
    _spans: dict[str, tuple[Span, ...]] = field(default_factory=dict)

    def incident(self, given: Any) -> DraftIncident | None:
        """An incident; ``None`` where no words of the text say what happened."""
        given = given if isinstance(given, dict) else {}
        self._spans = {}
        kind = self._one("event_type", given.get("what"), "type", TYPES)
        if kind is None:
            return None
        target = self._one("target", given.get("target"), "target", TARGETS) or OTHER
        governorate = self._one("governorate", given.get("governorate"), "name", self.governorates)
        when = self._date(given.get("date"))
        places = tuple(DraftPlace(self._said(s), None, s) for _, s in self._all(given, "places"))
        self._spans["places"] = tuple(place.span for place in places)
        evidence = {
            value["kind"]: span
            for value, span in self._all(given, "evidence")
            if self._known(value.get("kind"), EVIDENCE)
        }
        self._spans["evidence"] = tuple(evidence.values())
        people = [self._people(name, given.get(name)) for name in ("killed", "wounded")]
        spans = {name: those for name, those in self._spans.items() if those}
        return DraftIncident(
            when, governorate, places, None, kind, target, tuple(self._actors(given)),
            tuple(self._statements(given)), people[0], people[1], tuple(evidence), True, spans,
            dict.fromkeys(spans, PROPOSED),
        )  # fmt: skip

    def _actors(self, given: dict[str, Any]) -> Iterator[DraftActor]:
        for value, span in self._all(given, "actors"):
            if self._known(value.get("role"), ROLES):
                yield DraftActor(
                    ActorMention(self._said(span), value["role"]), None, span, PROPOSED
                )

    def _statements(self, given: dict[str, Any]) -> Iterator[DraftStatement]:
        """Who speaks must stand in the text as well."""
        for value, span in self._all(given, "statements"):
            by = self._find(value.get("by"))
            stances = [stance.value for stance in Stance]
            if self._known(value.get("stance"), stances) and by is not None:
                yield DraftStatement(self._said(by), Stance(value["stance"]), span, PROPOSED)

    def _date(self, given: Any) -> DateInterval | None:
        span = self._words(given)
        if span is None:
            return None
        try:
            start, end = (date.fromisoformat(given[name]) for name in ("first", "last"))
            days = (end - start).days + 1
            prec = next((p for most, p in _LONGEST_DAYS if days <= most), DatePrec.YEAR)
            found = DateInterval(start, end, prec, self._said(span))
        except (KeyError, TypeError, ValueError):
            self.dropped += 1
            return None
        self._spans["date"] = (span,)
        return found

    def _people(self, name: str, given: Any) -> CountRange:
        span = self._words(given)
        if span is None:
            return CountRange()
        low, high = given.get("low"), given.get("high")
        for value in (low, high):
            if value is not None and (type(value) is not int or not 0 <= value <= _MOST_PEOPLE):
                self.dropped += 1
                return CountRange()
        try:
            found = CountRange(low, high)
        except ValueError:
            self.dropped += 1
            return CountRange()
        self._spans[name] = (span,)
        return found

    def _one(self, name: str, given: Any, key: str, allowed: Collection[str]) -> str | None:
        """A value of a list of values, with its words."""
        span = self._words(given)
        if span is None or not self._known(given.get(key), allowed):
            return None
        self._spans[name] = (span,)
        return str(given[key])

    def _all(self, given: dict[str, Any], name: str) -> list[tuple[dict[str, Any], Span]]:
        values = given.get(name)
        values = values[:_MOST_VALUES] if isinstance(values, list) else []
        return [(value, span) for value in values if (span := self._words(value)) is not None]

    def _known(self, value: Any, allowed: Collection[str]) -> bool:
        known = isinstance(value, str) and value in allowed
        self.dropped += not known
        return known

    def _words(self, given: Any) -> Span | None:
        """Where the words of a value stand; nothing given is no fault."""
        if given is None:
            return None
        return self._find(given.get("words") if isinstance(given, dict) else None)

    def _find(self, words: Any) -> Span | None:
        """Where words stand in the text, whatever their case, quotes and dashes."""
        if isinstance(words, str) and 1 < len(sought := _even(words.strip())) <= _MOST_WORDS:
            at = self.plain.find(sought)
            if at >= 0:
                return Span(at, at + len(sought))
        self.dropped += 1
        return None

    def _said(self, span: Span) -> str:
        """The text's own spelling."""
        return " ".join(self.text[span.start : span.end].split())
