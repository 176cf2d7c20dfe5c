"""The timeline with its playback: what the histogram becomes for ``assets/timeline.js``.

Incidents whose dates fit into one bar are stacked there. Those known only to a month, a year or
some other interval that crosses an edge of a bar are in no bar: each interval is a thin line of
its own length in a lane under the axis, so that "some time in June" never looks like 1 June.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, Final

import numpy as np

from geo.model import Status
from geo.store.snapshot import Snapshot
from geo.view.filters import Filters
from geo.view.index import Rows
from geo.view.palette import STATUS_STYLES
from geo.view.state import ViewState
from geo.view.timeline import Histogram, auto_bin, bin_starts, histogram
from pages.parts.component import component

MAX_BARS: Final = 1200
"""More bars than this are thinner than a pixel; a coarser bin is taken and the reader told."""

_MAX_SPANS: Final = 240
_SERIES: Final = 7
_COARSER: Final = ("day", "week", "month", "quarter", "year")
_EPOCH: Final = date(1970, 1, 1)
_EARLIEST: Final = np.datetime64("0001-01-01", "D")
_LATEST: Final = np.datetime64("9999-12-31", "D")
_COLOURS: Final = (
    *(("#0072b2", "#56b4e9"), ("#d55e00", "#ff9e5e"), ("#009e73", "#3fd6a8")),
    *(("#aa4499", "#e68fd6"), ("#8a6d00", "#f0c419"), ("#5b3f99", "#b39ddb")),
    *(("#882255", "#d9799f"),),
)
"""Series other than statuses, light and dark theme; after Okabe & Ito 2008 and Tol 2021."""

_REST: Final = ("#777777", "#a8a8a8")


def chosen_bin(span: tuple[date, date] | None, asked: str) -> str:
    """The bin to draw: the one asked for, unless it would make more than ``MAX_BARS``."""
    if span is None:
        return "month" if asked == "auto" else asked
    if asked == "auto":
        return auto_bin(*span)
    start = _COARSER.index(asked)
    for name in _COARSER[start:]:
        if len(bin_starts(*span, name)) - 1 <= MAX_BARS:
            return name
    return "year"


def shown_span(snapshot: Snapshot, rows: Rows, filters: Filters) -> tuple[date, date] | None:
    """Days that the axis covers: the date filter where it is set, else the incidents' own."""
    start, end = snapshot.start[rows], snapshot.end[rows]
    dated = ~np.isnat(start)
    if not dated.any():
        return None
    first = filters.date_from or start.min(where=dated, initial=_LATEST).item()
    last = filters.date_to or end.max(where=dated, initial=_EARLIEST).item()
    return (first, last) if first <= last else None


def chart_data(
    snapshot: Snapshot, rows: Rows, filters: Filters, state: ViewState, chosen: int | None
) -> dict[str, Any]:
    """What the script draws; days are counted from 1970-01-01, intervals are closed.

    ``chosen``: row of the incident to ring, if any.
    """
    span = shown_span(snapshot, rows, filters)
    unit = chosen_bin(span, state.bin)
    found = histogram(snapshot, rows, unit, state.stack, span)
    keep = _within(found, span)
    long = _table([counts for _, _, counts in found.spans], len(found.keys))
    totals = found.counts.sum(axis=0) + long.sum(axis=0)
    order = _order(totals, state.stack)
    lines, more = _spans(found, long, order, span)
    starts = found.starts[keep]
    return {
        "unit": unit,
        "starts": starts.astype("datetime64[D]").astype(int).tolist(),
        "end": _day(found.ends[keep][-1].item()) + 1 if len(starts) else 0,
        "series": _series(found, totals, keep, order, state.stack),
        "spans": lines,
        "moreSpans": more,
        "laneLabel": f"Not known to the {unit}: each line is as long as the time it may have been",
        "chosen": _chosen(snapshot, chosen),
        "window": "..".join(day.isoformat() for day in state.window) if state.window else "",
        "step": state.step,
        "speed": state.speed,
        "height": 230,
        "still": False,
    }


