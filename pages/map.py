"""The map page: the map, who says what beside it, the time brush and the table below."""

from __future__ import annotations

from functools import partial
from typing import Final

import numpy as np
import streamlit as st

from geo.errors import NotFoundError
from geo.view.incident import read_incident
from geo.view.nearby import row_of
from geo.view.state import METRICS, SHADES
from geo.view.summary import summary
from geo.view.widen import widen
from geo.view.words import counted
from pages.parts import data, link, panel, sheet
from pages.parts.charts import draw_brush
from pages.parts.component import component
from pages.parts.context import Context
from pages.parts.map import Picked, Switched, draw_map
from pages.parts.table import draw_table

_ALL_LEFT_OUT: Final = "Every report of the chosen incident is left out of this reading."
_PICKS: Final = "atlas.picks"
_SHADES: Final = {"": "None", "governorate": "Governorates", "district": "Districts"}
_METRICS: Final = {"count": "Incidents", "density": "Per 1,000 km²"}


def show(ctx: Context) -> None:
    """Draw the page for the selection of the link."""
    sheet.style()
    component("panel")(key="panel", on_act_change=_act)
    if not len(ctx.rows):
        _nothing(ctx)
    left, right = st.columns([2, 1], gap="small")
    with left, st.container(key="map_frame"):
        _map(ctx)
        draw_brush(ctx)
    with right:
        _layers(ctx)
        with st.container(key="map_panel"):
            _panel(ctx)
    draw_table(ctx)


def _map(ctx: Context) -> None:
    match draw_map(ctx.filters, ctx.state, ctx.snapshot, ctx.settings, height=530):
        case Picked(ids=(only,)):
            st.session_state.pop(_PICKS, None)
            ctx.update(incident=only)
        case Picked(ids=several, label=label):
            st.session_state[_PICKS] = (several, label)
            if ctx.state.incident:
                ctx.update(incident=None)
        case Switched(hidden=hidden):
            ctx.update(hidden=hidden)


def _panel(ctx: Context) -> None:
    """The chosen incident, the incidents that a click met, or the summary."""
    dark = sheet.is_dark()
    if ctx.state.incident:
        try:
            told = data.incident(ctx.state.incident, ctx.whole.revision)
            detail = read_incident(told, ctx.state.reading).detail
        except NotFoundError as missing:
            st.html(f'<p class="atlas-note">{panel.esc(missing)}.</p>')
        else:
            if detail is None:
                st.html(f'<p class="atlas-note">{_ALL_LEFT_OUT}</p>')
                return
            href = ctx.address("incident")
            row = row_of(ctx.snapshot, ctx.state.incident)
            sheet.html(panel.incident(ctx.snapshot, row, detail, href, dark))
            return
    elif _PICKS in st.session_state:
        ids, label = st.session_state[_PICKS]
        rows = [row for row in map(partial(_selected_row, ctx), ids) if row is not None]
        if rows:
            sheet.html(panel.picks(ctx.snapshot, rows, label, dark))
            return
    sheet.html(panel.summary(summary(ctx.snapshot, ctx.rows), dark))


def _selected_row(ctx: Context, key: str) -> int | None:
    """The row of an incident that the filters still select."""
    try:
        row = row_of(ctx.snapshot, key)
    except NotFoundError:
        return None
    at = int(np.searchsorted(ctx.rows, row))
    return row if at < len(ctx.rows) and ctx.rows[at] == row else None


def _act() -> None:
    """Do what was clicked in the panel, before the run that follows."""
    asked = st.session_state["panel"]["act"] or {}
    value = str(asked.get("value", ""))
    match str(asked.get("act", "")).split(":"):
        case ["choose"] if value:
            link.change(incident=value)
        case ["open"] if value:
            link.change(incident=value)
            link.go("incident")
        case ["close"] if link.held()[1].incident:  # back to the list it was chosen from
            link.change(incident=None)
        case ["close"]:
            st.session_state.pop(_PICKS, None)
        case ["only", "governorates" | "statuses" as field]:
            link.change(**{field: (value,)})


def _nothing(ctx: Context) -> None:
    """Why nothing is shown, and the nearest selections that show something."""
    with_all = len(ctx.filters.apply(ctx.whole))
    if with_all:
        words = f"No incident fits in this reading; with all sources {with_all:,} would."
        st.html(f'<p class="atlas-note" role="status">{words}</p>')
        return
    found = widen(ctx.snapshot, ctx.filters)
    if found is None:
        if ctx.snapshot.n == 0:
            st.info("No incident is loaded yet. Load a file with: python -m geo load FILE")
        return
    with st.container(key="nothing", horizontal=True, vertical_alignment="center"):
        st.html(f'<p class="atlas-note" role="status">{panel.esc(found.sentence)}</p>')
        for number, nearer in enumerate(found.suggestions):
            st.button(
                f"Show {counted(nearer.count, 'incident')} {nearer.words}",
                key=f"widen_{number}",
                on_click=link.change,
                args=(nearer.filters,),
            )


def _layers(ctx: Context) -> None:
    """What is drawn on the map beside the incidents."""
    with st.popover("Areas and tiles", key="layers", type="tertiary", icon=":material/layers:"):
        _choice(ctx, "Shade areas by their incidents", "shade", _SHADES)
        if ctx.state.shade:
            _choice(ctx, "Shade by", "metric", _METRICS)
        st.session_state["map_tiles"] = ctx.state.tiles
        st.toggle(
            "Online map below (asks a server on the internet)",
            key="map_tiles",
            on_change=lambda: link.change(tiles=st.session_state["map_tiles"]),
        )


def _choice(ctx: Context, label: str, field: str, names: dict[str, str]) -> None:
    key = f"map_{field}"
    st.session_state[key] = getattr(ctx.state, field)
    options = SHADES if field == "shade" else METRICS
    st.radio(
        label,
        options,
        format_func=names.__getitem__,
        key=key,
        horizontal=True,
        on_change=lambda: link.change(**{field: st.session_state[key]}),
    )
