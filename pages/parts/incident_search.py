"""Where the incident page has no incident to show: say why, and help to find one."""

from __future__ import annotations

import streamlit as st

from geo.view.find import find, newest
from geo.view.words import counted
from pages.parts import adding, incident_head, sheet
from pages.parts.context import Context
from pages.parts.wording import esc, quoted


def draw(ctx: Context, unknown: str | None = None) -> None:
    """A message, a search over all incidents, and what it finds.

    ``unknown``: the id that the link asked for and that is not in this revision.
    """
    sheet.html(_message(ctx, unknown))
    if unknown is not None and ctx.pinned and st.button("Look in the newest data"):
        ctx.update(revision=None)
    words = st.text_input(
        "Find an incident",
        key="incident_search",
        placeholder="A place, a group, a headline, a date such as 2020-07, or an id",
        max_chars=200,
    )
    adding.as_incident(ctx)
    rows = find(ctx.snapshot, words or "") if words else ctx.rows
    title = f"{counted(len(rows), 'incident')} found" if words else "The newest of the selection"
    if not len(rows):
        sheet.html('<p class="missing">Nothing found. Try fewer words, or another spelling.</p>')
        return
    shown = newest(ctx.snapshot, rows)
    table = incident_head.listing(
        ctx.snapshot,
        shown,
        lambda key: ctx.address("incident", incident=key),
        sheet.is_dark(),
    )
    more = len(rows) - len(shown)
    rest = (
        f'<p class="missing">and {more:,} more; add words to narrow the search</p>' if more else ""
    )
    sheet.html(f"<h2>{esc(title)}</h2>{table}{rest}")


def _message(ctx: Context, unknown: str | None) -> str:
    if unknown is None:
        return (
            "<h1>Which incident?</h1><p>Choose one below, on the map or in the table. "
            "Each has a permanent address that can be shared.</p>"
        )
    return (
        f"<h1>There is no such incident</h1><p>Nothing in revision {ctx.snapshot.revision} has the "
        f"id <b>{quoted(unknown[:120])}</b>. It may be mistyped, or belong to data that are not "
        "loaded here.</p>"
    )
