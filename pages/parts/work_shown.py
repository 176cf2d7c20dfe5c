"""How far a preview or load is, while its process works; the page runs again when it has ended."""

from __future__ import annotations

from typing import Final

import streamlit as st

from geo.store.work import Work
from pages.parts.wording import plain

_EVERY_S: Final = 0.4


def draw(work: Work) -> None:
    """The progress, with a way to stop it."""
    st.fragment(_progress, run_every=_EVERY_S)(work)


def _progress(work: Work) -> None:
    if work.is_done:
        st.rerun()
    left, right = st.columns([6, 1], vertical_alignment="bottom")
    left.progress(work.share, plain(work.message))
    right.button("Stop", key="import_stop", on_click=work.stop, width="stretch")
