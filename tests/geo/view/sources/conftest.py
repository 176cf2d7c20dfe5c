"""The same questions to the store built from data/ and to random snapshots."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import date
from functools import lru_cache

import pandas as pd
import pytest

from geo.settings import Settings
from geo.store.live import SnapshotStore
from geo.store.snapshot import STANCES, STATUSES, Snapshot


@pytest.fixture(scope="session")
def real(built_settings: Settings) -> Snapshot:
    return SnapshotStore(built_settings.database_url, built_settings).current()


@pytest.fixture(scope="session", params=["real", "random 1", "random 2", "none"])
def told(request: pytest.FixtureRequest) -> Snapshot:
    make: Callable[[int, int], Snapshot] = request.getfixturevalue("make_snapshot")
    match request.param.split():
        case ["real"]:
            found: Snapshot = request.getfixturevalue("real")
            return found
        case ["random", seed]:
            return make(int(seed), 300)
        case _:
            return make(3, 0)


@dataclass(frozen=True)
class Row:
    """A report in words: what the views are compared with."""

    incident: int
    status: str
    start: date | None
    end: date | None
    outlet: str
    country: str | None
    type: str | None
    stance: str
    published: date | None
    published_end: date | None
    roles: frozenset[str]
    origins: frozenset[int]
    carrier: int


@lru_cache(maxsize=8)
def reports_of(snapshot: Snapshot) -> tuple[Row, ...]:
    """Every report, in the order of the snapshot."""
    told, vocab = snapshot.told, snapshot.vocab
    days = [column.tolist() for column in (snapshot.start, snapshot.end)]
    published = [column.tolist() for column in (snapshot.published, told.published_end)]
    rows = []
    for i in range(snapshot.n):
        for r in range(snapshot.report_start[i], snapshot.report_start[i + 1]):
            mentions = told.role[told.mention_start[r] : told.mention_start[r + 1]].tolist()
            origins = told.origin[told.origin_start[r] : told.origin_start[r + 1]].tolist()
            outlet = vocab.outlets[snapshot.outlet[r]]
            rows.append(
                Row(
                    incident=i,
                    status=str(STATUSES[snapshot.status[i]]),
                    start=days[0][i],
                    end=days[1][i],
                    outlet=outlet.name,
                    country=outlet.country,
                    type=outlet.type,
                    stance=str(STANCES[snapshot.stance[r]]),
                    published=published[0][r],
                    published_end=published[1][r],
                    roles=frozenset(vocab.roles[role] for role in mentions),
                    origins=frozenset(origins),
                    carrier=int(told.carrier[r]),
                )
            )
    return tuple(rows)


def by_incident(snapshot: Snapshot) -> dict[int, list[Row]]:
    """Reports of each incident."""
    found: dict[int, list[Row]] = {}
    for row in reports_of(snapshot):
        found.setdefault(row.incident, []).append(row)
    return found


def frame(snapshot: Snapshot) -> pd.DataFrame:
    """Reports as a table."""
    return pd.DataFrame(reports_of(snapshot), columns=[f.name for f in fields(Row)]).astype(object)
