"""Reading a layer of polygons from any vector file, with messages that name what is wrong.

Shapefiles (plain or zipped), GeoPackage and GeoJSON are read by geopandas (GDAL through pyogrio),
in any CRS.
"""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, Final

import geopandas as gpd
import numpy as np
import pyogrio
import shapely
from numpy.typing import NDArray

from geo.crs import GEOGRAPHIC_CRS
from geo.errors import BoundaryError
from geo.settings import LayerSetting

_SHAPEFILE_PARTS: Final = {
    ".dbf": "the table of names and keys",
    ".shx": "the index of the shapes",
    ".prj": "the coordinate reference system",
}
_MAP_FILES: Final = {".shp", ".gpkg", ".geojson", ".json"}
_POLYGON, _MULTIPOLYGON = 3, 6
_REGION_DEG: Final = (34.0, 25.0, 54.0, 42.0)
"""(west, south, east, north) around Iraq; boundaries elsewhere are a mistake of axes or CRS."""


@dataclass(frozen=True, slots=True)
class Layer:
    """Rows of a boundary file, ordered by key; ``geometry`` holds (multi)polygons, EPSG:4326."""

    keys: tuple[str, ...]
    names: tuple[str, ...]
    names_ar: tuple[str | None, ...]
    geometry: NDArray[np.object_]


def read_layer(setting: LayerSetting) -> Layer:
    """The polygons of ``setting.path`` with their keys and names.

    Raises
    ------
    BoundaryError
        The file or one of its parts is missing, cannot be read, has no CRS, lacks the key or
        name column, repeats a key, or holds something else than valid polygons in the region.
    """
    path = setting.path
    source = _source(path, setting.layer)
    layer = _layer_name(path, source, setting.layer)
    try:
        info = pyogrio.read_info(source, layer=layer)
        columns = _columns(setting, [str(field) for field in info["fields"]])
        table = gpd.read_file(source, layer=layer, columns=columns, on_invalid="ignore")
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, ValueError) as err:
        raise BoundaryError(f"{path} cannot be read as a boundary file: {err}") from err
    if not isinstance(table, gpd.GeoDataFrame):
        raise BoundaryError(f"{path} holds a table without shapes; boundaries must be polygons")
    keys = [_text(value) for value in table[setting.key]]
    names = [_text(value) for value in table[setting.name]]
    if not keys:
        raise BoundaryError(f"{path} holds no boundaries")
    _check_keys(path, setting.key, keys)
    _check_polygons(path, keys, table.geometry)
    geometry = _to_degrees(path, table)
    arabic = [_text(value) for value in table.get(setting.name_ar, [None] * len(table))]
    order = sorted(range(len(keys)), key=keys.__getitem__)
    return Layer(
        keys=tuple(keys[i] for i in order),
        names=tuple(names[i] or keys[i] for i in order),
        names_ar=tuple(arabic[i] or None for i in order),
        geometry=geometry[order],
    )


def _source(path: Path, layer: str | None) -> str:
    """What GDAL is to open: the file, or the map file inside a zip, in whatever folder of it."""
    if not path.exists():
        raise BoundaryError(f"boundary file {path} does not exist")
    if path.suffix.lower() == ".shp":
        present = {p.suffix.lower() for p in path.parent.glob(f"{_glob_safe(path.stem)}.*")}
        _require(path, present)
    if path.suffix.lower() != ".zip":
        return str(path)
    try:
        with zipfile.ZipFile(path) as archive:
            names = [PurePosixPath(name) for name in archive.namelist()]
    except (zipfile.BadZipFile, OSError) as err:
        raise BoundaryError(f"{path} is not a zip file that can be opened: {err}") from err
    maps = [n for n in names if n.suffix.lower() in _MAP_FILES and "__MACOSX" not in n.parts]
    chosen = [n for n in maps if n.stem == layer] or maps
    if len(chosen) != 1:
        listed = ", ".join(str(n) for n in maps) or "none"
        raise BoundaryError(f"{path} must hold one map file to use; it holds: {listed}")
    inner = chosen[0]
    if inner.suffix.lower() == ".shp":
        same = {n.suffix.lower() for n in names if n.with_suffix("") == inner.with_suffix("")}
        _require(path, same)
    return f"/vsizip/{path.resolve()}/{inner}"


