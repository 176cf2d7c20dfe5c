"""To which incident an added report belongs, and the permanent id of a new one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain, count
from typing import Final

from sqlalchemy import Connection, Engine, select

from geo.extract.rows import DATASET as ARTICLES
from geo.model import DateInterval, DatePrec, Location, ReportRow
from geo.places.names import fold
from geo.store import schema
from geo.store.decisions import engine_of, read_decisions
from geo.store.engine import reading
from geo.store.incident_ids import live_incident, redirects

UNPUBLISHED: Final = (ARTICLES, "by-hand")
"""Data sets whose incident keys only tie drafts together: their incidents get readable ids."""
_MOST_WORDS: Final = 40
_CHUNK: Final = 500


@dataclass(frozen=True, slots=True)
class Homes:
    """The incident of each report, in their order, and those of them that are new."""

    incidents: tuple[str, ...]
    new: tuple[str, ...]


def homes(
    connection: Connection,
    reports: Sequence[tuple[ReportRow, str | None, Location]],
    datasets: dict[str, int],
) -> Homes:
    """Where reports belong: the incident named, else that of their ``incident_key``, else new ones.

    Parameters
    ----------
    reports : each with the incident that was named for it, or ``None``, and its place.
    datasets : ids of their data sets by name.

    Raises
    ------
    DecisionError
        A named incident was merged into another.
    NotFoundError
        A named incident does not exist.
    """
    rows = [row for row, named, _ in reports if named is None]
    known = _together(connection, rows, datasets)
    leads = redirects(read_decisions(connection))
    live = {n: live_incident(connection, n) for n in {named for _, named, _ in reports if named}}
    with_reports = _with_reports(connection, {row.incident_key for row in rows})
    taken: set[str] = set()
    new: dict[str, None] = {}
    incidents = []
    for row, named, place in reports:
        at = (row.dataset, row.incident_key)
        if named is not None:
            home = live[named]
            known.setdefault(at, home)
        elif at in known:
            home = known[at]
        elif row.dataset in UNPUBLISHED:
            home = _free_id(connection, row, place, taken)
            taken.add(home)
            new[home] = None
        else:
            home = leads.get(row.incident_key, (row.incident_key, 0))[0]
            if home == row.incident_key and home not in with_reports:
                new[home] = None
        known.setdefault(at, home)
        incidents.append(home)
    return Homes(tuple(incidents), tuple(new))


def _together(
    connection: Connection, rows: Sequence[ReportRow], datasets: dict[str, int]
) -> dict[tuple[str, str], str]:
    """(dataset, incident key) -> the incident in which the first report that was decided on is."""
    table = schema.report.c
    names = {datasets[row.dataset]: row.dataset for row in rows}
    wanted = list(dict.fromkeys(row.incident_key for row in rows))
    found: dict[tuple[str, str], str] = {}
    for first in range(0, len(wanted), _CHUNK):
        query = (
            select(table.dataset_id, table.incident_key, table.incident_id)
            .where(
                table.decision_id > 0,
                table.incident_key.in_(wanted[first : first + _CHUNK]),
                table.to_revision.is_(None),
            )
            .order_by(table.id)
        )
        for dataset_id, key, incident in connection.execute(query):
            if dataset_id in names:
                found.setdefault((names[dataset_id], key), incident)
    return found


def _with_reports(connection: Connection, ids: Iterable[str]) -> set[str]:
    """Those of the incidents that have reports now."""
    table = schema.report.c
    wanted, found = sorted(ids), set()
    for first in range(0, len(wanted), _CHUNK):
        query = select(table.incident_id).where(
            table.incident_id.in_(wanted[first : first + _CHUNK]), table.to_revision.is_(None)
        )
        found |= set(connection.scalars(query))
    return found


def _free_id(connection: Connection, row: ReportRow, place: Location, taken: set[str]) -> str:
    """Day and place, such as "20200711-najmi"; with "-2", "-3" ... where that was given out.

    An id that only ever was this row's own, and was taken back, is given to it again.
    """
    words = next((w for w in (row.town_or_base, place.place, row.admin1_text) if w), "")
    slug = re.sub(r"[^a-z0-9]+", "-", fold(words)).strip("-")[:_MOST_WORDS].strip("-")
    base = f"{_day(row.event_date)}-{slug or 'iraq'}"
    incident, report = schema.incident.c, schema.report.c
    query = (
        select(incident.id, report.incident_key, report.to_revision)
        .join_from(schema.incident, schema.report)
        .where(incident.id.startswith(base))
    )
    known = taken | {
        name
        for name, key, until in connection.execute(query)
        if key != row.incident_key or until is None
    }
    names = chain([base], (f"{base}-{number}" for number in count(2)))
    return next(name for name in names if name not in known)


def _day(when: DateInterval | None) -> str:
    if when is None:
        return "undated"
    form = {DatePrec.MONTH: "%Y%m", DatePrec.YEAR: "%Y"}.get(when.prec, "%Y%m%d")
    return when.start.strftime(form)


def home_of(store: str | Engine, row: ReportRow) -> str | None:
    """The incident to which reports of the same incident key went; ``None``: it would be new."""
    with reading(engine_of(store)) as connection:
        table = schema.dataset.c
        number = connection.scalar(select(table.id).where(table.name == row.dataset))
        if number is None:
            return None
        known = _together(connection, [row], {row.dataset: number})
        if home := known.get((row.dataset, row.incident_key)):
            return home
        if row.dataset in UNPUBLISHED:
            return None
        home = redirects(read_decisions(connection)).get(row.incident_key, (row.incident_key, 0))[0]
        return home if _with_reports(connection, [home]) else None
