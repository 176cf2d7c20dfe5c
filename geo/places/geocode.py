"""From place words to a location: the rules that decide between the names of a phrase.

1. Words that give two ends ("between A and B", "A - B road") are a stretch of road, unless a
   finer place is named beside them.
2. Otherwise the finest place counts, the first of equals; places that only say from where a
   direction is taken ("north of Baghdad") step back behind it.
3. A name that a governorate shares with its capital is the governorate, unless a kind word
   ("city", "base", "district") says otherwise.
4. Places far outside a governorate that the phrase names are not meant by it.
5. Likeness of sound is enough only with likeness of letters; fuzzy likeness is only proposed.
"""

from __future__ import annotations

import math
import re
from dataclasses import replace
from functools import lru_cache
from typing import Final

import numpy as np
import shapely
from rapidfuzz import fuzz, process

from geo.model import Candidate, Form, Location, WherePrec
from geo.places import vocabulary as words
from geo.places.boundaries import BoundarySet
from geo.places.context import annotate, pair
from geo.places.gazetteer import Gazetteer
from geo.places.names import skeletons
from geo.places.phrases import Mention, Token, clean, mentions, tokens
from geo.places.records import Place, km_between
from geo.places.roads import RoadNetwork
from geo.places.routes import Route, RouteSet
from geo.places.stretches import Ways, beside_route, stretch_between, stretch_of_route

_FINENESS: Final = {
    "base": 0, "airport": 0, "crossing": 0, "bridge": 0, "neighbourhood": 0, "village": 0,
    "other": 0, "town": 1, "subdistrict": 1, "area": 1, "mountain": 2, "lake": 2, "river": 3,
    "district": 3, "governorate": 4,
}  # fmt: skip
_MEANT: Final = {
    "governorate": ("governorate", "district"),
    "district": ("district", "subdistrict"),
    "town": ("town", "village", "neighbourhood", "subdistrict"),
    "village": ("village", "town", "subdistrict"),
    "neighbourhood": ("neighbourhood", "subdistrict", "village"),
    "base": ("base", "airport"),
    "airport": ("airport", "base"),
    "crossing": ("crossing",),
    "mountain": ("mountain",),
    "lake": ("lake",),
    "river": ("river",),
}
_UNLIKE: Final = frozenset({"crossing", "bridge", "mountain", "lake"})
_INSTALLATIONS: Final = frozenset({"base", "airport", "crossing"})
_NEAR_FACTOR, _NEAR_LEAST_M = 2.0, 8_000.0
_OFFSET_M, _OFFSET_RADIUS_M = 20_000.0, 20_000.0
_MOST_M: Final = 25_000.0
_FAR_DEG: Final = 0.35
_BIG_TOWN: Final = 6.0
_BESIDE_KM: Final = 60.0
_APART_KM: Final = 15.0
_STRAY_KM: Final = 150.0
_COORDINATE: Final = re.compile(
    r"(?<![\d.])([23]\d\.\d+)\s*°?\s*N?\s*[,; ]\s*([34]\d\.\d+)\s*°?\s*E?(?![\d.])"
)
_DMS: Final = re.compile(
    r"(\d{2})\s*[°d]\s*(\d{1,2})\s*['′’m]\s*(?:(\d{1,2}(?:\.\d+)?)\s*(?:\"|″|''|s)?)?\s*N[\s,;]+"
    r"(\d{2,3})\s*[°d]\s*(\d{1,2})\s*['′’m]\s*(?:(\d{1,2}(?:\.\d+)?)\s*(?:\"|″|''|s)?)?\s*E",
    re.I,
)


