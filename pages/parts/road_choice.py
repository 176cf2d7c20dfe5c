"""The controls of the routes page: which road, how near, how long its stretches, what counts."""

from __future__ import annotations

from typing import Any, Final

import streamlit as st

from geo.places.roadbook import BORDERS, CROSSINGS, Roadbook
from geo.view.state import KNOWN, REACHES, STRETCHES, ViewState
from pages.parts import link
from pages.parts.context import Context

_BY: Final = "routes_by"
_KINDS: Final = {"route": "Named route", "ways": "Between two places"}
_KNOWN_NAMES: Final = {0: "All", 2: "where_prec ≤ 2", 1: "where_prec 1"}


def draw(ctx: Context, book: Roadbook) -> None:
    """Draw the controls; what they change goes into the link before the next run."""
    with st.container(horizontal=True, vertical_alignment="bottom", key="routes_controls"):
        if _kind(ctx.state) == "route":
            _route(ctx.state, book)
        else:
            _town(ctx.state, book, "orig", "From")
            _town(ctx.state, book, "dest", "To")
        _number(ctx.state, "reach", "Beside, km", REACHES)
        _number(ctx.state, "seg", "Stretch, km", STRETCHES)
        st.session_state["routes_known"] = ctx.state.known
        st.segmented_control(
            "Counted",
            KNOWN,
            format_func=_KNOWN_NAMES.__getitem__,
            key="routes_known",
            on_change=lambda: _changed("known", st.session_state["routes_known"]),
            width="content",
        )


def _kind(state: ViewState) -> str:
    """Which of the two ways to choose a road; the link wins where it says so."""
    if state.road:
        st.session_state[_BY] = "route"
    elif state.orig or state.dest:
        st.session_state[_BY] = "ways"
    st.session_state.setdefault(_BY, "route")
    kind = st.segmented_control(
        "Road",
        list(_KINDS),
        format_func=_KINDS.__getitem__,
        key=_BY,
        on_change=_switched,
        width="content",
    )
    return str(kind or "route")


def _switched() -> None:
    if st.session_state[_BY] == "ways":
        link.change(road="", orig="Safwan", dest="Baghdad", alt=0, km=None, map=None)
    else:
        link.change(orig="", dest="", alt=0, km=None, map=None)


def _route(state: ViewState, book: Roadbook) -> None:
    titles = {route.label: route.title for route in book.routes.routes}
    marks = {r.label: "" if r.sourced else " (unverified)" for r in book.routes.routes}
    st.session_state["routes_road"] = state.road if state.road in titles else None
    st.selectbox(
        "Route",
        list(titles),
        width=330,
        format_func=lambda label: titles[label] + marks[label],
        key="routes_road",
        placeholder="Choose a route",
        on_change=lambda: link.change(
            road=st.session_state["routes_road"] or "", orig="", dest="", alt=0, km=None, map=None
        ),
    )


def _town(state: ViewState, book: Roadbook, field: str, label: str) -> None:
    key, held = f"routes_{field}", getattr(state, field)
    st.session_state[key] = held if held in book.towns else None
    st.selectbox(
        label,
        list(book.towns),
        width=230,
        format_func=_town_name,
        key=key,
        placeholder="Choose a place",
        on_change=lambda: link.change(
            **{field: st.session_state[key] or ""}, road="", alt=0, km=None, map=None
        ),
    )


def _town_name(name: str) -> str:
    """The town with the border that it stands at, so that typing either finds it."""
    if name not in BORDERS:
        return name
    return f"{name} ({', '.join((BORDERS[name] + ' border', *CROSSINGS.get(name, ())))})"


def _number(state: ViewState, field: str, label: str, options: tuple[int, ...]) -> None:
    key = f"routes_{field}"
    st.session_state[key] = getattr(state, field)
    st.selectbox(
        label, options, key=key, width=104, on_change=lambda: _changed(field, st.session_state[key])
    )


def _changed(field: str, value: Any) -> None:
    """Take the value; a control that was switched off altogether stays as it was."""
    if value is not None:
        link.change(**{field: value})
