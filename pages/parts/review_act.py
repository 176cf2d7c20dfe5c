"""The buttons of a reviewer, each with its key, and the incidents that a draft may be about."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Final

import streamlit as st

from geo.errors import DecisionError
from geo.store.decisions import Act, decision
from geo.store.drafts import Draft, DraftState
from geo.store.entries import Outcome
from geo.store.homes import home_of
from geo.store.placing import Placer
from geo.store.reviewing import accept, reject
from geo.store.undo import undo
from geo.view import queue
from geo.view.may_be import MayBe, searched
from geo.view.words import day_text
from pages.parts import data, deciding, incident_head, link, review_edit, sheet
from pages.parts.context import Context
from pages.parts.wording import esc, incident_link, plain, quoted

_WHY: Final = "review_why"
_LAST: Final = "review.last"
_ACCEPTED: Final = "reviewed"
_REASONS: Final = (
    *("no incident", "not in Iraq", "another draft says it", "read wrongly", "an exercise"),
)


def bar(
    ctx: Context, draft: Draft, ids: Sequence[int], proposed: Sequence[MayBe], *, editing: bool
) -> None:
    """Previous and next, accept, link, edit, reject; who does so and why.

    Parameters
    ----------
    proposed : incidents that the draft may be about; the first is taken until one is chosen.
    """
    at = ids.index(draft.id) if draft.id in ids else None
    can = deciding.can(ctx)
    before = ids[at - 1] if at else None
    after = ids[at + 1] if at is not None and at + 1 < len(ids) else None
    if at is None and ids:
        after = ids[0]
    open_ = draft.state is DraftState.OPEN
    key = _target_key(draft)
    if key not in st.session_state and proposed:
        st.session_state[key] = proposed[0].incident
    target: str | None = st.session_state.get(key)
    with st.container(horizontal=True, vertical_alignment="bottom", key="review_bar"):
        if editing and can:
            review_edit.buttons(draft)
            return
        _go("Previous", "review_previous", "K", before)
        _go("Next", "review_next", "J", after)
        if open_ and can:
            home = home_of(data.engine(), draft.row)
            st.button(
                f"Accept into {plain(home)}" if home else "Accept as a new incident",
                key="review_accept", type="primary", shortcut="A",
                help="Other drafts of the same incident are there" if home else None,
                on_click=_accept, args=(ctx, draft, None, tuple(ids)),
            )  # fmt: skip
            st.button(
                f"Accept for {plain(target)}" if target else "Accept for …",
                key="review_link", shortcut="L", disabled=target is None,
                help="Choose the incident beside the map",
                on_click=_accept, args=(ctx, draft, target, tuple(ids)),
            )  # fmt: skip
            st.button(
                "Edit", key="review_edit", shortcut="E", on_click=review_edit.toggle, args=(draft,)
            )
            st.button(
                "Reject", key="review_reject", shortcut="X",
                on_click=_reject, args=(draft, tuple(ids)),
            )  # fmt: skip
        if can:
            take_back()
    if open_ and deciding.barred(ctx, "to decide on drafts"):
        return
    if open_:
        left, right = st.columns([3, 5], vertical_alignment="bottom")
        with left:
            deciding.author(review_edit.AUTHOR)
        with right:
            st.selectbox(
                "Why (needed to reject)", _REASONS, index=None, key=_WHY,
                accept_new_options=True, placeholder="Choose or write; accepted without: reviewed",
            )  # fmt: skip
    else:
        _decided(draft)


def about(ctx: Context, draft: Draft, proposed: Sequence[MayBe]) -> None:
    """Incidents that the draft may be about, with what agrees, and a search for others."""
    words = st.text_input(
        "Find another incident", key=f"review_find_{draft.id}", max_chars=200,
        placeholder="An id, a place, a group, 2020-07 ...",
    )  # fmt: skip
    options = {one.incident: one for one in (*searched(ctx.whole, words), *proposed)}
    if not options:
        said = "No incident fits these words." if words else "No incident of the atlas is like it."
        sheet.html(f'<p class="missing">{said}</p>')
        return
    key = _target_key(draft)
    if st.session_state.get(key) not in (None, *options):
        st.session_state[key] = None
    chosen = st.radio(
        "May be about", list(options), index=None, key=key,
        format_func=lambda one: plain(options[one].told if one in options else one),
        captions=[plain(_caption(one)) for one in options.values()],
    )  # fmt: skip
    if chosen is not None:
        one = options[chosen]
        href = ctx.address("incident", incident=one.incident)
        sheet.html(
            f"<p>{incident_head.where(ctx.whole, one.row)}<br>"
            f"{incident_link(one.incident, href, 'Open ' + one.incident)}</p>"
        )


def _caption(one: MayBe) -> str:
    return f"{one.incident} · {one.why}" if one.why else one.incident


def _go(label: str, key: str, shortcut: str, number: int | None) -> None:
    st.button(
        label, key=key, shortcut=shortcut, disabled=number is None, on_click=link.change,
        kwargs={"draft": number},
    )  # fmt: skip


def _target_key(draft: Draft) -> str:
    return f"review_target_{draft.id}"


def _act(default: str = "") -> Act:
    """Who and why; ``default`` where no reason is needed."""
    why = str(st.session_state.get(_WHY) or "").strip() or default
    if not why:
        raise DecisionError("say why it is rejected")
    return deciding.act_for(review_edit.AUTHOR, why)


def _accept(ctx: Context, draft: Draft, incident: str | None, ids: tuple[int, ...]) -> None:
    def decide() -> Outcome:
        placer = Placer.over(ctx.settings, data.geocoder())
        url = data.engine()
        return accept(url, placer, draft.id, incident, _act(_ACCEPTED), draft.edits)

    deciding.make(decide, partial(_said, draft, ids, "accepted"), {_WHY: None})


def _reject(draft: Draft, ids: tuple[int, ...]) -> None:
    def decide() -> Outcome:
        return reject(data.engine(), [draft.id], _act())

    deciding.make(decide, partial(_said, draft, ids, "rejected"), {_WHY: None})


def _said(draft: Draft, ids: tuple[int, ...], what: str, done: Outcome) -> str:
    """What became of it; the next draft comes up at once."""
    data.forget_waiting()
    st.session_state[_LAST] = done.decision
    link.change(draft=queue.after(ids, draft.id))
    into = f"; it is in {done.subject}" if what == "accepted" else ""
    return f"Draft {draft.id} {what}, decision {done.decision}{into}."


def take_back() -> None:
    """The last decision of this session can be taken back at once."""
    last: int | None = st.session_state.get(_LAST)
    if last is None:
        return

    def decide() -> Outcome:
        return undo(data.engine(), last, _act("decided by mistake"))

    st.button(
        f"Undo decision {last}", key="review_undo_last", shortcut="U", icon=":material/undo:",
        on_click=deciding.make, args=(decide, _taken_back, {_WHY: None}),
    )  # fmt: skip


def _taken_back(done: Outcome) -> str:
    data.forget_waiting()
    last = st.session_state.pop(_LAST, None)
    return f"Decision {last} was taken back by decision {done.decision}; its drafts wait again."


def _decided(draft: Draft) -> None:
    """What became of a draft that does not wait any more."""
    made = decision(data.engine(), draft.decision or 0)
    sheet.html(
        f'<p class="why" role="status">Draft {draft.id} was <b>{esc(draft.state)}</b> by '
        f"{quoted(made.author)} on {esc(day_text(made.decided_at.date()))}, decision {made.id}: "
        f"{quoted(made.reason)}. {quoted(made.summary)}. "
        "It is taken back under “Decided”.</p>"
    )
