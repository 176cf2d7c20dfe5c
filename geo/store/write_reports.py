"""Reports, new ones and new versions, with their actors and places."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final

from sqlalchemy import select

from geo.model import Location, Outlet, ReportRow
from geo.store import schema
from geo.store.decisions import read_decisions
from geo.store.incident_ids import redirects
from geo.store.spool import CHUNK, Ready, ready
from geo.store.stored import INCIDENT_KEY, REPORT, Stored
from geo.store.write import Writer
from geo.store.write_names import put_outlets, stale_outlets

_COLUMNS: Final = (
    *("id", "dataset_id", "incident_id", "outlet_id", "load_id", "decision_id", "content_sha256"),
    *("search_text", "from_revision", *REPORT),
)
_MENTION: Final = ("report_pk", "position", "text", "role")

Decided = Mapping[tuple[str, str], tuple[str, int]]


def put_reports(
    writer: Writer,
    reports: Sequence[tuple[str, ReportRow, Location]],
    progress: Callable[[int, int], None],
    decided: Decided | None = None,
) -> None:
    """Add reports, or new versions of them, with their actors and places.

    A report belongs to the incident that its file names, or where that one was merged into; one
    that an editor moved stays where it is, whatever a later file says.

    Parameters
    ----------
    decided : (dataset, key) -> incident and decision, for reports that somebody puts there now.
    """
    outlets = [Outlet(row.outlet, row.outlet_country) for _, row, _ in reports]
    put = ReportWriter(writer, outlets, {row.dataset for _, row, _ in reports}, decided or {})
    for first in range(0, len(reports), CHUNK):
        put([ready(*report) for report in reports[first : first + CHUNK]])
        progress(min(first + CHUNK, len(reports)), len(reports))


class ReportWriter:
    """Adds chunks of reports, all of whose outlets and datasets are told before; see above."""

    def __init__(
        self,
        writer: Writer,
        outlets: Iterable[Outlet],
        datasets: Iterable[str],
        decided: Decided = MappingProxyType({}),
    ) -> None:
        self._writer = writer
        self._decided = decided
        self._leads = redirects(read_decisions(writer.connection))
        facts = {outlet.name: outlet for outlet in outlets}
        strangers = stale_outlets(writer, facts.values())
        put_outlets(writer, (outlet for outlet, is_new in strangers if is_new))
        self._outlets = writer.named(schema.outlet, facts)
        self._datasets = writer.named(schema.dataset, datasets)

    def __call__(self, reports: Sequence[Ready], changed: Sequence[Ready] | None = None) -> None:
        """Add reports.

        Parameters
        ----------
        changed : those of them that have a current version now; ``None``: any may.
        """
        writer = self._writer
        former = _former(writer, self._datasets, reports if changed is None else changed)
        first = writer.next(schema.report)
        rows: list[Stored] = []
        mentions: list[Stored] = []
        places: list[tuple[int, Stored]] = []
        incidents: dict[str, int] = {}
        closed: list[int] = []
        for pk, one in enumerate(reports, start=first):
            dataset_id, key = self._datasets[one.dataset], one.key
            incident_id, decision_id = one.report[INCIDENT_KEY], None
            if incident_id in self._leads:
                incident_id, decision_id = self._leads[incident_id]
            before = former.get((dataset_id, key))
            if before is not None:
                closed.append(before.id)
                if before.decision_id is not None:
                    incident_id, decision_id = before.incident_id, before.decision_id
            if self._decided:
                kept = (incident_id, decision_id)
                incident_id, decision_id = self._decided.get((one.dataset, key), kept)
            incidents.setdefault(incident_id, dataset_id)
            rows.append(
                (pk, dataset_id, incident_id, self._outlets[one.outlet], writer.load_id,
                 decision_id, one.sha, one.search_text, writer.revision, *one.report)
            )  # fmt: skip
            for position, (text, role) in enumerate(one.mentions):
                mentions.append((pk, position, text, role))
            if one.place is None:
                raise ValueError(f"report {key} has no place yet")
            places.append((pk, one.place))
        _add_incidents(writer, incidents)
        writer.close(schema.report, closed)
        _close_locations(writer, closed)
        writer.add_stored(schema.report, _COLUMNS, rows)
        writer.add_stored(schema.report_actor, _MENTION, mentions)
        writer.add_stored_locations(places)


def _former(
    writer: Writer, datasets: Mapping[str, int], reports: Iterable[Ready]
) -> dict[tuple[int, str], Any]:
    """Current versions of these reports, by (dataset id, key)."""
    table = schema.report.c
    keys: dict[int, list[str]] = {}
    for one in reports:
        keys.setdefault(datasets[one.dataset], []).append(one.key)
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
    if not report_pks:
        return
    table = schema.location.c
    current = select(table.id).where(table.report_pk.in_(report_pks), table.to_revision.is_(None))
    writer.close(schema.location, list(writer.connection.scalars(current)))