def _within(found: Histogram, span: tuple[date, date] | None) -> Any:
    """Bars that touch the span; intervals that reach beyond it do not stretch the axis."""
    if span is None:
        return np.zeros(len(found.starts), dtype=np.bool_)
    first, last = np.datetime64(span[0], "D"), np.datetime64(span[1], "D")
    return (found.ends >= first) & (found.starts <= last)


def _table(counts: Sequence[Any], width: int) -> Any:
    """Counts of all long intervals, shape (intervals, series)."""
    return np.array(counts, dtype=np.int64).reshape(-1, width)


def _order(totals: Any, by: str) -> list[list[int]]:
    """Codes of each series that is drawn: statuses in order, else the largest and the rest."""
    if by == "status":
        return [[code] for code in range(len(totals)) if totals[code]]
    ranked = [int(code) for code in np.argsort(-totals, kind="stable") if totals[code]]
    if len(ranked) <= _SERIES + 1:
        return [[code] for code in ranked]
    return [*([code] for code in ranked[:_SERIES]), ranked[_SERIES:]]


def _series(
    found: Histogram, totals: Any, keep: Any, order: Sequence[list[int]], by: str
) -> list[dict[str, Any]]:
    series = []
    for place, codes in enumerate(order):
        look = _look(found, codes, by, place)
        counts = found.counts[keep][:, codes].sum(axis=1).tolist()
        series.append({**look, "counts": counts, "total": int(totals[codes].sum())})
    return series


def _look(found: Histogram, codes: list[int], by: str, place: int) -> dict[str, str]:
    if by == "status":
        style = STATUS_STYLES[Status(found.keys[codes[0]])]
        return {
            "label": style.label, "colour": style.colour, "dark": style.dark, "mark": style.mark,
        }  # fmt: skip
    several = len(codes) > 1
    label = f"{len(codes)} others" if several else found.labels[codes[0]]
    if by == "type":
        label = label.replace("-", " ")
    rest = several or found.keys[codes[0]] == "-" or place >= len(_COLOURS)
    colour, dark = _REST if rest else _COLOURS[place]
    return {"label": label, "colour": colour, "dark": dark, "mark": "disc"}


def _spans(
    found: Histogram, long: Any, order: Sequence[list[int]], span: tuple[date, date] | None
) -> tuple[list[dict[str, Any]], int]:
    """Long intervals that touch the span, most incidents first, and how many are left out."""
    if span is None or not len(long):
        return [], 0
    inside = [i for i, (a, b, _) in enumerate(found.spans) if b >= span[0] and a <= span[1]]
    size = long.sum(axis=1)
    inside.sort(key=lambda i: -size[i])
    by_series = np.stack([long[:, codes].sum(axis=1) for codes in order], axis=1)
    lines = [
        {
            "from": _day(found.spans[i][0]),
            "to": _day(found.spans[i][1]),
            "counts": by_series[i].tolist(),
            "series": int(by_series[i].argmax()),
        }
        for i in inside[:_MAX_SPANS]
    ]
    return lines, len(inside) - len(lines)


def _chosen(snapshot: Snapshot, row: int | None) -> dict[str, Any] | None:
    if row is None or np.isnat(snapshot.start[row]):
        return None
    start, end = snapshot.start[row].item(), snapshot.end[row].item()
    return {"from": _day(start), "to": _day(end), "label": f"Chosen: {snapshot.ids[row]}"}


def _day(day: date) -> int:
    return (day - _EPOCH).days


def draw(data: dict[str, Any], key: str) -> tuple[date, date] | None:
    """Mount the timeline; returns the closed range of days that a reader has just chosen."""
    result = component("timeline")(data=data, key=key, on_range_change=lambda: None)
    return picked(result.range)


def picked(value: Any) -> tuple[date, date] | None:
    """The range in a message of the script, or ``None`` when it is not one."""
    try:
        first, last = date.fromisoformat(value["from"]), date.fromisoformat(value["to"])
    except (TypeError, KeyError, ValueError):
        return None
    return (first, last) if first <= last else None


def widened(first: date | None, last: date | None) -> dict[str, date]:
    """A date range three times as long around the same middle; empty when an end is open."""
    if first is None or last is None:
        return {}
    days = (last - first) + timedelta(days=1)
    try:
        return {"date_from": first - days, "date_to": last + days}
    except OverflowError:
        return {"date_from": date.min, "date_to": date.max}
