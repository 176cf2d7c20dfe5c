"""Recognise a table by its columns and read its rows, whatever they hold."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

from geo.claims.hypotheses import Hypothesis
from geo.errors import ReadError
from geo.model import Actor, Outlet, Rejection, ReportRow
from geo.read import lists, reports, ucdp
from geo.read._table import FileFacts, Header, Record, Table, examine
from geo.read.result import Format, Item, ReadResult
from geo.validate import Row, RowRefused, rejection

FORMATS: Final[dict[str, Format]] = {
    format.name: format
    for format in (*(ucdp.FORMAT, reports.FORMAT, lists.OUTLETS, lists.GROUPS, lists.HYPOTHESES),)
}
"""Every format by its name, in the order in which they are tried."""

_ROWS_BETWEEN_PROGRESS: Final = 1_000
_HXL_TAG: Final = re.compile(r"#[A-Za-z][\w+ ]*")
_REPEATED: Final = "the same row stands on line {line} already; the row is left out"
_CONTRADICTS: Final = (
    "line {line} has the same {column} with other content; that one is kept, this row is left out"
)


class FileReader:
    """A file whose format is known, ready to give its rows one by one.

    For a file that does not fit in memory as records; ``read_file`` is the simple way.
    Iterate once; then ``n_read`` and ``n_refused`` are the totals.

    Raises
    ------
    ReadError
        The file is missing, empty, of no known format, or lacks a required column.
    """

    def __init__(
        self,
        path: Path,
        format: str | None = None,
        progress: Callable[[int, int], None] | None = None,
    ) -> None:
        self.facts: FileFacts = examine(path)
        self.file = path.name
        with Table(self.facts) as table:
            self.header = table.header
        self.format = _recognise(self.file, self.header, format)
        self._layout = self.format.layout if _is_headless(self.header, self.format) else ()
        if self._layout:
            self.header = replace(self.header, names=self._layout, line=self.header.line - 1)
        self.n_read = self.n_refused = 0
        self._progress = progress
        self._index = _index(self.file, self.header, self.format)
        self._seen: dict[str, tuple[int, int]] = {}

    def __iter__(self) -> Iterator[Item | Rejection]:
        """Yield records and rejections in the order of the file."""
        try:
            yield from self._read_all()
        except OSError as error:
            raise ReadError(f"{self.file}: reading broke off ({error.strerror})") from error

    def _read_all(self) -> Iterator[Item | Rejection]:
        with Table(self.facts, self._layout) as table:
            for record in table:
                if self.n_read == 0 and _holds_hxl_tags(record):
                    continue
                self.n_read += 1
                yield from self._read(record)
                if self._progress and self.n_read % _ROWS_BETWEEN_PROGRESS == 0:
                    self._progress(*table.progress)
        if self._progress:
            self._progress(self.facts.size, self.facts.size)

    def _read(self, record: Record) -> Iterator[Item | Rejection]:
        if record.cells is None:
            yield self._refused(record, None, None, f"{record.fault}; the row is left out")
            return
        row = Row(self.file, record.line, self._index, record.cells, record.raw)
        try:
            item = self.format.parse(row)
            self._refuse_repeated(item, record)
        except RowRefused as refused:
            if not refused.keep_raw:
                record = replace(record, raw="")
            yield self._refused(record, refused.column, refused.value, refused.reason)
            return
        except ValueError as error:  # what the types of geo.model do not accept
            yield self._refused(record, None, None, f"{error}; the row is left out")
            return
        yield from row.faults
        yield item

    def _refused(
        self, record: Record, column: str | None, value: str | None, reason: str
    ) -> Rejection:
        self.n_refused += 1
        return rejection(self.file, record.line, column, value, reason, record.raw)

    def _refuse_repeated(self, item: Item, record: Record) -> None:
        """Refuse a row whose key an accepted row has already."""
        key = item.key if isinstance(item, ReportRow) else item.name
        content = hash(tuple(record.cells or ()))
        line, first = self._seen.setdefault(key, (record.line, content))
        if line != record.line:
            reason = _REPEATED if content == first else _CONTRADICTS
            column = self.format.key
            raise RowRefused(column, key, reason.format(line=line, column=column))


def read_file(
    path: Path,
    format: str | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> ReadResult:
    """Read a whole file.

    Parameters
    ----------
    path : CSV, semicolon, tab or bar separated text; UTF-8, UTF-16, Windows-1256, Windows-1252
        or Latin-1.
    format : name in ``FORMATS``; recognised by the columns when ``None``.
    progress : called now and then with (bytes read, bytes in all), at last with both equal.

    Raises
    ------
    ReadError
        The file is missing, empty, of no known format, or lacks a required column.
    """
    reader = FileReader(path, format, progress)
    rows: list[ReportRow] = []
    outlets: list[Outlet] = list(reader.format.outlets)
    actors: list[Actor] = []
    hypotheses: list[Hypothesis] = []
    rejections: list[Rejection] = []
    for item in reader:
        match item:
            case Rejection():
                rejections.append(item)
            case ReportRow():
                rows.append(item)
            case Outlet():
                outlets.append(item)
            case Actor():
                actors.append(item)
            case Hypothesis():
                hypotheses.append(item)
    return ReadResult(
        dataset=reader.format.dataset,
        format=reader.format.name,
        file=reader.file,
        sha256=reader.facts.sha256,
        encoding=reader.facts.encoding,
        delimiter=reader.header.delimiter,
        rows=rows,
        rejections=rejections,
        n_read=reader.n_read,
        n_refused=reader.n_refused,
        outlets=outlets,
        actors=actors,
        hypotheses=hypotheses,
    )


def _recognise(file: str, header: Header, wanted: str | None) -> Format:
    """The format asked for, or the first whose required columns are all there."""
    if wanted is not None and wanted not in FORMATS:
        raise ReadError(f"{file}: there is no format {wanted!r}; known are {', '.join(FORMATS)}")
    candidates = [FORMATS[wanted]] if wanted else list(FORMATS.values())
    missing = {candidate.name: _missing(header, candidate) for candidate in candidates}
    for candidate in candidates:
        if not missing[candidate.name] or _is_headless(header, candidate):
            return candidate
    nearest = min(candidates, key=lambda f: len(missing[f.name]) / len(f.required))
    lacks = missing[nearest.name]
    if not wanted and len(lacks) * 2 > len(nearest.required):
        found = textwrap.shorten(", ".join(header.names), 120, placeholder=" …")
        raise ReadError(
            f"{file}, line {header.line}: these columns are of no format the atlas reads "
            f"({', '.join(FORMATS)}): {found}"
        )
    raise ReadError(
        f"{file}, line {header.line}: to be read as {nearest.name} ({nearest.title}) the file "
        f"lacks the column{'s' if len(lacks) > 1 else ''} {', '.join(lacks)}"
    )


def _is_headless(header: Header, candidate: Format) -> bool:
    """Whether the first line is no header but already a row of this format."""
    return bool(candidate.headless and candidate.headless.match(",".join(header.names)))


def _missing(header: Header, candidate: Format) -> list[str]:
    present = {candidate.column(name) for name in header.names}
    return [name for name in candidate.required if name not in present]


def _index(file: str, header: Header, format: Format) -> dict[str, int]:
    """Position of each named column; a name that stands twice would leave one of them unread."""
    index: dict[str, int] = {}
    for at, written in enumerate(header.names):
        name = format.column(written)
        if name in index:
            raise ReadError(f"{file}, line {header.line}: the column {name} stands there twice")
        if name:
            index[name] = at
    return index


def _holds_hxl_tags(record: Record) -> bool:
    """Whether this is the row of tags (#adm1+name) of the Humanitarian Exchange Language."""
    cells = [cell.strip() for cell in record.cells or () if cell.strip()]
    return bool(cells) and all(_HXL_TAG.fullmatch(cell) for cell in cells)
