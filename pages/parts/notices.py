"""Quiet lines below the filter bar: what was ignored, what is pinned, what is new."""

from __future__ import annotations

import html

import streamlit as st

from geo.access import Standing
from pages.parts import access, data, link
from pages.parts.context import Context
from pages.parts.wording import plain


def show(ctx: Context) -> None:
    """Draw the lines that this view needs, most often none."""
    # In a container of their own: what stands below keeps its place when a line goes.
    with st.container():
        _lines(ctx)
    follow(ctx)


def follow(ctx: Context) -> None:
    """Show what comes into the store while this page is open."""
    st.fragment(_watch, run_every=ctx.settings.poll_seconds)(
        ctx.latest_revision, ctx.pinned, data.store().state.message, access.standing()
    )


def wrong_revision() -> None:
    """Say loudly that a frozen link could not be kept: its numbers are not those it promised."""
    problem = link.not_frozen()
    if problem is not None:
        st.warning(
            plain(
                f"This link is frozen at a revision that cannot be shown: {problem}. The newest "
                "data are shown in its place, so the numbers may differ from those it was made of."
            ),
            icon=":material/warning:",
        )


def _lines(ctx: Context) -> None:
    wrong_revision()
    ignored = link.problems()
    if ignored:
        st.html(f'<p class="atlas-note" role="status">{html.escape(ignored)}</p>')
    if ctx.pinned:
        _pinned(ctx)
    message = data.store().state.message
    if message:
        st.html(
            '<p class="atlas-note" role="status">The store does not answer, the last data read are '
            f"shown: {html.escape(message)}</p>"
        )


def _pinned(ctx: Context) -> None:
    newer = ctx.latest_revision > ctx.snapshot.revision
    said = (
        f"Revision {ctx.snapshot.revision}, pinned; newer data exist "
        f"(revision {ctx.latest_revision})."
        if newer
        else f"Revision {ctx.snapshot.revision}, pinned; it is also the newest."
    )
    with st.container(horizontal=True, vertical_alignment="center", key="pinned"):
        st.html(f'<p class="atlas-note" role="status">{said}</p>')
        st.button("Go live", key="go_live", type="tertiary", on_click=link.change,
                  kwargs={"revision": None})  # fmt: skip


def _watch(latest: int, pinned: bool, message: str, found: Standing) -> None:
    """Look for a newer revision; when there is one, run the page again and say so.

    So too when the store went away, or is back, and when the reader's sign-in has ended or the
    role is another one.
    """
    now = data.store().look().revision
    same = (now, data.store().state.message) == (latest, message)
    if same and access.standing() == found:
        return
    if now != latest and not pinned:
        st.session_state["atlas.announce"] = now
    st.rerun()


def announce() -> None:
    """Say once that newer data have come in since the last run."""
    revision = st.session_state.pop("atlas.announce", None)
    if revision is not None:
        st.toast(f"New data are shown: revision {revision}.", icon=":material/update:")
