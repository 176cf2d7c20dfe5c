"""Rows in, records and rejections out: the machinery that every reader shares.

A reader asks a ``Row`` for its values. A value that cannot be used is recorded as a fault and
read as unknown, the row is kept; ``Row.refuse`` gives up the whole row. Both end as a
``Rejection`` with file, line, column, value and reason: all faults of a file are collected, none
stops the reading, and nothing is dropped silently.
"""

from __future__ import annotations

import calendar
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from types import MappingProxyType
from typing import Final, NoReturn, TypeVar

from geo.model import CountRange, DateInterval, DatePrec, Rejection

T = TypeVar("T")

MISSING: Final = frozenset(("", "NA", "N/A", "#N/A", "NULL", "null", "NaN", "nan", "None", "\\N"))
"""Cells that say "not known" in files written by the usual tools (R, pandas, Excel, MySQL)."""

FIRST_DAY: Final = date(1900, 1, 1)
"""Dates before this one are taken for slips of the keyboard."""

_LONGEST_SHOWN: Final = 200
_LONGEST_SHARED: Final = 80
_LEFT_UNKNOWN: Final = "the value is left unknown"
_DAY: Final = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T]00:00(?::00(?:\.0+)?)?Z?)?", re.ASCII)
_MONTH: Final = re.compile(r"(\d{4})-(\d{1,2})", re.ASCII)
_YEAR: Final = re.compile(r"\d{4}", re.ASCII)
_WHOLE: Final = re.compile(r"[+-]?\d{1,15}(?:\.0*)?", re.ASCII)
_NUMBER: Final = re.compile(r"[+-]?\d{1,15}(?:[.,]\d{0,20})?(?:[eE][+-]?\d{1,2})?", re.ASCII)
_COUNT: Final = re.compile(r"(\d{1,7})(?:\.0)?(?:\s*(?:-|–|—|to)\s*(\d{1,7})|\s*(\+))?", re.ASCII)
_SHA256: Final = re.compile(r"[0-9a-f]{64}", re.ASCII)
_UNREADABLE: Final = re.compile("[\0\ud800-\udfff]")


class DateOrder(StrEnum):
    """Which of day and month stands first in "03/04/2020"."""

    DAY_FIRST = "day-first"
    MONTH_FIRST = "month-first"


class RowRefused(Exception):  # noqa: N818 - a signal between a reader and read_file, not an error
    """A whole row cannot become a record."""

    def __init__(
        self, column: str | None, value: str | None, reason: str, keep_raw: bool = True
    ) -> None:
        super().__init__(reason)
        self.column, self.value, self.reason = column, value, reason
        self.keep_raw = keep_raw


