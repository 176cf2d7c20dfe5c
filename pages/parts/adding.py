"""Add a report by hand: to the incident shown, or as the first of a new one.

The form's report gets its permanent key when the form is opened, so that a button pressed twice
adds it once. What looks like a copy of a report that is there is told first, and then asked again.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from typing import Final

import streamlit as st

from geo.errors import AtlasError
from geo.places.picked import signed
from geo.store.adding import BY_HAND, add_report
from geo.store.copies import Copy, Marks
from geo.store.decisions import Act
from geo.store.entries import Outcome
from geo.store.locations import at
from geo.store.placing import Placer
from geo.store.query import IncidentDetail, ReportDetail
from geo.view.report_form import Filled, Identity
from geo.view.report_known import hints_of, known_of
from geo.view.words import interval_text, listed
from pages.parts import data, deciding, link, report_form, sheet
from pages.parts.context import Context
from pages.parts.report_field import Form
from pages.parts.wording import esc, incident_link, quoted

_NEW: Final = "add_new"
_LETTERS: Final = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without those that are taken for each other."""
_KEY_LENGTH: Final = 10


def key_of(incident: str) -> str:
    """What the keys of an incident's form begin with; no other incident's do."""
    return f"add_{hashlib.sha256(incident.encode()).hexdigest()[:12]}"


def to_incident(ctx: Context, detail: IncidentDetail) -> None:
    """The section on the page of an incident."""
    key = key_of(detail.id)
    if deciding.is_reader("to add a report"):
        return
    with st.expander(
        "Add a report", icon=":material/add:", key=f"{key}_open", on_change="rerun"
    ) as it:
        if not it.open:
            return
        if ctx.pinned:
            st.caption("This revision is pinned: go live to add a report.")
            return
        st.caption(
            "One outlet's account of this incident. Leave empty what it does not say: what the "
            "incident has is shown in grey, and is not taken for its word."
        )
        told = detail.snapshot
        form = Form(
            key, _identity(key, detail.id), hints=hints_of(told, 0),
            near=at(told.locations, told.vocab, int(told.location[0])),
            siblings={report.id: _label(report) for report in detail.reports},
        )  # fmt: skip
        _draw(ctx, form, detail.id, "Add the report")


def as_incident(ctx: Context) -> None:
    """The section where an incident is looked for, for one that is not there."""
    title = "Record an incident that is not in the atlas"
    if deciding.is_reader("to record an incident"):
        return
    with st.expander(title, icon=":material/add:", key=f"{_NEW}_open", on_change="rerun") as it:
        if not it.open:
            return
        if ctx.pinned:
            st.caption("This revision is pinned: go live to record an incident.")
            return
        st.caption(
            "Begin with one outlet's account of it; further reports are added on its own page. "
            "Leave empty what the outlet does not say."
        )
        form = Form(_NEW, _identity(_NEW, None), starts=True)
        _draw(ctx, form, None, "Record the incident")


def _identity(key: str, incident: str | None) -> Identity:
    """Names of the report that the form makes: given when it is opened, kept until it is stored."""
    name = f"{key}_identity"
    if name not in st.session_state:
        st.session_state[name] = "".join(secrets.choice(_LETTERS) for _ in range(_KEY_LENGTH))
    own: str = st.session_state[name]
    return Identity(BY_HAND, own, incident or own)


def _draw(ctx: Context, form: Form, incident: str | None, label: str) -> None:
    """The form, what is in the way of storing it, and the button."""
    index = data.actor_index(ctx.latest_revision)
    known = known_of(ctx.whole, index.match if index else lambda _: ())
    filled = report_form.draw(form, known)
    st.divider()
    found = _copies(form, incident)
    if found:
        sheet.html(_told(ctx, found))
    st.session_state[form.of("told")] = _ids(found)
    left, right, last = st.columns([5, 3, 3], vertical_alignment="bottom")
    with left:
        deciding.reason(form.of("why"), "Why it belongs here")
    with right:
        deciding.author(form.of("author"))
    with last:
        st.button(
            f"{label} all the same" if found else label, key=form.of("store"), type="primary",
            on_click=_store, args=(form, incident),
        )  # fmt: skip
    refused = st.session_state.pop(form.of("refused"), None)
    if refused:
        sheet.html(
            f'<p class="field-problem" role="alert">Nothing was stored: {quoted(refused)}.</p>'
        )
    missing = _missing(form, filled) if st.session_state.get(form.of("insist")) else ""
    if missing:
        sheet.html(f'<p class="field-problem" role="alert">Nothing is stored yet: {missing}.</p>')


def _missing(form: Form, filled: Filled) -> str:
    """What is in the way, as HTML."""
    parts = []
    if filled.problems:
        names = dict.fromkeys(report_form.label_of(one.field) for one in filled.problems)
        parts.append(f"look at {esc(listed(list(names)))} above")
    if not deciding.named(form.of("author")).strip():
        parts.append("say who you are")
    if not str(st.session_state.get(form.of("why")) or "").strip():
        parts.append("say why it belongs here")
    return listed(parts)


def _store(form: Form, incident: str | None) -> None:
    """Store the report, for callbacks; or let the run that follows say what is in the way."""
    filled = report_form.read(form)
    report_form.insist(form)
    row = filled.row
    if row is None or _missing(form, filled):
        return
    if _ids(_copies(form, incident)) - st.session_state.get(form.of("told"), frozenset()):
        return  # the run that follows tells of them

    def add() -> Outcome:
        act: Act = deciding.act(form.of("author"), form.of("why"))
        config = data.settings()
        placer = Placer.over(config, data.geocoder())
        report = signed(row, act.author)
        try:
            return add_report(config.database_url, placer, report, incident, act)
        except AtlasError as error:
            st.session_state[form.of("refused")] = str(error)
            raise

    deciding.make(add, lambda done: _said(form, done, is_new=incident is None), {})


def _said(form: Form, done: Outcome, *, is_new: bool) -> str:
    report_form.forget(form)
    if is_new:
        link.change(incident=done.subject)
    what = "Recorded" if is_new else "Added"
    return (
        f"{what}: decision {done.decision}, revision {done.revision}, on {done.subject}. "
        "It can be taken back in the history below."
    )


def _copies(form: Form, incident: str | None) -> Sequence[Copy]:
    """Reports that are there and look like this one, however much of it is filled in yet."""
    names = ("outlet", "stance", "url", "text_sha256")
    outlet, stance, url, sha256 = (
        str(st.session_state.get(form.of(name)) or "").strip() for name in names
    )
    try:
        marks = Marks(outlet, stance, url, sha256.lower())
        return data.copies(marks, incident, data.newest_revision())
    except AtlasError:  # storing will say it
        return ()


def _ids(found: Sequence[Copy]) -> frozenset[str]:
    return frozenset(one.report for one in found)


def _told(ctx: Context, found: Sequence[Copy]) -> str:
    """Likely copies as HTML."""
    lines = "".join(
        f"<li>{quoted(one.report)} of {quoted(one.outlet)} has {esc(listed(one.shares))}, in "
        f"{incident_link(one.incident, ctx.address('incident', incident=one.incident))}</li>"
        for one in found
    )
    return (
        '<div class="copies" role="status"><b>It may be in the atlas already.</b>'
        f"<ul>{lines}</ul></div>"
    )


def _label(report: ReportDetail) -> str:
    row = report.row
    when = f", {interval_text(row.published.start, row.published.end)}" if row.published else ""
    return f"{report.id}: {row.outlet} {row.stance}{when}"
