"""Roads that a sentence names, and the two places that a stretch of one lies between."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from typing import Final

from geo.extract.place_use import launched_from
from geo.extract.place_words import PlaceWords, RouteWords, Use
from geo.extract.text import Article, Sentence
from geo.places.geocode import Geocoder

_ROAD: Final = re.compile(
    r"\b(?:(?:the|a) )?(?P<name>(?:(?:[\w'’-]+) )?(?:motorway|highway|freeway|expressway|road|"
    r"route|bypass)(?: \d+)?)\b|\b(?P<named>(?:highway|route|freeway) \d+|msr \w+)\b|"
    r"(?P<arabic>الطريق (?:السريع|الدولي)|طريق المرور السريع|الطريق)(?![\u0600-\u06ff])"
)
_PLAIN_ROAD: Final = frozenset(
    (
        "same", "only", "next", "other", "first", "this", "that", "whole", "few", "supply",
        "either", "any", "no", "main", "its", "their", "each", "one", "which", "of", "roads",
        "on", "along", "for",
    )
)  # fmt: skip
_BETWEEN: Final = re.compile(
    r"\b(?:between|joins|joining|links|linking|connects|connecting|from)\b|بين|يربط|الرابط"
)
_JOINED: Final = re.compile(r"\s*(?:\([^)]*\)\s*)?(?:and|to|with|و)?\s*(?:the )?(?:al-)?")
_DASHED: Final = re.compile(r"\s?-\s?(?:al-)?")
_STRETCH: Final = re.compile(r"\b(?:stretch|way|somewhere|traffic|drive|between)\b|بين")
_ON_IT: Final = re.compile(r"\b(?:on|along|off|of|leave|beside)(?: to)?\s+(?:the )?$|علي $")


def find_routes(
    article: Article, sentence: Sentence, places: list[PlaceWords], geocoder: Geocoder
) -> list[RouteWords]:
    """The roads of a sentence with the ends that it gives them, then those without."""
    plain = article.plain
    names = list(_ROAD.finditer(plain, sentence.start, sentence.end))
    found: list[RouteWords] = []
    for first, last in pairwise(p for p in places if p.use is not Use.ABROAD):
        gap = plain[first.end : last.start]
        before = plain[max(sentence.start, first.start - 40) : first.start]
        near = (m for m in names if first.start - 70 <= m.start() and m.end() <= last.end + 20)
        road = next(near, None)
        joined = _BETWEEN.search(before) and _JOINED.fullmatch(gap)
        if (road and _DASHED.fullmatch(gap)) or (joined and (road or _STRETCH.search(before))):
            start = min(first.start, road.start() if road else first.start)
            end = max(last.end, road.end() if road else last.end)
            route = RouteWords(start, end, first, last, _road_name(article, road))
            found.append(_placed(route, geocoder))
    for m in names:
        name = _road_name(article, m)
        inside = any(r.start <= m.start() < r.end for r in found)
        on_it = _ON_IT.search(plain[max(sentence.start, m.start() - 14) : m.start()])
        if name and on_it and not inside and not launched_from(plain, sentence.start, m.start()):
            found.append(RouteWords(*m.span(), None, None, name))
    return found


def _placed(route: RouteWords, geocoder: Geocoder) -> RouteWords:
    """The route with the governorate that most of its stretch lies in."""
    if route.first is None or route.last is None:
        return route
    found = geocoder.locate(f"road between {route.first.text} and {route.last.text}")
    unit = geocoder.boundaries.unit(found.governorate_pcode or "")
    return replace(route, governorate=unit.name if unit else None)


def _road_name(article: Article, found: re.Match[str] | None) -> str | None:
    if found is None:
        return None
    group = next(g for g in ("name", "named", "arabic") if found[g])
    name = article.text[slice(*found.span(group))]
    first, _, rest = name.partition(" ")
    if first.lower() in _PLAIN_ROAD or first.lower() == "the":
        name = rest
    return name if name and name.lower() not in ("road", "route", "الطريق") else None
