"""Reports, new ones and new versions, with their actors and places."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import select

from geo.model import Location, Outlet, ReportRow
from geo.places.names import fold
from geo.store import schema
from geo.store.decisions import read_decisions
from geo.store.incident_ids import redirects
from geo.store.records import report_values
from geo.store.write import Writer
from geo.store.write_names import put_outlets, stale_outlets

_BATCH: Final = 1000


def put_reports(
    writer: Writer,
    reports: Sequence[tuple[str, ReportRow, Location]],
    progress: Callable[[int, int], None],
    decided: Mapping[tuple[str, str], tuple[str, int]] | None = None,
) -> None:
    """Add reports, or new versions of them, with their actors and places.

    A report belongs to the incident that its file names, or where that one was merged into; one
    that an editor moved stays where it is, whatever a later file says.

    Parameters
    ----------
    decided : (dataset, key) -> incident and decision, for reports that somebody puts there now.
    """
    leads = redirects(read_decisions(writer.connection))
    strangers = stale_outlets(
        writer, (Outlet(row.outlet, row.outlet_country) for _, row, _ in reports)
    )
    put_outlets(writer, (outlet for outlet, is_new in strangers if is_new))
    writer.named(schema.outlet, {row.outlet for _, row, _ in reports})
    writer.named(schema.dataset, {row.dataset for _, row, _ in reports})
    for first in range(0, len(reports), _BATCH):
        _put_batch(writer, reports[first : first + _BATCH], leads, decided or {})
        progress(min(first + _BATCH, len(reports)), len(reports))


def _put_batch(
    writer: Writer,
    reports: Sequence[tuple[str, ReportRow, Location]],
    leads: dict[str, tuple[str, int]],
    decided: Mapping[tuple[str, str], tuple[str, int]],
) -> None:
    former = _former(writer, (row for _, row, _ in reports))
    datasets, outlets = writer.ids["dataset"], writer.ids["outlet"]
    first = writer.next(schema.report)
    rows: list[dict[str, Any]] = []
    mentions: list[dict[str, Any]] = []
    places: list[tuple[int, Location]] = []
    incidents: dict[str, int] = {}
    closed: list[int] = []
    for index, (sha, row, place) in enumerate(reports):
        dataset_id = datasets[row.dataset]
        incident_id, decision_id = leads.get(row.incident_key, (row.incident_key, None))
        before = former.get((dataset_id, row.key))
        if before is not None:
            closed.append(before.id)
            if before.decision_id is not None:
                incident_id, decision_id = before.incident_id, before.decision_id
        incident_id, decision_id = decided.get((row.dataset, row.key), (incident_id, decision_id))
        incidents.setdefault(incident_id, dataset_id)
        rows.append(
            {
                **report_values(row),
                "id": first + index,
                "dataset_id": dataset_id,
                "incident_id": incident_id,
                "outlet_id": outlets[row.outlet],
                "load_id": writer.load_id,
                "decision_id": decision_id,
                "content_sha256": sha,
                "search_text": search_text(row),
                **writer.open(),
            }
        )
        mentions += [
            {
                "report_pk": first + index,
                "position": position,
                "text": mention.text,
                "role": mention.role,
            }
            for position, mention in enumerate(row.actors)
        ]
        places.append((first + index, place))
    _add_incidents(writer, incidents)
    writer.close(schema.report, closed)
    _close_locations(writer, closed)
    writer.add(schema.report, rows)
    writer.add(schema.report_actor, mentions)
    writer.add_locations(places)


def _former(writer: Writer, rows: Iterable[ReportRow]) -> dict[tuple[int, str], Any]:
    """Current versions of these reports, by (dataset id, key)."""
    table = schema.report.c
    keys: dict[int, list[str]] = {}
    for row in rows:
        keys.setdefault(writer.ids["dataset"][row.dataset], []).append(row.key)
    found = {}
    for dataset_id, those in keys.items():
        query = select(
            table.id, table.dataset_id, table.key, table.incident_id, table.decision_id
        ).where(table.dataset_id == dataset_id, table.key.in_(those))
        for former in writer.connection.execute(query.where(table.to_revision.is_(None))):
            found[former.dataset_id, former.key] = former
    return found


def _add_incidents(writer: Writer, incidents: dict[str, int]) -> None:
    table = schema.incident.c
    known = set(writer.connection.scalars(select(table.id).where(table.id.in_(list(incidents)))))
    rows = [
        {"id": key, "dataset_id": dataset_id, "from_revision": writer.revision}
        for key, dataset_id in incidents.items()
        if key not in known
    ]
    writer.add(schema.incident, rows)


def _close_locations(writer: Writer, report_pks: list[int]) -> None:
    table = schema.location.c
    current = select(table.id).where(table.report_pk.in_(report_pks), table.to_revision.is_(None))
    writer.close(schema.location, list(writer.connection.scalars(current)))


def search_text(row: ReportRow) -> str:
    """Folded words of a report that the search looks in, each field on a line of its own."""
    words = (
        *(row.incident_key, row.key, row.outlet, row.asserted_by, row.headline, row.place_text),
        *(row.town_or_base, row.route_text, row.admin1_text, row.admin2_text, row.event_type),
        *(row.target, row.damage, row.note, *(mention.text for mention in row.actors)),
    )
    return "\n".join(fold(text) for text in dict.fromkeys(words) if text)
