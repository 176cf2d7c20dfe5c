"""The small map of one incident, drawn on the server as a list of shapes.

It shows the footprint in the form its precision allows, and where each report's own words were
placed, so that a reader sees at once whether the reports mean the same place. The page's script
(``assets/locator.js``) turns the shapes into SVG; names are set as text there, never as markup.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import shapely
import shapely.geometry
from shapely.geometry.base import BaseGeometry

from geo.model import Form, Location

Shape = tuple[str, dict[str, str | float], str]
"""Element, attributes, text."""
Layer = Sequence[tuple[BaseGeometry, Mapping[str, Any]]]
"""Geometries in degrees EPSG:4326, each with its properties."""

WIDTH: Final = 440
HEIGHT: Final = 330
_MIN_SPAN_DEG: Final = 0.9
_TOWNS: Final = 12
_IRAQ: Final = (38.6, 28.9, 48.8, 37.5)
"""West, south, east, north of the country in degrees EPSG:4326."""


@dataclass(frozen=True, slots=True)
class Frame:
    """A window of the map in degrees, and its way to pixels (equirectangular at its middle)."""

    west: float
    south: float
    east: float
    north: float

    @property
    def scale(self) -> float:
        """Pixels a degree of latitude."""
        return HEIGHT / (self.north - self.south)

    def xy(self, lon: float, lat: float) -> tuple[float, float]:
        """Pixels of a coordinate, from the upper left corner."""
        x = (lon - self.west) / (self.east - self.west) * WIDTH
        return round(x, 1), round((self.north - lat) * self.scale, 1)

    def radius(self, metres: float) -> float:
        """Pixels of a length in metres (111,195 m a degree of latitude)."""
        return round(metres / 111_195 * self.scale, 1)

    def clip(self, geometry: BaseGeometry) -> BaseGeometry:
        """The part of a geometry in the window, with a margin, thinned to half a pixel."""
        margin = 0.05 * (self.north - self.south)
        box = (self.west - margin, self.south - margin, self.east + margin, self.north + margin)
        return shapely.simplify(shapely.clip_by_rect(geometry, *box), 0.5 / self.scale)


def frame_for(bounds: tuple[float, float, float, float], pad: float = 0.35) -> Frame:
    """A window of the map's proportions around bounds (w, s, e, n) in degrees."""
    west, south, east, north = bounds
    lat, lon = (south + north) / 2, (west + east) / 2
    shrink = math.cos(math.radians(lat))
    tall = max((north - south) * (1 + 2 * pad), _MIN_SPAN_DEG)
    wide = max((east - west) * shrink * (1 + 2 * pad), _MIN_SPAN_DEG)
    tall = max(tall, wide * HEIGHT / WIDTH)
    wide = tall * WIDTH / HEIGHT / shrink
    return Frame(lon - wide / 2, lat - tall / 2, lon + wide / 2, lat + tall / 2)


def draw(location: Location, told: Sequence[Location], layers: Mapping[str, Layer]) -> list[Shape]:
    """Shapes of the map, from the ground up.

    Parameters
    ----------
    location : where the incident is.
    told : where each of its reports was placed.
    layers : the base map, as ``read_layers`` gives it.
    """
    footprint = _footprint(location, layers)
    frame = frame_for(_bounds(location, footprint))
    shapes: list[Shape] = []
    for name in ("neighbours", "governorates", "lakes", "rivers", "roads"):
        for geometry, _ in layers.get(name, ()):
            shapes += _path(frame, geometry, name)
    shapes += _footprint_shapes(frame, location, footprint)
    shapes += _report_marks(frame, location, told)
    shapes += _towns(frame, layers.get("towns", ()))
    return shapes + _point(frame, location) + _scale_bar(frame)


def _bounds(
    location: Location, footprint: BaseGeometry | None
) -> tuple[float, float, float, float]:
    if footprint is not None:
        west, south, east, north = (float(value) for value in footprint.bounds)
        return west, south, east, north
    if location.lat is None or location.lon is None or location.form is Form.COUNTRY:
        return _IRAQ
    reach = (location.uncertainty_m or 10_000) / 111_195
    return location.lon - reach, location.lat - reach, location.lon + reach, location.lat + reach


def _footprint(location: Location, layers: Mapping[str, Layer]) -> BaseGeometry | None:
    """The line or area the incident lies on or in; ``None`` for points and discs."""
    if location.form is Form.STRETCH and location.stretch_wkt:
        return shapely.from_wkt(location.stretch_wkt)
    level, key = {
        Form.DISTRICT: ("districts", location.district_pcode),
        Form.GOVERNORATE: ("governorates", location.governorate_pcode),
    }.get(location.form, ("", None))
    for geometry, properties in layers.get(level, ()):
        if key is not None and properties.get("key") == key:
            return geometry
    return None


