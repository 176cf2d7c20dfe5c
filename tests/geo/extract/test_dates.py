"""Words for days and months, counted from the day of publication or from another incident."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.extract.dates import find_dates, find_published
from geo.extract.text import plain
from geo.model import DateInterval, DatePrec

PUBLISHED = date(2020, 7, 12)  # a Sunday


def dates(text: str, published: date = PUBLISHED) -> list[DateInterval | None]:
    read = plain(text)
    return [words.interval for words in find_dates(read, 0, len(read), published)]


@pytest.mark.parametrize(
    ("text", "start", "end", "prec"),
    [
        ("on Saturday night", "2020-07-11", "2020-07-11", DatePrec.DAY),
        ("late Monday", "2020-07-06", "2020-07-06", DatePrec.DAY),
        ("on Sunday", "2020-07-12", "2020-07-12", DatePrec.DAY),
        ("last Sunday", "2020-07-05", "2020-07-05", DatePrec.DAY),
        ("July 11", "2020-07-11", "2020-07-11", DatePrec.DAY),
        ("11th of July", "2020-07-11", "2020-07-11", DatePrec.DAY),
        ("on Dec. 27", "2019-12-27", "2019-12-27", DatePrec.DAY),
        ("Sunday, 27 September 2015", "2015-09-27", "2015-09-27", DatePrec.DAY),
        ("2019-05-04", "2019-05-04", "2019-05-04", DatePrec.DAY),
        ("yesterday", "2020-07-11", "2020-07-11", DatePrec.DAY),
        ("the day before yesterday", "2020-07-10", "2020-07-10", DatePrec.DAY),
        ("three days ago", "2020-07-09", "2020-07-09", DatePrec.DAY),
        ("overnight", "2020-07-11", "2020-07-12", DatePrec.DAYS),
        ("last week", "2020-06-29", "2020-07-05", DatePrec.WEEK),
        ("in February", "2020-02-01", "2020-02-29", DatePrec.MONTH),
        ("November's raid", "2019-11-01", "2019-11-30", DatePrec.MONTH),
        ("in mid-June", "2020-06-11", "2020-06-20", DatePrec.MONTH),
        ("in May", "2020-05-01", "2020-05-31", DatePrec.MONTH),
        ("last month", "2020-06-01", "2020-06-30", DatePrec.MONTH),
        ("two months ago", "2020-05-01", "2020-05-31", DatePrec.MONTH),
        ("in 2018", "2018-01-01", "2018-12-31", DatePrec.YEAR),
        ("مساء السبت", "2020-07-11", "2020-07-11", DatePrec.DAY),
        ("في ١١ تموز", "2020-07-11", "2020-07-11", DatePrec.DAY),
        ("11 يوليو", "2020-07-11", "2020-07-11", DatePrec.DAY),
        ("وفي كانون الثاني", "2020-01-01", "2020-01-31", DatePrec.MONTH),
        ("أمس", "2020-07-11", "2020-07-11", DatePrec.DAY),
        ("الشهر الماضي", "2020-06-01", "2020-06-30", DatePrec.MONTH),
    ],
)
def test_words_stand_for_an_interval(text: str, start: str, end: str, prec: DatePrec) -> None:
    (found,) = dates(f"It burned {text}.")
    assert found is not None
    assert (found.start.isoformat(), found.end.isoformat(), found.prec) == (start, end, prec)


@pytest.mark.parametrize(
    "text",
    ["since Monday", "until Friday", "by Thursday", "next week", "it may burn", "31 February",
     "the march of 2 men", "second of all"],
)  # fmt: skip
def test_bounds_and_mere_words_are_no_dates(text: str) -> None:
    assert dates(text) == []


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("the day before", "2020-08-14"), ("five weeks earlier", "2020-07-11"),
        ("three days later", "2020-08-18"), ("the Friday before", "2020-08-14"),
        ("the Monday after", "2020-08-17"), ("on the same day", "2020-08-15"),
        ("a day after drones fell", "2020-08-14"), ("a day after, a bomb", "2020-08-16"),
    ],
)  # fmt: skip
def test_some_words_count_from_another_incident(text: str, day: str) -> None:
    anchor = DateInterval(date(2020, 8, 15), date(2020, 8, 15), DatePrec.DAY)
    (words,) = find_dates(plain(text), 0, len(text), date(2020, 8, 16))
    assert words.interval is None
    assert words.counted_from(anchor).start.isoformat() == day


@given(st.dates(date(1990, 1, 1), date(2030, 12, 31)), st.sampled_from(
    ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]))  # fmt: skip
def test_a_weekday_is_the_latest_not_after_publication(published: date, day: str) -> None:
    (found,) = dates(f"on {day}", published)
    assert found is not None
    assert found.start.strftime("%A").lower() == day
    assert 0 <= (published - found.start).days < 7


@given(st.text(), st.dates(date(1900, 1, 1), date(2100, 1, 1)))
def test_any_text_gives_dates_inside_it(text: str, published: date) -> None:
    read = plain(text)
    for words in find_dates(read, 0, len(read), published):
        assert 0 <= words.start < words.end <= len(text)


def test_day_of_publication_is_found_in_the_text() -> None:
    assert find_published(plain("Posted July 12, 2020 by the desk.")) == date(2020, 7, 12)
    assert find_published(plain("On July 12 trucks burned.")) is None
