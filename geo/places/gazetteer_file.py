"""The built gazetteer and the user's own places as files of the places folder."""

from __future__ import annotations

import csv
import hashlib
import os
from collections.abc import Iterable
from dataclasses import astuple
from pathlib import Path
from typing import Any, Final

import orjson

from geo.places.boundaries import BoundarySet
from geo.places.gazetteer_sources import (
    COUNTRY_FILE,
    GAZETTEER_DIR,
    SUBDISTRICTS_FILE,
    UCDP_FILE,
    RawPlace,
)
from geo.places.records import Place
from geo.settings import DATA_DIR, cache_folder

_MOST_KEPT: Final = 6
IMPORTED_NAME: Final = "imported"
_FIELDS: Final = ("names", "kind", "latitude", "longitude", "radius_m", "population", "source")
_CODE: Final = (
    "gazetteer", "gazetteer_build", "gazetteer_file", "gazetteer_sources", "governorates",
    "names", "records", "units",
)  # fmt: skip

Kept = tuple[list[Place], tuple[dict[str, list[Any]], ...]]


def fingerprint(boundaries: BoundarySet, folder: Path) -> str:
    """Another one when a source, an imported file, the boundary set or the rules have changed."""
    digest = hashlib.sha256()
    for unit in (*boundaries.governorates, *boundaries.districts):
        shape = (unit.key, unit.name, unit.name_ar, unit.parent, *unit.geometry.bounds)
        digest.update(repr((*shape, round(float(unit.area_km2), 3))).encode())
    code = [Path(__file__).with_name(f"{name}.py") for name in _CODE]
    for path in sorted([*gazetteer_sources(folder), *code]):
        status = path.stat()
        digest.update(f"{path.name} {status.st_size} {status.st_mtime_ns}".encode())
    return digest.hexdigest()


def gazetteer_sources(folder: Path) -> list[Path]:
    """The files that the gazetteer is built from, imported ones included, sorted."""
    files = [*GAZETTEER_DIR.iterdir(), *(folder / IMPORTED_NAME).glob("*.csv")]
    files += [SUBDISTRICTS_FILE, COUNTRY_FILE, UCDP_FILE]
    names = ("lakes", "populated_places", "rivers")
    files += [DATA_DIR / "basemap" / f"{name}.geojson" for name in names]
    return sorted(files)


def built_file(mark: str) -> Path:
    """The file of the gazetteer with this fingerprint; stores with the same places share it."""
    return cache_folder() / f"gazetteer-{mark[:16]}.json"


def read_kept(mark: str) -> Kept | None:
    """The gazetteer as it was built, when it still has this fingerprint."""
    try:
        kept = orjson.loads(built_file(mark).read_bytes())
        if kept["fingerprint"] != mark:
            return None
        return [Place(*values) for values in kept["places"]], tuple(kept["indexes"])
    except (OSError, ValueError, KeyError, TypeError):
        return None  # not there, or not written by this version: it is built again


def write_kept(mark: str, places: list[Place], indexes: tuple[dict[str, list[Any]], ...]) -> None:
    """Keep what was built; a folder that cannot be written to only costs time."""
    rows = [astuple(place) for place in places]
    text = orjson.dumps(
        {"fingerprint": mark, "places": rows, "indexes": indexes}, option=orjson.OPT_SERIALIZE_NUMPY
    )
    try:
        path = built_file(mark)
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(f".{os.getpid()}.part")
        part.write_bytes(text)
        part.replace(path)
        kept = sorted(path.parent.glob("gazetteer-*.json"), key=lambda p: -p.stat().st_mtime)
        for old in kept[_MOST_KEPT:]:
            old.unlink(missing_ok=True)
    except OSError:
        return


def imported_places(folder: Path) -> list[RawPlace]:
    """The places of every file that was imported, in the order of the files' names."""
    places: list[RawPlace] = []
    for path in sorted((folder / IMPORTED_NAME).glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            places.extend(_raw(row) for row in csv.DictReader(file))
    return places


def keep_imported(folder: Path, name: str, places: Iterable[RawPlace]) -> Path:
    """Keep imported places under the name of their file; the same name is replaced."""
    path = folder / IMPORTED_NAME / f"{name}.csv"
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    with part.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(_FIELDS)
        for place in places:
            writer.writerow(("|".join(place.names), *astuple(place)[1:]))
    part.replace(path)
    return path


def _raw(row: dict[str, str]) -> RawPlace:
    return RawPlace(
        names=tuple(row["names"].split("|")), kind=row["kind"], lat=float(row["latitude"]),
        lon=float(row["longitude"]), radius_m=float(row["radius_m"]),
        population=int(row["population"]), source=row["source"],
    )  # fmt: skip
