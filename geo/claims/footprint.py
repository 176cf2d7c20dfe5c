"""The ground that a location covers, and whether two locations can be the same place.

A location says where an incident was *somewhere*: a disc of its radius, a strip along a stretch of
road, a district, a governorate. Two of them contradict each other only where these grounds do not
meet; otherwise one may simply be told more exactly than the other.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, Final

import numpy as np
import pyproj
import shapely
import shapely.geometry
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geo.claims.where import NEAR_M, ON_ROAD_M
from geo.crs import GEOGRAPHIC_CRS, METRIC_CRS
from geo.model import EXACT_FORMS, Form, Location

Outline = Callable[[Form, str], BaseGeometry | None]
"""The polygon of a district or governorate by its p-code, degrees EPSG:4326; ``None``: unknown."""

BORDER_M: Final = 2_500.0
"""A place this near to a unit may be told as in it: borders are drawn differently by each map."""


def outline_of(governorates: Mapping[str, Any], districts: Mapping[str, Any]) -> Outline:
    """Outlines from the GeoJSON layers of the base map, whose features have their ``key``."""
    shapes = {
        (form, feature["properties"]["key"]): shapely.geometry.shape(feature["geometry"])
        for form, layer in ((Form.GOVERNORATE, governorates), (Form.DISTRICT, districts))
        for feature in layer["features"]
    }
    return lambda form, key: shapes.get((form, key))


def ground(place: Location, outline: Outline) -> BaseGeometry | None:
    """What a location says by itself: a point, a line or a polygon, metres in ``METRIC_CRS``.

    ``None`` where it says nothing that another location could contradict: the country, no place,
    or a unit whose outline is not known.
    """
    if place.form in EXACT_FORMS:
        return _metric(shapely.Point(place.lon, place.lat))
    if place.form is Form.STRETCH:
        return _line(place.stretch_wkt or "")
    if place.form in (Form.DISTRICT, Form.GOVERNORATE):
        district = place.form is Form.DISTRICT
        key = place.district_pcode if district else place.governorate_pcode
        area = outline(place.form, key) if key else None
        return None if area is None else _metric(area)
    return None


def reach_m(place: Location) -> float:
    """How far around its ground the incident may have been and the location still be right."""
    if place.form in EXACT_FORMS:
        return max(place.uncertainty_m or 0.0, NEAR_M / 2)
    if place.form is Form.STRETCH:
        return max(place.uncertainty_m or 0.0, ON_ROAD_M)
    return BORDER_M


def extent_m(place: Location, shape: BaseGeometry | None) -> float:
    """How much ground a location leaves open; the smaller, the more exactly it is told.

    The radius of a circle of the same area; infinite for the country and for no place.
    """
    if shape is None:
        return np.inf if place.form is not Form.UNPLACED else np.nan
    around = shape.area + 2 * reach_m(place) * shape.length + np.pi * reach_m(place) ** 2
    return float(np.sqrt(around / np.pi))


def km_between(
    place: Location, shape: BaseGeometry | None, other: Location, other_shape: BaseGeometry | None
) -> float:
    """Kilometres between two grounds that cannot be the same place; 0 where they can be.

    Parameters
    ----------
    shape, other_shape : their grounds, as ``ground`` gives them.
    """
    if shape is None or other_shape is None:
        return 0.0
    distance = float(shapely.distance(shape, other_shape))
    return 0.0 if distance <= reach_m(place) + reach_m(other) else distance / 1000


@lru_cache(maxsize=1024)
def _line(wkt: str) -> BaseGeometry:
    return _metric(shapely.from_wkt(wkt))


@lru_cache(maxsize=1)
def _to_metric() -> pyproj.Transformer:
    return pyproj.Transformer.from_crs(GEOGRAPHIC_CRS, METRIC_CRS, always_xy=True)


def _metric(shape: BaseGeometry) -> BaseGeometry:
    def project(lonlat: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.column_stack(_to_metric().transform(*lonlat.T))

    return shapely.transform(shape, project)
