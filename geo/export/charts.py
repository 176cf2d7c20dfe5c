"""The timeline and the profile of a road as pictures (SVG)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

import numpy as np

from geo.export.marks import STYLES
from geo.export.svg import INK, LINE, SOFT, label, number, picture, tag
from geo.places.linear import Course
from geo.view.route_profile import Profile
from geo.view.timeline import Histogram

_LEFT, _RIGHT, _TOP, _BOTTOM = 38.0, 8.0, 10.0, 22.0
_LETTER_PX: Final = 5.8
_GAP_PX: Final = 14.0
_HOT: Final = "#b3261e"
_BAR: Final = "#5b7083"
_TOWN_PX: Final = 62.0


def timeline_picture(found: Histogram, width: float, height: float) -> str:
    """Bars of incidents by time, stacked by status in the order of the legend.

    An incident whose interval crosses a bar's edge stands in the bar of its middle.
    """
    counts = found.counts.copy()
    starts = found.starts
    for first, last, n in found.spans:
        middle = np.datetime64(first + (last - first) / 2, "D")
        at = int(np.searchsorted(starts, middle, side="right")) - 1
        counts[max(at, 0)] += n
    totals = counts.sum(axis=1)
    most = int(totals.max(initial=0))
    room, high = width - _LEFT - _RIGHT, height - _TOP - _BOTTOM
    inside = list(_grid(most, width, high))
    step = room / max(len(starts), 1)
    for at, n in enumerate(counts.tolist()):
        y = _TOP + high
        for style, count in zip(STYLES, n, strict=True):
            if count:
                tall = count / most * high
                y -= tall
                inside.append(
                    tag("rect", x=f"{_LEFT + at * step:.2f}", y=f"{y:.2f}",
                        width=f"{max(step - (1 if step > 4 else 0.2), 0.4):.2f}",
                        height=f"{tall:.2f}", fill=style.colour)
                )  # fmt: skip
    days = [day.item() for day in starts]
    inside += _time_labels(days, found.bin, step, _TOP + high)
    inside.append(_base(width, high))
    return picture(width, height, inside, f"Incidents by {found.bin} and status")


def _grid(most: int, width: float, high: float) -> Iterator[str]:
    """Lines and numbers of the axis of counts."""
    if not most:
        yield label("no dated incident", _LEFT + 8, _TOP + high / 2, 11, SOFT)
        return
    step = nice_step(most)
    for value in range(0, most + 1, step):
        y = _TOP + high - value / most * high
        yield tag("path", d=f"M{_LEFT},{number(y)}H{number(width - _RIGHT)}", stroke=LINE,
                  stroke_width=0.8, fill="none")  # fmt: skip
        yield label(f"{value:,}", _LEFT - 6, y + 3.5, 10, SOFT, text_anchor="end")


def nice_step(most: int) -> int:
    """Step of an axis with three to five lines.

    >>> nice_step(3), nice_step(44), nice_step(1200)
    (1, 10, 500)
    """
    power: int = 10 ** max(len(str(most)) - 2, 0)
    for step in (power, 2 * power, 5 * power, 10 * power):
        if most / step <= 5:
            return step
    return 20 * power


def _base(width: float, high: float) -> str:
    d = f"M{_LEFT},{number(_TOP + high)}H{number(width - _RIGHT)}"
    return tag("path", d=d, stroke=SOFT, stroke_width=1, fill="none")


def _time_labels(days: list[date], bin_name: str, step: float, y: float) -> Iterator[str]:
    """Days, months or years under the bars, as many as there is room for."""
    by_year = bin_name == "year" or (bin_name in ("month", "quarter") and len(days) > 24)
    last, end = -1e9, _LEFT + len(days) * step
    for at, day in enumerate(days):
        if by_year and day.month != 1:
            continue
        text = (
            f"{day:%b} {day.year}"
            if bin_name in ("month", "quarter")
            else f"{day.day} {day:%b} {day.year}"
        )
        text = str(day.year) if by_year else text
        x, wide = _LEFT + at * step, len(text) * _LETTER_PX
        if x >= last and x + wide <= end + _RIGHT:
            yield tag("path", d=f"M{number(x)},{number(y)}v4", stroke=SOFT, stroke_width=1)
            yield label(text, x, y + 15, 10, SOFT)
            last = x + wide + _GAP_PX


def profile_picture(course: Course, found: Profile, width: float, height: float) -> str:
    """Incidents by stretch of the road: placed ones in full, the share of coarse ones pale.

    A stretch that is hot has a red foot. Towns stand below.
    """
    most = max((part.placed + part.coarse for part in found.stretches), default=0.0)
    room, high = width - _LEFT - _RIGHT, height - _TOP - _BOTTOM - 14
    scale = room / max(course.length_km, 1e-9)
    inside = list(_grid(max(int(np.ceil(most)), 1), width, high))
    top = max(int(np.ceil(most)), 1)
    for part in found.stretches:
        x, wide = _LEFT + part.from_km * scale, (part.to_km - part.from_km) * scale - 1
        placed, coarse = part.placed / top * high, part.coarse / top * high
        y = _TOP + high
        inside.append(tag("rect", x=x, y=y - placed, width=wide, height=placed, fill=_BAR))
        inside.append(
            tag("rect", x=x, y=y - placed - coarse, width=wide, height=coarse, fill=_BAR,
                fill_opacity="0.3")
        )  # fmt: skip
        if part.hot:
            inside.append(tag("rect", x=x, y=y + 1, width=wide, height=3.5, fill=_HOT))
    inside.append(_base(width, high))
    inside += _towns(course, scale, _TOP + high)
    return picture(width, height, inside, f"Incidents along {course.label}")


def _towns(course: Course, scale: float, y: float) -> Iterator[str]:
    last = -1e9
    for town in course.towns:
        x = _LEFT + town.km * scale
        if x - last < _TOWN_PX:
            continue
        anchor = (
            "start" if x < _LEFT + 30 else "end" if town.km > course.length_km * 0.94 else "middle"
        )
        yield tag("path", d=f"M{number(x)},{number(y)}v7", stroke=SOFT, stroke_width=1)
        yield label(town.name, x, y + 18, 10, INK, text_anchor=anchor)
        yield label(f"km {town.km:.0f}", x, y + 30, 9, SOFT, text_anchor=anchor)
        last = x
