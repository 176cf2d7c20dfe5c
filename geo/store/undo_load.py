"""Take a load back: what it brought ends, what it replaced holds again.

Only a load on which nothing stands can go: no later load of the same rows, no later decision on
its reports or on incidents that would be left without any.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Engine, Row, exists, select, update

from geo.errors import DecisionError, NotFoundError
from geo.model import Location, ReportRow
from geo.settings import Settings
from geo.store import schema
from geo.store.corrections import corrections_at
from geo.store.current import versions
from geo.store.decisions import Act, Subject, append, engine_of, read_decisions, undone
from geo.store.edited import Values
from geo.store.engine import reading, writing
from geo.store.entries import INCIDENT, LOAD, PLACE_WORDS, REPORT, Kind, Outcome
from geo.store.incident_ids import redirects
from geo.store.placing import Placer
from geo.store.undo_lists import take_back_lists
from geo.store.write import Writer

_HARMLESS: Final = (Kind.UNDO, Kind.UNDO_LOAD, Kind.CORRECT)
"""Decisions that never stand on a load by themselves."""
_BATCH: Final = 1_000


def undo_load(store: str | Engine, load_id: int, act: Act, settings: Settings) -> Outcome:
    """Take a load back; ``Outcome.moved`` counts the reports that end or become what they were.

    Reports that come back are placed anew where places have changed since. What is said of an
    actor beside its spellings (Arabic name, first seen) stays as the list had it. Loading the
    file again brings everything back.

    Raises
    ------
    DecisionError
        It was taken back already, a decision made it, or something later stands on it; the
        message names what.
    NotFoundError
        There is no such load.
    BoundaryError, RoadError
        What places rest on cannot be read.
    StoreError
        The store cannot be written; it is as it was.
    """
    engine = engine_of(store)
    placer = Placer(settings)
    with reading(engine) as connection:
        load = _find(connection, load_id)
        former = _former(connection, load)
        if former and _places_moved(connection, load.revision):
            placer.use(corrections_at(connection))
            placer.prepare([(sha, row) for _, sha, row in former])
    with writing(engine) as connection:
        load = _find(connection, load_id)
        _refuse_undone(connection, load)
        _refuse_later_loads(connection, load)
        former = _former(connection, load)
        _refuse_decided(connection, load)
        stay = _incidents_that_stay(connection, load)
        subjects: list[Subject] = [(LOAD, str(load.id)), *((INCIDENT, key) for key in stay)]
        before = {"load": load.id, "file": load.file, "records": []}
        summary = f"Load {load.id} undone: {load.file}"
        writer, number = append(
            connection, act, Kind.UNDO_LOAD, subjects, before, {"records": []}, summary
        )
        ended = _end(writer, load.id)
        places = _places_of(connection, load.revision, former, placer)
        _put_back(writer, [pk for pk, _, _ in former], places)
        take_back_lists(writer, load.revision, f"load {load.id} ({load.file})")
        connection.execute(
            update(schema.load).where(schema.load.c.id == load.id).values(undone_by=number)
        )
    return Outcome(number, writer.revision, str(load.id), ended)


def _find(connection: Connection, load_id: int) -> Row[Any]:
    found = connection.execute(select(schema.load).where(schema.load.c.id == load_id)).one_or_none()
    if found is None:
        raise NotFoundError(f"there is no load {load_id}; the Data page lists them")
    return found


def _refuse_undone(connection: Connection, load: Row[Any]) -> None:
    if load.undone_by is not None:
        raise DecisionError(
            f"load {load.id} ({load.file}) was taken back already, by decision {load.undone_by}"
        )
    table = schema.decision.c
    query = select(table.id, table.author).where(table.revision == load.revision)
    if made := connection.execute(query).first():
        raise DecisionError(
            f"load {load.id} was made by decision {made.id} of {made.author}; take that one back"
        )


def _refuse_later_loads(connection: Connection, load: Row[Any]) -> None:
    """No row that it brought was replaced by another load since."""
    made, now = schema.report.alias("made"), schema.report.alias("now")
    same = (now.c.dataset_id == made.c.dataset_id) & (now.c.key == made.c.key)
    query = (
        select(schema.load.c.id, schema.load.c.file, now.c.report_id)
        .select_from(made)
        .join(now, same & now.c.to_revision.is_(None))
        .join(schema.load, schema.load.c.id == now.c.load_id)
        .where(
            made.c.load_id == load.id,
            made.c.from_revision == load.revision,
            made.c.to_revision.is_not(None),
            now.c.load_id != load.id,
        )
        .order_by(schema.load.c.id.desc())
    )
    if later := connection.execute(query.limit(1)).first():
        raise DecisionError(
            f"load {later.id} ({later.file}) changed rows of load {load.id} since, among them "
            f"report {later.report_id}; take that one back first"
        )


def _refuse_decided(connection: Connection, load: Row[Any]) -> None:
    """No decision since stands on its reports, or on incidents that would have none."""
    taken_back = undone(read_decisions(connection))
    decision, concerns = schema.decision.c, schema.decision_subject.c
    query = (
        select(schema.decision, concerns.subject_type.label("on"), concerns.subject_id.label("of"))
        .join_from(schema.decision, schema.decision_subject)
        .where(decision.revision > load.revision, concerns.subject_type.in_((INCIDENT, REPORT)))
        .order_by(decision.id.desc())
    )
    later = [
        row
        for row in connection.execute(query)
        if row.kind not in _HARMLESS and row.id not in taken_back
    ]
    table = schema.report
    for row in later:
        if row.on == REPORT:
            named = table.c.report_id == row.of
            stands = _any(connection, named & (table.c.load_id == load.id), current=True)
        else:
            of = table.c.incident_id == row.of
            mine = table.c.load_id == load.id
            by_decision = table.c.decision_id.in_([one.id for one in later])
            stands = _any(connection, of & mine) and not _any(
                connection, of & ~mine & ~_true(by_decision), current=True
            )
        if stands:
            raise DecisionError(
                f"decision {row.id} of {row.author} ({row.kind}, on {row.of}) stands on load "
                f"{load.id}; take that one back first"
            )


def _true(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    """The condition, with "not known" as no."""
    return schema.report.c.decision_id.is_not(None) & condition


def _any(connection: Connection, condition: ColumnElement[bool], current: bool = False) -> bool:
    """Whether any report version is so, or any that holds now."""
    table = schema.report.c
    wanted = condition & table.to_revision.is_(None) if current else condition
    return connection.scalar(select(table.id).where(wanted).limit(1)) is not None


def _former(connection: Connection, load: Row[Any]) -> list[tuple[int, str, ReportRow]]:
    """The versions that the load replaced: they ended in its revision, and no other's could."""
    return versions(connection, schema.report.c.to_revision == load.revision)


