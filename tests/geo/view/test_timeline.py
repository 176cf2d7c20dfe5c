"""Time: every incident is in one bin, one span or undated; the brush agrees with the filters."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import QueryError
from geo.store.snapshot import Snapshot
from geo.view.filters import Filters
from geo.view.state import BINS, STACKS
from geo.view.timeline import auto_bin, bin_starts, brush_histogram, histogram

DAYS = st.dates(date(1900, 1, 1), date(2100, 1, 1))


@given(st.integers(0, 4), st.integers(0, 120), st.sampled_from(BINS), st.sampled_from(STACKS))
def test_counts_are_conserved(
    make_snapshot: Callable[[int, int], Snapshot], seed: int, n: int, bin: str, by: str
) -> None:
    snapshot = make_snapshot(seed, n)
    found = histogram(snapshot, np.arange(n), bin, by)
    spans = sum((counts for *_, counts in found.spans), np.zeros(len(found.keys), np.int64))
    assert (found.counts.sum(axis=0) + spans + found.undated).sum() == n
    assert found.counts.shape == (len(found.starts), len(found.keys))
    assert len(found.keys) == len(found.labels)


@given(DAYS, DAYS, st.sampled_from(BINS[1:]))
def test_bins_cover_the_span_without_gaps(first: date, last: date, bin: str) -> None:
    first, last = sorted((first, last))
    if bin == "day" and (last - first).days > 3000:
        last = first + timedelta(days=3000)
    starts = bin_starts(first, last, bin).tolist()
    assert starts == sorted(set(starts))
    assert starts[0] <= first < starts[1]
    assert starts[-2] <= last < starts[-1]
    if bin == "week":
        assert {day.weekday() for day in starts} == {0}
    if bin in ("month", "quarter", "year"):
        assert {day.day for day in starts} == {1}
        assert {day.month for day in starts} <= set(
            {"month": range(1, 13), "quarter": (1, 4, 7, 10), "year": (1,)}[bin]
        )


def test_single_days_are_where_they_belong(snapshot: Snapshot) -> None:
    found = histogram(snapshot, np.arange(snapshot.n), "month", "status")
    for b in (0, 5, len(found.starts) - 1):
        inside = (snapshot.start >= found.starts[b]) & (snapshot.end <= found.ends[b])
        assert (
            found.counts[b].tolist() == np.bincount(snapshot.status[inside], minlength=6).tolist()
        )
    crossing = snapshot.start.astype("datetime64[M]") != snapshot.end.astype("datetime64[M]")
    crossing &= ~np.isnat(snapshot.start)
    assert sum(int(counts.sum()) for *_, counts in found.spans) == crossing.sum()
    for first, last, _ in found.spans:
        assert (first.year, first.month) < (last.year, last.month)


def test_the_span_asked_for_is_covered(snapshot: Snapshot) -> None:
    found = histogram(snapshot, np.arange(3), "year", "type", (date(2010, 5, 5), date(2030, 1, 1)))
    assert found.starts[0].item() == date(2010, 1, 1)
    assert found.ends[-1].item() == date(2030, 12, 31)


def test_bins_grow_with_the_span() -> None:
    first = date(2000, 1, 1)
    chosen = [
        auto_bin(first, first + timedelta(days=days)) for days in (0, 60, 700, 5000, 15000, 40000)
    ]
    assert chosen == ["day", "day", "week", "month", "quarter", "year"]


@given(st.integers(0, 4), st.integers(0, 150), st.none() | DAYS, st.none() | DAYS, st.booleans())
def test_the_brush_agrees_with_the_filters(
    make_snapshot: Callable[[int, int], Snapshot],
    seed: int, n: int, first: date | None, last: date | None, by_status: bool,
) -> None:  # fmt: skip
    snapshot = make_snapshot(seed, n)
    if first and last:
        first, last = sorted((first, last))
    statuses = ("contested", "denied") if by_status else ()
    found = brush_histogram(snapshot, Filters(date_from=first, date_to=last, statuses=statuses))
    inside = len(Filters(date_from=first, date_to=last, statuses=statuses).apply(snapshot))
    every = len(Filters(statuses=statuses).apply(snapshot))
    assert found.inside.sum() + found.undated_inside == inside
    assert found.outside.sum() + found.undated_outside == every - inside
    assert (found.outside >= 0).all()
    assert len(found.starts) == len(found.ends) == len(found.inside) == len(found.outside)


def test_the_brush_spans_what_the_other_filters_select(snapshot: Snapshot) -> None:
    filters = Filters(governorates=("G1",))
    rows = filters.apply(snapshot)
    dated = rows[~np.isnat(snapshot.start[rows])]
    first, last = snapshot.start[dated].min().item(), snapshot.end[dated].max().item()
    part = brush_histogram(snapshot, filters)
    assert part.starts[0].item() <= first <= part.ends[0].item()
    assert part.starts[-1].item() <= last <= part.ends[-1].item()


def test_the_brush_stays_while_the_dates_change(snapshot: Snapshot) -> None:
    whole = brush_histogram(snapshot, Filters())
    for dates in ((date(2020, 1, 1), None), (None, date(2020, 6, 1)), (date(1900, 1, 1), None)):
        part = brush_histogram(snapshot, Filters(*dates))
        assert part.starts.tolist() == whole.starts.tolist()
        assert (part.inside + part.outside).tolist() == (whole.inside + whole.outside).tolist()


@pytest.mark.parametrize(("bin", "by"), [("decade", "status"), ("day", "colour")])
def test_unknown_charts_are_refused(snapshot: Snapshot, bin: str, by: str) -> None:
    with pytest.raises(QueryError):
        histogram(snapshot, np.arange(3), bin, by)
