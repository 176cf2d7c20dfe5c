"""The incident page, at a permanent address: who says what about one incident."""

from __future__ import annotations

import numpy as np
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from geo.errors import NotFoundError
from geo.places.roadbook import named_routes
from geo.store.query import IncidentDetail
from geo.view.along import references_of
from geo.view.nearby import GROUP_DAYS, NEAR_DAYS, NEAR_KM, nearby, row_of
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
        row = row_of(ctx.snapshot, incident_id)
        detail = data.incident(incident_id, ctx.snapshot.revision)
    except NotFoundError:
        incident_search.draw(ctx, incident_id)
        return
    map_place = _head(ctx, row, detail)
    _reports(detail)
    incident_export.draw(ctx, detail)
    _near(ctx, incident_id)
    history.draw(detail)
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
