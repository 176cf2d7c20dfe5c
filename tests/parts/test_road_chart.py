from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pytest

from geo.export.about import About
from geo.export.stretches import COLUMNS, stretch_csv
from geo.places.linear import Course
from geo.store.snapshot import Snapshot
from geo.view.along import along
from geo.view.filters import Filters
from geo.view.route_profile import months_of, profile, selected, span_of
from geo.view.state import ViewState
from pages.parts import road_chart, road_tables

COURSE = Course(
    "=road", np.array([[44.4, 33.3], [44.4, 32.5], [44.9, 32.0]]), np.array([0.0, 100.0, 180.0]),
    remarks=("unverified: <b>",), assumed_km=12.0, chord_km=90.0,
)  # fmt: skip


def test_the_chart_holds_every_dated_incident(
    snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = Filters().apply(snapshot)
    found = selected(along(snapshot, COURSE, 5_000.0), rows)
    span = span_of(snapshot, rows, Filters())
    shape = profile(COURSE, found, 20.0, months_of(span))
    data = road_chart.chart_data(snapshot, COURSE, found, shape, span, ViewState(km=(10.0, 20.0)))
    assert sum(data["counts"]) == len(found.rows)
    placed = int(found.placed.sum())
    monkeypatch.setattr(road_chart, "MOST_MARKS", 0)
    cells = road_chart.chart_data(snapshot, COURSE, found, shape, span, ViewState())["cells"]
    assert sum(count for *_, count in cells["counts"]) == placed
    text = stretch_csv(About.of(snapshot, Filters(), ViewState()), COURSE, shape).decode()
    lines = [line for line in text.splitlines() if not line.startswith(("#", "\ufeff#"))]
    assert len(lines) == 1 + len(shape.stretches)
    assert len(lines[0].split(",")) == len(COLUMNS)
    assert lines[1].startswith('"\'=road"')


def test_an_empty_selection_can_be_drawn(snapshot: Snapshot) -> None:
    found = selected(along(snapshot, COURSE, 5_000.0), np.empty(0, dtype=np.int64))
    shape = profile(COURSE, found, 20.0, 0.0)
    data = road_chart.chart_data(snapshot, COURSE, found, shape, None, ViewState())
    assert (data["points"], data["ranges"], data["mean"]) == ([], [], 0.0)
    assert "no incident of the selection is along it" in road_tables.summary(COURSE, shape, 1)


def test_doubts_are_told_and_escaped() -> None:
    text = road_tables.doubts(COURSE)
    assert "unverified: &lt;b&gt;" in text
    assert "12 km are assumed links" in text
    assert "50% is drawn as straight chords" in text


@pytest.mark.parametrize(
    ("message", "changes"),
    [
        ({"km": [20, 10.5], "from": None, "to": None}, {"km": (10.5, 20.0)}),
        (
            {"km": None, "from": "2020-07-01", "to": "2020-06-01"},
            {"date_from": date(2020, 6, 1), "date_to": date(2020, 7, 1)},
        ),
        *[(bad, {}) for bad in (None, {}, 5, {"km": ["a", 1]}, {"km": [-5, 3], "from": None})],
        ({"km": [1, 2], "from": "x", "to": "y"}, {}),
    ],
)
def test_a_brush_is_understood_or_nothing(message: Any, changes: dict[str, Any]) -> None:
    assert road_chart.brushed(message) == changes


def test_picked_incidents_are_linked_and_escaped(snapshot: Snapshot) -> None:
    links = [(f"incident?id={key}&x=<b>", str(key)) for key in snapshot.ids[:10]]
    text = road_tables.picked(snapshot, links, "at <this> place")
    assert text.count("<a ") == 8
    assert "and 2 more" in text
    assert "<b>" not in text
    assert "at &lt;this&gt; place" in text
