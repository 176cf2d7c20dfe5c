"""Geometries of geo files as the cells of three more columns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

import numpy as np
import pyproj
import shapely
from numpy.typing import NDArray

from geo.crs import GEOGRAPHIC_CRS
from geo.read._cells import cell_text

GEOMETRY: Final = ("latitude", "longitude", "geometry")
"""Names of the columns."""
_LEAST_BYTES_A_VERTEX: Final = 16
_NONE: Final = "no coordinate"


def with_geometry(fields: Sequence[str], added: Sequence[str]) -> tuple[str, ...]:
    """Names of the columns of a table to which ``added`` ones come; "_" keeps them apart."""
    own = (f"{name}_" if name.lower() in added else name for name in fields)
    return (*own, *added)


def added_columns(fields: Iterable[str]) -> tuple[str, ...]:
    """The columns that a geometry adds: none where the file has coordinates of its own."""
    own = {name.strip().lower() for name in fields}
    return () if {"latitude", "longitude"} <= own else GEOMETRY


class Shapes:
    """The geometries of a batch in EPSG:4326, decoded when they are asked for."""

    def __init__(self, wkb: list[bytes | None], crs: Any) -> None:
        self._wkb = wkb
        self._mover = None
        if crs and not pyproj.CRS(crs).equals(pyproj.CRS(GEOGRAPHIC_CRS), ignore_axis_order=True):
            self._mover = pyproj.Transformer.from_crs(crs, GEOGRAPHIC_CRS, always_xy=True)

    def fault(self, at: int, most: int) -> str:
        """What keeps a geometry from being read: more than ``most`` vertices; "" for nothing."""
        size = len(self._wkb[at] or b"") // _LEAST_BYTES_A_VERTEX
        if size <= most:
            return ""
        return (
            f"the geometry has {size:,} vertices, more than the {most:,} that are read "
            "(ATLAS_MAX_VERTICES)"
        )

    def cells(self, at: int) -> list[str]:
        """Latitude and longitude of a point, or the WKT of another geometry."""
        if self._wkb[at] is None:
            return ["", "", ""]
        shape = shapely.from_wkb(self._wkb[at], on_invalid="ignore")
        if shape is None or shape.is_empty:  # which OGR also makes of a point at NaN
            return [_NONE, _NONE, ""]
        shape = shapely.force_2d(shape)
        if self._mover is not None:
            shape = shapely.transform(shape, self._moved)
        points = shapely.get_parts(shape)
        if len(points) == 1 and points[0].geom_type == "Point":
            return [cell_text(points[0].y), cell_text(points[0].x), ""]
        return ["", "", shapely.to_wkt(shape, rounding_precision=6)]

    def _moved(self, xy: NDArray[np.float64]) -> NDArray[np.float64]:
        assert self._mover is not None  # noqa: S101 - only called with one
        return np.column_stack(self._mover.transform(xy[:, 0], xy[:, 1]))
