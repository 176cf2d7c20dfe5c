"""Drafts: reports that wait for a person. Nothing of them is in the atlas before that.

``geo.store.queueing`` puts them there, ``geo.store.reviewing`` accepts, edits and rejects them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Engine, func, select

from geo.errors import NotFoundError
from geo.extract.draft import Span
from geo.extract.links import Link
from geo.model import ReportRow
from geo.store import schema
from geo.store.decisions import engine_of
from geo.store.engine import reading
from geo.store.row_json import row_of_json

ARTICLE: Final = "article"
MODEL: Final = "model"
FILE: Final = "file"
"""Origins: drafted from an article by rules, or by a language model; a row of a file."""


class DraftState(StrEnum):
    """What became of a draft."""

    OPEN = "open"
    ACCEPTED = "accepted"
    REJECTED = "rejected"


class Order(StrEnum):
    """In which order drafts are looked at."""

    LEAST_SURE = "least sure first"
    NEWEST = "newest first"


@dataclass(frozen=True, slots=True)
class Draft:
    """A report that waits, or waited, for a person.

    Attributes
    ----------
    origin, source : ``ARTICLE``, ``MODEL`` or ``FILE``; the outlet, or the file's name.
    row : the report as it stands; ``proposed``: as it was at first, ``None`` while nobody has
        edited it.
    spans : by field of the row, the words of the article's text it was read from.
    confidence, sureness : by field, 0..1, and the least of them; no probabilities.
    links : incidents that it may be about, as found when it came in, the likeliest first.
    author, added_at : who put it into the queue and when (UTC).
    article : id of the article, ``None`` for a row of a file.
    decision : what accepted or rejected it, ``None`` while it is open.
    edits, edited_by, edited_at : how often it was edited, who did so last and when.
    """

    id: int
    origin: str
    source: str
    row: ReportRow
    proposed: ReportRow | None
    spans: Mapping[str, tuple[Span, ...]]
    confidence: Mapping[str, float]
    sureness: float
    links: tuple[Link, ...]
    state: DraftState
    author: str
    added_at: datetime
    article: int | None
    decision: int | None
    edits: int
    edited_by: str | None
    edited_at: datetime | None


@dataclass(frozen=True, slots=True)
class ArticleEntry:
    """An article as it was read for drafts; ``text`` is what the spans count in."""

    id: int
    sha256: str
    text: str
    outlet: str
    outlet_country: str | None
    published: date
    url: str | None
    archive_url: str | None
    retrieved: date | None
    added_at: datetime
    author: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many drafts of one article or file are in a state."""

    origin: str
    source: str
    article: int | None
    n: int


@dataclass(frozen=True, slots=True)
class Which:
    """Drafts that are asked for; ``None`` means any."""

    state: DraftState | None = DraftState.OPEN
    origin: str | None = None
    source: str | None = None
    article: int | None = None


def drafts(
    store: str | Engine,
    which: Which = Which(),
    order: Order = Order.LEAST_SURE,
    limit: int = 50,
    offset: int = 0,
) -> list[Draft]:
    """Some of the drafts, in this order."""
    query = select(schema.draft).where(*_wanted(which)).order_by(*_ordered(order))
    with reading(engine_of(store)) as connection:
        found = connection.execute(query.limit(limit).offset(offset)).mappings()
        return [entry({**row}) for row in found]


def drafts_numbered(store: str | Engine, numbers: Sequence[int]) -> list[Draft]:
    """The drafts with these ids, in this order; those that are not there are left out."""
    query = select(schema.draft).where(schema.draft.c.id.in_(list(numbers)))
    with reading(engine_of(store)) as connection:
        found = {row["id"]: entry({**row}) for row in connection.execute(query).mappings()}
    return [found[number] for number in numbers if number in found]


def draft_ids(
    store: str | Engine, which: Which = Which(), order: Order = Order.LEAST_SURE
) -> list[int]:
    """The ids of all such drafts, in this order."""
    query = select(schema.draft.c.id).where(*_wanted(which)).order_by(*_ordered(order))
    with reading(engine_of(store)) as connection:
        return list(connection.scalars(query))


def draft(store: str | Engine, number: int) -> Draft:
    """One draft; raises as ``find_draft``."""
    with reading(engine_of(store)) as connection:
        return find_draft(connection, number)


def find_draft(connection: Connection, number: int) -> Draft:
    """One draft.

    Raises
    ------
    NotFoundError
        There is none with this id.
    """
    query = select(schema.draft).where(schema.draft.c.id == number)
    row = connection.execute(query).mappings().one_or_none()
    if row is None:
        raise NotFoundError(f"there is no draft {number}")
    return entry({**row})


def article(store: str | Engine, number: int) -> ArticleEntry:
    """The article of a draft.

    Raises
    ------
    NotFoundError
        There is none with this id.
    """
    with reading(engine_of(store)) as connection:
        query = select(schema.article).where(schema.article.c.id == number)
        row = connection.execute(query).mappings().one_or_none()
    if row is None:
        raise NotFoundError(f"there is no article {number}")
    return ArticleEntry(**row)


def waiting(store: str | Engine, state: DraftState = DraftState.OPEN) -> list[Waiting]:
    """Drafts in a state by origin, article and file, what came last first."""
    table = schema.draft.c
    columns = (table.origin, table.source, table.article_id)
    query = (
        select(*columns, func.count())
        .where(table.state == state.value)
        .group_by(*columns)
        .order_by(func.max(table.id).desc())
    )
    with reading(engine_of(store)) as connection:
        return [Waiting(*row) for row in connection.execute(query)]


def open_count(store: str | Engine) -> int:
    """How many drafts wait."""
    query = select(func.count()).where(schema.draft.c.state == DraftState.OPEN.value)
    with reading(engine_of(store)) as connection:
        return connection.scalar(query) or 0


def entry(kept: dict[str, Any]) -> Draft:
    """A draft from its row in the store."""
    row, first = kept["row"], kept["proposed"]
    return Draft(
        id=kept["id"], origin=kept["origin"], source=kept["source"], row=row_of_json(row),
        proposed=None if first is None else row_of_json(first),
        spans={
            name: tuple(Span(*span) for span in spans) for name, spans in kept["spans"].items()
        },
        confidence=kept["confidence"], sureness=kept["sureness"],
        links=tuple(Link(key, score, tuple(why)) for key, score, why in kept["links"]),
        state=DraftState(kept["state"]), author=kept["author"], added_at=kept["added_at"],
        article=kept["article_id"], decision=kept["decision_id"], edits=kept["edits"],
        edited_by=kept["edited_by"], edited_at=kept["edited_at"],
    )  # fmt: skip


def _wanted(which: Which) -> Iterator[ColumnElement[bool]]:
    table = schema.draft.c
    if which.state is not None:
        yield table.state == which.state.value
    for column, value in (
        (table.origin, which.origin),
        (table.source, which.source),
        (table.article_id, which.article),
    ):
        if value is not None:
            yield column == value


def _ordered(order: Order) -> tuple[ColumnElement[Any], ...]:
    """Drafts of one article stay in the order of its text."""
    table = schema.draft.c
    if order is Order.NEWEST:
        return table.added_at.desc(), table.id
    return table.sureness, table.id
