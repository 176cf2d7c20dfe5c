"""The look of the pages beyond Streamlit's theme: one style sheet of our own server."""

from __future__ import annotations

from typing import Final

import streamlit as st

from pages.parts.assets import ASSETS_DIR, asset_path

ICON: Final = str(ASSETS_DIR / "icon.svg")
"""A half-filled disc: what one source says."""


def apply() -> None:
    """Load the style sheet; the browser keeps it, so that a run costs a line."""
    style("app.css")


def style(name: str) -> None:
    """Load a style sheet of ``assets/``."""
    st.html(f'<style>@import url("{asset_path(name)}");</style>')
