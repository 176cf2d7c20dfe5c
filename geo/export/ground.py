"""The base map of a picture, in the colours of the map page's light theme."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from geo.export.frame import Frame
from geo.export.svg import label, path, tag

SEA, ABROAD, LAND, BORDER = "#cfdde6", "#eceae4", "#faf9f6", "#8d8778"
GOVERNORATE, DISTRICT, RIVER, LAKE = "#b3ac9b", "#ddd8cc", "#a9c5d8", "#c3d8e5"
ROAD: Final = {"primary": ("#e2d8c2", 7.5, 1.1), "highway": ("#d3c19c", 0.0, 1.5)}
"""Class -> colour, first zoom, width at zoom 8."""

TOWN, FAINT, WATER, HALO = "#3d3b36", "#6f6a5f", "#4f7691", "#faf9f6"
_COAST: Final = (47.8, 30.2)
_TOWN_ZOOM: Final = (0, 4, 6, 7.5, 8.5, 10)
_GREAT_CITY: Final = 101

Json = dict[str, Any]
Box = tuple[float, float, float, float]


def outline(frame: Frame, features: Iterable[Json], close: bool) -> str:
    """Path data of the features in sight."""
    return "".join(
        path(points, close)
        for feature in features
        for points in parts(frame, feature["geometry"])
        if frame.sees(points)
    )


def parts(frame: Frame, geometry: Json) -> Iterator[NDArray[np.float64]]:
    """Lines or rings of a geometry in the units of the picture."""
    lines: list[Any] = geometry["coordinates"]
    if geometry["type"] == "LineString":
        lines = [lines]
    elif geometry["type"] == "MultiPolygon":
        lines = [ring for polygon in lines for ring in polygon]
    for line in lines:
        degrees = np.asarray(line, dtype=np.float64)
        if len(degrees) > 1:
            yield frame.points(degrees[:, 0], degrees[:, 1])


def ground(frame: Frame, base: dict[str, Json], hidden: frozenset[str]) -> Iterator[str]:
    """Sea, land, water, roads and borders, from below."""

    def features(name: str) -> list[Json]:
        return [] if name in hidden else base[name]["features"]

    yield tag("rect", x=0, y=0, width=frame.width, height=frame.height, fill=SEA)
    abroad = outline(frame, base["neighbours"]["features"], True)
    yield tag("path", d=abroad, fill=ABROAD, stroke=BORDER, stroke_width=0.8)
    land = outline(frame, base["governorates"]["features"], True)
    yield _seam(frame, land)
    yield tag("path", d=land, fill=LAND)
    yield tag("path", d=outline(frame, base["lakes"]["features"], True), fill=LAKE)
    rivers = [f for f in features("rivers") if f["properties"].get("rank", 0) <= frame.zoom]
    yield _stroke(outline(frame, rivers, False), RIVER, 1.1 if frame.zoom < 8 else 1.8)
    if frame.zoom >= 7:
        yield _stroke(outline(frame, features("districts"), True), DISTRICT, 0.8)
    grow = 1 + max(frame.zoom - 8, -2) * 0.16
    for kind, (colour, first, width) in ROAD.items():
        if frame.zoom >= first:
            lines = [f for f in features("roads") if f["properties"]["class"] == kind]
            yield _stroke(outline(frame, lines, False), colour, width * grow)
    borders = outline(frame, features("governorates"), True)
    yield _stroke(borders, GOVERNORATE, 0.9 if frame.zoom < 7 else 1.2)


def _stroke(d: str, colour: str, width: float) -> str:
    return tag("path", d=d, fill="none", stroke=colour, stroke_width=width, stroke_linejoin="round")


def _seam(frame: Frame, land: str) -> str:
    """Two sources draw Iraq's border: the sea must not show between them, but on the coast."""
    x, y = frame.point(*_COAST)
    clip = f"M0,0H{frame.width:.0f}V{y:.1f}H{x:.1f}V{frame.height:.0f}H0Z"
    width = min(40 * 2 ** (frame.zoom - 8), 400)
    return tag("clipPath", tag("path", d=clip), id="inland") + tag(
        "path", d=land, fill="none", stroke=ABROAD, stroke_width=width, clip_path="url(#inland)"
    )


@dataclass(frozen=True, slots=True)
class _Name:
    text: str
    arabic: str | None
    x: float
    y: float
    weight: float
    size: float
    colour: str
    dot: bool = False
    spaced: bool = False


