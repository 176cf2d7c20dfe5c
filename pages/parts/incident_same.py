"""Incidents that may be the same as the one shown."""

from __future__ import annotations

import streamlit as st

from geo.store.proposals import all_proposals
from geo.store.query import IncidentDetail
from geo.view.duplicates import involving
from pages.parts import data, merge_pair, sheet
from pages.parts.context import Context

_AT_ONCE = 200_000
"""Incidents of a store that is searched without being asked; a larger one takes some seconds."""
_ASKED = "incident.same_asked"


def draw(ctx: Context, detail: IncidentDetail) -> None:
    """The proposals for this incident, if there are any; nothing is merged from here."""
    if ctx.whole.n > _AT_ONCE and not st.session_state.get(_ASKED):
        st.button(
            "Look for incidents that may be the same",
            key="incident_same_look",
            on_click=lambda: st.session_state.update({_ASKED: True}),
        )
        return
    found = all_proposals(ctx.whole, data.apart(ctx.whole.revision))
    pairs = involving(found.pairs, detail.id)
    if not pairs:
        return
    listed = merge_pair.same_as(
        ctx.whole, pairs, detail.id, lambda key: ctx.address("incident", incident=key)
    )
    sheet.html(
        f"<h2>May be the same as</h2>{listed}"
        '<p class="quiet">A proposal, worked out from the records: nothing is merged until an '
        "editor decides so.</p>"
    )
