"""Who publishes first, as HTML: lags with their range drawn in the table itself."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from geo.view.latency import CLAIM, Latency, OutletLag, Spread
from geo.view.words import counted
from pages.parts.loaded import table
from pages.parts.wording import esc, quoted

LISTED: Final = 10
_NAMES: Final = {
    CLAIM: "Claim, made or passed on",
    "reports": "Report",
    "confirms": "Confirmation",
    "doubts": "Doubt",
    "denies": "Denial",
}
_TICKS: Final = ((0, "0"), (1, "1"), (7, "7"), (30, "30"), (365, "365 days"))
_LEFT: Final = 7.0
"""Per cent of the width kept for what is dated before the incident."""


def position(days: float) -> float:
    """Where a lag stands, in per cent of the width: the logarithm of days, a year near the end.

    >>> round(position(0)), round(position(365)), position(-3) < position(0)
    (7, 92, True)
    """
    if days < 0:
        return _LEFT / 2
    return min(_LEFT + (92.0 - _LEFT) * math.log1p(days) / math.log1p(365), 99.0)


def days_words(days: float) -> str:
    """A lag in words.

    >>> days_words(0), days_words(1), days_words(2.5), days_words(-3)
    ('same day', '1 day', '2.5 days', '3 days before')
    """
    if days == 0:
        return "same day"
    number = f"{abs(days):,.1f}".removesuffix(".0")
    words = f"{number} {'day' if number == '1' else 'days'}"
    return words if days > 0 else f"{words} before"


def _drawn(spread: Spread) -> str:
    if spread.median is None or spread.low is None or spread.high is None:
        return '<span class="lag"></span>'
    low, high = position(spread.low), position(spread.high)
    grid = "".join(f'<i style="left:{position(day):.1f}%"></i>' for day, _ in _TICKS)
    return (
        f'<span class="lag">{grid}<u style="left:{low:.1f}%;width:{high - low:.1f}%"></u>'
        f'<b style="left:{position(spread.median):.1f}%"></b></span>'
    )


def _axis() -> str:
    ticks = "".join(f'<i style="left:{position(day):.1f}%">{esc(name)}</i>' for day, name in _TICKS)
    return f'<div class="lag-axis" aria-hidden="true"><span>{ticks}</span></div>'


def _figures(spread: Spread) -> list[str]:
    if spread.median is None or spread.low is None or spread.high is None:
        return [f"{spread.n:,}", '<span class="missing">not known</span>', ""]
    ends = f"{days_words(spread.low)} to {days_words(spread.high)}"
    one = spread.low == spread.high
    median = f'<span class="whole">{esc(days_words(spread.median))}</span>'
    return [f"{spread.n:,}", median, "" if one else esc(ends)]


def firsts(found: Latency) -> str:
    """From the incident to the first claim, report, confirmation, doubt and denial."""
    heads = ("First", "Incidents", "Median", "Range", "Days after the incident")
    lines = [
        [esc(_NAMES[name]), *_figures(spread), _drawn(spread)]
        for name, spread in found.first.items()
    ]
    after = [
        f"{_NAMES[name].lower()} {days_words(spread.median)} (n = {spread.n:,})"
        for name, spread in found.after_claim.items()
        if spread.median is not None
    ]
    text = f"<p>After the first claim, median: {esc(', '.join(after))}.</p>" if after else ""
    return f'<div class="lags">{table(heads, lines)}{_axis()}</div>{text}'


def outlet_lags(found: Sequence[OutletLag]) -> str:
    """Outlets by how often they are the first of several."""
    lines = [
        [
            quoted(entry.outlet),
            f"{entry.first:,} of {entry.races:,}",
            *_figures(entry.spread),
            _drawn(entry.spread),
        ]
        for entry in found[:LISTED]
    ]
    heads = ("Outlet", "First of several", "Reports", "Median", "Range", "Days after the incident")
    more = len(found) - len(lines)
    rest = f'<p class="quiet">and {counted(more, "more outlet")}</p>' if more > 0 else ""
    if not lines:
        return '<p class="missing">No report has both days that a lag needs.</p>'
    return f'<div class="lags">{table(heads, lines)}{_axis()}</div>{rest}'


def words(found: Latency) -> str:
    """What the lags rest on, and what they leave out."""
    parts = [f"{counted(found.unpublished, 'report')} without a publication date"]
    if found.coarse:
        parts.append(f"{found.coarse:,} published in a month or year without a day")
    if found.undated:
        parts.append(f"{found.undated:,} of incidents whose own date is not known to the day")
    before = sum(entry.spread.before for entry in found.outlets)
    early = (
        f" {counted(before, 'report')} {'is' if before == 1 else 'are'} dated before the incident: "
        "a date is wrong there, or counted in another time zone."
        if before
        else ""
    )
    return (
        f"Dates are known to the day, not the hour, so the same day says nothing about who was "
        f"first within it. Lags of {counted(found.timed, 'report')}; left out: "
        f"{', '.join(parts)}.{early}"
    )
