"""GeoPackage of a view, ready for QGIS.

Layers: ``points`` (exact places), ``areas`` (discs of their radius, districts, governorates, the
country), ``stretches`` (of road). Tables: ``not_placed`` (incidents without any shape),
``reports``, ``about``. Every incident is in exactly one of the first four.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyogrio
import shapely
from numpy.typing import NDArray

from geo.errors import ExportError
from geo.export.arrow import BATCH, FLAT, GEOMETRY, column, day, well
from geo.export.csv_file import COLUMNS, flat
from geo.export.qgis_style import style_rows
from geo.export.records import Record
from geo.export.selection import Selection
from geo.model import Form

LAYERS: Final = {"areas": "MultiPolygon", "stretches": "MultiLineString", "points": "Point"}
"""Name -> type of its geometries; QGIS draws them in this order from below."""

NOT_PLACED: Final = "not_placed"
_FAULTS: Final = (
    pyogrio.errors.DataSourceError,
    pyogrio.errors.DataLayerError,
    pyogrio.errors.FeatureError,
)
_LAYER_OF: Final = {Form.POINT: "points", Form.STRETCH: "stretches"}
_MULTI: Final = {"areas": shapely.multipolygons, "stretches": shapely.multilinestrings}
_REPORTS: Final = pa.schema(
    [
        *((name, pa.string()) for name in ("incident_id", "report_id", "outlet")),
        *((name, pa.string()) for name in ("outlet_country", "stance")),
        ("published", pa.date32()),
        ("url", pa.string()),
    ]
)
_ABOUT: Final = pa.schema([("name", pa.string()), ("value", pa.string())])


def write_geopackage(selection: Selection, path: Path) -> None:
    """Write the file.

    Raises
    ------
    ExportError
        The library that writes the file fails; the message has its words.
    """
    try:
        for layer in (*LAYERS, NOT_PLACED):
            _append(path, layer, [], np.array([], dtype=object), new=True)
        _write(path, "reports", _REPORTS.empty_table(), new=True)
        for batch in selection.batches(BATCH):
            rows, records = [row for row, _ in batch], [record for _, record in batch]
            shapes = selection.shapes.geometries(selection.snapshot, rows)
            layers = np.array(
                [_layer(record, shape) for record, shape in zip(records, shapes, strict=True)]
            )
            for layer in np.unique(layers).tolist():
                members = np.flatnonzero(layers == layer)
                _append(path, layer, [records[at] for at in members], shapes[members])
            _write(path, "reports", _reports(records))
        _write(path, "about", _about(selection), new=True)
        _styles(path)
    except (*_FAULTS, sqlite3.Error) as error:
        raise ExportError(f"the GeoPackage cannot be written: {error}") from error


def _layer(record: Record, shape: shapely.Geometry | None) -> str:
    return NOT_PLACED if shape is None else _LAYER_OF.get(Form(record["form"]), "areas")


def _append(
    path: Path,
    layer: str,
    records: list[Record],
    shapes: NDArray[np.object_],
    new: bool = False,
) -> None:
    """Add incidents to a layer."""
    values = list(zip(*map(flat, records), strict=True)) or [()] * len(COLUMNS)
    table = pa.table(
        {name: column(name, data) for name, data in zip(COLUMNS, values, strict=True)}, schema=FLAT
    )
    if layer in LAYERS:
        if layer in _MULTI:
            shapes = np.array([_several(shape, _MULTI[layer]) for shape in shapes], dtype=object)
        table = table.append_column(
            pa.field(GEOMETRY, pa.binary(), metadata={"ARROW:extension:name": "geoarrow.wkb"}),
            pa.array(shapely.to_wkb(shapes).tolist(), pa.binary()),
        )
    _write(path, layer, table, new)


def _several(shape: shapely.Geometry, gather: Any) -> shapely.Geometry:
    return shape if hasattr(shape, "geoms") else gather([shape])


def _write(path: Path, layer: str, table: pa.Table, new: bool = False) -> None:
    placed = GEOMETRY in table.column_names
    pyogrio.write_arrow(
        table,
        path,
        layer=layer,
        driver="GPKG",
        append=not new,
        geometry_name=GEOMETRY if placed else None,
        geometry_type=LAYERS.get(layer),
        crs="EPSG:4326" if placed else None,
    )


def _reports(records: Iterable[Record]) -> pa.Table:
    found = [
        {
            "incident_id": well(record["id"]),
            "report_id": well(report["id"]),
            "outlet": well(report["outlet"]),
            "outlet_country": report["country"] and well(report["country"]),
            "stance": report["stance"],
            "published": day(report["published"]),
            "url": report["url"] and well(report["url"]),
        }
        for record in records
        for report in record["reports"]
    ]
    return pa.Table.from_pylist(found, schema=_REPORTS)


def _about(selection: Selection) -> pa.Table:
    about = asdict(selection.about)
    lines = [(name, str(value)) for name, value in about.items() if name != "sources"]
    lines += [("source", line) for line in selection.about.sources]
    return pa.Table.from_pylist(
        [{"name": name, "value": well(value)} for name, value in lines], schema=_ABOUT
    )


def _styles(path: Path) -> None:
    """The table in which QGIS looks for the style of a layer that it opens."""
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(
            "CREATE TABLE layer_styles (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, "
            "f_table_catalog TEXT(256), f_table_schema TEXT(256), f_table_name TEXT(256), "
            "f_geometry_column TEXT(256), styleName TEXT(30), styleQML TEXT, styleSLD TEXT, "
            "useAsDefault BOOLEAN, description TEXT, owner TEXT(30), ui TEXT(30), "
            "update_time DATETIME DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')))"
        )
        connection.executemany(
            "INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, "
            "f_geometry_column, styleName, styleQML, styleSLD, useAsDefault, description, owner) "
            "VALUES ('', '', ?, ?, ?, ?, '', 1, ?, '')",
            [(layer, GEOMETRY, *row) for layer, *row in style_rows()],
        )
        connection.execute(
            "INSERT INTO gpkg_contents (table_name, data_type, identifier) "
            "VALUES ('layer_styles', 'attributes', 'layer_styles')"
        )
