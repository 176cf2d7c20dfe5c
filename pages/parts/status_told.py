"""The status of an incident, explained: the sentence, the rule, what it hinges on, its grade."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from geo.claims.grade import INFORMATION_GRADES, information_grade
from geo.store.entries import GradeEntry
from geo.store.query import IncidentDetail
from geo.view.palette import STATUS_STYLES
from geo.view.why import Why
from geo.view.words import counted, day_text
from pages.parts.incident_head import badge
from pages.parts.wording import esc, quoted, report_link

_LISTED = 3


def explained(
    detail: IncidentDetail, told: Why, override: GradeEntry | None, dark: bool = False
) -> str:
    """The status with its reasons, as HTML; ids of reports lead to their lines on the page.

    ``override``: the grade of information that an editor set, if any.
    """
    sentence = "".join(
        quoted(piece) if isinstance(piece, str) else _reports(piece, told.outlets)
        for piece in told.pieces
    )
    return (
        f'<div class="why">{badge(detail.status, dark)}{sentence}</div>'
        f'<div class="rule"><b>Rule:</b> {esc(told.rule)}. <b>Hinges on:</b> '
        f"{_hinges(detail, told)} <b>Information:</b> {_grade(detail, override)}</div>"
    )


def _reports(ids: Sequence[str], outlets: Mapping[str, str]) -> str:
    links = ", ".join(f"{report_link(key)} {quoted(outlets[key])}" for key in ids)
    if len(ids) <= _LISTED:
        return links
    return (
        f'<details class="ids"><summary>{counted(len(ids), "report")}</summary> ({links})</details>'
    )


def _hinges(detail: IncidentDetail, told: Why) -> str:
    if len(detail.reports) == 1:
        return f"{report_link(detail.reports[0].id)}, the only report."
    if not told.hinges:
        return "no single report; it stays so whichever one is left out."
    said = [
        f"{report_link(hinge.report)} ({quoted(told.outlets[hinge.report])}): without it "
        f"<b>{esc(STATUS_STYLES[hinge.without].label.lower())}</b>"
        for hinge in told.hinges[:_LISTED]
    ]
    if len(told.hinges) > _LISTED:
        said.append(f"and {counted(len(told.hinges) - _LISTED, 'more report')}")
    return f"{'; '.join(said)}."


def _grade(detail: IncidentDetail, override: GradeEntry | None) -> str:
    """The Admiralty grade of the information: by the rule, or as an editor set it, and why."""
    rule = information_grade(detail.status)
    by_rule = f"grade {rule}, {INFORMATION_GRADES[rule]}"
    if override is None or override.grade is None:
        words = f'<span title="Admiralty scale; it follows from the status">{by_rule}.</span>'
        return f"{words} <b>Sources:</b> {_sources(detail)}."
    words = INFORMATION_GRADES[int(override.grade)]
    return (
        f"grade {esc(override.grade)}, {words}, set by {quoted(override.author)} on "
        f"{esc(day_text(override.decided_at.date()))}: “{quoted(override.reason)}” "
        f'<span class="quiet">(by the rule: {by_rule}).</span> <b>Sources:</b> {_sources(detail)}.'
    )


def _sources(detail: IncidentDetail) -> str:
    """How many of the outlets have which Admiralty grade."""
    grades = {report.row.outlet: report.outlet.grade for report in detail.reports}
    counts = Counter(grade for grade in grades.values() if grade)
    parts = [f"{counts[grade]} graded {esc(grade)}" for grade in sorted(counts)]
    if without := len(grades) - counts.total():
        parts.append(f"{without} not graded")
    return ", ".join(parts)
