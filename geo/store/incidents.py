"""Decisions on incidents: a report moved, some split off, two merged, the information graded.

Where the permanent ids lead after that: ``geo.store.incident_ids``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import chain, count
from string import ascii_lowercase
from typing import Final

from sqlalchemy import Connection, Engine, func, select

from geo.claims.grade import INFORMATION_GRADES
from geo.errors import DecisionError
from geo.store import schema
from geo.store.decisions import Act, decide, engine_of, refuse_if_changed
from geo.store.edited import INCIDENT_FACT, INCIDENT_OF, Change, Values
from geo.store.engine import reading, writing
from geo.store.entries import INCIDENT, REPORT, GradeEntry, Kind, Outcome
from geo.store.incident_ids import (
    add_incident,
    find_report,
    live_incident,
    newest,
    reports_of,
)
from geo.store.reports import valid_at

_MOST_NAMED: Final = 6
"""Reports that a summary names."""


def move_report(store: str | Engine, report_id: str, incident_id: str, act: Act) -> Outcome:
    """Move a report to another incident; see ``move_reports``."""
    return move_reports(store, [report_id], incident_id, act)


def move_reports(
    store: str | Engine, report_ids: Iterable[str], incident_id: str, act: Act
) -> Outcome:
    """Move reports of one incident to another one, all in one decision.

    Raises
    ------
    DecisionError
        No report is named, they are of several incidents or of that one already, none would be
        left, the other incident was merged into another, or a report was changed after
        ``act.seen_revision``.
    NotFoundError
        There is no such report or incident.
    StoreError
        The store cannot be written; it is as it was.
    """
    chosen = list(dict.fromkeys(report_ids))
    if not chosen:
        raise DecisionError("name the reports to move")
    with writing(engine_of(store)) as connection:
        rows = [find_report(connection, name) for name in chosen]
        target = live_incident(connection, incident_id)
        named = _listed(chosen)
        subject, belongs = ("reports", "belong") if len(chosen) > 1 else ("report", "belongs")
        former, *others = dict.fromkeys(row["incident_id"] for row in rows)
        if others:
            raise DecisionError(f"{named} are of several incidents; move those of each by itself")
        if former == target:
            raise DecisionError(f"{subject} {named} {belongs} to incident {target} already")
        if len(reports_of(connection, former)) == len(rows):
            only = "are the only reports" if len(rows) > 1 else "is the only report"
            raise DecisionError(f"{named} {only} of {former}; merge {former} into {target} instead")
        outcome = decide(
            connection,
            act,
            Kind.MOVE,
            [*((REPORT, name) for name in chosen), (INCIDENT, former), (INCIDENT, target)],
            [_to(row, target) for row in rows],
            f"{subject.capitalize()} {named} moved from {former} to {target}",
        )
    return replace(outcome, moved=len(rows))


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
        refuse_if_touched(connection, act, base)
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
            f"{new} split off {base} with {_listed(chosen)}",
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
        refuse_if_touched(connection, act, former)
        refuse_if_touched(connection, act, target)
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
        refuse_if_touched(connection, act, incident)
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


def refuse_if_touched(connection: Connection, act: Act, incident_id: str) -> None:
    """Refuse when a report came to the incident, changed or left since the author looked."""
    table = schema.report.c
    query = select(func.max(table.from_revision), func.max(table.to_revision)).where(
        table.incident_id == incident_id
    )
    came, left = connection.execute(query).one()
    refuse_if_changed(connection, act, max(came or 0, left or 0))


def _listed(report_ids: list[str]) -> str:
    shown = ", ".join(report_ids[:_MOST_NAMED])
    more = len(report_ids) - _MOST_NAMED
    return shown if more <= 0 else f"{shown} and {more} more"


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
