"""Saved views beside the links: which one is open, saving this one, opening another."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, Final
from urllib.parse import urlencode

import streamlit as st

from geo.errors import AtlasError
from geo.store import saved_views as store
from geo.store.saved_views import MOST_NAME, MOST_NOTE, MOST_TITLE, SavedView
from geo.view.linked import VIEW
from geo.view.state import link_query
from geo.view.title import shortened
from geo.view.words import day_text
from pages.parts import access, data, deciding, link
from pages.parts.context import Context
from pages.parts.page_names import PAGES, path_of
from pages.parts.wording import plain

_LISTED: Final = 12
_SAID: Final = "atlas.view_said"
_FIELDS: Final = ("view_name", "view_title", "view_note")


def popover(ctx: Context) -> None:
    """Draw the button and what opens below it."""
    found = link.opened()
    with st.popover("Saved views", key="saved_views", type="tertiary", icon=":material/bookmark:"):
        if found is not None:
            _open(ctx, found)
        _save(ctx)
        _list(ctx, data.views())


def _whole(ctx: Context) -> tuple[tuple[str, str], ...]:
    return (*ctx.filters.to_query(), *ctx.state.to_query())


def _open(ctx: Context, found: link.Opened) -> None:
    """The view that was opened, and what can be done when it was changed since."""
    saved = found.saved
    st.markdown(f"**{plain(saved.title)}**  \n{plain(about(saved))}")
    if saved.note:
        st.caption(plain(saved.note))
    with st.container(horizontal=True):
        if not found.is_shown(ctx.page, _whole(ctx)):
            st.button(plain(f"Back to {saved.name}"), key="view_back", on_click=use, args=(saved,))
        st.button("Close it", key="view_close", type="tertiary", on_click=link.close_view,
                  help="What is shown stays; only the name goes")  # fmt: skip


def _save(ctx: Context) -> None:
    """The form that saves what is shown."""
    if deciding.is_reader("to save views"):
        return
    with st.expander("Save this view", expanded=not data.views()):
        st.text_input(
            "Short name", key="view_name", max_chars=MOST_NAME, placeholder="diwaniyah-2020"
        )
        st.text_input("Title", key="view_title", max_chars=MOST_TITLE)
        st.text_area("Note", key="view_note", max_chars=MOST_NOTE, height=68)
        choices = {"live": "Follows new data", "frozen": f"Frozen at revision {ctx.whole.revision}"}
        if ctx.pinned:
            del choices["live"]
        st.radio("Numbers", list(choices), key="view_kind", format_func=choices.__getitem__)
        deciding.author("view_author")
        kept = partial(_query, ctx)
        st.button("Save", key="view_save", on_click=_act, args=(partial(_saved, ctx.page, kept),))
        found = link.opened()
        if found is not None and not found.is_shown(ctx.page, _whole(ctx)):
            st.button(
                plain(f"Save as the new version of {found.saved.name}"),
                key="view_change",
                on_click=_act,
                args=(partial(_changed, found.saved, ctx.page, kept),),
            )
    deciding.say(_SAID)


def _query(ctx: Context) -> str:
    """What the link of this view says, frozen if the reader wants it so."""
    _, state = link.held()
    frozen = st.session_state.get("view_kind") == "frozen"
    return link_query(*link.changed(ctx.filters, state, {
        "revision": ctx.whole.revision if frozen else ctx.state.revision}))  # fmt: skip


def _act(do: Callable[[], tuple[SavedView, str]]) -> None:
    """Save, for callbacks; the view is open by its name afterwards."""
    try:
        saved, said = do()
    except AtlasError as error:
        st.session_state[_SAID] = (False, f"Nothing was saved: {error}.")
        return
    data.forget_views()
    use(saved)
    for key in _FIELDS:
        st.session_state[key] = ""
    st.session_state[_SAID] = (True, said)


def _saved(page: str, query: Callable[[], str]) -> tuple[SavedView, str]:
    name, title, note = (str(st.session_state.get(key) or "") for key in _FIELDS)
    author, _ = deciding.loader("view_author", "view_note")
    url = data.settings().database_url
    with access.writing():
        saved = store.save_view(url, name, page, query(), author, title=title, note=note)
    return saved, f"Saved: the link ends in ?view={saved.name}"


def _changed(held: SavedView, page: str, query: Callable[[], str]) -> tuple[SavedView, str]:
    author, _ = deciding.loader("view_author", "view_note")
    title, note = (str(st.session_state.get(key) or "") or None for key in _FIELDS[1:])
    more: dict[str, Any] = {"title": title, "note": note, "seen": held.version}
    url = data.settings().database_url
    with access.writing():
        saved = store.change_view(url, held.name, author, page=page, query=query(), **more)
    return saved, f"Saved as version {saved.version}; links by the name show it"


def use(saved: SavedView) -> None:
    """Show a saved view, for callbacks."""
    link.use_view(saved, data.at)


def _list(ctx: Context, views: list[SavedView]) -> None:
    """The views that can be opened; where they are many, the rest stand on the Data page."""
    with st.container(key="view_list"):
        for saved in views[:_LISTED]:
            st.button(
                f"**{plain(saved.name)}** {plain(shortened(saved.title, 60))}",
                key=f"view_open_{saved.number}",
                type="tertiary",
                help=plain(about(saved)),
                on_click=use,
                args=(saved,),
            )
        more = len(views) - _LISTED
        rest = f"{more:,} more, renaming" if more > 0 else "Renaming"
        if views:
            st.caption(f"{rest}, removing and history: [Data page]({ctx.address('data')})")


def about(saved: SavedView) -> str:
    """Where it leads, how, and who saved it when."""
    kind = f"frozen at revision {saved.revision}" if saved.revision else "follows new data"
    page = PAGES.get(saved.page, saved.page)
    when = day_text(saved.saved_at.date())
    return f"{page}, {kind}; {saved.author}, {when}, version {saved.version}"


def address(saved: SavedView) -> str:
    """The link to a saved view for an ``href``."""
    return f"./{path_of(saved.page)}?{urlencode([(VIEW, saved.name)])}"
