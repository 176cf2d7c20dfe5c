"""Decisions on incidents: a report moved, some split off, two merged, the information graded.

Permanent ids stay valid: ``resolve_incident`` follows an incident to where its reports went.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import chain, count
from string import ascii_lowercase
from typing import Final

from sqlalchemy import Connection, Engine, func, select

from geo.errors import DecisionError, NotFoundError
from geo.store import schema
from geo.store.decisions import (
    Act,
    decide,
    engine_of,
    read_decisions,
    refuse_if_changed,
    undone,
)
from geo.store.edited import INCIDENT_FACT, INCIDENT_OF, Change, Values
from geo.store.engine import reading, writing
from geo.store.entries import INCIDENT, REPORT, DecisionEntry, GradeEntry, Kind, Outcome
from geo.store.reports import valid_at
from geo.store.write import Writer

INFORMATION_GRADES: Final = range(1, 7)
"""Admiralty grades of information: 1 confirmed by other sources ... 6 cannot be judged."""


def move_report(store: str | Engine, report_id: str, incident_id: str, act: Act) -> Outcome:
    """Move a report to another incident.

    Raises
    ------
    DecisionError
        The report is there already, it is the only one of its incident, the other one was merged
        into another, or the report was changed after ``act.seen_revision``.
    NotFoundError
        There is no such report or incident.
    StoreError
        The store cannot be written; it is as it was.
    """
    with writing(engine_of(store)) as connection:
        row = find_report(connection, report_id)
        former = row["incident_id"]
        target = live_incident(connection, incident_id)
        if former == target:
            raise DecisionError(f"report {report_id} belongs to incident {target} already")
        if len(reports_of(connection, former)) == 1:
            raise DecisionError(
                f"{report_id} is the only report of {former}; merge {former} into {target} instead"
            )
        outcome = decide(
            connection,
            act,
            Kind.MOVE,
            [(REPORT, report_id), (INCIDENT, former), (INCIDENT, target)],
            [_to(row, target)],
            f"Report {report_id} moved from {former} to {target}",
        )
    return replace(outcome, moved=1)


def split_incident(
    store: str | Engine, incident_id: str, report_ids: Iterable[str], act: Act
) -> Outcome:
    """Make an incident of its own of some reports; ``Outcome.subject`` is its permanent id.

    The id is that of the incident with "-b", "-c" ...; none is ever given out twice.

    Raises
    ------
    DecisionError
        No report is named, none would be left, one is of another incident, or the incident
        was changed after ``act.seen_revision``.
    NotFoundError
        There is no such incident.
    StoreError
        The store cannot be written; it is as it was.
    """
    with writing(engine_of(store)) as connection:
        base = live_incident(connection, incident_id)
        rows = reports_of(connection, base)
        _refuse_if_touched(connection, act, base)
        chosen = list(dict.fromkeys(report_ids))
        by_id = {row["report_id"]: row for row in rows}
        if not chosen:
            raise DecisionError("name the reports to split off")
        if strangers := [name for name in chosen if name not in by_id]:
            raise DecisionError(f"{', '.join(strangers)} is no report of {base}")
        if len(chosen) == len(rows):
            raise DecisionError(f"all reports of {base} cannot be split off; one has to stay")
        new = _next_id(connection, base)
        outcome = decide(
            connection,
            act,
            Kind.SPLIT,
            [(INCIDENT, base), (INCIDENT, new), *((REPORT, name) for name in chosen)],
            [_to(by_id[name], new) for name in chosen],
            f"{new} split off {base} with {', '.join(chosen)}",
            after={"incident": new},
            prepare=lambda writer: add_incident(writer, new, rows[0]["dataset_id"]),
        )
    return replace(outcome, subject=new, moved=len(chosen))


def merge_incidents(store: str | Engine, incident_id: str, into: str, act: Act) -> Outcome:
    """Move all reports of an incident to another one, to which its id leads from then on.

    Raises
    ------
    DecisionError
        Both are the same, one was merged before, or one was changed after ``act.seen_revision``.
    NotFoundError
        There is no such incident.
    StoreError
        The store cannot be written; it is as it was.
    """
    with writing(engine_of(store)) as connection:
        former, target = live_incident(connection, incident_id), live_incident(connection, into)
        if former == target:
            raise DecisionError(f"{former} cannot be merged into itself")
        _refuse_if_touched(connection, act, former)
        _refuse_if_touched(connection, act, target)
        rows = reports_of(connection, former)
        reports = [(REPORT, row["report_id"]) for row in rows]
        outcome = decide(
            connection,
            act,
            Kind.MERGE,
            [(INCIDENT, former), (INCIDENT, target), *reports],
            [_to(row, target) for row in rows],
            f"{former} merged into {target}",
            after={"incident": target},
        )
    return replace(outcome, moved=len(rows))


def grade_incident(store: str | Engine, incident_id: str, grade: int | None, act: Act) -> Outcome:
    """Set the information grade of an incident against the rule's; ``None``: the rule's again.

    Parameters
    ----------
    grade : Admiralty, 1 confirmed by other sources to 6 cannot be judged.

    Raises
    ------
    DecisionError
        There is no such grade, it holds already, or the incident was changed after
        ``act.seen_revision``.
    NotFoundError
        There is no such incident.
    StoreError
        The store cannot be written; it is as it was.
    """
    if grade is not None and grade not in INFORMATION_GRADES:
        raise DecisionError(f"{grade} is no grade of information; these are 1 to 6")
    with writing(engine_of(store)) as connection:
        incident = live_incident(connection, incident_id)
        _refuse_if_touched(connection, act, incident)
        row = INCIDENT_FACT.current(connection, {"incident_id": incident})
        how = "by the rule" if grade is None else str(grade)
        if grade == (row["grade"] if row else None):
            raise DecisionError(f"the information of {incident} is graded {how} already")
        summary = f"Information of {incident} graded {how}"
        change = Change(INCIDENT_FACT, {"incident_id": incident}, {"grade": grade})
        return decide(
            connection, act, Kind.GRADE_INCIDENT, [(INCIDENT, incident)], [change], summary
        )


def incident_grades(store: str | Engine, revision: int | None = None) -> dict[str, GradeEntry]:
    """Information grades that editors set, by incident, at a revision (``None``: the newest)."""
    with reading(engine_of(store)) as connection:
        at = newest(connection) if revision is None else revision
        fact, made = schema.incident_fact, schema.decision.c
        query = (
            select(
                *(fact.c.incident_id, fact.c.grade, made.author, made.decided_at, made.reason),
                made.id,
            )
            .join_from(fact, schema.decision)
            .where(valid_at(fact, at), fact.c.grade.is_not(None))
            .order_by(fact.c.incident_id)
        )
        return {
            incident: GradeEntry(str(grade), *rest)
            for incident, grade, *rest in connection.execute(query)
        }


def resolve_incident(store: str | Engine, incident_id: str, revision: int | None = None) -> str:
    """The incident that an id stands for at a revision (``None``: the newest).

    That is itself while it has reports; else where a merge, or the undoing of a split, took them.

    Raises
    ------
    NotFoundError
        There is none at that revision.
    """
    with reading(engine_of(store)) as connection:
        at = newest(connection) if revision is None else revision
        made = read_decisions(connection, revision=at)
        ways = {former: target for former, (target, _) in redirects(made).items()}
        taken_back = undone(made)
        for one in made:
            if one.kind == Kind.SPLIT and one.id in taken_back:
                ways.setdefault(one.after["incident"], one.subject_id)
        found, passed = incident_id, {incident_id}
        while not _has_reports(connection, found, at) and ways.get(found) not in (None, *passed):
            found = ways[found]
            passed.add(found)
        if not _has_reports(connection, found, at):
            raise NotFoundError(f"there is no incident {incident_id!r} in revision {at}")
    return found


def redirects(
    decisions: Sequence[DecisionEntry], without: int | None = None
) -> dict[str, tuple[str, int]]:
    """Merged incident -> where it leads in the end, and the last decision on the way there.

    Parameters
    ----------
    decisions : all up to a revision, in their order.
    without : a decision to leave out, as if it had not been made.
    """
    gone = undone(decisions)
    steps = {
        one.subject_id: (one.after["incident"], one.id)
        for one in decisions
        if one.kind == Kind.MERGE and one.id not in gone and one.id != without
    }
    ends = {}
    for former in steps:
        target, last = steps[former]
        while target in steps:
            target, last = steps[target]
        ends[former] = (target, last)
    return ends


def reports_of(connection: Connection, incident_id: str) -> list[Values]:
    """Current versions of an incident's reports, in the order in which they were loaded."""
    table = schema.report
    query = (
        select(table)
        .where(table.c.to_revision.is_(None), table.c.incident_id == incident_id)
        .order_by(table.c.id)
    )
    return [{**row} for row in connection.execute(query).mappings()]


