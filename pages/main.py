"""Every run starts here: the header, the link, the filter bar, the sentence, then the page."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from importlib import import_module

import streamlit as st
from streamlit.navigation.page import Page

from geo.errors import AtlasError
from geo.view.title import ATLAS
from pages.parts import (
    access,
    account,
    data,
    embedded,
    filters,
    link,
    notices,
    saved_views,
    start,
    tab_title,
    theme,
)
from pages.parts.context import Context
from pages.parts.guard import guarded
from pages.parts.page_names import FIRST, PAGES, UNFILTERED

# The page whose address is no name that a module can have.
MODULES = {"import": "bring_in"}


def main() -> None:
    """Show the page that the address names."""
    st.set_page_config(page_title=ATLAS, page_icon=theme.ICON, layout="wide")
    theme.apply()
    pages = {
        name: st.Page(
            partial(guarded, partial(show, name)),
            title=_title(name, title),
            url_path=name,
            default=name == FIRST,
        )
        for name, title in PAGES.items()
    }
    top = _is_shown() and not embedded.on()
    chosen = st.navigation(list(pages.values()), position="top" if top else "hidden")
    st.session_state["atlas.pages"] = pages
    chosen.run()


def _is_shown() -> bool:
    """Whether the reader may see the atlas; nobody may while that cannot be found out."""
    try:
        return access.standing().may_read
    except AtlasError:
        return False


def _title(name: str, title: str) -> str:
    """The title of a page; that of the queue says how many drafts wait."""
    try:
        waiting = data.waiting() if name == "review" and access.standing().may_see_drafts else 0
    except AtlasError:
        waiting = 0
    return f"{title} ({waiting:,})" if waiting else title


def show(name: str) -> None:
    """One page, under the filter bar and the sentence that stand on all of them."""
    store = data.store()
    found = access.standing()
    if not embedded.on():
        account.draw(found)
    if found.person is None and not found.may_read:
        account.wall(found)
        return
    if not start.ready(store):
        return
    found = access.standing()  # with what the store says of people, now that it is there
    if not found.may_read:
        account.wall(found)
        return
    pages: dict[str, Page] = st.session_state["atlas.pages"]
    account.lead_back(found, pages)
    whole, chosen, state = link.read(data.at, data.saved_view)
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
