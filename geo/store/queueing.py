"""Put drafts into the queue: what was read in an article, or the rows of a file.

An article is read by rules, or by a language model where one is set up; a file is queued where
its rows are to be looked at one by one. Asked again, nothing is queued twice.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import islice
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Engine, func, insert, select

from geo.errors import DecisionError
from geo.extract.draft import ArticleDraft
from geo.extract.links import KnownIncident, Link, links
from geo.extract.rows import Drafted, Source, drafted
from geo.model import ReportRow
from geo.store import schema
from geo.store.decisions import MOST_AUTHOR, engine_of, tidy
from geo.store.drafts import ARTICLE, FILE, DraftState
from geo.store.engine import writing
from geo.store.records import content_sha256
from geo.store.row_json import row_json

_BATCH: Final = 500


@dataclass(frozen=True, slots=True)
class Queued:
    """What became of an article: ids of its drafts; ``already``: they were in the queue before."""

    ids: tuple[int, ...]
    already: bool


def queue_article(
    store: str | Engine,
    draft: ArticleDraft,
    source: Source,
    author: str,
    known: Sequence[KnownIncident] = (),
    origin: str = ARTICLE,
) -> Queued:
    """Put what was drafted from an article into the queue.

    The same article of the same outlet is queued once by each origin: again, nothing is added and
    the ids of its drafts are given, whatever became of them.

    Parameters
    ----------
    known : incidents of the store that the drafts are held against.

    Raises
    ------
    DecisionError
        The author is missing.
    StoreError
        The store cannot be written; it is as it was.
    """
    who, now, table = _author(author), datetime.now(UTC), schema.draft.c
    found = [(one, links(one.incident, known)) for one in drafted(draft, source)]
    with writing(engine_of(store)) as connection:
        article = _article(connection, draft.text, source, who, now)
        query = select(table.id).where(table.article_id == article, table.origin == origin)
        if ids := tuple(connection.scalars(query.order_by(table.id))):
            return Queued(ids, already=True)
        first = _next(connection, table.id)
        rows = [
            _of_article(one, near, origin, first + at, who, now) | {"article_id": article}
            for at, (one, near) in enumerate(found)
        ]
        if rows:
            connection.execute(insert(schema.draft), rows)
    return Queued(tuple(row["id"] for row in rows), already=False)


def queue_rows(store: str | Engine, rows: Iterable[ReportRow], label: str, author: str) -> int:
    """Put the rows of a file into the queue; how many are new there.

    Rows that were queued before, or that the atlas has just so, are left out.

    Parameters
    ----------
    label : the file's name, for a reader.

    Raises
    ------
    DecisionError
        The author is missing.
    StoreError
        The store cannot be written; it is as it was.
    """
    who, now, added = _author(author), datetime.now(UTC), 0
    with writing(engine_of(store)) as connection:
        number = _next(connection, schema.draft.c.id)
        coming = iter(rows)
        while batch := list(islice(coming, _BATCH)):
            hashed = {(row.dataset, row.key, content_sha256(row)): row for row in batch}
            known = _known(connection, hashed)
            new = [row for at, row in hashed.items() if at not in known]
            values = [_draft(row, number + at, FILE, label, who, now) for at, row in enumerate(new)]
            if values:
                connection.execute(insert(schema.draft), values)
            number += len(values)
            added += len(values)
    return added


def _article(connection: Connection, text: str, source: Source, author: str, now: datetime) -> int:
    """Id of the article; it is kept when it is new."""
    table = schema.article.c
    digest = hashlib.sha256(text.encode()).hexdigest()
    same = select(table.id).where(table.sha256 == digest, table.outlet == source.outlet)
    known: int | None = connection.scalar(same)
    if known is not None:
        return known
    number = _next(connection, table.id)
    values = {
        "id": number, "sha256": digest, "text": text, "outlet": source.outlet,
        "outlet_country": source.outlet_country, "published": source.published,
        "url": source.url, "archive_url": source.archive_url, "retrieved": source.retrieved,
        "added_at": now, "author": author,
    }  # fmt: skip
    connection.execute(insert(schema.article), [values])
    return number


def _of_article(
    one: Drafted, near: Sequence[Link], origin: str, number: int, author: str, now: datetime
) -> dict[str, Any]:
    """A row of ``schema.draft``.

    What several origins draft of an article has different keys: the first incident of one need
    not be the first of the other.
    """
    row = one.row
    if origin != ARTICLE:
        row = replace(row, key=f"{row.key}-{origin}", incident_key=f"{row.incident_key}-{origin}")
    return _draft(row, number, origin, row.outlet, author, now) | {
        "spans": {name: [[s.start, s.end] for s in those] for name, those in one.spans.items()},
        "confidence": dict(one.confidence),
        "sureness": min(one.confidence.values(), default=0.0),
        "links": [[link.key, link.score, list(link.reasons)] for link in near],
    }


def _author(author: str) -> str:
    who = tidy(author)
    if not who:
        raise DecisionError("a draft needs the name of who puts it into the queue")
    return who[:MOST_AUTHOR]


def _draft(
    row: ReportRow, number: int, origin: str, source: str, author: str, now: datetime
) -> dict[str, Any]:
    """A row of ``schema.draft`` for a report of which nothing else is known."""
    return {
        "id": number, "article_id": None, "origin": origin, "source": source,
        "dataset": row.dataset, "key": row.key, "content_sha256": content_sha256(row),
        "row": row_json(row), "proposed": None, "edits": 0, "edited_by": None, "edited_at": None,
        "spans": {}, "confidence": {}, "sureness": 1.0, "links": [],
        "state": DraftState.OPEN.value, "added_at": now, "author": author, "decision_id": None,
    }  # fmt: skip


def _known(
    connection: Connection, hashed: Iterable[tuple[str, str, str]]
) -> set[tuple[str, str, str]]:
    """Those (dataset, key, fingerprint) that are a draft, or a current report, already."""
    keys: dict[str, list[str]] = {}
    for dataset, key, _ in hashed:
        keys.setdefault(dataset, []).append(key)
    waiting_, report = schema.draft.c, schema.report.c
    found: set[tuple[str, str, str]] = set()
    for dataset, own in keys.items():
        asked = select(waiting_.key, waiting_.content_sha256).where(
            waiting_.dataset == dataset, waiting_.key.in_(own)
        )
        held = (
            select(report.key, report.content_sha256)
            .join_from(schema.report, schema.dataset)
            .where(
                schema.dataset.c.name == dataset,
                report.key.in_(own),
                report.to_revision.is_(None),
            )
        )
        for query in (asked, held):
            found |= {(dataset, key, sha) for key, sha in connection.execute(query)}
    return found


def _next(connection: Connection, column: ColumnElement[int]) -> int:
    return (connection.scalar(select(func.max(column))) or 0) + 1