def add_incident(writer: Writer, incident_id: str, dataset_id: int) -> None:
    """Make an incident's permanent id, unless it is there."""
    table = schema.incident
    if writer.connection.scalar(select(table.c.id).where(table.c.id == incident_id)) is None:
        row = {"id": incident_id, "dataset_id": dataset_id, "from_revision": writer.revision}
        writer.add(table, [row])


def find_report(connection: Connection, report_id: str) -> Values:
    """The current version of a report.

    Raises
    ------
    NotFoundError
        There is none.
    """
    table = schema.report.c
    query = select(schema.report).where(table.to_revision.is_(None), table.report_id == report_id)
    row = connection.execute(query).mappings().first()
    if row is None:
        raise NotFoundError(f"there is no report {report_id!r}")
    return {**row}


def live_incident(connection: Connection, incident_id: str) -> str:
    """The id of an incident that has reports now, as it is.

    Raises
    ------
    DecisionError
        It was merged into another one.
    NotFoundError
        There is none.
    """
    if _has_reports(connection, incident_id, newest(connection)):
        return incident_id
    if way := redirects(read_decisions(connection)).get(incident_id):
        raise DecisionError(
            f"{incident_id} was merged by decision {way[1]}; its reports are in {way[0]}"
        )
    raise NotFoundError(f"there is no incident {incident_id!r}")


