"""The routes page: incidents along a road, by kilometre and time, and other ways beside it."""

from __future__ import annotations

from datetime import date

import numpy as np
import streamlit as st

from geo.export.about import About
from geo.export.stretches import stretch_csv
from geo.model import EXACT_FORMS, Form
from geo.places.linear import Course, course_of_route
from geo.places.roadbook import Roadbook, roadbook
from geo.store.snapshot import FORMS
from geo.view import road
from geo.view.route_profile import (
    Profile,
    by_status,
    by_type,
    change_words,
    months_of,
    profile,
    selected,
    span_of,
)
from geo.view.words import plural
from pages.parts import road_chart, road_choice, road_tables, sheet
from pages.parts.context import Context
from pages.parts.map import MapLine, Picked, Switched, draw_map

_COUNTED_MOST = 100_000
"""Incidents up to which those along every named route are counted at once."""


def show(ctx: Context) -> None:
    """Draw the page for the selection of the link."""
    sheet.style()
    book = roadbook(ctx.settings)
    road_choice.draw(ctx, book)
    choice = road.choose(ctx.state, book)
    if not choice.courses:
        st.info(choice.problem or "Choose a route above, or two places to see the ways between "
                "them with the incidents along each.")  # fmt: skip
        _overview(ctx, book)
        return
    span = span_of(ctx.snapshot, ctx.rows, ctx.filters)
    found = _profiles(ctx, choice.courses, months_of(span))
    course, shape = choice.course, found[choice.chosen]
    sheet.html(road_tables.summary(course, shape, _off_road(ctx)) + road_tables.doubts(course))
    left, right = st.columns([5, 7], gap="small")
    with left:
        _map(ctx, choice)
    with right:
        _chart(ctx, course, shape, span)
    if len(choice.courses) > 1:
        address = lambda alt: ctx.address("routes", alt=alt, km=None)  # noqa: E731 - one use
        sheet.html(road_tables.ways(choice.courses, found, choice.chosen, address))
    _tables(ctx, course, shape)


def _profiles(ctx: Context, courses: tuple[Course, ...], months: float) -> list[Profile]:
    profiles = []
    for course in courses:
        along = selected(road.counted(ctx.snapshot, course, ctx.state), ctx.rows)
        profiles.append(profile(course, along, float(ctx.state.seg), months))
    return profiles


def _off_road(ctx: Context) -> int:
    """Incidents of the selection that cannot be on any road: too coarse to say."""
    fit = [FORMS.index(form) for form in (*EXACT_FORMS, Form.STRETCH)]
    return int(np.count_nonzero(~np.isin(ctx.snapshot.form[ctx.rows], fit)))


def _overview(ctx: Context, book: Roadbook) -> None:
    """All named routes, to choose from; counted where that takes no noticeable time."""
    routes = book.routes.routes
    cells = [[ctx.address("routes", road=r.label, orig="", dest="", map=None)] for r in routes]
    heads: tuple[str, ...] = ()
    if ctx.snapshot.n <= _COUNTED_MOST:
        heads = ("Placed", "Coarse", "Placed per 100 km and month")
        months = months_of(span_of(ctx.snapshot, ctx.rows, ctx.filters))
        found = _profiles(ctx, tuple(map(course_of_route, routes)), months)
        cells = [
            [*link, f"{p.placed:,}", f"{p.coarse:,}", road_tables.rate_text(p.rate)]
            for link, p in zip(cells, found, strict=True)
        ]
    sheet.html(road_tables.overview(routes, cells, heads))
    names = book.routes.without_course
    if names:
        st.caption(f"Named in the sources, but without towns to lead them through: "
                   f"{', '.join(names)}.")  # fmt: skip


def _map(ctx: Context, choice: road.Choice) -> None:
    order = [i for i in range(len(choice.courses)) if i != choice.chosen] + [choice.chosen]
    lines = [
        MapLine(
            tuple((round(lat, 4), round(lon, 4)) for lon, lat in choice.courses[i].line.tolist()),
            road_tables.COLOURS[i % len(road_tables.COLOURS)],
            6 if i == choice.chosen else 4,
        )
        for i in order
    ]
    within = road.within(ctx.snapshot, choice, ctx.state)
    event = draw_map(
        ctx.filters, ctx.state, ctx.snapshot, ctx.settings, height=470, key="routes_map",
        within=within, lines=lines,
    )  # fmt: skip
    match event:
        case Picked(ids=(only,)):
            ctx.open_incident(only)
        case Picked(ids=several, label=label):
            links = [(ctx.address("incident", incident=key), key) for key in several]
            sheet.html(road_tables.picked(ctx.snapshot, links, label))
        case Switched(hidden=hidden):
            ctx.update(hidden=hidden)


def _chart(ctx: Context, course: Course, shape: Profile, span: tuple[date, date] | None) -> None:
    along = selected(road.counted(ctx.snapshot, course, ctx.state), ctx.rows)
    data = road_chart.chart_data(ctx.snapshot, course, along, shape, span, ctx.state)
    changes, clicked = road_chart.draw(data, key="routes_chart")
    if clicked:
        ctx.open_incident(clicked)
    if changes:
        ctx.update(**changes)
    undated = int(np.isnat(ctx.snapshot.start[along.rows]).sum())
    hint, road_button, days_button = st.columns([5, 2, 2], vertical_alignment="center")
    more = f" {undated:,} without a date are not on it." if undated else ""
    hint.caption(
        f"Drag over the chart to choose kilometres and days; click a mark to open it.{more}"
    )
    if ctx.state.km and road_button.button("Whole road", key="routes_all_km", width="stretch"):
        ctx.update(km=None)
    dated = ctx.filters.date_from or ctx.filters.date_to
    if dated and days_button.button("All dates", key="routes_all_days", width="stretch"):
        ctx.update(date_from=None, date_to=None)


def _tables(ctx: Context, course: Course, shape: Profile) -> None:
    """Hot stretches, then rates by type and status in the kilometres that are looked at."""
    km = ctx.state.km
    along = selected(road.counted(ctx.snapshot, course, ctx.state), ctx.rows, km)
    length = course.length_km if km is None else min(km[1], course.length_km) - km[0]
    left, right = st.columns([7, 5], gap="medium")
    with left:
        sheet.html(road_tables.hot(shape, change_words(shape)))
        about = About.of(ctx.snapshot, ctx.filters, ctx.state)
        st.download_button(
            "Table of all stretches (CSV)",
            stretch_csv(about, course, shape),
            file_name=f"stretches-revision-{ctx.snapshot.revision}.csv",
            mime="text/csv",
            key="routes_csv",
            on_click="ignore",
        )
    with right:
        where = "" if km is None else f"<p>Only km {km[0]:g} to {km[1]:g}:</p>"
        groups = (by_type, "Type", plural), (by_status, "Status", str.capitalize)
        sheet.html(
            where
            + "".join(
                road_tables.rates(title, group(ctx.snapshot, along, length, shape.months), names)
                for group, title, names in groups
            )
        )