class Row:
    """One data row: its cells by column name, and the faults found in them so far.

    Parameters
    ----------
    file : name shown in messages.
    line : first line of the row in the file, from 1.
    index : position of each column in ``cells``; columns that the file lacks read as unknown.
    cells : as read; may hold NUL or undecodable bytes (lone surrogates), which are faults.
    raw : the row as it stands in the file.
    orders : of day and month in the columns where that is known.
    """

    __slots__ = ("_cells", "_index", "faults", "file", "line", "orders", "raw")

    def __init__(
        self,
        file: str,
        line: int,
        index: Mapping[str, int],
        cells: Sequence[str],
        raw: str,
        orders: Mapping[str, DateOrder] = MappingProxyType({}),
    ) -> None:
        self.file, self.line, self.raw, self.orders = file, line, raw, orders
        self._index, self._cells = index, cells
        self.faults: list[Rejection] = []
        if _UNREADABLE.search(raw):
            self._cells = [self._readable(column, cells[at]) for column, at in index.items()]
            self._index = {column: at for at, column in enumerate(index)}

    def _readable(self, column: str, cell: str) -> str:
        if not _UNREADABLE.search(cell):
            return cell
        what = "a NUL byte" if "\0" in cell else "bytes that are not in the file's encoding"
        self._fault(column, cell, f"the cell holds {what}; {_LEFT_UNKNOWN}")
        return ""

    def _fault(self, column: str | None, value: str | None, reason: str) -> None:
        self.faults.append(rejection(self.file, self.line, column, value, reason, self.raw))

    def fault(self, column: str, reason: str, used_instead: str = _LEFT_UNKNOWN) -> None:
        """Record that the value of ``column`` is not used as it stands; the row is kept."""
        self._fault(column, self.cell(column), f"{reason}; {used_instead}")

    def refuse(self, column: str, reason: str, keep_raw: bool = True) -> NoReturn:
        """Give up the row for the value of ``column``.

        ``keep_raw=False`` is for sound rows that are no business of the atlas.

        Raises
        ------
        RowRefused
            Always.
        """
        reason = f"{reason}; the row is left out"
        raise RowRefused(column, self.cell(column), reason, keep_raw)

    @property
    def columns(self) -> Iterable[str]:
        """Names of the file's columns."""
        return self._index.keys()

    @property
    def cells(self) -> Sequence[str]:
        """All cells, in the order of the file."""
        return self._cells

    def cell(self, column: str) -> str:
        """The trimmed cell, "" where the file has no such column."""
        at = self._index.get(column)
        return "" if at is None else self._cells[at].strip()

    def text(self, column: str) -> str | None:
        """The trimmed cell, or ``None`` when it says nothing."""
        at = self._index.get(column)  # as in ``cell``; two dozen calls a row add up
        if at is None:
            return None
        cell = self._cells[at].strip()
        if cell in MISSING:
            return None
        # Names recur in most rows: one copy of each keeps a big file's records small.
        return sys.intern(cell) if len(cell) < _LONGEST_SHARED else cell

    def required(self, column: str) -> str:
        """The text of a cell without which there is no record; refuses the row when missing."""
        return self.text(column) or self.refuse(column, "the row has none, and cannot do without")

    def whole(self, column: str, lowest: int, highest: int) -> int | None:
        """A whole number within [lowest, highest]; "121307.0" counts as whole."""
        cell = self.text(column)
        if cell is None:
            return None
        if not _WHOLE.fullmatch(cell):
            self.fault(column, "not a whole number")
            return None
        value = int(cell.partition(".")[0])
        if not lowest <= value <= highest:
            self.fault(column, f"not between {lowest} and {highest}")
            return None
        return value

    def number(self, column: str, lowest: float, highest: float, unit: str) -> float | None:
        """A decimal number within [lowest, highest]; "33,35", as some Excels write, is 33.35."""
        cell = self.text(column)
        if cell is None:
            return None
        if not _NUMBER.fullmatch(cell):
            self.fault(column, "not a number")
            return None
        value = float(cell.replace(",", "."))
        if not lowest <= value <= highest:
            self.fault(column, f"not between {lowest:g} and {highest:g} {unit}")
            return None
        return value

    def choice(self, column: str, choices: Mapping[str, T]) -> T | None:
        """What the cell stands for among ``choices``, by its text in lower case."""
        cell = self.text(column)
        if cell is None:
            return None
        chosen = choices.get(cell.lower())
        if chosen is None:
            self.fault(column, f"not one of {', '.join(choices)}")
        return chosen

    def period(self, column: str) -> DateInterval | None:
        """A day ("2020-07-11"), month ("2020-07") or year ("2020") as the days it covers.

        A time of day is only let pass as midnight, which the tools that write it mean by nothing.
        """
        cell = self.text(column)
        if cell is None:
            return None
        try:
            period = parse_period(cell)
        except ValueError as error:
            self.fault(column, str(error))
            return None
        return period

    def web_address(self, column: str) -> str | None:
        """A web address; anything else (``javascript:`` above all) must not become a link."""
        url = self.text(column)
        if url is not None and not url.lower().startswith(("http://", "https://")):
            self.fault(column, "not a web address that starts with http:// or https://")
            return None
        return url

    def sha256(self, column: str) -> str | None:
        """A SHA-256 hash as 64 hexadecimal digits, in lower case."""
        stated = self.text(column)
        if stated is not None and not _SHA256.fullmatch(stated.lower()):
            self.fault(column, "not 64 hexadecimal digits")
            return None
        return stated and stated.lower()

    def count(self, column: str) -> CountRange:
        """People killed or wounded: "3", "3-5", "3+" (at least); empty or "unknown" is unknown."""
        cell = self.text(column)
        if cell is None or cell.lower() == "unknown":
            return CountRange()
        match = _COUNT.fullmatch(cell)
        if not match:
            self.fault(column, "not a count of people such as 3, 3-5 or 3+")
            return CountRange()
        low = int(match[1])
        if match[3]:
            return CountRange(low, None)
        high = int(match[2]) if match[2] else low
        if high < low:
            self.fault(column, "the range ends below its start")
            return CountRange()
        return CountRange(low, high)


@lru_cache(maxsize=16_384)
def parse_period(text: str) -> DateInterval:
    """Read a day, month or year as the interval of days it covers.

    Raises
    ------
    ValueError
        Not such a date, no day of the calendar, before 1900, or in the future; fit to be shown.
    """
    if match := _DAY.fullmatch(text):
        start = end = _date(int(match[1]), int(match[2]), int(match[3]))
        prec = DatePrec.DAY
    elif match := _MONTH.fullmatch(text):
        year, month = int(match[1]), int(match[2])
        start = _date(year, month, 1)
        end = date(year, month, calendar.monthrange(year, month)[1])
        prec = DatePrec.MONTH
    elif _YEAR.fullmatch(text):
        start = _date(int(text), 1, 1)
        end, prec = date(start.year, 12, 31), DatePrec.YEAR
    else:
        raise ValueError("not a date such as 2020-07-11, 2020-07 or 2020")
    if start < FIRST_DAY:
        raise ValueError("the date is before 1900")
    # A day's grace: the file may come from a time zone that is ahead of this machine's.
    if start > date.today() + timedelta(days=1):
        raise ValueError("the date is in the future")
    return DateInterval(start, end, prec)


def _date(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise ValueError("there is no such day in the calendar") from None


def rejection(
    file: str, line: int, column: str | None, value: str | None, reason: str, raw: str
) -> Rejection:
    """A ``Rejection`` whose texts any database and terminal can hold: no NUL, no lone bytes.

    The value is cut to 200 characters; ``raw`` is whole.
    """
    shown = None if value is None else printable(value)
    if shown and len(shown) > _LONGEST_SHOWN:
        shown = f"{shown[:_LONGEST_SHOWN]}…"
    return Rejection(file, line, column, shown, reason, printable(raw))


def printable(text: str) -> str:
    r"""Write NUL and undecodable bytes as ``\x00``, ``\xff``; leave everything else alone."""
    if not _UNREADABLE.search(text):
        return text
    return _UNREADABLE.sub(lambda match: f"\\x{ord(match[0]) & 0xFF:02x}", text)
