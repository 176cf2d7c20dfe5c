"""Every format by its name, and which of them a header is."""

from __future__ import annotations

import textwrap
from typing import Final

from geo.errors import ReadError, UnknownTableError
from geo.read import acled, gdelt, gtd, lists, reports, ucdp
from geo.read._table import Header
from geo.read.generic import TABLE
from geo.read.guess import is_survey
from geo.read.result import Format

FORMATS: Final[dict[str, Format]] = {
    format.name: format
    for format in (
        *(ucdp.FORMAT, acled.FORMAT, gtd.FORMAT, gdelt.FORMAT),
        *(reports.FORMAT, lists.OUTLETS, lists.GROUPS, lists.HYPOTHESES),
    )
}
"""Every format with columns of its own by its name, in the order in which they are tried."""

KOBO: Final = "kobo"
GUESSED: Final = (KOBO, TABLE)
"""Formats whose columns a mapping names, or a guess."""

TRUSTED: Final = frozenset({"ucdp-ged", "acled", "gtd", "outlets", "groups", "hypotheses"})
"""Formats of datasets that were reviewed before they were published, and lists of names."""

_HINT: Final = (
    "; '--guess' shows what its columns may be, '--mapping FILE' says it, '--format table' takes "
    "the guess"
)


def recognise(file: str, header: Header, wanted: str | None, is_mapped: bool) -> Format | str:
    """The format asked for, or the first whose required columns are all there.

    Returns
    -------
    A format, or a name of ``GUESSED``.

    Raises
    ------
    ReadError
        There is no format of that name, or the file lacks columns of it.
    UnknownTableError
        The columns are of no format.
    """
    if wanted is not None and wanted not in (*FORMATS, *GUESSED):
        known = ", ".join((*FORMATS, *GUESSED))
        raise ReadError(f"{file}: there is no format {wanted!r}; known are {known}")
    if wanted in GUESSED or (wanted is None and is_mapped):
        return wanted or TABLE
    candidates = [FORMATS[wanted]] if wanted else list(FORMATS.values())
    missing = {candidate.name: _missing(header, candidate) for candidate in candidates}
    for candidate in candidates:
        if not missing[candidate.name] or is_headless(header, candidate):
            return candidate
    if not wanted and is_survey(header.names):
        return KOBO
    nearest = min(candidates, key=lambda f: len(missing[f.name]) / len(f.required))
    lacks = missing[nearest.name]
    if not wanted and len(lacks) * 2 > len(nearest.required):
        found = textwrap.shorten(", ".join(header.names), 120, placeholder=" …")
        raise UnknownTableError(
            f"{file}, line {header.line}: these columns are of no format the atlas reads "
            f"({', '.join(FORMATS)}): {found}{_HINT}"
        )
    message = (
        f"{file}, line {header.line}: to be read as {nearest.name} ({nearest.title}) the file "
        f"lacks the column{'s' if len(lacks) > 1 else ''} {', '.join(lacks)}"
    )
    raise ReadError(message) if wanted else UnknownTableError(message + _HINT)


def is_headless(header: Header, candidate: Format) -> bool:
    """Whether the first line is no header but already a row of this format."""
    if candidate.headless is None or len(header.names) != len(candidate.layout):
        return False
    return bool(candidate.headless.match(",".join(header.names)))


def _missing(header: Header, candidate: Format) -> list[str]:
    present = {candidate.column(name) for name in header.names}
    return [name for name in candidate.required if name not in present]


def index_of(file: str, header: Header, format: Format) -> dict[str, int]:
    """Position of each column and constant; a name that stands twice would leave one unread."""
    index: dict[str, int] = {}
    for at, written in enumerate(header.names):
        name = format.column(written)
        if name in index:
            raise ReadError(f"{file}, line {header.line}: the column {written} stands there twice")
        if name:
            index[name] = at
    n = len(header.names)
    return index | {name: n + at for at, (name, _) in enumerate(format.constants)}
