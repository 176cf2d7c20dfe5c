"""Areas shaded by their incidents, in the classes and colours of the map page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from geo.export.blocks import Entry, Legend
from geo.export.frame import Frame
from geo.export.ground import Json, outline
from geo.export.svg import LINE, picture, tag
from geo.view.palette import CHOROPLETH_STEPS

_STEPS: Final = (1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10)


def limits(values: Sequence[float], whole: bool) -> list[float]:
    """Upper limits of the classes but the last, rising: about as many areas in each, round.

    >>> limits([1, 2, 3, 40, 50, 600], True)
    [2, 3, 40, 50]
    """
    rising = sorted(values)
    found: list[float] = []
    classes = len(CHOROPLETH_STEPS)
    for i in range(1, classes):
        value = _nice(rising[len(rising) * i // classes]) if rising else 0.0
        limit = max(1, round(value)) if whole else value
        if rising and limit < rising[-1] and limit > (found[-1] if found else 0):
            found.append(limit)
    return found


def _nice(value: float) -> float:
    """The next round number that is not below."""
    if value <= 0:
        return 0.0
    power = 10.0 ** len(str(int(value))[1:]) if value >= 1 else 1.0
    while power > value:
        power /= 10
    step = next(step for step in _STEPS if step * power >= value * 0.999)
    return float(f"{step * power:.3g}")


def colour_of(place: int, classes: int) -> str:
    """Colour of a class when there are so many: the whole span of the steps is used."""
    last = len(CHOROPLETH_STEPS) - 1
    return CHOROPLETH_STEPS[last if classes == 1 else int(place * last / (classes - 1) + 0.5)]


def shaded(found: dict[str, Any], base: dict[str, Json], frame: Frame) -> Iterator[str]:
    """The areas of ``geo.view.choropleth.choropleth``."""
    all_limits = limits(list(found["values"].values()), found["metric"] == "count")
    for feature in base[f"{found['unit']}s"]["features"]:
        value = found["values"].get(feature["properties"]["key"])
        d = "" if value is None else outline(frame, [feature], True)
        if d:
            place = sum(value > limit for limit in all_limits)
            fill = colour_of(place, len(all_limits) + 1)
            yield tag("path", d=d, fill=fill, fill_opacity="0.75", fill_rule="evenodd")


def shade_legend(found: dict[str, Any]) -> Legend:
    """The classes with their limits."""
    upper = [*limits(list(found["values"].values()), found["metric"] == "count"), found["max"]]
    entries = []
    for at, limit in enumerate(upper):
        fill = colour_of(at, len(upper))
        box = tag("rect", x=2, y=2, width=14, height=14, fill=fill, stroke=LINE, stroke_width=1)
        words = f"over {upper[at - 1]:,.4g} to {limit:,.4g}" if at else f"up to {limit:,.4g}"
        entries.append(Entry(picture(18, 18, [box], words), words, ""))
    if found["outside"]:
        entries.append(Entry("", f"without a known {found['unit']}", f"{found['outside']:,}"))
    title = "Per 1,000 km²" if found["metric"] == "density" else "Incidents"
    return Legend(f"{title} by {found['unit']}", tuple(entries))
