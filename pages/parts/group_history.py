"""Decisions on groups, spellings and hypotheses, and the way to take one back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import streamlit as st

from geo.store.decisions import Subject
from geo.store.entries import ACTOR, HYPOTHESIS, SPELLING, Outcome
from geo.store.undo import undo
from geo.view.words import counted
from pages.parts import data, deciding, sheet
from pages.parts.context import Context
from pages.parts.decision_table import decision_table

_KEY: Final = "groups_undo"
_LISTED: Final = 40


def draw(ctx: Context, names: Sequence[str]) -> None:
    """The decisions that concern these actors, or any actor when there are none named."""
    subjects: tuple[Subject, ...] = tuple((ACTOR, name) for name in names)
    found = data.decided(subjects or None, ctx.snapshot.revision, data.newest_revision())
    made = [e for e in found if e.decision.subject_type in (ACTOR, SPELLING, HYPOTHESIS)]
    if not made:
        sheet.html(
            '<h2>Decisions</h2><p class="missing">Nobody has decided anything on these names or '
            "hypotheses yet.</p>"
        )
        return
    sheet.html(f"<h2>Decisions: {len(made):,}</h2>{decision_table(made[:_LISTED])}")
    if len(made) > _LISTED:
        st.caption(f"The newest {_LISTED} of {counted(len(made), 'decision')}.")
    standing = {entry.decision.id: entry for entry in made if entry.stands}
    if not standing or not deciding.can(ctx):
        return
    with st.expander("Take a decision back", icon=":material/undo:"):
        chosen = st.selectbox(
            "Decision",
            list(standing),
            format_func=lambda number: (
                f"{number}: {standing[number].decision.summary[:120]}" if number in standing else ""
            ),
            key=_KEY,
        )
        who, why = st.columns([2, 5], gap="small")
        with who:
            deciding.author(f"{_KEY}_author")
        with why:
            deciding.reason(f"{_KEY}_reason")

        def act() -> Outcome:
            by = deciding.act(f"{_KEY}_author", f"{_KEY}_reason")
            return undo(data.settings().database_url, int(chosen or 0), by)

        st.button(
            "Take it back",
            key=f"{_KEY}_go",
            on_click=deciding.make,
            args=(
                act,
                lambda done: f"Decision {chosen} undone: revision {done.revision}.",
                {f"{_KEY}_reason": ""},
            ),
        )
