"""How an incident, a cluster and a footprint look in a picture: as on the map page."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from geo.export.svg import BOLD, INK, LINE, PAPER, SOFT, label, number, picture, tag
from geo.model import Form, Status
from geo.store.snapshot import STATUSES
from geo.view.palette import FORM_STYLES, STATUS_STYLES

STYLES: Final = tuple(STATUS_STYLES[status] for status in STATUSES)
RADIUS: Final = 6.5
_LEAST_SLICE: Final = 2 * math.pi / 36


def mark(status: int, x: float, y: float, r: float = RADIUS) -> str:
    """The mark of a single incident; ``status``: code in ``STATUSES``."""
    style = STYLES[status]
    colour = style.colour
    ring = tag("circle", cx=x, cy=y, r=r - 0.4, fill="none", stroke=colour, stroke_width=1.9)
    return tag(
        "g",
        tag("circle", cx=x, cy=y, r=r + 1.6, fill=PAPER),
        _inner(style.mark, colour, x, y, r),
        ring,
    )


def _inner(kind: str, colour: str, x: float, y: float, r: float) -> str:
    match kind:
        case "disc":
            return tag("circle", cx=x, cy=y, r=r, fill=colour)
        case "dot":
            inner = tag("circle", cx=x, cy=y, r=r * 0.36, fill=PAPER)
            return tag("circle", cx=x, cy=y, r=r, fill=colour) + inner
        case "half":
            arc = f"A{number(r)},{number(r)} 0 0 1 {number(x)},{number(y - r)}Z"
            d = f"M{number(x)},{number(y + r)}{arc}"
            return tag("path", d=d, fill=colour)
        case "hatch":
            return _chords(colour, x, y, r)
        case "cross":
            arm = r * 0.62
            line = (
                f"M{number(x - arm)},{number(y - arm)}L{number(x + arm)},{number(y + arm)}"
                f"M{number(x + arm)},{number(y - arm)}L{number(x - arm)},{number(y + arm)}"
            )
            return tag("path", d=line, stroke=colour, stroke_width=1.9, fill="none")
        case _:
            return ""


def _chords(colour: str, x: float, y: float, r: float) -> str:
    """Diagonal stripes inside a circle."""
    parts = []
    for offset in (-0.6, 0.0, 0.6):
        half = math.sqrt(max(1 - offset**2, 0)) * r * math.sqrt(0.5)
        cx, cy = x + offset * r * math.sqrt(0.5), y + offset * r * math.sqrt(0.5)
        parts.append(
            f"M{number(cx - half)},{number(cy + half)}L{number(cx + half)},{number(cy - half)}"
        )
    return tag("path", d="".join(parts), stroke=colour, stroke_width=1.6, fill="none")


def cluster_radius(count: int) -> float:
    """Radius of a cluster; it grows with the logarithm of its count."""
    return min(10 + 3.7 * math.log10(count), 24)


def cluster(counts: Sequence[int], x: float, y: float, stacked: bool) -> str:
    """A ring of slices in the colours of the statuses round the count."""
    total = sum(counts)
    r = cluster_radius(total)
    width = max(4.0, r * 0.3)
    raw = [max(n / total * 2 * math.pi, _LEAST_SLICE) if n else 0.0 for n in counts]
    parts = [tag("circle", cx=x, cy=y, r=r + 1.8, fill=PAPER)]
    angle, middle = -math.pi / 2, r - width / 2
    for style, size in zip(STYLES, raw, strict=True):
        if size:
            turn = size * 2 * math.pi / sum(raw)
            parts.append(_slice(x, y, middle, angle, turn, style.colour, width))
            angle += turn
    text = short(total)
    size = 10 if len(text) > 3 else 11
    parts.append(label(text, x, y + size * 0.36, size, INK, text_anchor="middle", **BOLD))
    if stacked:
        parts += [_slice(x, y, r + gap, math.pi * 0.3, math.pi * 0.4, INK, 1.2) for gap in (3.5, 6)]
    return tag("g", *parts)


def _slice(
    x: float, y: float, r: float, start: float, turn: float, colour: str, width: float
) -> str:
    if turn >= 2 * math.pi - 1e-6:
        return tag("circle", cx=x, cy=y, r=r, fill="none", stroke=colour, stroke_width=width)
    x1, y1 = x + r * math.cos(start), y + r * math.sin(start)
    x2, y2 = x + r * math.cos(start + turn), y + r * math.sin(start + turn)
    large = int(turn > math.pi)
    d = f"M{x1:.2f},{y1:.2f}A{r:.2f},{r:.2f} 0 {large} 1 {x2:.2f},{y2:.2f}"
    return tag("path", d=d, fill="none", stroke=colour, stroke_width=width)


def short(count: int) -> str:
    """A count that fits into a mark.

    >>> short(9999), short(12300)
    ('9999', '12k')
    """
    return str(count) if count < 10_000 else f"{round(count / 1000)}k"


def chip_size(total: int) -> tuple[float, float]:
    """Width and height of the label of a footprint."""
    return len(short(total)) * 6.8 + 22, 18


def chip(counts: Sequence[int], x: float, y: float, falling: bool) -> str:
    """The label of a footprint: a hatched square, the count, a bar of its statuses."""
    total = sum(counts)
    width, height = chip_size(total)
    left, top = x - width / 2, y - height / 2
    main = main_colour(counts)
    parts = [
        tag(
            "rect", x=left, y=top, width=width, height=height, rx=3, fill=PAPER, stroke=LINE,
            stroke_width=1,
        ),
        hatched_box(left + 5, top + 3.5, 9, main, falling),
        label(short(total), left + 18, top + 12.5, 11, INK, **BOLD),
    ]  # fmt: skip
    at = left
    for n, style in zip(counts, STYLES, strict=True):
        if n:
            part = n / total * width
            parts.append(
                tag("rect", x=at, y=top + height - 2.6, width=part, height=2.6, fill=style.colour)
            )
            at += part
    return tag("g", *parts)


def main_colour(counts: Sequence[int]) -> str:
    """Colour of the most frequent status."""
    return STYLES[max(range(len(STYLES)), key=lambda code: counts[code])].colour


def hatched_box(x: float, y: float, size: float, colour: str, falling: bool = False) -> str:
    """A small square with stripes."""
    parts = []
    for step in (0.34, 0.67, 1.0, 1.33, 1.66):
        low, high = max(0.0, step - 1) * size, min(step, 1.0) * size
        top, bottom = (size - high, size - low) if falling else (high, low)
        start = f"M{number(x + low)},{number(y + top)}"
        parts.append(f"{start}L{number(x + high)},{number(y + bottom)}")
    stripes = tag("path", d="".join(parts), stroke=colour, stroke_width=1.1, fill="none")
    box = tag("rect", x=x, y=y, width=size, height=size, fill="none", stroke=colour, stroke_width=1)
    return stripes + box


def status_icon(status: Status) -> str:
    """The mark of a status as a picture of its own."""
    return picture(18, 18, [mark(STATUSES.index(status), 9, 9)], STATUS_STYLES[status].label)


def form_icon(form: Form) -> str:
    """How a precision is drawn, as a picture of its own."""
    return picture(18, 18, [_form(form)], FORM_STYLES[form].label)


def _form(form: Form) -> str:
    match form:
        case Form.POINT:
            return tag("circle", cx=9, cy=9, r=4, fill=SOFT)
        case Form.DISC:
            return tag(
                "circle", cx=9, cy=9, r=7, fill=SOFT, fill_opacity="0.12", stroke=SOFT,
                stroke_width=1.2, stroke_dasharray="2.5 2",
            )  # fmt: skip
        case Form.DISTRICT | Form.GOVERNORATE:
            return hatched_box(3, 3, 12, SOFT, form is Form.DISTRICT)
        case Form.STRETCH:
            d = "M2,13C6,4 11,15 16,5"
            wide = tag("path", d=d, fill="none", stroke=SOFT, stroke_width=6, stroke_opacity="0.25")
            return wide + tag("path", d=d, fill="none", stroke=SOFT, stroke_width=2)
        case _:
            return label("#", 9, 13, 11, SOFT, text_anchor="middle", **BOLD)
