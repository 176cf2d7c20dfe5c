"""Who did what: every kind of act that the store keeps, the newest first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Engine, Select, Text, case, cast, func, literal, select

from geo.store import schema
from geo.store.decisions import engine_of
from geo.store.engine import reading


@dataclass(frozen=True, slots=True)
class Deed:
    """One act: when, who, what and on what; ``revision``: the one that it made, if any."""

    at: datetime
    author: str
    what: str
    about: str
    revision: int | None = None


def deeds(store: str | Engine, limit: int, author: str = "") -> list[Deed]:
    """The latest acts, the newest first.

    They are revisions (decisions, loads, the atlas itself), drafts that were put into the queue or
    edited there, mappings that were saved, and roles that were given.

    Parameters
    ----------
    limit : at most so many.
    author : only of those whose name has these words in it, in whatever case.
    """
    found: list[Deed] = []
    with reading(engine_of(store)) as connection:
        for query, at, who in _queries():
            if author:
                query = query.where(func.lower(who).contains(author.lower(), autoescape=True))
            rows = connection.execute(query.order_by(at.desc()).limit(limit))
            found += [Deed(*row) for row in rows]
    found.sort(key=lambda one: (one.at, one.revision or 0), reverse=True)
    return found[:limit]


def _queries() -> list[tuple[Select[Any], ColumnElement[Any], ColumnElement[Any]]]:
    """For each kind of act what gives ``Deed``'s fields, and by what it is ordered and filtered."""
    revision, draft = schema.revision.c, schema.draft.c
    mapping, person = schema.mapping.c, schema.person.c
    queued = (
        select(
            draft.added_at, draft.author, literal("queued for review"),
            cast(func.count(), Text)
            + case((func.count() == 1, " draft of "), else_=" drafts of ")
            + draft.source,
        )
        .group_by(draft.added_at, draft.author, draft.source)
    )  # fmt: skip
    return [
        (
            select(
                revision.created_at, revision.author, revision.kind, revision.summary,
                revision.number,
            ),
            revision.created_at, revision.author,
        ),
        (queued, draft.added_at, draft.author),
        (
            select(
                draft.edited_at, draft.edited_by, literal("draft edited"),
                literal("draft ") + cast(draft.id, Text) + literal(" of ") + draft.source,
            ).where(draft.edited_at.is_not(None)),
            draft.edited_at, draft.edited_by,
        ),
        (
            select(mapping.saved_at, mapping.author, literal("mapping saved"), mapping.name),
            mapping.saved_at, mapping.author,
        ),
        (
            select(
                person.set_at, person.author, literal("role given"),
                person.identity + literal(": ") + func.coalesce(person.role, "removed"),
            ),
            person.set_at, person.author,
        ),
    ]  # fmt: skip
