"""The groups page: who is named, since when, how they are written, and who might be whom."""

from __future__ import annotations

import streamlit as st

from geo.claims.actor_kinds import ActorKind
from geo.view.groups import GroupLine, groups, mentions, ordered
from geo.view.lanes import lanes
from geo.view.state import GROUP_SORTS
from pages.parts import group_list, lanes_chart, link, sheet
from pages.parts.component import component
from pages.parts.context import Context


def show(ctx: Context) -> None:
    """Draw the page for the selection of the link."""
    sheet.style("groups.css")
    component("panel")(key="groups_acts", on_act_change=_act)
    lines = groups(ctx.snapshot, ctx.filters)
    if not lines:
        _nobody(ctx)
        return
    _overview(ctx, lines)


def _overview(ctx: Context, lines: tuple[GroupLine, ...]) -> None:
    armed = tuple(line for line in lines if line.kind is ActorKind.GROUP)
    left, right = st.columns([6, 7], gap="medium")
    with left:
        sheet.html(group_list.draw(lines, ctx.state, sheet.is_dark()))
    with right:
        _lanes(ctx, ordered(armed, ctx.state.group_sort, ctx.state.group_descending))
    sheet.html(group_list.others(lines, ctx.state, sheet.is_dark()))


def _lanes(ctx: Context, lines: list[GroupLine]) -> None:
    found = lanes(ctx.snapshot, lines, mentions(ctx.snapshot, ctx.filters))
    opened, chosen = lanes_chart.draw(
        lanes_chart.chart_data(ctx.snapshot, lines, found, ctx.state.group), key="groups_lanes"
    )
    if opened:
        ctx.open_incident(opened)
    if chosen:
        ctx.update(group=chosen)


def _nobody(ctx: Context) -> None:
    """Why the page is empty, and what to do next."""
    if len(ctx.rows):
        st.info(
            "None of the reports of this selection names anybody. Take other dates or statuses, or "
            "clear the filters, to see who is named elsewhere."
        )
    else:
        st.info("No incident fits these filters, so nobody is named. Clear a filter above.")


def _act() -> None:
    """Do what was clicked in the page's own HTML, before the run that follows."""
    asked = st.session_state["groups_acts"]["act"] or {}
    value = str(asked.get("value", ""))
    match str(asked.get("act", "")):
        case "group":
            link.change(group=value)
        case "sort" if value.removeprefix("-") in GROUP_SORTS:
            link.change(group_sort=value.removeprefix("-"), group_descending=value.startswith("-"))
