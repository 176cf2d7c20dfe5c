"""Recognise a table by its columns and read its rows, whatever they hold."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Final

from geo.claims.hypotheses import Hypothesis
from geo.errors import AmbiguousDatesError, ReadError
from geo.model import Actor, Outlet, Rejection, ReportRow
from geo.read._file import FileFacts
from geo.read._source import Source
from geo.read._table import Header, Record, Table
from geo.read.dates import UndecidedError, resolve_order
from geo.read.formats import index_of, is_headless, recognise
from geo.read.generic import mapped_format
from geo.read.guess import Guess, guess
from geo.read.mapping import ColumnMapping, dataset_name
from geo.read.result import Format, Item, ReadResult
from geo.settings import NO_LIMITS_SET, Limits
from geo.validate import DateOrder, Row, RowRefused, rejection

_ROWS_BETWEEN_PROGRESS: Final = 1_000
_ROWS_TO_GUESS: Final = 500
_HASH_BITS: Final = 61
_HASH: Final = (1 << _HASH_BITS) - 1
_HXL_TAG: Final = re.compile(r"#[A-Za-z][\w+ ]*")
_REPEATED: Final = "the same row stands on line {line} already; the row is left out"
_CONTRADICTS: Final = (
    "line {line} has the same {column} with other content; that one is kept, this row is left out"
)
_REPETITION: Final = re.compile(r"the same row stands on line |line \d+ has the same ")

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How files are to be read, beyond what they tell themselves.

    Attributes
    ----------
    mapping : of the columns of a table of no known format; makes the format ``table``.
    dates : order of day and month where a column does not prove it.
    limits : of what is taken in.
    """

    mapping: ColumnMapping | None = None
    dates: DateOrder | None = None
    limits: Limits = NO_LIMITS_SET


class FileReader:
    """A file whose format is known, ready to give its rows one by one.

    For a file that does not fit in memory as records; ``read_file`` is the simple way.
    Iterate once; then ``n_read`` and ``n_refused`` are the totals.

    Raises
    ------
    ReadError
        The file is missing, empty, too large, damaged, of no known format, or lacks a required
        column; while iterating also: a column's dates are ambiguous, or reading breaks off.
    """

    def __init__(
        self,
        path: Path,
        format: str | None = None,
        progress: Progress | None = None,
        options: ReadOptions = ReadOptions(),
    ) -> None:
        self.file = path.name
        self.options = options
        self._source = Source(path, options.limits)
        self.facts: FileFacts = self._source.facts
        try:
            self.header, self.format = self._find_format(format)
            self._layout = self.format.layout if is_headless(self.header, self.format) else ()
            if self._layout:
                self.header = replace(self.header, names=self._layout, line=self.header.line - 1)
            self._index = index_of(self.file, self.header, self.format)
        except BaseException:
            self._source.close()
            raise
        self.n_read = self.n_refused = 0
        self._progress = progress
        self._constants = [text for _, text in self.format.constants]
        self._orders: dict[str, DateOrder] = {}
        told = options.mapping.dates if options.mapping else None
        self._dates = options.dates or told
        self._seen: dict[str, int] = {}

    def __enter__(self) -> FileReader:
        return self

    def __exit__(self, *_: object) -> None:
        self._source.close()

    def _find_format(self, wanted: str | None) -> tuple[Header, Format]:
        with self._source.open() as table:
            header = table.header
            _refuse_wide(self.file, header, self.options.limits.columns)
            found = recognise(self.file, header, wanted, self.options.mapping is not None)
            if not isinstance(found, Format):
                mapping = self.options.mapping or _guessed(self.file, table, header).mapping
                found = mapped_format(self.file, header.names, mapping, found)
            return header, found

    def __iter__(self) -> Iterator[Item | Rejection]:
        """Yield records and rejections in the order of the file."""
        try:
            yield from self._read_all()
        except OSError as error:
            raise ReadError(f"{self.file}: reading broke off ({error.strerror})") from error

    def _read_all(self) -> Iterator[Item | Rejection]:
        most = self.options.limits.rows
        with self._source.open(self._layout) as table:
            for what in table.left_out:
                reason = f"{what} is not read: only one table of a file is"
                yield rejection(self.file, self.header.line, None, None, reason, "")
            for record in table:
                if self.n_read == 0 and _holds_hxl_tags(record):
                    continue
                self.n_read += 1
                if self.n_read > most:
                    raise ReadError(
                        f"{self.file}: more than {most:,} rows, which is the most that is read "
                        "(ATLAS_MAX_ROWS); split it"
                    )
                yield from self._read(record)
                if self._progress and self.n_read % _ROWS_BETWEEN_PROGRESS == 0:
                    self._progress(*table.progress)
        if self._progress:
            self._progress(self.facts.size, self.facts.size)

    def _read(self, record: Record) -> Iterator[Item | Rejection]:
        if record.cells is None:
            yield self._refused(record, None, None, f"{record.fault}; the row is left out")
            return
        cells = record.cells + self._constants if self._constants else record.cells
        row = Row(self.file, record.line, self._index, cells, record.raw, self._orders)
        try:
            item = self.format.parse(row)
            self._refuse_repeated(item, record)
        except UndecidedError as undecided:
            self._decide(undecided.column)
            yield from self._read(record)
            return
        except RowRefused as refused:
            if not refused.keep_raw:
                record = replace(record, raw="")
            yield self._refused(record, refused.column, refused.value, refused.reason)
            return
        except ValueError as error:  # what the types of geo.model do not accept
            yield self._refused(record, None, None, f"{error}; the row is left out")
            return
        for fault in row.faults:
            yield replace(fault, column=fault.column and self.format.shown(fault.column))
        yield item

    def _decide(self, column: str) -> None:
        """Find the order of day and month in a column from all its cells."""
        if self._dates is not None:
            self._orders[column] = self._dates
            return
        at = self._index[column]
        name = self.header.names[at] if at < len(self.header.names) else column
        with self._source.open(self._layout) as table:
            cells = (record.cells[at] for record in table if record.cells is not None)
            try:
                self._orders[column] = resolve_order(name, cells)
            except AmbiguousDatesError as error:
                where = f"{self.file}, "
                raise AmbiguousDatesError(name, error.why, where, error.value) from error

    def _refused(
        self, record: Record, column: str | None, value: str | None, reason: str
    ) -> Rejection:
        self.n_refused += 1
        column = column and self.format.shown(column)
        return rejection(self.file, record.line, column, value, reason, record.raw)

    def _refuse_repeated(self, item: Item, record: Record) -> None:
        """Refuse a row whose key an accepted row has already."""
        key = item.key if isinstance(item, ReportRow) else item.name
        content = hash(tuple(record.cells or ())) & _HASH
        # Line and hash in one number: of a million rows a pair each would take 100 MB more.
        first = self._seen.setdefault(key, record.line << _HASH_BITS | content)
        line = first >> _HASH_BITS
        if line != record.line:
            reason = _REPEATED if first & _HASH == content else _CONTRADICTS
            column = self.format.key
            raise RowRefused(column, key, reason.format(line=line, column=column))


