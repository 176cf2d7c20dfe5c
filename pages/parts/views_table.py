"""Saved views on the Data page: the list, what can be done with one, and its history."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

import streamlit as st

from geo.errors import AtlasError
from geo.store import saved_views as store
from geo.store.saved_views import MOST_NAME, MOST_NOTE, MOST_TITLE, SavedView
from geo.view.words import counted, day_text
from pages.parts import access, data, deciding, sheet
from pages.parts.loaded import table
from pages.parts.page_names import PAGES
from pages.parts.saved_views import address
from pages.parts.wording import esc, quoted

_SAID: Final = "atlas.views_said"
_ASKED: Final = "views_asked"
_ACTIONS: Final = ("Title and note", "Rename", "Remove")


def draw() -> None:
    """Draw the list and the form."""
    views = data.views()
    sheet.html(listed(views))
    with st.container():
        deciding.say(_SAID)
    if views and not deciding.is_reader("to change saved views"):
        with st.expander("Change a saved view", icon=":material/edit:"):
            _form(views)


def listed(views: Sequence[SavedView]) -> str:
    """All saved views as HTML."""
    lines = [
        [
            f'<a href="{esc(address(one))}" target="_self"><b>{esc(one.name)}</b></a>'
            f"<small>version {one.version}</small>",
            f"{quoted(one.title)}<small>{quoted(one.note, '')}</small>",
            esc(PAGES.get(one.page, one.page)),
            f"frozen at revision {esc(one.revision)}" if one.revision else "follows new data",
            f"{quoted(one.author)}<small>{_when(one)}</small>",
        ]
        for one in views
    ]
    none = '<p class="missing">No view is saved yet: “Saved views” above the map saves one.</p>'
    heads = ("Name", "Title", "Page", "Numbers", "Saved by")
    return "<h2>Saved views</h2>" + (table(heads, lines) if lines else none)


def _when(one: SavedView) -> str:
    return esc(f"{day_text(one.saved_at.date())} {one.saved_at:%H:%M} UTC")


def _form(views: Sequence[SavedView]) -> None:
    by_name = {one.name: one for one in views}
    if st.session_state.get("views_which") not in by_name:
        st.session_state.pop("views_which", None)
    name = st.selectbox("Which", list(by_name), key="views_which")
    held = by_name[name or views[0].name]
    action = st.segmented_control("What", _ACTIONS, default=_ACTIONS[0], key="views_what")
    if st.session_state.get(_ASKED) != (held.number, held.version):
        st.session_state[_ASKED] = (held.number, held.version)
        st.session_state["views_title"] = held.title
        st.session_state["views_note"] = held.note
        st.session_state["views_name"] = held.name
    if action == "Rename":
        st.text_input("New name", key="views_name", max_chars=MOST_NAME)
        do: Callable[[str], SavedView] = partial(_rename, held)
    elif action == "Remove":
        st.caption("Its versions are kept; saving a view under its name brings it back.")
        do = partial(_remove, held)
    else:
        st.text_input("Title", key="views_title", max_chars=MOST_TITLE)
        st.text_area("Note", key="views_note", max_chars=MOST_NOTE, height=68)
        do = partial(_say_of, held)
    deciding.author("views_author")
    label = {"Rename": "Rename", "Remove": "Remove the view"}.get(action or "", "Save")
    st.button(label, key="views_do", on_click=_act, args=(do,))
    versions = store.view_history(data.engine(), held.name)
    with st.container():
        sheet.html(f"<h3>{counted(len(versions), 'version')}</h3>" + history(versions))


def history(versions: Sequence[SavedView]) -> str:
    """All versions of a view as HTML; each opens what it showed."""
    lines = [
        [
            f"{one.version}",
            esc(one.act),
            f"{esc(one.name)}<small>{quoted(one.title)}</small>",
            f'<a href="{esc(_as_it_was(one))}" target="_self">'
            f"{esc(PAGES.get(one.page, one.page))}</a>",
            f"{quoted(one.author)}<small>{_when(one)}</small>",
        ]
        for one in versions
    ]
    return table(("Version", "What", "Name", "Showed", "Who"), lines)


def _as_it_was(one: SavedView) -> str:
    return f"./{address(one).removeprefix('./').partition('?')[0]}?{one.query}"


def _rename(held: SavedView, author: str) -> SavedView:
    new = str(st.session_state.get("views_name") or "")
    with access.writing():
        return store.rename_view(data.engine(), held.name, new, author, held.version)


def _remove(held: SavedView, author: str) -> SavedView:
    with access.writing():
        return store.remove_view(data.engine(), held.name, author, held.version)


def _say_of(held: SavedView, author: str) -> SavedView:
    title, note = (str(st.session_state.get(key) or "") for key in ("views_title", "views_note"))
    with access.writing():
        return store.change_view(
            data.engine(), held.name, author, title=title, note=note, seen=held.version
        )


def _act(do: Callable[[str], SavedView]) -> None:
    """Do it, for callbacks, and say what became of it."""
    try:
        author, _ = deciding.loader("views_author", "views_note")
        made = do(author)
    except AtlasError as error:
        data.forget_views()  # somebody may have been faster
        st.session_state[_SAID] = (False, f"Nothing was changed: {error}.")
        return
    data.forget_views()
    st.session_state[_SAID] = (True, f"The view {made.name} was {made.act}.")
