"""How an incident came to be what it is: decisions, versions of reports, files they came from."""

from __future__ import annotations

import json
from typing import Any

import streamlit as st

from geo.store.corrections import where_words
from geo.store.query import IncidentDetail
from geo.store.records import location
from geo.view.words import counted, day_text
from pages.parts import sheet
from pages.parts.wording import esc, quoted


def draw(detail: IncidentDetail) -> None:
    """An expander with decisions, corrected reports and origins of the rows."""
    corrected = [report for report in detail.reports if report.versions > 1]
    told = f"{counted(len(detail.decisions), 'decision')}, " + counted(
        len(corrected), "corrected report"
    )
    with st.expander(f"History: {told}"):
        sheet.html(_decisions(detail) + _versions(detail) + _files(detail))


def _decisions(detail: IncidentDetail) -> str:
    if not detail.decisions:
        return '<p class="missing">Nobody has edited, merged or graded this incident.</p>'
    rows = "".join(
        f"<tr><td>{esc(day_text(d.decided_at.date()))}</td><td>{quoted(d.author)}</td>"
        f"<td>{quoted(d.kind)} {quoted(d.subject_id)}</td>"
        f"<td>{_value(d.before)} → {_value(d.after)}</td><td>{quoted(d.reason)}</td></tr>"
        for d in detail.decisions
    )
    return _table(("Date", "Who", "What", "Before and after", "Why"), rows)


def _value(value: Any) -> str:
    if value is None:
        return quoted(None, "nothing")
    if isinstance(value, dict) and "location" in value:
        return quoted(where_words(location(value["location"])))
    return quoted(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))


def _versions(detail: IncidentDetail) -> str:
    corrected = [report for report in detail.reports if report.versions > 1]
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
    rows = "".join(
        f"<tr><td>{quoted(file)}</td><td>{revision}</td><td>{esc(day)}</td><td>{n}</td></tr>"
        for (file, revision, day), n in sorted(counts.items())
    )
    return _table(("Read from file", "In revision", "On", "Reports"), rows)


def _table(heads: tuple[str, ...], rows: str) -> str:
    cells = "".join(f'<th scope="col">{esc(head)}</th>' for head in heads)
    return f'<table class="stack"><thead><tr>{cells}</tr></thead><tbody>{rows}</tbody></table>'
