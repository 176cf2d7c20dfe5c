"""Reading the files of ``data/`` that name places, each into the same plain record."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
import pyogrio
import shapely

from geo.places.names import fold, is_arabic
from geo.places.records import KM_PER_DEG
from geo.settings import DATA_DIR

GAZETTEER_DIR: Final = DATA_DIR / "gazetteer"
UCDP_FILE: Final = DATA_DIR / "incidents" / "ucdp_ged_iraq_1989_2018.csv"
SUBDISTRICTS_FILE: Final = DATA_DIR / "boundaries" / "irq_admbnda_adm3_cso_20190603.shp"

COUNTRY_FILE: Final = SUBDISTRICTS_FILE.with_name("irq_admbnda_adm0_cso_20190603.shp")

RADIUS_M: Final = {
    "town": 5_000.0, "village": 8_000.0, "neighbourhood": 2_500.0, "base": 4_000.0,
    "airport": 4_000.0, "crossing": 4_000.0, "mountain": 20_000.0, "lake": 20_000.0,
    "river": 50_000.0, "area": 10_000.0, "other": 4_000.0,
}  # fmt: skip
"""Metres around a named place that its mention may mean, by kind.

Those of towns hold nine of ten events of UCDP; ``python -m geo evaluate geocoder`` shows how well
the others do.
"""

_SAMPLES: Final = 25

_UCDP_KINDS: Final = (
    (re.compile(r"\b(air base|military base|camp)\b", re.I), "base"),
    (re.compile(r"\b(mountains?|mountians|jabal)\b", re.I), "mountain"),
    (re.compile(r"\b(lake|dam lake)\b", re.I), "lake"),
    (re.compile(r"\b(dam|refinery|station|island)\b", re.I), "other"),
    (re.compile(r"\b(locality|area)\b", re.I), "area"),
    (re.compile(r"\b(town|city)\b", re.I), "town"),
    (re.compile(r"\bvillage\b", re.I), "village"),
)
_UCDP_TAIL: Final = re.compile(
    r"\s+(town|city|village|locality|area|air base|military base)\s*$", re.I
)
_NO_PLACE: Final = re.compile(
    r"^(road|raod|qaḑā|iraq)\b|\b(province|district|districts|border|highway|iraq|river)\b", re.I
)
_AIR_WORDS: Final = re.compile(
    r"\b(new |old |army |naval )?"
    r"(air ?base|airport|air ?field|afb|highway strip|heliport|helipad|"
    r"forward operating base|airfield)\b|\(.*?\)",
    re.I,
)
_QARYAT: Final = re.compile(
    r"^(qaryat(?: al| ash| as| ar| ad| an)?|qaryah|nāḩiyat|nāḩīyat|nahiyat) "
    r"|^(قرية|ناحية|قضاء|مجمع) ",
    re.I,
)


_MARKAZ: Final = re.compile(r"^(markaz|مركز)\s+(قضاء\s+)?", re.I)


@dataclass(frozen=True, slots=True)
class RawPlace:
    """A place as one source has it; degrees EPSG:4326."""

    names: tuple[str, ...]
    kind: str
    lat: float
    lon: float
    radius_m: float
    population: int
    source: str


Rows = list[dict[str, str]]


def read_sources(without: Collection[str] = ()) -> tuple[list[RawPlace], Rows, Rows]:
    """Every place of the sources, the most reliable source first; rows of aliases, of towns."""
    raw = [
        *_geonames(), *_natural_earth(), *_countrystatecity(), *_subdistricts(),
        *_airports(), *_waters(), *_ucdp(frozenset(without)), *_osm(),
    ]  # fmt: skip
    return raw, list(_rows("place_aliases.csv")), list(_rows("town_names.csv"))


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (GAZETTEER_DIR / name).open(encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file)


def _spellings(names: list[str]) -> tuple[str, ...]:
    """The names, and those that open with "village of" once more, before it, without that."""
    kept = [name.strip() for name in names if name and name.strip()]
    plain = [_QARYAT.sub("", name) for name in kept if _QARYAT.match(name)]
    first = plain[:1] if kept and _QARYAT.match(kept[0]) else []
    return tuple(dict.fromkeys((*first, *kept, *plain)))


def usable(name: str) -> bool:
    """Latin or Arabic letters only; GeoNames also lists Cyrillic, Chinese and half-romanised."""
    return len(fold(name)) > 1 and (name.isascii() or is_arabic(name) or "LATIN" in _script(name))


def _script(name: str) -> str:
    return "LATIN" if all(ord(c) < 0x250 or not c.isalpha() or 0x1E00 <= ord(c) < 0x1F00 or
                          0x2B0 <= ord(c) < 0x300 for c in name) else ""  # fmt: skip


def _mixed(name: str) -> bool:
    return is_arabic(name) and re.search(r"[a-z]", name, re.I) is not None


def town_radius_m(population: int) -> float:
    """Metres from a town's centre to its edge, from its population.

    Fitted by eye to built-up areas at 3,000 people a square kilometre, 3 km at the least.
    """
    return float(max(3_000.0, min(20_000.0, 1_500 + 1000 * np.sqrt(population / 3000 / np.pi))))


def _geonames() -> Iterator[RawPlace]:
    for row in _rows("geonames_cities500.csv"):
        names = [row["name"], *row["alternatenames"].split("|")]
        names += row["names_arabic_script"].split("|")
        population = int(row["population"] or 0)
        yield RawPlace(
            names=_spellings([n for n in names if usable(n) and not _mixed(n)]),
            kind="town", lat=float(row["latitude"]), lon=float(row["longitude"]),
            radius_m=max(town_radius_m(population), 4_000.0), population=population,
            source=f"geonames:{row['name']}",
        )  # fmt: skip


def _natural_earth() -> Iterator[RawPlace]:
    path = DATA_DIR / "basemap" / "populated_places.geojson"
    for feature in json.loads(path.read_text(encoding="utf-8"))["features"]:
        values = feature["properties"]
        if values["ADM0NAME"] != "Iraq":
            continue
        names = [values["NAME"], values["NAMEASCII"], values["NAME_EN"]]
        names += (values["NAMEALT"] or "").split("|")
        population = int(values["POP_MAX"])
        yield RawPlace(
            names=_spellings(names), kind="town", lat=values["LATITUDE"], lon=values["LONGITUDE"],
            radius_m=town_radius_m(population), population=population,
            source=f"natural earth:{values['NAME']}",
        )  # fmt: skip


def _waters() -> Iterator[RawPlace]:
    """Lakes and rivers at a point on them inside Iraq, with the radius that holds most of them."""
    _, _, wkb, _ = pyogrio.raw.read(COUNTRY_FILE, columns=[])
    country = shapely.union_all(shapely.from_wkb(wkb))
    for kind in ("lake", "river"):
        text = (DATA_DIR / "basemap" / f"{kind}s.geojson").read_text(encoding="utf-8")
        shapes: dict[str, list[shapely.Geometry]] = {}
        names: dict[str, list[str]] = {}
        for feature in json.loads(text)["features"]:
            called = [feature["properties"].get(key) for key in ("name", "name_alt", "name_en")]
            if called[0]:
                shapes.setdefault(called[0], []).append(
                    shapely.from_geojson(json.dumps(feature["geometry"]))
                )
                names.setdefault(called[0], []).extend(name for name in called if name)
        for name, parts in shapes.items():
            inside = shapely.intersection(shapely.union_all(parts), country)
            if inside.is_empty:
                continue
            point = shapely.point_on_surface(inside)
            x, y = shapely.get_coordinates(inside).T
            km = np.hypot(y - point.y, (x - point.x) * np.cos(np.radians(point.y))) * KM_PER_DEG
            yield RawPlace(
                names=_spellings([*names[name], f"{name} {kind}"]), kind=kind, lat=point.y,
                lon=point.x, radius_m=max(3_000.0, 1000 * float(np.quantile(km, 0.9))),
                population=0, source=f"natural earth:{name} {kind}",
            )  # fmt: skip


def _countrystatecity() -> Iterator[RawPlace]:
    for row in _rows("countrystatecity_cities.csv"):
        if re.search(r"district|qaḑā", row["name"], re.I):
            continue
        # The 65 entries of Baghdad are its quarters, all but the city and the towns around it.
        quarter = row["state_code"] == "BG" and row["name"] not in {
            "Baghdad", "Abu Ghraib", "Abū Ghurayb"
        }  # fmt: skip
        kind = "neighbourhood" if quarter else "town"
        yield RawPlace(
            names=_spellings([row["name"]]), kind=kind,
            lat=float(row["latitude"]), lon=float(row["longitude"]),
            radius_m=RADIUS_M[kind], population=0, source=f"countrystatecity:{row['name']}",
        )  # fmt: skip


def _subdistricts() -> Iterator[RawPlace]:
    columns = ["ADM3_EN", "ADM3_AR", "ADM3_PCODE"]
    _, _, wkb, (english, arabic, key) = pyogrio.raw.read(SUBDISTRICTS_FILE, columns=columns)
    for i, shape in enumerate(shapely.from_wkb(wkb)):
        if str(english[i]).startswith("Markaz"):
            continue  # the seat of a district, found under the district's or the town's name
        inside = shapely.point_on_surface(shape)
        yield RawPlace(
            names=_spellings([str(english[i]), str(arabic[i])]), kind="subdistrict",
            lat=float(inside.y), lon=float(inside.x), radius_m=reach_m(shape, inside.y, inside.x),
            population=0, source=f"boundaries:{key[i]}",
        )  # fmt: skip


def reach_m(shape: shapely.Geometry, lat: float, lon: float) -> float:
    """Metres around a point that hold nine tenths of a unit's area, 3 km at the least."""
    west, south, east, north = shape.bounds
    x, y = np.meshgrid(np.linspace(west, east, _SAMPLES), np.linspace(south, north, _SAMPLES))
    inside = shapely.contains_xy(shape, x, y)
    across = (x[inside] - lon) * np.cos(np.radians(lat))
    km = np.hypot(y[inside] - lat, across) * KM_PER_DEG
    return max(3_000.0, 1000 * float(np.quantile(km, 0.9))) if km.size else 3_000.0


