"""Governorates and districts: which of them a point lies in, and what they are called.

A point on a shared border belongs to the unit with the lowest key, and to a district of that
governorate. A point outside every unit is given to the nearest one within 5 km and its distance
told, so that a rounded coordinate on the frontier is not lost; farther out it has none.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pyproj
import shapely
from numpy.typing import NDArray

from geo.crs import GEOGRAPHIC_CRS, METRIC_CRS
from geo.places.boundary_files import Layer, read_layer
from geo.places.governorates import GovernorateNames
from geo.settings import LayerSetting

NEAREST_M: Final = 5_000.0
"""How far outside the country a point may lie and still be given to a unit, in metres."""

_CELL_DEG: Final = 0.02
_BORDER: Final = -2
_PIECE: Final = 16
_REACH_CELLS: Final = 4
"""Cells around a border that hold every point within ``NEAREST_M`` of it (a cell is >= 1.7 km)."""

Floats = NDArray[np.float64]
Codes = NDArray[np.int16]


@dataclass(frozen=True, slots=True)
class BoundaryUnit:
    """A governorate or district.

    ``name`` is what a reader sees, ``official_name`` what the file says; ``geometry`` is a
    (multi)polygon, EPSG:4326 (lon lat); ``parent`` the key of a district's governorate.
    """

    key: str
    name: str
    official_name: str
    name_ar: str | None
    area_km2: float
    parent: str | None
    geometry: shapely.Geometry


class BoundarySet:
    """The units in use and the index to find them by; units are ordered by key.

    The index of a unit in ``governorates`` or ``districts`` is its code in ``locate``.
    """

    def __init__(
        self, governorates: tuple[BoundaryUnit, ...], districts: tuple[BoundaryUnit, ...]
    ) -> None:
        self.governorates = governorates
        self.districts = districts
        self._metric = pyproj.Transformer.from_crs(GEOGRAPHIC_CRS, METRIC_CRS, always_xy=True)
        self._governorate_index = _Index(governorates, self._metric)
        self._district_index = _Index(districts, self._metric)
        code = {unit.key: i for i, unit in enumerate(governorates)}
        self._parent = np.array([code.get(d.parent or "", -1) for d in districts], np.int16)
        self._by_key = {unit.key: unit for unit in (*governorates, *districts)}

    @classmethod
    def load(cls, governorates: LayerSetting, districts: LayerSetting | None = None) -> BoundarySet:
        """Read both files; the governorate of a district is found by where it lies.

        Raises
        ------
        BoundaryError
            See ``geo.places.boundary_files.read_layer``.
        """
        names = GovernorateNames.load()
        first = read_layer(governorates)
        upper = _units(first, names, [None] * len(first.keys))
        if districts is None:
            return cls(upper, ())
        second = read_layer(districts)
        inside = shapely.point_on_surface(second.geometry)
        code, _, _ = cls(upper, ()).locate(shapely.get_y(inside), shapely.get_x(inside))
        parents = [upper[c].key if c >= 0 else None for c in code]
        return cls(upper, _units(second, None, parents))

    def unit(self, key: str) -> BoundaryUnit | None:
        """The governorate or district with this key."""
        return self._by_key.get(key)

    def locate(self, lat: Floats, lon: Floats) -> tuple[Codes, Codes, Floats]:
        """Find the units of points.

        Parameters
        ----------
        lat, lon : shape (n,), degrees EPSG:4326; NaN where there is no coordinate.

        Returns
        -------
        governorate, district : int16 (n,), codes, -1 for none.
        outside_m : float64 (n,), 0 inside; metres to the nearest governorate when that is at
            most ``NEAREST_M``; inf farther out or without a coordinate.
        """
        x = np.asarray(lon, np.float64)
        y = np.asarray(lat, np.float64)
        governorate, undecided = self._governorate_index.lookup(x, y)
        self._governorate_index.decide(x, y, undecided, governorate)
        district, undecided = self._district_index.lookup(x, y)
        self._district_index.decide(x, y, undecided, district)
        self._district_index.decide(x, y, undecided, district, self._parent, governorate)
        outside_m = np.where(governorate >= 0, 0.0, np.inf)
        far = np.flatnonzero((governorate < 0) & self._governorate_index.may_be_near(x, y))
        if far.size:
            mx, my = self._metric.transform(x[far], y[far])
            near, distance = self._governorate_index.nearest(mx, my)
            governorate[far], outside_m[far] = near, distance
            reached = far[near >= 0]
            district[reached] = self._district_index.nearest(mx[near >= 0], my[near >= 0])[0]
        return governorate, district, outside_m


class _Index:
    """Point in polygon by a raster of cells, exact tests only in cells that a border touches."""

    def __init__(self, units: tuple[BoundaryUnit, ...], metric: pyproj.Transformer) -> None:
        self.shapes = np.array([unit.geometry for unit in units], dtype=object)
        shapely.prepare(self.shapes)
        self.bounds = shapely.bounds(self.shapes).reshape(-1, 4)
        metric_shapes = shapely.transform(
            self.shapes, lambda xy: np.column_stack(metric.transform(xy[:, 0], xy[:, 1]))
        )
        self.pieces, self.piece_unit = _outline_pieces(metric_shapes)
        self.tree = shapely.STRtree(self.pieces)
        self._build_raster()

    def _build_raster(self) -> None:
        if not len(self.shapes):
            self.west = self.south = 0.0
            self.cells = np.full((1, 1), -1, np.int16)
            self.close = np.zeros((1, 1), np.bool_)
            return
        west, south, east, north = shapely.total_bounds(self.shapes)
        margin = _REACH_CELLS + 1
        self.west, self.south = west - margin * _CELL_DEG, south - margin * _CELL_DEG
        columns = int((east - self.west) / _CELL_DEG) + margin + 1
        rows = int((north - self.south) / _CELL_DEG) + margin + 1
        middle_x = self.west + (np.arange(columns) + 0.5) * _CELL_DEG
        middle_y = self.south + (np.arange(rows) + 0.5) * _CELL_DEG
        grid_x, grid_y = (a.ravel() for a in np.meshgrid(middle_x, middle_y))
        cells = np.full(grid_x.size, -1, np.int16)
        self.decide(grid_x, grid_y, np.arange(grid_x.size), cells)
        self.cells = cells.reshape(rows, columns)
        # Points every eighth of a cell along each border, and the eight cells around them: no
        # border can pass through a cell that is not marked.
        lines = shapely.segmentize(shapely.boundary(self.shapes), _CELL_DEG / 8)
        xy = shapely.get_coordinates(lines)
        column = ((xy[:, 0] - self.west) / _CELL_DEG).astype(np.int64)
        row = ((xy[:, 1] - self.south) / _CELL_DEG).astype(np.int64)
        row, column = np.divmod(np.unique(row * columns + column), columns)
        self.close = np.zeros(self.cells.shape, np.bool_)
        for down in range(-_REACH_CELLS, _REACH_CELLS + 1):
            for across in range(-_REACH_CELLS, _REACH_CELLS + 1):
                self.close[row + down, column + across] = True
                if abs(down) <= 1 and abs(across) <= 1:
                    self.cells[row + down, column + across] = _BORDER

    def lookup(self, x: Floats, y: Floats) -> tuple[Codes, NDArray[np.int64]]:
        """Codes by raster, and the positions of points that need an exact test."""
        codes = self._at(x, y, self.cells)
        undecided = np.flatnonzero(codes == _BORDER)
        codes[undecided] = -1
        return codes, undecided

    def may_be_near(self, x: Floats, y: Floats) -> NDArray[np.bool_]:
        """False for points that are certainly not within ``NEAREST_M`` of a border."""
        return self._at(x, y, self.close) > 0

    def _at(self, x: Floats, y: Floats, raster: NDArray[Any]) -> Codes:
        rows, columns = raster.shape
        with np.errstate(invalid="ignore"):
            column = np.floor((x - self.west) / _CELL_DEG)
            row = np.floor((y - self.south) / _CELL_DEG)
            inside = (column >= 0) & (column < columns) & (row >= 0) & (row < rows)
        codes = np.full(x.shape, -1, np.int16)
        codes[inside] = raster[row[inside].astype(np.int64), column[inside].astype(np.int64)]
        return codes

    def decide(
        self,
        x: Floats,
        y: Floats,
        which: NDArray[np.int64],
        codes: Codes,
        parent: Codes | None = None,
        governorate: Codes | None = None,
    ) -> None:
        """Set ``codes`` of the points ``which`` by exact tests; borders count as inside.

        Units are tried from the highest key down, so the lowest key has the last word. With
        ``parent`` and ``governorate``, only units of the point's own governorate may win.
        """
        if not which.size:
            return
        here = self.bounds
        reached = (here[:, 0] <= x[which].max()) & (here[:, 2] >= x[which].min())
        reached &= (here[:, 1] <= y[which].max()) & (here[:, 3] >= y[which].min())
        for code in np.flatnonzero(reached)[::-1]:
            west, south, east, north = self.bounds[code]
            near = (x[which] >= west) & (x[which] <= east) & (y[which] >= south)
            near &= y[which] <= north
            if parent is not None and governorate is not None:
                near &= governorate[which] == parent[code]
            some = which[near]
            if some.size:
                codes[some[shapely.intersects_xy(self.shapes[code], x[some], y[some])]] = code

    def nearest(self, x_m: Floats, y_m: Floats) -> tuple[Codes, Floats]:
        """The nearest unit within ``NEAREST_M``, the lowest key of equals; metres, or inf."""
        codes = np.full(x_m.shape, -1, np.int16)
        distance = np.full(x_m.shape, np.inf)
        if not len(self.shapes) or not x_m.size:
            return codes, distance
        (point, piece), apart = self.tree.query_nearest(
            shapely.points(x_m, y_m), max_distance=NEAREST_M, return_distance=True
        )
        unit = self.piece_unit[piece]
        order = np.argsort(-unit, kind="stable")
        codes[point[order]] = unit[order]
        distance[point[order]] = apart[order]
        return codes, distance


def _outline_pieces(shapes: NDArray[np.object_]) -> tuple[NDArray[np.object_], Codes]:
    """Outlines cut into lines of a few vertices, which a tree searches far faster than polygons."""
    pieces: list[shapely.Geometry] = []
    owner: list[int] = []
    for code, shape in enumerate(shapes):
        for ring in shapely.get_rings(shape):
            xy = shapely.get_coordinates(ring)
            starts = range(0, len(xy) - 1, _PIECE)
            pieces += [shapely.LineString(xy[i : i + _PIECE + 1]) for i in starts]
            owner += [code] * len(starts)
    return np.array(pieces, dtype=object), np.array(owner, np.int16)


def _units(
    layer: Layer, names: GovernorateNames | None, parents: list[str | None]
) -> tuple[BoundaryUnit, ...]:
    metric = pyproj.Transformer.from_crs(GEOGRAPHIC_CRS, METRIC_CRS, always_xy=True)
    area_m2 = shapely.area(
        shapely.transform(
            layer.geometry, lambda xy: np.column_stack(metric.transform(xy[:, 0], xy[:, 1]))
        )
    )
    units = []
    for i, key in enumerate(layer.keys):
        official, arabic = layer.names[i], layer.names_ar[i]
        known = names.find(official, arabic) if names else None
        units.append(
            BoundaryUnit(
                key=key,
                name=known.name if known else official,
                official_name=official,
                name_ar=arabic or (known.name_ar if known else None),
                area_km2=float(area_m2[i]) / 1e6,
                parent=parents[i],
                geometry=layer.geometry[i],
            )
        )
    return tuple(units)
