"""Forms for spellings: accept or free one, give it to another group, or make it a group."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

import streamlit as st

from geo.store.actors import assign_spelling, free_spelling, new_actor
from geo.store.decisions import Act
from geo.store.entries import Outcome
from pages.parts import data, deciding
from pages.parts.context import Context

_KEY: Final = "groups_name"
_WHO: Final = f"{_KEY}_author"
_WHY: Final = f"{_KEY}_reason"


def draw(ctx: Context, spellings: Sequence[str], groups: Sequence[str]) -> None:
    """The forms, or why there are none.

    Parameters
    ----------
    spellings : of the group that is looked at: those that reports write, and those listed.
    groups : names of listed actors.
    """
    if deciding.barred(ctx, "to decide on spellings"):
        return
    with st.expander("Decide on a spelling", icon=":material/spellcheck:"):
        who, why = st.columns([2, 5], gap="small")
        with who:
            deciding.author(_WHO)
        with why:
            deciding.reason(_WHY, "Why (kept with the decision)")
        what, whose = st.columns(2, gap="small")
        with what:
            spelling = st.selectbox(
                "Spelling", spellings, index=None, key=f"{_KEY}_spelling", placeholder="Choose one"
            )
        with whose:
            group = st.selectbox(
                "Stands for", groups, index=None, key=f"{_KEY}_group", placeholder="Choose a group"
            )
        url = data.settings().database_url
        with st.container(horizontal=True):
            _button(
                "Let it stand for that group",
                "assign",
                lambda by: assign_spelling(url, str(spelling), str(group), by),
                not (spelling and group),
            )
            _button(
                "Let it stand for itself",
                "free",
                lambda by: free_spelling(url, str(spelling), by),
                not spelling,
            )
            _button(
                "Make it a group of its own",
                "actor",
                lambda by: new_actor(url, str(spelling), by),
                not spelling,
            )
        st.caption(
            "A doubtful spelling is accepted by letting it stand for its group. All reports that "
            "write it so follow, and the decision can be taken back below."
        )


def _button(label: str, name: str, decide: Callable[[Act], Outcome], disabled: bool) -> None:
    st.button(
        label,
        key=f"{_KEY}_{name}",
        disabled=disabled,
        on_click=deciding.make,
        args=(
            lambda: decide(deciding.act(_WHO, _WHY)),
            lambda done: f"{label}: decision {done.decision}, revision {done.revision}.",
            {_WHY: "", f"{_KEY}_spelling": None},
        ),
    )
