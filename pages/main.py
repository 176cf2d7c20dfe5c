"""Every run starts here: the header, the link, the filter bar, the sentence, then the page."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from importlib import import_module

import streamlit as st
from streamlit.navigation.page import Page

from geo.errors import AtlasError
from pages.parts import access, account, data, filters, link, notices, start, theme
from pages.parts.context import Context
from pages.parts.guard import guarded

PAGES = {
    "map": "Map",
    "timeline": "Timeline",
    "routes": "Routes",
    "groups": "Groups",
    "sources": "Sources",
    "compare": "Compare",
    "incident": "Incident",
    "article": "Article",
    "review": "Review",
    "geocode": "Geocode",
    "import": "Import",
    "data": "Data",
}
# The page whose address is no name that a module can have.
MODULES = {"import": "bring_in"}
# Pages about what is not in the atlas yet: without the filter bar and its sentence.
UNFILTERED = ("article", "review", "import")


def main() -> None:
    """Show the page that the address names."""
    st.set_page_config(page_title="Iraq Incident Atlas", page_icon=theme.ICON, layout="wide")
    theme.apply()
    pages = {
        name: st.Page(
            partial(guarded, partial(show, name)),
            title=_title(name, title),
            url_path=name,
            default=name == "map",
        )
        for name, title in PAGES.items()
    }
    chosen = st.navigation(list(pages.values()), position="top" if _is_shown() else "hidden")
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
    whole, chosen, state = link.read(
        lambda revision: store.current() if revision is None else store.at(revision)
    )
    newest = store.current().revision
    ctx = Context(whole, chosen, state, data.settings(), newest, pages, name)
    elsewhere = link.page_to_go()
    if elsewhere and elsewhere != name:
        ctx.open(elsewhere)
    link.write(chosen, state)
    filtered = name not in UNFILTERED
    if filtered:
        filters.bar(ctx)
    notices.show(ctx)
    notices.announce()
    if filtered:
        filters.sentence(ctx)
    body: Callable[[Context], None] = import_module(f"pages.{MODULES.get(name, name)}").show
    body(ctx)


main()
