"""Dates in any usual order: what a whole column proves, and what it leaves open."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from geo.errors import AmbiguousDatesError
from geo.model import DatePrec
from geo.read.dates import UndecidedError, read_date, resolve_order
from geo.validate import DateOrder

DAY_FIRST, MONTH_FIRST = DateOrder.DAY_FIRST, DateOrder.MONTH_FIRST
days = st.dates(date(1970, 1, 1), date(2025, 12, 31))
marks = st.sampled_from("/.-")


def written(day: date, order: DateOrder, mark: str) -> str:
    pair = (day.day, day.month) if order is DAY_FIRST else (day.month, day.day)
    return mark.join(f"{number:02}" for number in (*pair, day.year))


@given(day=days, order=st.sampled_from(DateOrder), mark=marks)
def test_a_date_written_in_an_order_is_read_in_it(day: date, order: DateOrder, mark: str) -> None:
    found = read_date(written(day, order, mark), order)
    assert (found.start, found.end, found.prec) == (day, day, DatePrec.DAY)


@given(days=st.lists(days, min_size=1, max_size=20), order=st.sampled_from(DateOrder), mark=marks)
def test_a_column_gives_its_order_or_is_not_guessed_at(
    days: list[date], order: DateOrder, mark: str
) -> None:
    column = [written(day, order, mark) for day in days]
    if any(day.day > 12 for day in days):
        assert resolve_order("when", column) is order
        assert [read_date(text, order).start for text in column] == days
    else:
        with pytest.raises(AmbiguousDatesError, match=r"'when'.*--day-first or --month-first"):
            resolve_order("when", column)


@given(day=days, mark=marks)
def test_one_date_alone_is_read_only_when_it_has_one_meaning(day: date, mark: str) -> None:
    text = written(day, DAY_FIRST, mark)
    if day.day <= 12 and day.day != day.month:
        with pytest.raises(UndecidedError):
            read_date(text)
    else:
        assert read_date(text).start == day


@given(values=st.permutations(["13/02/2020", "03/04/2020", "02/14/2020"]))
def test_a_column_that_contradicts_itself_is_refused(values: list[str]) -> None:
    with pytest.raises(AmbiguousDatesError, match=r"'13/02/2020' has the day first, '02/14/2020'"):
        resolve_order("when", values)


@given(values=st.lists(days, min_size=1), order=st.randoms())
def test_the_order_of_rows_does_not_matter(values: list[date], order) -> None:
    assume(any(day.day > 12 for day in values))
    column = [written(day, MONTH_FIRST, "/") for day in values]
    order.shuffle(column)
    assert resolve_order("when", column) is MONTH_FIRST


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("11 July 2020", date(2020, 7, 11), None),
        ("11-Jul-20", date(2020, 7, 11), None),
        ("July 11, 2020", date(2020, 7, 11), None),
        ("Saturday, 11 July 2020", date(2020, 7, 11), None),
        ("11th July 2020", date(2020, 7, 11), None),
        ("July 2020", date(2020, 7, 1), date(2020, 7, 31)),
        ("11 تموز 2020", date(2020, 7, 11), None),
        ("٣ كانون الثاني ٢٠٢٠", date(2020, 1, 3), None),
        ("5 أيلول 2020", date(2020, 9, 5), None),
        ("2020/07/11", date(2020, 7, 11), None),
        ("20200711", date(2020, 7, 11), None),
        ("20200711134500", date(2020, 7, 11), None),
        ("2020-07-11T13:05:00.000+03:00", date(2020, 7, 11), None),
        ("25/12/1999 14:00", date(1999, 12, 25), None),
        ("25/12/99", date(1999, 12, 25), None),
        ("07/2020", date(2020, 7, 1), date(2020, 7, 31)),
        ("2020", date(2020, 1, 1), date(2020, 12, 31)),
        ("05/05/2020", date(2020, 5, 5), None),
    ],
)
def test_usual_ways_to_write_a_date(text: str, start: date, end: date | None) -> None:
    found = read_date(text)
    assert (found.start, found.end) == (start, end or start)


@pytest.mark.parametrize(
    "text", ["soon", "31/02/2020", "32/13/2020", "12 Smarch 2020", "1/1/3000", "1", "44023.5", "/"]
)
def test_what_is_no_date_says_so(text: str) -> None:
    with pytest.raises(ValueError, match=r"date|day|future"):
        read_date(text, DAY_FIRST)


@given(st.text(max_size=30))
def test_any_text_is_a_date_or_a_value_error(text: str) -> None:
    try:
        found = read_date(text, DAY_FIRST)
    except ValueError:
        return
    assert found.start <= found.end
