"""The governorates and districts of the boundary set as places of the gazetteer."""

from __future__ import annotations

import csv
from typing import Final

import numpy as np
import shapely

from geo.places.boundaries import BoundarySet, BoundaryUnit
from geo.places.governorates import GovernorateNames
from geo.places.names import fold
from geo.places.records import Place
from geo.settings import DATA_DIR

DISTRICT_NAMES_FILE: Final = DATA_DIR / "gazetteer" / "district_names.csv"


def equal_area_radius_m(area_km2: float) -> float:
    """Radius of the circle as large as a unit."""
    return float(np.sqrt(area_km2 / np.pi)) * 1000


def unit_places(boundaries: BoundarySet, names: GovernorateNames) -> list[Place]:
    """Every governorate and district with all its spellings."""
    district_names = _district_names()
    places = []
    for unit in boundaries.governorates:
        place = _place(unit, "governorate", governorate=unit.key)
        known = names.find(unit.official_name, unit.name_ar, unit.name)
        if known is not None:
            place.names.extend(known.names)
            place.names_with_kind.extend(known.names_with_kind)
        places.append(place)
    for unit in boundaries.districts:
        place = _place(unit, "district", governorate=unit.parent, district=unit.key)
        place.names.extend(district_names.get(fold(unit.official_name), ()))
        places.append(place)
    return places


def _place(
    unit: BoundaryUnit, kind: str, governorate: str | None, district: str | None = None
) -> Place:
    inside = shapely.point_on_surface(unit.geometry)
    return Place(
        name=unit.name, kind=kind, lat=inside.y, lon=inside.x,
        radius_m=equal_area_radius_m(unit.area_km2), governorate=governorate, district=district,
        names=[n for n in (unit.name, unit.official_name, unit.name_ar) if n],
        sources=[f"boundaries:{unit.key}"],
    )  # fmt: skip


def _district_names() -> dict[str, list[str]]:
    names: dict[str, list[str]] = {}
    with DISTRICT_NAMES_FILE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            names.setdefault(fold(row["district"]), []).append(row["name"])
    return names
