"""What a file is, before anything of it is read: its format, how sure that is, its first rows."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from pathlib import Path
from typing import Final

from geo.errors import UnknownTableError
from geo.model import Rejection, ReportRow
from geo.read._source import Source
from geo.read.formats import FORMATS, KOBO, is_headless, recognise
from geo.read.generic import TABLE
from geo.read.guess import Guess
from geo.read.reader import FileReader, ReadOptions, guess_file
from geo.read.result import Format
from geo.settings import Limits

SUFFIXES: Final = (
    *("csv", "tsv", "tab", "txt", "xlsx", "parquet", "geojson", "json", "kml", "gpx", "gpkg"),
    "zip",
)
"""How names of files end that can be read, as they are uploaded; what a file is its bytes say."""

_LONGEST_CELL: Final = 300


class Sureness(StrEnum):
    """How sure a format is."""

    CERTAIN = "certain"
    LIKELY = "likely"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Look:
    """What a file is.

    Attributes
    ----------
    kind : such as "text, utf-8, separated by ;" or "GeoPackage".
    format : name of a format; ``TABLE`` where the columns are of none.
    title : of the format, for a reader.
    why : what speaks for it, in a sentence.
    sha256, size : of the file; bytes.
    columns : names as written; of a file without a header line those of its format.
    rows : the first rows, cut where a cell is long.
    guess : what the columns may be, where no format has them.
    """

    file: str
    kind: str
    format: str
    title: str
    sure: Sureness
    why: str
    sha256: str
    size: int
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    guess: Guess | None


def look(path: Path, limits: Limits, n_rows: int = 20) -> Look:
    """Look at a file.

    Raises
    ------
    ReadError
        It cannot be read as a table.
    """
    with Source(path, limits) as source, source.open() as table:
        header, facts = table.header, source.facts
        try:
            found = recognise(path.name, header, None, False)
        except UnknownTableError:
            found = TABLE
        first = [r.cells for r in islice(table, n_rows) if r.cells is not None]
        columns = header.names
        if isinstance(found, Format) and is_headless(header, found):
            first, columns = [list(header.names), *first][:n_rows], found.layout
    format = found if isinstance(found, str) else found.name
    sure, title, why = _told(found)
    parts = [facts.kind.value.replace("text", "text table")]
    parts += [facts.encoding.replace("utf-8-sig", "UTF-8")] if facts.encoding else []
    parts += [f"columns parted by {_SIGNS.get(header.delimiter, header.delimiter)}"] * bool(
        header.delimiter
    )
    return Look(
        file=path.name,
        kind=", ".join(parts),
        format=format,
        title=title,
        sure=sure,
        why=why,
        sha256=facts.sha256,
        size=facts.size,
        columns=tuple(columns),
        rows=tuple(tuple(cell[:_LONGEST_CELL] for cell in cells) for cells in first),
        guess=guess_file(path, limits) if format in (TABLE, KOBO) else None,
    )


def first_rows(
    path: Path, options: ReadOptions, n: int = 20
) -> tuple[list[ReportRow], list[Rejection]]:
    """The first ``n`` reports as they are read, and what is rejected on the way to them.

    Raises
    ------
    ReadError
        As ``FileReader``; ``AmbiguousDatesError`` when no date of a column tells its order.
    """
    rows: list[ReportRow] = []
    rejected: list[Rejection] = []
    with FileReader(path, None, None, options) as reader:
        for item in reader:
            if isinstance(item, ReportRow):
                rows.append(item)
            elif isinstance(item, Rejection):
                rejected.append(item)
            if len(rows) >= n or len(rejected) >= _MOST_REJECTED:
                break
    return rows, rejected


_MOST_REJECTED: Final = 100
_SIGNS: Final = {"\t": "tabs", ",": "commas", ";": "semicolons", "|": "bars"}


def _told(found: Format | str) -> tuple[Sureness, str, str]:
    """How sure a format is, its title and what speaks for it."""
    if found == KOBO:
        return (
            Sureness.LIKELY,
            "KoBo or ODK export",
            "the columns that every such export has are there; what the questions mean is guessed",
        )
    if isinstance(found, str):
        known = ", ".join(FORMATS)
        return Sureness.OPEN, "A table of its own", f"its columns are of none of {known}"
    n = len(found.required)
    columns = f"all {n} columns" if n > 2 else "the columns"
    named = ", ".join(found.required[:6]) + (", …" if n > 6 else "")
    return Sureness.CERTAIN, found.title, f"{columns} that make it one are there: {named}"
