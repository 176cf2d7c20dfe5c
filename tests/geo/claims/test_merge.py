"""Dates, kinds and casualties of incidents from those of their reports."""

from __future__ import annotations

import math

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from geo.claims import merge
from geo.claims.status import STANCES
from geo.model import Stance

D = "datetime64[D]"


def dates(*reports: tuple[str, str, int]) -> tuple[str, str, int]:
    first, last, prec = (
        np.array([r[0] for r in reports], D),
        np.array([r[1] for r in reports], D),
        np.array([r[2] for r in reports], np.int8),
    )
    begin, end, code = merge.dates(np.array([0, len(reports)]), first, last, prec)
    return str(begin[0]), str(end[0]), int(code[0])


def test_the_day_stands_against_the_month() -> None:
    assert dates(("2020-07-11", "2020-07-11", 1), ("2020-07-01", "2020-07-31", 4)) == (
        *("2020-07-11", "2020-07-11"),
        1,
    )


def test_different_days_become_an_interval() -> None:
    assert dates(("2020-07-11", "2020-07-11", 1), ("2020-07-07", "2020-07-07", 1)) == (
        *("2020-07-07", "2020-07-11"),
        2,
    )


def test_one_report_keeps_its_own_code() -> None:
    assert dates(("2005-01-01", "2005-03-01", 2)) == ("2005-01-01", "2005-03-01", 2)


def test_no_date_stays_no_date() -> None:
    assert dates(("NaT", "NaT", 0)) == ("NaT", "NaT", 0)
    assert dates(("NaT", "NaT", 0), ("2020-06-01", "2020-06-30", 4))[2] == 4


def people(*reports: tuple[Stance, float, float]) -> tuple[float, float]:
    low, high = merge.people(
        np.array([0, len(reports)]),
        np.array([STANCES.index(r[0]) for r in reports], np.int8),
        np.array([r[1] for r in reports], np.float32),
        np.array([r[2] for r in reports], np.float32),
    )
    return float(low[0]), float(high[0])


NAN = math.nan


def test_from_the_lowest_confirmed_to_the_highest_claimed() -> None:
    assert people((Stance.CLAIMS, 10, 12), (Stance.CONFIRMS, 2, 3), (Stance.REPORTS, 1, 4)) == (
        *(2.0, 12.0),
    )


def test_without_confirmation_the_lowest_told() -> None:
    assert people((Stance.CLAIMS, 10, NAN), (Stance.REPORTS, 1, 4)) == (1.0, 10.0)


def test_unknown_never_becomes_zero() -> None:
    low, high = people((Stance.CLAIMS, NAN, NAN))
    assert math.isnan(low)
    assert math.isnan(high)


def test_figures_of_denials_count_only_alone() -> None:
    assert people((Stance.DENIES, 0, 0), (Stance.REPORTS, 3, 3)) == (3.0, 3.0)
    assert people((Stance.DENIES, 0, 0)) == (0.0, 0.0)


@st.composite
def incidents(draw: st.DrawFn) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    sizes = draw(st.lists(st.integers(1, 4), min_size=1, max_size=5))
    m = sum(sizes)
    stance = draw(st.lists(st.integers(0, 5), min_size=m, max_size=m))
    pairs = draw(
        st.lists(
            st.tuples(st.none() | st.integers(0, 9), st.none() | st.integers(0, 9)),
            min_size=m,
            max_size=m,
        )
    )
    values = np.array([[NAN if v is None else v for v in pair] for pair in pairs], np.float32)
    values = np.sort(values, axis=1)
    start = np.concatenate(([0], np.cumsum(sizes)))
    return start, np.array(stance, np.int8), values[:, 0], values[:, 1]


@given(incidents())
def test_low_is_never_above_high_and_both_were_told(columns: tuple[np.ndarray, ...]) -> None:
    start, stance, low, high = columns
    lows, highs = merge.people(start, stance, low, high)
    for i, (a, b) in enumerate(zip(lows, highs, strict=True)):
        told = np.concatenate([x[start[i] : start[i + 1]] for x in (low, high)])
        assert math.isnan(a) == math.isnan(b) == bool(np.isnan(told).all())
        if not math.isnan(a):
            assert a <= b
            assert a in told
            assert b in told


@given(incidents(), st.integers(0, 4))
def test_most_common_against_counting(columns: tuple[np.ndarray, ...], names: int) -> None:
    start, stance, _, _ = columns
    code = stance.astype(np.int64) % (names + 1) - 1
    rank = np.arange(max(names, 1))[::-1]
    found = merge.most_common(start, code, rank)
    for i, winner in enumerate(found.tolist()):
        mine = [c for c in code[start[i] : start[i + 1]].tolist() if c >= 0]
        best = min(mine, key=lambda c: (-mine.count(c), rank[c]), default=-1)
        assert winner == best
