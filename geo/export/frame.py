"""Where a map looks: a window of the world in Web Mercator, in the units of a picture."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geo.view.clusters import TILE_PX
from geo.view.index import MAX_LAT, world_y
from geo.view.state import MapView
from geo.view.window import Bbox


@dataclass(frozen=True, slots=True)
class Frame:
    """A picture ``width`` x ``height`` at a zoom; ``left``, ``top``: its corner in world pixels."""

    width: float
    height: float
    zoom: float
    left: float
    top: float

    @classmethod
    def at(cls, view: MapView, width: float, height: float) -> Frame:
        """The picture round a centre."""
        side = TILE_PX * 2.0**view.zoom
        x = (view.lon + 180) / 360 * side
        y = float(world_y(np.array([view.lat]))[0]) * side
        return cls(width, height, view.zoom, x - width / 2, y - height / 2)

    @classmethod
    def fit(cls, box: Bbox, width: float, height: float, most: float = 11.0) -> Frame:
        """The picture that holds a box, at no more than a zoom."""
        top, bottom = world_y(np.array([box.north, box.south])).tolist()
        across = max((box.east - box.west) / 360, 1e-9)
        zoom = math.log2(min(width / across, height / max(bottom - top, 1e-9)) / TILE_PX)
        zoom = min(zoom, most)
        side = TILE_PX * 2.0**zoom
        x = ((box.west + box.east) / 2 + 180) / 360 * side
        return cls(width, height, zoom, x - width / 2, (top + bottom) / 2 * side - height / 2)

    def points(self, lon: NDArray[np.float64], lat: NDArray[np.float64]) -> NDArray[np.float64]:
        """Places of degrees in the picture, shape (n, 2)."""
        side = TILE_PX * 2.0**self.zoom
        return np.column_stack(
            ((lon + 180) / 360 * side - self.left, world_y(lat) * side - self.top)
        )

    def point(self, lon: float, lat: float) -> tuple[float, float]:
        """One of them."""
        x, y = self.points(np.array([lon]), np.array([lat]))[0].tolist()
        return x, y

    @property
    def bbox(self) -> Bbox:
        """The window in degrees."""
        side = TILE_PX * 2.0**self.zoom

        def lat(y: float) -> float:
            world = min(max(y / side, 0.0), 1.0)
            degrees = math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * world))))
            return min(max(degrees, -MAX_LAT), MAX_LAT)

        west, east = self.left / side * 360 - 180, (self.left + self.width) / side * 360 - 180
        return Bbox(max(west, -180), lat(self.top + self.height), min(east, 180), lat(self.top))

    def sees(self, points: NDArray[np.float64], margin: float = 20.0) -> bool:
        """Whether the box round the points touches the picture."""
        low, high = points.min(axis=0), points.max(axis=0)
        return bool(
            low[0] <= self.width + margin
            and low[1] <= self.height + margin
            and high[0] >= -margin
            and high[1] >= -margin
        )

    def pixels(self, metres: float, lat: float) -> float:
        """A length on the ground in units of the picture."""
        around = 2 * math.pi * 6_378_137.0 * math.cos(math.radians(lat))
        pixels: float = metres / around * TILE_PX * 2.0**self.zoom
        return pixels
