"""Words for days, months and spans of time, and the interval of days that they stand for.

Weekdays and months without a year are the latest ones not after the day of publication; "the day
before" and the like are counted from another incident. Months are those of English and of Arabic
as used in Iraq and in Egypt.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from geo.extract.date_words import (
    AGO,
    ANCHORED_WEEKDAY,
    BETWEEN,
    EXACT,
    LISTED_DAY,
    MONTH_ALONE,
    MONTHS,
    NOT_WHEN,
    NTH,
    OFFSET,
    ORDINALS,
    SAME_TIME,
    SIMPLE,
    WEEKDAY,
    WEEKDAYS,
    YEAR,
)
from geo.extract.numbers import count
from geo.model import DateInterval, DatePrec

_UNIT_DAYS: Final = {"day": 1, "week": 7}


@dataclass(frozen=True, slots=True)
class DateWords:
    """Words for a time in [start, end).

    ``interval`` stands by itself. Without it the words count from another incident:
    ``offset_days`` from it, ``months`` before it, the ``weekday`` next to it in the direction of
    ``offset_days``, or between two incidents (``between``). ``leads``: the words tell when the
    incident before them came, counted from the one that follows ("a day after ...").
    """

    start: int
    end: int
    interval: DateInterval | None = None
    offset_days: int | None = None
    weekday: int | None = None
    leads: bool = False
    between: bool = False

    def counted_from(self, anchor: DateInterval) -> DateInterval:
        """The interval, counted from that of another incident."""
        if self.interval is not None:
            return self.interval
        shift = self.offset_days or 0
        if self.weekday is not None:
            gap = (anchor.start.weekday() - self.weekday) * (1 if shift < 0 else -1) % 7 or 7
            shift = -gap if shift < 0 else gap
        by = timedelta(days=shift)
        return DateInterval(anchor.start + by, anchor.end + by, anchor.prec)


def find_dates(text: str, start: int, end: int, published: date) -> list[DateWords]:
    """The words for times in ``text[start:end]`` (plain), none overlapping, in order of place.

    Times that only bound something ("since Monday", "by Thursday", "next week") are left out.
    """
    found: list[DateWords] = []
    taken: list[tuple[int, int]] = []
    for words in _all(text, start, end, published):
        if any(words.start < b and a < words.end for a, b in taken):
            continue
        taken.append((words.start, words.end))
        bounds = NOT_WHEN.search(text, max(start, words.start - 32), words.start)
        if not bounds or text.startswith(", when ", words.end):
            found.append(words)
    return sorted(_joined(found, text), key=lambda w: w.start)


def list_days(text: str, starts: list[int], published: date) -> dict[int, date]:
    """The days of a list by weekdays ("Monday: ... Tuesday: ..."), in the order of time.

    ``starts``: where the sentences of a text (plain) begin. Empty when fewer than three of them
    begin so. The last is the latest such day not after publication, each other the latest not
    after the one that follows.
    """
    named = [(at, m) for at in starts if (m := LISTED_DAY.match(text, at))]
    if len(named) < 3:
        return {}
    found: dict[int, date] = {}
    latest = published
    for at, m in reversed(named):
        latest -= timedelta(days=(latest.weekday() - WEEKDAYS[m["day"]]) % 7)
        found[at] = latest
    return found


def find_published(text: str) -> date | None:
    """The first day with its year in a text (plain): when an article says when it was published."""
    for match in EXACT.finditer(text):
        if match["y"] or match["iso"]:
            found = _exact(match, date.max)
            if found:
                return found.start
    return None


def _joined(found: list[DateWords], text: str) -> Iterator[DateWords]:
    """ "A day later, on Wednesday": the day that stands by itself is taken."""
    for words in found:
        beside = (
            other for other in found
            if other.interval and other is not words and 0 <= other.start - words.end <= 8
            and text[words.end : other.start].strip(" ,") in ("", "on", "في")
        )  # fmt: skip
        if words.interval is not None or next(beside, None) is None:
            yield words


def _all(text: str, start: int, end: int, published: date) -> Iterator[DateWords]:
    for m in EXACT.finditer(text, start, end):
        interval = _exact(m, published)
        if interval:
            yield DateWords(*m.span(), interval)
    for m in ANCHORED_WEEKDAY.finditer(text, start, end):
        way = -1 if m["way"] == "before" else 1
        yield DateWords(*m.span(), offset_days=way, weekday=WEEKDAYS[m["day"]])
    for m in OFFSET.finditer(text, start, end):
        words = _offset(m, text[m.end() : m.end() + 1] not in ("", ",", ".", ";"))
        if words:
            yield words
    for m in SAME_TIME.finditer(text, start, end):
        yield DateWords(*m.span(), offset_days=0)
    for m in BETWEEN.finditer(text, start, end):
        yield DateWords(*m.span(), between=True)
    for m in AGO.finditer(text, start, end):
        interval = _ago(m, published)
        if interval:
            yield DateWords(*m.span(), interval)
    for m in SIMPLE.finditer(text, start, end):
        yield DateWords(*m.span(), _simple(m, published))
    for m in WEEKDAY.finditer(text, start, end):
        yield DateWords(*m.span(), _weekday(m, published))
    for m in MONTH_ALONE.finditer(text, start, end):
        yield DateWords(*m.span(), _month_alone(m, published))
    for m in NTH.finditer(text, start, end):
        interval = _nth(m, published)
        if interval:
            yield DateWords(*m.span("nth"), interval)
    for m in YEAR.finditer(text, start, end):
        year = int(m["y"])
        yield DateWords(
            *m.span(), DateInterval(date(year, 1, 1), date(year, 12, 31), DatePrec.YEAR, m[0])
        )


def _exact(m: re.Match[str], published: date) -> DateInterval | None:
    try:
        if m["iso"]:
            day = date.fromisoformat(m["iso"])
        else:
            month, number = MONTHS[m["m"] or m["m2"]], int(m["d"] or m["d2"])
            year = int(m["y"]) if m["y"] else published.year
            day = date(year, month, number)
            if not m["y"] and day > published:
                day = date(year - 1, month, number)
    except ValueError:
        return None
    return DateInterval(day, day, DatePrec.DAY, m[0])


def _nth(m: re.Match[str], published: date) -> DateInterval | None:
    """ "The seventh": the latest such day not after publication."""
    number = int(m["d"]) if m["d"] else ORDINALS.index(m["word"]) + 4
    year, month = published.year, published.month
    if m["m"]:
        month = MONTHS[m["m"]]
        year -= month > published.month
    for _ in range(3):
        if number <= calendar.monthrange(year, month)[1]:
            day = date(year, month, number)
            if day <= published:
                return DateInterval(day, day, DatePrec.DAY, m["nth"])
        year, month = _back(year, month, 1)
    return None


def _weekday(m: re.Match[str], published: date) -> DateInterval:
    back = (published.weekday() - WEEKDAYS[m["day"]]) % 7
    if back == 0 and "last" in (m["pre"] or ""):
        back = 7
    day = published - timedelta(days=back)
    return DateInterval(day, day, DatePrec.DAY, m[0])


def _offset(m: re.Match[str], leads: bool) -> DateWords | None:
    """ "A day before, ..." is the day before; "a day before the ..." leads to what follows."""
    if m["prev"] or m["prev2"]:
        return DateWords(*m.span(), offset_days=-1)
    if m["next"] or m["next2"]:
        return DateWords(*m.span(), offset_days=1)
    n = count(m["n"])
    if n is None:
        return None
    days = n * _UNIT_DAYS.get(m["u"], 30)
    if leads and m["way"] in ("before", "after"):
        # "came a day after B" tells of B, the incident that the words lead to.
        return DateWords(*m.span(), offset_days=days if m["way"] == "before" else -days, leads=True)
    return DateWords(*m.span(), offset_days=days if m["way"] in ("later", "after") else -days)


def _ago(m: re.Match[str], published: date) -> DateInterval | None:
    n = count(m["n"])
    if n is None:
        return None
    if m["u"] == "month":
        return month_of(*_back(published.year, published.month, n), m[0])
    day = published - timedelta(days=n * _UNIT_DAYS[m["u"]])
    if m["u"] == "week":
        three = timedelta(days=3)
        return DateInterval(day - three, day + three, DatePrec.WEEK, m[0])
    return DateInterval(day, day, DatePrec.DAY, m[0])


def _simple(m: re.Match[str], published: date) -> DateInterval:
    one = timedelta(days=1)
    if m["lastmonth"]:
        return month_of(*_back(published.year, published.month, 1), m[0])
    if m["thismonth"]:
        return DateInterval(published.replace(day=1), published, DatePrec.MONTH, m[0])
    if m["lastyear"]:
        year = published.year - 1
        return DateInterval(date(year, 1, 1), date(year, 12, 31), DatePrec.YEAR, m[0])
    if m["lastweek"]:
        monday = published - timedelta(days=published.weekday() + 7)
        return DateInterval(monday, monday + timedelta(days=6), DatePrec.WEEK, m[0])
    if m["overnight"]:
        return DateInterval(published - one, published, DatePrec.DAYS, m[0])
    day = published - (2 * one if m["eve"] else one if m["yesterday"] else 0 * one)
    return DateInterval(day, day, DatePrec.DAY, m[0])


def _month_alone(m: re.Match[str], published: date) -> DateInterval:
    month = MONTHS[m["m"] or m["m2"] or m["m3"]]
    stated = m["y"] or m["y3"]
    year = int(stated) if stated else published.year - (month > published.month)
    whole = month_of(year, month, m[0])
    part = m["part"] or m["part2"]
    if part is None:
        return whole
    first, last = {"early": (1, 10), "mid": (11, 20), "late": (21, whole.end.day)}[part]
    return DateInterval(date(year, month, first), date(year, month, last), DatePrec.MONTH, m[0])


def _back(year: int, month: int, months: int) -> tuple[int, int]:
    at = year * 12 + month - 1 - months
    return at // 12, at % 12 + 1


def month_of(year: int, month: int, text: str | None = None) -> DateInterval:
    """A whole month."""
    last = calendar.monthrange(year, month)[1]
    return DateInterval(date(year, month, 1), date(year, month, last), DatePrec.MONTH, text)
