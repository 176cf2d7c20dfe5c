"""Reading a user's own places: a GeoNames extract, a table, or any file of geometries."""

from __future__ import annotations

import csv
import io
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd
import pyogrio
import shapely

from geo.crs import GEOGRAPHIC_CRS
from geo.errors import ReadError

KINDS: Final = (
    "town", "village", "neighbourhood", "base", "airport", "crossing", "bridge", "area",
    "mountain", "lake", "river", "other",
)  # fmt: skip
"""Kinds that a file may give its places; any other word is read as "village"."""

_GEONAMES_COLUMNS: Final = 19
_LANGUAGES: Final = frozenset({"", "en", "ar", "ku", "ckb", "fa", "tr", "fr", "de"})
_CODES: Final = {
    "PPLX": "neighbourhood", "PPLA": "town", "PPLA2": "town", "PPLA3": "town", "PPLC": "town",
    "AIRB": "base", "INSM": "base", "FT": "base", "AIRP": "airport", "AIRF": "airport",
    "BDG": "bridge", "PSTB": "crossing", "CSTM": "crossing", "MT": "mountain", "MTS": "mountain",
    "LK": "lake", "RSV": "lake", "STM": "river", "CNL": "river",
}  # fmt: skip
_BY_CLASS: Final = {"P": "village", "L": "area"}
_TOWN_PEOPLE: Final = 5_000


@dataclass(frozen=True, slots=True)
class Columns:
    """Which columns of a table hold what; several columns of names are parted by commas."""

    name: str = "name"
    lat: str = "latitude"
    lon: str = "longitude"
    kind: str | None = None
    population: str | None = None
    key: str | None = None
    fixed_kind: str | None = None


@dataclass(frozen=True, slots=True)
class ReadPlace:
    """A place of a user's file; degrees EPSG:4326."""

    names: tuple[str, ...]
    kind: str
    lat: float
    lon: float
    population: int
    key: str


@dataclass(slots=True)
class ReadPlaces:
    """The places of a file, and what could not be used: line and reason."""

    places: list[ReadPlace] = field(default_factory=list)
    rejected: list[tuple[int, str]] = field(default_factory=list)


def read_places(path: Path, columns: Columns, alternates: Path | None = None) -> ReadPlaces:
    """Read ``path`` as what it is.

    Tab-separated text with the 19 columns of a GeoNames extract (also zipped) is GeoNames;
    ``.csv`` and ``.tsv`` are tables with ``columns``; everything else is given to OGR.

    Raises
    ------
    ReadError
        The file or a column of it cannot be used; the message says which.
    """
    if not path.is_file():
        raise ReadError(f"{path}: there is no such file")
    if path.suffix.lower() in (".txt", ".zip"):
        text = _text(path)
        first = text.partition("\n")[0]
        if first.count("\t") == _GEONAMES_COLUMNS - 1:
            return _geonames(text, _alternates(alternates) if alternates else {})
        if path.suffix.lower() == ".txt":
            raise ReadError(f"{path}, line 1: not a GeoNames extract, which has 19 columns")
    if path.suffix.lower() in (".csv", ".tsv"):
        return _table(path, columns)
    return _geometries(path, columns)


def _text(path: Path) -> str:
    try:
        if path.suffix.lower() != ".zip":
            return path.read_text(encoding="utf-8-sig")
        with zipfile.ZipFile(path) as archive:
            inside = [n for n in archive.namelist() if n.endswith(".txt") and "readme" not in n]
            return archive.read(inside[0]).decode("utf-8-sig") if inside else ""
    except (UnicodeDecodeError, zipfile.BadZipFile) as error:
        raise ReadError(f"{path}: not text in UTF-8 ({error})") from error


def _alternates(path: Path) -> dict[str, list[str]]:
    """GeoNames ids to their names in the languages of the sources."""
    names: dict[str, list[str]] = defaultdict(list)
    for line in _text(path).splitlines():
        cells = line.split("\t")
        if len(cells) >= 4 and cells[2] in _LANGUAGES:
            names[cells[1]].append(cells[3])
    if not names:
        raise ReadError(
            f"{path}: not a GeoNames file of alternate names (id, place, language, name)"
        )
    return names


