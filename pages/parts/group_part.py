"""One group: what it is, how it is written, where it acts, and who it might be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

import streamlit as st

from geo.claims.joining import Joined
from geo.export.about import About
from geo.export.groups_file import spellings_csv
from geo.store.entries import ActorEntry
from geo.view.filters import Filters
from geo.view.groups import GroupLine, code_of, line_of, members, mentions
from geo.view.lanes import lanes
from geo.view.spellings import SpellingUse, Written, spellings
from geo.view.suggestions import suggestions
from pages.parts import (
    alike_table,
    data,
    deciding,
    group_head,
    group_history,
    group_spellings,
    held_hypotheses,
    hypothesizing,
    lanes_chart,
    link,
    naming,
    sheet,
)
from pages.parts.context import Context
from pages.parts.map import Picked, Switched, draw_map
from pages.parts.table import draw_table
from pages.parts.wording import quoted


def draw(ctx: Context, found: Joined) -> None:
    """Draw the group that the link names."""
    st.button(
        "All groups",
        key="groups_all",
        type="tertiary",
        icon=":material/arrow_back:",
        on_click=link.change,
        kwargs={"group": ""},
    )
    names = _names(ctx, found)
    listed = data.listed_actors(ctx.whole.revision)
    entries = [listed[name] for name in names if name in listed]
    line = line_of(ctx.snapshot, ctx.filters, ctx.state.group)
    if line is None:
        _not_named(ctx, entries)
    else:
        _named(ctx, line, entries)
    held = [one for one in ctx.whole.hypotheses if one.actor in names or one.other in names]
    held_hypotheses.draw(ctx, held, found, names)
    hypothesizing.draw(ctx, held_hypotheses.names(ctx), held, names[0])
    if line is not None:
        alike = suggestions(ctx.snapshot, ctx.filters.without("actors"))
        propose = deciding.can(ctx) and not ctx.snapshot.vocab.held
        sheet.html(f"<h2>Groups that are alike</h2>{alike_table.draw(alike, line.name, propose)}")
    group_history.draw(ctx, names)


def _names(ctx: Context, found: Joined) -> tuple[str, ...]:
    """The names as stated that are looked at: one, or all that count as one with it."""
    asked = ctx.state.group
    group = next((group for group in found.groups if asked in group), None)
    if group is not None:
        return group
    code = code_of(ctx.snapshot, asked)
    return (asked,) if code is None else members(ctx.snapshot, code)


def _not_named(ctx: Context, entries: Sequence[ActorEntry]) -> None:
    known = "" if entries else " The list of groups does not have it either."
    sheet.html(f'<div class="group-head"><h1>{quoted(ctx.state.group)}</h1></div>')
    st.info(
        "No report of this selection names this group; clear a filter above to look elsewhere."
        + known
    )
    if entries:
        sheet.html(group_spellings.draw((), entries, partial(_href, ctx)))


def _href(ctx: Context, key: str) -> str:
    return ctx.address("incident", incident=key)


def _named(ctx: Context, line: GroupLine, entries: Sequence[ActorEntry]) -> None:
    chosen = replace(ctx.filters, actors=(line.key,))
    uses = spellings(ctx.snapshot, mentions(ctx.snapshot, chosen).of(line.code))
    href = partial(_href, ctx)
    left, right = st.columns([6, 7], gap="medium")
    with left:
        near = () if entries else data.proposed_actors(data.newest_revision(), line.key)
        sheet.html(group_head.draw(line, entries, _first(uses), near, href, sheet.is_dark()))
        if "actors" in ctx.filters.active():
            st.caption("Shown whatever the actor filter; the other filters hold.")
        _lane(ctx, line, chosen)
    with right:
        _map(ctx, chosen)
    sheet.html(group_spellings.draw(uses, entries, href))
    st.download_button(
        "These spellings (CSV)",
        lambda: spellings_csv(About.of(ctx.snapshot, chosen, ctx.state), uses),
        file_name=f"spellings-revision-{ctx.snapshot.revision}.csv",
        mime="text/csv",
        key="groups_own_csv",
        on_click="ignore",
    )
    listed = sorted(group_spellings.listed_spellings(entries))
    known = sorted(data.listed_actors(ctx.whole.revision), key=str.casefold)
    naming.draw(ctx, list(dict.fromkeys([*(use.text for use in uses), *listed])), known)
    sheet.html("<h2>Its incidents</h2>")
    draw_table(replace(ctx, filters=chosen), follow=False, key="groups_table")


def _first(uses: Sequence[SpellingUse]) -> Written | None:
    """The report that names it first, by the day of publication."""
    every = [one for use in uses for writer in use.writers for one in writer.reports if one.day]
    return min(every, key=lambda one: (one.day, one.report), default=None)  # type: ignore[arg-type,return-value]


def _lane(ctx: Context, line: GroupLine, chosen: Filters) -> None:
    drawn = lanes(ctx.snapshot, [line], mentions(ctx.snapshot, chosen))
    shown = lanes_chart.chart_data(ctx.snapshot, [line], drawn, line.key)
    opened, _ = lanes_chart.draw(shown, key="groups_lane")
    if opened:
        ctx.open_incident(opened)


def _map(ctx: Context, chosen: Filters) -> None:
    """Its incidents on the map of the atlas, and the way to the large one."""
    event = draw_map(chosen, ctx.state, ctx.snapshot, ctx.settings, height=400, key="groups_map")
    match event:
        case Picked(ids=(only,)):
            ctx.open_incident(only)
        case Picked():
            ctx.open("map", filters=chosen)
        case Switched(hidden=hidden):
            ctx.update(hidden=hidden)
    if st.button("Open on the map page", key="groups_open_map", icon=":material/map:"):
        ctx.open("map", filters=chosen)
