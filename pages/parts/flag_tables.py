"""Flags on the evidence of reports, as HTML: counted by outlet, and those of old footage."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from geo.store.evidence import FlaggedReport
from geo.view.evidence import by_outlet
from pages.parts.loaded import table
from pages.parts.wording import esc, quoted, source_link

OLD: Final = "old-footage"
_LISTED: Final = 12


def counts(reports: Sequence[FlaggedReport]) -> str:
    """Reports with each flag, by outlet."""
    flags, found = by_outlet(reports)
    lines = [
        [quoted(outlet), *(f"{count:,}" if count else "" for count in row)]
        for outlet, row in list(found.items())[:_LISTED]
    ]
    more = len(found) - len(lines)
    rest = f'<p class="quiet">and {more:,} more outlets</p>' if more > 0 else ""
    if not lines:
        return '<p class="missing">No report of this selection has a flag on its evidence.</p>'
    names = [flag.replace("-", " ").capitalize() for flag in flags]
    return table(("Outlet", *names), lines) + rest


def old_footage(reports: Sequence[FlaggedReport], address: Callable[[str], str]) -> str:
    """Reports that the source table flags for old footage."""
    lines = [
        [
            f"{quoted(one.outlet)}<small>{esc(one.report)}</small>",
            f'<a href="{esc(address(one.incident))}" target="_self">{quoted(one.incident)}</a>',
            quoted(one.note, "no note"),
            source_link(one.url, "the report"),
        ]
        for one in reports
        if OLD in one.flags
    ]
    if not lines:
        return ""
    return "<h3>Flagged for old footage</h3>" + table(("Report", "Incident", "Note", ""), lines)