class Geocoder:
    """Place words to ``Location``; never raises on any text."""

    def __init__(self, boundaries: BoundarySet, gazetteer: Gazetteer, roads: RoadNetwork) -> None:
        self.boundaries = boundaries
        self.gazetteer = gazetteer
        self.roads = roads
        self.routes = RouteSet.load(roads, gazetteer)
        self._ways = Ways(roads, self.routes, boundaries)
        self.locate = lru_cache(maxsize=50_000)(self._locate)

    def _locate(self, text: str) -> Location:
        """The location that ``text`` names; ``UNPLACED`` with a flag saying why when none.

        Deterministic, so the answer for a text is kept.
        """
        shown = text.strip()[:200] or None
        given = _coordinates(text, self.boundaries)
        if given is not None:
            return _with_words(given, shown)
        plain = clean(text)
        row = tokens(plain)
        found = mentions(row, self.gazetteer)
        annotate(row, found)
        _choose_all(found, self.boundaries)
        named = [m for m in found if m.chosen is not None]
        ends = pair(row, named)
        routes = self.routes.named(plain)
        location = self._decide(row, named, ends, plain)
        return _with_words(self._on_route(location, routes), shown)

    def _on_route(self, location: Location, routes: list[Route]) -> Location:
        """The location again, in the light of the route that the words name."""
        if not routes:
            return location
        if location.form is Form.DISC:
            return beside_route(location, routes)
        if location.form is Form.GOVERNORATE:
            inside = (
                stretch_of_route(route, 0.9, self.boundaries, location.governorate_pcode)
                for route in routes
            )
            return next((found for found in inside if found), location)
        if location.form in (Form.UNPLACED, Form.COUNTRY):
            return stretch_of_route(routes[0], 0.7, self.boundaries) or location
        return location

    def _decide(
        self,
        row: list[Token],
        named: list[Mention],
        ends: tuple[Mention, Mention] | None,
        text: str,
    ) -> Location:
        if ends is not None:
            others = [m for m in named if m not in ends and _fineness(m) <= 1]
            if not others:
                stretch = self._stretch(*ends, text)
                return stretch if stretch else self._place(ends[0], named)
            named = others
        if not named:
            return self._nothing_named(row)
        direct = [m for m in named if m.bearing is None] or named
        first = min(direct, key=_fineness)
        if first.kind == "river" and first.chosen and first.chosen.kind != "river":
            return _larger(f"{first.text} river", [first.chosen], "river name")
        peers = [m for m in direct if _fineness(m) == 4] if _fineness(first) == 4 else []
        peers = peers or [first, *_listed(row, first, direct)]
        units = {m.chosen.governorate: m.chosen for m in peers if m.chosen}
        if len(units) > 1 and not any(m.near or m.inside for m in peers):
            label = " / ".join(place.shown for place in units.values())
            return _larger(label, list(units.values()), "several places named")
        return self._place(first, named)

    def _stretch(self, a: Mention, b: Mention, text: str) -> Location | None:
        ends = []
        for mention in (a, b):
            place = mention.chosen
            label = place.shown if place else mention.text
            if place is not None and place.kind == "governorate" and place.governorate:
                towns = [p for p in mention.places if p.kind == "town"]
                if towns and mention.kind != "governorate":
                    place, label = towns[0], towns[0].shown
                else:
                    place = self.gazetteer.capitals.get(place.governorate or "", place)
            if place is None or place.lat is None or place.lon is None:
                return None
            ends.append((-place.lat, label, place))
        # From north to south, whichever end the source named first: one road, one name.
        (_, first, start), (_, last, end) = sorted(ends, key=lambda item: item[:2])
        label = f"{first} - {last} road"
        score = min(a.score, b.score)
        return stretch_between(start, end, label, score, text, self._ways)

    def _place(self, mention: Mention, named: list[Mention]) -> Location:
        place = mention.chosen
        assert place is not None  # noqa: S101 - only mentions that chose a place come here
        candidates = tuple(
            _candidate(other, mention.score) for other in mention.places if other is not place
        )[:5]
        if mention.bearing is not None:
            town = self.gazetteer.capitals.get(place.governorate or "")
            start = town if town and place.kind == "governorate" else place
            return _offset(mention, start, self.boundaries)
        if place.kind == "governorate" or place.kind == "district" or place.lat is None:
            return _unit(place, mention, candidates)
        found = _disc(place, mention, candidates)
        stated = {m.chosen.governorate: m.chosen.shown for m in named if _is_unit(m) and m.chosen}
        if stated and place.governorate not in stated:
            also = "the words also name " + ", ".join(stated.values())
            return replace(found, flags=(*found.flags, also), score=round(mention.score * 0.7, 3))
        return found

    def _nothing_named(self, row: list[Token]) -> Location:
        forms = {form for token in row for form in token.forms}
        if forms & words.COUNTRY:
            region = [t.text for t in row if t.word in words.REGION or t.word in words.BEARINGS]
            return Location(
                form=Form.COUNTRY,
                where_prec=WherePrec.LINEAR_OR_LARGER if region else WherePrec.COUNTRY,
                place=" ".join([*region, "Iraq"]),
                method="country name",
                score=1.0,
            )
        proposals = self._proposals(row)
        reason = "no name of the gazetteer in these words" if row else "no words for the place"
        return Location(form=Form.UNPLACED, candidates=proposals, flags=(f"not placed: {reason}",))

    def _proposals(self, row: list[Token]) -> tuple[Candidate, ...]:
        """Fuzzy likeness proposes places; a person may choose one."""
        names = [t.word for t in row if t.word not in words.FUNCTION and len(t.word) > 3][:6]
        keys = self.gazetteer.keys
        hits = [
            hit
            for name in names
            for hit in process.extract(name, keys, scorer=fuzz.ratio, score_cutoff=80, limit=3)
        ]
        hits.sort(key=lambda hit: -hit[1])
        places = [(self.gazetteer.exact(key)[0], score) for key, score, _ in hits[:5]]
        return tuple(_candidate(place, 0.6 * score / 100) for place, score in places)


