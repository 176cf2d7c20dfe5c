"""Who may be speaking: institutions, offices, sources and media, under the names of the reports
table."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from geo.extract.offices import HEADS, joined, office_of
from geo.extract.speaker import Kind, Speaker
from geo.extract.speaker_words import (
    ARABIC,
    FOREIGN,
    INSTITUTIONS,
    NATIONS,
    OPERATIONS,
    OUTLETS,
    PEOPLE,
    PERSON,
    PLACES_AR,
    WIRES,
)
from geo.model import Stance


def _bounded(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?:و|ب|ل|ف|لل)?(?:{pattern})(?![\w-])")


_PLACE_AR: Final = "|".join(sorted(PLACES_AR, key=len, reverse=True))
_BODIES: Final = (
    *((_bounded(p), name, usual) for p, name, usual in INSTITUTIONS),
    (_bounded(OPERATIONS), "{n} Operations Command", Stance.CONFIRMS),
)
_ARABIC: Final = tuple(
    (_bounded(p.replace("{place}", _PLACE_AR)), name, usual) for p, name, usual in ARABIC
)
_PEOPLE: Final = tuple((_bounded(p), name) for p, name in PEOPLE)
_OUTLETS: Final = tuple((_bounded(p), name) for name, p in OUTLETS)
_WIRES: Final = _bounded("|".join(map(re.escape, WIRES)))
_NAMED_OUTLET: Final = re.compile(
    r"(?<![\w-])(?:news )?(?:site|agency|channel|outlet|newspaper|network|broadcaster) "
    r"(?P<n>[A-Z][\w'-]+(?: [A-Z0-9][\w'-]+)?)"
)


def find_speakers(
    text: str, plain: str, start: int, end: int, masked: list[tuple[int, int]]
) -> list[Speaker]:
    """All who may be speaking in [start, end), in order; none overlaps what is masked."""
    taken = list(masked)
    found: list[Speaker] = []
    for who in (*_bodies(text, plain, start, end), *_outlets(text, plain, start, end)):
        if not _meets(who.start, who.end, taken):
            taken.append((who.start, who.end))
            found.append(who)
    for m in HEADS.finditer(plain, start, end):
        if not _meets(*m.span(), taken):
            office = office_of(text, plain, start, m, found)
            found = [w for w in found if not office.start <= w.start < office.end]
            found.append(office)
    return joined(text, plain, sorted(found, key=lambda w: w.start), masked)


def outlets(text: str, plain: str, start: int, end: int) -> list[tuple[int, int]]:
    """Where media are named, whose names hold those of places ("Baghdad Today")."""
    return [(who.start, who.end) for who in _outlets(text, plain, start, end)]


def medium_of(plain: str, text: str, end: int) -> str | None:
    """The medium that an article names before its first sentence: "BEIRUT (Al-Mayadeen) -"."""
    return next((who.name for who in _outlets(text, plain, 0, end) if who.name), None)


def _bodies(text: str, plain: str, start: int, end: int) -> Iterator[Speaker]:
    for person, name in _PEOPLE:
        for m in person.finditer(plain, start, end):
            yield Speaker(*m.span(), name, Kind.BODY, Stance.CONFIRMS, PERSON)
    for pattern, name, usual in (*_ARABIC, *_BODIES):
        for m in pattern.finditer(plain, start, end):
            shown = " ".join(_filled(name, m, text).split())
            kind = Kind.SOURCE if usual is Stance.REPORTS else Kind.BODY
            foreign = shown.split()[0] in FOREIGN and not shown.endswith("defence ministry")
            yield Speaker(*m.span(), shown, kind, usual, foreign=foreign)


def _filled(name: str, m: re.Match[str], text: str) -> str:
    groups = m.groupdict()
    key = next((k for k in ("n", "n2") if groups.get(k)), None)
    n = text[slice(*m.span(key))] if key else ""
    n = PLACES_AR.get(groups[key] or "", n) if key else ""
    p = next((groups[k] for k in ("p", "whose", "abroad") if groups.get(k)), None) or ""
    return name.format(n=n, p=NATIONS.get(p, p.title()))


def _outlets(text: str, plain: str, start: int, end: int) -> Iterator[Speaker]:
    for pattern, name in _OUTLETS:
        for m in pattern.finditer(plain, start, end):
            if not m[0].isascii() or text[m.start()].isupper():
                yield Speaker(*m.span(), name, Kind.OUTLET, Stance.REPORTS)
    for m in _NAMED_OUTLET.finditer(text, start, end):
        known = next((n for p, n in _OUTLETS if p.fullmatch(plain, *m.span("n"))), m["n"])
        yield Speaker(*m.span(), known, Kind.OUTLET, Stance.REPORTS)
    for m in _WIRES.finditer(plain, start, end):
        if text[m.start()].isupper():
            yield Speaker(*m.span(), "", Kind.OUTLET, Stance.REPORTS)


def _meets(start: int, end: int, taken: list[tuple[int, int]]) -> bool:
    return any(start < b and a < end for a, b in taken)
