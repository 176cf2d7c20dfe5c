"""The timeline page: incidents over time, and the playback that moves a window over the map."""

from __future__ import annotations

import numpy as np
import streamlit as st

from geo.store.snapshot import Snapshot
from geo.view.index import Rows, index_of
from geo.view.state import BINS
from geo.view.table import row_text
from geo.view.words import counted
from pages.parts import timeline_chart
from pages.parts.context import Context
from pages.parts.map import Picked, draw_map

_BIN_NAMES = {"auto": "Auto", **{name: name.capitalize() for name in BINS[1:]}}
_STACK_NAMES = {"status": "Status", "type": "Type", "governorate": "Governorate"}
_MAP_HEIGHT = 380
_LISTED = 12


def show(ctx: Context) -> None:
    """Draw the page for the selection of the link."""
    rows = ctx.rows
    bars, stack, dates = st.columns([5, 3, 4], vertical_alignment="bottom")
    with bars:
        _choice(ctx, "Bars", "bin", _BIN_NAMES)
    with stack:
        _choice(ctx, "Stacked by", "stack", _STACK_NAMES)
    with dates:
        _date_buttons(ctx)
    if timeline_chart.shown_span(ctx.snapshot, rows, ctx.filters) is None:
        _nothing_dated(ctx)
        return
    chosen = index_of(ctx.snapshot).row_of.get(ctx.state.incident or "")
    data = timeline_chart.chart_data(ctx.snapshot, rows, ctx.filters, ctx.state, chosen)
    asked = ctx.state.bin
    if asked not in ("auto", data["unit"]):
        st.caption(
            f"Bars of a {asked} would be too thin for this range, so each is a {data['unit']}. "
            "A shorter date range shows finer bars."
        )
    picked = timeline_chart.draw(data, key="timeline")
    _not_drawn(ctx.snapshot, rows)
    if picked is not None:
        ctx.update(date_from=picked[0], date_to=picked[1], window=None)
    event = draw_map(
        ctx.filters, ctx.state, ctx.snapshot, ctx.settings, height=_MAP_HEIGHT, key="timeline_map"
    )
    if isinstance(event, Picked):
        _open(ctx, event)


def _choice(ctx: Context, label: str, field: str, names: dict[str, str]) -> None:
    """One choice of the chart that is kept in the link; the link wins unless just touched."""
    key = f"timeline_{field}"
    if st.session_state.pop(f"{key}_touched", False):
        value = st.session_state.get(key)
        if value is not None and value != getattr(ctx.state, field):
            ctx.update(**{field: value})
    st.session_state[key] = getattr(ctx.state, field)

    def touched() -> None:
        st.session_state[f"{key}_touched"] = True

    st.segmented_control(label, list(names), format_func=names.get, key=key, on_change=touched)


def _date_buttons(ctx: Context) -> None:
    """Ways back out of a range that was chosen on the chart."""
    first, last = ctx.filters.date_from, ctx.filters.date_to
    if first is None and last is None:
        st.caption("Drag over the bars, or choose one, to set the date range.")
        return
    wider, every = st.columns(2)
    longer = timeline_chart.widened(first, last)
    if wider.button("Wider dates", key="timeline_wider", disabled=not longer, width="stretch"):
        ctx.update(**longer, window=None)
    if every.button("All dates", key="timeline_all", width="stretch"):
        ctx.update(date_from=None, date_to=None, window=None)


def _nothing_dated(ctx: Context) -> None:
    """Why the chart is empty, and what to do next."""
    if len(ctx.rows):
        st.info(
            f"None of the {counted(len(ctx.rows), 'incident')} in this selection has a date, so "
            "there is nothing to put on a timeline. The map and the table show them."
        )
    else:
        st.info(
            "No incident fits these filters, so the timeline is empty. Clear a filter above, or "
            "take a wider date range."
        )


def _not_drawn(snapshot: Snapshot, rows: Rows) -> None:
    """Says how many incidents have no date and so are on no bar."""
    missing = int(np.isnat(snapshot.start[rows]).sum())
    if missing:
        st.caption(f"{counted(missing, 'incident')} without any date are not on the chart.")


def _open(ctx: Context, picked: Picked) -> None:
    """Go to the incident clicked on the map; of several at one place the reader takes one."""
    if len(picked.ids) == 1:
        ctx.open_incident(picked.ids[0])
        return
    row_of = index_of(ctx.snapshot).row_of
    shown = picked.ids[:_LISTED]
    st.caption(f"{counted(len(picked.ids), 'incident')} {picked.label}:")
    for incident_id in shown:
        text = row_text(ctx.snapshot, row_of[incident_id])
        label = f"{text['date']}, {text['type'] or 'unstated type'}, {text['status']}"
        st.button(
            label, key=f"timeline_open_{incident_id}", on_click=ctx.open_incident,
            args=(incident_id,), type="tertiary",
        )  # fmt: skip
    if len(picked.ids) > _LISTED:
        st.caption(f"and {len(picked.ids) - _LISTED:,} more; zoom in or shorten the dates.")
