"""The review page: drafts wait here for a person, and what was decided on them."""

from __future__ import annotations

import streamlit as st

from geo.errors import NotFoundError
from geo.store.drafts import Draft, draft, draft_ids, waiting
from geo.view import queue
from pages.parts import (
    access,
    data,
    deciding,
    link,
    review_act,
    review_decided,
    review_draft,
    review_edit,
    review_list,
    review_merges,
    sheet,
)
from pages.parts.component import component
from pages.parts.context import Context
from pages.parts.wording import esc

_PARTS = {"": "Queue", "merges": "Possible duplicates", "decided": "Decided"}


def show(ctx: Context) -> None:
    """Draw the part of the page that the link names."""
    sheet.style("review.css")
    touched = component("links")(
        key="review_links", on_open_change=lambda: None, on_draft_change=lambda: None
    )
    if touched.open:
        ctx.open_incident(str(touched.open))
    if touched.draft:
        ctx.update(draft=int(touched.draft), part="")
    found = access.standing()
    if not found.may_see_drafts:
        sheet.html(
            '<h1 class="review-title">Review</h1><p>Drafts that nobody has looked at yet are shown '
            f"to people who have a role in the atlas: {esc(found.why_not)}.</p>"
        )
        return
    groups = waiting(data.engine())
    _head(ctx, queue.told(groups))
    if ctx.pinned:
        st.info("This revision is pinned. Drafts are decided on in the newest data: go live.")
        return
    if ctx.state.part == "decided":
        review_decided.draw(ctx)
        return
    if ctx.state.part == "merges":
        review_merges.draw(ctx)
        return
    if review_list.decide_on_all(ctx):
        st.rerun()
    names = queue.groups(groups)
    ids = draft_ids(
        data.engine(),
        queue.which(ctx.state.queue),
        queue.ORDERS[ctx.state.queue_order],
    )
    chosen = _chosen(ctx, ids)
    if not ids and chosen is None:
        _empty(ctx, names)
        return
    if chosen is not None and review_edit.is_on(chosen) and deciding.can(ctx):
        review_draft.draw(ctx, chosen, ids)
        return
    left, right = st.columns([3, 11], gap="medium")
    with left, st.container(key="review_list"):
        review_list.draw(ctx, names, ids, chosen)
    with right:
        if chosen is not None:
            review_draft.draw(ctx, chosen, ids)


def _head(ctx: Context, told: str) -> None:
    """What the page is, and its parts."""
    with st.container(horizontal=True, vertical_alignment="center", key="review_head"):
        sheet.html(f'<h1 class="review-title">Review <small>{esc(told)}</small></h1>')
        done, text = deciding.said()
        kind = "done" if done else "failed"
        sheet.html(f'<p class="said {kind}" role="status">{esc(text)}</p>')
        key = "review_part"
        st.session_state[key] = ctx.state.part
        st.segmented_control(
            "Part of the page", list(_PARTS), key=key, format_func=_PARTS.__getitem__,
            label_visibility="collapsed", required=True, on_change=_turn, args=(key,),
        )  # fmt: skip


def _turn(key: str) -> None:
    link.change(part=st.session_state.get(key) or "", draft=None)


def _chosen(ctx: Context, ids: list[int]) -> Draft | None:
    """The draft of the link, else the first of the list."""
    number = ctx.state.draft if ctx.state.draft is not None else (ids[0] if ids else None)
    if number is None:
        return None
    try:
        return draft(data.engine(), number)
    except NotFoundError as missing:
        st.warning(f"{missing}; the link may be of another store.".capitalize())
    return draft(data.engine(), ids[0]) if ids else None


def _empty(ctx: Context, names: dict[str, str]) -> None:
    """Nothing waits: what to do next."""
    if ctx.state.queue and names:
        sheet.html("<h2>Nothing waits there any more</h2>")
        st.button("Show all drafts that wait", on_click=link.change, kwargs={"queue": ""})
        return
    data.forget_waiting()
    if deciding.can(ctx):
        with st.container(horizontal=True, key="review_bar"):
            review_act.take_back()
    sheet.html(
        "<h2>Nothing waits for review</h2>"
        "<p>Reports that a machine has read, or that came in a file to be looked at row by row, "
        "wait here until a person accepts them; nothing of them is on the map before that.</p>"
        "<ul><li>Put an article into the queue: <code>python -m geo extract FILE --queue "
        "--outlet NAME --author YOU</code></li>"
        "<li>What was accepted or rejected, by whom and why, stands under “Decided”, and can be "
        "taken back there.</li></ul>"
    )
    _ways(ctx)


def _ways(ctx: Context) -> None:
    """Links to the pages from which drafts come, those that there are."""
    for name, label in (("article", "Read an article"), ("import", "Import a file")):
        if name in ctx.pages:
            st.page_link(ctx.pages[name], label=label, icon=":material/arrow_forward:")
