"""The incident page, at a permanent address: who says what about one incident."""

from __future__ import annotations

import numpy as np
import streamlit as st

from geo.claims.agreement import agreement
from geo.errors import NotFoundError
from geo.places.roadbook import named_routes
from geo.store.query import IncidentDetail
from geo.view.agreement import Line, lines
from geo.view.along import references_of
from geo.view.incident import IncidentRead, read_incident
from geo.view.story import story
from geo.view.why import why
from geo.view.words import counted
from pages.parts import (
    adding,
    agreement_table,
    data,
    footage,
    history,
    incident_edit,
    incident_export,
    incident_head,
    incident_map,
    incident_near,
    incident_same,
    incident_search,
    ledger,
    sheet,
    status_told,
)
from pages.parts.component import component
from pages.parts.context import Context
from pages.parts.wording import esc, plain

_CAME_FROM = "incident.came_from"


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
        _elsewhere(ctx, incident_id)
        return
    with st.container():  # always there, so that what follows keeps its place when it empties
        incident_edit.say(ctx)
        _came_from(whole.id)
    told = read_incident(whole, ctx.state.reading)
    if told.detail is None:
        _nothing_left(ctx, whole, told)
    else:
        _draw(ctx, whole, told, told.detail)
    history.draw(ctx, whole)


def _draw(ctx: Context, whole: IncidentDetail, told: IncidentRead, detail: IncidentDetail) -> None:
    """The incident in the reading: ``detail`` is ``whole`` without the reports left out."""
    _head(ctx, whole, detail)
    says, place = st.columns([13, 8], gap="medium")
    with says:
        sheet.html(ledger.strip(detail.reports))
        comparison = st.container()
    room = place.container(key="incident_map_room")
    room.html("<span></span>")  # an empty container would not keep its room
    _reports(detail)
    _left_out(ctx, told)
    adding.to_incident(ctx, whole)
    incident_export.draw(ctx, detail)
    footage.draw(ctx, whole)
    incident_same.draw(ctx, detail)
    incident_near.draw(ctx, detail)
    # Last, for on a fresh server the base map is still being made.
    aspects = agreement(detail.reports, data.outlines())
    with comparison:
        _compared(detail, lines(detail, aspects))
    with room:
        incident_map.draw(ctx, detail, aspects)


def _elsewhere(ctx: Context, incident_id: str) -> None:
    """Lead on from a merged incident to the one that has its reports; else help to find one."""
    target = data.leads_to(incident_id, ctx.whole.revision)
    if target is None:
        incident_search.draw(ctx, incident_id)
        return
    st.session_state[_CAME_FROM] = (incident_id, target)
    ctx.update(incident=target)


def _came_from(incident_id: str) -> None:
    """Say that the address asked for leads here, as long as this incident is shown."""
    former, target = st.session_state.get(_CAME_FROM, ("", ""))
    if target == incident_id:
        st.info(
            f"The address of {plain(former)} leads here: its reports were merged into this "
            "incident. The history below says when and why.",
            icon=":material/merge:",
        )
    else:
        st.session_state.pop(_CAME_FROM, None)


def _head(ctx: Context, whole: IncidentDetail, detail: IncidentDetail) -> None:
    """What, when, where, how firm and why; and the forms of an editor, when they are wanted."""
    grade = data.graded(whole.revision).get(whole.id)
    on = references_of(detail.snapshot, named_routes(ctx.settings), np.zeros(1, np.int64)).text(0)
    sheet.html(
        incident_head.head(detail.snapshot, 0, on)
        + status_told.explained(detail, why(detail), grade, sheet.is_dark())
    )
    if incident_edit.switch(ctx):
        incident_edit.draw(ctx, whole, grade)


def _compared(detail: IncidentDetail, table: list[Line]) -> None:
    """What agrees and what differs, and the order in which it was told."""
    if len(detail.reports) < 2:
        sheet.html(incident_head.facts(detail.snapshot, 0))
        return
    compared = agreement_table.table(table, {report.id: report for report in detail.reports})
    start, end = detail.snapshot.start[0].item(), detail.snapshot.end[0].item()
    told = agreement_table.told(story(detail.reports, start, end))
    sheet.html(
        f"<h2>What agrees and what differs</h2>{compared}<h2>In which order it was told</h2>{told}"
    )


def _reports(detail: IncidentDetail) -> None:
    title = "Every report, side by side" if len(detail.reports) > 1 else "The report"
    sheet.html(f"<h2>{title}</h2>{ledger.table(detail.reports)}")


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


def _nothing_left(ctx: Context, whole: IncidentDetail, told: IncidentRead) -> None:
    """The incident is there, but none of its reports counts in this reading."""
    sheet.html(
        f"<h1>{esc(incident_head.title(whole.snapshot, 0))}</h1>"
        '<p class="why" role="status">Every report of this incident is left out of this reading, '
        "so nothing is said of it. “Put all back” above shows it again.</p>"
    )
    _left_out(ctx, told)
    adding.to_incident(ctx, whole)
