"""The table of a group's spellings: who writes it how, when, and in which reports."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from geo.store.entries import ActorEntry, Spelling
from geo.view.spellings import SpellingUse, Writer, script_of
from geo.view.words import counted, day_text
from pages.parts.group_head import Href, report_link
from pages.parts.loaded import table
from pages.parts.wording import esc, quoted

_MOST_REPORTS: Final = 6
_HEADS: Final = ("Spelling", "Script", "Written in", "By", "First and last", "Stands for it since")


def listed_spellings(entries: Sequence[ActorEntry]) -> dict[str, Spelling]:
    """Spellings of the list of groups, by their text; one is doubtful when all say so."""
    found: dict[str, Spelling] = {}
    for entry in entries:
        for spelling in entry.spellings:
            held = found.get(spelling.text)
            if held is None or held.doubtful:
                found[spelling.text] = spelling
    return found


def draw(uses: Sequence[SpellingUse], entries: Sequence[ActorEntry], href: Href) -> str:
    """Spellings that reports write, then those that only the list has."""
    known = listed_spellings(entries)
    by_key = {" ".join(text.lower().split()): spelling for text, spelling in known.items()}
    lines = [_line(use, by_key, href) for use in uses]
    written = {" ".join(use.text.lower().split()) for use in uses}
    unseen = [s for key, s in sorted(by_key.items()) if key not in written]
    more = ""
    if unseen:
        names = ", ".join(f"{quoted(s.text)}{' (doubtful)' if s.doubtful else ''}" for s in unseen)
        more = f'<p class="quiet">In the list, not in these reports: {names}.</p>'
    title = f"<h2>Spellings: {len(uses)}</h2>"
    return f'{title}<div class="spellings">{table(_HEADS, lines)}</div>{more}'


def _line(use: SpellingUse, known: Mapping[str, Spelling], href: Href) -> list[str]:
    days = [day for writer in use.writers for day in (writer.first, writer.last) if day is not None]
    when = esc(day_text(min(days))) if days else '<span class="missing">not known</span>'
    if days and max(days) != min(days):
        when += f"<small>to {esc(day_text(max(days)))}</small>"
    return [
        quoted(use.text),
        esc(script_of(use.text)),
        f"{counted(use.count, 'report')}<small>{esc(', '.join(use.roles))}</small>",
        "<ul>" + "".join(f"<li>{_writer(writer, href)}</li>" for writer in use.writers) + "</ul>",
        when,
        _state(known.get(" ".join(use.text.lower().split()))),
    ]


def _writer(writer: Writer, href: Href) -> str:
    links = ", ".join(report_link(one, href) for one in writer.reports[:_MOST_REPORTS])
    more = len(writer.reports) - _MOST_REPORTS
    country = f", {quoted(writer.country)}" if writer.country else ""
    rest = f" and {more:,} more" if more > 0 else ""
    return f"<b>{quoted(writer.outlet)}</b>{country}: {links}{rest}"


def _state(spelling: Spelling | None) -> str:
    if spelling is None:
        return '<span class="missing">not listed: it stands for itself</span>'
    if spelling.doubtful:
        return "doubtful: it stands for itself until somebody decides"
    if spelling.decision is not None:
        return f"decision {spelling.decision}"
    return "the list of groups"
