"""A view as Arrow tables, batch by batch: what GeoParquet and GeoPackage are written from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, Final

import pyarrow as pa
import shapely

from geo.export.csv_file import COLUMNS
from geo.export.records import Record
from geo.export.selection import Selection
from geo.export.shapes import Shapes
from geo.store.snapshot import Snapshot

BATCH: Final = 5_000
GEOMETRY: Final = "geometry"
_WHOLE: Final = frozenset(
    {"date_prec", "where_prec", "n_reports", "n_origins", "revision", "killed_low", "killed_high"}
    | {"wounded_low", "wounded_high", "near_route_offset_m"}
)
_NUMBERS: Final = frozenset(
    {"uncertainty_m", "latitude", "longitude", "from_km", "to_km", "near_route_km"}
    | {"near_route_from_km", "near_route_to_km"}
)
_DATES: Final = frozenset({"date_start", "date_end"})
_TOLD: Final = ("outlets", "stances", "report_ids", "report_urls")
"""Columns of the CSV that the list of reports says better."""

REPORT: Final = pa.struct(
    [
        *((name, pa.string()) for name in ("id", "outlet", "country", "stance")),
        ("published", pa.date32()),
        ("url", pa.string()),
    ]
)


def type_of(column: str) -> pa.DataType:
    """Arrow type of a column of the CSV."""
    if column in _WHOLE:
        return pa.int64()
    if column in _NUMBERS:
        return pa.float64()
    return pa.date32() if column in _DATES else pa.string()


FLAT: Final = pa.schema([(name, type_of(name)) for name in COLUMNS])
"""One value a column; several actors or reports stand in one text."""

NESTED: Final = pa.schema(
    [
        *(
            (name, pa.list_(pa.string()) if name == "actors" else type_of(name))
            for name in COLUMNS
            if name not in _TOLD
        ),
        ("reports", pa.list_(REPORT)),
    ]
)
"""Actors and reports as lists."""


def nested_tables(selection: Selection) -> Iterator[pa.Table]:
    """Tables of ``NESTED`` with ``geometry`` as WKB (EPSG:4326, lon lat), null without a shape."""
    schema = NESTED.append(pa.field(GEOMETRY, pa.binary()))
    for batch in selection.batches(BATCH):
        rows, records = [row for row, _ in batch], [record for _, record in batch]
        columns: dict[str, Any] = {
            name: column(name, [record[name] for record in records])
            for name in NESTED.names
            if name not in ("reports", "actors")
        }
        columns["actors"] = [[well(actor) for actor in record["actors"]] for record in records]
        columns["reports"] = [_reports(record) for record in records]
        columns[GEOMETRY] = wkb(selection.shapes, selection.snapshot, rows)
        yield pa.table(columns, schema=schema)


def column(name: str, values: Sequence[Any]) -> list[Any]:
    """Values of a column of the CSV as Arrow takes them."""
    if name in _DATES:
        return [None if value is None else date.fromisoformat(value) for value in values]
    return [well(value) or None if isinstance(value, str) else value for value in values]


def wkb(shapes: Shapes, snapshot: Snapshot, rows: Sequence[int]) -> list[bytes | None]:
    """Footprints as well-known binary."""
    found: list[bytes | None] = shapely.to_wkb(shapes.geometries(snapshot, rows)).tolist()
    return found


def well(text: str) -> str:
    """Text that is valid UTF-8 (no half of a surrogate pair), without NUL."""
    return text.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")


def _reports(record: Record) -> list[Record]:
    return [
        {name: well(value) if isinstance(value, str) else value for name, value in report.items()}
        | {"published": day(report["published"])}
        for report in record["reports"]
    ]


def day(text: str | None) -> date | None:
    """A day of a record as a date."""
    return None if text is None else date.fromisoformat(text)
