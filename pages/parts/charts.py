"""The time brush: a histogram that is itself the choice of dates.

It counts what all filters but the dates select. Vega greys the bars outside the brush while the
reader drags, without the server; when he lets go, the range becomes the filter. The brush of a
link or a preset is drawn by a new chart (``generation``), for a chart keeps its own brush. A new
chart reports the brush that it was given: as a fragment it then costs a run of its own, not one
of the whole page.
"""

from __future__ import annotations

from copy import deepcopy
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any, Final

import altair as alt
import numpy as np
import pandas as pd
import streamlit as st

from geo.store.snapshot import STATUSES
from geo.view.palette import STATUS_STYLES
from geo.view.timeline import Brush, brush_histogram
from pages.parts import link, sheet
from pages.parts.context import Context

HEIGHT: Final = 104
_GREY: Final = {False: "#d5d2ca", True: "#3f464d"}
_MADE: Final = "atlas.brush.made"
_SEED: Final = "atlas.brush.seed"
_GENERATION: Final = "atlas.brush.generation"
_CHANGED: Final = "atlas.brush.changed"
_NO_RANGE: Final = (None, None)


@st.fragment
def draw_brush(ctx: Context) -> None:
    """Draw the brush over the dates of the view; a drag sets them, a click beside clears them."""
    if st.session_state.pop(_CHANGED, False):
        st.rerun()
    brush = brush_histogram(ctx.snapshot, ctx.filters)
    if not len(brush.starts):
        return
    chosen = (ctx.filters.date_from, ctx.filters.date_to)
    key = f"brush{_generation(chosen)}"
    chart = _with_range(spec(sheet.is_dark(), brush.bin), st.session_state[_SEED], brush)
    # A named data set leaves the chart itself as it is, so that new counts only move its bars.
    chart |= {"data": {"name": "bars"}, "datasets": {"bars": _frame(brush)}}
    st.vega_lite_chart(
        spec=chart,
        key=key,
        on_select=lambda: _select(key, brush),
        selection_mode="dates",
        width="stretch",
        height=HEIGHT,
        alt="Incidents over time by status; drag to choose dates",
    )


def _generation(chosen: tuple[date | None, date | None]) -> int:
    """Number of the chart; a new one when the range was not made by the present one's brush."""
    session = st.session_state
    if session.get(_MADE) != chosen or _GENERATION not in session:
        session[_GENERATION] = session.get(_GENERATION, 0) + 1
        session[_MADE] = session[_SEED] = chosen
    return int(session[_GENERATION])


def _select(key: str, brush: Brush) -> None:
    ends = st.session_state[key]["selection"].get("dates", {}).get("start") or ()
    known = len(ends) == 2 and all(isinstance(end, int | float) for end in ends)
    chosen = snapped(brush, *ends) if known else _NO_RANGE
    seeded = _ends(st.session_state[_SEED], brush)
    if known and seeded and chosen == snapped(brush, *seeded):
        return  # the chart tells of the brush that it was given
    st.session_state[_MADE] = chosen
    st.session_state[_CHANGED] = True
    link.change(date_from=chosen[0], date_to=chosen[1], window=None)


def snapped(brush: Brush, first_ms: float, last_ms: float) -> tuple[date | None, date | None]:
    """The range of the bars that start between two times (ms since 1970, UTC), as days.

    A brush that holds no bar's start means the bar below its middle.
    """
    starts = brush.starts.astype("datetime64[ms]").astype(np.int64)
    inside = np.flatnonzero((starts >= min(first_ms, last_ms)) & (starts <= max(first_ms, last_ms)))
    if not len(inside):
        middle = (first_ms + last_ms) / 2
        inside = np.array([max(int(np.searchsorted(starts, middle, side="right")) - 1, 0)])
    return brush.starts[inside[0]].item(), brush.ends[inside[-1]].item()


