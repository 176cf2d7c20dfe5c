"""Decisions on who is who: hypotheses of two actors, proposed, changed and withdrawn.

Two actors are merged by holding them the same with high confidence, and only by that.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection, Engine, func, select

from geo.claims.hypotheses import Confidence, Evidence, Hypothesis, HypothesisKind, Side
from geo.errors import DecisionError, NotFoundError
from geo.store import schema
from geo.store.actors import find_actor
from geo.store.decisions import Act, decide, engine_of
from geo.store.edited import HYPOTHESIS_OF, Change, Values
from geo.store.engine import reading, writing
from geo.store.entries import ACTOR, HYPOTHESIS, Kind, Outcome
from geo.store.incident_ids import newest
from geo.store.reports import valid_at


def hypotheses(store: str | Engine, revision: int | None = None) -> list[Hypothesis]:
    """Hypotheses that hold at a revision (``None``: the newest), by number."""
    with reading(engine_of(store)) as connection:
        return hypotheses_at(connection, newest(connection) if revision is None else revision)


def hypotheses_at(connection: Connection, revision: int) -> list[Hypothesis]:
    """As ``hypotheses``, in an open transaction."""
    held, made = schema.hypothesis, schema.decision.c
    actor, other = schema.actor.alias("one"), schema.actor.alias("other")
    query = (
        select(
            *(held, actor.c.name.label("actor"), other.c.name.label("other")),
            made.author,
        )
        .join_from(held, actor, held.c.actor_id == actor.c.id)
        .join(other, held.c.other_id == other.c.id)
        .join(schema.decision, held.c.decision_id == made.id, isouter=True)
        .where(valid_at(held, revision), held.c.withdrawn.is_(False))
        .order_by(held.c.number)
    )
    return [
        Hypothesis(
            actor=row["actor"],
            kind=HypothesisKind(row["kind"]),
            other=row["other"],
            confidence=Confidence(row["confidence"]),
            evidence=_evidence({**row}),
            number=row["number"],
            author=row["author"],
            revision=row["from_revision"],
            decision=row["decision_id"],
        )
        for row in connection.execute(query).mappings()
    ]


def propose(store: str | Engine, hypothesis: Hypothesis, act: Act) -> Outcome:
    """Hold something of two actors; ``Outcome.subject`` is its permanent number.

    One that was withdrawn gets its old number.

    Raises
    ------
    DecisionError
        It is held already, or both names stand for one actor.
    NotFoundError
        A name is no actor's; ``geo.store.actors.new_actor`` makes it one.
    StoreError
        The store cannot be written; it is as it was.
    """
    with writing(engine_of(store)) as connection:
        return _propose(connection, hypothesis, act)


def change(
    store: str | Engine,
    number: int,
    act: Act,
    *,
    confidence: Confidence | None = None,
    evidence: Iterable[Evidence] | None = None,
) -> Outcome:
    """Give a hypothesis another confidence, or other evidence in the place of all it had.

    Raises
    ------
    DecisionError
        Nothing would change, it is withdrawn, or was changed after ``act.seen_revision``.
    NotFoundError
        There is no such hypothesis.
    StoreError
        The store cannot be written; it is as it was.
    """
    with writing(engine_of(store)) as connection:
        row = _standing(connection, number)
        return _change(connection, row, act, confidence, evidence)


def withdraw(store: str | Engine, number: int, act: Act) -> Outcome:
    """Hold a hypothesis no more.

    Raises
    ------
    DecisionError
        It is withdrawn already, or was changed after ``act.seen_revision``.
    NotFoundError
        There is no such hypothesis.
    StoreError
        The store cannot be written; it is as it was.
    """
    with writing(engine_of(store)) as connection:
        return _withdraw(connection, _standing(connection, number), act)


def merge_actors(
    store: str | Engine, actor: str, other: str, act: Act, evidence: Iterable[Evidence] = ()
) -> Outcome:
    """Hold two actors the same, with high confidence.

    Parameters
    ----------
    evidence : added to what a hypothesis of the two has already.

    Raises
    ------
    DecisionError
        They are merged already, are one actor, or were changed after ``act.seen_revision``.
    NotFoundError
        A name is no actor's.
    StoreError
        The store cannot be written; it is as it was.
    """
    added = tuple(evidence)
    with writing(engine_of(store)) as connection:
        row = _same_as(connection, actor, other)
        if row is None:
            same = Hypothesis(actor, HypothesisKind.SAME_AS, other, Confidence.HIGH, added)
            return _propose(connection, same, act)
        if row["confidence"] == Confidence.HIGH:
            raise DecisionError(f"{actor} and {other} are merged already")
        return _change(connection, row, act, Confidence.HIGH, (*_evidence(row), *added))


def unmerge_actors(store: str | Engine, actor: str, other: str, act: Act) -> Outcome:
    """Withdraw that two actors are the same.

    Raises
    ------
    DecisionError
        They are not merged, or were changed after ``act.seen_revision``.
    NotFoundError
        A name is no actor's.
    StoreError
        The store cannot be written; it is as it was.
    """
    with writing(engine_of(store)) as connection:
        row = _same_as(connection, actor, other)
        if row is None or row["confidence"] != Confidence.HIGH:
            raise DecisionError(f"{actor} and {other} are not merged")
        return _withdraw(connection, row, act)


def key_of(actor_id: int, kind: HypothesisKind, other_id: int) -> tuple[int, str, int]:
    """What makes a hypothesis: kinds without order have the lower id first."""
    if kind.mutual and other_id < actor_id:
        actor_id, other_id = other_id, actor_id
    return actor_id, kind.value, other_id


def known_rows(connection: Connection) -> dict[tuple[int, str, int], Values]:
    """Every hypothesis that the store knows, withdrawn ones too, by ``key_of``."""
    table = schema.hypothesis
    query = select(table).order_by(table.c.id)
    return {
        key_of(row["actor_id"], HypothesisKind(row["kind"]), row["other_id"]): {**row}
        for row in connection.execute(query).mappings()
    }


def next_number(connection: Connection) -> int:
    """The permanent number that the next new hypothesis gets."""
    return (connection.scalar(select(func.max(schema.hypothesis.c.number))) or 0) + 1


def evidence_values(evidence: Iterable[Evidence]) -> list[dict[str, Any]]:
    """Evidence as the store keeps it."""
    return [asdict(item) | {"side": item.side.value} for item in evidence]


def _propose(connection: Connection, hypothesis: Hypothesis, act: Act) -> Outcome:
    actor_id, actor = find_actor(connection, hypothesis.actor)
    other_id, other = find_actor(connection, hypothesis.other)
    if actor_id == other_id:
        raise DecisionError(f"{hypothesis.actor} and {hypothesis.other} both stand for {actor}")
    key = key_of(actor_id, hypothesis.kind, other_id)
    row = known_rows(connection).get(key)
    if row is not None and row["to_revision"] is None and not row["withdrawn"]:
        raise DecisionError(f"hypothesis {row['number']} says so already; change that one")
    number = next_number(connection) if row is None else row["number"]
    values = {
        "actor_id": key[0],
        "kind": key[1],
        "other_id": key[2],
        "confidence": hypothesis.confidence.value,
        "evidence": evidence_values(hypothesis.evidence),
        "withdrawn": False,
    }
    name = Hypothesis(actor, hypothesis.kind, other, hypothesis.confidence).name
    return decide(
        connection,
        act,
        Kind.PROPOSE,
        [(HYPOTHESIS, str(number)), (ACTOR, actor), (ACTOR, other)],
        [Change(HYPOTHESIS_OF, {"number": number}, values)],
        f"{name}, {hypothesis.confidence} confidence",
    )


def _change(
    connection: Connection,
    row: Values,
    act: Act,
    confidence: Confidence | None,
    evidence: Iterable[Evidence] | None,
) -> Outcome:
    level = row["confidence"] if confidence is None else confidence.value
    items = row["evidence"] if evidence is None else evidence_values(evidence)
    if (level, items) == (row["confidence"], row["evidence"]):
        raise DecisionError(f"hypothesis {row['number']} is so already")
    told = f"{_name(connection, row)}, {level} confidence"
    if items != row["evidence"]:
        told += f", {len(items)} {'piece' if len(items) == 1 else 'pieces'} of evidence"
    return _decide(connection, row, act, Kind.CHANGE, told, confidence=level, evidence=items)


def _withdraw(connection: Connection, row: Values, act: Act) -> Outcome:
    told = f"{_name(connection, row)}: withdrawn"
    return _decide(connection, row, act, Kind.WITHDRAW, told, withdrawn=True)


def _decide(
    connection: Connection, row: Values, act: Act, kind: Kind, told: str, **values: Any
) -> Outcome:
    """A decision on a hypothesis that there is."""
    number = row["number"]
    values = {name: row[name] for name in HYPOTHESIS_OF.decided} | values
    names = _names(connection, row)
    return decide(
        connection,
        act,
        kind,
        [(HYPOTHESIS, str(number)), *((ACTOR, name) for name in names)],
        [Change(HYPOTHESIS_OF, {"number": number}, values)],
        told,
    )


def _standing(connection: Connection, number: int) -> Values:
    row = HYPOTHESIS_OF.current(connection, {"number": number})
    if row is None:
        raise NotFoundError(f"there is no hypothesis {number}")
    if row["withdrawn"]:
        raise DecisionError(f"hypothesis {number} is withdrawn; propose it again")
    return row


def _same_as(connection: Connection, actor: str, other: str) -> Values | None:
    """The standing hypothesis that two actors are the same."""
    actor_id, other_id = find_actor(connection, actor)[0], find_actor(connection, other)[0]
    if actor_id == other_id:
        raise DecisionError(f"“{actor}” and “{other}” stand for one actor")
    row = known_rows(connection).get(key_of(actor_id, HypothesisKind.SAME_AS, other_id))
    return row if row and row["to_revision"] is None and not row["withdrawn"] else None


def _names(connection: Connection, row: Values) -> tuple[str, str]:
    table = schema.actor.c
    ids = (row["actor_id"], row["other_id"])
    found = connection.execute(select(table.id, table.name).where(table.id.in_(ids)))
    names = {line.id: line.name for line in found}
    return names[ids[0]], names[ids[1]]


def _name(connection: Connection, row: Values) -> str:
    actor, other = _names(connection, row)
    return Hypothesis(actor, HypothesisKind(row["kind"]), other, Confidence(row["confidence"])).name


def _evidence(row: Values) -> tuple[Evidence, ...]:
    return tuple(
        Evidence(Side(item["side"]), item["text"], item["source"]) for item in row["evidence"]
    )
