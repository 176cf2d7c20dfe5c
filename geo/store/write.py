"""The statements that change the store, inside one open transaction.

Ids are given out here, not by the database: writers take turns, so the next one is free.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, Table, bindparam, func, insert, select, update

from geo.claims.actors import is_doubtful
from geo.model import Actor, Location, Outlet, Rejection, ReportRow
from geo.places.names import fold
from geo.store import schema
from geo.store.records import location_values, report_values

_BATCH: Final = 1000


@dataclass
class Writer:
    """One load's writing; every row it adds belongs to the newest revision it made."""

    connection: Connection
    author: str
    now: datetime
    revision: int = 0
    load_id: int = 0
    _ids: dict[str, dict[str, int]] = field(default_factory=dict)

    def new_revision(self, kind: str, summary: str) -> int:
        """Open the next revision; what follows belongs to it."""
        self.revision = self._next(schema.revision, "number")
        self._add(
            schema.revision,
            [
                {
                    "number": self.revision,
                    "created_at": self.now,
                    "author": self.author,
                    "kind": kind,
                    "summary": summary,
                }
            ],
        )
        return self.revision

    def knows_file(self, sha256: str, format: str) -> bool:
        """Whether exactly this file was loaded before."""
        table = schema.load.c
        found = select(table.id).where(table.sha256 == sha256, table.format == format).limit(1)
        return self.connection.scalar(found) is not None

    def add_load(
        self, sha256: str, counts: dict[str, Any], rejections: Sequence[Rejection]
    ) -> None:
        """Note the file and all that was rejected in it."""
        self.load_id = self._next(schema.load)
        same = {"id": self.load_id, "revision": self.revision, "loaded_at": self.now}
        self._add(schema.load, [{**same, "author": self.author, "sha256": sha256, **counts}])
        first = self._next(schema.rejection)
        self._add(
            schema.rejection,
            [
                {
                    "id": first + index,
                    "load_id": self.load_id,
                    "file": item.file,
                    "line": item.line,
                    "column": item.column,
                    "value": item.value,
                    "reason": item.reason,
                    "raw": item.raw,
                }
                for index, item in enumerate(rejections)
            ],
        )

    def replace_units(self, fingerprint: str, label: str, units: Iterable[dict[str, Any]]) -> None:
        """Put another boundary set in the place of the current one."""
        self._close(schema.boundary_set, None)
        set_id = self._next(schema.boundary_set)
        row = {"id": set_id, "fingerprint": fingerprint, "label": label}
        self._add(schema.boundary_set, [row | self._open()])
        first = self._next(schema.unit)
        rows = [
            {"id": first + index, "boundary_set_id": set_id, **unit}
            for index, unit in enumerate(units)
        ]
        self._add(schema.unit, rows)

    def replace_locations(self, places: Iterable[tuple[str, Location]]) -> None:
        """Give current reports, named by their fingerprint, another location.

        A location that an editor set (it has a decision) stays.
        """
        wanted = dict(places)
        table = schema.location.c
        found = self.connection.execute(
            select(table.id, table.report_pk, schema.report.c.content_sha256)
            .join_from(schema.location, schema.report)
            .where(
                table.to_revision.is_(None),
                table.decision_id.is_(None),
                schema.report.c.to_revision.is_(None),
            )
        ).all()
        self._close(schema.location, [row.id for row in found])
        self._add_locations((row.report_pk, wanted[row.content_sha256]) for row in found)

    def stale_outlets(self, outlets: Iterable[Outlet]) -> list[tuple[Outlet, bool]]:
        """Outlets whose facts differ from the store's, and whether they are new.

        What an editor decided stands against what a file says, and a file without a grade does
        not take one away.
        """
        table = schema.outlet_fact.c
        found = self.connection.execute(
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
            elif row.decision_id is None:
                merged = Outlet(
                    outlet.name,
                    outlet.country or row.country,
                    outlet.type or row.type,
                    outlet.basis or row.basis,
                    outlet.grade or row.grade,
                )
                if merged != Outlet(row.name, row.country, row.type, row.basis, row.grade):
                    stale.append((merged, False))
        return stale

    def put_outlets(self, outlets: Iterable[Outlet]) -> None:
        """Make these the outlets' facts from this revision on."""
        outlets = list(outlets)
        ids = self._named(schema.outlet, (outlet.name for outlet in outlets))
        table = schema.outlet_fact.c
        mine = [ids[outlet.name] for outlet in outlets]
        current = self.connection.scalars(
            select(table.id).where(table.to_revision.is_(None), table.outlet_id.in_(mine))
        )
        self._close(schema.outlet_fact, list(current))
        first = self._next(schema.outlet_fact)
        rows = [
            {
                "id": first + index,
                "outlet_id": ids[outlet.name],
                "country": outlet.country,
                "type": outlet.type,
                "basis": outlet.basis,
                "grade": outlet.grade,
                **self._open(),
            }
            for index, outlet in enumerate(outlets)
        ]
        self._add(schema.outlet_fact, rows)

    def stale_actors(self, actors: Iterable[Actor]) -> list[tuple[Actor, bool]]:
        """Actors that the store lacks, or lacks a spelling of, and whether they are new."""
        alias = schema.alias.c
        found = self.connection.execute(
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

    def put_actors(self, actors: Iterable[Actor]) -> None:
        """Add actors and those of their spellings that the store does not have yet."""
        actors = list(actors)
        ids = self._named(schema.actor, (actor.name for actor in actors))
        table, alias = schema.actor, schema.alias.c
        for actor in actors:
            self.connection.execute(
                update(table)
                .where(table.c.id == ids[actor.name])
                .values(
                    arabic=actor.arabic,
                    first_seen=actor.first_seen,
                    hypothesis=actor.hypothesis,
                    source_url=actor.source_url,
                )
            )
        found = self.connection.execute(
            select(alias.actor_id, alias.text).where(alias.to_revision.is_(None))
        )
        known = {(actor_id, text) for actor_id, text in found}
        missing = [
            (ids[actor.name], text)
            for actor in actors
            for text in sorted(_spellings(actor))
            if (ids[actor.name], text) not in known
        ]
        first = self._next(schema.alias)
        rows = [
            {
                "id": first + index,
                "actor_id": actor_id,
                "text": text,
                "doubtful": is_doubtful(text),
                **self._open(),
            }
            for index, (actor_id, text) in enumerate(missing)
        ]
        self._add(schema.alias, rows)

    def put_reports(
        self,
        reports: Sequence[tuple[str, ReportRow, Location]],
        progress: Callable[[int, int], None],
    ) -> None:
        """Add reports, or new versions of them, with their actors and places.

        A changed report stays with the incident to which an editor moved it, unless the file now
        links it to another one itself.
        """
        strangers = self.stale_outlets(
            Outlet(row.outlet, row.outlet_country) for _, row, _ in reports
        )
        self.put_outlets(outlet for outlet, is_new in strangers if is_new)
        self._named(schema.outlet, {row.outlet for _, row, _ in reports})
        self._named(schema.dataset, {row.dataset for _, row, _ in reports})
        for first in range(0, len(reports), _BATCH):
            self._put_batch(reports[first : first + _BATCH])
            progress(min(first + _BATCH, len(reports)), len(reports))

    def _put_batch(self, reports: Sequence[tuple[str, ReportRow, Location]]) -> None:
        former = self._former(row for _, row, _ in reports)
        datasets, outlets = self._ids["dataset"], self._ids["outlet"]
        first = self._next(schema.report)
        rows: list[dict[str, Any]] = []
        mentions: list[dict[str, Any]] = []
        places: list[tuple[int, Location]] = []
        incidents: dict[str, int] = {}
        closed: list[int] = []
        for index, (sha, row, place) in enumerate(reports):
            dataset_id = datasets[row.dataset]
            incident_id = row.incident_key
            before = former.get((dataset_id, row.key))
            if before is not None:
                closed.append(before.id)
                if before.incident_key == row.incident_key:
                    incident_id = before.incident_id
            incidents.setdefault(incident_id, dataset_id)
            rows.append(
                {
                    **report_values(row),
                    "id": first + index,
                    "dataset_id": dataset_id,
                    "incident_id": incident_id,
                    "outlet_id": outlets[row.outlet],
                    "load_id": self.load_id,
                    "content_sha256": sha,
                    "search_text": search_text(row),
                    **self._open(),
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
        self._add_incidents(incidents)
        self._close(schema.report, closed)
        self._close_locations(closed)
        self._add(schema.report, rows)
        self._add(schema.report_actor, mentions)
        self._add_locations(places)

    def _former(self, rows: Iterable[ReportRow]) -> dict[tuple[int, str], Any]:
        """Current versions of these reports, by (dataset id, key)."""
        table = schema.report.c
        keys: dict[int, list[str]] = {}
        for row in rows:
            keys.setdefault(self._ids["dataset"][row.dataset], []).append(row.key)
        found = {}
        for dataset_id, those in keys.items():
            query = select(
                table.id, table.dataset_id, table.key, table.incident_id, table.incident_key
            ).where(table.dataset_id == dataset_id, table.key.in_(those))
            for former in self.connection.execute(query.where(table.to_revision.is_(None))):
                found[former.dataset_id, former.key] = former
        return found

    def _add_incidents(self, incidents: dict[str, int]) -> None:
        table = schema.incident.c
        known = set(self.connection.scalars(select(table.id).where(table.id.in_(list(incidents)))))
        rows = [
            {"id": key, "dataset_id": dataset_id, "from_revision": self.revision}
            for key, dataset_id in incidents.items()
            if key not in known
        ]
        self._add(schema.incident, rows)

    def _add_locations(self, places: Iterable[tuple[int, Location]]) -> None:
        first = self._next(schema.location)
        rows = [
            {"id": first + index, "report_pk": pk, **location_values(place), **self._open()}
            for index, (pk, place) in enumerate(places)
        ]
        self._add(schema.location, rows)

    def _close_locations(self, report_pks: list[int]) -> None:
        table = schema.location.c
        current = select(table.id).where(
            table.report_pk.in_(report_pks), table.to_revision.is_(None)
        )
        self._close(schema.location, list(self.connection.scalars(current)))

    def _close(self, table: Table, ids: list[int] | None) -> None:
        """End the validity of versions; of every current one when ``ids`` is ``None``."""
        if ids is None:
            statement = update(table).where(table.c.to_revision.is_(None))
            self.connection.execute(statement.values(to_revision=self.revision))
        elif ids:
            statement = update(table).where(table.c.id == bindparam("pk"))
            self.connection.execute(
                statement.values(to_revision=self.revision), [{"pk": pk} for pk in ids]
            )

    def _named(self, table: Table, names: Iterable[str]) -> dict[str, int]:
        """Ids of permanent names in ``dataset``, ``outlet`` or ``actor``; new ones are added."""
        ids = self._ids.get(table.name)
        if ids is None:
            found = self.connection.execute(select(table.c.name, table.c.id))
            ids = self._ids[table.name] = {row.name: row.id for row in found}
        missing = [name for name in dict.fromkeys(names) if name not in ids]
        first = self._next(table) if missing else 0
        rows = [{"id": first + index, "name": name} for index, name in enumerate(missing)]
        self._add(table, rows)
        ids.update({name: first + index for index, name in enumerate(missing)})
        return ids

    def _open(self) -> dict[str, int | None]:
        return {"from_revision": self.revision, "to_revision": None}

    def _next(self, table: Table, column: str = "id") -> int:
        return (self.connection.scalar(select(func.max(table.c[column]))) or 0) + 1

    def _add(self, table: Table, rows: Sequence[dict[str, Any]]) -> None:
        if rows:
            self.connection.execute(insert(table), rows)


def search_text(row: ReportRow) -> str:
    """Folded words of a report that the search looks in, each field on a line of its own."""
    words = (
        *(row.incident_key, row.key, row.outlet, row.asserted_by, row.headline, row.place_text),
        *(row.town_or_base, row.route_text, row.admin1_text, row.admin2_text, row.event_type),
        *(row.target, row.damage, row.note, *(mention.text for mention in row.actors)),
    )
    return "\n".join(fold(text) for text in dict.fromkeys(words) if text)


def _spellings(actor: Actor) -> set[str]:
    """All ways of writing an actor, its own name among them."""
    return {text for text in (actor.name, actor.arabic, *actor.aliases) if text}
