"""The timeline counts every incident once and never puts a month on its first day."""

from __future__ import annotations

import json
from datetime import date, timedelta

import numpy as np
import pytest

from geo.store.snapshot import Snapshot
from geo.view.filters import Filters
from geo.view.nearby import row_of
from geo.view.state import ViewState
from pages.parts.timeline_chart import MAX_BARS, chart_data, picked, shown_span, widened

EPOCH = date(1970, 1, 1)
REPORTS = Filters(datasets=("reports",))


def drawn(snapshot: Snapshot, filters: Filters, state: ViewState, chosen: int | None = None):
    return chart_data(snapshot, filters.apply(snapshot), filters, state, chosen)


def total(data) -> int:
    bars = sum(sum(series["counts"]) for series in data["series"])
    return bars + sum(sum(span["counts"]) for span in data["spans"])


@pytest.mark.parametrize("stack", ["status", "type", "governorate"])
@pytest.mark.parametrize("unit", ["auto", "month", "quarter", "year"])
def test_every_incident_is_drawn_once(snapshot: Snapshot, stack: str, unit: str) -> None:
    data = drawn(snapshot, Filters(), ViewState(stack=stack, bin=unit))
    assert total(data) == 7651
    assert sum(series["total"] for series in data["series"]) == 7651
    assert len(data["series"]) <= 8


def test_reports_by_status(snapshot: Snapshot) -> None:
    data = drawn(snapshot, REPORTS, ViewState())
    assert data["unit"] == "month"
    assert total(data) == 178
    contested = next(s for s in data["series"] if s["label"] == "Contested")
    assert contested["mark"] == "hatch"


def test_an_incident_of_a_month_is_a_span_among_days(snapshot: Snapshot) -> None:
    filters = Filters(datasets=("reports",), date_from=date(2020, 6, 1), date_to=date(2020, 6, 30))
    data = drawn(snapshot, filters, ViewState(bin="day"))
    june = [s for s in data["spans"] if EPOCH + timedelta(s["from"]) == date(2020, 6, 1)]
    assert [EPOCH + timedelta(s["to"]) for s in june] == [date(2020, 6, 30)]
    first_day = [series["counts"][0] for series in data["series"]]
    assert sum(first_day) == 0


def test_bars_stay_in_the_range_asked_for(snapshot: Snapshot) -> None:
    filters = Filters(date_from=date(2014, 6, 3), date_to=date(2014, 8, 20))
    data = drawn(snapshot, filters, ViewState(bin="month"))
    starts = [EPOCH + timedelta(day) for day in data["starts"]]
    assert starts == [date(2014, 6, 1), date(2014, 7, 1), date(2014, 8, 1)]
    assert EPOCH + timedelta(data["end"]) == date(2014, 9, 1)


def test_bars_are_never_thinner_than_a_pixel(snapshot: Snapshot) -> None:
    data = drawn(snapshot, Filters(), ViewState(bin="day"))
    assert data["unit"] == "month"
    assert len(data["starts"]) <= MAX_BARS


def test_what_travels_is_small(snapshot: Snapshot) -> None:
    for stack in ("status", "type", "governorate"):
        text = json.dumps(drawn(snapshot, Filters(), ViewState(stack=stack)))
        assert len(text) < 15_000


def test_the_chosen_incident_is_marked(snapshot: Snapshot) -> None:
    row = row_of(snapshot, "20200711-najmi")
    day = (date(2020, 7, 11) - EPOCH).days
    chosen = drawn(snapshot, REPORTS, ViewState(), row)["chosen"]
    assert (chosen["from"], chosen["to"]) == (day, day)


def test_nothing_and_one(snapshot: Snapshot) -> None:
    none = Filters(text="no such words anywhere")
    assert shown_span(snapshot, none.apply(snapshot), none) is None
    assert drawn(snapshot, none, ViewState())["starts"] == []
    one = Filters(date_from=date(2020, 7, 11), date_to=date(2020, 7, 11), datasets=("reports",))
    data = drawn(snapshot, one, ViewState())
    assert len(data["starts"]) == 1
    assert total(data) == len(one.apply(snapshot))


def test_the_window_travels_as_in_the_link(snapshot: Snapshot) -> None:
    state = ViewState(window=(date(2020, 6, 1), date(2020, 6, 30)))
    assert ("window", drawn(snapshot, REPORTS, state)["window"]) in state.to_query()


@pytest.mark.parametrize(
    "message",
    [
        None, 5, "x", {}, {"from": "2020-01-01"}, {"from": "x", "to": "y"},
        {"from": "2020-02-01", "to": "2020-01-01"}, {"from": None, "to": None}, [],
    ],
)  # fmt: skip
def test_a_strange_message_chooses_nothing(message: object) -> None:
    assert picked(message) is None


def test_a_choice_and_its_widening() -> None:
    first, last = date(2020, 7, 1), date(2020, 7, 31)
    assert picked({"from": "2020-07-01", "to": "2020-07-31"}) == (first, last)
    assert widened(first, last) == {"date_from": date(2020, 5, 31), "date_to": date(2020, 8, 31)}
    assert widened(None, last) == {}
    assert widened(date.min, date.max) == {"date_from": date.min, "date_to": date.max}


def test_undated_incidents_are_on_no_bar(snapshot: Snapshot) -> None:
    assert not np.isnat(snapshot.start).any()
