"""Stretches of road as locations: the way between two places, parts of named routes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.model import Candidate, Form, Location, WherePrec
from geo.places.boundaries import BoundarySet
from geo.places.records import Place
from geo.places.roads import RoadNetwork, Way
from geo.places.routes import Route, RouteSet

ROUTE: Final = "route"
"""``Candidate.kind`` of a named route."""

_CORRIDOR_SHARE: Final = 0.15
_CORRIDOR_KM: Final = (7.5, 35.0)
_MIN_SHARE: Final = 0.03
_ASSUMED_LEAST_KM: Final = 5.0
_END_KM: Final = 15.0
_END_SHARE: Final = 0.2
_END_MOST_KM: Final = 40.0
_NAMED_MOST: Final = 4
_TOWN_KM: Final = 10.0
_ROUND_MOST: Final = 1.35
_HARDLY_LONGER: Final = 1.15
_SAME_PLACE_KM: Final = 5.0
_STRAIGHT: Final = "straight line: the road network at hand does not link the two ends"
_ASSUMED: Final = "{:.0f} of {:.0f} km are assumed: no road file has them"
_CROSSES: Final = "crosses "

LatLon = tuple[float, float]
Span = tuple[Route, float, float]
"""A named route and two kilometres of it (low, high)."""


@dataclass(frozen=True, slots=True)
class Ways:
    """What is needed to place something on a road."""

    roads: RoadNetwork
    routes: RouteSet
    boundaries: BoundarySet


def corridor_m(km: float) -> float:
    """Metres to each side of a stretch of this length that hold nine of ten incidents on it.

    Between places far apart there is more room for another road: 15 % of the length, from 7.5
    to 35 km. Measured by ``geo.places.evaluate.roads``.
    """
    least, most = _CORRIDOR_KM
    return round(1000 * min(max(_CORRIDOR_SHARE * km, least), most), -2)


def crossed(location: Location) -> list[str]:
    """Names of the governorates that a stretch crosses, the greatest part first, from its flag."""
    flag = next((f for f in location.flags if f.startswith(_CROSSES)), _CROSSES)
    return [name for name in flag.removeprefix(_CROSSES).split(", ") if name]


def stretch_between(
    a: Place, b: Place, label: str, score: float, text: str, ways: Ways
) -> Location | None:
    """The road from ``a`` to ``b``.

    A named route that the words speak of, by name or as a highway, is followed where it links the
    two; so is a highway that the words do not speak of where it is hardly longer than the shortest
    way. Else it is that way, with the named route that it keeps to. Its governorate is the one
    with the greatest part of it; when it crosses several, a flag names them all. ``None`` when
    both ends are one place.
    """
    if a.lat is None or a.lon is None or b.lat is None or b.lon is None or a is b:
        return None
    way = ways.roads.way(a.lat, a.lon, b.lat, b.lon)
    if shapely.LineString(way.line).length == 0:
        return None
    spans = _links(a, b, text, way.km, ways.routes)
    if spans:
        return stretch_of(spans[:1], label, score, ways.boundaries, spans[1:])
    carried = ways.routes.carrying(way, text)
    doubts = _doubts(way)
    location = _located(np.array(way.line), way.km, label, score, ways.boundaries, doubts)
    if carried is None:
        return location
    route, low, high = carried
    return replace(
        location, route=route.label, from_km=round(low, 1), to_km=round(high, 1),
        flags=(*location.flags, *_unverified([route])),
    )  # fmt: skip


def _links(a: Place, b: Place, text: str, way_km: float, routes: RouteSet) -> list[Span]:
    """The parts of named routes that link two places, the one that is meant first."""
    spoken = routes.named(text) or routes.main(text)
    end_km, longest = _TOWN_KM, _HARDLY_LONGER
    if spoken:
        end_km, longest = min(max(_END_KM, _END_SHARE * way_km), _END_MOST_KM), _ROUND_MOST
    ends = [(place.lat or 0.0, place.lon or 0.0) for place in (a, b)]
    found = (_linking(r, *ends, way_km, end_km, longest) for r in spoken or routes.civil(text))
    return [span for span in found if span]


@lru_cache(maxsize=8192)
def _linking(
    route: Route, a: LatLon, b: LatLon, way_km: float, end_km: float, longest: float
) -> Span | None:
    """The part of a route that leads from one place to the other, if it does without a detour.

    ``end_km``: how far beside the route they may lie; ``longest``: how many times ``way_km``.
    """
    if not all(route.may_pass(*end, end_km) for end in (a, b)):
        return None
    at = [route.project(*end) for end in (a, b)]
    (low, _), (high, _) = sorted(at)
    off = [off for _, off in at]
    long = high - low + sum(off) > longest * way_km
    if max(off) > end_km or long or high - low < 0.5 * way_km:
        return None
    return route, low, high


def _doubts(way: Way) -> tuple[str, ...]:
    """What a reader must know of a way: no road at all, or gaps that were bridged."""
    if not way.on_road:
        return (_STRAIGHT,)
    if way.assumed_km < _ASSUMED_LEAST_KM:
        return ()
    return (_ASSUMED.format(way.assumed_km, way.km),)


def stretch_of(
    spans: Sequence[Span], label: str, score: float, boundaries: BoundarySet,
    others: Sequence[Span] = (),
) -> Location:  # fmt: skip
    """Parts of named routes; ``route``, ``from_km`` and ``to_km`` are of the first.

    Where there are several, the words do not tell which is meant: all are drawn, and all are
    candidates, as are ``others``, which are not drawn.
    """
    parts = [route.part(low, high) for route, low, high in _without_repeats(spans)]
    first, low, high = spans[0]
    flags = _unverified(route for route, _, _ in spans[:_NAMED_MOST])
    assumed = first.assumed_between(low, high)
    if assumed >= _ASSUMED_LEAST_KM:
        flags = (_ASSUMED.format(assumed, high - low), *flags)
    if len(spans) > 1:
        flags = (f"the words do not tell which road is meant: {_names(spans)}", *flags)
    if others:
        flags = (f"other routes that may be meant: {_names(others)}", *flags)
    several = (*spans, *others) if len(spans) + len(others) > 1 else ()
    found = _located(
        parts[0] if len(parts) == 1 else parts, high - low, label,
        score if len(spans) == 1 else round(score / len(spans), 3), boundaries, flags,
    )  # fmt: skip
    return replace(
        found, route=first.label, from_km=round(low, 1), to_km=round(high, 1),
        method="named route", candidates=tuple(_candidate(span, boundaries) for span in several),
    )  # fmt: skip


def _names(spans: Sequence[Span]) -> str:
    """The routes' names, the first few where there are many."""
    names = [route.label for route, _, _ in spans]
    more = len(names) - _NAMED_MOST
    return ", ".join(names[:_NAMED_MOST]) + (f" and {more} more" if more > 0 else "")


