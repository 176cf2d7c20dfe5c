"""A stretch of road between two places as a location."""

from __future__ import annotations

import numpy as np
import shapely

from geo.model import Form, Location, WherePrec
from geo.places.boundaries import BoundarySet
from geo.places.records import Place
from geo.places.roads import RoadNetwork

_MIN_SHARE = 0.03


def stretch_location(
    a: Place, b: Place, label: str, score: float, roads: RoadNetwork, boundaries: BoundarySet
) -> Location | None:
    """The way along the network from ``a`` to ``b``.

    Its governorate is the one with the greatest part of the way; when it crosses several, a flag
    names them all. ``None`` when both ends are one place.
    """
    if a.lat is None or a.lon is None or b.lat is None or b.lon is None or a is b:
        return None
    way = roads.way(a.lat, a.lon, b.lat, b.lon)
    line = shapely.LineString(way.line)
    if line.length == 0:
        return None
    shares = _shares(line, boundaries)
    middle = line.interpolate(0.5, normalized=True)
    flags = []
    if len(shares) > 1:
        flags.append("crosses " + ", ".join(name for _, name, _ in shares))
    if not way.on_road:
        flags.append("straight line: the road network at hand does not link the two ends")
    return Location(
        form=Form.STRETCH, where_prec=WherePrec.LINEAR_OR_LARGER, lat=middle.y, lon=middle.x,
        uncertainty_m=way.km * 500 + 5_000, place=label,
        governorate_pcode=shares[0][0] if shares else None,
        stretch_wkt=way.wkt, method="road between two places", score=round(score, 3),
        flags=tuple(flags),
    )  # fmt: skip


def _shares(line: shapely.Geometry, boundaries: BoundarySet) -> list[tuple[str, str, float]]:
    """(key, name, share of the line) of the governorates it crosses, the greatest first."""
    points = shapely.line_interpolate_point(line, np.linspace(0, 1, 101), normalized=True)
    codes, _, _ = boundaries.locate(shapely.get_y(points), shapely.get_x(points))
    found, counts = np.unique(codes[codes >= 0], return_counts=True)
    order = np.argsort(-counts, kind="stable")
    units = boundaries.governorates
    shares = [(units[c].key, units[c].name, n / 101) for c, n in zip(found, counts, strict=True)]
    return [shares[i] for i in order if shares[i][2] >= _MIN_SHARE or i == order[0]]
