"""Who published when, and who was first with what."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.model import DateInterval, DatePrec, Stance
from geo.settings import Settings
from geo.store.query import IncidentDetail, ReportDetail, incident_detail
from geo.view.story import Story, story


@pytest.fixture(scope="module")
def july(built_settings: Settings) -> IncidentDetail:
    return incident_detail("20200711-najmi", built_settings.database_url)


def told(detail: IncidentDetail) -> Story:
    return story(detail.reports, detail.snapshot.start[0].item(), detail.snapshot.end[0].item())


def test_the_july_incident(july: IncidentDetail) -> None:
    tale = told(july)
    assert [moment.when for moment in tale.moments[:2]] == ["11 Jul 2020", "12 Jul 2020"]
    assert [moment.after for moment in tale.moments[:3]] == [
        "the same day", "1 day after", "2 days after",
    ]  # fmt: skip
    assert [moment.when for moment in tale.moments[-2:]] == ["July 2020", "no date of publication"]
    firsts = {first.what: first for first in tale.firsts}
    assert "Press TV" in firsts["First report"].who
    assert firsts["First to tell of a claim"].who == "Press TV"
    assert firsts["First denial"].after == "1 day after"
    assert firsts["First confirmation"].who == "Wijhat"


def test_june_is_known_by_its_month_only(built_settings: Settings) -> None:
    june = incident_detail("202006-thawrat-claim", built_settings.database_url)
    assert told(june).moments[0].after == "12 to 41 days after"


def test_every_report_stands_in_one_moment(july: IncidentDetail) -> None:
    tale = told(july)
    keys = [report.id for moment in tale.moments for report in moment.reports]
    assert sorted(keys) == sorted(report.id for report in july.reports)
    assert tale.undated == sum(
        report.row.published is None or report.row.published.prec is not DatePrec.DAY
        for report in july.reports
    )


@given(st.lists(st.tuples(st.integers(-5, 50), st.sampled_from(Stance)), min_size=1, max_size=9))
def test_no_report_of_a_known_day_is_before_the_first(
    july: IncidentDetail, days: list[tuple[int, Stance]]
) -> None:
    zero = date(2020, 7, 11)
    made: list[ReportDetail] = []
    for day, stance in days:
        on = zero + timedelta(days=day)
        row = replace(july.reports[0].row, stance=stance, actors=(),
                      published=DateInterval(on, on, DatePrec.DAY))  # fmt: skip
        made.append(replace(july.reports[0], row=row))
    tale = story(made, zero, zero)
    order = [moment.reports[0].row.published.start for moment in tale.moments]  # type: ignore[union-attr]
    assert order == sorted(order)
    assert {first.stance for first in tale.firsts} == {stance for _, stance in days}


def test_without_a_date_of_the_incident_nothing_is_counted(july: IncidentDetail) -> None:
    assert all(moment.after == "" for moment in story(july.reports, None, None).moments)
