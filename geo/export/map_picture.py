"""The map of a view as a picture (SVG): base map, footprints, clusters and marks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

import numpy as np

from geo.export.frame import Frame
from geo.export.ground import Box, Json, Names, ground, outline
from geo.export.marks import (
    RADIUS,
    STYLES,
    chip,
    chip_size,
    cluster,
    cluster_radius,
    main_colour,
    mark,
)
from geo.export.shading import shaded
from geo.export.svg import INK, LINE, PAPER, label, number, path, picture, tag
from geo.model import EXACT_FORMS
from geo.store.snapshot import FORMS, Snapshot
from geo.view import clusters
from geo.view.footprints import Footprints, footprints, stretch_lines
from geo.view.index import Rows, index_of
from geo.view.state import MapView
from geo.view.window import IRAQ, Bbox

_LEAST_DISC: Final = 12.0
_DISTRICT_CHIP_ZOOM: Final = 7.5
_MARGIN_DEG: Final = 0.12
_LEAST_SPAN_DEG: Final = 0.9
_BAR_KM: Final = (1, 2, 5, 10, 20, 50, 100, 200, 500)


def frame_for(
    snapshot: Snapshot, rows: Rows, view: MapView | None, width: float, height: float
) -> Frame:
    """Where the map looks: as the reader left it, else at all exact places, else at the country."""
    if view is not None:
        return Frame.at(view, width, height)
    exact = rows[np.isin(snapshot.form[rows], [FORMS.index(form) for form in EXACT_FORMS])]
    if not len(exact) or len(exact) < len(rows):
        return Frame.fit(IRAQ, width, height)
    lat, lon = snapshot.lat[exact], snapshot.lon[exact]
    reach = np.nan_to_num(snapshot.uncertainty_m[exact].astype(np.float64)) / 111_195.0
    box = [float((lon - reach).min()), float((lat - reach).min())]
    box += [float((lon + reach).max()), float((lat + reach).max())]
    for low, high in ((0, 2), (1, 3)):
        grow = max(_MARGIN_DEG, (_LEAST_SPAN_DEG - (box[high] - box[low])) / 2)
        box[low], box[high] = box[low] - grow, box[high] + grow
    return Frame.fit(Bbox(*box), width, height)


def map_picture(
    snapshot: Snapshot,
    rows: Rows,
    base: dict[str, Json],
    frame: Frame,
    hidden: Sequence[str] = (),
    title: str = "Map",
    shade: dict[str, Any] | None = None,
) -> str:
    """The SVG.

    Parameters
    ----------
    rows : incidents to draw.
    base : layers of ``geo.places.basemap``.
    hidden : layers of it that are switched off.
    shade : areas shaded by their incidents, as ``geo.view.choropleth.choropleth`` gives them.
    """
    off = frozenset(hidden)
    found = footprints(snapshot, rows)
    exact = rows[index_of(snapshot).exact[rows]]
    cells = clusters.cells(snapshot, exact, frame.bbox, frame.zoom)
    places = frame.points(cells.lon, cells.lat).tolist()
    taken = [_around(x, y, int(n)) for (x, y), n in zip(places, cells.count, strict=True)]
    chips = _chips(snapshot, found, base, frame, taken)
    order = np.argsort(cells.count, kind="stable").tolist()
    inside = [
        _patterns(frame.zoom),
        *ground(frame, base, off),
        *(shaded(shade, base, frame) if shade else ()),
        *_areas(snapshot, found, base, frame),
        *_stretches(snapshot, found, frame),
        *Names(frame, taken).write(base, off),
        *chips,
        *(_disc(snapshot, int(cells.row[at]), frame, *places[at]) for at in order),
        *(_cell(snapshot, cells, at, *places[at]) for at in order),
        _scale_bar(frame),
    ]
    clip = tag("clipPath", tag("rect", x=0, y=0, width=frame.width, height=frame.height), id="edge")
    edge = tag(
        "rect", x=0.5, y=0.5, width=frame.width - 1, height=frame.height - 1, fill="none",
        stroke=LINE, stroke_width=1,
    )  # fmt: skip
    return picture(
        frame.width, frame.height, [clip, tag("g", *inside, clip_path="url(#edge)"), edge], title
    )


def _around(x: float, y: float, count: int) -> Box:
    r = RADIUS if count == 1 else cluster_radius(count)
    return (x - r, y - r, x + r, y + r)


def _patterns(zoom: float) -> str:
    """Diagonal stripes in the colour of each status: rising for governorates, falling below."""
    made = []
    near = min(max((zoom - 7) / 4, 0), 1)
    for at, style in enumerate(STYLES):
        for name, step in (("g", 9 + round(8 * near)), ("d", 6 + round(8 * near))):
            d = f"M0,{step}L{step},0M-1,1L1,-1M{step - 1},{step + 1}L{step + 1},{step - 1}"
            if name == "d":
                d = f"M0,0L{step},{step}M-1,{step - 1}L1,{step + 1}M{step - 1},-1L{step + 1},1"
            line = tag("path", d=d, stroke=style.colour, stroke_width=1.1, fill="none")
            made.append(
                tag("pattern", line, id=f"{name}{at}", width=step, height=step,
                    patternUnits="userSpaceOnUse")
            )  # fmt: skip
    return tag("defs", *made)


def _units(
    snapshot: Snapshot, found: Footprints, base: dict[str, Json]
) -> Iterator[tuple[str, Json, list[int]]]:
    """Kind, feature of the base map and counts of each area that has incidents."""
    vocab = snapshot.vocab
    for kind, counted, units in (
        ("governorates", found.governorate, vocab.governorates),
        ("districts", found.district, vocab.districts),
    ):
        by_key = {f["properties"]["key"]: f for f in base[kind]["features"]}
        for code, n in counted.items():
            feature = by_key.get(units[code].key)
            if feature is not None:
                yield kind, feature, n.tolist()


def _areas(
    snapshot: Snapshot, found: Footprints, base: dict[str, Json], frame: Frame
) -> Iterator[str]:
    near = min(max((frame.zoom - 7) / 4, 0), 1)
    for kind, feature, counts in _units(snapshot, found, base):
        status = counts.index(max(counts))
        d = outline(frame, [feature], True)
        if d:
            name = "g" if kind == "governorates" else "d"
            yield tag(
                "path", d=d, fill=f"url(#{name}{status})", fill_rule="evenodd",
                opacity=f"{0.36 - 0.1 * near:.2f}",
            )  # fmt: skip


def _chips(
    snapshot: Snapshot,
    found: Footprints,
    base: dict[str, Json],
    frame: Frame,
    taken: list[Box],
) -> list[str]:
    """Counts on the areas, beside the marks where there is room; they are added to ``taken``."""
    made = []
    for kind, feature, counts in _units(snapshot, found, base):
        if kind == "districts" and frame.zoom < _DISTRICT_CHIP_ZOOM:
            continue
        x, y = frame.point(*feature["properties"]["label"])
        if not (0 < x < frame.width and 0 < y < frame.height):
            continue
        w, h = chip_size(sum(counts))
        x, y = _spot(x, y, w, h, frame, taken)
        taken.append((x - w / 2, y - h / 2, x + w / 2, y + h / 2))
        made.append(chip(counts, x, y, kind == "districts"))
    return made


def _spot(
    x: float, y: float, w: float, h: float, frame: Frame, taken: Sequence[Box]
) -> tuple[float, float]:
    """The nearest place round a point where a chip touches nothing; else the point itself."""
    for away in (0, 14, 26, 40, 54):
        for turn in range(8 if away else 1):
            cx = x + away * float(np.cos(turn * np.pi / 4))
            cy = y + away * float(np.sin(turn * np.pi / 4))
            box = (cx - w / 2 - 2, cy - h / 2 - 2, cx + w / 2 + 2, cy + h / 2 + 2)
            inside = box[0] > 0 and box[1] > 0 and box[2] < frame.width and box[3] < frame.height
            if inside and not any(
                box[0] < o[2] and box[2] > o[0] and box[1] < o[3] and box[3] > o[1] for o in taken
            ):
                return cx, cy
    return x, y


def _stretches(snapshot: Snapshot, found: Footprints, frame: Frame) -> Iterator[str]:
    lines = stretch_lines(snapshot)
    for code, n in found.stretch.items():
        d = ""
        for part in lines[code]:
            degrees = np.asarray(part, dtype=np.float64)
            points = frame.points(degrees[:, 1], degrees[:, 0])
            if frame.sees(points):
                d += path(points)
        for width, alpha in ((15, "0.14"), (9, "0.25"), (3, "0.95")) if d else ():
            yield tag(
                "path", d=d, fill="none", stroke=main_colour(n.tolist()), stroke_width=width,
                stroke_opacity=alpha, stroke_linecap="round", stroke_linejoin="round",
            )  # fmt: skip


def _cell(snapshot: Snapshot, cells: clusters.Cells, at: int, x: float, y: float) -> str:
    """A cluster, or the mark of a single incident."""
    if cells.count[at] > 1:
        return cluster(cells.by_status[at].tolist(), x, y, bool(cells.stacked[at]))
    return mark(int(snapshot.status[cells.row[at]]), x, y)


def _disc(snapshot: Snapshot, row: int, frame: Frame, x: float, y: float) -> str:
    """The disc of a single incident that is known within a radius."""
    if row < 0:
        return ""
    metres = float(snapshot.uncertainty_m[row])
    r = 0.0 if metres != metres else frame.pixels(metres, float(snapshot.lat[row]))
    if r < _LEAST_DISC:
        return ""
    colour = STYLES[snapshot.status[row]].colour
    return tag(
        "circle", cx=x, cy=y, r=r, fill=colour, fill_opacity="0.08", stroke=colour,
        stroke_opacity="0.55", stroke_width=1, stroke_dasharray="4 4",
    )  # fmt: skip


def _scale_bar(frame: Frame) -> str:
    """A length of round kilometres at the latitude of the middle."""
    box = frame.bbox
    lat = (box.north + box.south) / 2
    fits: Any = [km for km in _BAR_KM if frame.pixels(km * 1000, lat) <= frame.width / 4]
    km = fits[-1] if fits else _BAR_KM[0]
    long = frame.pixels(km * 1000, lat)
    x, y = 12.0, frame.height - 14.0
    d = f"M{number(x)},{number(y - 4)}V{number(y)}H{number(x + long)}V{number(y - 4)}"
    back = tag(
        "rect", x=x - 6, y=y - 18, width=long + 12, height=24, fill=PAPER, fill_opacity="0.8", rx=2
    )
    line = tag("path", d=d, fill="none", stroke=INK, stroke_width=1.2)
    return back + line + label(f"{km} km", x + 4, y - 6, 10, INK)
