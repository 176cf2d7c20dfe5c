"""Any file as a table: what it is decides who reads it."""

from __future__ import annotations

import weakref
from dataclasses import replace
from pathlib import Path

from geo.read._archive import discard, is_workbook, unpack
from geo.read._file import FileFacts, Kind, examine
from geo.read._table import Table, TextTable
from geo.settings import Limits


class Source:
    """A file on disk that can be read as a table, more than once.

    ``facts`` are those of the file itself; of an archive the table in it is read. ``close``
    removes what was unpacked.

    Raises
    ------
    ReadError
        The file is missing, too large, damaged, or nothing that is read.
    """

    def __init__(self, path: Path, limits: Limits) -> None:
        self.facts = self._inner = examine(path, limits)
        self._limits = limits
        self._unpacked: weakref.finalize[..., Source] | None = None
        if self.facts.kind is Kind.ZIP and not is_workbook(path):
            inside = unpack(path, limits)
            self._unpacked = weakref.finalize(self, discard, inside.parent)
            try:
                self._inner = examine(inside, limits)
            except BaseException:
                self.close()
                raise
            self.facts = replace(self.facts, encoding=self._inner.encoding)

    def __enter__(self) -> Source:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Remove what was unpacked; also done when nobody refers to the source any more."""
        if self._unpacked:
            self._unpacked()

    def open(self, layout: tuple[str, ...] = ()) -> Table:
        """Open the table; ``layout`` names the columns of a text without a header line."""
        return _open(self._inner, layout, self._limits)


def _open(facts: FileFacts, layout: tuple[str, ...], limits: Limits) -> Table:
    match facts.kind:
        case Kind.TEXT:
            return TextTable(facts, layout)
        case Kind.ZIP:
            from geo.read._workbook import Workbook

            return Workbook(facts, limits)
        case Kind.PARQUET:
            from geo.read._parquet import ParquetTable

            return ParquetTable(facts, limits)
        case _:
            from geo.read._layer import LayerTable

            return LayerTable(facts, limits)
