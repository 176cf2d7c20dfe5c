"""Coordinates and countries as files of incidents state them."""

from __future__ import annotations

import re
from typing import Final

import numpy as np
import pyproj
import shapely

from geo.model import Form, Location, WherePrec
from geo.validate import Row

IRAQ: Final = frozenset(
    ("iraq", "republic of iraq", "irq", "iq", "العراق", "جمهورية العراق", "عێراق", "عيراق")
)
"""How a cell says Iraq, in lower case."""

TOWN_M: Final = 5_000.0
"""Radius of a place known by the name of its town, in metres; see docs/decisions/005."""

NOT_STATED: Final = "the file does not say how exact its coordinates are"
_AROUND_IRAQ: Final = (28.0, 38.5, 38.0, 50.0)
"""Latitude from and to, longitude from and to, in degrees: a degree beyond Iraq's borders."""
_EXACT_M: Final = 1_000.0
_MOST_M: Final = 25_000.0
_FURTHEST_M: Final = 2_000_000
_PAIR: Final = re.compile(r"([+-]?\d{1,3}(?:\.\d+)?)[\s,;]+([+-]?\d{1,3}(?:\.\d+)?)(?:[\s,;].*)?")
_WGS84: Final = pyproj.Geod(ellps="WGS84")


def refuse_other_country(row: Row, column: str) -> None:
    """Refuse a row of a world-wide file that is no business of the atlas."""
    row.refuse(column, "another country: the event is not in Iraq", keep_raw=False)


def coordinate(
    row: Row, latitude: str = "latitude", longitude: str = "longitude"
) -> tuple[float, float] | None:
    """Latitude and longitude in degrees; what is not usable is a fault of the row."""
    lat = row.number(latitude, -90, 90, "degrees")
    lon = row.number(longitude, -180, 180, "degrees")
    if lat is None or lon is None:
        if (lat is None) != (lon is None):
            half = latitude if lon is None else longitude
            row.fault(half, "the other half of the coordinate is missing or not usable")
        return None
    if lat == 0 and lon == 0:
        row.fault(latitude, "0, 0 is no place of an event")
        return None
    return lat, lon


def coded(
    where: tuple[float, float],
    prec: WherePrec,
    words: str | None,
    radius_m: float | None = None,
    flags: tuple[str, ...] = (),
) -> Location:
    """A stated coordinate with its precision, in UCDP's terms; a disc when a radius is known."""
    return Location(
        form=Form.POINT if radius_m is None else Form.DISC,
        where_prec=prec,
        lat=where[0],
        lon=where[1],
        uncertainty_m=radius_m,
        method="given coordinates",
        words=words,
        flags=flags,
    )


def stated(row: Row, words: str | None) -> Location | None:
    """The place of a row of a mapped table; its fields are those of ``FIELDS``.

    A coordinate without any statement of its precision is taken as within 25 km, and flagged.
    """
    where = coordinate(row) or _written(row)
    if where is None:
        return None
    prec = row.whole("where_prec", 1, 7)
    radius = row.number("uncertainty_m", 0, _FURTHEST_M, "metres") or None  # 0 is: not known
    if isinstance(where, Location):
        _refuse_far(row, where.lat or 0, where.lon or 0, "coordinates")
        return where
    _refuse_far(row, *where, "latitude" if row.cell("latitude") else "coordinates")
    if prec is not None:
        return coded(where, WherePrec(prec), words, radius if prec <= 2 else None)
    if radius is not None:
        return coded(where, _prec_of(radius), words, radius)
    return coded(where, WherePrec.WITHIN_25_KM, words, _MOST_M, (NOT_STATED,))


def _prec_of(radius_m: float) -> WherePrec:
    if radius_m <= _EXACT_M:
        return WherePrec.EXACT
    return WherePrec.WITHIN_25_KM if radius_m <= _MOST_M else WherePrec.LINEAR_OR_LARGER


def _refuse_far(row: Row, lat: float, lon: float, column: str) -> None:
    south, north, west, east = _AROUND_IRAQ
    if not (south <= lat <= north and west <= lon <= east):
        row.refuse(column, f"the coordinate ({lat:g}, {lon:g}) is far from Iraq")


def _written(row: Row) -> tuple[float, float] | Location | None:
    """A coordinate or geometry in one cell: "33.3, 44.4", ODK's four numbers, or WKT."""
    text = row.text("coordinates")
    if text is None:
        return None
    if match := _PAIR.fullmatch(text):
        lat, lon = float(match[1]), float(match[2])
        if abs(lat) <= 90 and abs(lon) <= 180 and (lat or lon):
            return lat, lon
        row.fault("coordinates", "not a latitude and longitude in degrees")
        return None
    try:
        with np.errstate(invalid="ignore"):  # of NaN, which is looked for below
            shape = shapely.force_2d(shapely.from_wkt(text.removeprefix("SRID=4326;")))
    except shapely.errors.GEOSException:
        row.fault("coordinates", "neither a latitude and longitude nor a geometry as WKT")
        return None
    return _of_shape(row, shape)


def _of_shape(row: Row, shape: shapely.Geometry) -> tuple[float, float] | Location | None:
    xy = shapely.get_coordinates(shape)
    if not len(xy) or not np.isfinite(xy).all():
        row.fault("coordinates", "the geometry has coordinates that are not numbers, or none")
        return None
    if (np.abs(xy) > (180, 90)).any():
        row.fault("coordinates", "the geometry is not in degrees")
        return None
    if shape.geom_type == "Point":
        return float(xy[0, 1]), float(xy[0, 0])
    if shape.geom_type in ("LineString", "MultiLineString"):
        middle = shapely.line_interpolate_point(shape, 0.5, normalized=True)
        return Location(
            form=Form.STRETCH,
            where_prec=WherePrec.LINEAR_OR_LARGER,
            lat=float(middle.y),
            lon=float(middle.x),
            stretch_wkt=shape.wkt,
            method="given geometry",
        )
    centre = shapely.centroid(shapely.minimum_bounding_circle(shape))
    n = len(xy)
    _, _, metres = _WGS84.inv(np.full(n, centre.x), np.full(n, centre.y), xy[:, 0], xy[:, 1])
    radius = max(float(np.max(metres)), 1.0)
    return Location(
        form=Form.DISC,
        where_prec=_prec_of(radius),
        lat=float(centre.y),
        lon=float(centre.x),
        uncertainty_m=radius,
        method="given geometry",
        flags=("an area is stated; the disc is the smallest that holds it",),
    )
