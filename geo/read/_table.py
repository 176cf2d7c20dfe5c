"""Text tables on disk: encoding, delimiter, header, and rows with their true line numbers.

The only module of the readers that opens files. A row that cannot be split into the header's
columns is given up line by line, so that a stray quotation mark costs one line, not all that
follow it.
"""

from __future__ import annotations

import codecs
import csv
import hashlib
import io
import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from geo.errors import ReadError

DELIMITERS: Final = (",", ";", "\t", "|")
_UTF_8: Final = "utf-8-sig"
_LONE: Final = re.compile("[\udc80-\udcff]")
_FOREIGN: Final = re.compile("[^\0-\x7f\udc80-\udcff]")
_ARABIC_WORD: Final = re.compile(rb"[\x81\x8d\x8e\x90\x98\xc0-\xff]{3,}")
_UNDEFINED_IN_CP1252: Final = frozenset((0x81, 0x8D, 0x8F, 0x90, 0x9D))
_NO_TEXT: Final = {
    b"PK\x03\x04": "an Excel workbook or a zip archive",
    b"\xd0\xcf\x11\xe0": "an old Excel workbook",
    b"\x1f\x8b": "a gzip archive",
    b"%PDF": "a PDF document",
    b"SQLi": "an SQLite database",
    b"PAR1": "a Parquet file",
}
_CHUNK: Final = 1 << 20
_LONGEST_HEADER: Final = 100_000
_MOST_LINES: Final = 1_000
"""A row that spans more lines than this is taken for a quotation mark that nobody closed."""


@dataclass(frozen=True, slots=True)
class FileFacts:
    """What one pass over the bytes of a file tells. ``size`` in bytes."""

    path: Path
    sha256: str
    encoding: str
    size: int


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


def examine(path: Path) -> FileFacts:
    """Hash a file and find its encoding: UTF-8, UTF-16 with its mark, Windows-125x or Latin-1.

    A file with some valid UTF-8 beyond ASCII is read as UTF-8 even where single bytes are
    damaged: only the damaged cells are lost then, and no other is misread.

    Raises
    ------
    ReadError
        The file cannot be opened, holds nothing, or is no text.
    """
    digest = hashlib.sha256()
    decoder = codecs.getincrementaldecoder("utf-8")()
    size, is_utf8, start = 0, True, b""
    try:
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                digest.update(chunk)
                start = start or chunk[:4]
                size += len(chunk)
                is_utf8 = is_utf8 and _decodes(decoder, chunk)
            is_utf8 = is_utf8 and _decodes(decoder, b"", final=True)
    except OSError as error:
        raise ReadError(f"{path.name}: cannot be read ({error.strerror or error})") from error
    if not size:
        raise ReadError(f"{path.name}: the file is empty")
    for mark, what in _NO_TEXT.items():
        if start.startswith(mark):
            raise ReadError(f"{path.name}: this is {what}; save or unpack the table as CSV")
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encoding = "utf-16"
    elif is_utf8 or start.startswith(codecs.BOM_UTF8):
        encoding = _UTF_8
    else:
        encoding = _encoding_of_damaged(path)
    return FileFacts(path, digest.hexdigest(), encoding, size)


def _decodes(decoder: codecs.IncrementalDecoder, chunk: bytes, final: bool = False) -> bool:
    try:
        decoder.decode(chunk, final)
    except UnicodeDecodeError:
        return False
    return True


def _encoding_of_damaged(path: Path) -> str:
    """UTF-8 where its characters outnumber the bytes that are none of it, else an older one.

    Of the older ones Arabic (Windows-1256) writes whole words beyond ASCII, where the Western
    ones (Windows-1252, Latin-1) write single letters between those of ASCII.
    """
    lone = foreign = in_words = 0
    high_bytes: set[int] = set()
    decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            text = decoder.decode(chunk)
            lone += len(_LONE.findall(text))
            foreign += len(_FOREIGN.findall(text))
            in_words += sum(map(len, _ARABIC_WORD.findall(chunk)))
            high_bytes.update(chunk)
    if foreign >= lone:
        return _UTF_8
    if in_words * 2 > lone:
        return "cp1256"
    return "latin-1" if high_bytes & _UNDEFINED_IN_CP1252 else "cp1252"


class Table:
    """A table open for reading, once from its start to its end.

    Parameters
    ----------
    layout : names of the columns of a file without a header line; by default the first line that
        says something is the header.

    Raises
    ------
    ReadError
        No header line can be found.
    """

    def __init__(self, facts: FileFacts, layout: tuple[str, ...] = ()) -> None:
        self._name = facts.path.name
        self._size = facts.size
        errors = "surrogateescape" if facts.encoding == _UTF_8 else "replace"
        self._bytes = facts.path.open("rb")
        self._text = io.TextIOWrapper(self._bytes, facts.encoding, errors, newline="")
        self._lines = _Lines(self._text)
        try:
            self.header = self._read_header(layout)
        except ReadError:
            self._text.close()
            raise

    def __enter__(self) -> Table:
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
                break
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

    def __init__(self, file: io.TextIOWrapper) -> None:
        self._file = file
        self._waiting: deque[str] = deque()
        self._taken: list[str] = []
        self._line = 1
        self.ended_early = False

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        if len(self._taken) >= _MOST_LINES:
            raise _TooManyLines
        text = self._waiting.popleft() if self._waiting else self._file.readline()
        if not text:
            self.ended_early = bool(self._taken)
            raise StopIteration
        self._taken.append(text)
        return text

    def take(self) -> tuple[int, list[str]]:
        """The lines handed out since the last call, and the number of the first of them."""
        line, taken = self._line, self._taken
        self._line += len(taken)
        self._taken = []
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
