"""A clause with all that was found in it."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import Final, NamedTuple

from geo.extract.dates import DateWords, find_dates
from geo.extract.events import EventWords, find_event, find_further
from geo.extract.evidence import shows_older
from geo.extract.place_words import PlaceWords, RouteWords, Use
from geo.extract.text import Article, Sentence
from geo.model import DatePrec

_SPEECH: Final = re.compile(
    r"(?<!was )(?<!were )(?<!been )\b(?:said|says|told|announced|rejected|denied|carried|gave|"
    r"reported|stated|answered|swore|wrote|confirmed|claimed|published|issued)\b|قال|قالت|اعلن|"
    r"ذكر"
)
_DEED: Final = re.compile(
    r"\b(?:attack\w*|bomb\w*|blasts?|explo\w+|detonat\w+|went off|struck|strike|hit|hurt|"
    r"kill\w*|wound\w*|burn\w*|fired|landed|fell|slammed|sent|targeted|damaged|destroyed|"
    r"volley|salvo|ambush\w*|stopped|flames|shot|crashed|came down|flew|circulated|similar)\b|"
    r"انفجر|سقط|احرق|استهدف"
)
_COUNTED: Final = re.compile(
    r"\b(?:second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|\w+th) (?:time|such|"
    r"of (?:its|the) kind|"
    r"attack|incident)\b|\bmore than \d+ attacks\b|\bcounts? (?:\w+[ -])+attacks\b|"
    r"\battacks since\b"
)
_SPEECH_REACH: Final = 26
_HEADED: Final = re.compile(r"[^:]{3,60}:\s*$")
"""Words of an entry before its colon: "24 July, Besmaya: four rockets"."""

_SAID_ON: Final = re.compile(
    r"(?:^|\s)و?(?:قال|قالت|اعلن|اعلنت|اكد|اكدت|افاد|افادت|ذكر|ذكرت|كشف|"
    r"كشفت)\b[^,.]{3,60}, (?:اليوم |يوم )?$"
)
"""An Arabic sentence up to the day of the statement, which commas enclose."""

_SPOT_THERE: Final = re.compile(r"\bthere\b(?! (?:was|were|is|are|has|have))")
_FAR: Final = 10_000
_THERE: Final = re.compile(r"\b(?:in|at|near|on|inside)(?: \w+)? $|في $")


class Clause(NamedTuple):
    """What was found in [start, end); ``said``: days of statements, not of events.

    ``event`` is ``None`` too where older footage is described.
    """

    start: int
    end: int
    event: EventWords | None
    dates: list[DateWords]
    said: list[DateWords]
    places: list[PlaceWords]
    routes: list[RouteWords]


def read_clauses(
    article: Article, sentence: Sentence, places: list[PlaceWords], routes: list[RouteWords],
    published: date,
) -> list[Clause]:  # fmt: skip
    """The clauses of a sentence."""
    dates = find_dates(article.plain, sentence.start, sentence.end, published)
    found: list[Clause] = []
    for start, end in sentence.clauses:
        inside = [d for d in dates if start <= d.start < end]
        if _COUNTED.search(article.plain, start, end):
            # "For the third time in July": the month bounds the count, not the event.
            inside = [d for d in inside if d.interval is None or d.interval.prec <= DatePrec.DAYS]
        said = [d for d in inside if _is_said(article.plain, d, start, end)]
        if said == inside and all(_SAID_ON.search(article.plain, start, d.start) for d in said):
            said = []  # an Arabic agency gives the one day of event and report
        sites = [p for p in places if start <= p.start < end and p.use is Use.SITE]
        at_base = any(p.place and p.place.kind in ("base", "airport") for p in sites)
        headed = bool(found) and bool(_HEADED.match(article.plain, sentence.start, start))
        dated = len(inside) > len(said) or (headed and any(c.dates for c in found))
        event = find_event(article.plain, start, end, dated, at_base)
        there = _SPOT_THERE.search(article.plain, start, end)
        if event is None and (there or sites or any(start <= r.start < end for r in routes)):
            event = find_further(article.plain, start, end, bool(inside))
        if shows_older(article.plain, sentence.start, end):
            event = None
        of_event = [d for d in inside if d not in said]
        here = [p for p in places if start <= p.start < end]
        if event is not None and not inside and all(c.event is None for c in found):
            # The day stands in front: "It was loud on Sunday: three rockets fell ..."
            of_event = [words for clause in found for words in clause.dates]
            if headed:
                here = [words for clause in found for words in clause.places] + here
        found.append(
            Clause(
                start, end, event, of_event, said,
                here,
                [r for r in routes if start <= r.start < end],
            )
        )  # fmt: skip
    return _with_lists(article.plain, found)


def _with_lists(plain: str, found: list[Clause]) -> list[Clause]:
    """Clauses with the places of the list behind their colon: "four columns: one near ..."."""
    done = list(found)
    for at, (clause, behind) in enumerate(pairwise(found)):
        colon = plain[clause.end : behind.start].strip() == ":"
        if colon and clause.event and not clause.places and behind.event is None:
            sites = [p for p in behind.places if p.use is Use.SITE]
            if any(p.listed for p in sites):
                sites = [replace(p, listed=True) for p in sites]
                done[at] = clause._replace(places=sites)
    return done


def _is_said(plain: str, words: DateWords, start: int, end: int) -> bool:
    """Whether the day is that of a statement: nearer to a word of speech than to a deed."""
    if plain[start : words.start].endswith("dated "):
        return True
    if plain[start : words.start].endswith("claimed for "):
        return False

    if _SAID_ON.search(plain, start, words.start) and plain[words.end : words.end + 1] == ",":
        return True

    def gap(pattern: re.Pattern[str]) -> int:
        gaps = [
            words.start - m.end() if m.end() <= words.start else m.start() - words.end
            for m in pattern.finditer(plain, start, end)
            if not re.search(r"\bthat\b", plain[m.end() : words.start])
            and "," not in plain[words.end : m.start()] + plain[m.end() : words.start]
        ]
        return min((g for g in gaps if g >= 0), default=_FAR)

    said = gap(_SPEECH)
    return said <= _SPEECH_REACH and said < gap(_DEED)


def happened_abroad(plain: str, clause: Clause, sites: list[PlaceWords]) -> bool:
    """Whether the clause tells of an attack in another country, and of no place in this one."""
    if clause.event is None or not clause.event.firm or sites or clause.routes:
        return False
    return any(
        p.use is Use.ABROAD and _THERE.search(plain[max(0, p.start - 20) : p.start])
        for p in clause.places
    )
