"""Reports of the store that a new one may be a copy of, told before it is added."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

from sqlalchemy import ColumnElement, Engine, and_, or_, select

from geo.store import schema
from geo.store.decisions import engine_of
from geo.store.engine import reading

_MOST = 20


@dataclass(frozen=True, slots=True)
class Marks:
    """What a report is known again by; "" is not stated. ``sha256``: of what was read."""

    outlet: str
    stance: str
    url: str = ""
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Copy:
    """A report that is there already, and what it shares with the new one, in words."""

    report: str
    incident: str
    outlet: str
    shares: tuple[str, ...]


def likely_copies(store: str | Engine, marks: Marks, incident: str | None) -> list[Copy]:
    """Current reports with the same address or the same hash of what was read, of any incident;
    of the incident itself also those of the same outlet and stance. In the order of loading.

    Raises
    ------
    StoreError
        The store cannot be read.
    """
    table, outlet = schema.report.c, schema.outlet.c
    addresses = _spellings(marks.url)
    alike: list[ColumnElement[bool]] = []
    if addresses:
        alike.append(table.url.in_(addresses))
    if marks.sha256:
        alike.append(table.text_sha256 == marks.sha256)
    if incident:
        same = (table.incident_id == incident, table.stance == marks.stance)
        alike.append(and_(*same, outlet.name == marks.outlet))
    if not alike:
        return []
    query = (
        select(table.report_id, table.incident_id, outlet.name, table.url, table.text_sha256)
        .join_from(schema.report, schema.outlet)
        .where(table.to_revision.is_(None), or_(*alike))
        .order_by(table.id)
        .limit(_MOST)
    )
    found = []
    with reading(engine_of(store)) as connection:
        for report, its, name, url, sha256 in connection.execute(query):
            shares = []
            if url in addresses:
                shares.append("the same address")
            if sha256 and sha256 == marks.sha256:
                shares.append("the same file")
            if not shares:
                shares.append("the same outlet and stance on this incident")
            found.append(Copy(report, its, name, tuple(shares)))
    return found


def _spellings(url: str) -> list[str]:
    """Ways to write one web address that lead to one page."""
    if not url:
        return []
    rest = url.partition("#")[0].partition("://")[2].removeprefix("www.").rstrip("/")
    ways = product(("https://", "http://"), ("", "www."), ("", "/"))
    return [url, *(f"{scheme}{www}{rest}{slash}" for scheme, www, slash in ways)]
