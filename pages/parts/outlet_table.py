"""The table of outlets for ``assets/outlets.js``: sorted and searched here, chosen there."""

from __future__ import annotations

from typing import Any, Final

import streamlit as st

from geo.model import Stance, Status
from geo.view.outlets import Source, listed
from geo.view.state import OUTLET_SORTS, ViewState
from geo.view.words import counted, day_text
from pages.parts import link
from pages.parts.component import component

MOST_ROWS: Final = 400
_COLUMNS: Final = (
    ("outlet", "Outlet", "Name as the source table writes it", False),
    ("country", "Country", "Country of the outlet", False),
    ("type", "Type", "Who stands behind it", False),
    ("grade", "Grade", "Admiralty grade of the source, A to F; set by an editor", False),
    ("reports", "Reports", "All reports in the selection", True),
    ("claims", "Claims", "Reports that are a claim of responsibility", True),
    ("reports_", "Reports it", "Reports that say it happened", True),
    ("confirms", "Confirms", "Reports of a party or authority with direct knowledge", True),
    ("doubts", "Doubts", "Reports that doubt it", True),
    ("denies", "Denies", "Reports that deny it", True),
    ("own", "Own word", "Reports that rest on the outlet's own word", True),
    ("confirmed", "In confirmed", "Share of its incidents that are confirmed", True),
    ("contested", "In contested", "Share of its incidents that are contested or denied", True),
    ("first", "First", "First day of publication", True),
    ("last", "Last", "Last day of publication", True),
)
"""Sort key, heading, explanation, whether the largest comes first."""


def draw(found: tuple[Source, ...], state: ViewState, key: str) -> None:
    """Mount the table. Sorting, searching and choosing an outlet go into the link."""
    rows = listed(found, state.outlet_sort, state.outlet_down, state.find)
    component("outlets")(
        key=key,
        data={
            "columns": [list(column) for column in _COLUMNS],
            "rows": [_cells(source) for source in rows[:MOST_ROWS]],
            "sort": ("-" if state.outlet_down else "") + state.outlet_sort,
            "find": state.find,
            "about": state.about,
            "said": _said(len(rows), len(found), state.find),
        },
        on_sort_change=lambda: _sort(key),
        on_find_change=lambda: _find(key),
        on_about_change=lambda: _about(key),
    )


def _said(shown: int, every: int, words: str) -> str:
    text = counted(every, "outlet")
    if words:
        text = f"{shown:,} of {text}"
    return f"{text}, the first {MOST_ROWS} shown" if shown > MOST_ROWS else text


def _cells(source: Source) -> list[str]:
    entry = source.entry
    return [
        entry.name,
        entry.country or "",
        entry.type or "",
        entry.grade or "",
        f"{source.reports:,}",
        *(
            figure(source.stance(stance))
            for stance in (Stance.CLAIMS, Stance.REPORTS, Stance.CONFIRMS, Stance.DOUBTS)
        ),
        figure(source.stance(Stance.DENIES)),
        figure(source.own),
        f"{source.share(Status.CONFIRMED):.0%}",
        f"{source.share(Status.CONTESTED, Status.DENIED):.0%}",
        day_text(source.first) if source.first else "",
        day_text(source.last) if source.last else "",
    ]


def figure(count: int) -> str:
    """A count, nothing for 0, so that a reader sees where the figures are."""
    return f"{count:,}" if count else ""


def _sort(key: str) -> None:
    asked = str(_asked(key, "sort") or "")
    if asked.removeprefix("-") in OUTLET_SORTS:
        link.change(outlet_sort=asked.removeprefix("-"), outlet_down=asked.startswith("-"))


def _find(key: str) -> None:
    words = _asked(key, "find")
    if isinstance(words, str):
        link.change(find=words[:100])


def _about(key: str) -> None:
    name = _asked(key, "about")
    if isinstance(name, str) and name:
        link.change(about=name)


def _asked(key: str, what: str) -> Any:
    return st.session_state[key][what]