def subdistrict_shapes() -> Iterator[tuple[list[str], str, shapely.Geometry]]:
    """Names (English, Arabic), key and shape of every sub-district; seats of districts plain."""
    columns = ["ADM3_EN", "ADM3_AR", "ADM3_PCODE"]
    _, _, wkb, (english, arabic, key) = pyogrio.raw.read(SUBDISTRICTS_FILE, columns=columns)
    for shape, *names, code in zip(shapely.from_wkb(wkb), english, arabic, key, strict=True):
        yield [_MARKAZ.sub("", str(name)).strip() for name in names], str(code), shape


def _airports() -> Iterator[RawPlace]:
    for row in _rows("ourairports.csv"):
        names = [row["name"].split("/")[0].strip()]
        for part in (*row["name"].split("/"), *(row["keywords"] or "").split(",")):
            core = _AIR_WORDS.sub("", part).strip(" -_")
            generic = core.isupper() or "#" in core or core.startswith("Kurd")
            if len(fold(core)) > 3 and not generic:  # "Ali" is a man's name
                names.append(core)
        civil = "International" in row["name"]
        kind = "airport" if civil else "base"
        yield RawPlace(
            names=_spellings(names), kind=kind,
            lat=float(row["latitude_deg"]), lon=float(row["longitude_deg"]),
            radius_m=RADIUS_M[kind], population=0, source=f"ourairports:{row['ident']}",
        )  # fmt: skip


