"""Excel workbooks, as a stream of rows: values as they were last computed, never formulas.

The first sheet that holds anything is the table, its first row with two cells the header. XML
that declares a document type or entities is refused before any library sees it.
"""

from __future__ import annotations

import warnings
import zipfile
from collections.abc import Iterator
from typing import Any, Final

import openpyxl

from geo.errors import ReadError
from geo.read._archive import Budget, chunks, opened
from geo.read._cells import cell_text, names, record
from geo.read._file import FileFacts
from geo.read._table import Header, Record
from geo.read._xml import XmlGuard
from geo.settings import Limits

_MOST_ROWS: Final = 1_048_576
"""Of any sheet, as Excel has it; row numbers beyond are made to exhaust."""
_SHEETS: Final = "xl/worksheets/"
_STRINGS: Final = "xl/sharedstrings.xml"
_MOST_STRINGS: Final = 300_000_000
_MOST_BESIDE: Final = 20_000_000
"""Bytes of the strings, which are held in memory, and of parts that are held as a tree."""


class Workbook:
    """A workbook open for reading.

    Raises
    ------
    ReadError
        It is damaged, holds no table, or more than ``limits`` allow.
    """

    def __init__(self, facts: FileFacts, limits: Limits) -> None:
        self._name = facts.path.name
        with opened(facts.path) as archive:
            _refuse_hostile(self._name, archive, limits)
        self._done = self._of = 0
        self._file = facts.path.open("rb")  # a path would have to end with ".xlsx"
        try:
            self._book = self._load()
            self._rows, self.header = self._find_table()
        except BaseException:
            self._file.close()
            raise

    def _load(self) -> Any:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # of styles and extensions that are not read
                return openpyxl.load_workbook(self._file, read_only=True, data_only=True)
        except Exception as error:  # the library raises what it pleases for damaged files
            raise self._damaged(error) from error

    def __enter__(self) -> Workbook:
        return self

    def __exit__(self, *_: object) -> None:
        self._book.close()
        self._file.close()

    @property
    def progress(self) -> tuple[int, int]:
        """Rows read and rows that the sheet says it has."""
        return min(self._done, self._of), self._of

    def _find_table(self) -> tuple[Iterator[tuple[int, tuple[Any, ...]]], Header]:
        found: tuple[Iterator[tuple[int, tuple[Any, ...]]], Header] | None = None
        others = []
        for sheet in self._book.worksheets:
            size = sheet.max_row or 0
            sheet.reset_dimensions()  # what the sheet says of its size may be false
            rows = self._numbered(sheet)
            first = next(((line, row) for line, row in rows if sum(map(_says, row)) > 1), None)
            if first is None:
                continue
            if found is None:
                self._of = size
                found = rows, Header(_trimmed(names(first[1])), "", first[0])
            else:
                others.append(sheet.title)
        self.left_out = tuple(f"sheet {title!r}" for title in others)
        if found is None:
            raise ReadError(f"{self._name}: no sheet of the workbook holds a table")
        return found

    def _numbered(self, sheet: Any) -> Iterator[tuple[int, tuple[Any, ...]]]:
        rows = sheet.iter_rows(values_only=True)
        line = 0
        while True:
            try:
                with warnings.catch_warnings():
                    warnings.simplefilter("ignore")  # of dates that Excel could not show
                    row = next(rows, None)
            except Exception as error:
                raise self._damaged(error) from error
            if row is None:
                return
            line += 1
            if line > _MOST_ROWS:
                raise ReadError(f"{self._name}: the sheet has more than {_MOST_ROWS:,} rows")
            yield line, row

    def __iter__(self) -> Iterator[Record]:
        width = len(self.header.names)
        for line, row in self._rows:
            self._done = line
            cells = [cell_text(cell) for cell in row]
            while len(cells) > width and not cells[-1]:
                cells.pop()
            if len(cells) > width:
                fault = f"the row has {len(cells)} cells, the header has {width}"
                yield Record(line, None, "\t".join(cells), fault)
                continue
            cells += [""] * (width - len(cells))
            if found := record(line, cells):
                yield found

    def _damaged(self, error: Exception) -> ReadError:
        what = (str(error).strip().splitlines() or [type(error).__name__])[0][:200]
        return ReadError(f"{self._name}: the workbook cannot be read ({what})")


def _trimmed(written: tuple[str, ...]) -> tuple[str, ...]:
    """Without the empty names behind the last one."""
    return written[: max(at for at, name in enumerate(written, start=1) if name)]


def _says(cell: object) -> bool:
    return cell is not None and bool(str(cell).strip())


def _refuse_hostile(name: str, archive: zipfile.ZipFile, limits: Limits) -> None:
    """Count what the workbook unpacks to, and refuse XML with a document type."""
    budget = Budget(name, limits)
    for member in archive.infolist():
        path = member.filename.lower()
        if not path.endswith((".xml", ".rels", ".vml")):
            continue
        most = _MOST_STRINGS if path == _STRINGS else _MOST_BESIDE
        guard = XmlGuard(name)
        size = 0
        for chunk in chunks(archive, member, budget):
            size += len(chunk)
            if path.startswith(_SHEETS):
                most = size  # a sheet is read row by row
            if size > most:
                raise ReadError(f"{name}: its part {member.filename[:60]} is too large to be sound")
            if size == len(chunk) or most == _MOST_BESIDE:  # declarations stand at the start
                guard.feed(chunk)
