"""A place and the road that the same words speak of: the stretch of that road there.

"Highway 8 south of Hilla" is no point: it is the part of Highway 8 within the disc that the
direction gives. A road without a name ("highway near Samawah", "international road in Dhi Qar") is
every main road there, as far as the words do not tell them apart.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import Final

import numpy as np
import shapely

from geo.model import Candidate, Form, Location, WherePrec
from geo.places.boundaries import BoundarySet
from geo.places.road_words import road_words
from geo.places.routes import Route
from geo.places.stretches import ROUTE, Span, Ways, crossed, stretch_of

_NAMED_KM: Final = 10.0
_MAIN_KM: Final = 3.0
_BESIDE_KM: Final = 5.0
_NAMED_SCORE: Final = 0.9
_MAIN_SCORE: Final = 0.6
_KM_PER_DEG: Final = 111.2


def on_road(location: Location, text: str, ways: Ways) -> Location:
    """The location in the light of the road that the words name or speak of.

    A disc becomes the stretch of road inside it, a governorate the part of the route inside it;
    where nothing else is named, the whole route is meant. Whatever no road reaches is returned
    as it is.
    """
    named = ways.routes.named(text)
    routes = named or ways.routes.main(text)
    if not routes:
        return location
    if location.form is Form.DISC:
        return _in_disc(location, routes, text if not named else None, ways)
    others: list[Span] = []
    if location.form is Form.GOVERNORATE:
        spans = _in_governorate(location, routes, ways)
        if not named:
            spans.sort(key=lambda span: span[1] - span[2])  # the longest first
            spans, others = _by_rank(spans, text)
        unit = ways.boundaries.unit(location.governorate_pcode or "")
        where = f" in {unit.name}" if unit else ""
    elif named and location.form in (Form.UNPLACED, Form.COUNTRY):
        spans = [(route, 0.0, route.length_km) for route in named]
        where = ""
    else:
        return location
    if not spans:
        return location
    found = stretch_of(
        spans, _label(spans, named) + where, _NAMED_SCORE if named else _MAIN_SCORE,
        ways.boundaries, others,
    )  # fmt: skip
    inside = location.governorate_pcode
    if inside is None and len(crossed(found)) < 2:
        inside = found.governorate_pcode  # a whole route through several lies in none of them
    return replace(found, governorate_pcode=inside)


def kilometres(location: Location, text: str, ways: Ways) -> Location:
    """A disc with the kilometres of the route that other words name, if one passes through it."""
    routes = ways.routes.named(text)
    spans = _spans_in_disc(location, routes, _NAMED_KM)
    if not spans:
        return location
    route, low, high = spans[0]
    return replace(location, route=route.label, from_km=round(low, 1), to_km=round(high, 1))


def reading_of(candidate: Candidate, ways: Ways) -> Location | None:
    """The stretch that a candidate of kind ``ROUTE`` stands for; ``None`` for any other."""
    route = ways.routes.by_label(candidate.name) if candidate.kind == ROUTE else None
    if route is None or candidate.from_km is None or candidate.to_km is None:
        return None
    low, high = max(candidate.from_km, 0.0), min(candidate.to_km, route.length_km)
    return stretch_of([(route, low, high)], route.label, 1.0, ways.boundaries)


def _label(spans: list[Span], named: list[Route]) -> str:
    names = [route.label for route, _, _ in spans]
    if named or len(names) < 3:
        return " or ".join(names)
    return f"main road ({names[0]} or others)"


def _by_rank(spans: list[Span], text: str) -> tuple[list[Span], list[Span]]:
    """Motorways before the others where the words speak of one and one is there; else all."""
    motorways = [span for span in spans if span[0].motorway]
    if not motorways or not road_words(text).motorway:
        return spans, []
    return motorways, [span for span in spans if not span[0].motorway]


def _in_disc(location: Location, routes: list[Route], text: str | None, ways: Ways) -> Location:
    """The stretch inside a disc; ``text`` where the words give the road no name."""
    named = text is None
    spans = _spans_in_disc(location, routes, _NAMED_KM if named else _MAIN_KM)
    if not spans:
        return location
    spans, others = (spans, []) if text is None else _by_rank(spans, text)
    label = _label(spans, routes if named else [])
    score = location.score if location.score is not None else 1.0
    found = stretch_of(
        spans, f"{label} near {location.place}" if location.place else label,
        score * (1.0 if named else _MAIN_SCORE), ways.boundaries, others,
    )  # fmt: skip
    prec = WherePrec.WITHIN_25_KM
    return replace(
        found, where_prec=max(location.where_prec or prec, prec),
        governorate_pcode=location.governorate_pcode, district_pcode=location.district_pcode,
        flags=(*found.flags, *location.flags),
        candidates=(*found.candidates, *location.candidates),
    )  # fmt: skip


def _spans_in_disc(location: Location, routes: list[Route], beyond_km: float) -> list[Span]:
    """The parts of routes inside a disc, the nearest first; else of those that pass nearby."""
    if location.lat is None or location.lon is None or location.uncertainty_m is None:
        return []
    radius = location.uncertainty_m / 1000
    far = radius + beyond_km
    routes = [route for route in routes if route.may_pass(location.lat, location.lon, far)]
    off = [route.project(location.lat, location.lon)[1] for route in routes]
    within = radius if any(d <= radius for d in off) else far
    reached = [(route, d) for route, d in zip(routes, off, strict=True) if d <= within]
    spans = []
    for route, d in sorted(reached, key=lambda item: item[1]):
        span = _around(route, location.lat, location.lon, max(radius, d + _BESIDE_KM))
        spans += [span] if span else []
    return spans


@lru_cache(maxsize=8192)
def _around(route: Route, lat: float, lon: float, reach_km: float) -> Span | None:
    """The kilometres of a route inside a circle."""
    scale = np.array([np.cos(np.radians(lat)), 1.0]) * _KM_PER_DEG
    circle = shapely.Point(0.0, 0.0).buffer(reach_km)
    line = shapely.LineString((route.line - (lon, lat)) * scale)
    return _span(route, shapely.intersection(line, circle), (lon, lat), scale)


def _in_governorate(location: Location, routes: list[Route], ways: Ways) -> list[Span]:
    key = location.governorate_pcode or ""
    found = (_inside(route, key, ways.boundaries) for route in routes)
    return [span for span in found if span]


@lru_cache(maxsize=2048)
def _inside(route: Route, key: str, boundaries: BoundarySet) -> Span | None:
    """The kilometres of a route inside the governorate with this key."""
    unit = boundaries.unit(key)
    if unit is None:
        return None
    part = shapely.intersection(route.shape, unit.geometry)
    return _span(route, part, (0.0, 0.0), np.ones(2))


def _span(
    route: Route, part: shapely.Geometry, origin: tuple[float, float], scale: np.ndarray
) -> Span | None:
    """From the first to the last kilometre of a part of the route, drawn about an origin."""
    lines = [p for p in shapely.get_parts(part) if p.geom_type == "LineString" and p.length > 0]
    ends = [p.coords[i] for p in lines for i in (0, -1)]
    at = [route.project(y / scale[1] + origin[1], x / scale[0] + origin[0])[0] for x, y in ends]
    return (route, min(at), max(at)) if at and max(at) - min(at) > 0.1 else None
