"""The status of an incident, explained: the sentence, the rule, what it hinges on, its grade."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from geo.claims.hinges import Hinge
from geo.store.query import IncidentDetail
from geo.view.palette import STATUS_STYLES
from geo.view.why import Why
from geo.view.words import counted
from pages.parts.incident_head import badge
from pages.parts.wording import esc, quoted, report_link

_LISTED = 3


def explained(detail: IncidentDetail, told: Why, dark: bool = False) -> str:
    """The status with its reasons, as HTML; ids of reports lead to their lines on the page."""
    sentence = "".join(
        quoted(piece) if isinstance(piece, str) else _reports(piece, told.outlets)
        for piece in told.pieces
    )
    return (
        f'<div class="why">{badge(detail.status, dark)}{sentence}</div>'
        f'<div class="rule"><b>Rule:</b> {esc(told.rule)}. <b>Hinges on:</b> '
        f"{_hinges(detail, told)}</div>"
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
    if not told.reports and not told.origins:
        return "no single report or origin; it stays so whichever one is left out."
    said = [
        f"{report_link(hinge.left_out)} ({quoted(told.outlets[hinge.left_out])}): without it "
        f"{_would(hinge)}"
        for hinge in told.reports[:_LISTED]
    ]
    if len(told.reports) > _LISTED:
        said.append(f"and {counted(len(told.reports) - _LISTED, 'more report')}")
    if not told.reports:
        said = ["no single report"]
    origins = "; ".join(
        f"all that rests on {quoted(hinge.left_out)}: without it {_would(hinge)}"
        for hinge in told.origins[:_LISTED]
    )
    return f"{'; '.join(said)}{f'. Origin: {origins}' if origins else ''}."


def _would(hinge: Hinge) -> str:
    if hinge.status is None:
        return "nothing would be known"
    return f"<b>{esc(STATUS_STYLES[hinge.status].label.lower())}</b>"
