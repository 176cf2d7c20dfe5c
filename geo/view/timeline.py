"""Incidents over time: the stacked timeline and the brush under the map."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from geo.errors import QueryError
from geo.store.cache import per_snapshot
from geo.store.snapshot import STATUSES, Snapshot
from geo.view.filters import Filters
from geo.view.index import Rows
from geo.view.select import Mask, all_of, any_of, parts
from geo.view.sentence import date_span
from geo.view.state import BINS, STACKS

MAX_BINS: Final = {"day": 120, "week": 160, "month": 240, "quarter": 240}
"""The finest bin that needs at most so many bars is chosen for "auto"."""

_DAYS: Final = {"day": 1.0, "week": 7.0, "month": 30.44, "quarter": 91.3, "year": 365.25}
NOT_STATED_LABEL: Final = "not stated"
Days = NDArray[np.datetime64]


@dataclass(frozen=True, eq=False, slots=True)
class Histogram:
    """Incidents in bins of time, split in series.

    Attributes
    ----------
    bin : "day", "week" (from Monday), "month", "quarter" or "year".
    starts : first day of each bin; b of them, without gaps.
    ends : last day of each bin.
    keys, labels : the series, s of them.
    counts : incidents whose whole date interval lies in one bin, shape (b, s).
    spans : (start, end, counts of shape (s,)) of incidents whose interval crosses a bin's edge,
        gathered by equal intervals; they are in no bin.
    undated : incidents without a date, shape (s,).

    All counts together are the incidents asked for, each once.
    """

    bin: str
    starts: Days
    ends: Days
    keys: tuple[str, ...]
    labels: tuple[str, ...]
    counts: NDArray[np.int64]
    spans: tuple[tuple[date, date, NDArray[np.int64]], ...]
    undated: NDArray[np.int64]


@dataclass(frozen=True, eq=False, slots=True)
class Brush:
    """Every incident that the other filters select, once, in the bin of its interval's middle.

    ``inside``: those that belong to the date range asked for, ``outside``: the others; shape
    (b,). ``by_status``: both together by status, shape (b, statuses). ``undated_inside``,
    ``undated_outside``: those without a date.
    """

    bin: str
    starts: Days
    ends: Days
    inside: NDArray[np.int64]
    outside: NDArray[np.int64]
    by_status: NDArray[np.int64]
    undated_inside: int
    undated_outside: int


def histogram(
    snapshot: Snapshot,
    rows: Rows,
    bin: str = "auto",
    by: str = "status",
    span: tuple[date, date] | None = None,
) -> Histogram:
    """Count the rows by time and by "status", "type" or "governorate".

    Parameters
    ----------
    bin : one of ``BINS``; "auto" chooses by the span.
    span : days that the bins shall cover at least; that of the rows when not given.

    Raises
    ------
    QueryError
        Unknown bin or series.
    """
    if bin not in BINS or by not in STACKS:
        raise QueryError(f"no timeline of {bin!r} bins by {by!r}")
    keys, labels, codes = _series(snapshot, by)
    width = len(keys)
    series = codes[rows].astype(np.int64)
    series[series < 0] = width - 1
    start, end = snapshot.start[rows], snapshot.end[rows]
    dated = ~np.isnat(start)
    undated = np.bincount(series[~dated], minlength=width)
    if not dated.all():
        start, end, series = start[dated], end[dated], series[dated]
    extent = _extent(start, end, span)
    if extent is None:
        none = np.zeros((0, width), dtype=np.int64)
        empty = np.array([], dtype="datetime64[D]")
        chosen = "month" if bin == "auto" else bin
        return Histogram(chosen, empty, empty, keys, labels, none, (), undated)
    chosen = auto_bin(*extent) if bin == "auto" else bin
    starts = bin_starts(*extent, chosen)
    first, last = _bin_of(start, starts), _bin_of(end, starts)
    one = first == last
    key = first * width + series
    size = (len(starts) - 1) * width
    counts = np.bincount(key if one.all() else key[one], minlength=size)
    return Histogram(
        bin=chosen,
        starts=starts[:-1],
        ends=starts[1:] - 1,
        keys=keys,
        labels=labels,
        counts=counts.reshape(-1, width),
        spans=_spans(start[~one], end[~one], series[~one], width),
        undated=undated,
    )


@per_snapshot(maxsize=24)
def brush_histogram(snapshot: Snapshot, filters: Filters, bin: str = "auto") -> Brush:
    """The distribution of what the other filters select, with what the date range takes of it.

    Bins cover the span of what the other filters select, widened to the date range, so that a
    few years are not squeezed into the corner of decades; a new date range moves nothing.
    ``inside`` and ``undated_inside`` together are what ``filters.apply`` selects.
    """
    inside = any_of(snapshot.n, filters.apply(snapshot))
    others = filters.without("date_from", "date_to")
    every = all_of(snapshot.n, parts(snapshot, others).values())
    span = date_span(snapshot)
    if span is None:
        none = np.zeros(0, dtype=np.int64)
        empty = np.array([], dtype="datetime64[D]")
        starts, in_bin = np.array(["1970-01-01"], dtype="datetime64[D]"), none
        by_status = none.reshape(0, len(STATUSES))
        return Brush("month", empty, empty, none, none, by_status, int(inside.sum()), 0)
    shown = _brush_span(snapshot, every, filters, span)
    chosen = auto_bin(*shown) if bin == "auto" else bin
    starts, in_bin = _brush_bins(snapshot, chosen)
    size = len(starts)  # the last entry counts what has no date
    total = np.bincount(in_bin[every], minlength=size)
    within = np.bincount(in_bin[inside], minlength=size)
    width = len(STATUSES)
    cell = in_bin[every] * width + snapshot.status[every]
    by_status = np.bincount(cell, minlength=size * width).reshape(size, width)
    first, last = _bin_of(np.array(shown, dtype="datetime64[D]"), starts).tolist()
    seen = slice(first, last + 1)
    return Brush(
        bin=chosen,
        starts=starts[:-1][seen],
        ends=(starts[1:] - 1)[seen],
        inside=within[seen],
        outside=(total - within)[seen],
        by_status=by_status[seen],
        undated_inside=int(within[-1]),
        undated_outside=int(total[-1] - within[-1]),
    )


def _brush_span(
    snapshot: Snapshot, selected: Mask, filters: Filters, span: tuple[date, date]
) -> tuple[date, date]:
    """First and last day of what is selected and of the date range, inside the data's span."""
    dated = selected & ~np.isnat(snapshot.start)
    found = _extent(snapshot.start[dated], snapshot.end[dated], None)
    days = [day for day in (*(found or ()), filters.date_from, filters.date_to) if day]
    kept = [min(max(day, span[0]), span[1]) for day in days]
    return (min(kept), max(kept)) if kept else span


