"""The form in which a draft is edited; what was proposed at first is kept beside it."""

from __future__ import annotations

from typing import Final

import streamlit as st

from geo.errors import AtlasError
from geo.places.picked import signed
from geo.store.drafts import Draft
from geo.store.reviewing import edit_draft
from geo.view.report_form import Identity
from geo.view.report_known import known_of
from pages.parts import access, data, deciding, report_form
from pages.parts.context import Context
from pages.parts.report_field import Form

_EDITING: Final = "review.editing"
AUTHOR: Final = "review_author"


def is_on(draft: Draft) -> bool:
    """Whether the reader edits this draft now."""
    return st.session_state.get(_EDITING) == draft.id


def toggle(draft: Draft) -> None:
    """Begin, or leave without saving, for callbacks."""
    st.session_state[_EDITING] = None if is_on(draft) else draft.id
    report_form.forget(_form(draft))


def buttons(draft: Draft) -> None:
    """What keeps or leaves what was typed, and who edits."""
    st.button(
        "Save edits", type="primary", key="review_save", icon=":material/save:", shortcut="S",
        on_click=_save, args=(draft,),
    )  # fmt: skip
    st.button("Leave the form", key="review_leave", shortcut="E", on_click=toggle, args=(draft,))
    with st.container(width=260):
        deciding.author(AUTHOR)


def draw(ctx: Context, draft: Draft) -> None:
    """The form; saved, the draft still waits to be accepted or rejected."""
    index = data.actor_index(ctx.latest_revision)
    known = known_of(ctx.whole, index.match if index else lambda _: ())
    report_form.draw(_form(draft), known)


def _form(draft: Draft) -> Form:
    row = draft.row
    return Form(
        f"draft_{draft.id}_{draft.edits}",
        Identity(row.dataset, row.key, row.incident_key),
        row=row,
    )


def _save(draft: Draft) -> None:
    form = _form(draft)
    filled = report_form.read(form)
    report_form.insist(form)
    if filled.row is None:
        deciding.tell(False, "Nothing was saved yet: look at the fields below.")
        return
    try:
        with access.writing():
            author = deciding.named(AUTHOR)
            edit_draft(data.engine(), draft.id, signed(filled.row, author), author, draft.edits)
    except AtlasError as error:
        deciding.tell(False, f"Nothing was saved: {error}.")
        return
    toggle(draft)
    deciding.tell(True, f"Draft {draft.id} was edited.")