def is_repetition(rejection: Rejection) -> bool:
    """Whether a row was left out because its file has it, or its key, already."""
    return bool(_REPETITION.match(rejection.reason))


def read_file(
    path: Path,
    format: str | None = None,
    progress: Progress | None = None,
    options: ReadOptions = ReadOptions(),
) -> ReadResult:
    """Read a whole file.

    Parameters
    ----------
    path : separated text (comma, semicolon, tab or bar; UTF-8, UTF-16, Windows-1256,
        Windows-1252 or Latin-1), Excel workbook, Parquet, GeoJSON, KML, GPX, GeoPackage or
        shapefile; also the only such file in a zip archive.
    format : name in ``FORMATS`` or ``GUESSED``; recognised by the columns when ``None``.
    progress : called now and then with (bytes read, bytes in all), at last with both equal.

    Raises
    ------
    ReadError
        As ``FileReader``, for the file as a whole.
    """
    rows: list[ReportRow] = []
    return replace(read_into(rows.append, path, format, progress, options), rows=rows)


def read_into(
    take: Callable[[ReportRow], None],
    path: Path,
    format: str | None = None,
    progress: Progress | None = None,
    options: ReadOptions = ReadOptions(),
) -> ReadResult:
    """As ``read_file``, but each report is given to ``take`` and none is kept."""
    reader = FileReader(path, format, progress, options)
    outlets: list[Outlet] = list(reader.format.outlets)
    actors: list[Actor] = []
    hypotheses: list[Hypothesis] = []
    rejections: list[Rejection] = []
    with reader:
        for item in reader:
            match item:
                case ReportRow():
                    take(item)
                case Rejection():
                    rejections.append(item)
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
        rows=[],
        rejections=rejections,
        n_read=reader.n_read,
        n_refused=reader.n_refused,
        outlets=outlets,
        actors=actors,
        hypotheses=hypotheses,
    )


def _refuse_wide(file: str, header: Header, most: int) -> None:
    if len(header.names) > most:
        raise ReadError(
            f"{file}, line {header.line}: {len(header.names):,} columns; at most {most:,} are read "
            "(ATLAS_MAX_COLUMNS)"
        )


def guess_file(path: Path, limits: Limits = NO_LIMITS_SET) -> Guess:
    """Guess what the columns of a file are; see ``geo.read.guess``.

    Raises
    ------
    ReadError
        The file cannot be read as a table.
    """
    with Source(path, limits) as source, source.open() as table:
        _refuse_wide(path.name, table.header, limits.columns)
        return _guessed(path.name, table, table.header)


def _guessed(file: str, table: Table, header: Header) -> Guess:
    rows = [record.cells for record in islice(table, _ROWS_TO_GUESS) if record.cells is not None]
    return guess(header.names, rows, dataset_name(file))


def _holds_hxl_tags(record: Record) -> bool:
    """Whether this is the row of tags (#adm1+name) of the Humanitarian Exchange Language."""
    cells = [cell.strip() for cell in record.cells or () if cell.strip()]
    return bool(cells) and all(_HXL_TAG.fullmatch(cell) for cell in cells)
