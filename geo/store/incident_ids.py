"""Permanent ids of incidents and reports: what they stand for after merges, splits and moves."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, Engine, func, select

from geo.errors import DecisionError, NotFoundError
from geo.store import schema
from geo.store.decisions import engine_of, read_decisions, undone
from geo.store.edited import Values
from geo.store.engine import reading
from geo.store.entries import DecisionEntry, Kind
from geo.store.reports import valid_at
from geo.store.write import Writer


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


def reports_of(connection: Connection, incident_id: str) -> list[Values]:
    """Current versions of an incident's reports, in the order in which they were loaded."""
    table = schema.report
    query = (
        select(table)
        .where(table.c.to_revision.is_(None), table.c.incident_id == incident_id)
        .order_by(table.c.id)
    )
    return [{**row} for row in connection.execute(query).mappings()]


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


def add_incident(writer: Writer, incident_id: str, dataset_id: int) -> None:
    """Make an incident's permanent id, unless it is there."""
    table = schema.incident
    if writer.connection.scalar(select(table.c.id).where(table.c.id == incident_id)) is None:
        row = {"id": incident_id, "dataset_id": dataset_id, "from_revision": writer.revision}
        writer.add(table, [row])


def newest(connection: Connection) -> int:
    """Number of the newest revision, 0 for an empty store."""
    return connection.scalar(select(func.max(schema.revision.c.number))) or 0


def _has_reports(connection: Connection, incident_id: str, revision: int) -> bool:
    table = schema.report
    query = select(table.c.id).where(table.c.incident_id == incident_id, valid_at(table, revision))
    return connection.scalar(query.limit(1)) is not None
