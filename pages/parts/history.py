"""How an incident came to be what it is: decisions, versions of reports, files they came from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import streamlit as st

from geo.store.entries import HistoryEntry, Kind, Outcome
from geo.store.query import IncidentDetail, ReportDetail, concerns
from geo.store.undo import undo
from geo.view.decided import before_after, what
from geo.view.words import counted, day_text
from pages.parts import data, deciding, sheet
from pages.parts.context import Context
from pages.parts.loaded import table
from pages.parts.wording import esc, quoted

_WHY: Final = "history_why"
_AUTHOR: Final = "history_author"


def draw(ctx: Context, detail: IncidentDetail) -> None:
    """Decisions, corrected reports and the files that the rows came from."""
    subjects = tuple(concerns(detail.id, detail.reports))
    made = data.decided(subjects, detail.revision, data.newest_revision())
    sheet.html(f"<h2>History</h2>{_decisions(ctx, detail, made)}")
    _take_back(ctx, detail, made)
    corrected = [report for report in detail.reports if report.versions > 1]
    with st.expander(f"Versions and files: {counted(len(corrected), 'corrected report')}"):
        sheet.html(_versions(corrected) + _files(detail))


def _decisions(ctx: Context, detail: IncidentDetail, made: Sequence[HistoryEntry]) -> str:
    if not made:
        return '<p class="missing">Nobody has edited, merged or graded this incident.</p>'
    heads = ("When", "Who", "What", "Before", "After", "Why", "State")
    return table(heads, [_cells(ctx, detail, entry) for entry in made])


def _cells(ctx: Context, detail: IncidentDetail, entry: HistoryEntry) -> list[str]:
    one = entry.decision
    before, after = before_after(one)
    day, time = day_text(one.decided_at.date()), f"{one.decided_at:%H:%M} UTC"
    return [
        f"{esc(day)}<small>{esc(time)}</small>",
        quoted(one.author),
        f"<b>{esc(what(one))}</b><small>{quoted(one.summary)}</small>",
        f"{quoted(before)}<small>{_as_of(ctx, detail, one.revision - 1)}</small>",
        f"{quoted(after)}<small>{_as_of(ctx, detail, one.revision)}</small>",
        quoted(one.reason),
        _state(entry),
    ]


def _as_of(ctx: Context, detail: IncidentDetail, revision: int) -> str:
    """A link that pins the view to a revision."""
    href = ctx.address("incident", incident=detail.id, revision=revision)
    return f'<a href="{esc(href)}">as of revision {revision}</a>'


def _state(entry: HistoryEntry) -> str:
    if entry.undone_by is not None:
        return f"taken back by decision {entry.undone_by}"
    if entry.decision.kind in (Kind.UNDO, Kind.UNDO_LOAD):
        return "took one back"
    return "<b>in force</b>" if entry.stands else "changed since"


def _take_back(ctx: Context, detail: IncidentDetail, made: Sequence[HistoryEntry]) -> None:
    """The form that takes one of the decisions back which still stand."""
    standing = {
        entry.decision.id: entry.decision
        for entry in made
        if entry.stands and entry.decision.kind not in (Kind.CORRECT, Kind.UNDO)
    }
    if not standing or not deciding.can(ctx):
        return
    left, middle, right, last = st.columns([4, 4, 2, 2], vertical_alignment="bottom")
    with left:
        chosen = st.selectbox(
            "Take a decision back", list(standing), key="history_undo",
            format_func=lambda key: f"{key}: {standing[key].summary}" if key in standing else "",
        )  # fmt: skip
    with middle:
        deciding.reason(_WHY)
    with right:
        deciding.author(_AUTHOR)
    seen = detail.revision

    def make() -> Outcome:
        act = deciding.act(_AUTHOR, _WHY, seen)
        return undo(data.settings().database_url, int(chosen or 0), act)

    with last:
        st.button(
            "Take it back", key="history_undo_go", icon=":material/undo:",
            on_click=deciding.make, args=(make, _said, {_WHY: ""}),
        )  # fmt: skip


def _said(done: Outcome) -> str:
    moved = f" {counted(done.moved, 'report')} moved back." if done.moved else ""
    return f"Taken back by decision {done.decision}, revision {done.revision}.{moved}"


def _versions(corrected: Sequence[ReportDetail]) -> str:
    if not corrected:
        return '<p class="missing">Every report stands as it was first loaded.</p>'
    lines = "".join(
        f"<li>{esc(report.id)}: version {report.versions}, since revision {report.revision}</li>"
        for report in corrected
    )
    return f"<ul>{lines}</ul>"


def _files(detail: IncidentDetail) -> str:
    counts: dict[tuple[str, int, str], int] = {}
    for report in detail.reports:
        load = report.load
        key = (load.file, load.revision, day_text(load.loaded_at.date()))
        counts[key] = counts.get(key, 0) + 1
    return table(
        ("Read from file", "In revision", "On", "Reports"),
        [
            [quoted(file), str(revision), esc(day), str(n)]
            for (file, revision, day), n in sorted(counts.items())
        ],
    )