def _without_repeats(spans: Sequence[Span]) -> Iterator[Span]:
    """Those that do not run along one before them: M1 and MSR Tampa share their road."""
    kept: list[Span] = []
    for span in spans:
        middle = _middle(span)
        if all(route.project(*middle)[1] > _SAME_PLACE_KM for route, _, _ in kept):
            kept.append(span)
            yield span


def _middle(span: Span) -> tuple[float, float]:
    """(lat, lon) of its middle kilometre."""
    route, low, high = span
    at = (low + high) / 2
    lon, lat = (float(np.interp(at, route.km, route.line[:, axis])) for axis in (0, 1))
    return lat, lon


@lru_cache(maxsize=4096)
def _candidate(span: Span, boundaries: BoundarySet) -> Candidate:
    route, low, high = span
    lat, lon = _middle(span)
    code = int(boundaries.locate(np.array([lat]), np.array([lon]))[0][0])
    return Candidate(
        route.label, ROUTE, lat, lon, 0.5, boundaries.governorates[code].key if code >= 0 else None,
        round(low, 1), round(high, 1),
    )  # fmt: skip


def _unverified(routes: Iterable[Route]) -> tuple[str, ...]:
    """What of the names and courses rests on no source."""
    flags = []
    for route in routes:
        if not route.sourced:
            flags.append(f"unverified: the name {route.label} rests on general knowledge")
        elif not route.course_sourced:
            flags.append(f"the course of {route.label} is not verified at every town")
    return tuple(flags)


def _located(
    line: NDArray[np.float64] | Sequence[NDArray[np.float64]], km: float, label: str, score: float,
    boundaries: BoundarySet, flags: tuple[str, ...],
) -> Location:  # fmt: skip
    """A line, or several, (n, 2) degrees (lon, lat), as a location."""
    drawn = [line] if isinstance(line, np.ndarray) else line
    shape = [shapely.LineString(part) for part in drawn]
    whole = shape[0] if len(shape) == 1 else shapely.MultiLineString(shape)
    shares = _shares(whole, boundaries)
    middle = shapely.line_interpolate_point(shape[0], 0.5, normalized=True)
    if len(shares) > 1:
        flags = (_CROSSES + ", ".join(name for _, name, _ in shares), *flags)
    return Location(
        form=Form.STRETCH, where_prec=WherePrec.LINEAR_OR_LARGER, lat=middle.y, lon=middle.x,
        uncertainty_m=corridor_m(km), place=label,
        governorate_pcode=shares[0][0] if shares else None,
        stretch_wkt=shapely.to_wkt(whole, rounding_precision=5),
        method="road between two places", score=round(score, 3), flags=flags,
    )  # fmt: skip


@lru_cache(maxsize=2048)
def _shares(line: shapely.Geometry, boundaries: BoundarySet) -> list[tuple[str, str, float]]:
    """(key, name, share of the line) of the governorates it crosses, the greatest first."""
    samples = []
    for part in shapely.get_parts(line):
        n = max(2, round(100 * part.length / line.length))
        samples.append(
            shapely.line_interpolate_point(part, (np.arange(n) + 0.5) / n, normalized=True)
        )
    points = np.concatenate(samples)
    codes, _, _ = boundaries.locate(shapely.get_y(points), shapely.get_x(points))
    found, counts = np.unique(codes[codes >= 0], return_counts=True)
    order = np.argsort(-counts, kind="stable")
    units = boundaries.governorates
    shares = [
        (units[c].key, units[c].name, n / len(points)) for c, n in zip(found, counts, strict=True)
    ]
    return [shares[i] for i in order if shares[i][2] >= _MIN_SHARE or i == order[0]]
