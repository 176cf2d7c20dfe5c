"""The profile of a road: every incident is counted once, placed and coarse apart."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.model import Form
from geo.places.linear import Course
from geo.places.roadbook import named_routes
from geo.places.routes import Town
from geo.settings import Settings
from geo.store.snapshot import FORMS, Snapshot
from geo.view.along import Along, Reference, along, references, references_of
from geo.view.filters import Filters
from geo.view.poisson import garwood
from geo.view.road import Choice, counted, within
from geo.view.route_profile import (
    Rate,
    at_least_as_exact,
    by_status,
    by_type,
    change_words,
    edges,
    months_of,
    profile,
    selected,
    shares,
    span_of,
)
from geo.view.state import ViewState

COURSE = Course(
    "test road",
    np.array([[44.0, 32.0], [45.0, 33.0], [46.0, 33.0]]),
    np.array([0.0, 150.0, 250.0]),
    (Town("A", 32.0, 44.0, 0.0), Town("B", 33.0, 45.0, 150.0)),
)
RANGES = st.lists(
    st.tuples(st.floats(0, 250), st.floats(0, 250), st.booleans()).map(
        lambda item: (min(item[:2]), max(item[:2]), item[2])
    ),
    max_size=40,
)


def made(ranges: list[tuple[float, float, bool]]) -> Along:
    n = len(ranges)
    low = np.array([r[0] for r in ranges], dtype=np.float64)
    high = np.array([r[1] for r in ranges], dtype=np.float64)
    placed = np.array([r[2] for r in ranges], dtype=np.bool_)
    return Along(np.arange(n), low, high, np.zeros(n), placed)


@given(RANGES, st.sampled_from([5.0, 10.0, 20.0, 50.0, 400.0]))
def test_every_incident_is_counted_once(
    ranges: list[tuple[float, float, bool]], length: float
) -> None:
    found = profile(COURSE, made(ranges), length, 12.0)
    assert sum(part.placed for part in found.stretches) == found.placed
    assert found.placed == sum(r[2] for r in ranges)
    assert found.coarse == len(ranges) - found.placed
    assert sum(part.coarse for part in found.stretches) == pytest.approx(found.coarse)
    assert found.stretches[0].from_km == 0
    assert found.stretches[-1].to_km == 250
    assert all(
        a.to_km == b.from_km for a, b in zip(found.stretches, found.stretches[1:], strict=False)
    )
    assert change_words(found)


@given(st.floats(0.1, 3000), st.sampled_from([5.0, 10.0, 20.0, 50.0]))
def test_stretches_are_about_as_long_as_asked(length: float, stretch: float) -> None:
    borders = edges(length, stretch)
    assert borders[0] == 0
    assert borders[-1] == length
    assert (np.diff(borders) > 0).all()
    assert np.diff(borders).max() <= max(1.5 * stretch, length if len(borders) == 2 else 0)


def test_a_coarse_incident_is_shared_out_by_length() -> None:
    found = shares(np.array([0.0, 10.0, 20.0, 40.0]), made([(5.0, 25.0, False)]))
    assert found.tolist() == pytest.approx([0.25, 0.5, 0.25])


def test_rates_are_per_100_km_and_month() -> None:
    rate = Rate.of(6, 50.0, 12.0)
    assert rate is not None
    assert rate.value == pytest.approx(1.0)
    low, high = garwood(6)
    assert (rate.low, rate.high) == pytest.approx((low / 6, high / 6))
    assert Rate.of(6, 50.0, 0.0) is None
    assert months_of((date(2020, 1, 1), date(2020, 12, 31))) == pytest.approx(12, abs=0.05)
    assert months_of(None) == 0


@pytest.mark.parametrize(
    ("count", "low", "high"),
    [(0, 0, 3.689), (1, 0.0253, 5.572), (10, 4.795, 18.39), (100, 81.36, 121.63)],
)  # fmt: skip
def test_garwood_against_published_values(count: int, low: float, high: float) -> None:
    """Source: the table of Garwood 1936, Biometrika 28."""
    assert garwood(count) == pytest.approx((low, high), rel=1e-3)


@given(st.floats(0, 1e5))
def test_an_interval_holds_its_count_and_grows(count: float) -> None:
    low, high = garwood(count)
    assert low <= count <= high
    assert garwood(count + 1)[1] > high


def test_hot_is_above_the_mean_and_precision_can_change_it() -> None:
    crowd = [(105.0, 105.0, True)] * 12 + [(k * 25.0, k * 25.0, True) for k in range(10)]
    found = profile(COURSE, made(crowd), 10.0, 12.0)
    hot = [part for part in found.stretches if part.hot]
    assert [part.from_km for part in hot] == [100.0]
    assert (hot[0].first, hot[0].last) == ("A", "B")
    assert "nothing changes" in change_words(found)
    coarse = [(205.0, 206.0, False)] * 12
    both = profile(COURSE, made(crowd + coarse), 10.0, 12.0)
    assert "km 200 to 210 is no longer hot" in change_words(both)


def test_along_takes_only_what_can_be_on_the_road(snapshot: Snapshot) -> None:
    found = along(snapshot, COURSE, 5_000.0)
    assert (np.diff(found.rows) > 0).all()
    forms = {FORMS[code] for code in snapshot.form[found.rows]}
    assert forms <= {Form.POINT, Form.DISC, Form.STRETCH}
    assert (found.low <= found.high).all()
    assert found.low.min(initial=0) >= 0
    assert found.high.max(initial=0) <= 250
    assert np.isin(snapshot.where_prec[found.rows[found.placed]], (1, 2)).all()
    wider = along(snapshot, COURSE, 50_000.0)
    assert set(found.rows) <= set(wider.rows)
    assert len(wider.rows) > len(found.rows)


def test_filters_precision_and_kilometres_narrow(snapshot: Snapshot) -> None:
    found = along(snapshot, COURSE, 50_000.0)
    rows = Filters(statuses=("contested", "denied")).apply(snapshot)
    some = selected(found, rows)
    assert set(some.rows) == set(found.rows) & set(rows)
    part = selected(found, Filters().apply(snapshot), (50.0, 80.0))
    assert (part.high >= 50).all()
    assert (part.low <= 80).all()
    exact = at_least_as_exact(snapshot, found, 1)
    assert set(snapshot.where_prec[exact.rows]) <= {1}
    assert at_least_as_exact(snapshot, found, 0) is found
    for groups in (by_type(snapshot, found, 250, 12), by_status(snapshot, found, 250, 12)):
        assert sum(g.placed + g.coarse for g in groups) == len(found.rows)


def test_the_span_is_the_filters_or_all_incidents(snapshot: Snapshot) -> None:
    rows = Filters().apply(snapshot)
    first, last = date(2020, 1, 1), date(2020, 6, 30)
    assert span_of(snapshot, rows, Filters(date_from=first, date_to=last)) == (first, last)
    whole = span_of(snapshot, rows, Filters())
    assert whole is not None
    assert whole[0] == np.nanmin(snapshot.start).item()
    assert span_of(snapshot, rows[:0], Filters()) is None


def test_the_map_is_narrowed_to_all_ways_or_to_the_kilometres(snapshot: Snapshot) -> None:
    other = Course("other", np.array([[43.0, 34.0], [44.0, 36.0]]), np.array([0.0, 240.0]))
    choice = Choice((COURSE, other), 1)
    state = ViewState(reach=10)
    found = within(snapshot, choice, state)
    assert within(snapshot, choice, state) is found
    both = {row for c in choice.courses for row in counted(snapshot, c, state).rows.tolist()}
    assert set(found.rows.tolist()) == both
    part = within(snapshot, choice, ViewState(reach=10, km=(0.0, 50.0)))
    assert set(part.rows.tolist()) <= set(counted(snapshot, other, state).rows.tolist())


def test_every_incident_near_a_named_route_is_referenced(snapshot: Snapshot) -> None:
    routes = named_routes(Settings.from_env({}))
    found = references(snapshot, routes)
    on = found.route >= 0
    assert on.any()
    assert (found.offset_m[on & ~np.isnan(found.km)] <= 5_000).all()
    assert np.isnan(found.km[~on]).all()
    assert (found.from_km[on] <= found.to_km[on]).all()
    lengths = np.array([route.length_km for route in routes.routes])
    assert (found.to_km[on] <= lengths[found.route[on]] + 1e-6).all()


def test_a_few_incidents_are_referenced_as_all_are(snapshot: Snapshot) -> None:
    routes = named_routes(Settings.from_env({}))
    everything = references(snapshot, routes)
    rows = np.array([7, 3, 3, snapshot.n - 1, *np.flatnonzero(everything.route >= 0)[:60:3]])
    some = references_of(snapshot, routes, rows)
    for name in ("route", "km", "offset_m", "from_km", "to_km"):
        np.testing.assert_array_equal(getattr(some, name), getattr(everything, name)[rows])


def test_a_position_in_words() -> None:
    labels, nan = ("Highway 8",), np.nan
    found = Reference(
        labels, np.array([0, 0, -1]), np.array([182.0, nan, nan]), np.array([1_240.0, nan, nan]),
        np.array([182.0, 10.2, nan]), np.array([182.0, 80.0, nan]),
    )  # fmt: skip
    assert [found.text(at) for at in range(3)] == [
        "Highway 8, km 182, 1.2 km off", "Highway 8, km 10 to 80", "",
    ]  # fmt: skip
