"""Excel workbooks, as a stream of rows: values as they were last computed, never formulas.

The sheet with the most columns is the table, its first row with two cells the header. XML that
declares a document type or entities is refused before any library sees it.
"""

from __future__ import annotations

import codecs
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
_MOST_OF: Final = {"worksheet": None, "sst": 300_000_000}
_MOST_BESIDE: Final = 20_000_000
"""Bytes of a part by its root: sheets are streamed, strings and the rest are held in memory."""
_BEFORE_XML: Final = codecs.BOM_UTF8 + codecs.BOM_UTF16_LE + b"\0 \t\r\n"


_Rows = Iterator[tuple[int, tuple[Any, ...]]]
"""Rows of a sheet with their numbers."""


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

    def _find_table(self) -> tuple[_Rows, Header]:
        """The sheet with the widest header, the first of them: others are often a read-me."""
        sheets = []
        for sheet in self._book.worksheets:
            size = sheet.max_row or 0
            sheet.reset_dimensions()  # what the sheet says of its size may be false
            rows = self._numbered(sheet)
            first = next(((line, row) for line, row in rows if sum(map(_says, row)) > 1), None)
            if first is not None:
                header = Header(_trimmed(names(first[1])), "", first[0])
                sheets.append((sheet.title, size, rows, header))
        if not sheets:
            raise ReadError(f"{self._name}: no sheet of the workbook holds a table")
        widest = max(sheets, key=lambda sheet: len(sheet[3].names))
        self.left_out = tuple(f"sheet {sheet[0]!r}" for sheet in sheets if sheet is not widest)
        _, self._of, rows, header = widest
        return rows, header

    def _numbered(self, sheet: Any) -> _Rows:
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
        guard = XmlGuard(name)
        size, is_xml = 0, False
        for chunk in chunks(archive, member, budget):
            if not size:  # the name of a part says nothing: any part can be named as any other
                is_xml = chunk.lstrip(_BEFORE_XML).startswith(b"<")
            size += len(chunk)
            if is_xml and not guard.root:  # no declaration can stand behind the first element
                guard.feed(chunk)
            most = _MOST_OF.get(guard.root, _MOST_BESIDE)
            if is_xml and most is not None and size > most:
                raise ReadError(f"{name}: its part {member.filename[:60]} is too large to be sound")
