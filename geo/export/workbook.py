"""A workbook (XLSX) of a view: the sheets incidents, reports and about.

Written row by row, so that memory does not grow with the view. Dates are dates, numbers numbers,
what is not known is an empty cell. No cell is a formula: text that a spreadsheet might take for
one begins with an apostrophe, as in the CSV.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any, Final

import numpy as np
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ERROR_CODES
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from geo.errors import ExportError
from geo.export.csv_file import COLUMNS, flat, harmless
from geo.export.plain_text import REPLACEMENT, xml_text
from geo.export.records import Record
from geo.export.selection import Selection

MOST_ROWS: Final = 1_048_576
MOST_CHARACTERS: Final = 32_767
"""Of a sheet, and of a cell. Source: Excel specifications and limits, Microsoft."""

REPORT_COLUMNS: Final = (
    *("incident_id", "report_id", "outlet", "outlet_country", "stance", "published", "url"),
)
_DATES: Final = frozenset({"date_start", "date_end", "published"})
_WIDTHS: Final = {
    "id": 24, "incident_id": 24, "report_id": 18, "date": 18, "event_type": 20, "actors": 34,
    "place": 26, "status": 14, "governorate": 16, "outlets": 34, "outlet": 28, "url": 50,
    "date_start": 11, "date_end": 11, "published": 11,
}  # fmt: skip


def write_workbook(selection: Selection, path: Path) -> None:
    """Write the file.

    Raises
    ------
    ExportError
        There are more reports than a sheet has rows.
    """
    reports = int(np.sum(selection.snapshot.n_reports[selection.rows], dtype=np.int64))
    if reports >= MOST_ROWS:
        raise ExportError(
            f"{reports:,} reports are more than a sheet's {MOST_ROWS - 1:,} rows; narrow the "
            "filters, or export csv or parquet"
        )
    book = Workbook(write_only=True)
    try:
        _fill(book, selection)
        book.save(path)
    except BaseException:
        _throw_away(book)
        raise


def _fill(book: Workbook, selection: Selection) -> None:
    cells = _Cells()
    incidents = _sheet(book, "incidents", COLUMNS)
    told = _sheet(book, "reports", REPORT_COLUMNS)
    for _, record in selection.records():
        incidents.append(cells.row(COLUMNS, flat(record)))
        for values in _reports(record):
            told.append(cells.row(REPORT_COLUMNS, values))
    _about(book, selection, cells)


def _throw_away(book: Workbook) -> None:
    """Close what the library has open, and remove the temporary files in which it keeps sheets."""
    for sheet in book.worksheets:
        with suppress(Exception):
            sheet.close()
        with suppress(Exception):
            sheet._writer.cleanup()


def _sheet(book: Workbook, title: str, columns: Sequence[str]) -> WriteOnlyWorksheet:
    """A sheet with its head, which stays in sight."""
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "B2"
    for at, name in enumerate(columns):
        sheet.column_dimensions[_letters(at)].width = _WIDTHS.get(name, 13)
    sheet.append([_bold(sheet, name) for name in columns])
    return sheet


def _letters(at: int) -> str:
    """Name of the column with this position, from 0.

    >>> _letters(0), _letters(26)
    ('A', 'AA')
    """
    return (chr(64 + at // 26) if at >= 26 else "") + chr(65 + at % 26)


def _bold(sheet: WriteOnlyWorksheet, text: str) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, text)
    cell.font = Font(bold=True)
    return cell


def _reports(record: Record) -> list[list[Any]]:
    return [
        [
            record["id"], report["id"], report["outlet"], report["country"], report["stance"],
            report["published"], report["url"],
        ]
        for report in record["reports"]
    ]  # fmt: skip


class _Cells:
    """Makes values fit for cells, and counts what could not be kept as it is."""

    def __init__(self) -> None:
        self.cut = 0
        self.replaced = 0

    def row(self, columns: Sequence[str], values: Sequence[Any]) -> list[Any]:
        return [
            (date.fromisoformat(value) if name in _DATES else self.text(value))
            if isinstance(value, str)
            else value
            for name, value in zip(columns, values, strict=True)
        ]

    def text(self, text: str) -> str | None:
        """Text of a cell; an empty one is none."""
        safe = xml_text(text)
        if safe != text:
            self.replaced += 1
        safe = harmless(safe)
        if safe in ERROR_CODES:  # "#N/A" would be an error, not a word
            safe = "'" + safe
        if len(safe) > MOST_CHARACTERS:
            self.cut += 1
            safe = safe[: MOST_CHARACTERS - 1] + "…"
        return safe or None

    def problems(self) -> list[tuple[str, str]]:
        found = []
        if self.cut:
            found.append(
                f"{self.cut:,} texts were cut at {MOST_CHARACTERS:,} characters, the most that a "
                "cell holds; the CSV has them whole"
            )
        if self.replaced:
            found.append(
                f"{self.replaced:,} texts had control characters, which a workbook cannot hold; "
                f"{REPLACEMENT} stands in their place"
            )
        return [("Not as in the source", line) for line in found]


def _about(book: Workbook, selection: Selection, cells: _Cells) -> None:
    sheet = book.create_sheet("about")
    sheet.column_dimensions["A"].width = 22
    sheet.column_dimensions["B"].width = 120
    about = selection.about
    lines = [
        ("Title", about.title),
        ("View", about.view),
        ("Revision", f"{about.revision} of {about.created}"),
        ("Frozen link", about.link),
        ("Places", about.note),
        ("Empty cells", "what is not known; a missing number is not 0"),
        *(("Source", line) for line in about.sources),
    ]
    for name, text in [*lines, *cells.problems()]:
        said = WriteOnlyCell(sheet, cells.text(text))
        said.alignment = Alignment(wrap_text=True, vertical="top")
        sheet.append([_bold(sheet, name), said])
