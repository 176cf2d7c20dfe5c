"""Decisions on the incident shown: move, split off, merge, grade its information, link footage.

Nothing changes before a button is pressed; what both incidents become is shown first. A decision
made on a page that is older than the last change is refused by the store.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Final

import numpy as np
import streamlit as st

from geo.claims.grade import INFORMATION_GRADES, information_grade
from geo.store import footage, incidents
from geo.store.decisions import Act
from geo.store.entries import GradeEntry, Outcome
from geo.store.query import IncidentDetail, ReportDetail
from geo.store.regroup import regrouped
from geo.view.find import find, newest
from geo.view.index import index_of
from geo.view.table import row_text
from geo.view.words import counted, interval_text
from pages.parts import data, deciding, incident_head, sheet
from pages.parts.context import Context
from pages.parts.wording import incident_link

_FOUND: Final = 30
_MOVE: Final = "Move reports"
_SPLIT: Final = "Split off"
_MERGE: Final = "Merge"
_GRADE: Final = "Grade"
_FOOTAGE: Final = "Link footage"
_REPORTS: Final = "edit_reports"
_TARGET: Final = "edit_target"
_WHY: Final = "edit_why"
_AUTHOR: Final = "edit_author"
_MADE: Final = "incident.made"


def switch(ctx: Context) -> bool:
    """The switch that opens the forms; a pinned revision says why there are none."""
    if deciding.barred(ctx, "to edit the incident"):
        return False
    return st.toggle("Edit", key="incident_editing", help="Move, split, merge, grade, link footage")


def draw(ctx: Context, detail: IncidentDetail, grade: GradeEntry | None) -> None:
    """The form of the chosen act."""
    with st.container(border=True, key="incident_edit"):
        acts: dict[str, Callable[[], _Ready | None]] = {
            _MOVE: lambda: _move(ctx, detail),
            _SPLIT: lambda: _split(ctx, detail),
            _MERGE: lambda: _merge(ctx, detail),
            _GRADE: lambda: _grade(detail, grade),
            _FOOTAGE: lambda: _footage(ctx, detail),
        }
        if len(detail.reports) < 2:
            del acts[_MOVE], acts[_SPLIT]
        chosen = st.segmented_control("What to do", list(acts), key="edit_act")
        if chosen is None:
            st.caption("Choose what to do; each decision can be taken back in the history below.")
            return
        ready = acts[chosen]()
        _decide(detail, chosen, ready)


_Ready = Callable[[str, Act], Outcome]
"""Makes the decision in a store; ``None`` in its place: the form is not filled in yet."""


def _decide(detail: IncidentDetail, label: str, ready: _Ready | None) -> None:
    """Who and why, and the button."""
    left, right, last = st.columns([5, 3, 2], vertical_alignment="bottom")
    with left:
        deciding.reason(_WHY)
    with right:
        deciding.author(_AUTHOR)
    seen = detail.revision

    def make() -> Outcome:
        assert ready is not None  # noqa: S101 - else the button is disabled
        return ready(data.settings().database_url, deciding.act(_AUTHOR, _WHY, seen))

    fields = {_WHY: "", _REPORTS: [], _TARGET: ""}
    with last:
        st.button(
            label,
            key="edit_go",
            type="primary" if ready else "secondary",
            disabled=ready is None,
            on_click=deciding.make,
            args=(make, partial(_said, splits=label == _SPLIT), fields),
        )


def say(ctx: Context) -> None:
    """What became of the last decision, with the way to an incident that it made."""
    deciding.say()
    made = st.session_state.pop(_MADE, None)
    if made:
        href = ctx.address("incident", incident=made)
        sheet.html(f"<p>Split off as {incident_link(made, href)}.</p>")


def _said(done: Outcome, *, splits: bool) -> str:
    if splits:
        st.session_state[_MADE] = done.subject
    moved = f" {counted(done.moved, 'report')} moved." if done.moved else ""
    return (
        f"Decided: decision {done.decision}, revision {done.revision}, on {done.subject}.{moved} "
        "It can be taken back in the history below."
    )


def _move(ctx: Context, detail: IncidentDetail) -> _Ready | None:
    chosen = _reports(detail)
    target = _other(ctx, detail, "To which incident")
    if not chosen or target is None:
        return None
    if len(chosen) == len(detail.reports):
        st.caption("These are all reports of the incident: merge it into the other one instead.")
        return None
    rest = [report.id for report in detail.reports if report.id not in chosen]
    _preview(ctx, {detail.id: rest, target: [*_reports_of(ctx, target), *chosen]})
    return lambda store, act: incidents.move_reports(store, chosen, target, act)


def _split(ctx: Context, detail: IncidentDetail) -> _Ready | None:
    chosen = _reports(detail)
    if not chosen:
        return None
    if len(chosen) == len(detail.reports):
        st.caption("One report has to stay.")
        return None
    rest = [report.id for report in detail.reports if report.id not in chosen]
    _preview(ctx, {detail.id: rest, "the new incident": chosen})
    return lambda store, act: incidents.split_incident(store, detail.id, chosen, act)


def _merge(ctx: Context, detail: IncidentDetail) -> _Ready | None:
    target = _other(ctx, detail, "Into which incident")
    if target is None:
        return None
    mine = [report.id for report in detail.reports]
    _preview(ctx, {target: [*_reports_of(ctx, target), *mine]})
    st.caption("The address of this incident leads to the other one from then on.")
    return lambda store, act: incidents.merge_incidents(store, detail.id, target, act)


def _grade(detail: IncidentDetail, grade: GradeEntry | None) -> _Ready | None:
    rule = information_grade(detail.status)
    labels: dict[int | None, str] = {
        None: f"By the rule: {rule}, {INFORMATION_GRADES[rule]}",
        **{key: f"{key}, {words}" for key, words in INFORMATION_GRADES.items()},
    }
    held = None if grade is None or grade.grade is None else int(grade.grade)
    options = [key for key in labels if key != held]
    picked = st.radio(
        "Grade of the information (Admiralty)", options, format_func=lambda key: labels[key],
        horizontal=True, index=None if held is None else 0, key=f"edit_grade_{held}",
    )  # fmt: skip
    if held is None and picked is None:
        return None
    return lambda store, act: incidents.grade_incident(store, detail.id, picked, act)


def _footage(ctx: Context, detail: IncidentDetail) -> _Ready | None:
    by_id = {report.id: report for report in detail.reports}
    report = st.selectbox(
        "Which report showed the footage", list(by_id), format_func=lambda key: _label(by_id[key]),
        key="edit_shown_by",
    )  # fmt: skip
    target = _other(ctx, detail, "Of which incident the footage is")
    left, middle, right = st.columns(3)
    words = left.text_input(
        "Or what it is of, where the atlas has no such incident", key="edit_footage_of",
        max_chars=footage.MOST_WORDS,
    )  # fmt: skip
    finder = middle.text_input(
        "Who found that", key="edit_found_by", max_chars=footage.MOST_WORDS,
        placeholder="An outlet, a person",
    )  # fmt: skip
    source = right.text_input("Where that can be read", key="edit_footage_source", max_chars=500)
    if not report or not finder or (target is None and not words):
        return None
    return lambda store, act: footage.link_footage(
        store, report, target, finder, act, origin_words=words or None, source=source or None
    )


def _reports(detail: IncidentDetail) -> list[str]:
    by_id = {report.id: report for report in detail.reports}
    return st.multiselect(
        "Which reports", list(by_id), format_func=lambda key: _label(by_id[key]), key=_REPORTS
    )


def _label(report: ReportDetail) -> str:
    row = report.row
    when = f", {interval_text(row.published.start, row.published.end)}" if row.published else ""
    return f"{report.id} {row.stance}: {row.outlet}{when}"


def _other(ctx: Context, detail: IncidentDetail, label: str) -> str | None:
    """Another incident, found by its id, a date, a place or other words."""
    left, right = st.columns([2, 3])
    words = left.text_input(
        label, key=_TARGET, max_chars=200, placeholder="An id, 2020-07, a place, a group"
    )
    if not words:
        return None
    snapshot = ctx.whole
    rows = find(snapshot, words)
    keys = [str(snapshot.ids[row]) for row in newest(snapshot, rows, _FOUND + 1)]
    keys = [key for key in keys if key != detail.id][:_FOUND]
    if not keys:
        right.caption("No other incident is found. Try fewer words.")
        return None
    return right.selectbox(
        f"{counted(len(rows), 'incident')} found", keys, key="edit_found",
        format_func=lambda key: _incident_label(ctx, key),
    )  # fmt: skip


def _incident_label(ctx: Context, key: str) -> str:
    row = index_of(ctx.whole).row_of.get(key)
    if row is None:
        return key
    text = row_text(ctx.whole, row)
    place = text["place"] or text["governorate"] or "place not known"
    return f"{text['date']}, {text['type'] or 'type not stated'}, {place} ({key})"


def _reports_of(ctx: Context, key: str) -> list[str]:
    snapshot = ctx.whole
    row = index_of(snapshot).row_of[key]
    span = slice(*snapshot.report_start[row : row + 2].tolist())
    return [str(report) for report in snapshot.report_ids[span]]


def _preview(ctx: Context, groups: Mapping[str, Sequence[str]]) -> None:
    """What the incidents become, before anybody decides."""
    would = regrouped(ctx.whole, groups)
    rows = np.arange(would.n, dtype=np.int64)
    sheet.html(
        "<h3>What they become</h3>" + incident_head.listing(would, rows, None, sheet.is_dark())
    )
