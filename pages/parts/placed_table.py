"""The results as a table: what was found for each line, and which line is chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from geo.model import EXACT_FORMS
from geo.places.corrections import METHOD
from geo.places.records import km_between
from pages.parts import data, sheet
from pages.parts.placed_map import MOST_SHAPES, Click
from pages.parts.wording import esc
from pages.parts.words_job import SHOWN, Placed, precision

if TYPE_CHECKING:
    import pandas as pd

_FRAME: Final = "geocode.frame"
_ASKED: Final = "geocode.asked"
_SEEN: Final = "geocode.seen"
_WIDTHS: Final = {"Place": 92, "Precision": 106, "Governorate": 90, "District": 84, "Found by": 86}
"""Pixels; all columns together fit beside the map at 1440 pixels."""


def draw(placed: Placed, line: int) -> tuple[int, list[int]]:
    """Summary, filter and table; gives the chosen line and the lines shown, both from 0."""
    sheet.html(f'<p class="quiet" role="status">{esc(placed.summary())}</p>')
    which = st.segmented_control(
        "Lines shown", SHOWN, default=SHOWN[0], key="geocode_shown", label_visibility="collapsed"
    )
    shown = placed.rows(which or SHOWN[0])
    with st.container():
        if not shown:
            sheet.html(f'<p class="missing">No line is {esc(_NONE[which or SHOWN[0]])}.</p>')
            shown = placed.rows(SHOWN[0])
    with st.container(key="placed_table"):
        _selected(placed, shown)
    line = _numbered(placed, line)
    if len(shown) > MOST_SHAPES:
        st.caption(f"The map draws the first {MOST_SHAPES:,} different places.")
    return line, shown


_NONE: Final = {
    "All": "there", "To check": "in doubt", "Not placed": "without a place",
    "Corrected": "corrected",
}  # fmt: skip


def forget() -> None:
    """Other results have come: no line of theirs was chosen yet."""
    for key in (_FRAME, _ASKED, _SEEN, "geocode_line", "geocode_shown"):
        st.session_state.pop(key, None)


def choose(line: int) -> None:
    """Choose a line, counted from 0, in the run that follows."""
    st.session_state[_ASKED] = line


def nearest(placed: Placed, shown: list[int], click: Click) -> int | None:
    """The line whose point or disc's middle is within a finger's width of a click."""
    near = [
        (km_between(click.lat, click.lon, place.lat, place.lon), at)
        for at, place in ((at, placed.locations[at]) for at in shown)
        if place.form in EXACT_FORMS and place.lat is not None and place.lon is not None
    ]
    km, at = min(near, default=(float("inf"), -1))
    return at if km * 1000 <= click.reach_m else None


def _selected(placed: Placed, shown: list[int]) -> None:
    """The table; a row that was selected since the last run is the chosen line."""
    event = st.dataframe(
        _frame(placed).iloc[shown],
        key=f"geocode_table_{id(placed.job)}",
        height=400,
        hide_index=True,
        on_select="rerun",
        selection_mode="single-row",
        column_config={
            "Score": st.column_config.NumberColumn(format="%.2f", width=50),
            "Line": st.column_config.NumberColumn(format="%d", width=42, pinned=True),
            "Words": st.column_config.TextColumn(width=118, pinned=True),
            **{name: st.column_config.TextColumn(width=width) for name, width in _WIDTHS.items()},
            "Other readings": st.column_config.NumberColumn(
                "Others", width=58, help="Other places that the words may mean"
            ),
        },
    )
    rows = list(event["selection"]["rows"])
    if rows != st.session_state.get(_SEEN, []):
        st.session_state[_SEEN] = rows
        if rows and rows[0] < len(shown):
            st.session_state[_ASKED] = shown[rows[0]]


def _numbered(placed: Placed, line: int) -> int:
    """The chosen line by its number, for the keyboard and for a phone."""
    most = len(placed.locations)
    asked = st.session_state.pop(_ASKED, None)
    if asked is not None or "geocode_line" not in st.session_state:
        st.session_state["geocode_line"] = min(line if asked is None else asked, most - 1) + 1
    return (
        int(st.number_input(f"Chosen line, of {most:,}", 1, most, key="geocode_line", width=170))
        - 1
    )


def _frame(placed: Placed) -> pd.DataFrame:
    """One row a line; made again only when a result changes."""
    import pandas as pd

    held = st.session_state.get(_FRAME)
    if held is not None and held[0] is placed:
        frame: pd.DataFrame = held[1]
        return frame
    unit = data.geocoder().boundaries.unit
    names = {
        key: found.name if (found := unit(key)) else key
        for place in placed.locations
        for key in (place.governorate_pcode, place.district_pcode)
        if key
    }
    places = placed.locations
    frame = pd.DataFrame(
        {
            "Line": range(1, len(places) + 1),
            "Words": [words[:300] for words in placed.job.words],
            "Place": [place.place or "" for place in places],
            "Precision": [precision(place) for place in places],
            "Governorate": [names.get(place.governorate_pcode or "", "") for place in places],
            "District": [names.get(place.district_pcode or "", "") for place in places],
            "Score": pd.array([place.score for place in places], dtype="Float64"),
            "Found by": [place.method or "not placed" for place in places],
            "Other readings": [
                0 if place.method == METHOD else len(place.candidates) for place in places
            ],
        }
    )
    st.session_state[_FRAME] = (placed, frame)
    return frame
