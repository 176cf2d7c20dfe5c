"""The offline base map: layers of GeoJSON, simplified for drawing, names in English and Arabic.

Governorates and districts are simplified as a coverage, so that neighbours keep one border and
no sliver shows between them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import shapely

from geo.places.boundaries import BoundarySet, BoundaryUnit
from geo.places.gazetteer import Gazetteer
from geo.places.names import is_arabic
from geo.places.records import Place, km_between
from geo.settings import DATA_DIR, Settings

LAYERS: Final = ("neighbours", "governorates", "districts", "rivers", "lakes", "roads", "towns")
"""Names of the layers, in drawing order from below."""

_TOLERANCE_DEG: Final = {
    "neighbours": 0.01, "governorates": 0.002, "districts": 0.003, "rivers": 0.003,
    "lakes": 0.003, "roads": 0.001,
}  # fmt: skip
_DECIMALS: Final = {"neighbours": 2, "roads": 3}
_RANK_BY_POPULATION: Final = ((1_000_000, 1), (300_000, 2), (100_000, 3), (30_000, 4))
_LEAST_APART_KM: Final = 3.0
_NOT_ARABIC: Final = frozenset("ێۆەڵڕگپچژکی")
_SHADOW_KM: Final = 15.0

Json = dict[str, Any]


@lru_cache(maxsize=1)
def layers(settings: Settings) -> dict[str, Json]:
    """GeoJSON FeatureCollections by layer name, EPSG:4326 (lon, lat), made once and kept.

    Properties: ``name``, ``name_ar`` everywhere; ``key`` and ``label`` ([lon, lat] for the name)
    of governorates and districts, ``parent`` of districts; ``rank`` of towns from 1 (greatest)
    to 5, ``capital`` of towns that are a governorate's; ``class``, ``name``, ``ref`` of roads;
    ``rank`` of rivers and lakes (Natural Earth, small is great).

    Raises
    ------
    BoundaryError
        A boundary file of the settings cannot be used.
    """
    boundaries = BoundarySet.load(settings.governorates, settings.districts)
    return {
        "neighbours": _neighbours(),
        "governorates": _units(boundaries.governorates, "governorates"),
        "districts": _units(boundaries.districts, "districts"),
        "rivers": _natural("rivers", "name_en", "name"),
        "lakes": _natural("lakes", "name_alt", "name"),
        "roads": _roads(),
        "towns": _towns(Gazetteer.load(boundaries)),
    }


def _collection(features: Iterable[Json]) -> Json:
    return {"type": "FeatureCollection", "features": list(features)}


def _feature(shape: shapely.Geometry, decimals: int, **properties: Any) -> Json:
    known = {name: value for name, value in properties.items() if value is not None}
    return {"type": "Feature", "properties": known, "geometry": _geometry(shape, decimals)}


def _geometry(shape: shapely.Geometry, decimals: int) -> Json:
    mapping = shapely.geometry.mapping(shape)
    return {"type": mapping["type"], "coordinates": _rounded(mapping["coordinates"], decimals)}


def _rounded(value: Any, decimals: int) -> Any:
    if isinstance(value, float):
        return round(value, decimals)
    if value and isinstance(value[0], float):
        return [round(v, decimals) for v in value]
    pairs = [_rounded(v, decimals) for v in value]
    if pairs and isinstance(pairs[0], list) and pairs[0] and isinstance(pairs[0][0], float):
        thinned = [p for i, p in enumerate(pairs) if i == 0 or p != pairs[i - 1]]
        return thinned if len(thinned) > 3 else pairs
    return pairs


def _units(units: tuple[BoundaryUnit, ...], layer: str) -> Json:
    if not units:
        return _collection(())
    shapes = [unit.geometry for unit in units]
    simple = shapely.coverage_simplify(shapes, _TOLERANCE_DEG[layer])
    features = []
    for unit, shape in zip(units, simple, strict=True):
        label = shapely.maximum_inscribed_circle(shape, tolerance=0.02).coords[0]
        features.append(
            _feature(
                shape,
                4,
                key=unit.key,
                name=unit.name,
                name_ar=unit.name_ar,
                parent=unit.parent,
                label=[round(v, 3) for v in label],
            )
        )
    return _collection(features)


def _read(path: Path) -> list[Json]:
    features: list[Json] = json.loads(path.read_text(encoding="utf-8"))["features"]
    return features


def _neighbours() -> Json:
    """The countries around Iraq; Iraq itself is drawn from the governorates."""
    features = []
    for feature in _read(DATA_DIR / "basemap" / "countries.geojson"):
        values = feature["properties"]
        if values["ADM0_A3"] == "IRQ":
            continue
        shape = shapely.simplify(
            shapely.geometry.shape(feature["geometry"]), _TOLERANCE_DEG["neighbours"]
        )
        features.append(
            _feature(shape, _DECIMALS["neighbours"], name=values["NAME"], name_ar=values["NAME_AR"])
        )
    return _collection(features)


_WATER_AR: Final = {
    "Tigris": "دجلة",
    "Euphrates": "الفرات",
    "Shatt al Arab": "شط العرب",
    "Shatt al Hillah": "شط الحلة",
    "Gharraf Canal": "الغراف",
    "Lake Milh": "بحيرة الرزازة",
    "Lake Tharthar": "بحيرة الثرثار",
    "Lake Habbaniyah": "بحيرة الحبانية",
    "Lake Hammar": "هور الحمار",
}
_WATER_EN: Final = {"Al Furat": "Euphrates", "Firat": "Euphrates", "Dicle": "Tigris"}


def _natural(layer: str, *columns: str) -> Json:
    features = []
    for feature in _read(DATA_DIR / "basemap" / f"{layer}.geojson"):
        values = feature["properties"]
        name = next((values[c] for c in columns if values.get(c)), None)
        name = _WATER_EN.get(name or "", name)
        shape = shapely.simplify(shapely.geometry.shape(feature["geometry"]), _TOLERANCE_DEG[layer])
        features.append(
            _feature(
                shape, 3, name=name, name_ar=_WATER_AR.get(name or ""), rank=values["scalerank"]
            )
        )
    return _collection(features)


def _roads() -> Json:
    """Network edges joined to long lines, one feature a class, and the detailed primary roads."""
    lines = [
        shapely.geometry.shape(feature["geometry"])
        for feature in _read(DATA_DIR / "roads" / "iraq_highways_edges.geojson")
        if feature["properties"]["km_network"] > 0
    ]
    merged = shapely.line_merge(shapely.multilinestrings(lines))
    features = [
        _feature(shapely.simplify(merged, _TOLERANCE_DEG["roads"]), 3, **{"class": "highway"})
    ]
    named: dict[tuple[str | None, str | None], list[shapely.Geometry]] = {}
    for feature in _read(DATA_DIR / "roads" / "roads.geojson"):
        values = feature["properties"]
        key = (values["name"] or None, values["ref"] or None)
        named.setdefault(key, []).append(shapely.geometry.shape(feature["geometry"]))
    for (name, ref), shapes in named.items():
        merged = shapely.simplify(
            shapely.line_merge(shapely.multilinestrings(shapes)), _TOLERANCE_DEG["roads"]
        )
        features.append(_feature(merged, 3, name=name, ref=ref, **{"class": "primary"}))
    return _collection(features)


def _towns(gazetteer: Gazetteer) -> Json:
    """Towns by rank; of two closer than ``_LEAST_APART_KM``, the capital or the greater."""
    capitals = gazetteer.capitals
    towns = [p for p in gazetteer.places if p.kind == "town" and p.governorate]
    towns.sort(key=lambda p: (capitals.get(p.governorate or "") is not p, -p.weight))
    kept: list[tuple[Place, int]] = []
    features: list[Json] = []
    for town in towns:
        apart = [(km_between(*_point(town), *_point(o)), rank) for o, rank in kept]
        if any(km < _LEAST_APART_KM for km, _ in apart):
            continue
        rank = next((r for least, r in _RANK_BY_POPULATION if town.population >= least), 5)
        if any(km < _SHADOW_KM and other == 1 for km, other in apart):
            rank = max(rank, 4)  # a quarter or suburb of a great city
        capital = capitals.get(town.governorate or "") is town
        rank = min(rank, 2) if capital else rank
        kept.append((town, rank))
        lat, lon = _point(town)
        properties = {"name": town.shown, "name_ar": _arabic(town), "rank": rank}
        if capital:
            properties["capital"] = True
        features.append(
            {
                "type": "Feature",
                "properties": {k: v for k, v in properties.items() if v is not None},
                "geometry": {"type": "Point", "coordinates": [round(lon, 4), round(lat, 4)]},
            }
        )
    features.sort(key=lambda f: (f["properties"]["rank"], f["properties"]["name"]))
    return _collection(features)


def _point(place: Place) -> tuple[float, float]:
    return place.lat or 0.0, place.lon or 0.0


def _arabic(town: Place) -> str | None:
    """The first name in Arabic letters that is not a district's or a Kurdish spelling."""
    names = [n for n in town.names if is_arabic(n)]
    plain = [n for n in names if not set(n) & _NOT_ARABIC and "قضاء" not in n]
    town_names = [n for n in plain if "ناحية" not in n]
    best = town_names or plain or names
    return best[0] if best else None
