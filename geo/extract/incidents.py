"""Which incidents an article tells of: its clauses, in order, each put to the one it speaks of.

1. A clause that tells of an attack with a day of its own belongs to the incident of that day (and
   governorate, where both are known), or opens a new one.
2. Without a day it belongs to the incident at its place, else to the one spoken of last in the
   paragraph, else to the first of the article; "another", "a second" at a different place opens
   a new one on the same day.
3. Several places in a list with several attacks are one incident each.
4. Days counted from another ("the day before", "five weeks earlier") count from the first
   incident, "later" and "the same day" from the one spoken of last.
5. Clauses that tell of no attack add who speaks, who was hurt, what was shown and, where they say
   so, the exact spot.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Final, NamedTuple

from geo.claims.actor_index import ActorIndex
from geo.extract.actors import ActorWords, find_actors
from geo.extract.casualties import find_casualties
from geo.extract.dates import DateWords, find_dates
from geo.extract.draft import ArticleDraft, DraftPlace, Span
from geo.extract.events import EventWords, find_event, only_talk, types_in
from geo.extract.evidence import OLD, find_evidence
from geo.extract.opened import (
    INHERITED,
    RELATIVE,
    SPEECH,
    STATED,
    OpenIncident,
)
from geo.extract.places import PlaceWords, RouteWords, Use, find_places
from geo.extract.statements import CHANNEL, EMBASSY, StatementWords, find_statements
from geo.extract.text import Article, Sentence
from geo.model import DateInterval, DatePrec, Stance
from geo.places.geocode import Geocoder

_SPEECH: Final = re.compile(
    r"(?<!was )(?<!were )(?<!been )\b(?:said|says|told|announced|rejected|denied|carried|gave|reported|stated|answered|swore|wrote|confirmed|"
    r"claimed|published|issued)\b|قال|قالت|اعلن|ذكر"
)
_DEED: Final = re.compile(
    r"\b(?:attack\w*|bomb\w*|blasts?|explo\w+|detonat\w+|went off|struck|strike|hit|hurt|kill\w*|wound\w*|"
    r"burn\w*|fired|landed|fell|slammed|sent|targeted|damaged|destroyed|volley|salvo|ambush\w*|"
    r"stopped|flames|shot|crashed|came down|flew|circulated|similar)\b|انفجر|سقط|احرق|استهدف"
)
_SPOT: Final = re.compile(
    r"\b(?:the (?:exact )?(?:spot|place|site|scene|location)|placed it|put it|happened|took place|"
    r"occurred|near the|close to|took off|landed|it was)\b|وقع"
)
_ALL_OF_THEM: Final = re.compile(
    r"\ball (?:two|three|four|five|six|of them|these)\b"
    r"|\b(?:either|both|neither) (?:\w+ )?(?:of (?:them|the)|places?|cases?|attacks?|incidents?|blasts?|strikes?)\b"
)
_ORDINAL: Final = re.compile(
    r"\bthe (?P<n>first|second|third|fourth) (?:strike|attack|bomb|blast|explosion|device|salvo|"
    r"incident|ambush|convoy|one)\b"
)
_ORDINALS: Final = ("first", "second", "third", "fourth")
_SAME_PLACE: Final = re.compile(
    r"\b(?:the|that|this) (?:very )?same (?:\w+ )?(?:base|camp|place|town|city|spot|road|area|airport|"
    r"embassy|compound|site|stretch|highway)\b"
    r"|\b(?:landed|fell|hit|struck|exploded|happened|off|down|burned|attacked) there\b"
)
_PROVINCIAL: Final = re.compile(r"\bprovincial\b|\bthe province's\b|\bpolice in the province\b")
_SIMILAR: Final = re.compile(r"\b(?:label|group|faction|outfit|it)\b.{0,20}\bsomething similar\b")
_RETRACTS: Final = re.compile(r"\b(?:denied (?:it|that|this)|was not true|is untrue)\b")
_DATELINE, _PROVINCE, _SEAT_HINT = 0.4, 0.6, 0.3
_SPEECH_REACH: Final = 26


class _Clause(NamedTuple):
    """What was found in a clause."""

    start: int
    end: int
    event: EventWords | None
    dates: list[DateWords]
    speech: list[DateWords]
    places: list[PlaceWords]
    routes: list[RouteWords]


class ArticleReader:
    """Reads one article; see the module for the rules.

    Parameters
    ----------
    published : the day of publication, from which weekdays count.
    """

    def __init__(
        self, article: Article, published: date, geocoder: Geocoder, index: ActorIndex
    ) -> None:
        self._article = article
        self._published = published
        self._geocoder = geocoder
        self._index = index
        self._incidents: list[OpenIncident] = []
        self._current: OpenIncident | None = None
        self._split: list[OpenIncident] = []
        self._said_on: DateWords | None = None
        self._at_start: OpenIncident | None = None
        self._before_all: list[StatementWords] = []
        self._embassy: str | None = None
        self._medium: str | None = None
        self._named: list[PlaceWords] = []
        self._dateline, self._analysis = self._head()

    def read(self) -> ArticleDraft:
        """The incidents of the article, the first of them primary."""
        paragraph = -1
        for sentence in self._article.sentences:
            if sentence.paragraph != paragraph:
                paragraph = sentence.paragraph
                self._current = self._incidents[0] if self._incidents else None
            self._sentence(sentence)
        return self._draft()

    def _head(self) -> tuple[PlaceWords | None, bool]:
        head = self._article.head
        if head is None:
            return None, False
        words = self._article.text[slice(*head)]
        found = self._geocoder.locate(words.split(",")[0])
        unit = self._geocoder.boundaries.unit(found.governorate_pcode or "")
        if unit is None:
            return None, bool(re.search(r"analysis|comment|opinion", words, re.IGNORECASE))
        end = head[0] + len(words.split(",")[0])
        name = self._article.text[head[0] : end].title()
        return PlaceWords(head[0], end, name, Use.NAMED, None, unit.name), False

    def _sentence(self, sentence: Sentence) -> None:
        article, text = self._article, self._article.plain
        actors = find_actors(article, sentence, self._index)
        masked = [(a.start, a.end) for a in actors]
        places, routes = find_places(article, sentence, self._geocoder, masked)
        dates = find_dates(text, sentence.start, sentence.end, self._published)
        self._named += places
        self._at_start = self._current
        touched: list[tuple[_Clause, list[OpenIncident]]] = []
        for start, end in sentence.clauses:
            clause = self._clause(start, end, dates, places, routes)
            if clause.speech:
                self._said_on = clause.speech[0]
            shown_before = any(flag == OLD for flag, _ in find_evidence(text, sentence.start, end))
            hit = self._tell(clause, touched) if clause.event and not shown_before else []
            touched.append((clause, hit))
        spoken = [incident for _, hit in touched for incident in hit]
        if not spoken:
            spoken = self._several() if self._refers_to_all(sentence) else self._spoken_of(places, dates)
            if _SPOT.search(text, sentence.start, sentence.end):
                self._add_spot(spoken, places, routes)
        if not spoken:
            self._before_all += self._statements(sentence, actors)
            return
        self._add_details(sentence, touched, spoken, actors)

    def _clause(
        self, start: int, end: int, dates: list[DateWords], places: list[PlaceWords],
        routes: list[RouteWords],
    ) -> _Clause:  # fmt: skip
        inside = [d for d in dates if start <= d.start < end]
        speech = [d for d in inside if self._is_speech(d, start, end)]
        return _Clause(
            start, end, find_event(self._article.plain, start, end, len(inside) > len(speech)),
            [d for d in inside if d not in speech], speech,
            [p for p in places if start <= p.start < end],
            [r for r in routes if start <= r.start < end],
        )  # fmt: skip

    def _is_speech(self, words: DateWords, start: int, end: int) -> bool:
        """Whether the day is that of a statement: nearer to a word of speech than to a deed."""
        text = self._article.plain

        def gap(pattern: re.Pattern[str]) -> int:
            gaps = [
                words.start - m.end() if m.end() <= words.start else m.start() - words.end
                for m in pattern.finditer(text, start, end)
                if not re.search(r"\bthat\b", text[m.end() : words.start])
                and "," not in text[words.end : m.start()] + text[m.end() : words.start]
            ]
            return min((g for g in gaps if g >= 0), default=10_000)

        said = gap(_SPEECH)
        return said <= _SPEECH_REACH and said < gap(_DEED)

    # An attack is told of

    def _tell(
        self, clause: _Clause, before: list[tuple[_Clause, list[OpenIncident]]]
    ) -> list[OpenIncident]:
        """Put an attack to its incidents; none when it happened abroad.

        ``before``: the clauses of the sentence so far, whose place and kind of attack a further
        incident takes over when it has none of its own.
        """
        event = clause.event
        assert event is not None  # noqa: S101 - the caller looked
        sites = self._sites(clause)
        away = [p for p in clause.places if p.use is Use.ABROAD]
        if event.firm and away and not sites and not clause.routes and self._there(away):
            return []
        when = self._when(clause)
        listed = [p for p in sites if p.listed]
        groups = {p.governorate for p in listed}
        if len(groups) > 1 and (event.several or len(groups) > 2) and not clause.routes:
            self._split = [
                found
                for site in listed
                if (found := self._one(event, when, [site], [], clause)) is not None
            ]
            return self._split
        found = self._one(event, when, sites, clause.routes, clause)
        if found is None:
            return []
        last = next((hit[-1] for _, hit in reversed(before) if hit), None)
        if last is not None and last is not found:
            found.beside(last)
        return [found]

    def _sites(self, clause: _Clause) -> list[PlaceWords]:
        """Where the clause says that it happened; "the same base" is that of the incident before."""
        ends = [end for route in clause.routes for end in (route.first, route.last)]
        usual = (Use.SITE,) if clause.routes else (Use.SITE, Use.ROUTE_END)
        sites = [p for p in clause.places if p.use in usual and p not in ends]
        if not sites and self._current is not None:
            if _SAME_PLACE.search(self._article.plain, clause.start, clause.end):
                return list(self._current.sites)
        return sites

    def _there(self, away: list[PlaceWords]) -> bool:
        text = self._article.plain
        return any(
            re.search(r"\b(?:in|at|near|on|inside)(?: \w+)? $|في $", text[max(0, p.start - 20) : p.start])
            for p in away
        )

    def _when(self, clause: _Clause) -> tuple[DateInterval, Span, float] | None:
        event = clause.event
        assert event is not None  # noqa: S101 - the caller looked
        near = sorted(clause.dates, key=lambda d: (d.leads, d.interval is None,
                                                   max(event.start - d.end, d.start - event.end)))
        for words in sorted(near, key=lambda d: d.leads and d.start > event.start):
            anchor = self._anchor(words)
            if words.between:
                return self._in_between(words)
            if words.interval is not None:
                return words.interval, Span(words.start, words.end), STATED
            if anchor is not None and anchor.date is not None:
                counted = words.counted_from(anchor.date)
                text = self._article.text[words.start : words.end]
                return (
                    replace(counted, text=text), Span(words.start, words.end), RELATIVE
                )  # fmt: skip
        return None

    def _anchor(self, words: DateWords) -> OpenIncident | None:
        if not self._incidents:
            return None
        if words.weekday is not None or (words.offset_days or 0) < 0:
            return self._incidents[0]
        if not words.offset_days:
            return self._at_start or self._incidents[0]
        return self._current or self._incidents[0]

    def _in_between(self, words: DateWords) -> tuple[DateInterval, Span, float] | None:
        days = sorted(i.date.start for i in self._incidents if i.date)
        if len(days) < 2:
            return None
        text = self._article.text[words.start : words.end]
        interval = DateInterval(days[0], days[-1], DatePrec.DAYS, text)
        return interval, Span(words.start, words.end), INHERITED

    def _one(
        self, event: EventWords, when: tuple[DateInterval, Span, float] | None,
        sites: list[PlaceWords], routes: list[RouteWords], clause: _Clause,
    ) -> OpenIncident | None:  # fmt: skip
        where = {p.governorate for p in sites if p.governorate}
        for route in routes:
            where |= {e.governorate for e in (route.first, route.last) if e and e.governorate}
        if not where:
            # Rockets are mostly fired within a governorate.
            fired = (p for p in clause.places if p.use is Use.FIRED_FROM)
            where = {p.governorate for p in fired if p.governorate}
        incident = self._counted(clause, when) or self._known(event, when, where) or self._opened(
            event, when, placed=bool(sites or routes)
        )
        if incident is None:
            return None
        if when is not None:
            incident.dated(*when)
        elif clause.speech and clause.speech[0].interval is not None:
            said = clause.speech[0]
            incident.spoken_on = incident.spoken_on or (
                clause.speech[0].interval, Span(said.start, said.end)
            )  # fmt: skip
        incident.told(event, 2.0 if when is not None else 1.0)
        incident.at(sites, routes)
        for place in clause.places:
            if place.use is Use.FIRED_FROM and place.governorate:
                incident.hints[place.governorate] += _SEAT_HINT
        self._current = incident
        return incident

    def _counted(
        self, clause: _Clause, when: tuple[DateInterval, Span, float] | None
    ) -> OpenIncident | None:
        """ "The second strike": the second incident of the article."""
        said = _ORDINAL.search(self._article.plain, clause.start, clause.end)
        at = _ORDINALS.index(said["n"]) if said else len(self._incidents)
        return self._incidents[at] if when is None and at < len(self._incidents) else None

    def _known(
        self, event: EventWords, when: tuple[DateInterval, Span, float] | None, where: set[str]
    ) -> OpenIncident | None:
        """The incident that was told of before, if it is the same."""
        order = ([self._current] if self._current else []) + self._incidents[::-1]
        for incident in order:
            known = incident.governorates()
            apart = bool(where and known and not where & known)
            if apart:
                continue
            if when is None:
                if where and not known and incident is not self._current:
                    continue
                if event.another and event.firm and where and not where & known:
                    continue
                if where or not _conflict(event, incident):
                    return incident
                return None
            if incident.date is None and not event.another:
                return incident
            if incident.date is not None and _same_time(incident.date, when[0]):
                if event.firm and incident.date != when[0] and _conflict(event, incident):
                    continue
                if event.another and where and not where & known:
                    continue
                return incident
        return None

    def _opened(
        self, event: EventWords, when: tuple[DateInterval, Span, float] | None, placed: bool
    ) -> OpenIncident | None:
        first = not self._incidents
        if when is None and not first and not (event.firm and placed):
            return None
        incident = OpenIncident()
        before = self._current
        if when is None and before is not None and before.date is not None:
            incident.dated(before.date, before.date_span, INHERITED)
        if not event.types and before is not None:
            incident.likely = before.event_type()[0]
        self._incidents.append(incident)
        if first:
            for words in self._before_all:
                incident.said(words)
        return incident

    # What else is said

    def _refers_to_all(self, sentence: Sentence) -> bool:
        text = self._article.plain
        return bool(self._several() and _ALL_OF_THEM.search(text, sentence.start, sentence.end))

    def _several(self) -> list[OpenIncident]:
        """Incidents of a list, or the two that the article tells of."""
        return self._split or (self._incidents if len(self._incidents) == 2 else [])

    def _spoken_of(
        self, places: list[PlaceWords], dates: list[DateWords]
    ) -> list[OpenIncident]:
        """The incident that a sentence without an attack speaks of: at its place, or the last."""
        where = {p.governorate for p in places if p.use in (Use.SITE, Use.NAMED)} - {None}
        order = ([self._current] if self._current else []) + self._incidents[::-1]
        for incident in order:
            if where and where & incident.governorates():
                self._current = incident
                return [incident]
        return [self._current] if self._current else []

    def _add_spot(
        self, spoken: list[OpenIncident], places: list[PlaceWords], routes: list[RouteWords]
    ) -> None:
        for incident in spoken[:1]:
            incident.at([p for p in places if p.use is Use.SITE], routes)

    def _add_details(
        self, sentence: Sentence, touched: list[tuple[_Clause, list[OpenIncident]]],
        spoken: list[OpenIncident], actors: list[ActorWords],
    ) -> None:  # fmt: skip
        text = self._article.plain
        statements = self._statements(sentence, actors)
        if _RETRACTS.search(text, sentence.start, sentence.end):
            statements = []
            for incident in spoken[:1]:
                incident.people.pop("killed", None)
        for words in statements:
            for incident in self._of(words.start, touched, spoken):
                incident.said(words)
        for actor in actors:
            for incident in self._of(actor.start, touched, spoken):
                clause = next(c for c, _ in touched if c.start <= actor.start < c.end or c is touched[-1][0])
                if actor.role != "agent" or clause.event is not None:
                    incident.by(actor)
        if _SIMILAR.search(text, sentence.start, sentence.end) and self._incidents[0].actors:
            spoken[-1].actors = spoken[-1].actors or self._incidents[0].actors[:1]
            spoken[-1].targets = spoken[-1].targets or self._incidents[0].targets[:1]
            spoken[-1].untyped = True
        for clause, hit in touched:
            if only_talk(text, clause.start, clause.end):
                continue
            for people in find_casualties(text, clause.start, clause.end):
                for incident in hit[:1] or self._of(clause.start, touched, spoken):
                    incident.hurt(people)
            if not hit and not clause.event:
                for incident in spoken[:1]:
                    for kind, weight in types_in(text, clause.start, clause.end):
                        incident.types[kind] += 0.3 * weight
        for flag, span in find_evidence(text, sentence.start, sentence.end):
            for incident in spoken[:1]:
                incident.evidence.setdefault(flag, Span(*span))
        if self._dateline and self._dateline.governorate and spoken[0] is self._incidents[0]:
            if _PROVINCIAL.search(text, sentence.start, sentence.end):
                spoken[0].hints[self._dateline.governorate] = _PROVINCE

    def _of(
        self, at: int, touched: list[tuple[_Clause, list[OpenIncident]]],
        spoken: list[OpenIncident],
    ) -> list[OpenIncident]:  # fmt: skip
        """The incidents of the clause that holds an offset; else those of the sentence."""
        own = [hit for clause, hit in touched if clause.start <= at < clause.end]
        if own and own[0]:
            return own[0]
        return spoken if spoken is self._several() else spoken[:1]

    def _statements(
        self, sentence: Sentence, actors: list[ActorWords]
    ) -> list[StatementWords]:
        found = find_statements(self._article, sentence, actors, self._analysis)
        return [self._known_by_context(words) for words in found]

    def _known_by_context(self, words: StatementWords) -> StatementWords:
        """ "The embassy" is the one named before; "a provincial police source" of the dateline's."""
        if words.by.endswith(" Embassy"):
            self._embassy = words.by
        if words.stance is Stance.REPORTS:
            self._medium = words.by
        if words.by == CHANNEL:
            return replace(words, by=self._medium or words.by)
        if words.by == EMBASSY:
            return replace(words, by=self._embassy or f"US {EMBASSY}")
        if self._dateline is not None and words.by.startswith(("provincial police", "local police")):
            rest = words.by.partition(" ")[2]
            return replace(words, by=f"{self._dateline.text} {rest}")
        return words

    # The end

    def _draft(self) -> ArticleDraft:
        for incident in self._incidents:
            if incident.date is None and incident.firm and incident.spoken_on:
                incident.dated(*incident.spoken_on, SPEECH)
        kept = [i for i in self._incidents if i.date is not None]
        on = self._said_on
        if not kept and on is not None and on.interval is not None:
            kept = [i for i in self._incidents if i.firm]
            for incident in kept:
                incident.dated(on.interval, Span(on.start, on.end), SPEECH)
        for at, incident in enumerate(kept):
            if at == 0 and self._dateline and self._dateline.governorate:
                incident.hints[self._dateline.governorate] += _DATELINE
        closed = tuple(
            incident.closed(at == 0, self._dateline if at == 0 else None)
            for at, incident in enumerate(kept)
        )
        used = {p.text for i in closed for p in i.places}
        ends = {t for i in closed if i.route for t in (i.route.start, i.route.end)}
        others: dict[str, DraftPlace] = {}
        for place in self._named:
            if place.text not in used | ends:
                draft = DraftPlace(place.text, place.governorate, Span(place.start, place.end))
                others.setdefault(place.text, draft)
        return ArticleDraft(self._article.text, closed, tuple(others.values()))


def _conflict(event: EventWords, incident: OpenIncident) -> bool:
    """Whether the words speak for another type of attack than the incident's."""
    kinds = dict(event.types)
    if not kinds or not incident.types:
        return False
    known = incident.event_type()[0]
    return known not in kinds and max(kinds.values()) > 1.0


def _same_time(a: DateInterval, b: DateInterval) -> bool:
    if max(a.prec, b.prec) > DatePrec.DAYS and a.prec != b.prec:
        return False
    return a.start <= b.end and b.start <= a.end
