"""An article read sentence by sentence: attacks are put to their incidents, then what else is said.

Clauses that tell of no attack add who speaks, who was hurt, what was shown and, where they say so,
the exact spot.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from geo.claims.actor_index import ActorIndex
from geo.extract.actors import ActorWords, find_actors, short_forms
from geo.extract.assign import Incidents
from geo.extract.casualties import find_casualties
from geo.extract.claims import StatementWords
from geo.extract.clauses import Clause, read_clauses
from geo.extract.dates import DateWords, list_days
from geo.extract.draft import ArticleDraft, DraftIncident, DraftPlace, Span
from geo.extract.events import in_reply, only_talk, types_in
from geo.extract.evidence import find_evidence
from geo.extract.opened import OpenIncident
from geo.extract.place_words import PlaceWords, RouteWords, Use
from geo.extract.places import find_places
from geo.extract.role_words import AGENT
from geo.extract.speakers import medium_of, outlets
from geo.extract.statements import find_statements
from geo.extract.text import Article, Sentence
from geo.extract.voices import GROUP, Voices
from geo.extract.ways import find_routes
from geo.places.geocode import Geocoder

_SPOT: Final = re.compile(
    r"\b(?:the (?:exact )?(?:spot|place|site|scene|location)|placed it|put it|happened|"
    r"took place|occurred|near the|close to|took off|landed|it was)\b|وقع"
)
_PROVINCIAL: Final = re.compile(r"\bprovincial\b|\bthe province's\b|\bpolice in the province\b")
_SIMILAR: Final = re.compile(r"\b(?:label|group|faction|outfit|it)\b.{0,20}\bsomething similar\b")
_RETRACTS: Final = re.compile(r"\b(?:denied (?:it|that|this)(?=[.,;]|$)|was not true|is untrue)\b")
_ANALYSIS: Final = re.compile(r"analysis|comment|opinion", re.IGNORECASE)
_POLICE: Final = re.compile(
    r"\b(?:police|governor|mayor|medics|doctors|source) (?:in|at|of) (?:the )?(?:al-)?$"
)
_THEIR_POLICE: Final = re.compile(
    r"(?:'s)?(?: provincial| province)? (?:police|governor|health|mayor)\b"
)
_NEAR: Final = 20
_DATELINE, _PROVINCE, _POLICE_OF, _BESIDE = 0.4, 1.0, 0.2, 0.15
_ASIDE: Final = 0.3
"""How much words for a type count in a clause that tells of no attack."""

Told = list[tuple[Clause, list[OpenIncident]]]
"""The clauses of a sentence, each with the incidents that it tells of."""


class ArticleReader:
    """Reads one article.

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
        self._incidents = Incidents(article.text, article.plain)
        self._days: dict[int, date] = {}  # of sentences that stand in a list by weekdays
        self._said_on: DateWords | None = None
        self._before: tuple[int, int] | None = None  # the sentence before
        self._last: ActorWords | None = None  # the group named last
        self._names: dict[str, ActorWords] = {}  # groups named, by words of their names
        self._claimant: ActorWords | None = None  # the group that claimed last
        self._early: list[StatementWords] = []  # said before any incident was told of
        self._named: list[PlaceWords] = []
        self._dateline, self._analysis = self._head()
        first = article.sentences[0].start if article.sentences else 0
        self._voices = Voices(
            self._dateline.text if self._dateline else None,
            medium_of(article.plain, article.text, first),
        )

    def read(self) -> ArticleDraft:
        """The incidents of the article, the first of them primary."""
        paragraph = -1
        starts = [sentence.start for sentence in self._article.sentences]
        self._days = list_days(self._article.plain, starts, self._published)
        for sentence in self._article.sentences:
            if sentence.paragraph != paragraph:
                paragraph = sentence.paragraph
                self._incidents.new_paragraph()
            self._incidents.new_sentence()
            self._sentence(sentence)
        return self._draft()

    def _head(self) -> tuple[PlaceWords | None, bool]:
        """The place of the dateline, and whether the article calls itself an analysis."""
        head = self._article.head
        if head is None:
            return None, False
        first = self._article.text[slice(*head)].split(",")[0]
        found = self._geocoder.locate(first)
        unit = self._geocoder.boundaries.unit(found.governorate_pcode or "")
        if unit is None:
            return None, bool(_ANALYSIS.search(first))
        end = head[0] + len(first)
        return PlaceWords(head[0], end, first.title(), Use.NAMED, None, unit.name), False

    def _sentence(self, sentence: Sentence) -> None:
        article = self._article
        actors = find_actors(article, sentence, self._index, self._before, self._last, self._names)
        self._names |= short_forms([a for a in actors if a.sure])
        self._before = (sentence.start, sentence.end)
        self._claimant = next((a for a in reversed(actors) if a.says), self._claimant)
        self._last = actors[-1] if actors else self._last
        masked = [(a.start, a.end) for a in actors]
        media = outlets(article.text, article.plain, sentence.start, sentence.end)
        places = find_places(article, sentence, self._geocoder, [*masked, *media])
        routes = find_routes(article, sentence, places, self._geocoder)
        self._named += places
        told: Told = []
        today = self._days.get(sentence.start, self._published)
        for clause in read_clauses(article, sentence, places, routes, today):
            self._said_on = clause.said[0] if clause.said else self._said_on
            last = next((hit[-1] for _, hit in reversed(told) if hit), None)
            told.append((clause, self._incidents.tell(clause, last)))
        statements = find_statements(article, sentence, actors, self._voices, self._analysis)
        spoken = [incident for _, hit in told for incident in hit][:1]
        meant = self._meant(told)
        if not spoken:
            spoken = self._incidents.spoken_of(sentence.start, sentence.end, places)
            self._add_spot(sentence, spoken, places, routes)
        if not spoken:
            self._early += statements
            return
        for words in self._early:
            spoken[0].said(words)
        self._early.clear()
        self._add_statements(sentence, statements, told, meant, spoken, bool(actors))
        self._add_actors(sentence, actors, told, meant, spoken)
        if any(hit for _, hit in told):
            for place in places:  # named beside, where nothing says more
                if place.use is Use.NAMED and place.governorate:
                    spoken[0].hints[place.governorate] += _BESIDE
        self._add_people(told, spoken)
        self._add_evidence(sentence, spoken)

    def _meant(self, told: Told) -> Told:
        """The incidents that each clause is about: told of, named, or those of the clause before.

        A clause before the first that is about any is about none by itself.
        """
        meant: Told = []
        for clause, hit in told:
            about = hit or self._incidents.meant(clause) or (meant[-1][1] if meant else [])
            meant.append((clause, about))
        return meant

    def _add_spot(
        self, sentence: Sentence, spoken: list[OpenIncident], places: list[PlaceWords],
        routes: list[RouteWords],
    ) -> None:  # fmt: skip
        if _SPOT.search(self._article.plain, sentence.start, sentence.end):
            for incident in spoken[:1]:
                incident.at([p for p in places if p.use is Use.SITE], routes)

    def _add_statements(
        self, sentence: Sentence, statements: list[StatementWords], told: Told, meant: Told,
        spoken: list[OpenIncident], named: bool,
    ) -> None:  # fmt: skip
        """Add what is said; what "it" claims, without a group ``named``, is all that is told."""
        text = self._article.plain
        if _RETRACTS.search(text, sentence.start, sentence.end):
            # What is taken back is a detail of the sentence before, not the incident.
            spoken[0].people.pop("killed", None)
            return
        for words in statements:
            those = _of(words.start, meant, spoken)
            if words.by == GROUP and not named:
                those = [*those, *(i for _, hit in told for i in hit)]
            for incident in those:
                incident.said(words)
                if words.by == GROUP and self._claimant is not None:
                    incident.claimed_too(self._claimant)
            for incident in self._said_on_of(words.start, told):
                incident.said(words)
        for clause, hit in told:
            for place in (p for p in clause.places if p.use is Use.SEAT and p.governorate):
                before = _POLICE.search(text, max(0, place.start - _NEAR), place.start)
                if before or _THEIR_POLICE.match(text, place.end):
                    for incident in hit[:1]:
                        incident.hints[place.governorate or ""] += _POLICE_OF
        provincial = _PROVINCIAL.search(text, sentence.start, sentence.end)
        if provincial and self._dateline and spoken[0] is self._incidents.all[0]:
            spoken[0].hints[self._dateline.governorate or ""] = _PROVINCE

    def _said_on_of(self, at: int, told: Told) -> list[OpenIncident]:
        """The incidents of clauses that go on with what is said: "..., and that a second ..."."""
        text = self._article.plain
        later = [(clause, hit) for clause, hit in told if clause.start > at]
        return [
            incident for clause, hit in later for incident in hit
            if text.startswith("that ", clause.start)
        ]  # fmt: skip

    def _add_actors(
        self, sentence: Sentence, actors: list[ActorWords], told: Told, meant: Told,
        spoken: list[OpenIncident],
    ) -> None:  # fmt: skip
        told_of = any(hit for _, hit in told)
        for actor in actors:
            if not told_of and in_reply(self._article.plain, sentence.start, sentence.end):
                continue  # who was struck, or says so
            tells = any(c.start <= actor.start < c.end and c.event is not None for c, _ in told)
            if actor.role != AGENT or tells:
                for incident in _of(actor.start, meant, spoken):
                    incident.by(actor)
        if _SIMILAR.search(self._article.plain, sentence.start, sentence.end):
            likened = next((hit[-1] for _, hit in reversed(told) if hit), None)
            if likened is not None and likened is not self._incidents.all[0]:
                likened.like(self._incidents.all[0])

    def _add_people(self, told: Told, spoken: list[OpenIncident]) -> None:
        text = self._article.plain
        for clause, hit in told:
            if only_talk(text, clause.start, clause.end) or (clause.event and not hit):
                continue
            for people in find_casualties(text, clause.start, clause.end):
                for incident in hit[:1] or spoken:
                    incident.hurt(people)
            if not hit:
                for kind, weight in types_in(text, clause.start, clause.end):
                    spoken[0].types[kind] += _ASIDE * weight

    def _add_evidence(self, sentence: Sentence, spoken: list[OpenIncident]) -> None:
        for flag, span in find_evidence(self._article.plain, sentence.start, sentence.end):
            spoken[0].evidence.setdefault(flag, Span(*span))

    def _draft(self) -> ArticleDraft:
        kept = self._incidents.dated(self._said_on)
        dateline = self._dateline
        if kept and dateline and dateline.governorate:
            kept[0].hints[dateline.governorate] += _DATELINE
        closed = tuple(
            incident.closed(primary=at == 0, fallback=None if at else dateline)
            for at, incident in enumerate(kept)
        )
        return ArticleDraft(self._article.text, closed, self._others(closed))

    def _others(self, closed: tuple[DraftIncident, ...]) -> tuple[DraftPlace, ...]:
        """The places that no incident has, each once."""
        used = {p.text for i in closed for p in i.places}
        used |= {t for i in closed if i.route for t in (i.route.start, i.route.end) if t}
        others: dict[str, DraftPlace] = {}
        for place in self._named:
            if place.text not in used:
                draft = DraftPlace(place.text, place.governorate, Span(place.start, place.end))
                others.setdefault(place.text, draft)
        return tuple(others.values())


def _of(at: int, told: Told, spoken: list[OpenIncident]) -> list[OpenIncident]:
    """The incidents of the clause that holds an offset; else those of the sentence."""
    own = next((hit for clause, hit in told if clause.start <= at < clause.end), [])
    return own or spoken
