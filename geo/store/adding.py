"""Reports that enter the store by a person's decision, one by one or many at once.

Drafts that somebody accepts and reports that somebody writes come in here and nowhere else; files
that are trusted come in through ``geo.store.load``. What was added is taken back by
``geo.store.undo``: it is then withdrawn from the atlas, and earlier revisions still show it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from typing import Any, Final

from sqlalchemy import Connection, Engine, select

from geo.errors import DecisionError
from geo.model import Location, ReportRow
from geo.store import schema
from geo.store.corrections import corrections_at
from geo.store.decisions import Act, Subject, append, engine_of
from geo.store.edited import INCIDENT_OF
from geo.store.engine import reading, writing
from geo.store.entries import INCIDENT, REPORT, Kind, Outcome
from geo.store.homes import Homes, homes
from geo.store.load import current_fingerprint
from geo.store.placing import Placer, fingerprint
from geo.store.records import content_sha256, report_id
from geo.store.write import Writer
from geo.store.write_reports import put_reports

BY_HAND: Final = "by-hand"
"""Data set of the reports that people write themselves."""
FORMATS: Final = ("article", "by hand", "reviewed file")
"""Formats of loads that are no load of a file but a person's decision on reports."""
_CHUNK: Final = 500
Located = tuple[str, ReportRow, Location]
"""A report with its fingerprint and its place."""


@dataclass(frozen=True, slots=True)
class ComesFrom:
    """Where a report was taken from, as the Data page tells it: one load for each.

    ``format``: one of ``FORMATS``; ``sha256``: of what was read, "" where that is not known.
    """

    format: str
    file: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Addition:
    """A report to add.

    ``incident``: one that has reports; ``None``: the one that reports of the same
    ``row.incident_key`` are in, else a new one. Where ``row.given`` says where it was, that is
    its place; else its words are placed as those of any file.
    """

    row: ReportRow
    incident: str | None
    comes_from: ComesFrom


def add_report(
    store: str | Engine, placer: Placer, row: ReportRow, incident: str | None, act: Act
) -> Outcome:
    """Add a report that somebody wrote; ``Outcome.subject`` is the incident it is in.

    Parameters
    ----------
    row : its data set is ``BY_HAND``; a key that no other report of the set has.
    incident : that it is about; ``None``: a new one.

    Raises
    ------
    DecisionError
        The report is there already, or the incident was merged into another.
    NotFoundError
        There is no such incident.
    BoundaryError, RoadError
        What places rest on cannot be read.
    StoreError
        The store cannot be written; it is as it was.
    """
    engine = engine_of(store)
    place_ahead(engine, placer, [row])
    addition = Addition(row, incident, ComesFrom("by hand", "by hand", content_sha256(row)))
    with writing(engine) as connection:
        return add_reports(connection, placer, act, Kind.ADD_REPORT, [addition])


def place_ahead(engine: Engine, placer: Placer, rows: Iterable[ReportRow]) -> None:
    """Place reports before the store is locked, so that others do not wait for it."""
    with reading(engine) as connection:
        placer.use(corrections_at(connection))
    placer.prepare([(content_sha256(row), row) for row in rows])


def add_reports(
    connection: Connection,
    placer: Placer,
    act: Act,
    kind: Kind,
    additions: Sequence[Addition],
    subjects: Sequence[Subject] = (),
) -> Outcome:
    """Add reports as one decision, inside an open transaction that writes.

    Parameters
    ----------
    subjects : what the decision concerns beside the reports and their incidents; the first is its
        own subject.

    Returns
    -------
    ``subject`` is the incident of the first report, ``moved`` how many were added.

    Raises
    ------
    DecisionError
        A report is in the store already, or its incident was merged into another.
    NotFoundError
        There is no such incident.
    """
    early = Writer(connection, act.author, datetime.now(UTC))
    datasets = early.named(schema.dataset, (one.row.dataset for one in additions))
    _refuse_known(connection, [one.row for one in additions], datasets)
    if current_fingerprint(connection) is None:
        label = placer.settings.governorates.path.name
        early.new_revision("boundaries", f"Boundary set {label}")
        early.replace_units(fingerprint(placer.settings), label, placer.units())
    located = _placed(connection, placer, [one.row for one in additions])
    named = [one.incident for one in additions]
    found = homes(
        connection,
        [(row, into, at) for (_, row, at), into in zip(located, named, strict=True)],
        datasets,
    )
    groups = _by_load(additions)
    loads = [early.next(schema.load) + at for at in range(len(groups))]
    writer, number = _decide(connection, act, kind, located, found, loads, datasets, subjects)
    for comes_from, members in groups:
        rows = [located[at] for at in members]
        into = {
            (located[at][1].dataset, located[at][1].key): (found.incidents[at], number)
            for at in members
        }
        writer.add_load(comes_from.sha256, _counts(comes_from, rows[0][1].dataset, len(rows)), ())
        put_reports(writer, rows, lambda _done, _total: None, into)
    return Outcome(number, writer.revision, found.incidents[0], len(additions))