def _geonames(text: str, alternates: dict[str, list[str]]) -> ReadPlaces:
    found = ReadPlaces()
    for number, line in enumerate(text.splitlines(), start=1):
        cells = line.split("\t")
        if len(cells) != _GEONAMES_COLUMNS:
            found.rejected.append((number, f"{len(cells)} columns, not {_GEONAMES_COLUMNS}"))
            continue
        population = int(cells[14]) if cells[14].isdecimal() else 0
        kind = _CODES.get(cells[7]) or _BY_CLASS.get(cells[6])
        if kind == "village" and population >= _TOWN_PEOPLE:
            kind = "town"
        if kind is None:
            found.rejected.append((number, f"feature {cells[6]}.{cells[7]} is no place of ours"))
            continue
        names = [cells[1], cells[2], *cells[3].split(","), *alternates.get(cells[0], ())]
        _add(found, number, names, kind, cells[4], cells[5], cells[14], f"geonames:{cells[0]}")
    return found


def _table(path: Path, columns: Columns) -> ReadPlaces:
    text = _text(path)
    delimiter = "\t" if path.suffix.lower() == ".tsv" else _delimiter(text)
    reader = csv.DictReader(io.StringIO(text), delimiter=delimiter)
    _need(path, columns, reader.fieldnames or (), (columns.lat, columns.lon))
    found = ReadPlaces()
    for row in reader:
        names = [row[name] or "" for name in _names(columns)]
        key = f"{path.stem}:{(row.get(columns.key or '') or '') or reader.line_num}"
        kind = columns.fixed_kind or (row.get(columns.kind or "") or "")
        _add(found, reader.line_num, names, kind, row[columns.lat], row[columns.lon],
             row.get(columns.population or "") or "", key)  # fmt: skip
    return found


def _delimiter(text: str) -> str:
    first = text.partition("\n")[0]
    return max(",;\t", key=first.count)


def _names(columns: Columns) -> list[str]:
    return [name.strip() for name in columns.name.split(",")]


def _need(path: Path, columns: Columns, have: object, more: tuple[str, ...] = ()) -> None:
    known = [str(name) for name in have] if isinstance(have, (list, tuple)) else []
    wanted = [*_names(columns), *more, columns.kind, columns.population, columns.key]
    missing = [name for name in wanted if name and name not in known]
    if missing:
        listed = ", ".join(map(repr, known)) or "none"
        raise ReadError(f"{path}, line 1: there is no column {missing[0]!r}; it has {listed}")


def _geometries(path: Path, columns: Columns) -> ReadPlaces:
    source = f"/vsizip/{path}" if path.suffix.lower() == ".zip" else str(path)
    try:
        frame = pyogrio.read_dataframe(source)
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, ValueError) as error:
        raise ReadError(f"{path}: not a file of places ({error})") from error
    if not hasattr(frame, "geometry"):
        raise ReadError(f"{path}: it has no geometries")
    _need(path, columns, [str(name) for name in frame.columns])
    shapes = frame.geometry
    if shapes.crs is not None:
        shapes = shapes.to_crs(GEOGRAPHIC_CRS)
    points = shapely.point_on_surface(np.asarray(shapes.values))
    found = ReadPlaces()
    for number, (point, row) in enumerate(zip(points, frame.to_dict("records"), strict=True), 1):
        if point is None or point.is_empty:
            found.rejected.append((number, "no geometry"))
            continue
        cells = {str(k): "" if pd.isna(v) else str(v) for k, v in row.items() if k != "geometry"}
        kind = columns.fixed_kind or cells.get(columns.kind or "", "")
        key = f"{path.stem}:{cells.get(columns.key or '') or number}"
        _add(found, number, [cells[name] for name in _names(columns)], kind, str(point.y),
             str(point.x), cells.get(columns.population or "", ""), key)  # fmt: skip
    return found


def _add(
    found: ReadPlaces, number: int, names: list[str], kind: str, lat: str, lon: str,
    population: str, key: str,
) -> None:  # fmt: skip
    kept = tuple(dict.fromkeys(n for n in _cleaned(names) if n))
    try:
        y, x = float(lat), float(lon)
    except (TypeError, ValueError):
        found.rejected.append((number, f"coordinate {lat!r}, {lon!r} is not a number"))
        return
    if not kept:
        found.rejected.append((number, "no name"))
    elif not (-90 <= y <= 90 and -180 <= x <= 180):
        found.rejected.append((number, f"coordinate {lat}, {lon} is not on the earth"))
    else:
        people = int(float(population)) if population.replace(".", "", 1).isdecimal() else 0
        word = kind.strip().lower()
        found.places.append(
            ReadPlace(kept, word if word in KINDS else "village", y, x, people, key)
        )


def _cleaned(names: list[str]) -> Iterator[str]:
    for name in names:
        for part in name.split("|"):
            yield " ".join(part.split())
