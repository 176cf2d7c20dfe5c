"""The parts of a brief as plain values: what the PDF and the HTML are both made from.

All text is plain; whoever draws it escapes it, or takes it as data.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

_LONG: Final = re.compile(r"\w{16}(?=\w)")
_TURNS: Final = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
"""Characters that set the direction of what follows."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of the second order."""

    text: str


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph; a quiet one is small and grey."""

    text: str
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """Figures side by side: (figure, what it is)."""

    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a legend: ``icon`` is an SVG."""

    icon: str
    label: str
    count: str
    meaning: str = ""


@dataclass(frozen=True, slots=True)
class Legend:
    """Entries under a title; with meanings they stand one below the other."""

    title: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture (SVG) with a line below, and legends beside it where there are any."""

    svg: str
    alt: str
    note: str = ""
    legends: tuple[Legend, ...] = ()


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table: strong text, plain text below it, quiet text last, an icon before."""

    text: str = ""
    strong: str = ""
    quiet: str = ""
    icon: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """``columns``: (title, share of the width); ``right``: positions of columns of numbers."""

    columns: tuple[tuple[str, float], ...]
    rows: tuple[tuple[Cell, ...], ...]
    right: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Lines:
    """Short paragraphs, small."""

    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Break:
    """What follows stands on a new page."""


Block = Heading | Text | Facts | Legend | Figure | Table | Lines | Break


@dataclass(frozen=True, slots=True)
class Document:
    """A brief.

    ``made``: seconds since 1970 at which the revision was made; ``created`` says so in words.
    ``link``: address of the frozen view, clickable where it begins with http; ``foot``: what
    stands at the foot of every page.
    """

    title: str
    subtitle: str
    notes: tuple[str, ...]
    revision: int
    created: str
    made: int
    link: str
    foot: str
    blocks: tuple[Block, ...]

    def to_json(self) -> dict[str, Any]:
        """The document as JSON takes it; each block has its ``kind``."""
        body = asdict(self)
        body["blocks"] = [
            {"kind": type(block).__name__.lower(), **asdict(block)} for block in self.blocks
        ]
        return body


def cut(text: str, most: int) -> str:
    """The text on one line, no longer than so many characters; endless words may be broken.

    >>> cut("a b  c", 9), cut("abcdef", 4)
    ('a b c', 'abc…')
    """
    text = " ".join(_visible(text).split())
    text = text if len(text) <= most else text[: most - 1].rstrip() + "…"
    return _LONG.sub("\\g<0>\u200b", text)


def _visible(text: str) -> str:
    """Without controls and without characters that turn the direction of what follows."""
    return "".join(
        " " if unicodedata.category(c) in ("Cc", "Cs", "Co") else c for c in text if c not in _TURNS
    )


def first_of(names: Sequence[str], most: int = 3, each: int = 40) -> str:
    """Names in their order, each once, the rest counted.

    >>> first_of(["A", "B", "A", "C", "D"], 2)
    'A, B and 2 more'
    """
    distinct = list(dict.fromkeys(cut(name, each) for name in names))
    shown = ", ".join(distinct[:most])
    more = len(distinct) - most
    return f"{shown} and {more} more" if more > 0 else shown
