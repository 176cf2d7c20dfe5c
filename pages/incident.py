"""The incident page, at a permanent address: who says what about one incident."""

from __future__ import annotations

import numpy as np
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from geo.errors import NotFoundError
from geo.places.roadbook import named_routes
from geo.store.query import IncidentDetail
from geo.view.along import references_of
from geo.view.incident import IncidentRead, read_incident
from geo.view.nearby import GROUP_DAYS, NEAR_DAYS, NEAR_KM, nearby, row_of
from geo.view.words import counted
from pages.parts import (
    data,
    history,
    incident_export,
    incident_head,
    incident_map,
    incident_search,
    ledger,
    sheet,
)
from pages.parts.component import component
from pages.parts.context import Context
from pages.parts.wording import esc


def show(ctx: Context) -> None:
    """Draw the incident that the link names, or help to find one."""
    sheet.style()
    opened = component("links")(key="incident_links", on_open_change=lambda: None).open
    if opened:
        ctx.open_incident(str(opened))
    incident_id = ctx.state.incident
    if incident_id is None:
        incident_search.draw(ctx)
        return
    try:
        whole = data.incident(incident_id, ctx.whole.revision)
    except NotFoundError:
        incident_search.draw(ctx, incident_id)
        return
    told = read_incident(whole, ctx.state.reading)
    detail = told.detail
    if detail is None:
        _nothing_left(ctx, incident_id, told)
        history.draw(whole)
        return
    row = row_of(ctx.snapshot, incident_id)
    map_place = _head(ctx, row, detail)
    _reports(detail)
    _left_out(ctx, told)
    incident_export.draw(ctx, detail)
    _near(ctx, incident_id)
    history.draw(whole)
    with map_place:  # last, for on a fresh server the base map is still being made
        incident_map.draw(ctx, row, detail)


def _head(ctx: Context, row: int, detail: IncidentDetail) -> DeltaGenerator:
    """What, when, where and how firm, and who says so; returns the place of the map beside it."""
    sheet.html(incident_head.head(ctx.snapshot, row, detail.explanation, sheet.is_dark()))
    on = references_of(ctx.snapshot, named_routes(ctx.settings), np.array([row])).text(0)
    says, place = st.columns([13, 8], gap="medium")
    with says:
        sheet.html(ledger.strip(detail.reports))
        sheet.html(incident_head.facts(ctx.snapshot, row, [("Position on the road", on)]))
    room = place.container(key="incident_map_room")
    room.html("<span></span>")  # an empty container would not keep its room
    return room


def _reports(detail: IncidentDetail) -> None:
    several = len(detail.reports) > 1
    compared = f"<h2>What agrees and what differs</h2>{ledger.comparison(detail.reports)}"
    title = "Every report, side by side" if several else "The report"
    sheet.html(f"{compared if several else ''}<h2>{title}</h2>{ledger.table(detail.reports)}")


def _left_out(ctx: Context, told: IncidentRead) -> None:
    """Reports that do not count in this reading stay in sight, apart from those that do."""
    if told.left_out:
        why = ctx.state.reading.describe()
        sheet.html(
            f'<section class="left-out"><h2>Left out of this reading</h2>'
            f"<p>{counted(len(told.left_out), 'report')} of this incident, {esc(why)}. "
            "Status, place, date and counts above are worked out without them.</p>"
            f"{ledger.table(told.left_out)}</section>"
        )


def _nothing_left(ctx: Context, incident_id: str, told: IncidentRead) -> None:
    """The incident is there, but none of its reports counts in this reading."""
    row = row_of(ctx.whole, incident_id)
    sheet.html(
        f"<h1>{esc(incident_head.title(ctx.whole, row))}</h1>"
        '<p class="why" role="status">Every report of this incident is left out of this reading, '
        "so nothing is said of it. “Put all back” above shows it again.</p>"
    )
    _left_out(ctx, told)


def _near(ctx: Context, incident_id: str) -> None:
    """Earlier and later incidents near in place and time; their links keep the filters."""
    earlier, later = nearby(ctx.snapshot, incident_id)
    parts = []
    for title, found in (("Before it, nearby", earlier), ("After it, nearby", later)):
        if found:
            table = incident_head.neighbours(
                ctx.snapshot, found, lambda key: ctx.address("incident", incident=key),
                sheet.is_dark(),
            )  # fmt: skip
            parts.append(f"<h2>{title}</h2>{table}")
    if not parts:
        parts = [
            f'<h2>Nearby</h2><p class="missing">No other incident within {NEAR_DAYS} days at an '
            f"exact place within {NEAR_KM:.0f} km, or in the same district, governorate or stretch "
            f"of road, and none within {GROUP_DAYS} days that names the same group.</p>"
        ]
    sheet.html("".join(parts))
