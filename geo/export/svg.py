"""Small pieces of SVG, written as text. Whatever is not a number is escaped."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import numpy as np
from numpy.typing import NDArray

from geo.export.plain_text import xml_escaped

FONT: Final = "IBM Plex Sans, IBM Plex Sans Arabic, sans-serif"
BOLD: Final = {
    "font_family": f"IBM Plex Sans SmBld, IBM Plex Sans Arabic SmBld, {FONT}",
    "font_weight": "600",
}
"""The font files name the semi-bold faces as families of their own."""

INK: Final = "#1c1b19"
SOFT: Final = "#6f6a5f"
LINE: Final = "#d9d5cb"
PAPER: Final = "#ffffff"


def number(value: float) -> str:
    """A length with at most one decimal.

    >>> number(3.04), number(-0.01)
    ('3', '0')
    """
    text = f"{value:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


def tag(name: str, *inside: str, **attributes: str | float) -> str:
    """An element; ``inside`` is SVG already, attributes are escaped, "_" in their names is "-"."""
    said = "".join(
        f' {key.rstrip("_").replace("_", "-")}="'
        f'{xml_escaped(value) if isinstance(value, str) else number(value)}"'
        for key, value in attributes.items()
    )
    return f"<{name}{said}>{''.join(inside)}</{name}>" if inside else f"<{name}{said}/>"


def label(
    text: str, x: float, y: float, size: float = 11, fill: str = INK, **attributes: str | float
) -> str:
    """A line of text; ``y`` is its base line."""
    return tag("text", xml_escaped(text), x=x, y=y, font_size=size, fill=fill, **attributes)


def picture(width: float, height: float, inside: Iterable[str], title: str) -> str:
    """A whole SVG."""
    return tag(
        "svg",
        tag("title", xml_escaped(title)),
        *inside,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {number(width)} {number(height)}",
        width=width,
        height=height,
        font_family=FONT,
        role="img",
    )


def path(points: NDArray[np.float64], close: bool = False, least: float = 0.5) -> str:
    """A line through points, shape (n, 2), without those nearer than ``least`` to the one before.

    Lengths are in the units of the picture.
    """
    if len(points) > 2:
        grid = np.round(points / least)
        moved = np.any(np.diff(grid, axis=0) != 0, axis=1)
        points = points[np.concatenate(([True], moved))]
    if len(points) < 2:
        return ""
    said = " ".join(f"{number(x)},{number(y)}" for x, y in points.tolist())
    return f"M{said}{'Z' if close else ''}"
