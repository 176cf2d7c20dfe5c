"""What an incident is, in a heading, a list of facts, and a table of its neighbours, as HTML."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import shapely

from geo.model import Form, Status
from geo.store.snapshot import FORMS, STATUSES, Snapshot
from geo.view.index import Rows
from geo.view.nearby import Neighbour
from geo.view.palette import FORM_STYLES, STATUS_STYLES
from geo.view.table import row_text
from geo.view.words import counted
from pages.parts.wording import esc, incident_link, quoted

EARTH_KM = 6371.0088
"""Mean radius of the Earth (IUGG)."""

_TITLES = {
    "": "Incident of unstated type",
    "arson-ambush": "Ambush with arson",
    "rocket": "Rocket attack",
    "drone": "Drone attack",
    "other": "Other incident",
}


def title(snapshot: Snapshot, row: int) -> str:
    """Kind of incident as a heading: "Ambush with arson"."""
    kind = row_text(snapshot, row)["type"]
    return _TITLES.get(kind, kind[:1].upper() + kind[1:])


def where(snapshot: Snapshot, row: int) -> str:
    """The place and how exactly it is known, as HTML."""
    text = row_text(snapshot, row)
    form = FORMS[snapshot.form[row]]
    name = _stretch(snapshot, row) or text["place"] or text["governorate"]
    if form is Form.UNPLACED or not name:
        return '<span class="missing">place not known</span>'
    parts = [f"<b>{quoted(name)}</b>"]
    if text["governorate"] and text["governorate"] != name:
        parts.append(quoted(text["governorate"]))
    radius = float(snapshot.uncertainty_m[row])
    exactly = FORM_STYLES[form].phrase
    if form is Form.STRETCH:
        exactly = f"somewhere along this stretch of road, about {stretch_km(snapshot, row):,.0f} km"
        if np.isfinite(radius):
            exactly += f", or up to {radius / 1000:,.0f} km beside it"
    if form is Form.DISC and np.isfinite(radius):
        exactly = f"within {radius / 1000:,.0f} km"
    return f'{", ".join(parts)} <span class="quiet">({esc(exactly)})</span>'


def _stretch(snapshot: Snapshot, row: int) -> str:
    code = int(snapshot.stretch[row])
    return snapshot.vocab.stretches[code].label if code >= 0 else ""


def stretch_km(snapshot: Snapshot, row: int) -> float:
    """Length of the stretch an incident lies on, km, summed over its straight pieces."""
    line = shapely.from_wkt(snapshot.vocab.stretches[int(snapshot.stretch[row])].wkt)
    total = 0.0
    for part in shapely.get_parts(line):
        lon, lat = np.radians(shapely.get_coordinates(part)).T
        east = np.diff(lon) * np.cos((lat[1:] + lat[:-1]) / 2)
        total += float(np.hypot(east, np.diff(lat)).sum()) * EARTH_KM
    return total


def badge(status: Status, dark: bool = False) -> str:
    """A status with its colour and its mark."""
    style = STATUS_STYLES[status]
    colour = style.dark if dark else style.colour
    return (
        f'<span class="badge" style="--c:{colour}"><i class="mark {style.mark}"></i>'
        f"{esc(style.label)}</span>"
    )


def head(snapshot: Snapshot, row: int, on: str = "") -> str:
    """Heading of the page: what, when, where; ``on``: its position on a named route, in words."""
    text = row_text(snapshot, row)
    aim = text_target(snapshot, row)
    target = f', <span class="quiet">target: {quoted(aim)}</span>' if aim else ""
    road = f"; {quoted(on)}" if on else ""
    return (
        f"<h1>{esc(title(snapshot, row))}, {esc(text['date'])}</h1>"
        f'<p class="where">{where(snapshot, row)}{road}{target}</p>'
    )


def text_target(snapshot: Snapshot, row: int) -> str:
    """The target as stated, or ""."""
    code = int(snapshot.target[row])
    return snapshot.vocab.targets[code] if code >= 0 else ""


def facts(snapshot: Snapshot, row: int) -> str:
    """A short list of what is known, as HTML."""
    text = row_text(snapshot, row)
    origins, reports = int(snapshot.n_origins[row]), int(snapshot.n_reports[row])
    lines = [
        ("Known from", f"{counted(reports, 'report')}, {counted(origins, 'origin')} asserting it"),
        ("Groups named", text["actors"]),
        ("Killed", text["killed"]),
    ]
    return (
        "<dl>"
        + "".join(
            f"<dt>{esc(label)}</dt><dd>{quoted(value)}</dd>" for label, value in lines if value
        )
        + "</dl>"
    )


def neighbours(
    snapshot: Snapshot, found: Sequence[Neighbour], href: Callable[[str], str], dark: bool = False
) -> str:
    """A table of other incidents, with how near they are."""
    lines = [[*_cells(snapshot, other.row, href, dark), esc(other.near)] for other in found]
    return _near_table(("Date", "Incident", "Place", "Status", "Reports", "How near"), lines)


def listing(
    snapshot: Snapshot,
    rows: Rows,
    href: Callable[[str], str] | None,
    dark: bool = False,
    second: Sequence[str] = (),
) -> str:
    """A table of incidents, in the order given; without ``href`` their ids instead of links.

    ``second``: for each its status in a second reading, as HTML.
    """
    lines = [_cells(snapshot, int(row), href, dark) for row in rows]
    heads = ["Date", "Incident", "Place", "Status", "Reports"]
    if second:
        heads.append("In the second")
        lines = [[*line, other] for line, other in zip(lines, second, strict=True)]
    return _near_table(heads, lines)


def _cells(
    snapshot: Snapshot, row: int, href: Callable[[str], str] | None, dark: bool
) -> list[str]:
    text = row_text(snapshot, row)
    return [
        esc(text["date"]),
        _open(text, href, title(snapshot, row)),
        where(snapshot, row),
        badge(STATUSES[snapshot.status[row]], dark),
        counted(int(snapshot.n_reports[row]), "report"),
    ]


def _near_table(heads: Sequence[str], lines: Sequence[Sequence[str]]) -> str:
    head = "".join(f'<th scope="col">{name}</th>' for name in heads)
    body = "".join(
        "<tr>" + "".join(f"<td>{cell}</td>" for cell in line) + "</tr>" for line in lines
    )
    return f'<table class="near"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'


def _open(text: dict[str, Any], href: Callable[[str], str] | None, words: str) -> str:
    groups = f"<small>{quoted(text['actors'], 'no group named')}</small>"
    if href is None:
        return f"{esc(words)}<small>{quoted(text['id'])}</small>{groups}"
    return f"{incident_link(text['id'], href(text['id']), words)}{groups}"
