from __future__ import annotations

from datetime import UTC, date, datetime

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from geo.store.snapshot import STATUSES
from geo.view.timeline import Brush
from pages.parts import charts

STARTS = np.arange("2019-10", "2022-07", 3, dtype="datetime64[M]").astype("datetime64[D]")
NONE = np.zeros(len(STARTS) - 1, dtype=np.int64)
BRUSH = Brush(
    "quarter", STARTS[:-1], STARTS[1:] - 1, NONE, NONE,
    np.zeros((len(NONE), len(STATUSES)), dtype=np.int64), 0, 0,
)  # fmt: skip


def ms(*day: int) -> float:
    return datetime(*day, tzinfo=UTC).timestamp() * 1000  # type: ignore[misc]


def test_a_drag_takes_the_bars_that_start_inside() -> None:
    chosen = charts.snapped(BRUSH, ms(2020, 3, 20), ms(2020, 11, 2))
    assert chosen == (date(2020, 4, 1), date(2020, 12, 31))


def test_a_drag_within_one_bar_takes_that_bar() -> None:
    chosen = charts.snapped(BRUSH, ms(2020, 2, 3), ms(2020, 2, 9))
    assert chosen == (date(2020, 1, 1), date(2020, 3, 31))


@given(st.integers(0, len(NONE) - 1), st.integers(0, len(NONE) - 1))
def test_the_brush_of_a_range_means_the_same_range(one: int, other: int) -> None:
    first, last = sorted((one, other))
    chosen = (BRUSH.starts[first].item(), BRUSH.ends[last].item())
    assert charts.snapped(BRUSH, *charts._ends(chosen, BRUSH)) == chosen


def test_the_chart_is_the_same_whatever_is_counted() -> None:
    assert charts.spec(False, "month") == charts.spec(False, "month")
    assert charts.spec(False, "month") != charts.spec(True, "month")
    assert charts.spec(False, "month")["params"][0]["name"] == "dates"
