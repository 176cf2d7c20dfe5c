"""Parquet files, row group by row group."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import pyarrow.parquet as pq

from geo.errors import ReadError
from geo.read._cells import cell_text, names, record
from geo.read._file import FileFacts
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
        self._done, self._rows = 0, meta.num_rows
        self.header = Header(names(self._file.schema_arrow.names), "", 1)

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
                columns = [column.to_pylist() for column in batch.columns] if batch else []
            except Exception as error:
                raise self._damaged(error) from error
            if batch is None:
                return
            for cells in zip(*columns, strict=True):
                self._done += 1
                if found := record(self._done + 1, [cell_text(cell) for cell in cells]):
                    yield found

    def _damaged(self, error: Exception) -> ReadError:
        line = (str(error).strip().splitlines() or [type(error).__name__])[0][:200]
        return ReadError(f"{self._name}: the Parquet file cannot be read ({line})")
