"""Which incident a clause speaks of: one told of before, or a new one.

1. A clause with a day of its own belongs to the incident of that day (and governorate, where both
   are known), or opens a new one.
2. Without a day it belongs to the incident at its place, else to the one spoken of last in the
   paragraph, else to the first of the article; one at another place is new, on the same day.
3. Several places in a list with several attacks are one incident each; so are several days.
4. Days counted from another ("the day before", "five weeks earlier") count from the first
   incident, "later" from the one spoken of last, "the same day" from that of the sentence before.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final, NamedTuple

from geo.extract.clauses import Clause, happened_abroad
from geo.extract.dates import DateWords
from geo.extract.draft import Span
from geo.extract.events import EventWords
from geo.extract.numbers import count
from geo.extract.opened import INHERITED, RELATIVE, SPEECH, STATED, OpenIncident
from geo.extract.place_words import PlaceWords, RouteWords, Use
from geo.extract.referred import ORDINALS, named_in
from geo.model import DateInterval, DatePrec

_ALL_OF_THEM: Final = re.compile(
    r"\ball (?:(?P<n>two|three|four|five|six)|of them|these)\b|\b(?:either|both|"
    r"neither) (?:\w+ )?(?:of (?:them|the)|places?|cases?|attacks?|incidents?|blasts?|"
    r"strikes?)\b|\bof each\b|كلا |الهجومين|التفجيرين"
)
_ORDINAL: Final = re.compile(
    r"\bthe (?P<n>first|second|third|fourth) (?:strike|attack|bomb|blast|explosion|device|"
    r"salvo|incident|ambush|convoy|one)\b"
)
_SAME_PLACE: Final = re.compile(
    r"\b(?:the|that|this) (?:very )?same (?:\w+ )?(?:base|camp|place|town|city|spot|road|area|"
    r"airport|embassy|compound|site|stretch|highway|district|quarter|zone|village)\b|"
    r"\b(?:landed|fell|hit|struck|exploded|happened|off|down|burned|attacked) there\b"
)
_THE_PLACE: Final = re.compile(
    r"\bthe (?:base|camp|airport|consulate|embassy|compound|city|town)\b|نفسها|نفسه|ذاتها"
)
_AND: Final = re.compile(r"(?:,|,? and)(?: on)? ?")
_FIRED_HINT: Final = 0.3


class When(NamedTuple):
    """A date, its words, and how firm it is."""

    interval: DateInterval
    span: Span
    firm: float


class Incidents:
    """The incidents of an article, while it is read."""

    def __init__(self, text: str, plain: str) -> None:
        self.all: list[OpenIncident] = []
        self._text = text
        self._plain = plain
        self._current: OpenIncident | None = None
        self._before: OpenIncident | None = None  # spoken of when the sentence began
        self._split: list[OpenIncident] = []

    def new_paragraph(self) -> None:
        """A paragraph speaks of the first incident until it says otherwise."""
        self._current = self.all[0] if self.all else None

    def new_sentence(self) -> None:
        """Keep which incident was spoken of."""
        self._before = self._current

    def tell(self, clause: Clause, last: OpenIncident | None) -> list[OpenIncident]:
        """Put an attack to its incidents; none when it happened abroad.

        ``last``: the incident of the clause before in the sentence, whose place and kind a further
        one takes over when it has none of its own.
        """
        event = clause.event
        if event is None:
            return []
        sites = self._sites(clause)
        if happened_abroad(self._plain, clause, sites):
            return []
        when = self._when(clause, event)
        listed = [p for p in sites if p.listed]
        apart = len({p.governorate for p in listed})
        if apart > 1 and (event.several or apart > 2) and not clause.routes:
            told = (self._one(event, when, [site], [], clause) for site in listed)
            self._split = [incident for incident in told if incident is not None]
            return self._split
        days = [d for d in clause.dates if d.interval and d.interval.prec is DatePrec.DAY]
        if len(days) > 1 and event.several and _AND.fullmatch(self._between(days[0], days[1])):
            where = sites or (list(self._current.sites) if self._current else [])
            told = (self._one(event, self._stated(day), where, [], clause) for day in days)
            return [incident for incident in told if incident is not None]
        found = self._one(event, when, sites, clause.routes, clause)
        if found is None:
            return []
        if last is not None and last is not found:
            found.beside(last)
        return [found]

    def spoken_of(self, start: int, end: int, places: list[PlaceWords]) -> list[OpenIncident]:
        """The incidents that a sentence without an attack speaks of: all, that at its place, or
        the last."""
        them = _ALL_OF_THEM.search(self._plain, start, end)
        if them and self._split:
            return list(self._split)
        if them and len(self.all) == (count(them["n"]) if them["n"] else 2):
            return list(self.all)
        where = {p.governorate for p in places if p.use in (Use.SITE, Use.NAMED)} - {None}
        for incident in self._order():
            if where & incident.governorates():
                self._current = incident
                return [incident]
        return [self._current] if self._current else []

    def meant(self, clause: Clause) -> list[OpenIncident]:
        """The incidents that a clause without an attack names, if it does."""
        return named_in(self._plain, clause, self.all, self._order())

    def dated(self, said: DateWords | None) -> list[OpenIncident]:
        """In the end, the incidents whose date is known.

        Where only the day of a statement is, that day is taken, with little confidence: ``said``
        is that of the article.
        """
        for incident in self.all:
            if incident.date is None and incident.firm and incident.spoken_on:
                incident.dated(*incident.spoken_on, SPEECH)
        kept = [incident for incident in self.all if incident.date is not None]
        if not kept and said is not None and said.interval is not None:
            kept = [incident for incident in self.all if incident.firm]
            for incident in kept:
                span = Span(said.start, said.end)
                incident.dated(replace(said.interval, text=self._words(span)), span, SPEECH)
        return kept

    def _order(self) -> list[OpenIncident]:
        return ([self._current] if self._current else []) + self.all[::-1]

    def _sites(self, clause: Clause) -> list[PlaceWords]:
        """Where it happened; "the same base" is that of the incident before."""
        ends = [end for route in clause.routes for end in (route.first, route.last)]
        uses = (Use.SITE, Use.ROUTE_END)
        sites = [p for p in clause.places if p.use in uses and p not in ends]
        same = _SAME_PLACE.search(self._plain, clause.start, clause.end)
        if not same and not any(p.governorate for p in clause.places):
            same = _THE_PLACE.search(self._plain, clause.start, clause.end)
        if same and not sites and self._current is not None:
            return list(self._current.sites)
        return sites

    def _when(self, clause: Clause, event: EventWords) -> When | None:
        def order(words: DateWords) -> tuple[bool, bool, int]:
            gap = max(event.start - words.end, words.start - event.end)
            return words.leads and words.start > event.start, words.interval is None, gap

        for words in sorted(clause.dates, key=order):
            span = Span(words.start, words.end)
            if words.between:
                return self._in_between(span)
            if words.interval is not None:
                return self._stated(words)
            anchor = self._anchor(words, clause)
            if anchor is not None:
                counted = replace(words.counted_from(anchor), text=self._words(span))
                return When(counted, span, RELATIVE)
        return None

    def _stated(self, words: DateWords) -> When | None:
        if words.interval is None:
            return None
        span = Span(words.start, words.end)
        return When(replace(words.interval, text=self._words(span)), span, STATED)

    def _between(self, first: DateWords, last: DateWords) -> str:
        return self._plain[first.end : last.start]

    def _words(self, span: Span) -> str:
        return self._text[span.start : span.end]

    def _anchor(self, words: DateWords, clause: Clause) -> DateInterval | None:
        """The date that a day is counted from: of a statement in the clause, or an incident."""
        if clause.said and clause.said[0].interval is not None:
            return clause.said[0].interval
        first = self.all[0] if self.all else None
        if words.weekday is None and (words.offset_days or 0) >= 0:
            first = (self._current if words.offset_days else self._before) or first
        return first.date if first is not None else None

    def _in_between(self, span: Span) -> When | None:
        days = sorted(i.date.start for i in self.all if i.date)
        if len(days) < 2:
            return None
        interval = DateInterval(days[0], days[-1], DatePrec.DAYS, self._words(span))
        return When(interval, span, INHERITED)

    def _one(
        self, event: EventWords, when: When | None, sites: list[PlaceWords],
        routes: list[RouteWords], clause: Clause,
    ) -> OpenIncident | None:  # fmt: skip
        fired = [p for p in clause.places if p.use is Use.FIRED_FROM]
        if when is not None and any(d.offset_days == 0 for d in clause.dates):
            event = replace(event, another=True)  # "the same hour saw ..."
        ends = [end for route in routes for end in (route.first, route.last) if end is not None]
        # Rockets are mostly fired within a governorate.
        where = {p.governorate for p in ([*sites, *ends] or fired) if p.governorate}
        incident = (
            self._counted(clause, when)
            or self._known(event, when, where)
            or self._opened(event, when, placed=bool(sites or routes))
        )
        if incident is None:
            return None
        if when is not None:
            incident.dated(*when)
        elif clause.said and clause.said[0].interval is not None and incident.spoken_on is None:
            span = Span(clause.said[0].start, clause.said[0].end)
            incident.spoken_on = replace(clause.said[0].interval, text=self._words(span)), span
        incident.told(event, 2.0 if when is not None else 1.0)
        incident.at(sites, routes)
        for place in fired:
            if place.governorate:
                incident.hints[place.governorate] += _FIRED_HINT
        self._current = incident
        return incident

    def _counted(self, clause: Clause, when: When | None) -> OpenIncident | None:
        """ "The second strike": the second incident of the article."""
        said = _ORDINAL.search(self._plain, clause.start, clause.end)
        at = ORDINALS.index(said["n"]) if said else len(self.all)
        return self.all[at] if when is None and at < len(self.all) else None

    def _known(self, event: EventWords, when: When | None, where: set[str]) -> OpenIncident | None:
        """The incident that was told of before, if it is the same."""
        for incident in self._order():
            known = incident.governorates()
            if where and known and not where & known:
                continue
            new_place = bool(event.another and where and not where & known)
            if not known and incident.several:
                new_place = False  # "two convoys were hit": the first of them
            if when is None:
                if new_place or (where and not known and incident is not self._current):
                    continue
                return incident if where or not _conflict(event, incident) else None
            if incident.date is None and not event.another:
                return incident
            if incident.date is None or new_place or not _same_time(incident.date, when.interval):
                continue
            if incident.date == when.interval or not (event.firm and _conflict(event, incident)):
                return incident
        return None

    def _opened(self, event: EventWords, when: When | None, placed: bool) -> OpenIncident | None:
        """A new incident; mere talk of attacks without day and place opens none but the first."""
        if when is None and self.all and not (event.firm and placed):
            return None
        incident, before = OpenIncident(), self._current
        if when is None and before is not None and before.date is not None:
            incident.dated(before.date, before.date_span, INHERITED)
        if before is not None and before.several and when is None:
            incident.part_of(before)
        if not event.types and before is not None:
            incident.likely = before.event_type()[0]
        self.all.append(incident)
        return incident


def _conflict(event: EventWords, incident: OpenIncident) -> bool:
    """Whether the words speak for another type of attack than the incident's."""
    kinds = dict(event.types)
    if not kinds or not incident.types:
        return False
    return incident.event_type()[0] not in kinds and max(kinds.values()) > 1.0


def _same_time(a: DateInterval, b: DateInterval) -> bool:
    """Whether they overlap; a month holds no day of its own."""
    if max(a.prec, b.prec) > DatePrec.DAYS and a.prec != b.prec:
        return False
    return a.start <= b.end and b.start <= a.end
