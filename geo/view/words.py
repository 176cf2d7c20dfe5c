"""Small pieces of English: dates, counts, counts of people, lists, plurals."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from geo.model import CountRange
from geo.validate import parse_period

LETTERS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
"""Names of places that a list and the map beside it share."""

_PLURALS: Final = {
    "roadside bomb": "roadside bombs",
    "rocket": "rocket attacks",
    "drone": "drone attacks",
    "arson-ambush": "ambushes with arson",
    "other": "other incidents",
    "state-based conflict": "state-based conflict events",
    "non-state conflict": "non-state conflict events",
    "one-sided violence": "acts of one-sided violence",
    "-": "incidents of unstated type",
}


def plural(event_type: str) -> str:
    """An event type as the plural noun of a sentence.

    >>> plural("roadside bomb"), plural("armed robbery")
    ('roadside bombs', 'armed robberies')
    """
    if event_type in _PLURALS:
        return _PLURALS[event_type]
    if event_type.endswith(("s", "sh", "ch", "x", "z")):
        return event_type + "es"
    if event_type.endswith("y") and event_type[-2:-1] not in tuple("aeiou"):
        return event_type[:-1] + "ies"
    return event_type + "s"


def counted(number: int, singular: str, several: str | None = None) -> str:
    """A number with its noun.

    >>> counted(1, "incident"), counted(7651, "incident")
    ('1 incident', '7,651 incidents')
    """
    return f"{number:,} {singular if number == 1 else several or singular + 's'}"


def listed(items: Sequence[str], word: str = "and") -> str:
    """Items as a phrase.

    >>> listed(["a", "b", "c"], "or")
    'a, b or c'
    """
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {word} {items[-1]}"


def day_text(day: date) -> str:
    """A day.

    >>> day_text(date(2020, 7, 11))
    '11 Jul 2020'
    """
    return f"{day.day} {day:%b} {day.year}"


def interval_text(start: date | None, end: date | None) -> str:
    """A closed interval of days, as short as it can be said exactly.

    >>> interval_text(date(2020, 6, 1), date(2020, 6, 30))
    'June 2020'
    >>> interval_text(date(2020, 7, 11), date(2020, 7, 14))
    '11 to 14 Jul 2020'
    """
    if start is None or end is None:
        return "date not known"
    if start == end:
        return day_text(start)
    whole = start.day == 1 and (end + timedelta(days=1)).day == 1 if end < date.max else False
    if whole and (start.year, start.month) == (end.year, end.month):
        return f"{start:%B} {start.year}"
    if whole and start.month == 1 and end.month == 12:
        return f"{start.year}" if start.year == end.year else f"{start.year} to {end.year}"
    if (start.year, start.month) == (end.year, end.month):
        return f"{start.day} to {day_text(end)}"
    if start.year == end.year:
        return f"{start.day} {start:%b} to {day_text(end)}"
    return f"{day_text(start)} to {day_text(end)}"


def period_text(text: str) -> str:
    """A date as lists write it for a reader; what is no date stays as it is.

    >>> period_text("2020-06"), period_text("2020-07-11"), period_text("about 2006")
    ('June 2020', '11 Jul 2020', 'about 2006')
    """
    try:
        period = parse_period(text.strip())
    except ValueError:
        return text
    return interval_text(period.start, period.end)


def range_words(count: CountRange) -> str:
    """Killed or wounded as "3", "3 to 5", "at least 3", "at most 5" or "not stated"."""
    low, high = count.low, count.high
    if low is None and high is None:
        return "not stated"
    if low == high:
        return f"{low:,}"
    if high is None:
        return f"at least {low:,}"
    return f"at most {high:,}" if low is None else f"{low:,} to {high:,}"
