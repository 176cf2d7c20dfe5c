"""The title of the browser's tab: what the page shows, in words."""

from __future__ import annotations

import streamlit as st

from geo.view.index import index_of
from geo.view.title import ATLAS, incident_title, view_title
from pages.parts.context import Context
from pages.parts.page_names import FIRST, PAGES, UNFILTERED


def put(ctx: Context) -> None:
    """Set it for the page and the view of this run."""
    st.set_page_config(page_title=_title(ctx))


def _title(ctx: Context) -> str:
    page = "" if ctx.page == FIRST else PAGES[ctx.page]
    if ctx.page in UNFILTERED:
        return f"{page} · {ATLAS}"
    if ctx.page == "incident" and ctx.state.incident:
        row = index_of(ctx.snapshot).row_of.get(ctx.state.incident)
        if row is not None:
            return incident_title(ctx.snapshot, row)
    return view_title(ctx.snapshot, ctx.filters, page)