def _choose_all(found: list[Mention], boundaries: BoundarySet) -> None:
    """Give every mention its place: first by kind words alone, then in the light of the others."""
    for mention in found:
        mention.chosen = _choose(mention, [], [], boundaries)
    for mention in found:
        if mention.unsure and not _borne_out(mention, found):
            mention.chosen = None
    stated = [m for m in found if m.chosen and m.chosen.kind == "governorate"]
    _drop_strays(found)
    for mention in (m for m in found if m.chosen):
        units = [m.chosen for m in stated if m is not mention and m.chosen]
        points = [m.chosen for m in found if m is not mention and m.chosen]
        mention.chosen = _choose(mention, units, points, boundaries)


def _borne_out(mention: Mention, found: list[Mention]) -> bool:
    """Whether something else speaks for an unsure name.

    A sure name nearby does; so does a kind word, when the name has some length and all that
    sounds like it lies in one spot.
    """
    others = [m.chosen for m in found if m is not mention and not m.unsure and m.chosen]
    if any(_beside(place, other) for place in mention.places for other in others):
        return True
    long = max((len(s) for s in skeletons(mention.text)), default=0) > 3
    one_spot = all(_km(mention.places[0], place) < _APART_KM for place in mention.places)
    return bool(mention.kind) and long and one_spot and not others


def _beside(place: Place, other: Place) -> bool:
    if other.kind == "governorate":
        return place.governorate == other.governorate
    return _km(place, other) <= _BESIDE_KM


def _drop_strays(found: list[Mention]) -> None:
    """A small place far from a greater one named in the same breath is a mere likeness of name."""
    for mention in found:
        place = mention.chosen
        if place is None or place.kind == "governorate" or place.weight >= _BIG_TOWN:
            continue
        for other in found:
            greater = other.chosen
            if greater is None or other is mention or greater.weight <= place.weight:
                continue
            reach = _STRAY_KM + (other.distance_m or 0) / 1000
            if greater.kind != "governorate" and _km(place, greater) > reach:
                near = [p for p in mention.places if _km(p, greater) <= reach]
                mention.places = near
                mention.chosen = None
                if near:
                    mention.chosen = max(near, key=lambda p: p.weight)
                break


def _km(a: Place, b: Place) -> float:
    if a.lat is None or a.lon is None or b.lat is None or b.lon is None:
        return 0.0 if a.governorate == b.governorate else math.inf
    return km_between(a.lat, a.lon, b.lat, b.lon)


def _choose(
    mention: Mention, units: list[Place], others: list[Place], boundaries: BoundarySet
) -> Place | None:
    pool = _meant(mention)
    if units:
        pool = [p for p in pool if p.weight >= _BIG_TOWN or _fits(p, units, boundaries)]
    if not pool:
        return None
    if others or units:
        return max(pool, key=lambda p: p.weight + _context(p, units, others))
    return pool[0]


