"""How the places of the reports were found: counts for the Data page."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Engine, func, select

from geo.model import Form
from geo.store import schema
from geo.store.engine import open_engine, reading


@dataclass(frozen=True, slots=True)
class PlacingCount:
    """Reports that were placed in one way; ``method`` is ``None`` for those not placed."""

    method: str | None
    where_prec: int | None
    form: Form
    reports: int


def placing_counts(store: str | Engine) -> list[PlacingCount]:
    """Reports of the newest revision by method, precision and form, the most first.

    Raises
    ------
    StoreError
        The store cannot be read.
    """
    table = schema.location.c
    columns = (table.method, table.where_prec, table.form)
    query = (
        select(*columns, func.count())
        .join_from(schema.location, schema.report)
        .where(table.to_revision.is_(None), schema.report.c.to_revision.is_(None))
        .group_by(*columns)
        .order_by(func.count().desc(), *columns)
    )
    engine = open_engine(store) if isinstance(store, str) else store
    with reading(engine) as connection:
        return [
            PlacingCount(method, prec, Form(form), count)
            for method, prec, form, count in connection.execute(query)
        ]


def boundary_label(store: str | Engine) -> str | None:
    """Name of the boundary set that the store's places were joined to."""
    table = schema.boundary_set.c
    query = select(table.label).where(table.to_revision.is_(None))
    engine = open_engine(store) if isinstance(store, str) else store
    with reading(engine) as connection:
        return connection.scalar(query)
