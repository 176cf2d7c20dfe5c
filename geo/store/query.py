"""What the pages ask the store beyond the snapshot: one incident in full, loads, revisions."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, Select, func, or_, select

from geo.claims.origins import canonical
from geo.claims.status import Account, explain
from geo.errors import NotFoundError
from geo.model import ActorMention, Outlet, Status
from geo.places.corrections import correction_key
from geo.store import schema
from geo.store.among import among
from geo.store.build import build_snapshot
from geo.store.decisions import engine_of, read_decisions
from geo.store.engine import reading
from geo.store.entries import (
    INCIDENT,
    PLACE_WORDS,
    REPORT,
    DatasetEntry,
    DecisionEntry,
    IncidentDetail,
    LoadEntry,
    RejectionEntry,
    ReportDetail,
    RevisionEntry,
)
from geo.store.incident_ids import newest
from geo.store.naming import actor_index, meant
from geo.store.records import location, report_row
from geo.store.reports import read_outlets, valid_at
from geo.store.snapshot import STATUSES, Snapshot

__all__ = [
    "DatasetEntry",
    "DecisionEntry",
    "IncidentDetail",
    "LoadEntry",
    "RejectionEntry",
    "ReportDetail",
    "RevisionEntry",
    "concerns",
    "count_rejections",
    "datasets",
    "explanation",
    "incident_detail",
    "latest_revision",
    "read_snapshot",
    "rejections",
    "revisions",
]


def latest_revision(store: str | Engine) -> int:
    """Number of the newest revision, 0 for an empty store.

    Raises
    ------
    StoreError
        The store cannot be read.
    """
    with reading(engine_of(store)) as connection:
        return newest(connection)


def read_snapshot(store: str | Engine, revision: int | None = None) -> Snapshot:
    """The atlas at a revision, ``None`` for the newest; 0 is the empty one.

    Raises
    ------
    NotFoundError
        There is no such revision.
    """
    with reading(engine_of(store)) as connection:
        last = newest(connection)
        at = last if revision is None else revision
        if not 0 <= at <= last:
            raise NotFoundError(f"there is no revision {at}; the newest is {last}")
        return build_snapshot(connection, at)


def revisions(store: str | Engine) -> list[RevisionEntry]:
    """The store's history, newest first."""
    table = schema.revision
    with reading(engine_of(store)) as connection:
        found = connection.execute(select(table).order_by(table.c.number.desc()))
        return [RevisionEntry(**row) for row in found.mappings()]


def datasets(store: str | Engine) -> list[DatasetEntry]:
    """What is loaded, by name. Lists of outlets and groups come with no incidents."""
    report = schema.report
    with reading(engine_of(store)) as connection:
        loads: dict[str, list[LoadEntry]] = {}
        for row in connection.execute(select(schema.load).order_by(schema.load.c.id)).mappings():
            entry = LoadEntry(**row)
            loads.setdefault(entry.dataset or entry.format, []).append(entry)
        counted = connection.execute(
            select(
                schema.dataset.c.name,
                func.count(func.distinct(report.c.incident_id)),
                func.count(report.c.id),
            )
            .join_from(schema.dataset, report)
            .where(report.c.to_revision.is_(None))
            .group_by(schema.dataset.c.name)
        )
        counts = {name: (incidents, reports) for name, incidents, reports in counted}
    return [
        DatasetEntry(name, *counts.get(name, (0, 0)), tuple(loads.get(name, ())))
        for name in sorted({*counts, *loads})
    ]


def count_rejections(store: str | Engine, load_id: int | None = None, words: str = "") -> int:
    """How many rejections there are: of one load or of all, with these words or with any."""
    query = select(func.count()).select_from(schema.rejection)
    with reading(engine_of(store)) as connection:
        return connection.scalar(query.where(*_rejected(load_id, words))) or 0


def rejections(
    store: str | Engine,
    page: int = 0,
    size: int = 100,
    load_id: int | None = None,
    words: str = "",
) -> list[RejectionEntry]:
    """Rejected rows and values, in the order of loads and lines; ``page`` counts from 0.

    ``words`` must stand in the reason, the column, the value or the row, in any case.
    """
    table = schema.rejection
    query = (
        select(
            *(table.c.load_id, schema.load.c.revision, table.c.file, table.c.line),
            *(table.c.column, table.c.value, table.c.reason, table.c.raw),
        )
        .join(schema.load)
        .where(*_rejected(load_id, words))
        .order_by(table.c.id)
        .limit(size)
        .offset(page * size)
    )
    with reading(engine_of(store)) as connection:
        return [RejectionEntry(*row) for row in connection.execute(query)]


def _rejected(load_id: int | None, words: str) -> list[ColumnElement[bool]]:
    """Conditions on ``schema.rejection``."""
    table = schema.rejection.c
    found: list[ColumnElement[bool]] = []
    if load_id is not None:
        found.append(table.load_id == load_id)
    if words:
        columns = (table.reason, table.column, table.value, table.raw)
        found.append(or_(*(column.icontains(words, autoescape=True) for column in columns)))
    return found