def _meant(mention: Mention) -> list[Place]:
    """The places that the kind word allows, the likeliest first."""
    wanted = _MEANT.get(mention.kind or "")
    if wanted:
        order = {kind: i for i, kind in enumerate(wanted)}
        allowed = [*mention.places, *mention.capital_of]
        allowed = [p for p in allowed if p.kind in order]
        allowed = allowed or [p for p in mention.variants if p.kind in order]
        if allowed:
            main = min(order[p.kind] for p in allowed)
            best = [p for p in allowed if order[p.kind] == main or p.weight >= _BIG_TOWN]
            return sorted(best, key=lambda p: (order[p.kind], -p.weight))
    plain = [p for p in mention.places if p.kind not in _INSTALLATIONS] or mention.places
    governorates = [p for p in plain if p.kind == "governorate"]
    if governorates:
        return governorates
    if mention.score < 1:
        return plain
    return sorted(plain, key=lambda p: -p.weight)


def _context(place: Place, units: list[Place], others: list[Place]) -> float:
    bonus = 6.0 if any(place.governorate == unit.governorate for unit in units) else 0.0
    if place.lat is None or place.lon is None:
        return bonus
    for other in others:
        if other.lat is None or other.lon is None or other.kind == "governorate":
            continue
        km = km_between(place.lat, place.lon, other.lat, other.lon)
        bonus += 4.0 if km < 40 else 2.0 if km < 100 else 0.0
    return bonus


def _is_unit(mention: Mention) -> bool:
    unit = mention.chosen is not None and mention.chosen.kind == "governorate"
    return unit and mention.bearing is None and not mention.near


def _fits(place: Place, units: list[Place], boundaries: BoundarySet) -> bool:
    if any(place.governorate == unit.governorate for unit in units) or place.lat is None:
        return True
    if place.kind == "governorate":
        return True
    point = shapely.Point(place.lon, place.lat)
    shapes = [boundaries.unit(unit.governorate or "") for unit in units]
    return any(s is not None and shapely.dwithin(s.geometry, point, _FAR_DEG) for s in shapes)


def _fineness(mention: Mention) -> int:
    if mention.chosen is None:
        return 9
    return min(_FINENESS[mention.chosen.kind] + (2 if mention.container else 0), 4)


def _listed(row: list[Token], first: Mention, named: list[Mention]) -> list[Mention]:
    """The places joined to the first by "and" alone."""
    listed = []
    for other in named:
        gap = row[first.end : other.start]
        linked = bool(gap) or (other.start == first.end and row[other.start].and_before)
        if other is not first and linked and len(gap) <= 1 and not row[other.start].broken:
            listed += [other] if all(t.word in words.AND and not t.broken for t in gap) else []
    return listed


def _larger(label: str, places: list[Place], method: str) -> Location:
    """Somewhere larger than a governorate: none of the places is taken, all are proposed."""
    return Location(
        form=Form.COUNTRY, where_prec=WherePrec.LINEAR_OR_LARGER, place=label, method=method,
        score=0.5, candidates=tuple(_candidate(place, 0.5) for place in places),
    )  # fmt: skip


def _candidate(place: Place, score: float) -> Candidate:
    return Candidate(
        name=place.shown, kind=place.kind, lat=place.lat or 0.0, lon=place.lon or 0.0,
        score=round(score * 0.8, 3), governorate_pcode=place.governorate,
    )  # fmt: skip


def _unit(place: Place, mention: Mention, candidates: tuple[Candidate, ...]) -> Location:
    """A governorate or district, or a place only known to lie in one."""
    district = place.district if place.kind != "governorate" else None
    flags: tuple[str, ...] = ()
    method = f"{place.kind} name"
    if place.lat is None:
        method = "gazetteer"
        flags = ("no source has a coordinate for this place; its unit is shown",)
    return Location(
        form=Form.DISTRICT if district else Form.GOVERNORATE,
        where_prec=WherePrec.DISTRICT if district else WherePrec.GOVERNORATE,
        lat=place.lat, lon=place.lon, place=place.shown,
        governorate_pcode=place.governorate, district_pcode=district,
        method=method, score=round(mention.score, 3), candidates=candidates, flags=flags,
    )  # fmt: skip