def _frame(brush: Brush) -> pd.DataFrame:
    """One row a bar and status that has any incident."""
    bars, statuses = np.nonzero(brush.by_status)
    day = np.timedelta64(1, "D")
    return pd.DataFrame(
        {
            "start": pd.to_datetime(brush.starts[bars]).tz_localize("UTC"),
            "end": pd.to_datetime(brush.ends[bars] + day).tz_localize("UTC"),
            "status": statuses.astype(np.int8),
            "n": brush.by_status[bars, statuses].astype(np.int32),
        }
    )


def _with_range(
    chart: dict[str, Any], chosen: tuple[date | None, date | None], brush: Brush
) -> dict[str, Any]:
    """The chart with its axis over all bars and its brush over the dates chosen."""
    chart["encoding"]["x"]["scale"]["domain"] = _axis(brush)
    ends = _ends(chosen, brush)
    if ends:
        chart["params"][0]["value"] = {"x": ends}
    return chart


def _axis(brush: Brush) -> list[int]:
    return [_ms(brush.starts[0].item()), _ms(brush.ends[-1].item() + timedelta(days=1))]


def _ends(chosen: tuple[date | None, date | None], brush: Brush) -> list[int]:
    """A range of dates as times on the axis, within it; empty for no range."""
    if chosen == _NO_RANGE:
        return []
    first, last = _axis(brush)
    start = _ms(chosen[0]) if chosen[0] else first
    end = _ms(chosen[1] + timedelta(days=1)) - 1 if chosen[1] else last
    return [min(max(moment, first), last) for moment in (start, end)]


def _ms(day: date) -> int:
    return int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp() * 1000)


def spec(dark: bool, bin_name: str) -> dict[str, Any]:
    """The chart without data, range and brush, to be changed by the caller."""
    return deepcopy(_spec(dark, bin_name))


@cache
def _spec(dark: bool, bin_name: str) -> dict[str, Any]:
    colours = [STATUS_STYLES[status].dark if dark else STATUS_STYLES[status].colour
               for status in STATUSES]  # fmt: skip
    accent = "#8ab4f8" if dark else "#0b57d0"
    brush = alt.selection_interval(
        name="dates",
        encodings=["x"],
        mark=alt.BrushConfig(fill=accent, fillOpacity=0.07, stroke=accent, strokeWidth=1.5),
    )
    colour = alt.Color(
        "status:O",
        scale=alt.Scale(domain=list(range(len(STATUSES))), range=colours),
        legend=None,
    )
    names = "[" + ",".join(f"'{STATUS_STYLES[status].label}'" for status in STATUSES) + "]"
    chart = (
        alt.Chart(height=HEIGHT)
        .transform_calculate(label=f"{names}[datum.status]")
        .mark_bar(strokeWidth=0, binSpacing=0.6)
        .encode(
            x=alt.X(
                "start:T",
                scale=alt.Scale(type="utc", nice=False),
                axis=alt.Axis(title=None, grid=False, tickCount=12, labelFlush=True),
            ),
            x2="end:T",
            y=alt.Y(
                "sum(n):Q",
                axis=alt.Axis(
                    title=None, format=",d", tickCount=3, tickMinStep=1, minExtent=34, domain=False
                ),
            ),
            color=alt.condition(brush, colour, alt.value(_GREY[dark])),
            order=alt.Order("status:O"),
            tooltip=[
                alt.Tooltip("start:T", title=bin_name.capitalize() + " from",
                            format="%-d %b %Y"),
                alt.Tooltip("label:N", title="Status"),
                alt.Tooltip("n:Q", title="Incidents", format=","),
            ],
        )
        .add_params(brush)
        .configure_view(stroke=None)
    )  # fmt: skip
    made: dict[str, Any] = chart.to_dict(validate=False)
    made.pop("data", None)
    made.pop("$schema", None)
    made["padding"] = {"left": 2, "right": 6, "top": 4, "bottom": 0}
    return made
