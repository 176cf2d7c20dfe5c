"""The list of groups as HTML: armed groups first, descriptions and states told apart from them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from geo.claims.actor_kinds import ActorKind
from geo.store.snapshot import STATUSES
from geo.view.groups import GroupLine, ordered
from geo.view.palette import STATUS_STYLES
from geo.view.state import ViewState
from geo.view.words import counted, interval_text
from pages.parts.wording import esc, quoted

_HEADS: Final = {
    "name": ("Group", ""),
    "incidents": ("Incidents", "Incidents of the selection that name it, by status"),
    "claims": ("Claims", "Incidents that the group claims for itself"),
    "reports": ("Reports", "Reports that name it"),
    "spellings": ("Spellings", "In how many ways the reports write it"),
    "first": ("First", "Its first incident in the selection"),
    "last": ("Last", "Its last incident in the selection"),
}
_TITLES: Final = {
    ActorKind.DESCRIBED: (
        "Described, not named",
        "Words of sources that name nobody; two of them may mean the same people.",
    ),
    ActorKind.STATE: ("States", "Governments and their forces, beside the armed groups."),
}


def draw(lines: Sequence[GroupLine], state: ViewState, dark: bool) -> str:
    """Armed groups in the order of the link; a click on a head sorts, one on a name chooses."""
    armed = _of(lines, ActorKind.GROUP, state)
    if not armed:
        return '<p class="missing">No armed group is named in this selection.</p>'
    return _table(armed, state, dark, f"Armed groups: {len(armed)}")


def others(lines: Sequence[GroupLine], state: ViewState, dark: bool) -> list[str]:
    """Descriptions and states, each under a title of its own; as many as there are kinds."""
    parts = []
    for kind, (title, words) in _TITLES.items():
        found = _of(lines, kind, state)
        if found:
            table = _table(found, state, dark, f"{title}: {len(found)}")
            parts.append(f"<h2>{esc(title)}</h2><p class=quiet>{esc(words)}</p>{table}")
    return parts


def _of(lines: Sequence[GroupLine], kind: ActorKind, state: ViewState) -> list[GroupLine]:
    kept = tuple(line for line in lines if line.kind is kind)
    return ordered(kept, state.group_sort, state.group_descending)


def _table(lines: Sequence[GroupLine], state: ViewState, dark: bool, label: str) -> str:
    heads = "".join(_head(name, *words, state) for name, words in _HEADS.items())
    body = "".join(_line(line, dark) for line in lines)
    return (
        f'<table class="groups" aria-label="{esc(label)}"><thead><tr>{heads}</tr></thead>'
        f"<tbody>{body}</tbody></table>"
    )


def _head(name: str, label: str, title: str, state: ViewState) -> str:
    down = state.group_descending if state.group_sort == name else name not in ("name", "first")
    chosen = state.group_sort == name
    order = {True: "descending", False: "ascending"}[state.group_descending] if chosen else "none"
    mark = ("▾" if state.group_descending else "▴") if chosen else ""
    turned = not down if chosen else down
    value = ("-" if turned else "") + name
    return (
        f'<th scope="col" class="{name}" aria-sort="{order}"><button type="button" '
        f'data-act="sort" data-value="{value}" title="{esc(title or "Sort by name")}">'
        f"{esc(label)} {mark}</button></th>"
    )


def _line(line: GroupLine, dark: bool) -> str:
    return (
        f'<tr><th scope="row" class="name"><button type="button" data-act="group" '
        f'data-value="{esc(line.key)}">{quoted(line.name)}</button></th>'
        f'<td class="incidents">{_statuses(line, dark)}<em>{line.incidents:,}</em></td>'
        f'<td class="claims num">{line.claims or "–"}</td>'
        f'<td class="reports num">{line.reports:,}</td>'
        f'<td class="spellings num">{line.spellings:,}</td>'
        f'<td class="first">{_day(line.first)}</td><td class="last">{_day(line.last)}</td></tr>'
    )


def _day(days: tuple[date, date] | None) -> str:
    if days is None:
        return '<span class="missing">not dated</span>'
    return esc(interval_text(*days)).replace(" to ", " to<br>")


def _statuses(line: GroupLine, dark: bool) -> str:
    """A bar of the group's incidents by status, always of one length: the number says how many."""
    parts, words = [], []
    for status, number in zip(STATUSES, line.by_status, strict=True):
        if number:
            style = STATUS_STYLES[status]
            colour = style.dark if dark else style.colour
            parts.append(f'<i class="{style.mark}" style="--c:{colour};flex:{number}"></i>')
            words.append(f"{number:,} {style.label.lower()}")
    told = f"{counted(line.incidents, 'incident')}: {', '.join(words)}"
    return (
        f'<span class="bar" role="img" aria-label="{esc(told)}" title="{esc(told)}">'
        f"<span>{''.join(parts)}</span></span>"
    )