@dataclass(slots=True)
class Names:
    """Sets names one after another; one that would touch what is there is left out."""

    frame: Frame
    obstacles: list[Box]
    taken: list[Box] = field(default_factory=list)

    def write(self, base: dict[str, Json], hidden: frozenset[str]) -> Iterator[str]:
        """The names of the base map, the weightiest first."""
        for name in sorted(self._wanted(base, hidden), key=lambda name: name.weight):
            yield from self._place(name)

    def _wanted(self, base: dict[str, Json], hidden: frozenset[str]) -> Iterator[_Name]:
        z = self.frame.zoom
        if z < 9 and "neighbours" not in hidden:
            yield from self._names(base["neighbours"], 50, 11.5, FAINT, spaced=True, latin=z < 6)
        if 6 <= z < 10.5 and "governorates" not in hidden:
            yield from self._names(
                base["governorates"], 200, 10 if z < 7 else 11.5, FAINT, spaced=True
            )
        if z >= 9.5 and "districts" not in hidden:
            yield from self._names(base["districts"], 400, 10.5, FAINT, spaced=True)
        if z >= 7.5:
            yield from self._names(base["lakes"], 300, 9.5, WATER)
        if "towns" not in hidden:
            towns = [
                f for f in base["towns"]["features"] if z >= _TOWN_ZOOM[f["properties"]["rank"]]
            ]
            yield from self._names(
                {"features": towns}, 100, 10.5 if z < 8 else 11.5, TOWN, dot=True
            )

    def _names(
        self,
        layer: Json,
        weight: float,
        size: float,
        colour: str,
        dot: bool = False,
        spaced: bool = False,
        latin: bool = False,
    ) -> Iterator[_Name]:
        for feature in layer["features"]:
            values = feature["properties"]
            at = values.get("label") or _middle(feature["geometry"])
            if not values.get("name"):
                continue
            x, y = self.frame.point(float(at[0]), float(at[1]))
            if -40 < x < self.frame.width + 40 and -20 < y < self.frame.height + 20:
                arabic = None if latin else values.get("name_ar")
                rank = values.get("rank", 0)
                yield _Name(values["name"], arabic, x, y, weight + rank, size, colour, dot, spaced)

    def _place(self, name: _Name) -> Iterator[str]:
        wide = width_of(name.text, name.size) + (len(name.text) * 0.6 if name.spaced else 0)
        w = max(wide, width_of(name.arabic or "", name.size - 0.5))
        h = name.size + (name.size + 2 if name.arabic else 0)
        x, y = name.x, name.y
        spots = (
            [(x + 6, y - name.size / 2), (x - 6 - w, y - name.size / 2), (x - w / 2, y + 5),
             (x - w / 2, y - h - 5), (x + 26, y - name.size / 2), (x - 26 - w, y - name.size / 2),
             (x - w / 2, y + 26), (x - w / 2, y - h - 26)]
            if name.dot
            else [(x - w / 2, y - h / 2), (x - w / 2, y - h - 12), (x - w / 2, y + 12)]
        )  # fmt: skip
        free = [spot for spot in spots if self._free(spot, w, h)]
        clear = [
            spot for spot in free if not _touches((*spot, spot[0] + w, spot[1] + h), self.obstacles)
        ]
        if clear:
            left, top = clear[0]
        elif free and name.weight <= _GREAT_CITY:
            left, top = free[0]
        else:
            return
        self.taken.append((left - 3, top - 3, left + w + 3, top + h + 3))
        if name.dot:
            yield tag("circle", cx=x, cy=y, r=2.2, fill=TOWN, stroke=HALO, stroke_width=1.6)
            self.taken.append((x - 3, y - 3, x + 3, y + 3))
        at = left if name.dot else left + w / 2
        yield self._line(name, name.text, at, top + name.size * 0.86, name.colour, name.size)
        if name.arabic:
            at = left + (width_of(name.arabic, name.size - 0.5) / 2 if name.dot else w / 2)
            base_line = top + name.size * 1.92
            yield self._line(name, name.arabic, at, base_line, FAINT, name.size - 0.5, "middle")

    def _free(self, spot: tuple[float, float], w: float, h: float) -> bool:
        left, top = spot
        inside = left > 2 and top > 2 and left + w < self.frame.width - 2
        inside = inside and top + h < self.frame.height - 2
        return inside and not _touches((left - 3, top - 3, left + w + 3, top + h + 3), self.taken)

    @staticmethod
    def _line(
        name: _Name, text: str, x: float, y: float, colour: str, size: float, anchor: str = ""
    ) -> str:
        anchor = anchor or ("start" if name.dot else "middle")
        style: dict[str, str | float] = {"text_anchor": anchor}
        if name.spaced and anchor == "middle" and text == name.text:
            style["letter_spacing"] = "0.6"
        halo = label(
            text, x, y, size, HALO, stroke=HALO, stroke_width=3, stroke_linejoin="round",
            stroke_opacity="0.88", **style,
        )  # fmt: skip
        return halo + label(text, x, y, size, colour, **style)


def width_of(text: str, size: float) -> float:
    """About how wide a line of text is."""
    return len(text) * size * 0.54


def _touches(box: Box, others: Iterable[Box]) -> bool:
    left, top, right, bottom = box
    return any(left < o[2] and right > o[0] and top < o[3] and bottom > o[1] for o in others)


def _middle(geometry: Json) -> tuple[float, float]:
    """Middle of the largest part."""
    if geometry["type"] == "Point":
        return tuple(geometry["coordinates"])
    lines = geometry["coordinates"]
    if geometry["type"] == "MultiPolygon":
        lines = [polygon[0] for polygon in lines]
    elif geometry["type"] == "LineString":
        lines = [lines]
    longest = max(
        (np.asarray(line) for line in lines), key=lambda line: float(np.prod(np.ptp(line, axis=0)))
    )
    low, high = longest.min(axis=0), longest.max(axis=0)
    return float(low[0] + high[0]) / 2, float(low[1] + high[1]) / 2
