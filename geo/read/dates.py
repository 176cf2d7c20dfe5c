"""Dates as tables have them, in any usual order and in English or Arabic months.

"03/04/2020" is the third of April or the fourth of March: no cell alone can tell. ``OrderOf``
collects what a whole column proves; a column that proves nothing, or both, is not guessed at.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

from geo.errors import AmbiguousDatesError
from geo.model import DateInterval
from geo.validate import DateOrder, Row, parse_period

_TIME: Final = r"(?:[T ,]+\d{1,2}:\d{2}.*)?"
_NUMBERS: Final = re.compile(rf"(\d{{1,2}})[/.-](\d{{1,2}})[/.-](\d{{4}}|\d{{2}}){_TIME}", re.ASCII)
_YEAR_FIRST: Final = re.compile(rf"(\d{{4}})[/.-](\d{{1,2}})[/.-](\d{{1,2}}){_TIME}", re.ASCII)
_PACKED: Final = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)(?:\d{6})?", re.ASCII)
_MONTH_YEAR: Final = re.compile(r"(\d{1,2})[/.-](\d{4})", re.ASCII)
_WORDS: Final = re.compile(
    rf"(?:[^\W\d_]+,\s*)?(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[\s.-]+)?(?P<month>[^\W\d_]+"
    rf"(?: [^\W\d_]+)?)\.?(?:[\s.-]+(?P<after>\d{{1,2}})(?:st|nd|rd|th)?)?[\s.,-]+"
    rf"(?P<year>\d{{4}}|\d{{2}}){_TIME}"
)
_DIGITS: Final = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
_MONTHS: Final = {
    name: number
    for number, names in enumerate(
        (
            "january jan كانون_الثاني يناير",
            "february feb شباط فبراير",
            "march mar آذار اذار مارس",
            "april apr نيسان أبريل ابريل",
            "may أيار ايار مايس مايو",
            "june jun حزيران يونيو يونيه",
            "july jul تموز يوليو يوليه",
            "august aug آب اب أغسطس اغسطس",
            "september sep sept أيلول ايلول سبتمبر",
            "october oct تشرين_الأول تشرين_الاول أكتوبر اكتوبر",
            "november nov تشرين_الثاني نوفمبر",
            "december dec كانون_الأول كانون_الاول ديسمبر",
        ),
        start=1,
    )
    for name in names.split()
}


class OrderOf:
    """What the dates of one column prove about their order, one value after the other."""

    def __init__(self) -> None:
        self.day_first: str | None = None
        self.month_first: str | None = None
        self.open: str | None = None

    def see(self, text: str) -> None:
        """Take in one more cell."""
        match = _NUMBERS.fullmatch(text.translate(_DIGITS))
        if not match:
            return
        first, second = int(match[1]), int(match[2])
        if first > 12 >= second:
            self.day_first = self.day_first or text
        elif second > 12 >= first:
            self.month_first = self.month_first or text
        elif first != second:
            self.open = self.open or text

    def order(self, column: str) -> DateOrder:
        """The order that the column proves.

        Raises
        ------
        AmbiguousDatesError
            No value tells, or two contradict each other.
        """
        if self.day_first and self.month_first:
            raise AmbiguousDatesError(
                column,
                f"{self.day_first!r} has the day first, {self.month_first!r} the month",
                value=self.open or "",
            )
        if self.day_first:
            return DateOrder.DAY_FIRST
        if self.month_first:
            return DateOrder.MONTH_FIRST
        raise AmbiguousDatesError(
            column,
            f"no date of the column tells whether {self.open!r} has the day or month first",
            value=self.open or "",
        )


def resolve_order(column: str, values: Iterable[str]) -> DateOrder:
    """The order of day and month that all values of a column prove; see ``OrderOf``."""
    seen = OrderOf()
    for value in values:
        seen.see(value.strip())
    return seen.order(column)


class UndecidedError(ValueError):
    """A date whose day and month cannot be told apart without an order; ``column`` has it."""

    column: str = ""


def date_of(row: Row, column: str) -> DateInterval | None:
    """The date in a cell, by the order known for its column; an unusable one is a fault.

    Raises
    ------
    UndecidedError
        The order is needed and not known yet.
    """
    cell = row.text(column)
    if cell is None:
        return None
    try:
        return read_date(cell, row.orders.get(column))
    except UndecidedError as undecided:
        undecided.column = column
        raise
    except ValueError as error:
        row.fault(column, str(error))
        return None


@lru_cache(maxsize=65_536)
def read_date(text: str, order: DateOrder | None = None) -> DateInterval:
    """A day, month or year as the days it covers; a time of day is let go.

    Raises
    ------
    UndecidedError
        The order of day and month matters and is not given.
    ValueError
        It is no date, or one that ``parse_period`` refuses; fit to be shown.
    """
    text = text.translate(_DIGITS)
    if match := _YEAR_FIRST.fullmatch(text) or _PACKED.fullmatch(text):
        return parse_period(f"{match[1]}-{match[2]}-{match[3]}")
    if match := _NUMBERS.fullmatch(text):
        first, second = int(match[1]), int(match[2])
        if order is None:
            if first <= 12 and second <= 12 and first != second:
                raise UndecidedError("day and month cannot be told apart")
            order = DateOrder.MONTH_FIRST if second > 12 else DateOrder.DAY_FIRST
        day, month = (first, second) if order is DateOrder.DAY_FIRST else (second, first)
        return parse_period(f"{_year(match[3])}-{month}-{day}")
    if match := _MONTH_YEAR.fullmatch(text):
        return parse_period(f"{match[2]}-{match[1]}")
    if (match := _WORDS.fullmatch(text)) and (named := _month(match["month"])):
        stated = match["day"] or match["after"]
        month_text = f"{_year(match['year'])}-{named}"
        return parse_period(f"{month_text}-{stated}" if stated else month_text)
    return parse_period(text)


def is_date(text: str) -> bool:
    """Whether a cell can be read as a date, in whatever order."""
    try:
        read_date(text, None)
    except UndecidedError:
        return True
    except ValueError:
        return False
    return True


def _month(name: str) -> int | None:
    return _MONTHS.get(name.strip().lower().replace(" ", "_"))


def _year(text: str) -> str:
    """Four digits; of two, the latest such year that is not in the future."""
    if len(text) == 4:
        return text
    this = (date.today() + timedelta(days=1)).year
    century = this // 100 * 100
    year = century + int(text)
    return str(year if year <= this else year - 100)
