"""Server-made HTML on a page: one frame, one style sheet, the theme of the reader."""

from __future__ import annotations

import streamlit as st

from pages.parts.assets import asset_path


def style(*more: str) -> None:
    """Load the style sheet of such pages, and others from ``assets/``; the browser keeps them."""
    sheets = "".join(f'@import url("{asset_path(name)}");' for name in ("incident.css", *more))
    st.html(f"<style>{sheets}</style>")


def html(body: str) -> None:
    """Put HTML on the page. Whoever made it has escaped every word that came from a source."""
    st.html(f'<div class="atlas-page{" dark" if is_dark() else ""}">{body}</div>')


def is_dark() -> bool:
    """Whether the reader has the dark theme; light until the browser has told."""
    return st.context.theme.type == "dark"
