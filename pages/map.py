"""The map page: the map, who says what beside it, the time brush and the table below."""

from __future__ import annotations

import streamlit as st

from pages.parts.context import Context
from pages.parts.map import draw_map


def show(ctx: Context) -> None:
    """Draw the page for the selection of the link."""
    left, right = st.columns([2, 1], gap="small")
    with left:
        draw_map(ctx.filters, ctx.state, ctx.snapshot, ctx.settings)
    with right:
        st.write("panel")
