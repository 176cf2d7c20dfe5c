"""Recycled footage: which report showed pictures of another incident, and how that is stated."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

import streamlit as st

from geo.store.entries import FOOTAGE, Footage, HistoryEntry, Outcome
from geo.store.footage import MOST_WORDS, link_footage
from geo.store.undo import undo
from geo.view.words import counted
from pages.parts import data, deciding, sheet
from pages.parts.context import Context
from pages.parts.decision_table import decision_table
from pages.parts.loaded import table
from pages.parts.wording import esc, quoted, safe_url, source_link

_HEADS: Final = ("Shown by", "Shown for", "Footage of", "Found by", "Read at", "Stated in")


def listing(found: Sequence[Footage], address: Callable[[str], str]) -> str:
    """The links as a table; ``address`` gives the page of an incident."""
    if not found:
        return (
            '<p class="missing">No footage has been linked to the incident that it is of in this '
            "selection. Reports with the flag old-footage, below, are where to begin.</p>"
        )
    return table(_HEADS, [_cells(one, address) for one in found])


def _cells(one: Footage, address: Callable[[str], str]) -> list[str]:
    def incident(key: str) -> str:
        return f'<a href="{esc(address(key))}" target="_self">{quoted(key)}</a>'

    words = quoted(one.origin_words) if one.origin_words else ""
    origin = incident(one.comes_from) if one.comes_from else ""
    read = "" if one.source is None else quoted(one.source)
    if safe_url(one.source):
        read = source_link(one.source, "the source")
    return [
        quoted(one.report),
        incident(one.shown_for),
        f"{origin}{' ' if origin and words else ''}{words}",
        quoted(one.found_by),
        read,
        f"decision {one.decision}<small>revision {one.revision}</small>",
    ]


def history(ctx: Context, key: str) -> None:
    """Every decision on footage, and a way to take one in force back."""
    every = data.decided(None, ctx.snapshot.revision, data.newest_revision())
    made = [entry for entry in every if entry.decision.subject_type == FOOTAGE]
    if not made:
        return
    with st.expander(f"History of footage links: {counted(len(made), 'decision')}"):
        sheet.html(decision_table(made))
        standing = {entry.decision.id: entry for entry in made if entry.stands}
        if standing and deciding.can(ctx):
            _undo(standing, key)


def _undo(standing: Mapping[int, HistoryEntry], key: str) -> None:
    chosen = st.selectbox(
        "Take back",
        list(standing),
        format_func=lambda number: (
            f"{number}: {standing[number].decision.summary[:120]}" if number in standing else ""
        ),
        key=f"{key}_undo",
    )
    deciding.reason(f"{key}_undo_reason")
    deciding.author(f"{key}_undo_author")

    def act() -> Outcome:
        by = deciding.act(f"{key}_undo_author", f"{key}_undo_reason")
        return undo(data.settings().database_url, int(chosen or 0), by)

    st.button(
        "Take it back",
        key=f"{key}_undo_go",
        on_click=deciding.make,
        args=(
            act,
            lambda done: f"Decision {chosen} undone: revision {done.revision}.",
            {f"{key}_undo_reason": ""},
        ),
    )


def form(ctx: Context, reports: Mapping[str, str], key: str) -> None:
    """State that a report showed footage of another incident.

    Parameters
    ----------
    reports : ids of reports that are offered, with their words; another id can be typed.
    key : tells the forms of several pages apart.
    """
    if deciding.barred(ctx, "to link footage"):
        return
    with st.expander("Link footage to the incident that it is of", icon=":material/add_link:"):
        report = st.selectbox(
            "Report that showed it",
            list(reports),
            index=None,
            placeholder="Choose a report, or type its id",
            accept_new_options=True,
            format_func=lambda one: reports.get(one, one),
            key=f"{key}_report",
        )
        first, second = st.columns(2, gap="small")
        with first:
            st.text_input("Incident that it is of (its id)", key=f"{key}_from", max_chars=200)
        with second:
            label = "Or what it is of, in words"
            st.text_input(label, key=f"{key}_words", max_chars=MOST_WORDS)
        first, second = st.columns(2, gap="small")
        with first:
            st.text_input("Found by (an outlet, a person)", key=f"{key}_by", max_chars=MOST_WORDS)
        with second:
            label = "Where that can be read (address, or report id)"
            st.text_input(label, key=f"{key}_source", max_chars=2000)
        first, second = st.columns(2, gap="small")
        with first:
            deciding.reason(f"{key}_reason")
        with second:
            deciding.author(f"{key}_author")
        seen = ctx.snapshot.revision

        def act() -> Outcome:
            text = {
                name: str(st.session_state.get(f"{key}_{name}") or "").strip()
                for name in ("from", "words", "by", "source")
            }
            by = deciding.act(f"{key}_author", f"{key}_reason", seen)
            return link_footage(
                data.settings().database_url,
                str(report),
                text["from"] or None,
                text["by"],
                by,
                origin_words=text["words"] or None,
                source=text["source"] or None,
            )

        emptied: dict[str, str | None] = {
            f"{key}_{name}": "" for name in ("from", "words", "by", "source", "reason")
        }
        st.button(
            "Link the footage",
            key=f"{key}_go",
            type="primary",
            disabled=not report,
            on_click=deciding.make,
            args=(
                act,
                lambda done: (
                    f"Linked as footage link {done.subject}: decision {done.decision}, "
                    f"revision {done.revision}."
                ),
                emptied | {f"{key}_report": None},
            ),
        )
