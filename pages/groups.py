"""The groups page: who is named, since when, how they are written, and who might be whom."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import streamlit as st

from geo.claims.actor_kinds import ActorKind
from geo.claims.joining import Joined, joined
from geo.export.about import About
from geo.export.groups_file import hypotheses_csv, spellings_csv
from geo.view.groups import GroupLine, groups, mentions, ordered
from geo.view.lanes import lanes
from geo.view.reading import CONFIDENCES
from geo.view.spellings import spellings
from geo.view.state import GROUP_SORTS
from geo.view.suggestions import settled, suggestions
from geo.view.words import counted
from pages.parts import (
    alike_table,
    deciding,
    group_history,
    group_list,
    group_part,
    held_hypotheses,
    hypothesizing,
    lanes_chart,
    link,
    sheet,
)
from pages.parts.component import component
from pages.parts.context import Context

_LEVELS: Final = {"": "As stated", "low": "Low", "moderate": "Moderate", "high": "High"}


def show(ctx: Context) -> None:
    """Draw the page for the selection of the link."""
    sheet.style("groups.css")
    component("panel")(key="groups_acts", on_act_change=_act)
    opened = component("links")(key="groups_links", on_open_change=lambda: None).open
    if opened:
        ctx.open_incident(str(opened))
    with st.container():  # always there, so that what follows keeps its place when it empties
        deciding.say()
    found = joined(ctx.whole.hypotheses, ctx.state.reading.level)
    lines = groups(ctx.snapshot, ctx.filters)
    _controls(ctx, lines, found)
    if ctx.state.group:
        group_part.draw(ctx, found)
    else:
        _overview(ctx, lines, found)


def _controls(ctx: Context, lines: Sequence[GroupLine], found: Joined) -> None:
    """Which group is looked at, and which hypotheses hold; both are in the link."""
    group, level, words = st.columns([4, 4, 5], gap="medium", vertical_alignment="bottom")
    names = {line.key: line.name for line in ordered(tuple(lines), "name", False)}
    if ctx.state.group and ctx.state.group not in names:
        names[ctx.state.group] = ctx.state.group
    with group:
        st.session_state["groups_group"] = ctx.state.group or None
        st.selectbox(
            "Group",
            list(names),
            format_func=lambda key: names.get(key, key),
            key="groups_group",
            placeholder="All groups",
            on_change=lambda: link.change(group=st.session_state["groups_group"] or ""),
        )
    with level:
        st.session_state["groups_level"] = ctx.state.hyp
        st.segmented_control(
            "Count as one, by hypotheses of at least",
            CONFIDENCES,
            format_func=_LEVELS.__getitem__,
            key="groups_level",
            on_change=_level,
            help="Same as, rebrand of and facade of join; distinct keeps apart. It holds on every "
            "page, and nothing stored changes.",
        )
    with words:
        st.caption(_joined_words(ctx, found))


def _level() -> None:
    value = st.session_state["groups_level"]
    if value is not None:
        link.change(hyp=value)


def _joined_words(ctx: Context, found: Joined) -> str:
    if not ctx.state.hyp:
        held = counted(len(ctx.whole.hypotheses), "hypothesis", "hypotheses")
        return f"As stated: each name by itself. {held} {_are(ctx.whole.hypotheses)} held."
    names = sum(len(group) for group in found.groups)
    joins = f"{names} names count as {len(found.groups)}" if names else "No names count as one"
    aside = counted(len(found.set_aside), "hypothesis", "hypotheses")
    rest = f"; {aside} set aside, for they contradict others" if found.set_aside else ""
    return f"{joins}{rest}."


def _are(items: Sequence[object]) -> str:
    return "is" if len(items) == 1 else "are"


def _overview(ctx: Context, lines: tuple[GroupLine, ...], found: Joined) -> None:
    dark = sheet.is_dark()
    armed = tuple(line for line in lines if line.kind is ActorKind.GROUP)
    if not lines:
        _nobody(ctx)
    elif armed:
        left, right = st.columns([6, 7], gap="medium")
        with left:
            sheet.html(group_list.draw(lines, ctx.state, dark))
        with right:
            _lanes(ctx, ordered(armed, ctx.state.group_sort, ctx.state.group_descending))
    else:
        sheet.html(group_list.draw(lines, ctx.state, dark))
    others = group_list.others(lines, ctx.state, dark)
    for column, html in zip(st.columns(2, gap="medium"), others, strict=False):
        with column:
            sheet.html(html)
    held_hypotheses.draw(ctx, ctx.whole.hypotheses, found, ())
    hypothesizing.draw(ctx, held_hypotheses.names(ctx), ctx.whole.hypotheses)
    _alike(ctx)
    _files(ctx)
    group_history.draw(ctx, ())


def _alike(ctx: Context) -> None:
    """Suggestions; under hypotheses a pair may be of several names, so it cannot be filled in."""
    found = suggestions(ctx.snapshot, ctx.filters)
    plain = deciding.can(ctx) and not ctx.snapshot.vocab.held
    held = settled(ctx.snapshot)
    left_out = f"<p class=quiet>{counted(len(held), 'pair')} left out: a hypothesis is held.</p>"
    sheet.html(
        "<h2>Where to look: groups that are alike</h2>"
        f"{alike_table.draw(found, propose=plain)}{left_out if held else ''}"
    )


def _lanes(ctx: Context, lines: list[GroupLine]) -> None:
    found = lanes(ctx.snapshot, lines, mentions(ctx.snapshot, ctx.filters))
    drawn = lanes_chart.chart_data(ctx.snapshot, lines, found, ctx.state.group)
    opened, chosen = lanes_chart.draw(drawn, key="groups_lanes")
    if opened:
        ctx.open_incident(opened)
    if chosen:
        ctx.update(group=chosen)


def _files(ctx: Context) -> None:
    about = About.of(ctx.snapshot, ctx.filters, ctx.state)
    with st.container(horizontal=True):
        st.download_button(
            "Spellings (CSV)",
            lambda: spellings_csv(
                about, spellings(ctx.snapshot, mentions(ctx.snapshot, ctx.filters))
            ),
            file_name=f"spellings-revision-{ctx.snapshot.revision}.csv",
            mime="text/csv",
            key="groups_spellings_csv",
            on_click="ignore",
        )
        st.download_button(
            "Hypotheses (CSV)",
            lambda: hypotheses_csv(about, ctx.whole.hypotheses),
            file_name=f"hypotheses-revision-{ctx.snapshot.revision}.csv",
            mime="text/csv",
            key="groups_hypotheses_csv",
            on_click="ignore",
        )


def _nobody(ctx: Context) -> None:
    """Why the list is empty, and what to do next."""
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
        case "suggest" if alike_table.PAIR in value:
            hypothesizing.prefill(*value.split(alike_table.PAIR, 1))
