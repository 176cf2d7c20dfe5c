"""Stretches of road as locations: between two places, along a named route, beside one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

import numpy as np
import shapely

from geo.model import Form, Location, WherePrec
from geo.places.boundaries import BoundarySet
from geo.places.records import Place
from geo.places.roads import RoadNetwork, Way
from geo.places.routes import Route, RouteSet

CORRIDOR_M: Final = 25_000.0
"""Metres to each side of a stretch that hold nine of ten incidents said to be on it."""

_MIN_SHARE: Final = 0.03
_ROUTE_REACH_KM: Final = 10.0
_ASSUMED_LEAST_KM: Final = 5.0
_STRAIGHT: Final = "straight line: the road network at hand does not link the two ends"


@dataclass(frozen=True, slots=True)
class Ways:
    """What is needed to place something on a road."""

    roads: RoadNetwork
    routes: RouteSet
    boundaries: BoundarySet


def stretch_between(
    a: Place, b: Place, label: str, score: float, text: str, ways: Ways
) -> Location | None:
    """The way along the network from ``a`` to ``b``, and the named route that it follows.

    Its governorate is the one with the greatest part of the way; when it crosses several, a flag
    names them all. ``None`` when both ends are one place.
    """
    if a.lat is None or a.lon is None or b.lat is None or b.lon is None or a is b:
        return None
    way = ways.roads.way(a.lat, a.lon, b.lat, b.lon)
    line = shapely.LineString(way.line)
    if line.length == 0:
        return None
    carried = ways.routes.carrying(way, text)
    flags = _doubts(way)
    location = _stretch(line, way.wkt, way.km, label, score, ways.boundaries, flags)
    if carried is None:
        return location
    route, low, high = carried
    return replace(location, route=route.label, from_km=round(low, 1), to_km=round(high, 1))


def _doubts(way: Way) -> tuple[str, ...]:
    """What a reader must know of a way: no road at all, or gaps that were bridged."""
    if not way.on_road:
        return (_STRAIGHT,)
    if way.assumed_km < _ASSUMED_LEAST_KM:
        return ()
    return (f"{way.assumed_km:.0f} of {way.km:.0f} km are assumed: no road file has them",)


def stretch_of_route(
    route: Route, score: float, boundaries: BoundarySet, governorate: str | None = None
) -> Location | None:
    """A named route, or the part of it inside a governorate; ``None`` when it is not there."""
    line: shapely.Geometry = route.shape
    unit = boundaries.unit(governorate) if governorate else None
    if unit is not None:
        line = shapely.intersection(line, unit.geometry)
    parts = [p for p in shapely.get_parts(line) if p.geom_type == "LineString" and p.length > 0]
    if not parts:
        return None
    line = parts[0] if len(parts) == 1 else shapely.MultiLineString(parts)
    ends = [route.project(y, x)[0] for p in parts for x, y in (p.coords[0], p.coords[-1])]
    low, high = min(ends), max(ends)
    label = f"{route.label} in {unit.name}" if unit else route.label
    wkt = shapely.to_wkt(line, rounding_precision=5)
    found = _stretch(line, wkt, high - low, label, score, boundaries, ())
    return replace(found, route=route.label, from_km=round(low, 1), to_km=round(high, 1),
                   method="named route")  # fmt: skip


def beside_route(location: Location, routes: list[Route]) -> Location:
    """A disc with the kilometres of the named route that passes through it, if one does."""
    if location.lat is None or location.lon is None or location.uncertainty_m is None:
        return location
    radius_km = location.uncertainty_m / 1000
    at = [(*route.project(location.lat, location.lon), route) for route in routes]
    at = [item for item in at if item[1] <= radius_km + _ROUTE_REACH_KM]
    if not at:
        return location
    km, _, route = min(at, key=lambda item: item[1])
    flags = location.flags
    if len(at) > 1:
        others = ", ".join(r.label for _, _, r in at if r is not route)
        flags = (*flags, f"the words for the route may also mean {others}")
    if not route.sourced:
        flags = (*flags, f"the course of {route.label} rests on general knowledge")
    return replace(
        location, route=route.label, flags=flags,
        from_km=round(max(0.0, km - radius_km), 1),
        to_km=round(min(float(route.km[-1]), km + radius_km), 1),
    )  # fmt: skip


def _stretch(
    line: shapely.Geometry, wkt: str, km: float, label: str, score: float,
    boundaries: BoundarySet, flags: tuple[str, ...],
) -> Location:  # fmt: skip
    shares = _shares(line, boundaries)
    middle = shapely.line_interpolate_point(shapely.get_parts(line)[0], 0.5, normalized=True)
    if len(shares) > 1:
        flags = ("crosses " + ", ".join(name for _, name, _ in shares), *flags)
    return Location(
        form=Form.STRETCH, where_prec=WherePrec.LINEAR_OR_LARGER, lat=middle.y, lon=middle.x,
        uncertainty_m=round(km * 500 + 5_000), place=label,
        governorate_pcode=shares[0][0] if shares else None, stretch_wkt=wkt,
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
