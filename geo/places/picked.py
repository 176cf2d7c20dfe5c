"""Places that a person picks for one report: on the map, by a coordinate, or another reading.

The words of the source stay beside it. Unlike a correction of words it holds for its report alone.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import shapely

from geo.model import Candidate, Location, ReportRow
from geo.places.boundaries import BoundarySet
from geo.places.corrections import Reach, placed_as, placed_at
from geo.places.geocode import Geocoder

PICKED: Final = "picked by hand"
"""``Location.method`` of such a place."""

_BY: Final = f"{PICKED} by "


def picked_at(
    lat: float, lon: float, reach: Reach, boundaries: BoundarySet, place: str | None = None
) -> Location:
    """A point with the radius or the area that is meant; degrees EPSG:4326.

    Raises
    ------
    CorrectionError
        See ``geo.places.corrections.placed_at``.
    """
    return replace(placed_at(lat, lon, reach, boundaries, place), method=PICKED)


def picked_as(candidate: Candidate, geocoder: Geocoder, reach: Reach | None = None) -> Location:
    """Another reading of the words; raises as ``geo.places.corrections.placed_as``."""
    place = placed_as(candidate, geocoder, reach)
    unit = geocoder.boundaries.unit(place.governorate_pcode or "")
    if place.lat is None and unit is not None:
        middle = shapely.point_on_surface(unit.geometry)
        place = replace(place, lat=float(middle.y), lon=float(middle.x))
    return replace(place, method=PICKED)


def signed(row: ReportRow, author: str) -> ReportRow:
    """The report with the name of who picked its place, once, beside the place."""
    place = row.given
    if place is None or place.method != PICKED:
        return row
    if any(flag.startswith(_BY) for flag in place.flags):
        return row
    return replace(row, given=replace(place, flags=(*place.flags, _BY + author)))
