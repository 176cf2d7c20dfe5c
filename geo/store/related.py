"""Incidents that one and the same page of a source tells of together."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Engine, select

from geo.store import schema
from geo.store.decisions import engine_of
from geo.store.engine import reading
from geo.store.reports import valid_at


@dataclass(frozen=True, slots=True)
class ToldTogether:
    """Another incident that an article on this one also tells of; ``outlet`` published it."""

    incident_id: str
    outlet: str
    url: str


def told_together(store: str | Engine, incident_id: str, revision: int) -> list[ToldTogether]:
    """Other incidents told under the addresses of this incident's reports, by id.

    Each once an outlet. Rows without an address tell nothing.
    """
    report, outlet = schema.report, schema.outlet
    here = (
        select(report.c.url)
        .where(
            valid_at(report, revision),
            report.c.incident_id == incident_id,
            report.c.url.is_not(None),
        )
        .distinct()
    )
    with reading(engine_of(store)) as connection:
        urls = connection.scalars(here).all()
        if not urls:
            return []
        query = (
            select(report.c.incident_id, outlet.c.name, report.c.url)
            .join_from(report, outlet)
            .where(
                valid_at(report, revision),
                report.c.url.in_(urls),
                report.c.incident_id != incident_id,
            )
            .order_by(report.c.incident_id, outlet.c.name, report.c.url)
        )
        found = {(row[0], row[1]): ToldTogether(*row) for row in connection.execute(query)}
    return list(found.values())
