"""Parquet files, row group by row group; of GeoParquet the geometries too."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final

import pyarrow.parquet as pq

from geo.errors import ReadError
from geo.read._cells import cell_text, names, record
from geo.read._file import FileFacts
from geo.read._shapes import Shapes, added_columns, with_geometry
from geo.read._table import Header, Record
from geo.settings import Limits

_BATCH: Final = 2_000


class ParquetTable:
    """A Parquet file open for reading; ``line`` of a record is its number plus one for the names.

    Raises
    ------
    ReadError
        The file is damaged, or holds more than ``limits`` allow.
    """

    left_out: tuple[str, ...] = ()

    def __init__(self, facts: FileFacts, limits: Limits) -> None:
        self._name = facts.path.name
        try:
            self._file = pq.ParquetFile(facts.path, pre_buffer=False)
        except Exception as error:  # the library raises what it pleases for damaged files
            raise self._damaged(error) from error
        meta = self._file.metadata
        unpacked = sum(meta.row_group(i).total_byte_size for i in range(meta.num_row_groups))
        if unpacked > limits.unpacked_mb * 1_000_000:
            self._file.close()
            raise ReadError(
                f"{self._name}: unpacked it has {unpacked / 1e6:,.0f} MB; at most "
                f"{limits.unpacked_mb:,} MB are read (ATLAS_MAX_UNPACKED_MB)"
            )
        self._done, self._rows, self._limits = 0, meta.num_rows, limits
        schema = self._file.schema_arrow
        self._geometry, self._crs = _geometry(schema)
        self._fields = [name for name in schema.names if name != self._geometry]
        self._added = added_columns(self._fields) if self._geometry else ()
        self.header = Header(with_geometry(names(self._fields), self._added), "", 1)

    def __enter__(self) -> ParquetTable:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    @property
    def progress(self) -> tuple[int, int]:
        """Rows read and rows in all."""
        return self._done, self._rows

    def __iter__(self) -> Iterator[Record]:
        batches = self._file.iter_batches(batch_size=_BATCH)
        while True:
            try:
                batch = next(batches, None)
                if batch is None:
                    return
                columns = [batch.column(name).to_pylist() for name in self._fields]
                wkb = batch.column(self._geometry).to_pylist() if self._added else None
                shapes = Shapes(wkb, self._crs) if wkb is not None else None
            except Exception as error:
                raise self._damaged(error) from error
            for at, cells in enumerate(zip(*columns, strict=True)):
                self._done += 1
                yield from self._record([cell_text(cell) for cell in cells], shapes, at)

    def _record(self, cells: list[str], shapes: Shapes | None, at: int) -> Iterator[Record]:
        line = self._done + 1
        where: list[str] = []
        if shapes is not None:
            if fault := shapes.fault(at, self._limits.vertices):
                yield Record(line, None, "\t".join(cells), fault)
                return
            where = shapes.cells(at)
        if found := record(line, cells, where):
            yield found

    def _damaged(self, error: Exception) -> ReadError:
        line = (str(error).strip().splitlines() or [type(error).__name__])[0][:200]
        return ReadError(f"{self._name}: the Parquet file cannot be read ({line})")


def _geometry(schema: Any) -> tuple[str, Any]:
    """Name of the column of geometries and their CRS, as GeoParquet 1.1 notes them; or "".

    A CRS that is not noted is longitude and latitude in degrees.
    """
    try:
        noted = json.loads((schema.metadata or {}).get(b"geo", b"{}"))
        name = noted.get("primary_column", "")
        column = noted["columns"][name] if name else {}
        is_wkb = column.get("encoding") == "WKB" and name in schema.names
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return "", None
    return (name, column.get("crs")) if is_wkb else ("", None)
