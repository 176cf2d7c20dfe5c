"""Roads of the user's own: a line layer with Geofabrik's columns becomes the atlas's network.

Lines are cut where they meet, so that crossings connect, joined where nothing branches off, and
thinned; each keeps its true length.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import geopandas
import numpy as np
import pyogrio
import shapely

from geo.crs import GEOGRAPHIC_CRS, METRIC_CRS
from geo.errors import RoadError
from geo.places.road_files import KIND

CLASSES: Final = ("motorway", "trunk", "primary", "secondary")
"""Values of ``fclass`` that are taken, each with its ``_link``."""

_COLUMN: Final = "fclass"
_TOLERANCE_M: Final = 30.0
_REGION_DEG: Final = (34.0, 25.0, 54.0, 42.0)


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import took: lines read, taken by class, pieces written, kilometres in all."""

    read: int
    taken: dict[str, int]
    pieces: int
    km: float


def import_roads(source: Path, target: Path, classes: tuple[str, ...] = CLASSES) -> Imported:
    """Turn a layer of roads into the file that ``RoadNetwork.load`` reads.

    Parameters
    ----------
    source : any file of lines that GDAL reads, in any CRS, with Geofabrik's column ``fclass``.
    target : written wholly or not at all.
    classes : values of ``fclass`` to take.

    Raises
    ------
    RoadError
        The file cannot be read, lacks the column or a CRS, has no such lines, or lies elsewhere.
    """
    lines, taken, read = _lines(source, classes)
    # Where lines share a point they are cut there; chains without a branch become one line.
    united = shapely.line_merge(shapely.union_all(lines))
    pieces = [p for p in shapely.get_parts(united) if p.geom_type == "LineString" and p.length > 0]
    metric = geopandas.GeoSeries(pieces, crs=GEOGRAPHIC_CRS).to_crs(METRIC_CRS)
    plain = metric.simplify(_TOLERANCE_M).to_crs(GEOGRAPHIC_CRS)
    features = [
        {
            "type": "Feature",
            "properties": {"km": round(length / 1000, 4)},
            "geometry": {"type": "LineString", "coordinates": np.round(line.coords, 5).tolist()},
        }
        for line, length in zip(plain, metric.length.tolist(), strict=True)
    ]
    content = {"type": "FeatureCollection", "name": KIND, "features": features}
    _write(target, json.dumps(content, separators=(",", ":")))
    return Imported(read, taken, len(features), float(metric.length.sum()) / 1000)


def _lines(source: Path, classes: tuple[str, ...]) -> tuple[Any, dict[str, int], int]:
    """The lines of the classes in degrees, their number by class, and the lines of the file."""
    if not source.exists():
        raise RoadError(f"{source} does not exist")
    try:
        table = geopandas.read_file(source)
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, ValueError) as fault:
        raise RoadError(f"{source} cannot be read as a layer of roads: {fault}") from fault
    if _COLUMN not in table.columns:
        listed = ", ".join(str(name) for name in table.columns if name != "geometry") or "none"
        raise RoadError(f"{source} has no column {_COLUMN!r} (Geofabrik's); its columns: {listed}")
    if table.crs is None:
        raise RoadError(f"{source} does not say in which coordinate reference system it is")
    kind = table[_COLUMN].astype(str).str.removesuffix("_link")
    is_line = table.geometry.geom_type.isin(("LineString", "MultiLineString"))
    kept = table[kind.isin(classes) & is_line & ~table.geometry.is_empty]
    if kept.empty:
        raise RoadError(f"{source} has no lines of the classes {', '.join(classes)}")
    kept = kept.to_crs(GEOGRAPHIC_CRS)
    west, south, east, north = kept.total_bounds
    region = _REGION_DEG
    if not (region[0] <= west <= east <= region[2] and region[1] <= south <= north <= region[3]):
        raise RoadError(
            f"{source} covers {west:.2f} to {east:.2f} east, {south:.2f} to {north:.2f} north, "
            "which is not Iraq; cut it to Iraq, or check its coordinate reference system"
        )
    counts = kept[_COLUMN].value_counts()
    taken = {str(name): int(n) for name, n in counts.items()}
    return shapely.force_2d(kept.geometry.to_numpy()), taken, len(table)


def _write(target: Path, text: str) -> None:
    part = target.with_name(f".{target.name}.part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        part.write_text(text, encoding="utf-8")
        part.replace(target)
    except OSError as fault:
        raise RoadError(f"{target} cannot be written: {fault.strerror}") from fault
    finally:
        part.unlink(missing_ok=True)
