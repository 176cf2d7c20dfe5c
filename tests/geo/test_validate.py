from __future__ import annotations

import calendar
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.model import CountRange, DateInterval, DatePrec
from geo.validate import MISSING, Row, RowRefused, parse_period, printable, rejection


def row(**cells: str) -> Row:
    index = {name: at for at, name in enumerate(cells)}
    return Row("f.csv", 7, index, list(cells.values()), ",".join(cells.values()))


@pytest.mark.parametrize(
    ("text", "start", "end", "prec"),
    [
        ("2020-07-11", date(2020, 7, 11), date(2020, 7, 11), DatePrec.DAY),
        ("2020-7-1", date(2020, 7, 1), date(2020, 7, 1), DatePrec.DAY),
        ("2014-01-24 00:00:00.000", date(2014, 1, 24), date(2014, 1, 24), DatePrec.DAY),
        ("2014-01-24T00:00:00Z", date(2014, 1, 24), date(2014, 1, 24), DatePrec.DAY),
        ("2020-02", date(2020, 2, 1), date(2020, 2, 29), DatePrec.MONTH),
        ("2021", date(2021, 1, 1), date(2021, 12, 31), DatePrec.YEAR),
    ],
)
def test_periods(text: str, start: date, end: date, prec: DatePrec) -> None:
    assert parse_period(text) == DateInterval(start, end, prec)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("11/07/2020", "not a date such as"),
        ("2020-07-11 14:30", "not a date such as"),
        ("11 July 2020", "not a date such as"),
        ("٢٠٢٠-٠٧-١١", "not a date such as"),
        ("2020-13", "no such day"),
        ("2021-02-29", "no such day"),
        ("0000", "no such day"),
        ("1899-12-31", "before 1900"),
        ("2999-01-01", "in the future"),
    ],
)
def test_periods_that_are_none(text: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        parse_period(text)


@given(st.dates(date(1900, 1, 1), date(2025, 12, 31)))
def test_every_day_lies_in_its_month_and_year(day: date) -> None:
    month, year = parse_period(f"{day:%Y-%m}"), parse_period(f"{day:%Y}")
    assert parse_period(day.isoformat()).start == day
    assert month.start <= day <= month.end
    assert year.start <= month.start <= month.end <= year.end
    assert (month.end - month.start).days + 1 == calendar.monthrange(day.year, day.month)[1]


@given(st.text(max_size=30))
def test_any_text_is_a_period_or_a_reason(text: str) -> None:
    values = row(when=text)
    period = values.period("when")
    assert (period is None) == (bool(values.faults) or text.strip() in MISSING)


@pytest.mark.parametrize("text", sorted(MISSING))
def test_missing_is_unknown_and_no_fault(text: str) -> None:
    values = row(a=text)
    assert values.text("a") is None
    assert values.whole("a", 0, 9) is None
    assert values.number("a", 0, 9, "degrees") is None
    assert values.choice("a", {"x": 1}) is None
    assert values.period("a") is None
    assert values.count("a") == CountRange()
    assert values.text("a column that the file lacks") is None
    assert values.faults == []


@pytest.mark.parametrize(
    ("text", "value"), [("3", 3), (" 3 ", 3), ("121307.0", 121307), ("-1", -1), ("+2.", 2)]
)
def test_whole_numbers(text: str, value: int) -> None:
    assert row(a=text).whole("a", -1, 10**6) == value


@pytest.mark.parametrize("text", ["3.5", "1e3", "three", "١", "1 000", "--1", "9" * 5_000])
def test_what_is_no_whole_number_is_a_fault(text: str) -> None:
    values = row(a=text)
    assert values.whole("a", -1, 10**6) is None
    assert [fault.column for fault in values.faults] == ["a"]


@pytest.mark.parametrize(
    ("text", "value"), [("33.35", 33.35), ("33,35", 33.35), ("-4", -4.0), ("1E-7", 1e-7)]
)
def test_numbers(text: str, value: float) -> None:
    assert row(a=text).number("a", -90, 90, "degrees") == value


@pytest.mark.parametrize("text", ["nan ", "inf", "1_0", "33°", "1,234.5", "0x1f", "1e999"])
def test_what_is_no_number_is_a_fault(text: str) -> None:
    values = row(a=text)
    assert values.number("a", -90, 90, "degrees") is None
    assert len(values.faults) == (0 if text.strip() in MISSING else 1)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("0", 0, 0),
        ("4.0", 4, 4),
        ("3-5", 3, 5),
        ("3–5", 3, 5),
        ("3 to 5", 3, 5),
        ("3+", 3, None),
        ("unknown", None, None),
        ("", None, None),
    ],
)
def test_counts_of_people(text: str, low: int | None, high: int | None) -> None:
    values = row(killed=text)
    assert values.count("killed") == CountRange(low, high)
    assert values.faults == []


@pytest.mark.parametrize("text", ["several", "-3", "5-3", "3-", "~7", "3.5", "none", "9" * 20])
def test_counts_that_cannot_be_read_stay_unknown(text: str) -> None:
    values = row(killed=text)
    assert values.count("killed") == CountRange()
    assert [(fault.line, fault.column, fault.value) for fault in values.faults] == [
        (7, "killed", text)
    ]


def test_a_required_cell_refuses_the_row() -> None:
    with pytest.raises(RowRefused) as refused:
        row(outlet=" ").required("outlet")
    assert refused.value.column == "outlet"
    assert refused.value.reason.endswith("the row is left out")


def test_a_fault_says_file_line_column_value_reason_and_what_follows() -> None:
    values = row(stance="Denies ", killed="many")
    assert values.choice("stance", {"denies": "d"}) == "d"
    assert values.count("killed") == CountRange()
    assert str(values.faults[0]) == (
        "f.csv, line 7, column 'killed': 'many' - not a count of people such as 3, 3-5 or 3+; "
        "the value is left unknown"
    )
    assert values.faults[0].raw == "Denies ,many"


def test_damaged_cells_are_faults_and_the_others_stay() -> None:
    values = row(a="x\0y", b="\udcff", c="good")
    assert (values.text("a"), values.text("b"), values.text("c")) == (None, None, "good")
    assert [(fault.column, fault.value) for fault in values.faults] == [
        ("a", "x\\x00y"),
        ("b", "\\xff"),
    ]


@given(st.text(st.characters(), max_size=40))
def test_rejections_hold_only_text_that_can_be_stored(text: str) -> None:
    made = rejection("f.csv", 2, "a", text, "no", text)
    assert (made.value or "").encode() is not None
    assert "\0" not in made.raw
    assert made.raw.encode().decode() == made.raw
    assert printable(made.raw) == made.raw
