"""Linear referencing: where along a line points are, and how far beside it.

Points far from the line fall away on a coarse raster first, so that a million points cost little
more than those that are near.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
import pyproj
import shapely
from numpy.typing import NDArray

from geo.crs import GEOGRAPHIC_CRS, METRIC_CRS
from geo.places.roads import Way
from geo.places.routes import Route, Town

Floats = NDArray[np.float64]
_CELL_DEG: Final = 0.02
_STEP_M: Final = 1_000.0


@dataclass(frozen=True, eq=False, slots=True)
class Course:
    """A line with kilometres: a named route, or a way between two places. Known by identity.

    Attributes
    ----------
    line : (n, 2) degrees (lon, lat); km : (n,) kilometres from the start, rising.
    towns : on its axis. ``assumed_km``, ``chord_km``: see ``geo.places.roads.Way``.
    remarks : what a reader must know of it.
    """

    label: str
    line: Floats
    km: Floats
    towns: tuple[Town, ...] = ()
    assumed_km: float = 0.0
    chord_km: float = 0.0
    remarks: tuple[str, ...] = ()

    @property
    def length_km(self) -> float:
        """Length in kilometres of road."""
        return float(self.km[-1])


@lru_cache(maxsize=1)
def _to_metric() -> pyproj.Transformer:
    return pyproj.Transformer.from_crs(GEOGRAPHIC_CRS, METRIC_CRS, always_xy=True)


def metric(lon: Floats, lat: Floats) -> Floats:
    """Degrees as metres of ``METRIC_CRS``, shape (n, 2)."""
    return np.column_stack(_to_metric().transform(lon, lat))


def project(
    line: Floats, km: Floats, lat: Floats, lon: Floats, reach_m: float
) -> tuple[NDArray[np.int64], Floats, Floats]:
    """Kilometre and offset of the points within reach of a line.

    Parameters
    ----------
    line, km : see ``Course``.
    lat, lon : (n,) degrees EPSG:4326, NaN allowed.
    reach_m : points farther off are left out, metres.

    Returns
    -------
    rows, km, offset_m
        Of the points within reach, in their order. Metres in ``METRIC_CRS`` (true to 0.13 %).
    """
    near = _near(line, lat, lon, reach_m)
    if not len(near):
        return near, np.empty(0), np.empty(0)
    drawn = metric(line[:, 0], line[:, 1])
    shape = shapely.LineString(drawn)
    shapely.prepare(shape)
    points = shapely.points(metric(lon[near], lat[near]))
    within = shapely.dwithin(shape, points, reach_m)
    near, points = near[within], points[within]
    offset = shapely.distance(shape, points)
    drawn_m = np.concatenate(([0.0], np.cumsum(np.hypot(*np.diff(drawn, axis=0).T))))
    at = np.interp(shapely.line_locate_point(shape, points), drawn_m, km)
    return near, at, offset


def _near(line: Floats, lat: Floats, lon: Floats, reach_m: float) -> NDArray[np.int64]:
    """Rows in raster cells that the line with its reach may touch."""
    if not len(lat):
        return np.empty(0, dtype=np.int64)
    west, south = line.min(axis=0) - 2 * _CELL_DEG - reach_m / 80_000
    east, north = line.max(axis=0) + 2 * _CELL_DEG + reach_m / 80_000
    wide, tall = int((east - west) / _CELL_DEG) + 1, int((north - south) / _CELL_DEG) + 1
    samples = _sampled(line)
    x = ((samples[:, 0] - west) / _CELL_DEG).astype(np.int64)
    y = ((samples[:, 1] - south) / _CELL_DEG).astype(np.int64)
    raster = np.zeros((tall, wide), dtype=np.bool_)
    raster[y, x] = True
    across = int(np.ceil((reach_m + _STEP_M) / (88_000 * _CELL_DEG))) + 1
    raster = _grown(raster, across)
    inside = (lon >= west) & (lon < east) & (lat >= south) & (lat < north)
    rows = np.flatnonzero(inside)
    x = ((lon[rows] - west) / _CELL_DEG).astype(np.int64)
    y = ((lat[rows] - south) / _CELL_DEG).astype(np.int64)
    return np.asarray(rows[raster[np.minimum(y, tall - 1), np.minimum(x, wide - 1)]])


def _grown(raster: NDArray[np.bool_], cells: int) -> NDArray[np.bool_]:
    """True wherever a cell within that many rows and columns is."""
    for axis in (0, 1):
        total = np.cumsum(np.pad(raster, [(cells + 1, cells) if a == axis else (0, 0)
                                          for a in (0, 1)]), axis=axis, dtype=np.int64)  # fmt: skip
        width = 2 * cells + 1
        size = raster.shape[axis]
        high = np.take(total, np.arange(width, width + size), axis=axis)
        raster = high - np.take(total, np.arange(size), axis=axis) > 0
    return raster


def _sampled(line: Floats) -> Floats:
    """Points along a line, about a kilometre apart."""
    steps = np.hypot(*np.diff(line, axis=0).T) * 111_200
    count = np.maximum(1, np.ceil(steps / _STEP_M)).astype(np.int64)
    at = np.repeat(np.arange(len(count)), count)
    start = np.cumsum(count) - count
    share = (np.arange(len(at)) - start[at]) / count[at]
    between = line[at] + share[:, None] * (line[at + 1] - line[at])
    return np.vstack([between, line[-1:]])


def covered(course: Course, wkt: str, reach_m: float) -> tuple[float, float] | None:
    """Kilometres (low, high) of a course that another line runs along, if it does for 2 km."""
    parts = [shapely.get_coordinates(part) for part in shapely.get_parts(shapely.from_wkt(wkt))]
    points = np.vstack([_sampled(part) for part in parts if len(part) > 1] or [np.empty((0, 2))])
    _, km, _ = project(course.line, course.km, points[:, 1], points[:, 0], reach_m)
    if not len(km) or km.max() - km.min() < 2 * _STEP_M / 1000 or len(km) < 0.1 * len(points):
        return None
    return float(km.min()), float(km.max())


@lru_cache(maxsize=256)
def course_of_way(label: str, way: Way, towns: tuple[Town, ...]) -> Course:
    """A way as a course; ``towns`` may lie anywhere, those within 12 km of it are on its axis."""
    line, km = np.array(way.line), np.array(way.at_km)
    lat, lon = (np.array([getattr(town, name) for town in towns]) for name in ("lat", "lon"))
    rows, at, _ = project(line, km, lat, lon, 12_000)
    passed = {towns[row].name: (at[i], towns[row]) for i, row in enumerate(rows.tolist())}
    listed = [Town(name, town.lat, town.lon, float(here)) for name, (here, town) in passed.items()]
    remarks = () if way.on_road else ("a straight line: the roads at hand do not link the ends",)
    return Course(
        label, line, km, tuple(sorted(listed, key=lambda town: town.km)),
        way.assumed_km, way.chord_km, remarks,
    )  # fmt: skip


@lru_cache(maxsize=256)
def course_of_route(route: Route) -> Course:
    """A named route as a course, with its doubts in words."""
    remarks = []
    if not route.sourced:
        remarks.append("unverified: the name rests on general knowledge")
    if not route.course_sourced:
        remarks.append("course not verified: some of its towns rest on general knowledge")
    if route.stated_km and abs(route.length_km - route.stated_km) > 0.15 * route.stated_km:
        remarks.append(f"its source states {route.stated_km:.0f} km")
    return Course(
        route.label, route.line, route.km, route.towns, route.assumed_km, route.chord_km,
        tuple(remarks),
    )  # fmt: skip
