"""The brief of one incident: its status and why, what agrees and what differs, every report."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final
from urllib.parse import unquote

from geo.claims.agreement import agreement
from geo.claims.footprint import outline_of
from geo.export.blocks import (
    Block,
    Break,
    Cell,
    Document,
    Facts,
    Figure,
    Heading,
    Lines,
    Table,
    Text,
    cut,
    first_of,
)
from geo.export.brief_parts import (
    closing,
    incident_title,
    made_on,
    outlets_table,
    seconds_of,
)
from geo.export.frame import Frame
from geo.export.map_picture import map_picture
from geo.export.selection import Selection
from geo.places.basemap import layers
from geo.store.query import IncidentDetail, ReportDetail
from geo.view.agreement import Line, lines
from geo.view.palette import STANCE_STYLES, STATUS_STYLES
from geo.view.story import story
from geo.view.table import precision_text, row_text
from geo.view.why import why
from geo.view.window import IRAQ, Bbox
from geo.view.words import counted, interval_text, range_words

MOST_REPORTS: Final = 26
MOST_VALUES: Final = 4
_WIDTH, _HEIGHT = 720.0, 420.0
_ROOM_DEG: Final = 0.35


def incident_document(selection: Selection, detail: IncidentDetail) -> Document:
    """The brief; ``detail`` as the reader reads it."""
    about = selection.about
    reading = selection.state.reading.describe()
    return Document(
        title=incident_title(detail),
        subtitle=f"Incident {cut(detail.id, 60)} · {counted(len(detail.reports), 'report')} · "
        f"{about.title}",
        notes=(cut(reading[:1].upper() + reading[1:], 400),) if reading else (),
        revision=about.revision,
        created=made_on(about.created),
        made=seconds_of(about.created),
        link=about.link,
        foot=f"{about.title} · incident {cut(detail.id, 40)} · revision {about.revision}",
        blocks=tuple(_blocks(selection, detail)),
    )


def _blocks(selection: Selection, detail: IncidentDetail) -> Iterator[Block]:
    snapshot = detail.snapshot
    words = row_text(snapshot, 0)
    style = STATUS_STYLES[detail.status]
    origins = int(snapshot.n_origins[0])
    yield Facts(
        (
            (style.label, "status"),
            (words["killed"] or "–", "killed" if words["killed"] else "killed: nobody says"),
            (f"{len(detail.reports):,}", f"reports from {counted(origins, 'origin')}"),
        )
    )
    yield from _why(detail)
    yield _map(selection)
    yield from _compared(selection, detail)
    yield Break()
    yield from _reports(detail.reports)
    yield from _story(detail)
    yield from outlets_table(selection)
    yield from closing(selection, _READ)


_READ: Final = (
    "A status follows from the reports by rules and is never typed in; the first that fits holds: "
    "denied, contested, confirmed, corroborated, claimed only, single source.",
    "Independence counts origins, not outlets: copies of one source count once.",
    "A place is drawn only as exactly as it is known. Words in quotation marks are the source's.",
)


def _why(detail: IncidentDetail) -> Iterator[Block]:
    """The status explained, and what it hinges on."""
    found = why(detail)
    yield Heading("Why it has this status")
    yield Text(cut(detail.explanation, 900))
    rule = f"The rule: {found.rule}."
    for hinge in found.hinges[:MOST_VALUES]:
        outlet = found.outlets.get(hinge.report, hinge.report)
        rule += f" Without the report of {cut(outlet, 40)} it would be {hinge.without}."
    yield Text(rule, True)


def _map(selection: Selection) -> Figure:
    snapshot = selection.snapshot
    frame = _frame(selection)
    svg = map_picture(snapshot, selection.rows, layers(selection.settings), frame, (), "Map")
    words = row_text(snapshot, 0)
    place = cut(words["place"] or "place not known", 100)
    return Figure(
        svg,
        f"Map: {place}",
        f"{place}: {precision_text(snapshot, 0)}, drawn as exactly as it is known.",
    )


def _frame(selection: Selection) -> Frame:
    """The footprint of the incident with some room; of none, the country."""
    shape = selection.shapes.geometries(selection.snapshot, [0])[0]
    if shape is None:
        return Frame.fit(IRAQ, _WIDTH, _HEIGHT)
    west, south, east, north = shape.bounds
    room_x, room_y = (max((b - a) * 0.3, _ROOM_DEG) for a, b in ((west, east), (south, north)))
    return Frame.fit(
        Bbox(west - room_x, south - room_y, east + room_x, north + room_y), _WIDTH, _HEIGHT
    )


def _compared(selection: Selection, detail: IncidentDetail) -> Iterator[Block]:
    """What the reports agree on and where they contradict each other."""
    if len(detail.reports) < 2:
        return
    base = layers(selection.settings)
    outline = outline_of(base["governorates"], base["districts"])
    table = lines(detail, agreement(detail.reports, outline))
    yield Heading("What agrees and what differs")
    yield Table(
        (("", 0.9), ("Verdict", 1.5), ("As the reports have it", 4.4)),
        tuple((Cell(strong=line.title), Cell(cut(line.says, 90)), _values(line)) for line in table),
    )


def _values(line: Line) -> Cell:
    parts = []
    for value in line.values[:MOST_VALUES]:
        against = " (contradicts)" if value.contradicts else ""
        parts.append(f"{cut(value.text, 60)}: {first_of(value.outlets, 3, 26)}{against}")
    more = len(line.values) - MOST_VALUES
    if more > 0:
        parts.append(f"{counted(more, 'other value')}")
    return Cell("; ".join(parts) or "nobody says", quiet=cut("; ".join(line.notes), 160))


def _reports(reports: Sequence[ReportDetail]) -> Iterator[Block]:
    """The ledger: claims first, then confirmations, reports, doubts and denials."""
    yield Heading("Every report" if len(reports) > 1 else "The report")
    rows = tuple(_report(report) for report in reports[:MOST_REPORTS])
    columns = (
        ("Stance and outlet", 1.8), ("Published", 1.0), ("What it says", 3.4),
        ("Place as written", 1.8),
    )  # fmt: skip
    yield Table(columns, rows)
    more = len(reports) - MOST_REPORTS
    if more > 0:
        yield Text(f"{counted(more, 'further report')} in the atlas and in the CSV.", True)


def _report(report: ReportDetail) -> tuple[Cell, ...]:
    row = report.row
    published = row.published
    when = interval_text(published.start, published.end) if published else "no date"
    facts = [
        *([f"Asserted by {cut(row.asserted_by, 50)}"] if row.asserted_by else []),
        *([f"killed {range_words(row.killed)}"] if row.killed.low is not None else []),
        *([f"wounded {range_words(row.wounded)}"] if row.wounded.low is not None else []),
        *(
            [f"groups: {first_of([actor.text for actor in row.actors], 2, 36)}"]
            if row.actors
            else []
        ),
    ]
    grade = f" · grade {cut(report.outlet.grade, 12)}" if report.outlet.grade else ""
    country = cut(report.outlet.country or "", 30)
    said = cut(row.place_text or row.route_text or "", 90)
    road = cut(row.route_text or "", 60) if row.place_text else ""
    read_as = cut(report.location.place or "", 60)
    return (
        Cell(
            cut(row.outlet, 44),
            STANCE_STYLES[row.stance].verb,
            f"{country}{grade}".removeprefix(" · "),
        ),
        Cell(when, quiet=cut(report.id, 30)),
        Cell(
            cut(row.headline or "", 150),
            quiet="; ".join(filter(None, (*facts, cut(unquote(row.url or ""), 90)))),
        ),
        Cell(
            f"“{said}”" if said else "",
            quiet="; ".join(
                [
                    *([f"placed at {read_as}"] if read_as else []),
                    *([f"road: “{road}”"] if road else []),
                ]
            ),
        ),
    )


def _story(detail: IncidentDetail) -> Iterator[Block]:
    """Who was first with what."""
    start, end = detail.snapshot.start[0].item(), detail.snapshot.end[0].item()
    told = story(detail.reports, start, end)
    if not told.firsts:
        return
    yield Heading("In which order it was told")
    yield Lines(
        tuple(
            f"{first.when}: {first.what.lower()}, {cut(first.who, 120)}"
            + (f" ({first.after})" if first.after else "")
            for first in told.firsts
        )
    )
