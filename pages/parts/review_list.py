"""The list of drafts that wait, the choice of an article or file, and decisions on all of them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Final

import streamlit as st

from geo.store.drafts import MODEL, Draft, Which, drafts_numbered
from geo.store.entries import Outcome
from geo.store.placing import Placer
from geo.store.reviewing import accept_all, reject
from geo.view import queue
from geo.view.words import counted
from pages.parts import data, deciding, link, sheet
from pages.parts.context import Context
from pages.parts.wording import esc, quoted

_AUTHOR: Final = "review_all_author"
_WHY: Final = "review_all_why"
_SURE: Final = "review_all_sure"
_PENDING: Final = "review.all"
_QUEUE, _ORDER = "review_queue", "review_order"
_ORDER_NAMES: Final = {"unsure": "Least sure first", "new": "Newest first"}


def draw(ctx: Context, names: dict[str, str], ids: Sequence[int], chosen: Draft | None) -> None:
    """The list around the chosen draft.

    Parameters
    ----------
    names : articles and files with drafts that wait, by their keys.
    ids : of all drafts of the list, in its order.
    """
    _filters(ctx, names)
    which = queue.which(ctx.state.queue)
    if ctx.state.queue and len(ids) > 1 and deciding.can(ctx):
        _all(which, ids)
    first = queue.first_of(ids, chosen.id if chosen else None)
    shown = drafts_numbered(data.engine(), ids[first : first + queue.PAGE])
    lines = "".join(_line(ctx, one, chosen) for one in shown)
    sheet.html(f'<ol class="drafts" aria-label="Drafts that wait">{lines}</ol>')
    if len(ids) > queue.PAGE:
        _pager(ids, first)


def _filters(ctx: Context, names: dict[str, str]) -> None:
    options = ["", *names]
    st.session_state[_QUEUE] = ctx.state.queue if ctx.state.queue in names else ""
    st.session_state[_ORDER] = ctx.state.queue_order
    st.selectbox(
        "From", options, key=_QUEUE, on_change=_choose,
        format_func=lambda key: names.get(key, "") or "All articles and files",
    )  # fmt: skip
    st.selectbox(
        "Order", list(_ORDER_NAMES), key=_ORDER, format_func=_ORDER_NAMES.__getitem__,
        on_change=_choose,
    )  # fmt: skip


def _choose() -> None:
    state = st.session_state
    link.change(queue=state[_QUEUE], queue_order=state[_ORDER], draft=None)


def _line(ctx: Context, one: Draft, chosen: Draft | None) -> str:
    where, what = queue.heading(one)
    doubts = queue.doubts(one)
    unsure = f'<small class="doubt">unsure: {esc(", ".join(doubts[:3]))}</small>' if doubts else ""
    current = ' aria-current="true"' if chosen is not None and one.id == chosen.id else ""
    href = esc(ctx.address("review", draft=one.id))
    edited = " <em>edited</em>" if one.edits else ""
    edited += " <em>model</em>" if one.origin == MODEL else ""
    return (
        f'<li><a href="{href}" data-draft="{one.id}"{current}><b>{quoted(where)}</b>{edited}'
        f"<small>{quoted(what)}</small>{unsure}</a></li>"
    )


def _pager(ids: Sequence[int], first: int) -> None:
    last = min(first + queue.PAGE, len(ids))
    with st.container(horizontal=True, vertical_alignment="center", key="review_pager"):
        st.button(
            "Earlier", key="review_earlier", type="tertiary", disabled=first == 0,
            on_click=link.change, kwargs={"draft": ids[max(first - queue.PAGE, 0)]},
        )  # fmt: skip
        sheet.html(f"<p>{first + 1:,} to {last:,} of {len(ids):,}</p>")
        st.button(
            "Later", key="review_later", type="tertiary", disabled=last >= len(ids),
            on_click=link.change,
            kwargs={"draft": ids[min(last, len(ids) - 1)]},
        )  # fmt: skip


def _all(which: Which, ids: Sequence[int]) -> None:
    """Accept or reject all drafts of one article or file, after a count and a confirmation."""
    number = len(ids)
    with st.popover(f"Decide on all {number:,}", key="review_all", width="stretch"):
        source = which.source or "this article"
        sheet.html(
            f"<p>{quoted(source)}: {counted(number, 'draft')}. Accepted, each becomes a report of "
            "the atlas, of the incident that its own key names or of a new one. It is one "
            "decision, and can be taken back under “Decided”.</p>"
        )
        deciding.author(_AUTHOR)
        deciding.reason(_WHY, "Why (needed to reject)")
        sure = st.checkbox(f"I mean all {number:,}", key=_SURE)
        left, right = st.columns(2)
        with left:
            st.button(
                f"Accept {number:,}", key="review_all_accept", disabled=not sure,
                width="stretch", on_click=_ask, args=(tuple(ids), True),
            )  # fmt: skip
        with right:
            st.button(
                f"Reject {number:,}", key="review_all_reject", disabled=not sure,
                width="stretch", on_click=_ask, args=(tuple(ids), False),
            )  # fmt: skip


def _ask(ids: tuple[int, ...], accepted: bool) -> None:
    """Note what is to be decided: it takes a while, and the run that follows shows that."""
    st.session_state[_PENDING] = (ids, accepted)


def decide_on_all(ctx: Context) -> bool:
    """Make the decision that was asked for, if any; whether the page has to be drawn anew."""
    ids, accepted = st.session_state.pop(_PENDING, ((), False))
    if not ids:
        return False
    if accepted and not str(st.session_state.get(_WHY) or "").strip():
        st.session_state[_WHY] = "reviewed together"

    def decide() -> Outcome:
        how = deciding.act(_AUTHOR, _WHY)
        if accepted:
            return accept_all(data.engine(), Placer.over(ctx.settings, data.geocoder()), ids, how)
        return reject(data.engine(), ids, how)

    doing = "Accepting" if accepted else "Rejecting"
    with st.spinner(f"{doing} {counted(len(ids), 'draft')} …", show_time=True):
        deciding.make(decide, partial(_said, accepted), {})
    return True


def _said(accepted: bool, done: Outcome) -> str:
    data.forget_waiting()
    for key in (_WHY, _SURE):
        st.session_state.pop(key, None)
    link.change(queue="", draft=None)
    what = "accepted" if accepted else "rejected"
    return f"{counted(done.moved, 'draft')} {what}: decision {done.decision}."
