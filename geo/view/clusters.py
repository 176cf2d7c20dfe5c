"""Incidents of exact forms gathered into cells of the screen."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from geo.errors import QueryError
from geo.store.snapshot import STATUSES, Snapshot
from geo.view.index import Rows, index_of, world_y
from geo.view.state import MAX_ZOOM
from geo.view.window import Bbox, within

TILE_PX: Final = 256
"""Pixels of the whole world at zoom 0 (Web Mercator, EPSG:3857)."""

CELL_PX: Final = 56
MAX_SIDE: Final = 128
"""Most cells across or down a window; a window that would have more gets larger cells."""

_K: Final = len(STATUSES)


@dataclass(frozen=True, eq=False, slots=True)
class Cells:
    """Cells that hold at least one incident, north to south and west to east; c of them.

    Attributes
    ----------
    lat, lon : degrees EPSG:4326, mean of the members' positions; of a single one, its own.
    count : members, shape (c,).
    by_status : members by status in the order of ``STATUSES``, shape (c, 6).
    row : row of the only member, -1 where there are several.
    stacked : whether several members share one and the same coordinate.
    """

    lat: NDArray[np.float64]
    lon: NDArray[np.float64]
    count: NDArray[np.int64]
    by_status: NDArray[np.int64]
    row: NDArray[np.int64]
    stacked: NDArray[np.bool_]


def cells(snapshot: Snapshot, rows: Rows, bbox: Bbox, zoom: float, cell_px: int = CELL_PX) -> Cells:
    """Gather the rows of exact forms that lie in the window into a grid of the screen.

    The grid is fixed to the world, so that cells do not wander while the map is panned. The
    counts add up to the number of such rows. Other forms never enter a cell.

    Parameters
    ----------
    zoom : Web Mercator zoom; beyond 0 to ``MAX_ZOOM`` the nearest of the two is taken.
    cell_px : side of a cell in screen pixels.

    Raises
    ------
    QueryError
        The zoom is not a number, or the cell is not at least one pixel.
    """
    if not math.isfinite(zoom):
        raise QueryError(f"zoom {zoom} is not a number")
    if cell_px < 1:
        raise QueryError(f"a cell of {cell_px} pixels is too small")
    index = index_of(snapshot)
    members = within(snapshot, rows[index.exact[rows]], bbox)
    grid = _Grid.over(bbox, min(max(zoom, 0.0), float(MAX_ZOOM)), cell_px)
    return _gather(snapshot, members, grid.cell(index.world_x[members], index.world_y[members]))


@dataclass(frozen=True, slots=True)
class _Grid:
    """Cells of 1/``per_world`` of the world; the window's first column and line, and width."""

    per_world: float
    column: int
    line: int
    width: int

    @classmethod
    def over(cls, bbox: Bbox, zoom: float, cell_px: int) -> _Grid:
        """The grid over a window; cells are doubled until it has at most ``MAX_SIDE`` a side."""
        left, right = (bbox.west + 180) / 360, (bbox.east + 180) / 360
        top, bottom = world_y(np.array([bbox.north, bbox.south]))
        per_world = TILE_PX * 2.0**zoom / cell_px
        while max(right - left, bottom - top) * per_world > MAX_SIDE:
            per_world /= 2
        column, line = int(left * per_world), int(top * per_world)
        return cls(per_world, column, line, int(right * per_world) - column + 1)

    def cell(self, x: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.int64]:
        """Number of the cell that holds each place (Web Mercator, 0 to 1), line by line."""
        column = (x * self.per_world).astype(np.int64)
        column += (y * self.per_world).astype(np.int64) * self.width
        column -= self.line * self.width + self.column
        return column


def _gather(snapshot: Snapshot, members: Rows, cell: NDArray[np.int64]) -> Cells:
    """Count and average the members of each cell."""
    size = int(cell.max(initial=-1)) + 1
    table = np.bincount(cell * _K + snapshot.status[members], minlength=size * _K)
    by_status = table.reshape(size, _K)
    count = by_status.sum(axis=1)
    used = np.flatnonzero(count)
    count, by_status = count[used], by_status[used]
    lat, lon = snapshot.lat[members], snapshot.lon[members]
    first = np.empty(size, dtype=np.int64)
    first[cell[::-1]] = np.arange(len(members))[::-1]
    first = first[used]
    mean_lat = np.bincount(cell, weights=lat, minlength=size)[used] / count
    mean_lon = np.bincount(cell, weights=lon, minlength=size)[used] / count
    stacked = count > 1
    stacked &= np.isclose(mean_lat, lat[first], rtol=0, atol=1e-9)
    stacked &= np.isclose(mean_lon, lon[first], rtol=0, atol=1e-9)
    if stacked.any():  # else no cell can have all its members at one place
        stacked &= _at_one_place(lat, lon, cell, used, first)
    return Cells(
        lat=np.where(stacked, lat[first], mean_lat),
        lon=np.where(stacked, lon[first], mean_lon),
        count=count,
        by_status=by_status,
        row=np.where(count == 1, members[first], -1),
        stacked=stacked,
    )


def _at_one_place(
    lat: NDArray[np.float64],
    lon: NDArray[np.float64],
    cell: NDArray[np.int64],
    used: NDArray[np.int64],
    first: NDArray[np.int64],
) -> NDArray[np.bool_]:
    """For each used cell, whether its members have exactly the coordinate of the first."""
    leader = np.zeros(used.max() + 1, dtype=np.int64)
    leader[used] = first
    leader = leader[cell]
    elsewhere = cell[(lat != lat[leader]) | (lon != lon[leader])]
    return np.equal(np.bincount(elsewhere, minlength=used.max() + 1)[used], 0)
