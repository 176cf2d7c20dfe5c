"""Decisions as a table: what was decided, who and why, and whether it still stands."""

from __future__ import annotations

from collections.abc import Iterable

from geo.store.entries import HistoryEntry, Kind
from geo.view.words import day_text
from pages.parts.loaded import table
from pages.parts.wording import esc, quoted


def decision_table(entries: Iterable[HistoryEntry]) -> str:
    """The decisions as HTML, in the order given."""
    return table(("Decision", "What", "Who and why", "State"), map(_line, entries))


def _line(entry: HistoryEntry) -> list[str]:
    made = entry.decision
    when = f"revision {made.revision}, {day_text(made.decided_at.date())}"
    return [
        f"{made.id}<small>{esc(when)}</small>",
        quoted(made.summary),
        f"{quoted(made.author)}<small>{quoted(made.reason)}</small>",
        _state(entry),
    ]


def _state(entry: HistoryEntry) -> str:
    if entry.decision.kind in (Kind.UNDO, Kind.UNDO_LOAD):
        return ""
    if entry.undone_by:
        return f"undone by {entry.undone_by}"
    return "<b>in force</b>" if entry.stands else "past"
