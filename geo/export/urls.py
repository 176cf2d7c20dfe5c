"""Addresses of reports, asked of the store when an export needs them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from sqlalchemy import or_, select

from geo.export.records import Urls
from geo.store.engine import open_engine, reading
from geo.store.schema import report

_AT_ONCE: Final = 500
"""Values in one query; databases set a limit."""


def store_urls(database_url: str, revision: int) -> Urls:
    """Addresses as they were at a revision.

    Raises
    ------
    StoreError
        The store cannot be opened.
    """
    engine = open_engine(database_url)

    def urls(report_ids: Sequence[str]) -> Mapping[str, str]:
        found: dict[str, str] = {}
        with reading(engine) as connection:
            for begin in range(0, len(report_ids), _AT_ONCE):
                rows = connection.execute(
                    select(report.c.report_id, report.c.url).where(
                        report.c.report_id.in_(report_ids[begin : begin + _AT_ONCE]),
                        report.c.url.is_not(None),
                        report.c.from_revision <= revision,
                        or_(report.c.to_revision.is_(None), report.c.to_revision > revision),
                    )
                )
                found.update((report_id, url) for report_id, url in rows)
        return found

    return urls
