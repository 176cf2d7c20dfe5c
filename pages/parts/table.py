"""The table of exactly what is in view. The browser asks for its pages itself."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlencode

import streamlit as st

from geo.model import Status
from geo.view.palette import STATUS_STYLES
from geo.view.state import SORTS
from pages.parts import link, sheet
from pages.parts.component import component
from pages.parts.context import Context

COLUMNS: Final = {
    "date": "Date",
    "type": "Type",
    "place": "Place",
    "road": "Road",
    "precision": "Known to",
    "governorate": "Governorate",
    "status": "Status",
    "reports": "Reports",
    "killed": "Killed",
    "actors": "Actors",
}
"""Columns shown, by their name in the server's answer, and their headings."""


def draw_table(ctx: Context, *, follow: bool = True, key: str = "table") -> None:
    """Draw the table of the selection; opening a row goes to the incident's page.

    Parameters
    ----------
    follow : whether it shows only what is in the window of the page's map.
    """
    state = ctx.state
    hidden = (("hide", name) for name in state.hidden)
    query = [*ctx.filters.to_query(), *state.reading.to_query(), *hidden]
    styles = {
        str(status): [style.label, style.dark if sheet.is_dark() else style.colour, style.mark]
        for status, style in ((status, STATUS_STYLES[status]) for status in Status)
    }
    component("table")(
        key=key,
        data={
            "revision": ctx.snapshot.revision,
            "query": urlencode(query),
            "sort": ("-" if state.descending else "") + state.sort,
            "columns": list(COLUMNS.items()),
            "styles": styles,
            "chosen": state.incident,
            "follow": follow,
            "link": ctx.address("incident", incident="ID").replace("id=ID", "id="),
        },
        on_sort_change=lambda: _sort(key),
        on_open_change=lambda: _open(key),
    )


def _sort(key: str) -> None:
    asked = str(st.session_state[key]["sort"])
    if asked.removeprefix("-") in SORTS:
        link.change(sort=asked.removeprefix("-"), descending=asked.startswith("-"))


def _open(key: str) -> None:
    incident = str(st.session_state[key]["open"] or "")
    if incident:
        link.change(incident=incident)
        link.go("incident")