def _disc(place: Place, mention: Mention, candidates: tuple[Candidate, ...]) -> Location:
    radius, prec = place.radius_m, WherePrec.EXACT
    wide = place.kind in ("subdistrict", "area", "mountain", "lake", "river")
    vague = mention.near or mention.kind in ("road", "area") or wide
    vague = vague or (mention.kind in _INSTALLATIONS and place.kind not in _INSTALLATIONS)
    vague = vague or (mention.kind in _UNLIKE and place.kind != mention.kind)
    if vague:
        radius, prec = max(radius * (1 if wide else _NEAR_FACTOR), _NEAR_LEAST_M), (
            WherePrec.WITHIN_25_KM
        )  # fmt: skip
    if mention.near and mention.distance_m:
        radius = max(radius, mention.distance_m)
    if radius > _MOST_M:
        prec = WherePrec.LINEAR_OR_LARGER
    return Location(
        form=Form.DISC, where_prec=prec, lat=place.lat, lon=place.lon, uncertainty_m=radius,
        place=place.shown, governorate_pcode=place.governorate, district_pcode=place.district,
        method="gazetteer" if mention.score == 1 else "gazetteer, by sound",
        score=round(mention.score, 3), candidates=candidates,
    )  # fmt: skip


def _offset(mention: Mention, place: Place, boundaries: BoundarySet) -> Location:
    """A direction from a place, with a distance or without."""
    distance = mention.distance_m if mention.distance_m is not None else _OFFSET_M
    radius = max(5_000.0, 0.25 * distance) if mention.distance_m is not None else _OFFSET_RADIUS_M
    bearing = math.radians(mention.bearing or 0.0)
    if place.lat is None or place.lon is None:
        return _unit(place, mention, ())
    lat = place.lat + distance * math.cos(bearing) / 111_200
    lon = place.lon + distance * math.sin(bearing) / (111_200 * math.cos(math.radians(lat)))
    return _at_point(
        lat, lon, max(radius, 5_000.0), boundaries, place=place.shown,
        score=round(0.8 * mention.score, 3), method="direction from a place",
    )  # fmt: skip


def _at_point(
    lat: float, lon: float, radius_m: float, boundaries: BoundarySet,
    place: str | None, score: float | None, method: str,
) -> Location:  # fmt: skip
    governorate, district, _ = boundaries.locate(np.array([lat]), np.array([lon]))
    g, d = int(governorate[0]), int(district[0])
    return Location(
        form=Form.DISC,
        where_prec=WherePrec.WITHIN_25_KM if radius_m <= _MOST_M else WherePrec.LINEAR_OR_LARGER,
        lat=lat, lon=lon, uncertainty_m=radius_m, place=place,
        governorate_pcode=boundaries.governorates[g].key if g >= 0 else None,
        district_pcode=boundaries.districts[d].key if d >= 0 else None,
        method=method, score=score,
    )  # fmt: skip


def _coordinates(text: str, boundaries: BoundarySet) -> Location | None:
    """A coordinate written in the phrase, decimal or in degrees, minutes and seconds."""
    text = text[:500]
    match = _COORDINATE.search(text)
    if match:
        lat, lon = float(match[1]), float(match[2])
        decimals = min(len(text.partition(".")[2]) for text in match.groups())
    else:
        match = _DMS.search(text)
        if not match:
            return None
        lat = int(match[1]) + int(match[2]) / 60 + float(match[3] or 0) / 3600
        lon = int(match[4]) + int(match[5]) / 60 + float(match[6] or 0) / 3600
        decimals = 4 if match[3] else 2
    if not (28 <= lat <= 39 and 37 <= lon <= 50):
        return None
    return _at_point(
        lat, lon, max(100.0, 100_000 / 10**decimals), boundaries, None, 1.0,
        "coordinates in the words",
    )  # fmt: skip


def _with_words(location: Location, text: str | None) -> Location:
    return replace(location, words=text)
