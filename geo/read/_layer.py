"""Geo files as tables: GeoJSON, KML, GPX, GeoPackage, shapefile, through OGR, batch by batch.

A point becomes the columns ``latitude`` and ``longitude`` (degrees, EPSG:4326), any other
geometry the column ``geometry`` (WKT, EPSG:4326), beside the file's own columns. Layers and
folders follow each other; the columns of all of them make the header.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Final

import pyogrio

from geo.errors import ReadError
from geo.read._archive import refuse_incomplete
from geo.read._cells import cell_text, record
from geo.read._file import FileFacts, Kind
from geo.read._shapes import Shapes, added_columns, with_geometry
from geo.read._table import Header, Record
from geo.read._xml import XmlGuard
from geo.settings import Limits

_BATCH: Final = 1_000
_CHUNK: Final = 1 << 20
_MOST_LAYERS: Final = 1_000
_DRAWING: Final = frozenset(
    ("altitudemode", "tessellate", "extrude", "visibility", "draworder", "icon", "snippet")
)
"""Fields that OGR adds to every KML file: how it is drawn, not what it says."""
_NO_TABLE: Final = frozenset(("route_points", "track_points"))
"""Layers of a GPX file that repeat its routes and tracks point by point."""


class LayerTable:
    """A geo file open for reading; ``line`` of a record is the number of the feature, from 1.

    Raises
    ------
    ReadError
        OGR cannot read the file, it declares XML entities, or lacks a part.
    """

    left_out: tuple[str, ...] = ()

    def __init__(self, facts: FileFacts, limits: Limits) -> None:
        self._path, self._name = facts.path, facts.path.name
        self._limits = limits
        _refuse_hostile(facts)
        # One feature larger than this would take many times its size as a tree of JSON.
        megabytes = max(1, limits.vertices // 1_000)
        pyogrio.set_gdal_config_options({"OGR_GEOJSON_MAX_OBJ_SIZE": str(megabytes)})
        self._done = self._of = 0
        fields: dict[str, None] = {}
        self._layers = []
        for layer in self._call(lambda: pyogrio.list_layers(self._path))[:_MOST_LAYERS, 0]:
            info = self._call(lambda layer=layer: pyogrio.read_info(self._path, layer=layer))
            if layer in _NO_TABLE or not info["features"]:
                continue
            self._layers.append(layer)
            self._of += max(0, int(info["features"]))
            fields |= dict.fromkeys(map(str, info["fields"]))
        if facts.kind is Kind.XML:
            fields = {name: None for name in fields if name.lower() not in _DRAWING}
        if not self._layers:
            raise ReadError(f"{self._name}: the file holds no features")
        self._fields, self._added = tuple(fields), added_columns(fields)
        self.header = Header(with_geometry(self._fields, self._added), "", 1)

    def __enter__(self) -> LayerTable:
        return self

    def __exit__(self, *_: object) -> None:
        """Nothing stays open between batches but what ``__iter__`` holds."""

    @property
    def progress(self) -> tuple[int, int]:
        """Features read and features in all."""
        return self._done, self._of

    def __iter__(self) -> Iterator[Record]:
        for layer in self._layers:
            yield from self._features(layer)

    def _features(self, layer: str) -> Iterator[Record]:
        try:
            with ExitStack() as stack:
                manager = pyogrio.open_arrow(
                    self._path, layer=layer, use_pyarrow=True, batch_size=_BATCH
                )
                meta, batches = self._call(lambda: stack.enter_context(manager))
                column = meta["geometry_name"] or "wkb_geometry"
                while batch := self._call(lambda: next(batches, None)):
                    rows = self._call(lambda batch=batch: batch.to_pylist())
                    wkb = [row.pop(column, None) for row in rows]
                    shapes = self._call(lambda wkb=wkb, crs=meta["crs"]: Shapes(wkb, crs))
                    for at, row in enumerate(rows):
                        self._done += 1
                        yield from self._record(row, shapes, at)
        except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError) as error:
            raise self._damaged(error) from error

    def _record(self, row: dict[str, Any], shapes: Shapes, at: int) -> Iterator[Record]:
        cells = [cell_text(row.get(name)) for name in self._fields]
        if fault := shapes.fault(at, self._limits.vertices):
            yield Record(self._done, None, "\t".join(cells), fault)
            return
        where = shapes.cells(at) if self._added else []
        if found := record(self._done, cells, where):
            yield found

    def _call(self, what: Any) -> Any:
        """Call a library that warns and raises as it pleases about damaged files."""
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                return what()
        except Exception as error:
            raise self._damaged(error) from error

    def _damaged(self, error: Exception) -> ReadError:
        text = str(error).replace(str(self._path), self._name).strip()
        line = (text.splitlines() or [type(error).__name__])[0][:300]
        return ReadError(f"{self._name}: the file cannot be read ({line})")


def _refuse_hostile(facts: FileFacts) -> None:
    """Look at the file before OGR does, and let it see nothing that would open another one."""
    path = facts.path
    if facts.kind is Kind.XML:
        guard = XmlGuard(path.name)
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                guard.feed(chunk)
            guard.feed(b"", final=True)
        if guard.root not in ("kml", "gpx"):
            raise ReadError(f"{path.name}: the XML is neither KML nor GPX but {guard.root[:60]!r}")
    elif facts.kind is Kind.SHAPEFILE:
        beside = [p for p in path.parent.glob(f"{path.stem}.*") if p.stem == path.stem]
        refuse_incomplete(path.name, {part.suffix.lower() for part in beside})
    elif facts.kind is Kind.SQLITE and not _is_geopackage(path):
        raise ReadError(f"{path.name}: this is an SQLite database but no GeoPackage")


def _is_geopackage(path: Path) -> bool:
    """Whether the application id says so (OGC 12-128r18, requirement 2; GP10 and GP11 before)."""
    with path.open("rb") as file:
        return file.read(72)[68:72] in (b"GPKG", b"GP10", b"GP11")
