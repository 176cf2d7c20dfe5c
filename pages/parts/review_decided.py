"""What was decided on drafts: who, when, what and why; and the form that takes it back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import streamlit as st

from geo.store.entries import DRAFT, HistoryEntry, Kind, Outcome
from geo.store.undo import undo
from geo.view.decided import what
from geo.view.words import counted, day_text
from pages.parts import data, deciding, sheet
from pages.parts.context import Context
from pages.parts.loaded import table
from pages.parts.wording import esc, quoted

_WHY: Final = "decided_why"
_AUTHOR: Final = "decided_author"
_MOST: Final = 200
_MOST_NAMED: Final = 3


def draw(ctx: Context) -> None:
    """The decisions, the newest first."""
    newest = data.newest_revision()
    made = [
        entry
        for entry in data.decided(None, newest, newest)
        if entry.decision.subject_type == DRAFT
    ]
    if not made:
        sheet.html(
            '<h2>Nothing was decided yet</h2><p class="missing">Who accepts or rejects drafts, '
            "when and why, will stand here.</p>"
        )
        return
    if deciding.can(ctx):
        _take_back(made)
    more = len(made) - _MOST
    rest = f'<p class="missing">and {more:,} earlier ones</p>' if more > 0 else ""
    heads = ("When", "Who", "What", "Why", "State")
    sheet.html(table(heads, [_cells(ctx, entry) for entry in made[:_MOST]]) + rest)


def _cells(ctx: Context, entry: HistoryEntry) -> list[str]:
    one = entry.decision
    return [
        f"{esc(day_text(one.decided_at.date()))}<small>{one.decided_at:%H:%M} UTC</small>",
        quoted(one.author),
        f"<b>{esc(what(one))}</b><small>{quoted(one.summary)}</small>{_drafts(ctx, entry)}",
        quoted(one.reason),
        _state(entry),
    ]


def _drafts(ctx: Context, entry: HistoryEntry) -> str:
    """Links to the drafts, and to the incidents they went to."""
    if entry.decision.kind == Kind.UNDO:
        return ""
    number = int(entry.decision.subject_id)
    href = esc(ctx.address("review", draft=number, part=""))
    link = f'<a href="{href}" data-draft="{number}">draft {number}</a>'
    incidents = dict.fromkeys(
        record["values"]["incident_id"] for record in entry.decision.after["records"]
    )
    links = [
        f'<a href="{esc(ctx.address("incident", incident=one))}" data-incident="{esc(one)}">'
        f"{quoted(one)}</a>"
        for one in list(incidents)[:_MOST_NAMED]
    ]
    more = len(incidents) - len(links)
    return f"<small>{', '.join([link, *links])}{f' and {more:,} more' if more else ''}</small>"


def _state(entry: HistoryEntry) -> str:
    if entry.undone_by is not None:
        return f"taken back by decision {entry.undone_by}"
    if entry.decision.kind == Kind.UNDO:
        return "took one back"
    return "<b>in force</b>" if entry.stands else "changed since"


def _take_back(made: Sequence[HistoryEntry]) -> None:
    """The form that takes one of the decisions back which still stand."""
    standing = {
        entry.decision.id: entry.decision
        for entry in made
        if entry.stands and entry.decision.kind != Kind.UNDO
    }
    if not standing:
        return
    left, middle, right, last = st.columns([4, 4, 2, 2], vertical_alignment="bottom")
    with left:
        chosen = st.selectbox(
            "Take a decision back", list(standing), key="decided_undo",
            format_func=lambda key: f"{key}: {standing[key].summary}" if key in standing else "",
        )  # fmt: skip
    with middle:
        deciding.reason(_WHY)
    with right:
        deciding.author(_AUTHOR)

    def decide() -> Outcome:
        return undo(data.engine(), int(chosen or 0), deciding.act(_AUTHOR, _WHY))

    with last:
        st.button(
            "Take it back", key="decided_undo_go", icon=":material/undo:",
            on_click=deciding.make, args=(decide, _said, {_WHY: ""}),
        )  # fmt: skip


def _said(done: Outcome) -> str:
    data.forget_waiting()
    moved = f" {counted(done.moved, 'report')} left the atlas." if done.moved else ""
    return f"Taken back by decision {done.decision}; the drafts wait again.{moved}"
