"""A window of the map, and the rows that lie in it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.errors import QueryError
from geo.model import Form
from geo.store.cache import per_snapshot
from geo.store.snapshot import FORMS, Snapshot, morton
from geo.view.index import Rows, index_of

SCAN: Final = 20_000
"""Up to so many rows a plain test of each is as quick as looking up ranges."""

_BITS: Final = 21
_SIDE: Final = 8
"""A window is covered by about 8 x 8 quadrants of the Morton order."""


@dataclass(frozen=True, slots=True)
class Bbox:
    """West, south, east, north in degrees, EPSG:4326; edges belong to it.

    What lies beyond the world is cut off (a map zoomed far out shows it more than once).

    Raises
    ------
    QueryError
        A number is not finite, or west is east of east, or south is north of north. Windows
        across the anti-meridian are not supported.
    """

    west: float
    south: float
    east: float
    north: float

    def __post_init__(self) -> None:
        for name in ("west", "south", "east", "north"):
            value = getattr(self, name)
            if not math.isfinite(value):
                raise QueryError(f"the {name} edge of the map window is not a number ({value})")
            limit = 180.0 if name in ("west", "east") else 90.0
            object.__setattr__(self, name, min(max(float(value), -limit), limit))
        if self.west > self.east:
            raise QueryError(
                f"the map window's west edge ({self.west}) is east of its east edge ({self.east})"
            )
        if self.south > self.north:
            raise QueryError(
                f"the map window's south edge ({self.south}) is north of its north edge "
                f"({self.north})"
            )

    @classmethod
    def parse(cls, text: str) -> Bbox:
        """Read "west,south,east,north".

        Raises
        ------
        QueryError
            It is not four numbers in that order.
        """
        try:
            west, south, east, north = (float(part) for part in text.split(","))
        except ValueError:
            raise QueryError(f"map window {text!r} is not west,south,east,north") from None
        return cls(west, south, east, north)

    def holds(self, other: Bbox) -> bool:
        """Whether the other lies wholly inside."""
        return (
            self.west <= other.west
            and self.south <= other.south
            and self.east >= other.east
            and self.north >= other.north
        )


IRAQ: Final = Bbox(38.79, 29.06, 48.58, 37.38)
"""A window that holds the whole country. Source: OCHA COD-AB Iraq 2019, adm0 bounds."""


def within(snapshot: Snapshot, rows: Rows, bbox: Bbox) -> Rows:
    """Those of the rows whose coordinate lies in the window, whatever their form."""
    index = index_of(snapshot)
    if bbox.holds(Bbox(*index.extent)):
        return rows[: np.searchsorted(rows, index.placed)]
    if len(rows) > SCAN:
        rows = _candidates(snapshot, rows, bbox)
    lat, lon = snapshot.lat[rows], snapshot.lon[rows]
    inside = (lat >= bbox.south) & (lat <= bbox.north) & (lon >= bbox.west) & (lon <= bbox.east)
    kept: Rows = rows if inside.all() else rows[inside]
    return kept


def in_view(snapshot: Snapshot, rows: Rows, bbox: Bbox) -> Rows:
    """Rows that a reader sees in the window, rising.

    Exact forms by their coordinate. A stretch of road when the window crosses it. A district or
    governorate when the window holds its label or any place known to lie in it. Country-wide and
    unplaced incidents when the whole country is in the window.
    """
    if bbox.holds(IRAQ) and bbox.holds(Bbox(*index_of(snapshot).extent)):
        return rows
    index = index_of(snapshot)
    drawn = index.drawn[rows]
    seen = np.zeros(snapshot.n, dtype=np.bool_)
    seen[within(snapshot, rows[index.exact[rows]], bbox)] = True
    inside = within(snapshot, np.arange(snapshot.n), bbox)
    box = shapely.box(bbox.west, bbox.south, bbox.east, bbox.north)
    for form, column, units in (
        (Form.DISTRICT, snapshot.district, snapshot.district[inside]),
        (Form.GOVERNORATE, snapshot.governorate, snapshot.governorate[inside]),
        (Form.STRETCH, snapshot.stretch, np.flatnonzero(shapely.intersects(_lines(snapshot), box))),
    ):
        of_form = rows[drawn == FORMS.index(form)]
        seen[of_form[np.isin(column[of_form], np.unique(units))]] = True
    if bbox.holds(IRAQ):
        seen[rows[_ANYWHERE[drawn]]] = True
    return np.flatnonzero(seen)


_ANYWHERE: Final = np.array([form in (Form.COUNTRY, Form.UNPLACED) for form in FORMS])


@per_snapshot(maxsize=1)
def _lines(snapshot: Snapshot) -> NDArray[np.object_]:
    """Lines of the stretches, lon lat; position = code."""
    return np.asarray(shapely.from_wkt([line.wkt for line in snapshot.vocab.stretches]))


def _candidates(snapshot: Snapshot, rows: Rows, bbox: Bbox) -> Rows:
    """Rows in the Morton ranges that cover the window: all that are inside, few others."""
    codes = index_of(snapshot).morton
    starts, ends = _ranges(bbox)
    first = np.searchsorted(rows, np.searchsorted(codes, starts, side="left"))
    last = np.searchsorted(rows, np.searchsorted(codes, ends, side="right"))
    pieces = [rows[a:b] for a, b in zip(first, last, strict=True) if b > a]
    return np.concatenate(pieces) if pieces else rows[:0]


def _ranges(bbox: Bbox) -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    """Closed, disjoint, rising ranges of Morton codes whose quadrants cover the window."""
    top = 2**_BITS - 1
    x0, x1 = (int((lon + 180) / 360 * top) for lon in (bbox.west, bbox.east))
    y0, y1 = (int((lat + 90) / 180 * top) for lat in (bbox.south, bbox.north))
    extent = max(x1 - x0, y1 - y0, 1)
    shift = max(0, math.ceil(math.log2(extent / _SIDE)))
    xs = np.arange(x0 >> shift, (x1 >> shift) + 1)
    ys = np.arange(y0 >> shift, (y1 >> shift) + 1)
    x, y = (axis.ravel() for axis in np.meshgrid(xs << shift, ys << shift))
    starts = np.sort(_code(x, y))
    ends = starts + np.uint64(4**shift - 1)
    joined = starts[1:] == ends[:-1] + np.uint64(1)
    return starts[np.r_[True, ~joined]], ends[np.r_[~joined, True]]


def _code(x: NDArray[np.int64], y: NDArray[np.int64]) -> NDArray[np.uint64]:
    """Morton code of whole steps, through the middle of the step in degrees."""
    top = 2**_BITS - 1
    lat = np.minimum((y + 0.5) / top * 180 - 90, 90.0)
    lon = np.minimum((x + 0.5) / top * 360 - 180, 180.0)
    return morton(lat, lon)
