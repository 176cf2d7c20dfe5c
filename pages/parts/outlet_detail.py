"""One outlet, or one origin of reports, in full; and the grade that an editor gives an outlet."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import streamlit as st

from geo.model import Stance, Status
from geo.store.decisions import Act
from geo.store.entries import OUTLET, Outcome
from geo.store.outlets import SOURCE_GRADES, grade_outlet
from geo.store.snapshot import OutletEntry
from geo.store.undo import undo
from geo.view.gap import Carrier
from geo.view.outlets import Source
from geo.view.relays import Relay
from geo.view.words import counted, day_text, interval_text
from pages.parts import data, deciding, sheet
from pages.parts.context import Context
from pages.parts.decision_table import decision_table
from pages.parts.wording import esc, quoted

GRADE_WORDS: Final = {
    "A": "completely reliable",
    "B": "usually reliable",
    "C": "fairly reliable",
    "D": "not usually reliable",
    "E": "unreliable",
    "F": "cannot be judged",
}
"""Source reliability of the Admiralty system; source: NATO AJP-2.1."""
_NO_GRADE: Final = "none"
_LISTED: Final = 6


def draw(
    ctx: Context,
    entry: OutletEntry | None,
    source: Source | None,
    carrier: Carrier | None,
    relays: Sequence[Relay],
) -> None:
    """The outlet or origin that the link names (``about``).

    Parameters
    ----------
    entry : what is known of the outlet; ``None`` for an origin that is no outlet.
    source, carrier : its figures in the selection, ``None`` when it has no report or claim there.
    relays : all relays of the selection.
    """
    name = ctx.state.about
    facts = _facts(ctx, entry) if entry else ""
    sheet.html(
        f'<div class="about"><h3>{quoted(name)}</h3>{facts}{_figures(source, carrier)}'
        f"{_relayed(name, relays)}{_links(ctx, name) if entry else ''}</div>"
    )
    if entry:
        _history(ctx, name)
        _form(ctx, entry)


def _facts(ctx: Context, entry: OutletEntry) -> str:
    basis = data.bases(ctx.snapshot.revision).get(entry.name)
    made = data.grades(ctx.snapshot.revision).get(entry.name)
    grade = (
        f"<b>{esc(entry.grade)}</b>, {esc(GRADE_WORDS.get(entry.grade, ''))}"
        if entry.grade
        else '<span class="missing">not graded</span>'
    )
    if made:
        grade += (
            f"<small>{quoted(made.author)}, {esc(day_text(made.decided_at.date()))}: "
            f"{quoted(made.reason)}</small>"
        )
    kind = quoted(entry.type) + (f"<small>{quoted(basis)}</small>" if basis else "")
    return (
        f"<dl><dt>Country</dt><dd>{quoted(entry.country)}</dd><dt>Type</dt><dd>{kind}</dd>"
        f"<dt>Grade</dt><dd>{grade}</dd></dl>"
    )


def _figures(source: Source | None, carrier: Carrier | None) -> str:
    if source is None:
        return '<p class="missing">No report of its own in this selection.</p>'
    stances = ", ".join(
        f"{stance} {source.stance(stance):,}" for stance in Stance if source.stance(stance)
    )
    when = f", published {interval_text(source.first, source.last)}" if source.first else ""
    more = f"; {source.unpublished:,} without a date" if source.unpublished else ""
    claim = ""
    if carrier is not None:
        claim = (
            f"<p>It carries the claim of {counted(carrier.claimed, 'incident')}; nobody with "
            f"direct knowledge confirms {carrier.unconfirmed:,} of these.</p>"
        )
    return (
        f"<p>{counted(source.reports, 'report')} of {counted(source.incidents, 'incident')} "
        f"({esc(stances)}){esc(when)}{esc(more)}. {source.own:,} on its own word.</p>"
        f"<p>Of its incidents {source.share(Status.CONFIRMED):.0%} are confirmed, "
        f"{source.share(Status.CONTESTED, Status.DENIED):.0%} contested or denied.</p>{claim}"
    )


def _relayed(name: str, relays: Sequence[Relay]) -> str:
    of = [(relay.origin, relay.count) for relay in relays if relay.carrier == name]
    by = [(relay.carrier, relay.count) for relay in relays if relay.origin == name]
    parts = []
    for title, ends in (("Relays", of), ("Relayed by", by)):
        if ends:
            shown = ", ".join(f"{quoted(other)} {count:,}" for other, count in ends[:_LISTED])
            more = f", and {len(ends) - _LISTED:,} more" if len(ends) > _LISTED else ""
            parts.append(f"<p>{title}: {shown}{more}.</p>")
    return "".join(parts)


def _links(ctx: Context, name: str) -> str:
    places = (("map", "On the map"), ("timeline", "Over time"), ("sources", "Only its incidents"))
    anchors = (
        f'<a href="{esc(ctx.address(page, outlets=(name,)))}" target="_self">{words}</a>'
        for page, words in places
    )
    return f"<p>{' · '.join(anchors)}</p>"


def _history(ctx: Context, name: str) -> None:
    """Decisions on the grade of the outlet, and a way to take the standing one back."""
    made = data.decided(((OUTLET, name),), ctx.snapshot.revision, data.newest_revision())
    if not made:
        return
    with st.expander(f"History of the grade: {counted(len(made), 'decision')}", expanded=True):
        sheet.html(decision_table(made))
        standing = next((entry for entry in made if entry.stands), None)
        if standing is None or not deciding.can(ctx):
            return
        number = standing.decision.id
        deciding.reason("sources_undo_reason", f"Why take decision {number} back")
        deciding.author("sources_undo_author")

        def act() -> Outcome:
            by = deciding.act("sources_undo_author", "sources_undo_reason")
            return undo(data.settings().database_url, number, by)

        st.button(
            f"Undo decision {number}",
            key="sources_undo",
            on_click=deciding.make,
            args=(
                act,
                lambda done: f"Decision {number} undone: revision {done.revision}.",
                {"sources_undo_reason": ""},
            ),
        )


def _form(ctx: Context, entry: OutletEntry) -> None:
    if deciding.barred(ctx, "to grade an outlet"):
        return
    with st.expander("Grade this outlet", icon=":material/edit:"):
        choices = [*SOURCE_GRADES, _NO_GRADE]
        picked = st.selectbox(
            "Grade",
            choices,
            index=None,
            placeholder="Choose a grade",
            format_func=lambda grade: (
                f"{grade}: {GRADE_WORDS[grade]}" if grade in GRADE_WORDS else "no grade"
            ),
            key="sources_grade",
        )
        deciding.reason("sources_grade_reason")
        deciding.author("sources_grade_author")
        seen = ctx.snapshot.revision

        def act() -> Outcome:
            by: Act = deciding.act("sources_grade_author", "sources_grade_reason", seen)
            grade = None if picked == _NO_GRADE else picked
            return grade_outlet(data.settings().database_url, entry.name, grade, by)

        st.button(
            "Set the grade",
            key="sources_grade_go",
            type="primary",
            disabled=picked is None,
            on_click=deciding.make,
            args=(
                act,
                lambda done: f"Graded: decision {done.decision}, revision {done.revision}.",
                {"sources_grade": None, "sources_grade_reason": ""},
            ),
        )
