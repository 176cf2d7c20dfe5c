"""GeoParquet 1.1 of a view: a row an incident, its reports as a list, its footprint as WKB.

The file's metadata has, beside ``geo``, the key ``atlas`` with what the file says of itself.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Final

import pyarrow as pa
import pyarrow.parquet as pq

from geo.export.arrow import GEOMETRY, NESTED, nested_tables
from geo.export.selection import Selection

GEO: Final = {
    "version": "1.1.0",
    "primary_column": GEOMETRY,
    "columns": {
        GEOMETRY: {"encoding": "WKB", "geometry_types": [], "orientation": "counterclockwise"}
    },
}
"""No ``crs`` means OGC:CRS84, degrees in the order lon, lat; no types mean any type."""

_DICTIONARY_BYTES: Final = 8 * 1024 * 1024
"""The areas of a country fit in: each is then stored once a row group."""


def write_parquet(selection: Selection, path: Path) -> None:
    """Write the file, one row group a batch."""
    metadata = {"geo": json.dumps(GEO), "atlas": json.dumps(asdict(selection.about))}
    schema = NESTED.append(pa.field(GEOMETRY, pa.binary())).with_metadata(metadata)
    with pq.ParquetWriter(
        path, schema, compression="zstd", dictionary_pagesize_limit=_DICTIONARY_BYTES
    ) as writer:
        for table in nested_tables(selection):
            writer.write_table(table)