def _has_reports(connection: Connection, incident_id: str, revision: int) -> bool:
    table = schema.report
    query = select(table.c.id).where(table.c.incident_id == incident_id, valid_at(table, revision))
    return connection.scalar(query.limit(1)) is not None


def _refuse_if_touched(connection: Connection, act: Act, incident_id: str) -> None:
    """Refuse when a report came to the incident, changed or left since the author looked."""
    table = schema.report.c
    query = select(func.max(table.from_revision), func.max(table.to_revision)).where(
        table.incident_id == incident_id
    )
    came, left = connection.execute(query).one()
    refuse_if_changed(connection, act, max(came or 0, left or 0))


def _to(row: Values, incident_id: str) -> Change:
    """The change that gives a report to an incident."""
    key = {"dataset_id": row["dataset_id"], "key": row["key"]}
    return Change(INCIDENT_OF, key, {"incident_id": incident_id})


def _next_id(connection: Connection, base: str) -> str:
    """The first id after "-b", "-c" ... "-z", "-27" ... that was never given out."""
    table = schema.incident.c
    known = set(connection.scalars(select(table.id).where(table.id.startswith(f"{base}-"))))
    letters = (f"{base}-{letter}" for letter in ascii_lowercase[1:])
    numbers = (f"{base}-{number}" for number in count(27))
    return next(name for name in chain(letters, numbers) if name not in known)


def newest(connection: Connection) -> int:
    """Number of the newest revision, 0 for an empty store."""
    return connection.scalar(select(func.max(schema.revision.c.number))) or 0
