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
from pages.parts.wording import plain

_BIN_NAMES = {"auto": "Auto", **{name: name.capitalize() for name in BINS[1:]}}
_STACK_NAMES = {"status": "Status", "type": "Type", "governorate": "Governorate"}
_MAP_HEIGHT = 380
_LISTED = 12
_LISTED_KEY = "timeline.listed"


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
    chosen = index_of(ctx.snapshot).row_of.get(ctx.state.incident or "")
    data = timeline_chart.chart_data(ctx.snapshot, rows, ctx.filters, ctx.state, chosen)
    if not data["starts"]:
        _nothing_dated(ctx)
        return
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
        if len(event.ids) == 1:
            ctx.open_incident(event.ids[0])
        st.session_state[_LISTED_KEY] = event
    _listed(ctx)


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


def _listed(ctx: Context) -> None:
    """Incidents that were clicked on the map; one opens at once, several are listed."""
    picked: Picked | None = st.session_state.get(_LISTED_KEY)
    if picked is None:
        return
    row_of = index_of(ctx.snapshot).row_of
    shown = [incident_id for incident_id in picked.ids if incident_id in row_of][:_LISTED]
    title, close = st.columns([6, 1], vertical_alignment="center")
    title.caption(f"{counted(len(picked.ids), 'incident')} {picked.label}:")
    if close.button("Close the list", key="timeline_close", type="tertiary"):
        del st.session_state[_LISTED_KEY]
        st.rerun()
    for incident_id in shown:
        text = row_text(ctx.snapshot, row_of[incident_id])
        label = f"{text['date']}, {text['type'] or 'unstated type'}, {text['status']}"
        if st.button(plain(label), key=f"timeline_open_{incident_id}", type="tertiary"):
            del st.session_state[_LISTED_KEY]
            ctx.open_incident(incident_id)
    if len(picked.ids) > len(shown):
        st.caption(f"and {len(picked.ids) - len(shown):,} more; zoom in or shorten the dates.")
