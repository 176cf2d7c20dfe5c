"""Decisions: who decides what, when and why; appended only, each one revision.

A decision gives records other values (``geo.store.edited``) and keeps what they were and became.
``geo.store.undo`` takes one back.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import Connection, Engine, Select, and_, func, or_, select

from geo.errors import DecisionError, NotFoundError
from geo.store import schema
from geo.store.among import among
from geo.store.edited import RECORDS, Change, Values, put
from geo.store.engine import open_engine, reading
from geo.store.entries import DecisionEntry, HistoryEntry, Kind, Outcome
from geo.store.write import Writer

MOST_AUTHOR: Final = 80
MOST_REASON: Final = 500
Subject = tuple[str, str]
"""Type and id of what a decision concerns, such as ("incident", "20200711-najmi")."""


@dataclass(frozen=True, slots=True)
class Act:
    """Who decides and why.

    Attributes
    ----------
    author, reason : needed; white space is tidied.
    seen_revision : the revision that the author looked at. What changed since is not decided on:
        the decision is refused. ``None``: whatever holds now is meant.

    Raises
    ------
    DecisionError
        The author or the reason is missing or too long.
    """

    author: str
    reason: str
    seen_revision: int | None = None

    def __post_init__(self) -> None:
        author, reason = tidy(self.author), tidy(self.reason)
        if not author:
            raise DecisionError("a decision needs the name of who makes it")
        if len(author) > MOST_AUTHOR:
            raise DecisionError(f"the name may have {MOST_AUTHOR} characters at most")
        if not reason:
            raise DecisionError("a decision needs its reason")
        if len(reason) > MOST_REASON:
            raise DecisionError(f"the reason may have {MOST_REASON} characters at most")
        object.__setattr__(self, "author", author)
        object.__setattr__(self, "reason", reason)


def tidy(text: str) -> str:
    """The text on one line, without what cannot be printed."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def append(
    connection: Connection,
    act: Act,
    kind: Kind,
    subjects: Sequence[Subject],
    before: Any,
    after: Any,
    summary: str,
    revision_kind: str = "decision",
) -> tuple[Writer, int]:
    """Append a decision as a revision; the writer of that revision, and the decision's id.

    Parameters
    ----------
    subjects : all that it concerns; the first is its own subject.
    """
    writer = Writer(connection, act.author, datetime.now(UTC))
    revision = writer.new_revision(revision_kind, summary)
    number = writer.next(schema.decision)
    row = {
        "id": number, "revision": revision, "decided_at": writer.now, "author": act.author,
        "kind": kind.value, "subject_type": subjects[0][0], "subject_id": subjects[0][1],
        "before": before, "after": after, "reason": act.reason,
    }  # fmt: skip
    writer.add(schema.decision, [row])
    writer.add(
        schema.decision_subject,
        [
            {"decision_id": number, "subject_type": type_, "subject_id": id_}
            for type_, id_ in dict.fromkeys(subjects)
        ],
    )
    return writer, number


def decide(
    connection: Connection,
    act: Act,
    kind: Kind,
    subjects: Sequence[Subject],
    changes: Sequence[Change],
    summary: str,
    before: Values | None = None,
    after: Values | None = None,
    prepare: Callable[[Writer], object] | None = None,
) -> Outcome:
    """Make a decision that changes records, inside an open transaction that writes.

    Parameters
    ----------
    before, after : what else the decision keeps beside its records.
    prepare : writes what the changed records point to, in the decision's revision.

    Raises
    ------
    DecisionError
        A record was changed after the revision that the author looked at.
    """
    rows = [change.record.current(connection, change.key) for change in changes]
    for row in rows:
        if row is not None:
            refuse_if_changed(connection, act, row["from_revision"])
    held = [
        _state(change, change.record.values(row)) for change, row in zip(changes, rows, strict=True)
    ]
    become = [_state(change, change.values) for change in changes]
    before = {**(before or {}), "records": held}
    after = {**(after or {}), "records": become}
    writer, number = append(connection, act, kind, subjects, before, after, summary)
    if prepare:
        prepare(writer)
    for change in changes:
        put(writer, change, number)
    return Outcome(number, writer.revision, subjects[0][1])


def _state(change: Change, values: Values | None) -> Values:
    """A record's values as a decision keeps them."""
    return {"record": change.record.table.name, "key": change.key, "values": values}


