"""What an incident is, from what its reports say: date, kind, people hurt.

All functions take columns of reports ordered by incident, with ``start`` (int64, n + 1): the
reports of incident i are rows [start[i], start[i + 1]); every incident has at least one. The
order of reports within an incident never matters.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from geo.claims.ragged import owners
from geo.claims.status import STANCES
from geo.model import DatePrec, Stance

_CONFIRMS = STANCES.index(Stance.CONFIRMS)
_DENYING = np.array([STANCES.index(s) for s in (Stance.DENIES, Stance.WITHDRAWS)])
_DAYS_OF_PREC = np.array([0, 1, 6, 7, 31])
"""The longest interval, in days, of date_prec 1 to 4; longer ones are 5 (year)."""


def dates(
    start: NDArray[np.int64],
    first: NDArray[np.datetime64],
    last: NDArray[np.datetime64],
    prec: NDArray[np.int8],
) -> tuple[NDArray[np.datetime64], NDArray[np.datetime64], NDArray[np.int8]]:
    """Interval and precision: from the earliest to the latest day of the most precise reports.

    A report that knows only the month adds nothing where another knows the day. Where the most
    precise ones name different days the interval holds them all, and its precision is that of
    its length, never finer than what the reports stated.

    Parameters
    ----------
    first, last : datetime64[D] (m,), NaT where no date is known.
    prec : int8 (m,), 0 where no date is known.

    Returns
    -------
    datetime64[D], datetime64[D], int8, each (n,); NaT, NaT, 0 where no report has a date.
    """
    n = len(start) - 1
    if n == 0:
        return first[:0], last[:0], prec[:0]
    of = owners(start)
    ranked = np.where(prec > 0, prec, 99)
    best = np.minimum.reduceat(ranked, start[:-1])
    use = (ranked == best[of]) & (prec > 0)
    top = np.iinfo(np.int64).max
    low = np.minimum.reduceat(np.where(use, first.astype(np.int64), top), start[:-1])
    high = np.maximum.reduceat(np.where(use, last.astype(np.int64), -top), start[:-1])
    known = best < 99
    nat = np.iinfo(np.int64).min
    day = "datetime64[D]"
    begin = np.where(known, low, nat).astype(day)
    end = np.where(known, high, nat).astype(day)
    length = np.where(known, high - low + 1, 0)
    by_length = np.searchsorted(_DAYS_OF_PREC[1:], length) + 1
    agreed = np.where(length == 1, DatePrec.DAY, by_length)
    # One report's own code stands as it is; only a wider span of several makes it coarser.
    own = np.maximum.reduceat(np.where(use, (last - first).astype(np.int64) + 1, 0), start[:-1])
    result = np.where(length > own, np.maximum(best, agreed), best)
    return begin, end, np.where(known, result, 0).astype(np.int8)


def most_common(
    start: NDArray[np.int64], code: NDArray[np.integer], rank: NDArray[np.integer]
) -> NDArray[np.int64]:
    """The code that most reports of an incident state; ties go to the lower ``rank``.

    Parameters
    ----------
    code : (m,), -1 where not stated.
    rank : (number of codes,), order among equals.

    Returns
    -------
    int64 (n,), -1 where no report states any.
    """
    n = len(start) - 1
    result = np.full(n, -1, dtype=np.int64)
    of = owners(start)
    stated = code >= 0
    size = max(len(rank), 1)
    pair, count = np.unique(of[stated] * size + rank[code[stated]], return_counts=True)
    back = np.argsort(rank)
    incident = pair // size
    # Ascending count, then descending rank: the last one written for an incident is the winner.
    order = np.lexsort((-(pair % size), count))
    result[incident[order]] = back[(pair % size)[order]] if len(pair) else []
    return result


def people(
    start: NDArray[np.int64],
    stance: NDArray[np.int8],
    low: NDArray[np.float32],
    high: NDArray[np.float32],
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Killed or wounded: from the lowest confirmed to the highest claimed figure.

    The low end is the lowest figure of reports that confirm; without such, of all that assert or
    doubt. The high end is the highest figure of any of these. Figures of denials and withdrawals
    count only when there is no other. NaT-like unknowns stay NaN; nothing becomes 0 by itself.

    Parameters
    ----------
    low, high : float32 (m,), NaN where not known.

    Returns
    -------
    float32, float32, each (n,).
    """
    n = len(start) - 1
    if n == 0:
        return low[:0], high[:0]
    denying = np.isin(stance, _DENYING)
    lows, highs = [], []
    for rows in (stance == _CONFIRMS, ~denying, denying):
        lows.append(_reduce(np.fmin, np.where(rows, np.fmin(low, high), np.nan), start))
        highs.append(_reduce(np.fmax, np.where(rows, np.fmax(low, high), np.nan), start))
    lowest = _first_known(*lows)
    # Confirmations are among those that do not deny: the second list holds the highest of both.
    highest = _first_known(highs[1], highs[2])
    return lowest, highest


def _reduce(
    how: np.ufunc, values: NDArray[np.float32], start: NDArray[np.int64]
) -> NDArray[np.float32]:
    reduced: NDArray[np.float32] = how.reduceat(values, start[:-1]).astype(np.float32)
    return reduced


def _first_known(*columns: NDArray[np.float32]) -> NDArray[np.float32]:
    result = columns[0]
    for column in columns[1:]:
        result = np.where(np.isnan(result), column, result)
    return result
