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
    _add_geonames_names(places)
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


def _add_geonames_names(places: list[Place]) -> None:
    """The names that GeoNames has of a unit, where one of them is written as no other unit is."""
    by_key: dict[tuple[str, str], list[Place]] = {}
    for place in places:
        for key in {loose(compact(name)) for name in place.names}:
            by_key.setdefault((place.kind, key), []).append(place)
    for level, names in _geonames_names():
        keys = [(level, loose(compact(name))) for name in names]
        same = {id(place): place for key in keys for place in by_key.get(key, ())}
        if len(same) == 1:
            (place,) = same.values()
            known = {compact(name) for name in place.names}
            into = place.names_with_kind if level == "governorate" else place.names
            into.extend(name for name in names if compact(name) not in known)
