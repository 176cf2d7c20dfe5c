"""The reports of one revision as columns, ordered by incident; and the facts they refer to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from sqlalchemy import ColumnElement, Connection, FromClause, Select, or_, select

from geo.claims.actors import resolver
from geo.store import schema
from geo.store.columns import Codes, fetch
from geo.store.locations import COLUMNS as LOCATION_COLUMNS
from geo.store.snapshot import STANCES, OutletEntry, Unit

_REPORT_KINDS: Final = {
    "pk": "int",
    "report_id": "object",
    "incident": "code",
    "outlet": "code",
    "dataset": "code",
    "stance": "code",
    "asserter": "code",
    "start": "date",
    "end": "date",
    "prec": "float",
    "published": "date",
    "published_end": "date",
    "event_type": "code",
    "target": "code",
    "killed_low": "float",
    "killed_high": "float",
    "wounded_low": "float",
    "wounded_high": "float",
    "text_sha256": "object",
    "text_simhash": "object",
    "relays": "object",
    "search_text": "text",
    **dict.fromkeys(LOCATION_COLUMNS, "group:location"),
}

Units = dict[str, dict[str, Unit]]
"""Level -> key -> the unit, in the order of the keys."""


@dataclass(frozen=True, slots=True)
class Reports:
    """Reports of one revision ordered by incident, and what is needed to read their codes.

    ``only``: the one incident that was asked for, ``None`` for all.
    """

    columns: dict[str, Any]
    codes: dict[str, Codes]
    ids: NDArray[np.object_]
    start: NDArray[np.int64]
    only: str | None


def valid_at(table: FromClause, revision: int) -> ColumnElement[bool]:
    """Condition: the version in ``table`` holds at the revision."""
    until = table.c.to_revision
    return (table.c.from_revision <= revision) & or_(until.is_(None), until > revision)


def read_reports(connection: Connection, revision: int, incident_id: str | None = None) -> Reports:
    """Every report that holds at the revision, or those of one incident."""
    report, place = schema.report.c, schema.location.c
    query = (
        select(
            *(report.id, report.report_id, report.incident_id, schema.outlet.c.name),
            *(schema.dataset.c.name, report.stance, report.asserted_by),
            *(report.event_start, report.event_end, report.event_prec, report.published_start),
            *(report.published_end, report.event_type, report.target, report.killed_low),
            *(report.killed_high, report.wounded_low, report.wounded_high, report.text_sha256),
            *(report.text_simhash, report.relays, report.search_text),
            *(place[name] for name in LOCATION_COLUMNS),
        )
        .select_from(schema.report)
        .join(schema.location)
        .join(schema.outlet)
        .join(schema.dataset, report.dataset_id == schema.dataset.c.id)
        .where(valid_at(schema.report, revision), valid_at(schema.location, revision))
        # Incidents at one place then have the same order in every process and database.
        .order_by(report.id)
    )
    if incident_id is not None:
        query = query.where(report.incident_id == incident_id)
    found = fetch(connection, query, _REPORT_KINDS)
    codes = {
        name.removesuffix("_codes"): book for name, book in found.items() if name.endswith("_codes")
    }
    columns = {name: column for name, column in found.items() if not name.endswith("_codes")}
    # Versions get rising keys, so the order by key is the order of loading.
    order = np.lexsort((columns["pk"], columns["incident"]))
    for name, column in columns.items():
        columns[name] = (
            column.take(pa.array(order)) if isinstance(column, pa.Array) else column[order]
        )
    known = np.array([*(STANCES.index(s) for s in codes["stance"].values_seen), -1], np.int8)
    columns["stance"] = known[columns["stance"]]
    columns["prec"] = np.nan_to_num(columns["prec"]).astype(np.int8)
    ids = np.array(codes["incident"].values_seen, dtype=object)
    start = np.searchsorted(columns["incident"], np.arange(len(ids) + 1)).astype(np.int64)
    return Reports(columns, codes, ids, start, incident_id)


def read_outlets(connection: Connection, revision: int) -> dict[str, OutletEntry]:
    """Facts of all outlets at the revision, by name."""
    fact = schema.outlet_fact
    query: Select[Any] = (
        select(schema.outlet.c.name, fact.c.country, fact.c.type, fact.c.grade)
        .join_from(schema.outlet, fact)
        .where(valid_at(fact, revision))
    )
    return {row.name: OutletEntry(*row) for row in connection.execute(query)}


def read_units(connection: Connection, revision: int) -> Units:
    """Governorates and districts by key, in the order of their keys."""
    unit = schema.unit.c
    query = (
        select(schema.unit)
        .join(schema.boundary_set)
        .where(valid_at(schema.boundary_set, revision))
        .order_by(unit.key)
    )
    found: Units = {"governorate": {}, "district": {}}
    for row in connection.execute(query):
        found[row.level][row.key] = Unit(
            row.key, row.name, row.name_ar, row.area_km2, row.parent, row.lat, row.lon
        )
    return found


def read_spellings(connection: Connection, revision: int) -> dict[str, str]:
    """Spelling key -> actor, from the aliases that hold at the revision, not the doubtful ones."""
    alias = schema.alias
    query = (
        select(alias.c.text, schema.actor.c.name)
        .join_from(alias, schema.actor)
        .where(
            valid_at(alias, revision),
            alias.c.doubtful.is_(False),
            alias.c.withdrawn.is_(False),
        )
    )
    return resolver((text, name) for text, name in connection.execute(query))