def _footprint_shapes(
    frame: Frame, location: Location, footprint: BaseGeometry | None
) -> list[Shape]:
    if footprint is not None:
        kinds = ("glow", "stretch") if location.form is Form.STRETCH else ("area",)
        return [shape for kind in kinds for shape in _path(frame, footprint, kind)]
    if location.lat is None or location.lon is None:
        return []
    x, y = frame.xy(location.lon, location.lat)
    shapes: list[Shape] = []
    if location.form in (Form.POINT, Form.DISC) and location.uncertainty_m:
        radius = frame.radius(location.uncertainty_m)
        shapes.append(("circle", {"class": "disc", "cx": x, "cy": y, "r": radius}, ""))
    return shapes


def _point(frame: Frame, location: Location) -> list[Shape]:
    """The mark of an exact place, above the dot of a town that has the same."""
    if location.form is not Form.POINT or location.lat is None or location.lon is None:
        return []
    x, y = frame.xy(location.lon, location.lat)
    return [("circle", {"class": "point", "cx": x, "cy": y, "r": 6}, "")]


def _report_marks(frame: Frame, location: Location, told: Sequence[Location]) -> list[Shape]:
    """A small cross where a report's words name an exact place other than the incident's own."""
    spots = {
        (place.lat, place.lon): place.place or "place of a report"
        for place in told
        if place.form in (Form.POINT, Form.DISC) and place.lat is not None and place.lon is not None
    }
    spots.pop((location.lat, location.lon), None)
    shapes: list[Shape] = []
    for (lat, lon), name in spots.items():
        x, y = frame.xy(lon, lat)
        if 0 < x < WIDTH and 0 < y < HEIGHT:
            d = f"M{x - 4} {y - 4}l8 8m0 -8l-8 8"
            shapes.append(("path", {"class": "told", "d": d}, name))
    return shapes


def _towns(frame: Frame, towns: Layer) -> list[Shape]:
    """The most important towns in the window, as far as their names do not run into each other."""
    found: list[tuple[int, float, float, str]] = []
    for geometry, properties in towns:
        x, y = frame.xy(geometry.x, geometry.y)
        if 8 < x < WIDTH - 30 and 14 < y < HEIGHT - 22:
            found.append(
                (int(properties.get("rank") or 9), x, y, str(properties.get("name") or ""))
            )
    shapes: list[Shape] = []
    taken: list[tuple[float, float, float]] = []
    for _, x, y, name in sorted(found):
        wide = 7.0 * len(name) + 10
        end = x + wide > WIDTH
        left = x - wide if end else x
        if any(left < a + w and a < left + wide and abs(y - b) < 15 for a, b, w in taken):
            continue
        taken.append((left, y, wide))
        shapes.append(("circle", {"class": "town", "cx": x, "cy": y, "r": 2.2}, ""))
        anchor = "end" if end else "start"
        at = {"x": x + (-6 if end else 6), "y": y + 4, "text-anchor": anchor}
        shapes.append(("text", {"class": "town-name", **at}, name))
        if len(taken) == _TOWNS:
            break
    return shapes


def _scale_bar(frame: Frame) -> list[Shape]:
    km = next(
        k for k in (200, 100, 50, 20, 10, 5, 2, 1) if frame.radius(k * 1000) < WIDTH / 3 or k == 1
    )
    long = frame.radius(km * 1000)
    y = HEIGHT - 12
    return [
        ("path", {"class": "scale", "d": f"M12 {y - 5}v5h{long}v-5"}, ""),
        ("text", {"class": "scale-name", "x": 16 + long, "y": y}, f"{km} km"),
    ]


def _path(frame: Frame, geometry: BaseGeometry, kind: str) -> list[Shape]:
    lines = []
    for part in shapely.get_parts(frame.clip(geometry)):
        rings = [part.exterior, *part.interiors] if part.geom_type == "Polygon" else [part]
        for ring in rings:
            if ring.geom_type not in ("LineString", "LinearRing") or ring.is_empty:
                continue
            points = [frame.xy(lon, lat) for lon, lat in ring.coords]
            lines.append("M" + "L".join(f"{x} {y}" for x, y in points))
            if part.geom_type == "Polygon":
                lines.append("Z")
    return [("path", {"class": kind, "d": "".join(lines)}, "")] if lines else []


def read_layers(layers: Mapping[str, Mapping[str, Any]]) -> dict[str, Layer]:
    """GeoJSON feature collections (EPSG:4326, by name) as geometries with their properties."""
    return {
        name: tuple(
            (shapely.geometry.shape(feature["geometry"]), feature.get("properties") or {})
            for feature in layer.get("features", ())
            if feature.get("geometry")
        )
        for name, layer in layers.items()
    }
