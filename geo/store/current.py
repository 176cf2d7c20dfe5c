"""The reports that hold now, as they were read."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Connection, select

from geo.model import ActorMention, ReportRow
from geo.store import schema
from geo.store.records import report_row


def current_rows(
    connection: Connection, condition: ColumnElement[bool] | None = None
) -> list[tuple[str, ReportRow]]:
    """Current reports as they were read, each with its fingerprint.

    Parameters
    ----------
    condition : on ``schema.report``; ``None``: all of them.
    """
    current = schema.report.c.to_revision.is_(None)
    wanted = current if condition is None else current & condition
    return [(sha, row) for _, sha, row in versions(connection, wanted)]


def versions(
    connection: Connection, condition: ColumnElement[bool]
) -> list[tuple[int, str, ReportRow]]:
    """Versions of reports as they were read: primary key, fingerprint, row.

    Parameters
    ----------
    condition : on ``schema.report``.
    """
    mentions: dict[int, list[ActorMention]] = {}
    found = connection.execute(
        select(schema.report_actor)
        .join(schema.report)
        .where(condition)
        .order_by(schema.report_actor.c.report_pk, schema.report_actor.c.position)
    )
    for mention in found:
        mentions.setdefault(mention.report_pk, []).append(ActorMention(mention.text, mention.role))
    rows = connection.execute(
        select(schema.report, schema.dataset.c.name.label("d"), schema.outlet.c.name.label("o"))
        .join_from(schema.report, schema.dataset)
        .join(schema.outlet)
        .where(condition)
    ).mappings()
    return [
        (
            row["id"],
            row["content_sha256"],
            report_row({**row}, row["d"], row["o"], tuple(mentions.get(row["id"], ()))),
        )
        for row in rows
    ]
