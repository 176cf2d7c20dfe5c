"""Every run starts here: the header, the link, the filter bar, the sentence, then the page."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from importlib import import_module

import streamlit as st
from streamlit.navigation.page import Page

from geo.view.title import ATLAS
from pages.parts import data, embedded, filters, link, notices, saved_views, start, tab_title, theme
from pages.parts.context import Context
from pages.parts.guard import guarded
from pages.parts.page_names import FIRST, PAGES, UNFILTERED

# The page whose address is no name that a module can have.
MODULES = {"import": "bring_in"}


def main() -> None:
    """Show the page that the address names."""
    st.set_page_config(page_title=ATLAS, page_icon=theme.ICON, layout="wide")
    theme.apply()
    framed = embedded.on()
    pages = {
        name: st.Page(
            partial(guarded, partial(show, name)),
            title=_title(name, title),
            url_path=name,
            default=name == FIRST,
        )
        for name, title in PAGES.items()
    }
    chosen = st.navigation(list(pages.values()), position="hidden" if framed else "top")
    st.session_state["atlas.pages"] = pages
    chosen.run()


def _title(name: str, title: str) -> str:
    """The title of a page; that of the queue says how many drafts wait."""
    waiting = data.waiting() if name == "review" else 0
    return f"{title} ({waiting:,})" if waiting else title


def show(name: str) -> None:
    """One page, under the filter bar and the sentence that stand on all of them."""
    store = data.store()
    if not start.ready(store):
        return
    whole, chosen, state = link.read(data.at, data.saved_view)
    pages: dict[str, Page] = st.session_state["atlas.pages"]
    newest = store.current().revision
    ctx = Context(whole, chosen, state, data.settings(), newest, pages, name)
    elsewhere = link.page_to_go()
    if elsewhere in pages and elsewhere != name:
        ctx.open(elsewhere)
    link.write(chosen, state, name)
    tab_title.put(ctx)
    if embedded.on():
        embedded.show(ctx)
        return
    filtered = name not in UNFILTERED
    if filtered:
        with st.container(key="bar_row", horizontal=True, vertical_alignment="center"):
            filters.bar(ctx)
            saved_views.popover(ctx)
    notices.show(ctx)
    notices.announce()
    if filtered:
        filters.sentence(ctx)
    body: Callable[[Context], None] = import_module(f"pages.{MODULES.get(name, name)}").show
    body(ctx)


main()
