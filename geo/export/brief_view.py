"""The brief of a view: what is selected, on a map and in time, who says so, and on what it rests.

It is to be read, so it is no list of everything: it says what it leaves out and where that is.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np

from geo.claims.ragged import ragged
from geo.export.about import switched_off
from geo.export.blocks import (
    Block,
    Break,
    Cell,
    Document,
    Facts,
    Figure,
    Heading,
    Table,
    Text,
    cut,
    first_of,
)
from geo.export.brief_parts import (
    closing,
    incident_title,
    made_on,
    map_figure,
    outlets_table,
    seconds_of,
    status_legend,
)
from geo.export.charts import profile_picture, timeline_picture
from geo.export.marks import status_icon
from geo.export.selection import Selection
from geo.model import Stance, Status
from geo.places.linear import Course, course_of_route
from geo.places.roadbook import roadbook
from geo.store.snapshot import STANCES, STATUSES
from geo.view import road
from geo.view.index import Rows
from geo.view.palette import STATUS_STYLES
from geo.view.road import counted as along
from geo.view.route_profile import change_words, months_of, profile, span_of
from geo.view.route_profile import selected as selected_along
from geo.view.summary import summary
from geo.view.table import ordered, precision_text, row_text
from geo.view.timeline import histogram
from geo.view.words import counted, interval_text

MOST_CLAIMS: Final = 24
MOST_HOT: Final = 6
_CHART: Final = (720.0, 168.0)
_TRUST: Final = (
    Status.CONTESTED, Status.DENIED, Status.CONFIRMED, Status.CORROBORATED, Status.CLAIMED_ONLY,
    Status.SINGLE_SOURCE,
)  # fmt: skip
"""Whom the table of claims takes first: where sources disagree, then where several speak."""


def view_document(selection: Selection) -> Document:
    """The brief."""
    what, _, _ = said(selection)
    return _document(selection, what, tuple(_blocks(selection)))


def picture_document(selection: Selection) -> Document:
    """Map and timeline alone."""
    what, _, _ = said(selection)
    if selection.detail is not None:
        what = incident_title(selection.detail)
    figure = map_figure(selection, selection.state.map, 1000, 720)
    return _document(selection, what, (figure, timeline(selection, (1230.0, 170.0))))


def _document(selection: Selection, what: str, blocks: tuple[Block, ...]) -> Document:
    about = selection.about
    state = selection.state
    notes = (state.reading.describe(), switched_off(state.hidden))
    incidents = counted(len(selection.rows), "incident")
    reports = counted(int(selection.snapshot.n_reports[selection.rows].sum()), "report")
    return Document(
        title=cut(what, 260),
        subtitle=f"{incidents}, {reports} · {about.title}",
        notes=tuple(cut(note[:1].upper() + note[1:], 400) for note in notes if note),
        revision=about.revision,
        created=made_on(about.created),
        made=seconds_of(about.created),
        link=about.link,
        foot=f"{about.title} · revision {about.revision} of {made_on(about.created)}",
        blocks=blocks,
    )


def said(selection: Selection) -> tuple[str, str, str]:
    """The sentence of the filters, parted at its counts."""
    what, colon, counts = selection.filters.describe(selection.snapshot).rpartition(": ")
    return what, colon, counts


def _blocks(selection: Selection) -> Iterator[Block]:
    yield facts(selection)
    yield map_figure(selection, None, 720, 676)
    yield Heading("Over time")
    yield timeline(selection, _CHART)
    yield Break()
    yield from _claims(selection)
    yield from _route(selection)
    yield from outlets_table(selection)
    yield from closing(selection, _READ)


_READ: Final = (
    "A status follows from the reports by rules and is never typed in; the first that fits holds.",
    "A place is drawn only as exactly as it is known: a mark for an exact place, a disc for a "
    "radius, a lit road for a stretch, hatching for a district or governorate.",
    "Counts of killed are sums of the lowest and of the highest figures that are stated; what "
    "nobody states is not counted as none.",
)


def facts(selection: Selection) -> Facts:
    """The figures at the head."""
    found = summary(selection.snapshot, selection.rows)
    low, high = found.killed
    killed = f"{low:,}" if low == high else f"{low:,}–{high:,}"
    outlets = np.unique(
        selection.snapshot.outlet[ragged(selection.snapshot.report_start, selection.rows)[0]]
    )
    disputed = found.by_status[Status.CONTESTED] + found.by_status[Status.DENIED]
    firm = found.by_status[Status.CONFIRMED] + found.by_status[Status.CORROBORATED]
    return Facts(
        (
            (f"{found.incidents:,}", "incidents" if found.incidents != 1 else "incident"),
            (f"{found.reports:,}", f"reports by {counted(len(outlets), 'outlet')}"),
            (f"{firm:,}", "confirmed or corroborated"),
            (f"{disputed:,}", "contested or denied"),
            (
                killed if found.killed_known else "–",
                f"killed, stated for {found.killed_known:,}" if found.killed_known
                else "killed: nobody says",
            ),
        )
    )  # fmt: skip


def timeline(selection: Selection, size: tuple[float, float]) -> Figure:
    """The timeline with what it cannot show."""
    snapshot, rows = selection.snapshot, selection.rows
    found = histogram(snapshot, rows, selection.state.bin, "status")
    across = sum(int(n.sum()) for _, _, n in found.spans)
    undated = int(found.undated.sum())
    known = summary(snapshot, rows)
    notes = [f"Incidents by {found.bin}, {interval_text(known.first, known.last)}, by status."]
    if across:
        verb = "is" if across == 1 else "are"
        notes.append(
            f"{across:,} {verb} known to a span longer than a bar and {verb} counted at its middle."
        )
    if undated:
        notes.append(f"{undated:,} without a date.")
    if not len(rows):
        notes = ["Nothing is selected."]
    return Figure(
        timeline_picture(found, *size), f"Bars of incidents by {found.bin}", " ".join(notes)
    )


def _claims(selection: Selection) -> Iterator[Block]:
    """Who claims, confirms and denies; the incidents that matter most, in the order of time."""
    snapshot = selection.snapshot
    yield Heading("Who claims, who confirms, who denies")
    if not len(selection.rows):
        yield Text("No incident fits these filters. Widen them in the atlas, at the link below.")
        yield status_legend(summary(snapshot, selection.rows), True)
        return
    yield status_legend(summary(snapshot, selection.rows), True)
    chosen = _most_telling(selection)
    rows = tuple(_claim(selection, row) for row in chosen.tolist())
    columns = (
        ("Date, type and place", 2.6), ("Status", 1.2), ("Claimed by", 1.35),
        ("Confirmed by", 1.35), ("Denied or doubted by", 1.35), ("Reported by", 1.5),
    )  # fmt: skip
    yield Table(columns, rows)
    left = len(selection.rows) - len(chosen)
    if left:
        yield Text(
            f"{len(chosen)} of {len(selection.rows):,} incidents: first those that sources "
            "disagree on, then those with most reports; within the table by date. The other "
            f"{left:,} are in the atlas and in the exports as CSV, XLSX or GeoPackage.",
            True,
        )


def _most_telling(selection: Selection) -> Rows:
    """Up to ``MOST_CLAIMS`` rows by status and number of reports, in the order of time."""
    snapshot, rows = selection.snapshot, selection.rows
    rank = np.array([_TRUST.index(status) for status in STATUSES])[snapshot.status[rows]]
    chosen = rows[np.lexsort((rows, -snapshot.n_reports[rows], rank))[:MOST_CLAIMS]]
    return ordered(snapshot, np.sort(chosen), "date", True)


def _claim(selection: Selection, row: int) -> tuple[Cell, ...]:
    snapshot = selection.snapshot
    words = row_text(snapshot, row)
    by: dict[Stance, list[str]] = {stance: [] for stance in STANCES}
    for at in range(snapshot.report_start[row], snapshot.report_start[row + 1]):
        outlet = snapshot.vocab.outlets[snapshot.outlet[at]].name
        by[STANCES[snapshot.stance[at]]].append(outlet)
    status = STATUSES[snapshot.status[row]]
    kind = words["type"] or "type not stated"
    where = ", ".join(filter(None, (cut(words["place"], 48), cut(words["governorate"], 30))))
    killed = f"; killed {words['killed']}" if words["killed"] else ""
    against = [*by[Stance.DENIES], *by[Stance.DOUBTS]]
    told = [*by[Stance.REPORTS], *(f"{name} (withdrew)" for name in by[Stance.WITHDRAWS])]
    return (
        Cell(
            f"{cut(kind, 30)}{killed}",
            words["date"],
            f"{where or 'place not known'} ({precision_text(snapshot, row)})",
        ),
        Cell(STATUS_STYLES[status].label, icon=status_icon(status)),
        *(Cell(first_of(names, 2, 28)) for names in (by[Stance.CLAIMS], by[Stance.CONFIRMS])),
        Cell(first_of(against, 2, 28)),
        Cell(first_of(told, 2, 28)),
    )


def _course(selection: Selection) -> Course | None:
    """The road of the Routes page, else the only one of the filters, if there is one."""
    state = selection.state
    if road.asked(state):
        choice = road.choose(state, roadbook(selection.settings))
        return choice.course if choice.courses else None
    if len(selection.filters.routes) == 1:
        route = roadbook(selection.settings).routes.by_label(selection.filters.routes[0])
        return None if route is None else course_of_route(route)
    return None


def _route(selection: Selection) -> Iterator[Block]:
    """The profile of the road, with its hottest stretches."""
    course = _course(selection)
    if course is None:
        return
    snapshot, state = selection.snapshot, selection.state
    found = selected_along(along(snapshot, course, state), selection.rows, state.km)
    span = span_of(snapshot, selection.rows, selection.filters)
    shape = profile(course, found, float(state.seg), months_of(span))
    yield Heading(f"Along {cut(course.label, 80)}, {course.length_km:,.0f} km")
    yield Figure(
        profile_picture(course, shape, 720, 178),
        f"Incidents by {state.seg} km of {cut(course.label, 80)}",
        f"Incidents by {state.seg} km: {shape.placed:,} placed on the road, pale {shape.coarse:,} "
        "known only to a longer stretch and shared out evenly. A red foot marks a hot stretch: its "
        f"95% interval lies above the road's mean rate. {change_words(shape)}",
    )
    hot = sorted((part for part in shape.stretches if part.placed), key=lambda p: -p.placed)
    rows = tuple(
        (
            Cell(f"km {part.from_km:.0f}–{part.to_km:.0f}", quiet=_between(part.first, part.last)),
            Cell(f"{part.placed:,}"),
            Cell(f"{part.coarse:.1f}"),
            Cell(
                f"{part.rate.value:.2f}", quiet=f"{part.rate.low:.2f}–{part.rate.high:.2f}"
            ) if part.rate else Cell("–"),
            Cell("hot" if part.hot else ""),
        )
        for part in hot[:MOST_HOT]
    )  # fmt: skip
    if rows:
        columns = (
            ("Stretch", 2.6), ("Placed", 0.8), ("Coarse share", 1.0),
            ("Per 100 km and month, 95% interval", 1.9), ("", 0.6),
        )  # fmt: skip
        yield Table(columns, rows, (1, 2, 3))


def _between(first: str, last: str) -> str:
    return cut(first if first == last else f"{first} to {last}", 60)
