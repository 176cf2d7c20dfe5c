"""The governorates and districts of the boundary set as places of the gazetteer."""

from __future__ import annotations

import csv
import re
from typing import Final

import numpy as np
import shapely

from geo.places.boundaries import BoundarySet, BoundaryUnit
from geo.places.governorates import GovernorateNames
from geo.places.names import fold, loose
from geo.places.records import Place, compact
from geo.settings import DATA_DIR

DISTRICT_NAMES_FILE: Final = DATA_DIR / "gazetteer" / "district_names.csv"
SUBDIVISIONS_FILE: Final = DATA_DIR / "gazetteer" / "geonames_subdivisions.tsv"
_LEVEL_WORD: Final = re.compile(
    r"\b(governorate|province|district|mühafəzəsi|region)\b|^(qaḑā’?|محافظة|قضاء|پارێزگای|قەزای)\s",
    re.I,
)


def equal_area_radius_m(area_km2: float) -> float:
    """Radius of the circle as large as a unit."""
    return float(np.sqrt(area_km2 / np.pi)) * 1000


def unit_places(boundaries: BoundarySet, names: GovernorateNames) -> list[Place]:
    """Every governorate and district with all its spellings."""
    district_names = _district_names()
    elsewhere = _geonames_names()
    places = []
    for unit in boundaries.governorates:
        place = _place(unit, "governorate", governorate=unit.key)
        known = names.find(unit.official_name, unit.name_ar, unit.name)
        if known is not None:
            place.names.extend(known.names)
            place.names_with_kind.extend(known.names_with_kind)
        place.names_with_kind.extend(_of_unit(place, elsewhere, "governorate"))
        places.append(place)
    for unit in boundaries.districts:
        place = _place(unit, "district", governorate=unit.parent, district=unit.key)
        place.names.extend(district_names.get(fold(unit.official_name), ()))
        place.names.extend(_of_unit(place, elsewhere, "district"))
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


def _geonames_names() -> list[tuple[str, list[str]]]:
    """Level and names (English, Arabic, Sorani) of the units that GeoNames has, bare of "district"
    and the like."""
    found = []
    with SUBDIVISIONS_FILE.open(encoding="utf-8", newline="") as file:
        for row in csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            level = {2: "governorate", 3: "district"}.get(len(row[2].split(".")))
            bare = [_LEVEL_WORD.sub("", name).strip() for name in (row[0], *row[5].split("|"))]
            if level:
                found.append((level, list(dict.fromkeys(filter(None, bare)))))
    return found


def _of_unit(place: Place, elsewhere: list[tuple[str, list[str]]], level: str) -> list[str]:
    """The names of the same unit in another source: one of them is written alike."""
    keys = {compact(name) for name in place.names}
    alike = {loose(key) if key.isascii() else key for key in keys}
    same = [
        names
        for at, names in elsewhere
        if at == level and any(loose(compact(name)) in alike for name in names)
    ]
    if len(same) != 1:
        return []  # none, or which of several cannot be told
    return [name for name in same[0] if compact(name) not in keys]
