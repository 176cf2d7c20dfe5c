"""Who must be named for the data, read from ``data/SOURCES.md``, where it is kept for people."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from geo.errors import ReadError
from geo.settings import DATA_DIR

_TITLE: Final = re.compile(r"^## (.+)$", re.MULTILINE)
_FIELD: Final = re.compile(r"^- (Files|Licence|Credit|Address|Obtained): (.+)$", re.MULTILINE)
_NEEDED: Final = ("Files", "Licence", "Credit", "Obtained")


@dataclass(frozen=True, slots=True)
class Credit:
    """One source of data.

    Attributes
    ----------
    name : what it is, for a reader.
    files : paths below ``data/``; the last part may hold ``*``.
    licence, credit : the licence, and the words that it asks to be shown.
    obtained : how the files came here.
    url : address of the source, or ``None``.
    """

    name: str
    files: tuple[str, ...]
    licence: str
    credit: str
    obtained: str
    url: str | None = None


@cache
def credits(path: Path = DATA_DIR / "SOURCES.md") -> tuple[Credit, ...]:
    """All credits, in the order of the file.

    Raises
    ------
    ReadError
        The file is missing, or a section lacks one of its lines.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise ReadError(f"{path.name}: cannot be read ({error.strerror})") from error
    _, *parts = _TITLE.split(text)
    if not parts:
        raise ReadError(f"{path.name}: there is no section (a line that begins with '## ')")
    pairs = zip(parts[::2], parts[1::2], strict=True)
    return tuple(_credit(path.name, title, body) for title, body in pairs)


def _credit(file: str, title: str, body: str) -> Credit:
    fields = dict(_FIELD.findall(body))
    for name in _NEEDED:
        if name not in fields:
            raise ReadError(f"{file}: the section {title!r} has no line '- {name}: ...'")
    return Credit(
        name=title.strip(),
        files=tuple(re.findall(r"`([^`]+)`", fields["Files"])),
        licence=fields["Licence"].strip(),
        credit=fields["Credit"].strip(),
        obtained=fields["Obtained"].strip(),
        url=fields.get("Address"),
    )
