"""Decisions on names: a spelling becomes an actor, is given to one, or taken from one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

from sqlalchemy import Connection, Engine, func, select

from geo.claims.actors import spelling_key
from geo.errors import DecisionError, NotFoundError
from geo.store import schema
from geo.store.decisions import Act, decide, engine_of, refuse_if_changed, tidy
from geo.store.edited import ALIAS, Change
from geo.store.engine import reading, writing
from geo.store.entries import ACTOR, SPELLING, ActorEntry, Kind, Outcome, Spelling
from geo.store.incident_ids import newest
from geo.store.reports import read_spellings, valid_at

MOST_NAME: Final = 200


def actors(store: str | Engine, revision: int | None = None) -> list[ActorEntry]:
    """Actors with the spellings that hold at a revision (``None``: the newest), by name."""
    actor, alias = schema.actor, schema.alias
    with reading(engine_of(store)) as connection:
        at = newest(connection) if revision is None else revision
        query = (
            select(actor, alias.c.text, alias.c.doubtful, alias.c.decision_id)
            .join_from(actor, alias)
            .where(valid_at(alias, at), alias.c.withdrawn.is_(False))
            .order_by(actor.c.name, alias.c.text)
        )
        rows = connection.execute(query).all()
    spellings: dict[int, list[Spelling]] = {}
    for row in rows:
        spelling = Spelling(row.text, row.doubtful, row.decision_id)
        spellings.setdefault(row.id, []).append(spelling)
    return [
        ActorEntry(
            *(row.name, tuple(spellings[row.id]), row.arabic, row.first_seen),
            *(row.hypothesis, row.source_url),
        )
        for row in {row.id: row for row in rows}.values()
    ]


def new_actor(store: str | Engine, name: str, act: Act, spellings: Iterable[str] = ()) -> Outcome:
    """Make an actor of a name, which stays for ever, with other spellings.

    Raises
    ------
    DecisionError
        The name is missing or too long, or it or a spelling stands for an actor already.
    StoreError
        The store cannot be written; it is as it was.
    """
    name = _tidy(name)
    texts = list(dict.fromkeys([name, *map(_tidy, spellings)]))
    with writing(engine_of(store)) as connection:
        held = read_spellings(connection, newest(connection))
        for text in texts:
            if holder := held.get(spelling_key(text)):
                raise DecisionError(f"“{text}” stands for {holder} already")
        actor_id = _free_id(connection, name)
        changes = [Change(ALIAS, {"actor_id": actor_id, "text": text}, _LISTED) for text in texts]
        return decide(
            connection,
            act,
            Kind.NEW_ACTOR,
            [(ACTOR, name), *((SPELLING, spelling_key(text)) for text in texts)],
            changes,
            f"“{name}” is an actor",
            after={"actor_id": actor_id},
            prepare=lambda writer: writer.named(schema.actor, [name]),
        )


def assign_spelling(store: str | Engine, spelling: str, actor: str, act: Act) -> Outcome:
    """Let a spelling stand for an actor; accepts one that is listed there as doubtful.

    Another actor that had it loses it.

    Raises
    ------
    DecisionError
        It stands for this actor already, or is another actor's own name (these two are merged by
        ``geo.store.hypotheses.merge_actors``), or it was changed after ``act.seen_revision``.
    NotFoundError
        There is no such actor.
    StoreError
        The store cannot be written; it is as it was.
    """
    spelling = _tidy(spelling)
    with writing(engine_of(store)) as connection:
        actor_id, actor = find_actor(connection, actor)
        rows = _aliases(connection, act, spelling)
        for row in rows:
            if row["actor_id"] != actor_id and row["name"] == row["text"] and not row["withdrawn"]:
                raise DecisionError(
                    f"“{spelling}” is the name of an actor; hold it to be the same as {actor} "
                    "instead"
                )
        mine = [row for row in rows if row["actor_id"] == actor_id]
        if any(not row["doubtful"] and not row["withdrawn"] for row in mine):
            raise DecisionError(f"“{spelling}” stands for {actor} already")
        text = mine[0]["text"] if mine else spelling
        changes = [Change(ALIAS, {"actor_id": actor_id, "text": text}, _LISTED)]
        taken = [row for row in rows if row["actor_id"] != actor_id and not row["withdrawn"]]
        changes += [_withdrawn(row) for row in taken]
        losers = list(dict.fromkeys(row["name"] for row in taken))
        lost = f", not for {' or '.join(losers)}" if losers else ""
        return decide(
            connection,
            act,
            Kind.ASSIGN,
            [
                (SPELLING, spelling_key(spelling)),
                (ACTOR, actor),
                *((ACTOR, name) for name in losers),
            ],
            changes,
            f"“{text}” stands for {actor}{lost}",
        )


def free_spelling(store: str | Engine, spelling: str, act: Act) -> Outcome:
    """Take a spelling from the actor that has it; it then stands for itself.

    Raises
    ------
    DecisionError
        No actor has it, it is an actor's own name, or it was changed after
        ``act.seen_revision``.
    StoreError
        The store cannot be written; it is as it was.
    """
    spelling = _tidy(spelling)
    with writing(engine_of(store)) as connection:
        rows = [row for row in _aliases(connection, act, spelling) if not row["withdrawn"]]
        if not rows:
            raise DecisionError(f"“{spelling}” is no actor's spelling")
        for row in rows:
            if row["name"] == row["text"]:
                raise DecisionError(f"“{spelling}” is the actor's own name")
        losers = list(dict.fromkeys(row["name"] for row in rows))
        return decide(
            connection,
            act,
            Kind.FREE,
            [(SPELLING, spelling_key(spelling)), *((ACTOR, name) for name in losers)],
            [_withdrawn(row) for row in rows],
            f"“{spelling}” stands for itself, not for {' or '.join(losers)}",
        )


def find_actor(connection: Connection, name: str) -> tuple[int, str]:
    """Id and name of the actor that a name or spelling stands for now.

    Raises
    ------
    NotFoundError
        There is none.
    """
    name = _tidy(name)
    held = read_spellings(connection, newest(connection))
    actor, alias = schema.actor.c, schema.alias.c
    for known in dict.fromkeys([name, held.get(spelling_key(name), name)]):
        query = (
            select(actor.id)
            .join_from(schema.actor, schema.alias)
            .where(actor.name == known, alias.to_revision.is_(None), alias.withdrawn.is_(False))
        )
        number = connection.scalar(query.limit(1))
        if number is not None:
            return number, known
    raise NotFoundError(f"no actor is called “{name}”; make it one first")


_LISTED: Final = {"doubtful": False, "withdrawn": False}


def _withdrawn(row: dict[str, Any]) -> Change:
    key = {"actor_id": row["actor_id"], "text": row["text"]}
    return Change(ALIAS, key, {"doubtful": row["doubtful"], "withdrawn": True})


def _aliases(connection: Connection, act: Act, spelling: str) -> Sequence[dict[str, Any]]:
    """Current aliases with this spelling, of all actors, withdrawn ones too."""
    alias = schema.alias
    query = (
        select(alias, schema.actor.c.name)
        .join_from(alias, schema.actor)
        .where(alias.c.to_revision.is_(None))
    )
    key = spelling_key(spelling)
    rows = [
        {**row} for row in connection.execute(query).mappings() if spelling_key(row["text"]) == key
    ]
    for row in rows:
        refuse_if_changed(connection, act, row["from_revision"])
    return rows


def _free_id(connection: Connection, name: str) -> int:
    """Id of the permanent name, or the one that it gets."""
    table = schema.actor.c
    known = connection.scalar(select(table.id).where(table.name == name))
    return known or (connection.scalar(select(func.max(table.id))) or 0) + 1


def _tidy(name: str) -> str:
    text = tidy(name)
    if not text:
        raise DecisionError("an actor needs a name")
    if len(text) > MOST_NAME:
        raise DecisionError(f"a name may have {MOST_NAME} characters at most")
    return text
