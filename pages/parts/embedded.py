"""A view in a frame of another site (``?embed=true``): to be read, never to be edited.

There is no header, no filter bar and no form; a line below leads to the same view in the atlas.
"""

from __future__ import annotations

from typing import Final

import streamlit as st

from geo.errors import NotFoundError
from geo.view.incident import read_incident
from geo.view.index import index_of
from geo.view.table import row_text
from geo.view.title import ATLAS
from geo.view.why import why
from pages.parts import (
    data,
    filters,
    incident_head,
    ledger,
    link,
    notices,
    sheet,
    status_told,
    timeline_chart,
)
from pages.parts.context import Context
from pages.parts.map import Picked, Switched, draw_map
from pages.parts.page_names import EMBEDDED, PAGES
from pages.parts.theme import style
from pages.parts.wording import esc

_MAP_HEIGHT: Final = 300
_PICKED: Final = "embed.dates"
"""The dates of the view, when the reader has chosen others on the bars."""


def on() -> bool:
    """Whether the browser shows the atlas in embed mode."""
    return bool(st.context.is_embedded)


def show(ctx: Context) -> None:
    """Draw the view without anything that changes the atlas."""
    style("embed.css")
    sheet.style()
    notices.wrong_revision()
    if ctx.page not in EMBEDDED:
        sheet.html(
            f'<p class="why">The page {esc(PAGES[ctx.page])} is not shown in a frame; open it in '
            "the atlas.</p>"
        )
    elif ctx.page == "incident":
        _incident(ctx)
    else:
        filters.say(ctx)
        if ctx.page == "map":
            _map(ctx)
        else:
            _timeline(ctx)
    _foot(ctx)
    notices.follow(ctx)


def _map(ctx: Context) -> None:
    with st.container(key="embed_map"):
        event = draw_map(ctx.filters, ctx.state, ctx.snapshot, ctx.settings, height=_MAP_HEIGHT)
    match event:
        case Picked(ids=(only,)):
            ctx.update(incident=only)
        case Switched(hidden=hidden):
            ctx.update(hidden=hidden)
    row = index_of(ctx.snapshot).row_of.get(ctx.state.incident or "")
    if row is not None:
        text = row_text(ctx.snapshot, row)
        place = text["place"] or text["governorate"] or "place not known"
        said = f"{text['date']}, {text['type'] or 'incident'}, {place}: {text['status']}"
        address = ctx.address("incident")
        sheet.html(
            f'<p class="embed-picked">{esc(said)}. <a href="{esc(address)}" target="_blank" '
            'rel="noopener">Who says what</a></p>'
        )


def _timeline(ctx: Context) -> None:
    chosen = index_of(ctx.snapshot).row_of.get(ctx.state.incident or "")
    drawn = timeline_chart.chart_data(ctx.snapshot, ctx.rows, ctx.filters, ctx.state, chosen)
    if not drawn["starts"]:
        st.info("No incident of this view has a date.")
        return
    picked = timeline_chart.draw(drawn | {"still": True}, key="timeline")
    if picked is not None:
        st.session_state[_PICKED] = (ctx.filters.date_from, ctx.filters.date_to)
        ctx.update(date_from=picked[0], date_to=picked[1], window=None)
    if _PICKED in st.session_state:
        st.button("Dates as before", key="embed_dates", type="tertiary", on_click=_dates_back)


def _dates_back() -> None:
    first, last = st.session_state.pop(_PICKED)
    link.change(date_from=first, date_to=last, window=None)


def _incident(ctx: Context) -> None:
    try:
        told = data.incident(ctx.state.incident or "", ctx.whole.revision)
    except NotFoundError as missing:
        sheet.html(f'<p class="why">{esc(missing)}.</p>')
        return
    detail = read_incident(told, ctx.state.reading).detail
    if detail is None:
        sheet.html('<p class="why">Every report is left out of this reading.</p>')
        return
    grade = data.graded(told.revision).get(told.id)
    sheet.html(
        incident_head.head(detail.snapshot, 0)
        + status_told.explained(detail, why(detail), grade, sheet.is_dark())
        + ledger.strip(detail.reports)
        + ledger.table(detail.reports)
    )


def _foot(ctx: Context) -> None:
    """Whose map this is, as of when, and the way to the whole of it."""
    frozen = ", frozen" if ctx.pinned else ""
    sheet.html(
        f'<p class="embed-foot">{ATLAS}, revision {ctx.snapshot.revision}{frozen}, '
        f'<a href="{esc(ctx.address(ctx.page))}" target="_blank" rel="noopener">open in the atlas'
        "</a></p>"
    )
