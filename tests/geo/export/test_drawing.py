"""Frames, marks, charts and shades of a picture."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.export.blocks import cut, first_of
from geo.export.charts import nice_step, timeline_picture
from geo.export.frame import Frame
from geo.export.map_picture import frame_for
from geo.export.marks import STYLES, chip, cluster, mark, status_icon
from geo.export.plain_text import xml_escaped
from geo.export.shading import colour_of, limits, shade_legend
from geo.export.svg import path, picture, tag
from geo.model import Status
from geo.store.snapshot import STATUSES, Snapshot
from geo.view.choropleth import choropleth
from geo.view.palette import CHOROPLETH_STEPS, STATUS_STYLES
from geo.view.state import MapView
from geo.view.timeline import histogram
from geo.view.window import IRAQ, Bbox

fromstring = ET.fromstring


@given(st.floats(40, 47), st.floats(30, 36), st.floats(0.05, 4), st.floats(0.05, 4))
def test_a_frame_holds_its_box_and_knows_its_window(
    west: float, south: float, wide: float, high: float
) -> None:
    box = Bbox(west, south, west + wide, south + high)
    frame = Frame.fit(box, 700, 500, most=22)
    for lon, lat in ((box.west, box.south), (box.east, box.north)):
        x, y = frame.point(lon, lat)
        assert -0.01 <= x <= 700.01
        assert -0.01 <= y <= 500.01
    seen = frame.bbox
    assert seen.west <= box.west + 1e-9
    assert seen.north >= box.north - 1e-9
    assert frame.point(seen.west, seen.north) == pytest.approx((0, 0), abs=0.01)


def test_a_frame_looks_where_the_reader_looks(snapshot: Snapshot) -> None:
    rows = np.arange(snapshot.n)
    frame = frame_for(snapshot, rows, MapView(33.3, 44.4, 9), 800, 600)
    assert frame.point(44.4, 33.3) == pytest.approx((400, 300), abs=0.01)
    assert frame.zoom == 9
    assert frame_for(snapshot, rows, None, 800, 600) == Frame.fit(IRAQ, 800, 600)
    # 10 km on the ground at zoom 9: Web Mercator stretches by 1/cos(latitude).
    assert frame.pixels(10_000, 33.3) == pytest.approx(
        10_000 / (40_075_016.7 * np.cos(np.radians(33.3))) * 256 * 2**9, rel=1e-4
    )


@pytest.mark.parametrize("code", range(len(STATUSES)))
def test_every_mark_and_cluster_has_the_colours_of_its_statuses(code: int) -> None:
    colour = STYLES[code].colour
    counts = [0] * len(STATUSES)
    counts[code] = 7
    for drawn in (mark(code, 9, 9), cluster(counts, 9, 9, True), chip(counts, 9, 9, False)):
        assert colour in drawn
        fromstring(drawn)
    others = {style.colour for at, style in enumerate(STYLES) if at != code}
    assert not any(other in cluster(counts, 9, 9, False) for other in others)


def test_the_marks_of_statuses_differ_without_colour() -> None:
    shapes = {
        re.sub(r"#[0-9a-f]{6}|<title>.*?</title>", "", status_icon(status)) for status in Status
    }
    assert len(shapes) == len(STATUS_STYLES)


def test_the_bars_of_the_timeline_are_the_incidents(snapshot: Snapshot) -> None:
    found = histogram(snapshot, np.arange(snapshot.n), "month", "status")
    root = fromstring(timeline_picture(found, 720, 168))
    bars = [element for element in root.iter() if element.tag.endswith("rect")]
    dated = int(found.counts.sum()) + sum(int(n.sum()) for _, _, n in found.spans)
    tall = sum(float(bar.get("height", 0)) for bar in bars)
    highest = max(
        sum(float(b.get("height", 0)) for b in bars if b.get("x") == x)
        for x in {bar.get("x") for bar in bars}
    )
    assert highest == pytest.approx(168 - 10 - 22, abs=0.1)
    one = min(float(bar.get("height", 0)) for bar in bars)
    assert tall / one == pytest.approx(dated, rel=0.02)
    empty = timeline_picture(histogram(snapshot, np.arange(0)), 720, 168)
    assert "no dated incident" in empty


@given(st.integers(1, 10**7))
def test_an_axis_has_few_lines(most: int) -> None:
    assert 1 <= most // nice_step(most) <= 10


@given(st.lists(st.integers(1, 5000), max_size=40))
def test_classes_of_a_shade_rise_and_leave_none_out(values: list[int]) -> None:
    found = limits(values, True)
    assert found == sorted(set(found))
    assert all(limit < max(values) for limit in found)
    assert len(found) < len(CHOROPLETH_STEPS)
    colours = [colour_of(at, len(found) + 1) for at in range(len(found) + 1)]
    assert len(set(colours)) == len(colours)
    assert colours[-1] == CHOROPLETH_STEPS[-1]


def test_the_legend_of_a_shade_names_what_has_no_area(snapshot: Snapshot) -> None:
    found = choropleth(snapshot, np.arange(snapshot.n), "governorate", "density")
    legend = shade_legend(found)
    assert legend.title == "Per 1,000 km² by governorate"
    assert legend.entries[-1].label == "without a known governorate"
    assert legend.entries[-1].count == f"{found['outside']:,}"


@given(st.text())
def test_any_text_is_valid_xml(text: str) -> None:
    whole = picture(10, 10, [tag("text", xml_escaped(text), aria_label=text)], text)
    root = fromstring(whole)
    assert len(list(root.iter())) == 3


@given(st.text(max_size=80), st.integers(2, 60))
def test_a_cut_text_is_one_line_and_no_longer(text: str, most: int) -> None:
    found = cut(text, most).replace("\u200b", "")
    assert len(found) <= most
    assert "\n" not in found
    assert not set(found) & set("\u202e\u2066\x00")


def test_names_are_counted_where_they_are_many() -> None:
    assert first_of(["A", "B", "A"], 3) == "A, B"
    assert first_of(["A", "B", "C", "D"], 2) == "A, B and 2 more"
    assert first_of([], 2) == ""


def test_a_line_keeps_its_ends_and_drops_what_is_too_near() -> None:
    points = np.array([[0, 0], [0.05, 0], [0.1, 0.05], [10, 10]], dtype=float)
    assert path(points) == "M0,0 10,10"
    assert path(points[:1]) == ""
