"""The statements that change the store, inside one open transaction.

Ids are given out here, not by the database: writers take turns, so the next one is free.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Table, bindparam, func, select, update

from geo.model import Location, Rejection
from geo.store import schema
from geo.store.bulk import add_rows, copy_rows
from geo.store.records import location
from geo.store.stored import LOCATION, Stored, stored_location


@dataclass
class Writer:
    """One load's writing; every row it adds belongs to the newest revision it made."""

    connection: Connection
    author: str
    now: datetime
    revision: int = 0
    load_id: int = 0
    ids: dict[str, dict[str, int]] = field(default_factory=dict)

    def new_revision(self, kind: str, summary: str) -> int:
        """Open the next revision; what follows belongs to it."""
        self.revision = self.next(schema.revision, "number")
        self.add(
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
        self.load_id = self.next(schema.load)
        same = {"id": self.load_id, "revision": self.revision, "loaded_at": self.now}
        self.add(schema.load, [{**same, "author": self.author, "sha256": sha256, **counts}])
        first = self.next(schema.rejection)
        self.add(
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
        self.close(schema.boundary_set, None)
        set_id = self.next(schema.boundary_set)
        row = {"id": set_id, "fingerprint": fingerprint, "label": label}
        self.add(schema.boundary_set, [row | self.open()])
        first = self.next(schema.unit)
        rows = [
            {"id": first + index, "boundary_set_id": set_id, **unit}
            for index, unit in enumerate(units)
        ]
        self.add(schema.unit, rows)

    def replace_locations(self, places: Iterable[tuple[str, Location]]) -> int:
        """Give current reports, named by their fingerprint, another location where it differs.

        A location that an editor set (it has a decision) stays. Returns how many moved.
        """
        wanted = dict(places)
        table, report = schema.location, schema.report
        found = self.connection.execute(
            select(table, report.c.content_sha256)
            .join_from(table, report)
            .where(
                table.c.to_revision.is_(None),
                table.c.decision_id.is_(None),
                report.c.to_revision.is_(None),
            )
        ).mappings()
        moved = [row for row in found if location({**row}) != wanted[row["content_sha256"]]]
        self.close(table, [row["id"] for row in moved])
        self.add_locations((row["report_pk"], wanted[row["content_sha256"]]) for row in moved)
        return len(moved)

    def add_locations(self, places: Iterable[tuple[int, Location]]) -> None:
        """Add the locations of reports, given by their primary keys."""
        self.add_stored_locations([(pk, stored_location(place)) for pk, place in places])

    def add_stored_locations(self, places: Sequence[tuple[int, Stored]]) -> None:
        """As ``add_locations``, of locations as ``stored_location`` makes them."""
        first = self.next(schema.location)
        rows = [
            (first + index, pk, self.revision, *place) for index, (pk, place) in enumerate(places)
        ]
        names = ("id", "report_pk", "from_revision", *LOCATION)
        self.add_stored(schema.location, names, rows)

    def close(self, table: Table, ids: list[int] | None) -> None:
        """End the validity of versions; of every current one when ``ids`` is ``None``."""
        if ids is None:
            statement = update(table).where(table.c.to_revision.is_(None))
            self.connection.execute(statement.values(to_revision=self.revision))
        elif ids:
            statement = update(table).where(table.c.id == bindparam("pk"))
            self.connection.execute(
                statement.values(to_revision=self.revision), [{"pk": pk} for pk in ids]
            )

    def named(self, table: Table, names: Iterable[str]) -> dict[str, int]:
        """Ids of permanent names in ``dataset``, ``outlet`` or ``actor``; new ones are added."""
        ids = self.ids.get(table.name)
        if ids is None:
            found = self.connection.execute(select(table.c.name, table.c.id))
            ids = self.ids[table.name] = {row.name: row.id for row in found}
        missing = [name for name in dict.fromkeys(names) if name not in ids]
        first = self.next(table) if missing else 0
        rows = [{"id": first + index, "name": name} for index, name in enumerate(missing)]
        self.add(table, rows)
        ids.update({name: first + index for index, name in enumerate(missing)})
        return ids

    def open(self) -> dict[str, int | None]:
        """Columns of a version that holds from this revision on."""
        return {"from_revision": self.revision, "to_revision": None}

    def next(self, table: Table, column: str = "id") -> int:
        """The first key that is free."""
        return (self.connection.scalar(select(func.max(table.c[column]))) or 0) + 1

    def add_stored(self, table: Table, names: tuple[str, ...], rows: Sequence[Stored]) -> None:
        """Insert rows of stored values (see ``geo.store.stored``); columns not named are NULL.

        Both databases take them as they are: a third of the time that dicts through SQLAlchemy's
        types take.
        """
        if not rows:
            return
        if self.connection.dialect.name == "postgresql":
            copy_rows(self.connection, table, names, rows)
        else:
            marks = ", ".join("?" * len(names))
            statement = f"INSERT INTO {table.name} ({', '.join(names)}) VALUES ({marks})"  # noqa: S608
            self.connection.exec_driver_sql(statement, list(rows))

    def add(self, table: Table, rows: Sequence[dict[str, Any]]) -> None:
        """Insert rows, if there are any."""
        if rows:
            add_rows(self.connection, table, rows)