@per_snapshot(maxsize=3)
def _brush_bins(snapshot: Snapshot, bin: str) -> tuple[Days, NDArray[np.int64]]:
    """Starts of the bins over the whole span, and the bin of each incident (last: no date)."""
    span = date_span(snapshot)
    assert span is not None  # noqa: S101  (asked before)
    starts = bin_starts(*span, bin)
    middle = snapshot.start + (snapshot.end - snapshot.start) // 2
    in_bin = np.full(snapshot.n, len(starts) - 1, dtype=np.int64)
    dated = ~np.isnat(middle)
    in_bin[dated] = _bin_of(middle[dated], starts)
    return starts, in_bin


def auto_bin(start: date, end: date) -> str:
    """The finest bin that still shows the span with a readable number of bars."""
    days = (end - start).days + 1
    for name, most in MAX_BINS.items():
        if days / _DAYS[name] <= most:
            return name
    return "year"


def bin_starts(start: date, end: date, bin: str) -> Days:
    """First days of the bins that cover [start, end], and the first day after the last bin."""
    first, last = np.datetime64(start, "D"), np.datetime64(end, "D")
    match bin:
        case "day":
            return np.arange(first, last + 2)
        case "week":  # 1970-01-01 was a Thursday: Mondays are 4 days later, every 7
            monday = first - (first.astype(np.int64) - 4) % 7
            return np.arange(monday, last + 8, 7)
        case "month" | "quarter":
            months = 1 if bin == "month" else 3
            begin = first.astype("datetime64[M]").astype(np.int64) // months * months
            stop = last.astype("datetime64[M]").astype(np.int64) // months * months + months
            return (
                np.arange(begin, stop + 1, months).astype("datetime64[M]").astype("datetime64[D]")
            )
        case _:
            years = np.arange(first.astype("datetime64[Y]"), last.astype("datetime64[Y]") + 2)
            return years.astype("datetime64[D]")


def _bin_of(days: Days, starts: Days) -> NDArray[np.int64]:
    """Bin of each day, which must lie between the first and the last start.

    A table of all days of the span is quicker than a search for each incident.
    """
    length = np.diff(starts).astype(np.int64)
    table = np.repeat(np.arange(len(length)), length)
    found: NDArray[np.int64] = table[(days - starts[0]).astype(np.int64)]
    return found


def _extent(start: Days, end: Days, span: tuple[date, date] | None) -> tuple[date, date] | None:
    """First and last day of the intervals and of the span."""
    firsts = [start.min().item()] if len(start) else []
    lasts = [end.max().item()] if len(end) else []
    if span is not None:
        firsts.append(span[0])
        lasts.append(span[1])
    return (min(firsts), max(lasts)) if firsts else None


def _spans(
    start: Days, end: Days, series: NDArray[np.int64], width: int
) -> tuple[tuple[date, date, NDArray[np.int64]], ...]:
    """Equal intervals gathered, in order of their start."""
    if not len(start):
        return ()
    pair = np.stack([start.astype(np.int64), end.astype(np.int64)])
    unique, which = np.unique(pair, axis=1, return_inverse=True)
    table = np.bincount(which.ravel() * width + series, minlength=unique.shape[1] * width)
    days = unique.astype("datetime64[D]")
    return tuple(
        (first, last, counts)
        for first, last, counts in zip(
            days[0].tolist(), days[1].tolist(), table.reshape(-1, width), strict=True
        )
    )


def _series(snapshot: Snapshot, by: str) -> tuple[tuple[str, ...], tuple[str, ...], NDArray[Any]]:
    """Keys and labels of the series, "not stated" last unless it cannot be, and the column."""
    vocab = snapshot.vocab
    if by == "status":
        names: Sequence[str] = [str(status) for status in STATUSES]
        return tuple(names), tuple(names), snapshot.status
    if by == "type":
        return (
            (*vocab.event_types, "-"),
            (*vocab.event_types, NOT_STATED_LABEL),
            (snapshot.event_type),
        )
    keys = tuple(unit.key for unit in vocab.governorates)
    labels = tuple(unit.name for unit in vocab.governorates)
    return (*keys, "-"), (*labels, NOT_STATED_LABEL), snapshot.governorate
