"""Two readings compared, as HTML: headings, counts, statuses against each other, lists."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

import numpy as np

from geo.store.snapshot import STATUSES, Snapshot
from geo.view.compare import DIFFER, FIRST, SECOND, Comparison
from geo.view.find import newest
from geo.view.index import Rows, index_of
from geo.view.reading import Reading
from geo.view.words import counted
from pages.parts import incident_head
from pages.parts.wording import esc

Href = Callable[[str], str]
_WORDS: Final = {
    FIRST: "only in the first",
    SECOND: "only in the second",
    DIFFER: "in both, with another status",
}
_IN_SECOND: Final = '<small class="on-phone">in the second</small>'
"""Where the table has become cards there is no heading that says so."""


def heading(name: str, reading: Reading, incidents: int, reports: int) -> str:
    """What a reading is, and how much it shows."""
    what = reading.describe() or "all sources"
    return (
        f'<h2 class="reading-head">{esc(name)}: {esc(what)} <small>{counted(incidents, "incident")}'
        f", {counted(reports, 'report')}</small></h2>"
    )


def counts(found: Comparison, listed: str) -> str:
    """How many incidents only one shows, both show, and both show with another status."""
    numbers = {FIRST: len(found.first), SECOND: len(found.second), DIFFER: found.differ}
    buttons = "".join(
        _button(key, f"<b>{number:,}</b> {_WORDS[key]}", number, listed)
        for key, number in numbers.items()
    )
    turns = [
        f"{number:,} {word} in the second"
        for number, word in ((found.firmer, "firmer"), (found.less_firm, "less firm"))
        if number
    ]
    firm = f'<span class="quiet">{esc(", ".join(turns))}</span>' if turns else ""
    both = f"<span><b>{len(found.both_first):,}</b> in both</span>"
    return f'<p class="compared" role="status">{both}{buttons}{firm}</p>'


def matrix(found: Comparison, listed: str, dark: bool = False) -> str:
    """Statuses in the first reading (down) against the second (across); numbers list incidents.

    A status that no incident in both has is left out.
    """
    if not len(found.both_first):
        return '<p class="missing">No incident of the selection is in both readings.</p>'
    across = np.flatnonzero(found.statuses.any(axis=0)).tolist()
    heads = "".join(f'<th scope="col">{_status(code, dark)}</th>' for code in across)
    lines = []
    for down in np.flatnonzero(found.statuses.any(axis=1)).tolist():
        cells = "".join(_cell(found, down, code, listed) for code in across)
        lines.append(f'<tr><th scope="row">{_status(down, dark)}</th>{cells}</tr>')
    return (
        '<h2>Status in the first reading, and in the second</h2><div class="wide">'
        '<table class="matrix"><thead><tr><th scope="col"><span class="quiet">first ↓ second →'
        f"</span></th>{heads}</tr></thead><tbody>{''.join(lines)}</tbody></table></div>"
    )


def _cell(found: Comparison, down: int, across: int, listed: str) -> str:
    number = int(found.statuses[down, across])
    kind = "same" if down == across else "other"
    if not number:
        return f'<td class="{kind}"></td>'
    key = f"{STATUSES[down]} > {STATUSES[across]}"
    title = _title(key)
    return f'<td class="{kind}">{_button(key, f"{number:,}", number, listed, title)}</td>'


def _status(code: int, dark: bool) -> str:
    return incident_head.badge(STATUSES[code], dark)


def _button(key: str, inner: str, number: int, listed: str, title: str = "") -> str:
    """A number that lists its incidents; what is listed now is pressed."""
    off = "" if number else " disabled"
    on = str(key == listed).lower()
    return (
        f'<button type="button" data-act="list" data-value="{esc(key)}" aria-pressed="{on}"'
        f' title="{esc(title or "List them")}"{off}>{inner}</button>'
    )


def _title(listed: str) -> str:
    if listed in _WORDS:
        return _WORDS[listed]
    first, _, second = listed.partition(" > ")
    return f"{first} in the first, {second} in the second"


def listing(
    found: Comparison, listed: str, readings: tuple[Snapshot, Snapshot], href: Href, dark: bool
) -> str:
    """The incidents of an entry of ``geo.view.state.LISTED``, newest first, with both statuses."""
    first, second = found.rows(listed)
    snapshot, rows = (readings[1], second) if listed == SECOND else (readings[0], first)
    shown = newest(snapshot, rows)
    other: dict[int, str] = {}
    if listed not in (FIRST, SECOND):
        at = dict(zip(first.tolist(), second.tolist(), strict=True))
        other = {
            row: incident_head.badge(STATUSES[readings[1].status[at[row]]], dark) + _IN_SECOND
            for row in shown.tolist()
        }
    return _listed(snapshot, shown, len(rows), _title(listed), href, dark, other)


def picked(snapshot: Snapshot, ids: Sequence[str], label: str, href: Href, dark: bool) -> str:
    """Incidents that a click on a map met."""
    row_of = index_of(snapshot).row_of
    rows = np.array([row_of[key] for key in ids if key in row_of], dtype=np.int64)
    return _listed(snapshot, newest(snapshot, rows), len(rows), label, href, dark, {})


def _listed(
    snapshot: Snapshot, rows: Rows, number: int, title: str, href: Href, dark: bool,
    other: dict[int, str],
) -> str:  # fmt: skip
    rest = number - len(rows)
    more = f'<p class="missing">and {rest:,} more</p>' if rest else ""
    second = [other[row] for row in rows.tolist()] if other else ()
    table = incident_head.listing(snapshot, rows, href, dark, second)
    return f"<h2>{counted(number, 'incident')} {esc(title)}</h2>{table}{more}"
