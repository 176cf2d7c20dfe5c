"""The form that takes a load back."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from geo.store.entries import LoadEntry, Outcome
from geo.store.undo_load import undo_load
from geo.view.words import counted
from pages.parts import data, deciding


def form(standing: Sequence[LoadEntry], where: str) -> None:
    """Draw it.

    Parameters
    ----------
    standing : loads that can be taken back, the newest first.
    where : part of the widgets' keys.
    """
    names = {
        load.id: f"{load.id}: {load.file}, revision {load.revision}, {load.n_new:,} new, "
        f"{load.n_changed:,} changed, by {load.author}"
        for load in standing
    }
    which, why = f"undo_load_{where}", f"undo_load_{where}_why"
    author = f"undo_load_{where}_author"
    left, middle, right, last = st.columns([4, 4, 2, 2], vertical_alignment="bottom")
    with left:
        chosen = st.selectbox(
            "Load to take back", list(names), key=which,
            format_func=lambda number: names.get(number, ""),
        )  # fmt: skip
    with middle:
        deciding.reason(why)
    with right:
        deciding.author(author)

    def make() -> Outcome:
        settings = data.settings()
        act = deciding.act(author, why)
        return undo_load(settings.database_url, int(chosen or 0), act, settings)

    with last:
        st.button(
            "Take it back", key=f"undo_load_{where}_go", icon=":material/undo:", width="stretch",
            on_click=deciding.make, args=(make, _said, {why: ""}),
        )  # fmt: skip
    st.caption(
        "What it brought goes from the atlas, what it replaced holds again; earlier revisions "
        "still show it."
    )


def _said(done: Outcome) -> str:
    reports = counted(done.moved, "report")
    return (
        f"Load {done.subject} is taken back by decision {done.decision}, revision "
        f"{done.revision}: {reports}. Loading the file again brings it back."
    )
