"""Take a decision back by another one: its records are then as they were before it.

Only what still is as the decision set it can go back, so that nobody takes away what somebody
else has built on it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, Engine, or_, select, update

from geo.errors import DecisionError
from geo.store import schema
from geo.store.decisions import (
    Act,
    Subject,
    decide,
    engine_of,
    find_decision,
    read_decisions,
    undone,
)
from geo.store.edited import ALIAS, INCIDENT_OF, RECORDS, Change
from geo.store.engine import writing
from geo.store.entries import ADDING, INCIDENT, REPORT, DecisionEntry, Kind, Outcome
from geo.store.incident_ids import add_incident, redirects, reports_of
from geo.store.reviewing import reopen
from geo.store.write import Writer


def undo(store: str | Engine, decision: int, act: Act) -> Outcome:
    """Take a decision back; what held before it holds again. ``Outcome.moved`` counts reports.

    Corrections of place words are taken back by ``geo.store.corrections.undo``.

    Raises
    ------
    DecisionError
        It was taken back already, is an undo itself, or something later stands on it.
    NotFoundError
        There is no such decision.
    StoreError
        The store cannot be written; it is as it was.
    """
    with writing(engine_of(store)) as connection:
        made = find_decision(connection, decision)
        decisions = read_decisions(connection)
        _refuse_kind(made, decisions)
        changes = [_back(connection, made, state, decisions) for state in made.before["records"]]
        changes += _latecomers(connection, made, changes, decisions)
        _refuse_orphans(connection, made, changes)
        _refuse_empty(connection, made, changes, decisions)
        _refuse_named(connection, made, changes, decisions)
        moved = [change for change in changes if change.record is INCIDENT_OF]
        outcome = decide(
            connection,
            act,
            Kind.UNDO,
            _subjects(connection, made),
            changes,
            f"Decision {decision} undone ({made.summary})",
            before={"decision": decision},
            prepare=lambda writer: _add_incidents(writer, moved),
        )
        reopen(connection, made.id)
        _take_back_loads(connection, made, outcome.decision)
    return replace(outcome, moved=len(moved))


def _refuse_kind(made: DecisionEntry, decisions: Sequence[DecisionEntry]) -> None:
    if made.kind == Kind.UNDO:
        raise DecisionError(
            f"decision {made.id} took decision {made.before['decision']} back; "
            "make that one again instead"
        )
    if made.kind == Kind.UNDO_LOAD:
        raise DecisionError(
            f"decision {made.id} took load {made.subject_id} back; load that file again instead"
        )
    if made.kind == Kind.CORRECT:
        raise DecisionError(
            f"decision {made.id} corrects place words; take it back on the Geocode page or with "
            f"'python -m geo correct --undo {made.id}'"
        )
    if by := undone(decisions).get(made.id):
        raise DecisionError(f"decision {made.id} was taken back already, by decision {by}")


def _back(
    connection: Connection,
    made: DecisionEntry,
    state: dict[str, Any],
    decisions: Sequence[DecisionEntry],
) -> Change:
    """The change that gives a record what it was before the decision."""
    record = RECORDS[state["record"]]
    key, values = state["key"], state["values"]
    row = record.current(connection, key)
    if row is None or row["decision_id"] != made.id:
        raise DecisionError(_later(made, decisions, row["decision_id"] if row else None))
    if record is INCIDENT_OF and values is not None:
        leads = redirects(decisions, without=made.id)
        if values["decision_id"] is None:
            values = _by_file(row["incident_key"], leads)
        elif way := leads.get(values["incident_id"]):
            raise DecisionError(_later(made, decisions, way[1]))
    return Change(record, key, values)


def _later(made: DecisionEntry, decisions: Sequence[DecisionEntry], decision: int | None) -> str:
    by = next((one for one in decisions if one.id == decision), None)
    if by is None:
        return f"what decision {made.id} set was changed since; it cannot be taken back"
    return (
        f"decision {by.id} of {by.author} stands on decision {made.id} ({by.summary}); "
        "take that one back first"
    )


def _by_file(incident_key: str, leads: dict[str, tuple[str, int]]) -> dict[str, Any]:
    """Where a report belongs of which its file alone says so."""
    incident, decision = leads.get(incident_key, (incident_key, None))
    return {"incident_id": incident, "decision_id": decision}


def _latecomers(
    connection: Connection,
    made: DecisionEntry,
    changes: Sequence[Change],
    decisions: Sequence[DecisionEntry],
) -> list[Change]:
    """Changes for reports that were loaded into a merged incident after the merge."""
    if made.kind != Kind.MERGE:
        return []
    table = schema.report.c
    known = {(change.key["dataset_id"], change.key["key"]) for change in changes}
    query = select(table.dataset_id, table.key, table.incident_key).where(
        table.to_revision.is_(None), table.decision_id == made.id
    )
    leads = redirects(decisions, without=made.id)
    return [
        Change(INCIDENT_OF, {"dataset_id": dataset, "key": key}, _by_file(incident_key, leads))
        for dataset, key, incident_key in connection.execute(query)
        if (dataset, key) not in known
    ]


def _refuse_empty(
    connection: Connection,
    made: DecisionEntry,
    changes: Sequence[Change],
    decisions: Sequence[DecisionEntry],
) -> None:
    """Leave no incident without reports, but one whose making is, or is now, taken back."""
    gone = {*undone(decisions), made.id}
    unmade = {one for d in decisions if d.id in gone for one in _made_incidents(d)}
    leaving: Counter[str] = Counter()
    for change in changes:
        if change.record is INCIDENT_OF:
            row = INCIDENT_OF.current(connection, change.key)
            leaving[row["incident_id"]] += 1  # type: ignore[index]
    for incident, number in leaving.items():
        if incident not in unmade and len(reports_of(connection, incident)) == number:
            raise DecisionError(
                f"{incident} would be left without a report; its own ones were moved since"
            )


def _made_incidents(decision: DecisionEntry) -> list[str]:
    """Incidents that there were not before a decision."""
    if decision.kind == Kind.SPLIT:
        return [decision.after["incident"]]
    return list(decision.after["incidents"]) if decision.kind in ADDING else []


def _refuse_named(
    connection: Connection,
    made: DecisionEntry,
    changes: Sequence[Change],
    decisions: Sequence[DecisionEntry],
) -> None:
    """Do not withdraw a report, or an incident with it, that a later decision is about."""
    if made.kind not in ADDING:
        return
    leaving: Counter[str] = Counter()
    gone: set[Subject] = set()
    for change in changes:
        row = INCIDENT_OF.current(connection, change.key)
        leaving[row["incident_id"]] += 1  # type: ignore[index]
        gone.add((REPORT, row["report_id"]))  # type: ignore[index]
    gone |= {
        (INCIDENT, incident)
        for incident, number in leaving.items()
        if len(reports_of(connection, incident)) == number
    }
    taken_back = undone(decisions)
    concerns = schema.decision_subject.c
    query = select(concerns.decision_id, concerns.subject_type, concerns.subject_id).where(
        concerns.decision_id > made.id
    )
    later = {id_ for id_, *subject in connection.execute(query) if tuple(subject) in gone}
    for one in decisions:
        if one.id in later and one.id not in taken_back and one.kind != Kind.UNDO:
            raise DecisionError(_later(made, decisions, one.id))


def _take_back_loads(connection: Connection, made: DecisionEntry, decision: int) -> None:
    """Note with the loads of an adding that their reports are withdrawn."""
    if made.kind in ADDING:
        table = schema.load
        these = table.c.id.in_(made.after["loads"])
        connection.execute(update(table).where(these).values(undone_by=decision))


def _refuse_orphans(connection: Connection, made: DecisionEntry, changes: Sequence[Change]) -> None:
    """Do not take away an actor that hypotheses or other decisions name."""
    if made.kind != Kind.NEW_ACTOR:
        return
    actor = made.after["actor_id"]
    alias, held = schema.alias.c, schema.hypothesis.c
    hypothesis = connection.scalar(
        select(held.number).where(
            held.to_revision.is_(None),
            held.withdrawn.is_(False),
            or_(held.actor_id == actor, held.other_id == actor),
        )
    )
    if hypothesis is not None:
        raise DecisionError(
            f"hypothesis {hypothesis} names {made.subject_id}; withdraw that one first"
        )
    own = {change.key["text"] for change in changes if change.record is ALIAS}
    spellings = select(alias.text, alias.withdrawn).where(
        alias.to_revision.is_(None), alias.actor_id == actor
    )
    for text, withdrawn in connection.execute(spellings):
        if text not in own and not withdrawn:
            raise DecisionError(
                f"the spelling “{text}” was given to {made.subject_id} since; free that one first"
            )


def _subjects(connection: Connection, made: DecisionEntry) -> list[Subject]:
    """All that the decision concerns, its own subject first."""
    table = schema.decision_subject.c
    query = select(table.subject_type, table.subject_id).where(table.decision_id == made.id)
    others = [(type_, id_) for type_, id_ in connection.execute(query)]
    return [(made.subject_type, made.subject_id), *others]


def _add_incidents(writer: Writer, moved: Sequence[Change]) -> None:
    """Make the incidents that a file named for the first time while a decision held."""
    for change in moved:
        if change.values is not None:
            add_incident(writer, change.values["incident_id"], change.key["dataset_id"])
