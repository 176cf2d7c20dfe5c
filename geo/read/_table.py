"""Text tables on disk: delimiter, header, and rows with their true line numbers.

A row that cannot be split into the header's columns is given up line by line, so that a stray
quotation mark costs one line, not all that follow it.
"""

from __future__ import annotations

import csv
import io
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Protocol

from geo.errors import ReadError
from geo.read._file import UTF_8, FileFacts

DELIMITERS: Final = (",", ";", "\t", "|")
_LONGEST_HEADER: Final = 100_000
_LONGEST_ROW: Final = 10_000_000
"""Characters; what is longer has no line ends, or no closing quotation marks."""

_MOST_LINES: Final = 1_000
"""A row that spans more lines than this is taken for a quotation mark that nobody closed."""


@dataclass(frozen=True, slots=True)
class Header:
    """The names of the columns as written, with the line they stand on."""

    names: tuple[str, ...]
    delimiter: str
    line: int


@dataclass(frozen=True, slots=True)
class Record:
    """One row: ``cells`` has the header's length, or is ``None`` and ``fault`` says why.

    ``line``: first line of the row in the file, from 1.
    """

    line: int
    cells: list[str] | None
    raw: str
    fault: str = ""


class Table(Protocol):
    """A table of any kind, open for reading, once from its start to its end.

    ``left_out``: other tables in the same file, which are not read.
    """

    header: Header
    left_out: tuple[str, ...]

    @property
    def progress(self) -> tuple[int, int]:
        """How much is read and how much there is, in any unit."""

    def __enter__(self) -> Table: ...

    def __exit__(self, *_: object) -> None: ...

    def __iter__(self) -> Iterator[Record]: ...


class TextTable:
    """A text table open for reading, once from its start to its end.

    Parameters
    ----------
    layout : names of the columns of a file without a header line; by default the first line that
        says something is the header.

    Raises
    ------
    ReadError
        No header line can be found.
    """

    left_out: tuple[str, ...] = ()

    def __init__(self, facts: FileFacts, layout: tuple[str, ...] = ()) -> None:
        self._name = facts.path.name
        self._size = facts.size
        errors = "surrogateescape" if facts.encoding == UTF_8 else "replace"
        self._bytes = facts.path.open("rb")
        self._text = io.TextIOWrapper(self._bytes, facts.encoding, errors, newline="")
        self._lines = _Lines(self._text, self._name)
        try:
            self.header = self._read_header(layout)
        except ReadError:
            self._text.close()
            raise

    def __enter__(self) -> TextTable:
        return self

    def __exit__(self, *_: object) -> None:
        self._text.close()

    @property
    def progress(self) -> tuple[int, int]:
        """Bytes read so far and bytes in all; the first is ahead of the rows by one buffer."""
        return min(self._bytes.tell(), self._size), self._size

    def _read_header(self, layout: tuple[str, ...]) -> Header:
        told: str | None = None
        for written in self._lines:
            line = self._lines.take()[0]
            text = written.rstrip("\r\n")
            if len(text) > _LONGEST_HEADER:
                raise ReadError(
                    f"{self._name}: no line with column names was found; line {line} has more than "
                    f"{_LONGEST_HEADER:,} characters"
                )
            if text.lower().startswith("sep=") and len(text) == 5 and told is None:
                told = text[4]  # Excel's note to itself
            elif text.strip(" \t,;|\"'"):
                delimiter = told or max(DELIMITERS, key=lambda d: len(_split(text, d) or ()))
                names = _split(text, delimiter)
                if not names:
                    break
                if layout:
                    self._lines.push_back([written])
                    return Header(layout, delimiter, line - 1)
                return Header(tuple(name.strip() for name in names), delimiter, line)
        raise ReadError(f"{self._name}: no line with column names was found")

    def __iter__(self) -> Iterator[Record]:
        """Yield every row below the header; empty ones (no cell holds anything) are passed over."""
        width = len(self.header.names)
        reader = self._reader()
        while True:
            fault = ""
            cells: list[str] | None = None
            try:
                cells = next(reader)
            except StopIteration:
                return
            except _TooManyLines:
                fault = "a quotation mark is opened and not closed"
                reader = self._reader()
            except csv.Error as error:
                fault = f"the row cannot be split into cells ({error})"
                reader = self._reader()
            cut_off = self._lines.ended_early
            line, raws = self._lines.take()
            if cut_off:
                fault = "the file ends inside quotation marks"
            elif fault and len(raws) == 1:
                cells, fault = _forgiving(raws[0], self.header.delimiter, width, fault)
            if cells is not None:
                while len(cells) > width and not cells[-1].strip():
                    cells.pop()
                if not any(cell.strip() for cell in cells):
                    continue
                if len(cells) != width:
                    fault = f"the row has {len(cells)} cells, the header has {width}"
            if fault:
                self._lines.push_back(raws[1:])
                yield Record(line, None, raws[0].rstrip("\r\n"), fault)
            else:
                yield Record(line, cells, "".join(raws).rstrip("\r\n"))

    def _reader(self) -> Iterator[list[str]]:
        return csv.reader(self._lines, delimiter=self.header.delimiter, strict=True)


class _TooManyLines(Exception):  # noqa: N818 - a signal inside this module
    """The row under way spans more lines than any real one."""


class _Lines:
    """Lines of a file as ``csv.reader`` takes them, able to take back those of a broken row.

    ``ended_early``: the file ended when a row had begun and wanted one more line.
    """

    def __init__(self, file: io.TextIOWrapper, name: str) -> None:
        self._file, self._name = file, name
        self._waiting: deque[str] = deque()
        self._taken: list[str] = []
        self._line = 1
        self._length = 0
        self.ended_early = False

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        if len(self._taken) >= _MOST_LINES or self._length > _LONGEST_ROW:
            raise _TooManyLines
        text = self._waiting.popleft() if self._waiting else self._file.readline(_LONGEST_ROW)
        if not text:
            self.ended_early = bool(self._taken)
            raise StopIteration
        self._length += len(text)
        if len(text) >= _LONGEST_ROW:
            raise ReadError(
                f"{self._name}, line {self._line + len(self._taken)}: the line has more than "
                f"{_LONGEST_ROW:,} characters; this is no table"
            )
        self._taken.append(text)
        return text

    def take(self) -> tuple[int, list[str]]:
        """The lines handed out since the last call, and the number of the first of them."""
        line, taken = self._line, self._taken
        self._line += len(taken)
        self._taken, self._length = [], 0
        self.ended_early = False
        return line, taken

    def push_back(self, lines: list[str]) -> None:
        """Hand these last lines out once more."""
        self._waiting.extendleft(reversed(lines))
        self._line -= len(lines)


def _split(text: str, delimiter: str) -> list[str] | None:
    try:
        return next(csv.reader([text], delimiter=delimiter), None)
    except csv.Error:
        return None


def _forgiving(raw: str, delimiter: str, width: int, fault: str) -> tuple[list[str] | None, str]:
    """Read a row with badly placed quotation marks when that gives the right number of cells."""
    cells = _split(raw, delimiter)
    return (cells, "") if cells is not None and len(cells) == width else (None, fault)
