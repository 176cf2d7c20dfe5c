"""Parts that the brief of a view and that of an incident share."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Final

import numpy as np

from geo.claims.grade import SOURCE_GRADES
from geo.export.blocks import Block, Cell, Entry, Figure, Heading, Legend, Lines, Table, Text, cut
from geo.export.map_picture import frame_for, map_picture
from geo.export.marks import form_icon, status_icon
from geo.export.selection import Selection
from geo.export.shading import shade_legend
from geo.model import Form, Stance
from geo.places.basemap import layers
from geo.store.query import IncidentDetail
from geo.store.snapshot import STANCES
from geo.view.choropleth import choropleth
from geo.view.index import Rows
from geo.view.palette import FORM_STYLES, STATUS_STYLES
from geo.view.state import BASE_LAYERS, MapView
from geo.view.summary import Summary, summary
from geo.view.table import row_text
from geo.view.words import counted, day_text

MOST_OUTLETS: Final = 12
MOST_UNITS: Final = 8
MOST_CREDITS: Final = 10


def map_figure(selection: Selection, view: MapView | None, width: float, height: float) -> Figure:
    """The map with its legend."""
    snapshot, rows = selection.snapshot, selection.rows
    frame = frame_for(snapshot, rows, view, width, height)
    hidden = [name for name in selection.state.hidden if name in BASE_LAYERS]
    found = summary(snapshot, rows)
    state = selection.state
    shade = choropleth(snapshot, rows, state.shade, state.metric) if state.shade else None
    base = layers(selection.settings)
    svg = map_picture(snapshot, rows, base, frame, hidden, "Map of incidents", shade)
    units = (shade_legend(shade),) if shade else unit_legend(found)
    return Figure(
        svg,
        f"Map of Iraq with {counted(len(rows), 'incident')} by status and precision of place",
        map_note(found),
        (status_legend(found), form_legend(found), *units),
    )


def map_note(found: Summary) -> str:
    """What of the selection the map does not show, and how to read what it shows."""
    if not found.incidents:
        return ""
    country, nowhere = found.by_form[Form.COUNTRY], found.by_form[Form.UNPLACED]
    missing = [
        *([f"{country:,} known to the country only"] if country else []),
        *([f"{nowhere:,} without any place"] if nowhere else []),
    ]
    beside = f" Not on the map: {' and '.join(missing)}." if missing else ""
    return (
        "Rings gather incidents of the same area, with their number and a slice for each status; "
        f"hatched areas and lit roads are as exactly as it is known.{beside}"
    )


def status_legend(found: Summary, meanings: bool = False) -> Legend:
    """Every status with its mark and number."""
    return Legend(
        "Status",
        tuple(
            Entry(
                status_icon(status),
                STATUS_STYLES[status].label,
                f"{n:,}",
                STATUS_STYLES[status].meaning if meanings else "",
            )
            for status, n in found.by_status.items()
        ),
    )


def form_legend(found: Summary) -> Legend:
    """Every precision with how it is drawn and its number."""
    return Legend(
        "Place known as",
        tuple(
            Entry(form_icon(form), FORM_STYLES[form].label, f"{n:,}")
            for form, n in found.by_form.items()
        ),
    )


def incident_title(detail: IncidentDetail) -> str:
    """What, where and when, in a line."""
    words = row_text(detail.snapshot, 0)
    kind = cut(words["type"] or "incident", 60)
    place = cut(words["place"] or words["governorate"] or "place not known", 100)
    return f"{kind[:1].upper()}{kind[1:]}, {place}, {words['date']}"


def unit_legend(found: Summary) -> Iterator[Legend]:
    """Governorates with most incidents; none where there are fewer than two."""
    if len(found.by_governorate) < 2:
        return
    pairs = [(name, n) for _, name, n in found.by_governorate[:MOST_UNITS]]
    rest = sum(n for _, _, n in found.by_governorate[MOST_UNITS:])
    pairs += [(name, n) for name, n in (("others", rest), ("not known", found.no_governorate)) if n]
    yield Legend("Governorate", tuple(Entry("", cut(name, 24), f"{n:,}") for name, n in pairs))


def outlets_table(selection: Selection) -> Iterator[Block]:
    """Outlets of the selection with grade and stances, most reports first."""
    snapshot = selection.snapshot
    reports = reports_of(selection, selection.rows)
    width = len(STANCES)
    cell = snapshot.outlet[reports].astype(np.int64) * width + snapshot.stance[reports]
    table = np.bincount(cell, minlength=len(snapshot.vocab.outlets) * width).reshape(-1, width)
    order = [
        code for code in np.argsort(-table.sum(axis=1), kind="stable").tolist() if table[code].any()
    ]
    rows = []
    for code in order[:MOST_OUTLETS]:
        entry, n = snapshot.vocab.outlets[code], table[code]
        by = dict(zip(STANCES, n.tolist(), strict=True))
        kind = " · ".join(cut(part, 28) for part in (entry.country, entry.type) if part)
        rows.append(
            (
                Cell(strong=cut(entry.name, 44), quiet=kind),
                Cell(cut(entry.grade or "–", 12)),
                *(Cell(f"{n:,}" if n else "") for n in (
                    int(sum(by.values())), by[Stance.CLAIMS], by[Stance.CONFIRMS],
                    by[Stance.REPORTS], by[Stance.DOUBTS] + by[Stance.DENIES], by[Stance.WITHDRAWS],
                )),
            )
        )  # fmt: skip
    yield Heading("Sources")
    if not rows:
        yield Text("No report is in the selection.")
        return
    columns = (
        ("Outlet", 3.2), ("Grade", 0.9), ("Reports", 0.9), ("claims", 0.8), ("confirms", 0.95),
        ("reports", 0.85), ("doubts, denies", 1.0), ("withdrew", 1.0),
    )  # fmt: skip
    yield Table(columns, tuple(rows), (2, 3, 4, 5, 6, 7))
    more = len(order) - MOST_OUTLETS
    rest = f"The {MOST_OUTLETS} outlets with most reports of {len(order)}. " if more > 0 else ""
    grades = "; ".join(f"{key} {words}" for key, words in SOURCE_GRADES.items())
    yield Text(
        f"{rest}Grades of sources on the Admiralty scale, set by editors: {grades}; – not set.",
        True,
    )


def reports_of(selection: Selection, rows: Rows) -> Rows:
    """Numbers of the reports of the rows."""
    start = selection.snapshot.report_start
    spans = zip(start[rows].tolist(), start[rows + 1].tolist(), strict=True)
    found = [np.arange(first, last) for first, last in spans]
    return np.concatenate(found) if found else np.zeros(0, np.int64)


def closing(selection: Selection, read: Iterable[str]) -> Iterator[Block]:
    """How to read it, licences, and where the same is to be seen."""
    about = selection.about
    yield Heading("How to read this brief")
    yield Lines(tuple(read))
    yield Heading("Data, licences and revision")
    yield Lines(
        (
            *(cut(line, 2_000) for line in about.sources[:MOST_CREDITS]),
            *_more_credits(len(about.sources) - MOST_CREDITS),
            f"Made from revision {about.revision} of the atlas of {made_on(about.created)}. The "
            "link at the head and below shows exactly this revision, whatever is loaded later.",
        )
    )


def _more_credits(more: int) -> tuple[str, ...]:
    if more <= 0:
        return ()
    return (f"{counted(more, 'further source')}: named in the CSV and on the Data page.",)


def made_on(created: str) -> str:
    """Day and time of a revision for a reader.

    >>> made_on("2026-01-02T03:04:05Z")
    '2 Jan 2026, 03:04 UTC'
    """
    moment = datetime.fromisoformat(created)
    return f"{day_text(moment.date())}, {moment:%H:%M} UTC"


def seconds_of(created: str) -> int:
    """Seconds since 1970 of a time such as "2026-01-02T03:04:05Z".

    >>> seconds_of("1970-01-02T00:00:00Z")
    86400
    """
    return int(datetime.fromisoformat(created).timestamp())
