"""Where place words come in: pasted lines, or a column of an uploaded table."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

import streamlit as st

from geo.errors import ReadError
from geo.read.words_table import SUFFIXES, read_words_table
from geo.view.words import counted
from pages.parts import data
from pages.parts.wording import plain
from pages.parts.words_job import MOST_LINES, Job, lines_of, place_lines

if TYPE_CHECKING:
    import pandas as pd

MOST_MB: Final = 20
_NOTE: Final = "geocode.note"
_TEXT: Final = "geocode.text"
_UPLOAD: Final = "geocode.upload"
EXAMPLES: Final = """\
Al-Najmi area between Diwaniyah and Samawah
highway near Hilla
Al-Mutasim, 10 miles east of Samarra
17 July district, Mosul
Camp Taji
Balad
38SMB4488
الطريق الدولي في محافظة الديوانية"""

ABOUT: Final = (
    "<h2>Place words, as the press writes them</h2>"
    "<p>Each line becomes a place with its precision: a town, a base, a stretch of road between "
    "two towns, a district or only a governorate, with other readings where the words leave them "
    "open. What cannot be placed is said, with the reason.</p>"
    "<p>Choose a line to see it on the map and, where it is wrong, correct it: take another "
    "reading, click the map, or say that the words name no place. A correction is kept with your "
    "name and reason, holds for the same words from then on, also in loaded reports, and can be "
    "undone.</p>"
)


def draw(take: Callable[[Job], None], *, has_results: bool) -> None:
    """The two ways in; ``take`` gets what was placed."""
    with st.expander("Place words", expanded=not has_results, icon=":material/edit_location:"):
        pasted, uploaded = st.tabs(["Paste lines", "Upload a table"])
        with pasted:
            _paste(take)
        with uploaded:
            _upload(take)
    with st.container():
        if note := st.session_state.get(_NOTE):
            st.warning(plain(note))


def _paste(take: Callable[[Job], None]) -> None:
    st.session_state.setdefault("geocode_text", st.session_state.get(_TEXT, ""))
    text = st.text_area(
        "Place words, one place a line",
        key="geocode_text",
        height=190,
        placeholder="Al-Najmi area between Diwaniyah and Samawah\nhighway near Hilla",
    )
    st.session_state[_TEXT] = text = text or ""
    with st.container(horizontal=True):
        wanted = st.button("Place the words", key="geocode_place", type="primary")
        st.button("Take examples", key="geocode_examples", type="tertiary", on_click=_examples)
    if not wanted:
        return
    lines = lines_of(text)
    if not lines:
        st.session_state[_NOTE] = (
            "There are no words yet: write or paste them above, one place a line."
        )
        st.rerun()
    over = len(lines) - MOST_LINES
    note = (
        f"{len(lines):,} lines were pasted; the first {MOST_LINES:,} are placed. For more, use: "
        "python -m geo geocode"
        if over > 0
        else ""
    )
    _place(take, "pasted words", lines[:MOST_LINES], note)


def _examples() -> None:
    st.session_state["geocode_text"] = EXAMPLES


def _upload(take: Callable[[Job], None]) -> None:
    file = st.file_uploader(
        "A table with a column of place words",
        type=list(SUFFIXES),
        key="geocode_file",
        max_upload_size=MOST_MB,
    )
    if file is None:
        st.session_state.pop(_UPLOAD, None)
        st.caption(f"CSV, Excel or Parquet, {MOST_LINES:,} rows and {MOST_MB} MB at most.")
        return
    try:
        table, more = _read(file.file_id, file.name, file.getvalue)
    except ReadError as error:
        st.error(plain(f"{error}."), icon=":material/error:")
        return
    names = list(table.columns)
    column = st.selectbox(
        "Column that holds the place words", names, index=_likely(names), key="geocode_column"
    )
    note = f"Only the first {MOST_LINES:,} rows are taken. " if more else ""
    st.caption(plain(f"{note}{counted(len(table), 'row')}, {counted(len(names), 'column')}."))
    if st.button("Place the column", key="geocode_place_column", type="primary"):
        over = (
            f"{file.name} has more than {MOST_LINES:,} rows; the first {MOST_LINES:,} are placed. "
            "For more, use: python -m geo geocode"
        )
        words = [str(cell) for cell in table[column]]
        _place(take, file.name, words, over if more else "", table, column)


def _read(file_id: str, name: str, content: Callable[[], bytes]) -> tuple[pd.DataFrame, bool]:
    """The uploaded table, read once."""
    held = st.session_state.get(_UPLOAD)
    if held is None or held[0] != file_id:
        held = st.session_state[_UPLOAD] = (file_id, read_words_table(content(), name, MOST_LINES))
    found: tuple[pd.DataFrame, bool] = held[1]
    return found


def _likely(names: list[str]) -> int:
    """The column that sounds most like place words."""
    for wish in ("place_text", "place", "location", "where", "town", "address", "مكان", "الموقع"):
        for at, name in enumerate(names):
            if wish in name.lower():
                return at
    return 0


def _place(
    take: Callable[[Job], None],
    name: str,
    words: list[str],
    note: str,
    table: pd.DataFrame | None = None,
    column: str = "words",
) -> None:
    """Place the words, with a progress bar; then the page runs again with the results."""
    bar = st.progress(0.0, "Loading the gazetteer")
    geocoder = data.geocoder()

    def tell(done: int, total: int) -> None:
        bar.progress(done / total, f"{done:,} of {total:,} lines placed")

    found = place_lines(words, geocoder, tell)
    bar.empty()
    st.session_state[_NOTE] = note
    take(Job(name, tuple(words), found, table, column))
    st.rerun()
