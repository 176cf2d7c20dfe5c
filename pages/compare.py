"""The compare page: two readings side by side, and what only one of them shows."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import streamlit as st

from geo.claims.perspective import CLAIMS, Perspective
from geo.store.snapshot import Snapshot
from geo.view import sources
from geo.view.compare import FIRST, SECOND, Comparison, compare
from geo.view.filters import Filters
from geo.view.reading import Reading, read
from geo.view.state import LISTED
from geo.view.words import counted
from pages.parts import comparison, link, sheet
from pages.parts.component import component
from pages.parts.context import Context
from pages.parts.map import Picked, Switched, draw_map

_BESIDE: Final = "compare_beside"
_PICKED: Final = "atlas.compare.picked"
_HEIGHT: Final = 380


def show(ctx: Context) -> None:
    """Draw both readings of the selection."""
    sheet.style()
    opened = component("links")(key="compare_links", on_open_change=lambda: None).open
    if opened:
        ctx.open_incident(str(opened))
    component("panel")(key="compare_panel", on_act_change=_act)
    one, other = ctx.state.reading, ctx.state.other_reading
    found = compare(ctx.whole, one, other, ctx.filters)
    left, right = st.columns(2, gap="small")
    with left:
        sheet.html(comparison.heading("First", one, *ctx.counts))
        st.caption("Chosen with “Sources” in the bar above, as on every page.")
    with right:
        second = read(ctx.whole, other)
        sheet.html(comparison.heading("Second", other, *ctx.filters.counts(second)))
        _choose_second(ctx)
    sheet.html(comparison.counts(found, ctx.state.listed))
    if one == other:
        _suggest(ctx)
    left, right = st.columns(2, gap="small")
    with left:
        _map(ctx, one, ctx.snapshot, FIRST)
    with right:
        _map(ctx, other, second, SECOND)
    table, incidents = st.columns([5, 7], gap="medium")
    with table:
        sheet.html(comparison.matrix(found, ctx.state.listed, sheet.is_dark()))
    with incidents:
        _incidents(ctx, found, second)


def _choose_second(ctx: Context) -> None:
    """What the second reading leaves out, and a way to swap the two."""
    options = source_names(ctx.whole, ctx.filters)
    options |= {entry: _name(entry) for entry in ctx.state.beside if entry not in options}
    st.session_state[_BESIDE] = list(ctx.state.beside)
    chosen, swap = st.columns([5, 1], vertical_alignment="bottom")
    chosen.multiselect(
        "Left out of the second reading",
        list(options),
        format_func=lambda entry: options.get(entry, entry),
        key=_BESIDE,
        placeholder="nothing: all sources count",
        on_change=lambda: link.change(beside=tuple(st.session_state[_BESIDE]), listed=""),
    )
    swap.button(
        "Swap",
        key="compare_swap",
        on_click=link.change,
        kwargs={"without": ctx.state.beside, "beside": ctx.state.without, "listed": ""},
        disabled=ctx.state.without == ctx.state.beside,
        width="stretch",
    )


def source_names(whole: Snapshot, filters: Filters) -> dict[str, str]:
    """What can be left out, in words with its number of reports; single outlets come last."""
    found = sources.source_options(whole, filters)
    return {
        one.value: f"{_name(one.value)} ({counted(one.count, 'report')})"
        for kind in (CLAIMS, "type", "country", "grade", "outlet")
        for one in found[kind]
    }


def _name(entry: str) -> str:
    words = Perspective((entry,)).describe().removeprefix("without ")
    return words[0].upper() + words[1:]


def _suggest(ctx: Context) -> None:
    """Both readings are the same: readings worth a look, one click each."""
    with st.container(horizontal=True, vertical_alignment="center", key="compare_presets"):
        st.html('<p class="atlas-note">Both readings are the same. Compare with:</p>')
        for number, (label, entries) in enumerate(sources.presets(ctx.whole)):
            st.button(
                label,
                key=f"compare_preset_{number}",
                on_click=link.change,
                kwargs={"beside": entries},
            )


def _map(ctx: Context, reading: Reading, snapshot: Snapshot, side: str) -> None:
    """The map of a reading; the two move together."""
    state = replace(ctx.state, without=reading.without, incident=None)
    match draw_map(
        ctx.filters, state, snapshot, ctx.settings, height=_HEIGHT, key=f"map_{side}", linked=True
    ):
        case Picked(ids=(only,)):
            ctx.open_incident(only)
        case Picked(ids=several, label=label):
            st.session_state[_PICKED] = (side, several, label)
            ctx.update(listed="")
        case Switched(hidden=hidden):
            ctx.update(hidden=hidden)


def _incidents(ctx: Context, found: Comparison, second: Snapshot) -> None:
    """The incidents of the chosen count, or of a click on one of the maps."""
    readings = (ctx.snapshot, second)

    def href(key: str) -> str:
        return ctx.address("incident", incident=key)

    if ctx.state.listed:
        sheet.html(comparison.listing(found, ctx.state.listed, readings, href, sheet.is_dark()))
    elif _PICKED in st.session_state:
        side, ids, label = st.session_state[_PICKED]
        snapshot = ctx.snapshot if side == FIRST else second
        sheet.html(
            comparison.picked(snapshot, ids, f"{side} reading, {label}", href, sheet.is_dark())
        )
    else:
        sheet.html('<p class="missing">Choose a number to list its incidents.</p>')


def _act() -> None:
    """List what was clicked, before the run that follows."""
    asked = st.session_state["compare_panel"]["act"] or {}
    value = str(asked.get("value", ""))
    if asked.get("act") == "list" and value in LISTED:
        listed = link.held()[1].listed
        link.change(listed="" if listed == value else value)
