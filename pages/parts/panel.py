"""Beside the map: the chosen incident and who says what of it, or what the view holds, as HTML.

Clicks come back through ``assets/panel.js``: ``data-act`` says what to do, ``data-value`` with
what. Every word of a source is escaped.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from geo.model import Stance, Status
from geo.store.query import IncidentDetail, ReportDetail
from geo.store.snapshot import STATUSES, Snapshot
from geo.view.palette import STATUS_STYLES
from geo.view.summary import Summary
from geo.view.table import row_text
from geo.view.words import counted, interval_text
from pages.parts.incident_head import badge, title, where
from pages.parts.wording import esc, quoted

_VERBS = {
    Stance.CLAIMS: "Claims it",
    Stance.CONFIRMS: "Confirms it",
    Stance.DENIES: "Denies it",
    Stance.DOUBTS: "Doubts it",
    Stance.WITHDRAWS: "Withdrew it",
    Stance.REPORTS: "Reports it",
}
"""In the order of the panel."""

_ALWAYS = (Stance.CLAIMS, Stance.CONFIRMS, Stance.DENIES)
_MOST_REPORTS = 8
_MOST_LISTED = 60
_MOST_GOVERNORATES = 10


def incident(snapshot: Snapshot, row: int, detail: IncidentDetail, href: str, dark: bool) -> str:
    """Status, date, place, and who claims, confirms, denies and reports it.

    ``href``: address of the incident's page.
    """
    text = row_text(snapshot, row)
    ledger = "".join(_stance(stance, detail.reports) for stance in _VERBS)
    several = len(detail.reports) > 1
    to_page = f"All {len(detail.reports)} reports, side by side" if several else "Open the incident"
    return (
        '<section class="atlas-panel" aria-label="The chosen incident">'
        f"<header>{badge(STATUSES[snapshot.status[row]], dark)}{_close('Close')}</header>"
        f"<h2>{esc(title(snapshot, row))}, {esc(text['date'])}</h2>"
        f"<p>{where(snapshot, row)}</p>"
        f'<p class="quiet why-short" title="{esc(detail.explanation)}">'
        f"{quoted(detail.explanation)}</p>{ledger}"
        f'<p class="more"><a href="{esc(href)}" data-act="open" data-value="{esc(detail.id)}">'
        f"{to_page}</a></p></section>"
    )


def _stance(stance: Stance, reports: Sequence[ReportDetail]) -> str:
    mine = [report for report in reports if report.row.stance is stance]
    if not mine:
        if stance not in _ALWAYS:
            return ""
        told = _told_claims(reports) if stance is Stance.CLAIMS else ""
        said = f"as told by others, {told}" if told else "nobody in the reports at hand"
        return f'<h3 class="{stance}">{_VERBS[stance]}: <span>{said}</span></h3>'
    lines = "".join(_report(report) for report in mine[:_MOST_REPORTS])
    rest = len(mine) - _MOST_REPORTS
    more = f'<li class="quiet">and {counted(rest, "more report")}</li>' if rest > 0 else ""
    return f'<h3 class="{stance}">{_VERBS[stance]} <em>{len(mine)}</em></h3><ul>{lines}{more}</ul>'


def _told_claims(reports: Sequence[ReportDetail]) -> str:
    """Groups that reports of others say claimed it."""
    names = dict.fromkeys(
        actor.text for report in reports for actor in report.row.actors if actor.role == "claimed"
    )
    return ", ".join(quoted(name) for name in list(names)[:3])


def _report(report: ReportDetail) -> str:
    row = report.row
    asserter = row.asserted_by if row.asserted_by not in (None, "", "not named") else None
    who = f"<b>{quoted(row.outlet)}</b>"
    if asserter and asserter != row.outlet:
        who = f"<b>{quoted(asserter)}</b> in {quoted(row.outlet)}"
    published = row.published or row.event_date
    when = interval_text(published.start, published.end) if published else "date not known"
    if not row.published and published:
        when += " (of the event)"
    words = row.place_text or row.route_text or row.town_or_base
    place = f"“{quoted(words)}”" if words else quoted(None, "no words for the place")
    return f"<li>{who}<small>{esc(when)} · {place}</small></li>"


def picks(snapshot: Snapshot, rows: Sequence[int], label: str, dark: bool) -> str:
    """Several incidents that one click met, to choose from; newest first."""
    order = sorted(rows, key=lambda row: str(snapshot.start[row]), reverse=True)
    lines = "".join(_pick(snapshot, row, dark) for row in order[:_MOST_LISTED])
    rest = len(order) - _MOST_LISTED
    more = (
        f'<p class="quiet">and {counted(rest, "more incident")}; narrow the dates to see them</p>'
        if rest > 0
        else ""
    )
    return (
        '<section class="atlas-panel" aria-label="Incidents to choose from"><header>'
        f"<h2>{counted(len(order), 'incident')} {esc(label)}</h2>{_close('Close')}</header>"
        f'<ul class="picks">{lines}</ul>{more}</section>'
    )


def _pick(snapshot: Snapshot, row: int, dark: bool) -> str:
    text = row_text(snapshot, row)
    style = STATUS_STYLES[STATUSES[snapshot.status[row]]]
    colour = style.dark if dark else style.colour
    return (
        f'<li><button type="button" data-act="choose" data-value="{esc(text["id"])}">'
        f'<i class="mark {style.mark}" style="--c:{colour}" title="{esc(style.label)}"></i>'
        f"<b>{esc(text['date'])}</b> {quoted(text['type'])}"
        f"<small>{quoted(text['place'] or text['governorate'], 'place not known')} · "
        f"{esc(style.label.lower())} · {counted(int(text['reports']), 'report')}</small>"
        "</button></li>"
    )


def summary(found: Summary, dark: bool) -> str:
    """What the view holds: by status and by governorate; each bar narrows the view to it."""
    statuses = [
        _bar("statuses", status, _status_name(status, dark), count, found.incidents)
        for status, count in found.by_status.items()
    ]
    shown = found.by_governorate[:_MOST_GOVERNORATES]
    most = max((count for _, _, count in shown), default=1)
    governorates = [_bar("governorates", key, esc(name), n, most) for key, name, n in shown]
    rest = len(found.by_governorate) - len(shown)
    low, high = found.killed
    killed = (
        f"<p>Killed, where stated ({found.killed_known:,} of {found.incidents:,}): "
        f"<b>{low:,}{f' to {high:,}' if high != low else ''}</b></p>"
        if found.killed_known
        else ""
    )
    return (
        '<section class="atlas-panel" aria-label="Summary of the view">'
        f"<h3>By status</h3>{_bars(statuses)}<h3>By governorate</h3>{_bars(governorates)}"
        + (f'<p class="quiet">and {counted(rest, "more governorate")}</p>' if rest > 0 else "")
        + (
            f'<p class="quiet">{counted(found.no_governorate, "incident")} known only by country '
            "or road</p>"
            if found.no_governorate
            else ""
        )
        + killed
        + '<p class="quiet">Click an incident on the map to see who says what.</p></section>'
    )


def _status_name(status: Status, dark: bool) -> str:
    style = STATUS_STYLES[status]
    colour = style.dark if dark else style.colour
    return (
        f'<i class="mark {style.mark}" style="--c:{colour}"></i>'
        f'<span title="{esc(style.meaning)}">{esc(style.label)}</span>'
    )


def _bar(field: str, value: str, name: str, count: int, most: int) -> str:
    share = 100 * count / most if most else 0
    return (
        f'<li style="--share:{share:.1f}%"><button type="button" data-act="only:{field}" '
        f'data-value="{esc(value)}"{"" if count else " disabled"}>{name}<em>{count:,}</em>'
        "</button></li>"
    )


def _bars(lines: Iterable[str]) -> str:
    return f'<ul class="bars">{"".join(lines)}</ul>'


def _close(label: str) -> str:
    return f'<button type="button" class="close" data-act="close" aria-label="{label}">×</button>'