def _ucdp(without: frozenset[str]) -> Iterator[RawPlace]:
    """The places of events coded exact or within 25 km, at the median of their coordinates."""
    points: dict[tuple[str, str], list[tuple[float, float]]] = {}
    with UCDP_FILE.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            words = row["where_coordinates"].strip()
            if row["where_prec"] in ("1", "2") and words not in without:
                point = (float(row["latitude"]), float(row["longitude"]))
                points.setdefault((words, row["adm_1"]), []).append(point)
    for (words, _), where in points.items():
        if _NO_PLACE.search(words):
            continue
        kind = next((kind for pattern, kind in _UCDP_KINDS if pattern.search(words)), "village")
        lat, lon = np.median(np.array(where), axis=0)
        yield RawPlace(
            names=_spellings([_UCDP_TAIL.sub("", words)]), kind=kind, lat=float(lat),
            lon=float(lon), radius_m=RADIUS_M[kind], population=0, source=f"ucdp:{words}",
        )  # fmt: skip


def _osm() -> Iterator[RawPlace]:
    for row in _rows("osm_places.csv"):
        names = _spellings([n for n in re.split(r"[/;|]", row["Name"]) if usable(n)])
        if names:
            yield RawPlace(
                names=names, kind="village", lat=float(row["lat"]), lon=float(row["lng"]),
                radius_m=RADIUS_M["village"], population=0, source=f"osm:{row['osm_id']}",
            )  # fmt: skip
