"""Records that people edit: what one holds now, and how a decision gives it other values.

A kind of record has a table of versions, columns that name a record for ever, and columns that a
decision sets. All that it does not set goes over to the new version as it was.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, Table, select

from geo.store import schema
from geo.store.write import Writer

Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Record:
    """A kind of record.

    Attributes
    ----------
    table : its versions.
    key : columns that name a record.
    decided : columns that a decision sets, beside ``decision_id``.
    """

    table: Table
    key: tuple[str, ...]
    decided: tuple[str, ...]

    def current(self, connection: Connection, key: Mapping[str, Any]) -> Values | None:
        """The version that holds now."""
        columns = self.table.c
        named = (columns[name] == key[name] for name in self.key)
        query = select(self.table).where(columns.to_revision.is_(None), *named)
        row = connection.execute(query).mappings().one_or_none()
        return None if row is None else {**row}

    def values(self, row: Values | None) -> Values | None:
        """What decisions set of a version, and which did; ``None`` where there is none."""
        return row and {name: row[name] for name in (*self.decided, "decision_id")}


INCIDENT_OF: Final = Record(schema.report, ("dataset_id", "key"), ("incident_id",))
"""To which incident a report belongs."""
INCIDENT_FACT: Final = Record(schema.incident_fact, ("incident_id",), ("grade",))
OUTLET_GRADE: Final = Record(schema.outlet_fact, ("outlet_id",), ("grade",))
ALIAS: Final = Record(schema.alias, ("actor_id", "text"), ("doubtful", "withdrawn"))
HYPOTHESIS_OF: Final = Record(
    schema.hypothesis,
    ("number",),
    ("actor_id", "kind", "other_id", "confidence", "evidence", "withdrawn"),
)
FOOTAGE_LINK: Final = Record(
    schema.footage,
    ("number",),
    ("report_id", "comes_from", "origin_words", "found_by", "source", "withdrawn"),
)
APART: Final = Record(schema.apart, ("first_id", "second_id"), ("withdrawn",))
"""That two incidents are two."""
RECORDS: Final = {
    record.table.name: record
    for record in (
        *(INCIDENT_OF, INCIDENT_FACT, OUTLET_GRADE, ALIAS, HYPOTHESIS_OF, FOOTAGE_LINK, APART),
    )
}
"""Kinds of record by the name of their table, as decisions name them."""


@dataclass(frozen=True, slots=True)
class Change:
    """One record gets other values.

    Attributes
    ----------
    key : values of ``record.key``.
    values : what the decision sets; the rest stays. With a ``decision_id`` that one holds from
        now on, else the decision that is being made. ``None``: the record is no more, as if it
        had never been.
    """

    record: Record
    key: Values
    values: Values | None


def put(writer: Writer, change: Change, decision: int) -> Values | None:
    """Make the change's new version; the values that it has afterwards."""
    record = change.record
    row = record.current(writer.connection, change.key)
    if row is not None:
        writer.close(record.table, [row["id"]])
    if change.values is None:
        if row is not None and record is INCIDENT_OF:
            _close_places(writer, row["id"])
        return None
    number = writer.next(record.table)
    version = {**(row or change.key), "decision_id": decision, **change.values, "id": number}
    writer.add(record.table, [version | writer.open()])
    if row is not None and record is INCIDENT_OF:
        _carry(writer, row["id"], number)
    return record.values(version)


def _carry(writer: Writer, former: int, pk: int) -> None:
    """Give the new version of a report the actors and the place of the former one."""
    mention, place = schema.report_actor, schema.location
    mentions = writer.connection.execute(select(mention).where(mention.c.report_pk == former))
    writer.add(mention, [{**row, "report_pk": pk} for row in mentions.mappings()])
    rows = _close_places(writer, former)
    first = writer.next(place)
    writer.add(
        place,
        [
            {**row, "id": first + index, "report_pk": pk, **writer.open()}
            for index, row in enumerate(rows)
        ],
    )


def _close_places(writer: Writer, report_pk: int) -> Sequence[Mapping[str, Any]]:
    """End the current place of a report's version; what it was."""
    place = schema.location
    held = select(place).where(place.c.report_pk == report_pk, place.c.to_revision.is_(None))
    rows = writer.connection.execute(held).mappings().all()
    writer.close(place, [row["id"] for row in rows])
    return [{**row} for row in rows]
