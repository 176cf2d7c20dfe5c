"""Footage of one incident that was shown for another: evidence links of the incident shown."""

from __future__ import annotations

from geo.store.query import IncidentDetail
from pages.parts import data, sheet
from pages.parts.context import Context
from pages.parts.wording import incident_link, quoted, report_link, safe_url, source_link


def draw(ctx: Context, detail: IncidentDetail) -> None:
    """Each link in a sentence; nothing where there is none."""
    links = [
        one for one in data.footage(detail.revision) if detail.id in (one.shown_for, one.comes_from)
    ]
    if not links:
        return
    outlets = {report.id: report.row.outlet for report in detail.reports}
    lines = []
    for one in links:
        said = f"Found by {quoted(one.found_by)}"
        if one.source:
            known = safe_url(one.source)
            said += f" ({source_link(known, 'source') if known else quoted(one.source)})"
        if one.shown_for == detail.id:
            origin = _incident(ctx, one.comes_from) if one.comes_from else quoted(one.origin_words)
            who = f"{report_link(one.report)} ({quoted(outlets.get(one.report))})"
            what = f"{who} showed footage of {origin} for this incident."
        else:
            what = f"Footage of this incident was shown for {_incident(ctx, one.shown_for)}."
        lines.append(f"<li>{what} <span>{said}; decision {one.decision}.</span></li>")
    sheet.html(f'<h2>Footage shown elsewhere</h2><ul class="footage">{"".join(lines)}</ul>')


def _incident(ctx: Context, key: str) -> str:
    return incident_link(key, ctx.address("incident", incident=key))
