"""Files of one incident: the incident itself, and its reports row by row."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from functools import partial

import streamlit as st

from geo.export import FORMATS, Selection, stream
from geo.export.about import About
from geo.export.csv_file import harmless, harmless_line
from geo.model import EXACT_FORMS
from geo.store.query import IncidentDetail, ReportDetail
from geo.view.filters import Filters
from geo.view.state import ViewState
from pages.parts.context import Context

_COLUMNS = (
    *("report_id", "incident_id", "stance", "outlet", "outlet_country", "published_from"),
    *("published_to", "asserted_by", "origins", "event_from", "event_to", "event_date_text"),
    *("place_text", "town_or_base", "route_text", "located", "form", "where_prec"),
    *("uncertainty_m", "latitude", "longitude", "event_type", "target", "groups"),
    *("killed_low", "killed_high", "wounded_low", "wounded_high", "damage", "evidence_flags"),
    *("headline", "note", "url"),
)


def draw(ctx: Context, detail: IncidentDetail) -> None:
    """Downloads; each file is made only when it is asked for."""
    name = "".join(c if c.isalnum() or c in "-_" else "-" for c in detail.id)[:80]
    selection = selection_of(ctx, detail)
    with st.container(horizontal=True):
        st.download_button(
            "Reports as CSV",
            partial(reports_csv, detail, ctx.state.reading.describe()),
            f"incident-{name}-reports.csv",
            FORMATS["csv"].media_type,
            key="incident_reports_csv",
            on_click="ignore",
        )
        _button(selection, name, "pdf", "Brief as PDF")
        with st.popover("Other formats", key="incident_formats"):
            for form, format in FORMATS.items():
                if form != "pdf":
                    _button(selection, name, form, f"{format.label}: {format.use}")


def _button(selection: Selection, name: str, form: str, label: str) -> None:
    st.download_button(
        label,
        partial(incident_file, selection, form),
        f"incident-{name}.{form}",
        FORMATS[form].media_type,
        key=f"incident_{form}",
        on_click="ignore",
        type="secondary" if form == "pdf" else "tertiary",
    )


def selection_of(ctx: Context, detail: IncidentDetail) -> Selection:
    """The incident in the reading of the view."""
    state = replace(ctx.state, window=None, map=None, hidden=())
    site = (st.context.url or "").partition("?")[0].rpartition("/")[0]
    return Selection(
        detail.snapshot,
        Filters(),
        state,
        ctx.settings,
        site=f"{site}/" if site else "",
        detail=detail,
    )


def incident_file(selection: Selection, form: str) -> bytes:
    """The incident in a format of ``geo.export``, with sources, revision and licences."""
    return b"".join(stream(selection, form))


def reports_csv(detail: IncidentDetail, reading: str = "") -> bytes:
    """Every report of the incident, one a row; words of sources can be no formula.

    ``reading``: what was left out, in words.
    """
    out = io.StringIO(newline="")
    about = About.of(detail.snapshot, Filters(), ViewState())
    lines = [
        f"Incident {detail.id}, {detail.status}: {detail.explanation}",
        f"Revision {detail.revision}",
        *([f"Reading: {reading}"] if reading else []),
        *(f"Source: {line}" for line in about.sources),
    ]
    out.writelines(f"# {harmless_line(line)}\r\n" for line in lines)
    writer = csv.writer(out)
    writer.writerow(_COLUMNS)
    for report in detail.reports:
        writer.writerow(
            harmless(value) if isinstance(value, str) else value
            for value in _values(detail.id, report)
        )
    return out.getvalue().encode("utf-8-sig")


def _values(incident_id: str, report: ReportDetail) -> list[object]:
    """Cells in the order of ``_COLUMNS``; what is not known stays empty."""
    row, place = report.row, report.location
    published, event = row.published, row.event_date
    return [
        report.id, incident_id, str(row.stance), row.outlet, row.outlet_country,
        published.start if published else None, published.end if published else None,
        row.asserted_by, "; ".join(report.origins),
        event.start if event else None, event.end if event else None, event.text if event else None,
        row.place_text, row.town_or_base, row.route_text, place.place, str(place.form),
        None if place.where_prec is None else int(place.where_prec), place.uncertainty_m,
        # A coordinate only where it says where; a footprint's label position is none.
        *((place.lat, place.lon) if place.form in EXACT_FORMS else (None, None)),
        row.event_type, row.target, "; ".join(f"{a.text} ({a.role})" for a in row.actors),
        row.killed.low, row.killed.high, row.wounded.low, row.wounded.high,
        row.damage, "; ".join(row.evidence_flags), row.headline, row.note, row.url,
    ]  # fmt: skip