def incident_detail(
    incident_id: str, store: str | Engine, revision: int | None = None
) -> IncidentDetail:
    """An incident with all its reports, at a revision (``None``: the newest).

    Raises
    ------
    NotFoundError
        There is no such incident at that revision.
    """
    with reading(engine_of(store)) as connection:
        at = newest(connection) if revision is None else revision
        snapshot = build_snapshot(connection, at, incident_id)
        if not snapshot.n:
            raise NotFoundError(f"there is no incident {incident_id!r} in revision {at}")
        reports = _reports(connection, at, incident_id, snapshot)
        decisions = read_decisions(connection, concerns(incident_id, reports), at)
    status = STATUSES[snapshot.status[0]]
    return IncidentDetail(
        id=incident_id,
        revision=at,
        status=status,
        explanation=explanation(status, reports),
        snapshot=snapshot,
        reports=tuple(reports),
        decisions=tuple(decisions),
    )


def explanation(status: Status, reports: Iterable[ReportDetail]) -> str:
    """Why an incident with these reports has its status, in one sentence."""
    told = [Account(r.id, r.row.stance, r.origins, canonical(r.row.outlet)) for r in reports]
    return explain(status, told)


def _reports(
    connection: Connection, revision: int, incident_id: str, snapshot: Snapshot
) -> list[ReportDetail]:
    report = schema.report
    query: Select[Any] = (
        select(report, schema.outlet.c.name.label("outlet"), schema.dataset.c.name.label("dataset"))
        .join_from(report, schema.outlet)
        .join(schema.dataset, report.c.dataset_id == schema.dataset.c.id)
        .where(valid_at(report, revision), report.c.incident_id == incident_id)
        .order_by(report.c.id)
    )
    rows = connection.execute(query).mappings().all()
    keys = [row["id"] for row in rows]
    places = {
        row["report_pk"]: location({**row})
        for row in connection.execute(
            select(schema.location).where(
                among(connection, schema.location.c.report_pk, keys),
                valid_at(schema.location, revision),
            )
        ).mappings()
    }
    mentions = _mentions(connection, keys)
    outlets = read_outlets(connection, revision)
    index = actor_index(connection, revision)
    origins = _origins(snapshot)
    loads = {
        row["id"]: LoadEntry(**row)
        for row in connection.execute(
            select(schema.load).where(
                among(connection, schema.load.c.id, {row["load_id"] for row in rows})
            )
        ).mappings()
    }
    found = []
    for values in rows:
        row = report_row({**values}, values["dataset"], values["outlet"], mentions[values["id"]])
        facts = outlets.get(row.outlet)
        found.append(
            ReportDetail(
                id=values["report_id"],
                row=row,
                location=places[values["id"]],
                outlet=Outlet(
                    row.outlet,
                    facts.country if facts else row.outlet_country,
                    facts.type if facts else None,
                    None,
                    facts.grade if facts else None,
                ),
                origins=origins[values["report_id"]],
                meant=tuple("; ".join(meant(index, actor.text)) for actor in row.actors),
                revision=values["from_revision"],
                versions=_versions(connection, values, revision),
                load=loads[values["load_id"]],
            )
        )
    return sorted(found, key=_ledger_order)


def _origins(snapshot: Snapshot) -> dict[str, tuple[str, ...]]:
    """Names of the origins of each report, by its id."""
    told, names = snapshot.told, snapshot.vocab.origins
    spans = zip(told.origin_start[:-1].tolist(), told.origin_start[1:].tolist(), strict=True)
    return {
        report: tuple(names[code] for code in told.origin[first:end].tolist())
        for report, (first, end) in zip(snapshot.report_ids.tolist(), spans, strict=True)
    }


def _ledger_order(report: ReportDetail) -> tuple[int, str, str]:
    published = report.row.published
    stances = list(type(report.row.stance))
    return (
        stances.index(report.row.stance),
        str(published.start if published else "9999"),
        report.id,
    )


def _versions(connection: Connection, values: Any, revision: int) -> int:
    table = schema.report.c
    query = (
        select(table.content_sha256)
        .where(
            table.dataset_id == values["dataset_id"],
            table.key == values["key"],
            table.from_revision <= revision,
        )
        .order_by(table.id)
    )
    # A move to another incident says nothing new.
    return sum(1 for _ in groupby(connection.scalars(query)))


def _mentions(connection: Connection, keys: list[int]) -> dict[int, tuple[ActorMention, ...]]:
    table = schema.report_actor
    found: dict[int, list[ActorMention]] = {key: [] for key in keys}
    query = (
        select(table).where(among(connection, table.c.report_pk, keys)).order_by(table.c.position)
    )
    for row in connection.execute(query):
        found[row.report_pk].append(ActorMention(row.text, row.role))
    return {key: tuple(mentions) for key, mentions in found.items()}


def concerns(incident_id: str, reports: Iterable[ReportDetail]) -> list[tuple[str, str]]:
    """Subjects whose decisions made an incident what it is: itself, its reports, their places."""
    subjects = [(INCIDENT, incident_id)]
    for report in reports:
        subjects.append((REPORT, report.id))
        texts = (report.row.place_text, report.row.town_or_base, report.row.route_text)
        subjects += [(PLACE_WORDS, correction_key(text)) for text in texts if text]
    return subjects
