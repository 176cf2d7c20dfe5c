"""Who publishes and who acts: outlets with their facts, actors with their spellings."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select, update

from geo.claims.actors import doubtful_spellings, spelling_key, without_note
from geo.model import Actor, Outlet
from geo.store import schema
from geo.store.among import among
from geo.store.write import Writer


def stale_outlets(writer: Writer, outlets: Iterable[Outlet]) -> list[tuple[Outlet, bool]]:
    """Outlets whose facts differ from the store's, and whether they are new.

    A grade that an editor decided stands against what a file says, and a file without a grade
    does not take one away.
    """
    table = schema.outlet_fact.c
    found = writer.connection.execute(
        select(schema.outlet.c.name, schema.outlet_fact)
        .join_from(schema.outlet, schema.outlet_fact)
        .where(table.to_revision.is_(None))
    )
    known = {row.name: row for row in found}
    stale = []
    for outlet in {outlet.name: outlet for outlet in outlets}.values():
        row = known.get(outlet.name)
        if row is None:
            stale.append((outlet, True))
        else:
            decided = row.decision_id is not None
            merged = Outlet(
                outlet.name,
                outlet.country or row.country,
                outlet.type or row.type,
                outlet.basis or row.basis,
                row.grade if decided else outlet.grade or row.grade,
            )
            if merged != Outlet(row.name, row.country, row.type, row.basis, row.grade):
                stale.append((merged, False))
    return stale


def put_outlets(writer: Writer, outlets: Iterable[Outlet]) -> None:
    """Make these the outlets' facts from this revision on."""
    outlets = list(outlets)
    ids = writer.named(schema.outlet, (outlet.name for outlet in outlets))
    table = schema.outlet_fact.c
    mine = [ids[outlet.name] for outlet in outlets]
    current = writer.connection.execute(
        select(table.id, table.outlet_id, table.decision_id).where(
            table.to_revision.is_(None), among(writer.connection, table.outlet_id, mine)
        )
    ).all()
    writer.close(schema.outlet_fact, [row.id for row in current])
    decided = {row.outlet_id: row.decision_id for row in current}
    first = writer.next(schema.outlet_fact)
    rows = [
        {
            "id": first + index,
            "outlet_id": ids[outlet.name],
            "country": outlet.country,
            "type": outlet.type,
            "basis": outlet.basis,
            "grade": outlet.grade,
            "decision_id": decided.get(ids[outlet.name]),
            **writer.open(),
        }
        for index, outlet in enumerate(outlets)
    ]
    writer.add(schema.outlet_fact, rows)


def stale_actors(writer: Writer, actors: Iterable[Actor]) -> list[tuple[Actor, bool]]:
    """Actors that the store lacks, or lacks a spelling of, and whether they are new."""
    alias = schema.alias.c
    found = writer.connection.execute(
        select(schema.actor.c.name, alias.text)
        .join_from(schema.actor, schema.alias, isouter=True)
        .where(alias.to_revision.is_(None))
    )
    known: dict[str, set[str]] = {}
    for name, text in found:
        known.setdefault(name, set()).add(text)
    return [
        (actor, actor.name not in known)
        for actor in {actor.name: actor for actor in actors}.values()
        if not _spellings(actor) <= known.get(actor.name, set())
    ]


def put_actors(writer: Writer, actors: Iterable[Actor]) -> None:
    """Add actors and those of their spellings that the store does not have yet.

    A spelling that a person gave to another actor, or took from one, comes as a doubtful one.
    """
    actors = list(actors)
    ids = writer.named(schema.actor, (actor.name for actor in actors))
    table, alias = schema.actor, schema.alias.c
    for actor in actors:
        writer.connection.execute(
            update(table)
            .where(table.c.id == ids[actor.name])
            .values(
                arabic=actor.arabic,
                first_seen=actor.first_seen,
                hypothesis=actor.hypothesis,
                source_url=actor.source_url,
            )
        )
    found = writer.connection.execute(
        select(alias.actor_id, alias.text, alias.decision_id).where(alias.to_revision.is_(None))
    ).all()
    known = {(row.actor_id, row.text) for row in found}
    decided = {spelling_key(row.text) for row in found if row.decision_id is not None}
    missing = [
        (ids[actor.name], text)
        for actor in actors
        for text in sorted(_spellings(actor))
        if (ids[actor.name], text) not in known
    ]
    doubtful = {(ids[actor.name], text) for actor in actors for text in doubtful_spellings(actor)}
    first = writer.next(schema.alias)
    rows = [
        {
            "id": first + index,
            "actor_id": actor_id,
            "text": text,
            "doubtful": (actor_id, without_note(text)) in doubtful or spelling_key(text) in decided,
            **writer.open(),
        }
        for index, (actor_id, text) in enumerate(missing)
    ]
    writer.add(schema.alias, rows)


def _spellings(actor: Actor) -> set[str]:
    """All ways of writing an actor, its own name among them."""
    return {text for text in (actor.name, actor.arabic, *actor.aliases) if text}