def refuse_if_changed(connection: Connection, act: Act, since: int | None) -> None:
    """Refuse an act on what was changed in revision ``since``, later than the author looked.

    Raises
    ------
    DecisionError
        It names who changed it.
    """
    if act.seen_revision is None or since is None or since <= act.seen_revision:
        return
    table = schema.revision.c
    made = connection.execute(select(table.author, table.summary).where(table.number == since))
    author, summary = made.one()
    raise DecisionError(
        f"this was changed in revision {since} by {author} ({summary}), after revision "
        f"{act.seen_revision} that you looked at; look again and decide"
    )


def read_decisions(
    connection: Connection,
    subjects: Iterable[Subject] | None = None,
    revision: int | None = None,
    subject_type: str | None = None,
) -> list[DecisionEntry]:
    """Decisions in their order: those that concern these subjects, or all.

    Parameters
    ----------
    revision : only those up to this one.
    subject_type : only those whose own subject is of this type.
    """
    table, concerns = schema.decision, schema.decision_subject.c
    query: Select[Any] = select(table, schema.revision.c.summary).join(
        schema.revision, table.c.revision == schema.revision.c.number
    )
    if subjects is not None:
        ids: dict[str, set[str]] = {}
        for type_, id_ in subjects:
            ids.setdefault(type_, set()).add(id_)
        these = [
            and_(
                concerns.subject_type == type_,
                among(connection, concerns.subject_id, sorted(known)),
            )
            for type_, known in ids.items()
        ]
        query = query.where(table.c.id.in_(select(concerns.decision_id).where(or_(*these))))
    if revision is not None:
        query = query.where(table.c.revision <= revision)
    if subject_type is not None:
        query = query.where(table.c.subject_type == subject_type)
    found = connection.execute(query.order_by(table.c.id))
    return [DecisionEntry(**row) for row in found.mappings()]


def decision(store: str | Engine, number: int) -> DecisionEntry:
    """One decision; raises as ``find_decision``."""
    with reading(engine_of(store)) as connection:
        return find_decision(connection, number)


def find_decision(connection: Connection, number: int) -> DecisionEntry:
    """One decision.

    Raises
    ------
    NotFoundError
        There is none with this id.
    """
    table = schema.decision
    query = (
        select(table, schema.revision.c.summary)
        .join(schema.revision, table.c.revision == schema.revision.c.number)
        .where(table.c.id == number)
    )
    row = connection.execute(query).mappings().one_or_none()
    if row is None:
        raise NotFoundError(f"there is no decision {number}")
    return DecisionEntry(**row)


def undone(decisions: Iterable[DecisionEntry]) -> dict[int, int]:
    """Decisions that were taken back, and by which one."""
    return {d.before["decision"]: d.id for d in decisions if d.kind == Kind.UNDO}


def history(
    store: str | Engine,
    subjects: Iterable[Subject] | None = None,
    revision: int | None = None,
) -> list[HistoryEntry]:
    """Decisions up to a revision (``None``: all), the newest first.

    Parameters
    ----------
    subjects : only decisions that concern one of these, as (type, id); ``None``: all decisions.
    """
    with reading(engine_of(store)) as connection:
        made = read_decisions(connection, subjects)
        held = _held(connection)
    taken_back = undone(made)
    in_force = {
        d.subject_id: d.id for d in made if d.kind == Kind.CORRECT and d.id not in taken_back
    }
    seen = [d for d in made if revision is None or d.revision <= revision]
    undone_then = undone(seen)
    return [
        HistoryEntry(
            one,
            undone_then.get(one.id),
            one.id == in_force.get(one.subject_id)
            or (one.id not in taken_back and _stands(one, held)),
        )
        for one in reversed(seen)
    ]


def engine_of(store: str | Engine) -> Engine:
    """The engine of a store that is given by its address or is open already."""
    return open_engine(store) if isinstance(store, str) else store


def _held(connection: Connection) -> Counter[int]:
    """How many current records each decision holds for."""
    held: Counter[int] = Counter()
    for record in RECORDS.values():
        table = record.table.c
        query = (
            select(table.decision_id, func.count().label("n"))
            .where(table.to_revision.is_(None), table.decision_id.is_not(None))
            .group_by(table.decision_id)
        )
        held.update({row.decision_id: row.n for row in connection.execute(query)})
    return held


def _stands(decision: DecisionEntry, held: Counter[int]) -> bool:
    """Whether the records that a decision set are as it set them."""
    if decision.kind in (Kind.UNDO, Kind.UNDO_LOAD, Kind.CORRECT):
        return False
    return held[decision.id] >= len(decision.after["records"])