def _glob_safe(stem: str) -> str:
    return "".join(f"[{c}]" if c in "*?[" else c for c in stem)


def _require(path: Path, present: set[str]) -> None:
    for suffix, what in _SHAPEFILE_PARTS.items():
        if suffix not in present:
            raise BoundaryError(
                f"{path} lacks its {suffix} file ({what}); a shapefile is complete with .shp, "
                ".dbf, .shx and .prj side by side"
            )


def _layer_name(path: Path, source: str, wanted: str | None) -> str:
    try:
        present = [str(name) for name, _ in pyogrio.list_layers(source)]
    except (pyogrio.errors.DataSourceError, ValueError) as err:
        raise BoundaryError(f"{path} cannot be read as a boundary file: {err}") from err
    listed = ", ".join(present) or "none"
    if wanted is not None and wanted not in present:
        raise BoundaryError(f"{path} has no layer {wanted!r}; its layers are: {listed}")
    if wanted is None and len(present) != 1:
        raise BoundaryError(f"{path} has {len(present)} layers ({listed}); name the one to use")
    return wanted or present[0]


def _columns(setting: LayerSetting, present: list[str]) -> list[str]:
    for column, role in ((setting.key, "key"), (setting.name, "name")):
        if column not in present:
            raise BoundaryError(
                f"{setting.path} has no {role} column {column!r}; its columns are: "
                + (", ".join(present) or "none")
            )
    arabic = [setting.name_ar] if setting.name_ar in present else []
    return list(dict.fromkeys([setting.key, setting.name, *[a for a in arabic if a]]))


def _text(value: Any) -> str:
    if value is None or (isinstance(value, float | np.floating) and np.isnan(value)):
        return ""
    if isinstance(value, float | np.floating) and float(value).is_integer():
        value = int(value)
    return str(value).strip()


def _check_keys(path: Path, column: str, keys: list[str]) -> None:
    missing = [i + 1 for i, key in enumerate(keys) if not key]
    if missing:
        raise BoundaryError(f"{path}, column {column!r}: no key in row {missing[0]}")
    twice = sorted({key for key in keys if keys.count(key) > 1})
    if twice:
        raise BoundaryError(
            f"{path}, column {column!r}: the key {twice[0]!r} stands in "
            f"{keys.count(twice[0])} rows; each unit needs one of its own"
        )


def _check_polygons(path: Path, keys: list[str], shapes: gpd.GeoSeries) -> None:
    for key, shape in zip(keys, shapes, strict=True):
        if shape is None or shape.is_empty:
            raise BoundaryError(f"{path}: {key!r} has no geometry, or one that cannot be read")
        if shapely.get_type_id(shape) not in (_POLYGON, _MULTIPOLYGON):
            raise BoundaryError(
                f"{path}: {key!r} is a {shape.geom_type}; boundaries must be polygons"
            )
        if not shape.is_valid:
            reason = shapely.is_valid_reason(shape)
            raise BoundaryError(f"{path}: the outline of {key!r} is not valid: {reason}")


def _to_degrees(path: Path, table: gpd.GeoDataFrame) -> NDArray[np.object_]:
    if table.crs is None:
        raise BoundaryError(f"{path} does not say in which coordinate reference system it is")
    shapes: NDArray[np.object_] = shapely.force_2d(table.to_crs(GEOGRAPHIC_CRS).geometry.to_numpy())
    west, south, east, north = shapely.total_bounds(shapes)
    region = _REGION_DEG
    if not (region[0] <= west <= east <= region[2] and region[1] <= south <= north <= region[3]):
        raise BoundaryError(
            f"{path} covers {west:.2f} to {east:.2f} east, {south:.2f} to {north:.2f} north, "
            "which is not Iraq; is its coordinate reference system stated rightly?"
        )
    return shapes
