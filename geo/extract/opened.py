"""An incident while an article is read: what was found for it, and what follows in the end."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from operator import itemgetter

from geo.extract.actors import ActorWords
from geo.extract.casualties import CasualtyWords
from geo.extract.claims import StatementWords
from geo.extract.draft import (
    DraftActor,
    DraftIncident,
    DraftPlace,
    DraftRoute,
    DraftStatement,
    Span,
)
from geo.extract.events import OTHER, ROADSIDE_BOMB, EventWords, find_target, usual_target
from geo.extract.place_words import PlaceWords, RouteWords
from geo.extract.role_words import AGENT
from geo.extract.text import plain
from geo.model import ActorMention, CountRange, DateInterval, Stance

_FINE, _UNIT, _STRETCH, _END = 1.25, 1.2, 0.4, 0.2
STATED, RELATIVE, INHERITED, SPEECH = 0.9, 0.75, 0.5, 0.35
"""How firm a date is: stated beside the event, counted from another, taken over, or the day of
the statement."""

Weights = defaultdict[str, float]

_LISTED_SURE, _NEW_NAME, _BY_DEED = 0.9, 0.5, 0.6
_SAID, _COUNTED = 0.75, 0.8
_ONE_BREATH = 80
"""Characters behind the words for several attacks in which who tells of them all is named."""


def weights(start: Mapping[str, float] | None = None) -> Weights:
    """How much speaks for each of some answers; nothing, where nothing was added."""
    return defaultdict(float, start or {})


@dataclass(slots=True)
class OpenIncident:
    """What clauses added to one incident."""

    date: DateInterval | None = None
    date_span: Span | None = None
    date_firm: float = 0.0
    spoken_on: tuple[DateInterval, Span] | None = None  # the day of a statement on it
    firm: bool = False
    several: bool = False  # told of as one of several, before each is told of
    sites: list[PlaceWords] = field(default_factory=list)
    routes: list[RouteWords] = field(default_factory=list)
    hints: Weights = field(default_factory=weights)
    types: Weights = field(default_factory=weights)
    likely: str | None = None  # the type of the incident told of before, for "one hit the airport"
    untyped: bool = False  # only likened to another
    type_spans: list[Span] = field(default_factory=list)
    targets: list[tuple[str, Span]] = field(default_factory=list)
    actors: list[DraftActor] = field(default_factory=list)
    statements: list[DraftStatement] = field(default_factory=list)
    people: dict[str, CasualtyWords] = field(default_factory=dict)
    evidence: dict[str, Span] = field(default_factory=dict)

    def dated(self, interval: DateInterval, span: Span | None, firm: float) -> None:
        """Take a date, unless a firmer one is known."""
        if self.date is None or firm > self.date_firm:
            self.date, self.date_span, self.date_firm = interval, span, firm

    def told(self, event: EventWords, weight: float) -> None:
        """Add what a clause says of the attack itself."""
        for kind, worth in event.types:
            self.types[kind] += weight * worth
        self.type_spans.append(Span(event.start, event.end))
        self.firm = self.firm or event.firm
        self.several = self.several or event.several
        if event.target and event.target_span:
            self.targets.append((event.target, Span(*event.target_span)))

    def at(self, places: list[PlaceWords], routes: list[RouteWords]) -> None:
        """Add where it happened."""
        known = {p.text.lower() for p in self.sites}
        self.sites += [p for p in places if p.text.lower() not in known]
        self.routes += routes

    def beside(self, other: OpenIncident) -> None:
        """Told of in one breath with another: what is not said is taken to be as there."""
        if not self.governorates() and not self.hints:
            self.sites += other.sites
        if not self.types:
            self.types.update(other.types)
        if not self.targets:
            self.targets += other.targets

    def part_of(self, several: OpenIncident) -> None:
        """One more of several: what was said where they were told of in one was said of it."""
        told = several.type_spans[0].end + _ONE_BREATH if several.type_spans else 0
        self.statements += [s for s in several.statements if s.span.start < told]

    def like(self, other: OpenIncident) -> None:
        """Only likened to another ("something similar"): who and what are as there, not how."""
        self.actors = self.actors or other.actors[:1]
        self.targets = self.targets or other.targets[:1]
        self.untyped = True

    def by(self, actor: ActorWords) -> None:
        """Add a group; the same spelling in the same role counts once."""
        role = "attributed" if actor.role == AGENT else actor.role
        if role is None:
            return
        firm = _LISTED_SURE if actor.canonical else _NEW_NAME
        if actor.role == AGENT or not actor.sure:
            firm = min(firm, _BY_DEED)
        if any(a.mention.text == actor.text and a.mention.role == role for a in self.actors):
            return
        self.actors.append(
            DraftActor(
                ActorMention(actor.text, role), actor.canonical or actor.text,
                Span(actor.start, actor.end), firm,
            )
        )  # fmt: skip

    def claimed_too(self, actor: ActorWords) -> None:
        """A group claims as "it" or "the group": the one that claimed another, if none is named."""
        if not any(a.mention.role == "claimed" for a in self.actors):
            self.by(actor)

    def said(self, words: StatementWords) -> None:
        """Add a stance; who confirms what they reported before is taken to confirm."""
        if words.stance is Stance.WITHDRAWS:
            self.statements = [known for known in self.statements if known.by != words.by]
        for known in self.statements:
            if words.by.lower() in known.by.lower() and (
                known.stance is words.stance
                # Who confirmed the incident and denies something denies a detail of a claim.
                or (known.stance is Stance.CONFIRMS and words.stance is Stance.DENIES)
                or (known.stance is Stance.CONFIRMS and words.stance is Stance.REPORTS)
            ):
                return
        self.statements.append(
            DraftStatement(words.by, words.stance, Span(words.start, words.end), _SAID)
        )

    def hurt(self, words: CasualtyWords) -> None:
        """Add a count of people; the first count stands, unless it was that nobody was hurt."""
        known = self.people.get(words.field)
        if known is None or words.final or (known.people.high == 0 and words.people.low):
            self.people[words.field] = words

    def governorates(self) -> set[str]:
        """Where it is known to have happened."""
        fine = {p.governorate for p in self.sites if p.governorate}
        ends = {
            end.governorate
            for route in self.routes
            for end in (route.first, route.last)
            if end is not None and end.governorate
        }
        return fine | ends

    def votes(self) -> Weights:
        """How much speaks for each governorate."""
        votes = weights(self.hints)
        for place in self.sites:
            if place.governorate:
                votes[place.governorate] += _UNIT if place.coarse else _FINE
        for route in self.routes[:1]:
            if route.governorate:
                votes[route.governorate] += _STRETCH
            for end in (route.first, route.last):
                if end is not None and end.governorate:
                    votes[end.governorate] += _END
        return votes

    def event_type(self) -> tuple[str, float]:
        """The type its words speak for most, and their share."""
        if not (self.untyped or self.types or self.likely) and "convoy" in dict(self.targets):
            return ROADSIDE_BOMB, 0.3  # what columns mostly meet
        if self.untyped or not self.types:
            return (OTHER if self.untyped else self.likely or OTHER), 0.3
        kind, most = max(self.types.items(), key=itemgetter(1))
        return kind, round(0.95 * most / sum(self.types.values()), 2)

    def closed(self, primary: bool, fallback: PlaceWords | None) -> DraftIncident:
        """The draft; ``fallback`` is the place of the dateline, for what is not placed at all."""
        votes = self.votes()
        if not votes and fallback is not None and fallback.governorate:
            votes[fallback.governorate] = 0.4
        governorate, most = max(votes.items(), key=itemgetter(1), default=(None, 0.0))
        kind, kind_firm = self.event_type()
        met = next((t for t in self.targets if t[0] != OTHER), None) or next(
            iter(self.targets), None
        )
        target, target_span = met or (self._target(kind), None)
        places = self._places(fallback)
        route = self._route()
        spans: dict[str, tuple[Span, ...]] = {
            "date": (self.date_span,) if self.date_span else (),
            "places": tuple(p.span for p in places),
            "governorate": tuple(p.span for p in places if p.governorate == governorate),
            "route": (route.span,) if route else (),
            "event_type": tuple(self.type_spans[:2]),
            "target": (target_span,) if target_span else (),
            "evidence": tuple(self.evidence.values()),
            **{name: (Span(w.start, w.end),) for name, w in self.people.items()},
        }
        firm = {
            "date": self.date_firm,
            "governorate": round(0.95 * most / max(sum(votes.values()), 1.0), 2) if votes else 0.0,
            "places": 0.8 if self.sites else 0.3,
            "route": 0.7 if route else 0.0,
            "event_type": kind_firm,
            "target": 0.85 if target_span else 0.4,
            **dict.fromkeys(self.people, _COUNTED),
        }
        killed, wounded = (
            self.people[name].people if name in self.people else CountRange()
            for name in ("killed", "wounded")
        )
        return DraftIncident(
            self.date, governorate, places, route, kind, target, tuple(self.actors),
            tuple(self.statements), killed, wounded, tuple(self.evidence), primary, spans, firm,
        )  # fmt: skip

    def _target(self, kind: str) -> str:
        """What was met, by the kind of the place, else what is usual for the type."""
        for place in self.sites:
            named = plain(place.text)
            if (found := find_target(named, 0, len(named))[0]) is not None:
                return found
        kinds = {p.place.kind for p in self.sites if p.place is not None}
        return next((k for k in ("base", "airport") if k in kinds), usual_target(kind))

    def _places(self, fallback: PlaceWords | None) -> tuple[DraftPlace, ...]:
        fine = [p for p in self.sites if not p.coarse]
        chosen = fine or self.sites
        if not chosen:
            ends = [e for r in self.routes for e in (r.first, r.last) if e is not None]
            chosen = ends or ([fallback] if fallback is not None else [])
        return tuple(DraftPlace(p.text, p.governorate, Span(p.start, p.end)) for p in chosen)

    def _route(self) -> DraftRoute | None:
        best = max(
            self.routes, key=lambda r: (r.first is not None, r.name is not None), default=None
        )
        if best is None:
            return None
        name = best.name or next((r.name for r in self.routes if r.name), None)
        first, last = (end.text if end else None for end in (best.first, best.last))
        text = f"{first} - {last} road" if first and last else name or ""
        return DraftRoute(first, last, name, Span(best.start, best.end), text)
