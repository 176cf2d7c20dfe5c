from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from geo.places.linear import Course, course_of_way, covered, project
from geo.places.roads import Way
from geo.places.routes import Town

LINE = np.array([[44.0, 33.0], [45.0, 33.0]])
KM = np.array([0.0, 100.0])  # the true road is longer than the chord of 93 km


@given(st.floats(0, 1), st.floats(-0.04, 0.04))
def test_points_beside_a_line_get_its_kilometre_and_their_offset(share: float, up: float) -> None:
    rows, km, off = project(LINE, KM, np.array([33.0 + up]), np.array([44.0 + share]), 5_000)
    assert rows.tolist() == [0]
    assert km[0] == pytest.approx(100 * share, abs=0.5)
    # A straight line in degrees bows a little on the ground.
    assert off[0] == pytest.approx(abs(up) * 110_900, abs=250)


@given(
    st.lists(st.tuples(st.floats(30, 36), st.floats(41, 48)), max_size=30), st.floats(500, 9_000)
)
@hypothesis_settings(max_examples=25)  # half a second each: the widest reach looks everywhere
def test_the_raster_loses_no_point(points: list[tuple[float, float]], reach: float) -> None:
    lat, lon = (np.array([p[i] for p in points], dtype=np.float64) for i in (0, 1))
    line = np.array([[43.0, 32.0], [44.5, 33.5], [44.6, 35.0]])
    km = np.array([0.0, 220.0, 390.0])
    rows, _, off = project(line, km, lat, lon, reach)
    every, _, _ = project(line, km, lat, lon, 1e6)
    assert set(rows) <= set(every.tolist())
    assert (off <= reach).all()
    _, _, far = project(line, km, lat, lon, 3e6)
    assert len(far) == len(points)
    assert int((far <= reach).sum()) == len(rows)


def test_unplaced_points_and_none_at_all() -> None:
    nothing = np.array([np.nan])
    assert len(project(LINE, KM, nothing, nothing, 5_000)[0]) == 0
    assert len(project(LINE, KM, np.empty(0), np.empty(0), 5_000)[0]) == 0


def test_a_stretch_on_the_road_and_one_across_it() -> None:
    course = Course("x", LINE, KM)
    assert covered(course, "LINESTRING (44.2 33.001, 44.6 33.001)", 3_000) == pytest.approx(
        (20, 60), abs=1.5
    )
    assert covered(course, "LINESTRING (44.5 32, 44.5 34)", 3_000) is None
    parts = "MULTILINESTRING ((44.1 33, 44.2 33), (44.8 33, 44.9 33))"
    assert covered(course, parts, 3_000) == pytest.approx((10, 90), abs=1.5)


def test_towns_of_a_way_stand_in_its_order() -> None:
    way = Way(((44.0, 33.0), (45.0, 33.0)), 100.0, on_road=True, at_km=(0.0, 100.0))
    towns = (Town("B", 33.01, 44.7, 0.0), Town("A", 33.0, 44.2, 0.0), Town("far", 35.0, 44.0, 0.0))
    course = course_of_way("x", way, towns)
    assert [(t.name, round(t.km)) for t in course.towns] == [("A", 20), ("B", 70)]
    assert course_of_way("x", way, towns) is course
