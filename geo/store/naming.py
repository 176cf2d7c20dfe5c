"""Who a spelling stands for, by the actors and spellings that the store has at a revision."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, select

from geo.claims.actor_index import ActorIndex
from geo.claims.listed_names import Tier
from geo.model import Actor
from geo.store import schema
from geo.store.engine import open_engine, reading, sqlite_path
from geo.store.incident_ids import newest
from geo.store.reports import valid_at


def actor_index(
    connection: Connection, revision: int, others: Iterable[Actor] = ()
) -> ActorIndex | None:
    """The actors at a revision, to be asked who is meant; ``None`` if there are none.

    What an editor took from an actor, and what is listed as doubtful, is not taken by itself.
    ``others``: as for ``ActorIndex``.
    """
    actor, alias = schema.actor, schema.alias
    query = (
        select(actor.c.name, actor.c.hypothesis, alias.c.text, alias.c.doubtful, alias.c.withdrawn)
        .join_from(actor, alias)
        .where(valid_at(alias, revision))
        .order_by(actor.c.name, alias.c.text)
    )
    hypotheses: dict[str, str | None] = {}
    spelled: dict[str, list[str]] = {}
    sure: set[str] = set()
    doubtful: set[str] = set()
    for row in connection.execute(query):
        hypotheses[row.name] = row.hypothesis
        spelled.setdefault(row.name, [])
        if not row.withdrawn:
            spelled[row.name].append(row.text)
        (doubtful if row.doubtful or row.withdrawn else sure).add(row.text)
    if not spelled:
        return None
    actors = [
        Actor(name, None, tuple(texts), hypothesis=hypotheses[name])
        for name, texts in spelled.items()
    ]
    return ActorIndex(actors, others, doubtful - sure)


def read_actor_index(url: str, others: Iterable[Actor] = ()) -> ActorIndex | None:
    """The newest ``actor_index`` of a store, which is not made by asking."""
    path = sqlite_path(url)
    if path is not None and not path.exists():
        return None
    with reading(open_engine(url)) as connection:
        return actor_index(connection, newest(connection), others)


def meant(index: ActorIndex | None, spelling: str) -> tuple[str, ...]:
    """The actors that a spelling stands for by itself, else the spelling.

    Several only where the text names several groups and each is sure.
    """
    matches = index.match(spelling) if index else ()
    names = tuple(match.actor for match in matches if match.actor and match.tier is Tier.AUTO)
    return names if names and len(names) == len(matches) else (spelling,)
