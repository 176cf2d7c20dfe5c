"""Reports with flags on their evidence: old footage, video, photos."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Engine, String, cast, select

from geo.store import schema
from geo.store.decisions import engine_of
from geo.store.engine import reading
from geo.store.reports import valid_at


@dataclass(frozen=True, slots=True)
class FlaggedReport:
    """A report and the flags that its source table gives it, as written there."""

    report: str
    incident: str
    outlet: str
    flags: tuple[str, ...]
    note: str | None
    url: str | None


def flagged_reports(store: str | Engine, revision: int) -> list[FlaggedReport]:
    """Reports with at least one flag at a revision, by id.

    Raises
    ------
    StoreError
        The store cannot be read.
    """
    table = schema.report.c
    query = (
        select(
            *(table.report_id, table.incident_id, schema.outlet.c.name, table.evidence_flags),
            *(table.note, table.url),
        )
        .join_from(schema.report, schema.outlet)
        .where(valid_at(schema.report, revision), cast(table.evidence_flags, String) != "[]")
        .order_by(table.report_id)
    )
    with reading(engine_of(store)) as connection:
        return [
            FlaggedReport(report, incident, outlet, tuple(flags), note, url)
            for report, incident, outlet, flags, note, url in connection.execute(query)
        ]
