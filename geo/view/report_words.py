"""Days and people as the form of a report has them, and as words say them."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from geo.extract.dates import find_dates
from geo.extract.numbers import SOME, count_range
from geo.extract.text import plain
from geo.model import CountRange, DateInterval, DatePrec
from geo.read.dates import read_date
from geo.validate import parse_period

_SOME: Final = re.compile(SOME)
_DIGITS: Final = re.compile(r"(?:[\d\s+–—-]|to)*", re.ASCII)
_AT_MOST: Final = re.compile(r"at most (\d{1,7})", re.ASCII)


def read_people(text: str) -> CountRange | None:
    """People as words say them ("several", "at least three", "at most 5"); ``None``: not so.

    Digits alone are for ``geo.validate.Row.count``.
    """
    words = plain(text.strip())
    if _DIGITS.fullmatch(words):
        return None
    if match := _AT_MOST.fullmatch(words):
        return CountRange(None, int(match[1]))
    return count_range(words) if _SOME.fullmatch(words) else None


def read_day_words(text: str, published: DateInterval | None) -> DateInterval | None:
    """The days that words mean in what was published then ("Saturday night"); ``None``: unclear.

    Words that count from a publication need its day.
    """
    try:
        return replace(read_date(text.strip()), text=text.strip())
    except ValueError:
        pass
    if published is None or published.prec is not DatePrec.DAY:
        return None
    words = plain(text)
    found = [one.interval for one in find_dates(words, 0, len(words), published.end)]
    if len(found) != 1 or found[0] is None:
        return None
    return replace(found[0], text=text.strip())


def count_text(people: CountRange) -> str:
    """A range of people as the form reads it.

    >>> [count_text(CountRange(*ends)) for ends in ((3, 3), (3, 5), (3, None), (None, 5))]
    ['3', '3-5', '3+', 'at most 5']
    """
    low, high = people.low, people.high
    if low is None:
        return "" if high is None else f"at most {high}"
    if high is None:
        return f"{low}+"
    return f"{low}" if low == high else f"{low}-{high}"


def interval_texts(days: DateInterval | None) -> tuple[str, str, str]:
    """First day, last day and precision as the form has them."""
    if days is None:
        return "", "", ""
    for text in (f"{days.start.year:04}", f"{days.start:%Y-%m}", days.start.isoformat()):
        try:
            whole = parse_period(text)
        except ValueError:
            continue
        if (whole.start, whole.end, whole.prec) == (days.start, days.end, days.prec):
            return text, "", ""
    return days.start.isoformat(), days.end.isoformat(), str(int(days.prec))


def published_text(days: DateInterval | None) -> str:
    """Days of publication in one field; an interval that is no day, month or year has two ends."""
    first, last, _ = interval_texts(days)
    return f"{first} to {last}" if last else first