def _placed(connection: Connection, placer: Placer, rows: Sequence[ReportRow]) -> list[Located]:
    """The reports with their fingerprints and places."""
    placer.use(corrections_at(connection))
    hashed = [(content_sha256(row), row) for row in rows]
    placer.prepare(hashed)
    return [(sha, row, placer.place(sha, row)) for sha, row in hashed]


def _decide(
    connection: Connection,
    act: Act,
    kind: Kind,
    located: Sequence[Located],
    found: Homes,
    loads: Sequence[int],
    datasets: dict[str, int],
    subjects: Sequence[Subject],
) -> tuple[Writer, int]:
    """Append the decision; its records are the reports, which were not there before it."""
    ids = [report_id(row.dataset, row.key) for _, row, _ in located]
    keys = [{"dataset_id": datasets[row.dataset], "key": row.key} for _, row, _ in located]
    become = [
        _state(key, {"incident_id": incident})
        for key, incident in zip(keys, found.incidents, strict=True)
    ]
    concerns = [
        *subjects,
        *((REPORT, one) for one in ids),
        *((INCIDENT, one) for one in dict.fromkeys(found.incidents)),
    ]
    return append(
        connection,
        act,
        kind,
        concerns,
        {"records": [_state(key, None) for key in keys]},
        {"records": become, "incidents": list(found.new), "loads": list(loads)},
        _summary(ids, found),
    )


def _by_load(additions: Sequence[Addition]) -> list[tuple[ComesFrom, list[int]]]:
    """The reports, by their place in the sequence, that share what they come from."""

    def mark(at: int) -> tuple[str, ...]:
        one = additions[at]
        origin = one.comes_from
        return one.row.dataset, origin.format, origin.file, origin.sha256

    order = sorted(range(len(additions)), key=mark)
    groups = [list(members) for _, members in groupby(order, key=mark)]
    return [(additions[members[0]].comes_from, members) for members in groups]


def _counts(comes_from: ComesFrom, dataset: str, n: int) -> dict[str, Any]:
    return {
        "file": comes_from.file,
        "format": comes_from.format,
        "dataset": dataset,
        **{"n_read": n, "n_new": n, "n_changed": 0, "n_same": 0, "n_rejected": 0},
    }


def _state(key: dict[str, Any], values: dict[str, Any] | None) -> dict[str, Any]:
    return {"record": INCIDENT_OF.table.name, "key": key, "values": values}


def _refuse_known(
    connection: Connection, rows: Sequence[ReportRow], datasets: dict[str, int]
) -> None:
    """Refuse reports that are in the store already, or twice among those to add."""
    table = schema.report.c
    keys: dict[str, list[str]] = {}
    for row in rows:
        keys.setdefault(row.dataset, []).append(row.key)
    for dataset, own in keys.items():
        if len(own) != len(set(own)):
            twice = next(key for key in own if own.count(key) > 1)
            raise DecisionError(f"report {report_id(dataset, twice)} is among them twice")
        for first in range(0, len(own), _CHUNK):
            query = select(table.report_id, table.incident_id).where(
                table.dataset_id == datasets[dataset],
                table.key.in_(own[first : first + _CHUNK]),
                table.to_revision.is_(None),
            )
            if known := connection.execute(query).first():
                raise DecisionError(
                    f"report {known.report_id} is in the atlas already, in incident "
                    f"{known.incident_id}"
                )


def _summary(ids: Sequence[str], found: Homes) -> str:
    """What was done, for the history."""
    into = list(dict.fromkeys(found.incidents))
    what = f"Report {ids[0]}" if len(ids) == 1 else f"{len(ids):,} reports"
    if len(into) == 1:
        where = f"to the new incident {into[0]}" if found.new else f"to {into[0]}"
    else:
        where = f"to {len(into):,} incidents, {len(found.new):,} of them new"
    return f"{what} added {where}"