def _incidents_that_stay(connection: Connection, load: Row[Any]) -> list[str]:
    """Incidents that lose a report of the load and have others; by their ids."""
    table, other = schema.report.c, schema.report.alias("other")
    query = (
        select(table.incident_id)
        .where(
            table.load_id == load.id,
            table.to_revision.is_(None),
            exists().where(
                other.c.incident_id == table.incident_id,
                other.c.to_revision.is_(None),
                other.c.load_id != load.id,
            ),
        )
        .distinct()
        .order_by(table.incident_id)
    )
    return list(connection.scalars(query))


def _end(writer: Writer, load_id: int) -> int:
    """End all current reports of a load with their places; how many."""
    report, place = schema.report, schema.location
    current = (report.c.load_id == load_id) & report.c.to_revision.is_(None)
    of_these = place.c.report_pk.in_(select(report.c.id).where(current))
    for table, condition in ((place, of_these & place.c.to_revision.is_(None)), (report, current)):
        done = writer.connection.execute(
            update(table).where(condition).values(to_revision=writer.revision)
        )
    return done.rowcount


def _places_moved(connection: Connection, since: int) -> bool:
    """Whether what places rest on, or a correction of them, came after a revision."""
    sets, decision = schema.boundary_set.c, schema.decision.c
    newer = select(sets.id).where(sets.from_revision > since).limit(1)
    corrected = select(decision.id).where(
        decision.subject_type == PLACE_WORDS, decision.revision > since
    )
    return any(connection.scalar(query.limit(1)) is not None for query in (newer, corrected))


def _places_of(
    connection: Connection,
    revision: int,
    former: Sequence[tuple[int, str, ReportRow]],
    placer: Placer,
) -> dict[int, Values | Location]:
    """Where each former version lies now, by its key: as it did, or placed anew."""
    table = schema.location
    query = select(table).join(schema.report, schema.report.c.id == table.c.report_pk)
    held: dict[int, Values | Location] = {
        row["report_pk"]: {**row}
        for row in connection.execute(
            query.where(schema.report.c.to_revision == revision, table.c.to_revision == revision)
        ).mappings()
    }
    if not _places_moved(connection, revision):
        return held
    placer.use(corrections_at(connection))
    decided = {pk for pk, row in held.items() if isinstance(row, dict) and row["decision_id"]}
    anew = {pk: placer.place(sha, row) for pk, sha, row in former if pk not in decided}
    return {**held, **anew}


def _put_back(writer: Writer, former: Sequence[int], places: dict[int, Values | Location]) -> None:
    """Make new versions of these former ones, in the incidents they belong to by now."""
    decisions = read_decisions(writer.connection)
    leads, gone = redirects(decisions), undone(decisions)
    for first in range(0, len(former), _BATCH):
        these = former[first : first + _BATCH]
        start = writer.next(schema.report)
        new = {pk: start + at for at, pk in enumerate(these)}
        table, mention = schema.report, schema.report_actor
        rows = writer.connection.execute(select(table).where(table.c.id.in_(these))).mappings()
        writer.add(
            table,
            [{**row, **_home(row, leads, gone), "id": new[row["id"]], **writer.open()}
             for row in rows],
        )  # fmt: skip
        mentions = writer.connection.execute(
            select(mention).where(mention.c.report_pk.in_(these))
        ).mappings()
        writer.add(mention, [{**row, "report_pk": new[row["report_pk"]]} for row in mentions])
        _put_places(writer, {new[pk]: places[pk] for pk in these})


def _home(
    row: Any, leads: dict[str, tuple[str, int]], gone: dict[int, int]
) -> dict[str, str | int | None]:
    """The incident of a version that comes back: by its decision while that holds, or its file."""
    if row["decision_id"] is not None and row["decision_id"] not in gone:
        incident, decision = leads.get(row["incident_id"], (row["incident_id"], row["decision_id"]))
    else:
        incident, decision = leads.get(row["incident_key"], (row["incident_key"], None))
    return {"incident_id": incident, "decision_id": decision}


def _put_places(writer: Writer, places: dict[int, Values | Location]) -> None:
    made = [(pk, place) for pk, place in places.items() if isinstance(place, Location)]
    writer.add_locations(made)
    first = writer.next(schema.location)
    held = [(pk, place) for pk, place in places.items() if not isinstance(place, Location)]
    writer.add(
        schema.location,
        [
            {**place, "id": first + at, "report_pk": pk, **writer.open()}
            for at, (pk, place) in enumerate(held)
        ],
    )
