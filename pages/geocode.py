"""The geocode page: paste or upload place words, see where they lie, correct what is wrong."""

from __future__ import annotations

from functools import partial
from typing import Final

import streamlit as st

from geo.export.geocoded import geocoded_csv
from geo.places.geocode_table import geocode_table
from pages.parts import correcting, data, deciding, placed_map, placed_table, sheet, words_input
from pages.parts.context import Context
from pages.parts.words_job import Job, Placed, known, under

_JOB: Final = "geocode.job"
_LINE: Final = "geocode.line"
_PLACED: Final = "geocode.placed"
_CLICKED: Final = "geocode.clicked"
_ASKED: Final = "Click where the words mean"


def show(ctx: Context) -> None:
    """Draw the page; the filters of the link do not matter to it."""
    sheet.style()
    revision = ctx.snapshot.revision if ctx.pinned else data.newest_revision()
    with st.container():  # always there, so that what follows keeps its place when it empties
        deciding.say()
    left, right = st.columns([5, 4], gap="medium")
    with left:
        words_input.draw(_take, has_results=_JOB in st.session_state)
    job: Job | None = st.session_state.get(_JOB)
    if job is None:
        with right:
            sheet.html(words_input.ABOUT)
    else:
        placed = _placed(job, revision)
        line = min(st.session_state.get(_LINE, 0), len(job.words) - 1)
        with left:
            line, shown = placed_table.draw(placed, line)
            _download(placed)
        with right:
            st.session_state[_LINE] = line
            with st.container(key="placed_frame"):
                _map(ctx, placed, shown, line)
            correcting.draw(ctx, placed, line, _point_of(line))
    correcting.history(ctx, revision)


def _take(job: Job) -> None:
    """Show another job from its first line on."""
    st.session_state[_JOB] = job
    st.session_state[_LINE] = 0
    st.session_state.pop(_CLICKED, None)
    placed_table.forget()


def _placed(job: Job, revision: int) -> Placed:
    """The job under the corrections of a revision; made again only when either changes."""
    corrections = data.corrections(revision)
    held: Placed | None = st.session_state.get(_PLACED)
    if held is None or held.job is not job or held.corrections is not corrections:
        held = st.session_state[_PLACED] = under(job, corrections, data.geocoder())
    return held


def _map(ctx: Context, placed: Placed, shown: list[int], line: int) -> None:
    """The map, and what a click on it means: a corrected place, or the line placed there."""
    point = _point_of(line)
    radius = correcting.radius_m(line)
    click = placed_map.draw(
        ctx.filters,
        [placed.locations[at] for at in shown],
        placed.locations[line],
        correcting.readings(placed.job.found[line].candidates),
        None if point is None else (*point, radius),
        picking=_ASKED if correcting.is_picking(line) and deciding.can(ctx) else "",
        token=f"{id(placed.job)}:{line}",
    )
    st.caption(
        "Dashed: somewhere in the circle; hatched: in the area; lit: along the road. "
        "Letters: other readings. Green: corrected by hand."
    )
    if click is None:
        return
    if correcting.is_picking(line) and deciding.can(ctx):
        st.session_state[_CLICKED] = (line, click.lat, click.lon)
        st.rerun()
    near = placed_table.nearest(placed, shown, click)
    if near is not None and near != line:
        placed_table.choose(near)
        st.rerun()


def _point_of(line: int) -> tuple[float, float] | None:
    """The point that the reader clicked for this line."""
    at, *point = st.session_state.get(_CLICKED, (None,))
    return (point[0], point[1]) if at == line else None


def _download(placed: Placed) -> None:
    st.download_button(
        "Download the results as CSV",
        partial(_as_csv, placed),
        "geocoded.csv",
        "text/csv; charset=utf-8",
        key="geocode_csv",
        on_click="ignore",
        help="With the columns that python -m geo geocode adds",
    )


def _as_csv(placed: Placed) -> bytes:
    job, results = placed.job, known(placed, data.geocoder().boundaries)
    return geocoded_csv(geocode_table(job.as_table(), job.column, results))
