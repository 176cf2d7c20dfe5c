"""Incidents of the store that may be one, and the decision that two are two."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Engine, select

from geo.claims.duplicates import Features, Reason, Tier, concatenated
from geo.claims.duplicates_score import Proposed, propose, reasons
from geo.errors import DecisionError
from geo.model import Location, ReportRow
from geo.store import schema
from geo.store.cache import per_snapshot
from geo.store.comparable import features_of, features_of_rows, known_agreement, with_words
from geo.store.decisions import Act, decide, engine_of, read_decisions
from geo.store.edited import APART, Change
from geo.store.engine import reading, writing
from geo.store.entries import INCIDENT, Kind, Outcome
from geo.store.incident_ids import live_incident, newest, redirects
from geo.store.incidents import refuse_if_touched
from geo.store.reports import valid_at
from geo.store.snapshot import Snapshot

Apart = frozenset[tuple[str, str]]
"""Pairs of permanent ids that somebody held apart, the lower one first."""
_REACH_DAYS: Final = np.timedelta64(100, "D")


@dataclass(frozen=True, slots=True)
class Proposal:
    """Two incidents that may be one.

    ``score``: 0..1. ``reasons``: in the order of ``geo.claims.duplicates.ASPECTS``; their shares
    sum to the log-odds of the score.
    """

    first: str
    second: str
    score: float
    tier: Tier
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, eq=False, slots=True)
class Proposals:
    """Everything that is proposed of a revision, best first.

    ``left_out``: incidents of such busy places and days that they were not compared with others.
    ``more``: pairs beyond those listed.
    """

    pairs: tuple[Proposal, ...]
    left_out: int
    more: int


def proposals(snapshot: Snapshot, apart: Apart = frozenset()) -> tuple[Proposal, ...]:
    """Pairs of incidents that may be one, best first, without those that somebody held apart."""
    return all_proposals(snapshot, apart).pairs


@per_snapshot(maxsize=2)
def all_proposals(snapshot: Snapshot, apart: Apart = frozenset()) -> Proposals:
    """The same, with what was left out; remembered for the snapshot."""
    features, found = _found(snapshot)
    ids = snapshot.ids
    at = [
        row
        for row, (a, b) in enumerate(zip(found.first.tolist(), found.second.tolist(), strict=True))
        if ordered(ids[a], ids[b]) not in apart
    ]
    return Proposals(_told(features, found, at, ids, ids), found.left_out, found.more)


def would_merge(
    snapshot: Snapshot, rows: Sequence[tuple[ReportRow, Location]], apart: Apart = frozenset()
) -> tuple[Proposal, ...]:
    """Incidents of a file that may be one with an incident of the store, best first.

    Parameters
    ----------
    rows : reports that are not in the store, with their places.

    Returns
    -------
    ``first`` is the file's ``incident_key``, ``second`` an id of the store. Of the reports of
    one key the best pair counts. What the store has under the same id is none of them.
    """
    if not rows or not snapshot.n:
        return ()
    near = _around(snapshot, rows)
    mine = features_of_rows(snapshot, rows)
    stored = features_of(snapshot).take(near)
    datasets = (*snapshot.vocab.datasets, "")
    table = concatenated(with_words(stored, mine, datasets), with_words(mine, mine, datasets))
    new = np.arange(table.n) >= stored.n
    found = propose(table, known_agreement(snapshot), only=new)
    across = np.flatnonzero(new[found.second] & ~new[found.first])
    keys = [row.incident_key for row, _ in rows]
    best: dict[tuple[str, str], int] = {}
    for at in across.tolist():
        store_id = str(snapshot.ids[near[found.first[at]]])
        key = keys[int(found.second[at]) - stored.n]
        if key != store_id and ordered(key, store_id) not in apart:
            best.setdefault((key, store_id), at)
    told = reasons(table, found, list(best.values()))
    return tuple(
        Proposal(key, store_id, float(found.score[at]), found.tier(at), why)
        for ((key, store_id), at), why in zip(best.items(), told, strict=True)
    )


def like_report(
    snapshot: Snapshot, row: ReportRow, location: Location, limit: int = 5
) -> tuple[Proposal, ...]:
    """Incidents of the store that one report may be about, best first; see ``would_merge``."""
    return would_merge(snapshot, [(row, location)])[:limit]


def keep_apart(store: str | Engine, first: str, second: str, act: Act) -> Outcome:
    """Hold that two incidents are two, so that they are not proposed as one again.

    Raises
    ------
    DecisionError
        Both are the same, one was merged before, they are held apart already, or one was changed
        after ``act.seen_revision``.
    NotFoundError
        There is no such incident.
    StoreError
        The store cannot be written; it is as it was.
    """
    with writing(engine_of(store)) as connection:
        one, other = ordered(live_incident(connection, first), live_incident(connection, second))
        if one == other:
            raise DecisionError(f"{one} cannot be held apart from itself")
        refuse_if_touched(connection, act, one)
        refuse_if_touched(connection, act, other)
        key = {"first_id": one, "second_id": other}
        held = APART.current(connection, key)
        if held is not None and not held["withdrawn"]:
            raise DecisionError(f"{one} and {other} are held apart already")
        return decide(
            connection,
            act,
            Kind.KEEP_APART,
            [(INCIDENT, one), (INCIDENT, other)],
            [Change(APART, key, {"withdrawn": False})],
            f"{one} and {other} held apart",
        )


def held_apart(store: str | Engine, revision: int | None = None) -> Apart:
    """Pairs held apart at a revision (``None``: the newest).

    A merged incident stands under the one that it was merged into.
    """
    table = schema.apart
    with reading(engine_of(store)) as connection:
        at = newest(connection) if revision is None else revision
        leads = redirects(read_decisions(connection, revision=at))
        query = select(table.c.first_id, table.c.second_id).where(
            valid_at(table, at), table.c.withdrawn.is_(False)
        )
        pairs = [
            ordered(*(leads.get(name, (name, 0))[0] for name in pair))
            for pair in connection.execute(query)
        ]
    return frozenset(pair for pair in pairs if pair[0] != pair[1])


def ordered(first: str, second: str) -> tuple[str, str]:
    """The two ids, the lower one first."""
    return (first, second) if first < second else (second, first)


def stays(snapshot: Snapshot, first: str, second: str) -> str:
    """Which of two ids a merge should leave: of the incident with more reports, else the lower."""
    rows = np.flatnonzero(np.isin(snapshot.ids, [first, second]))
    return str(min((-int(snapshot.n_reports[row]), str(snapshot.ids[row])) for row in rows)[1])


@per_snapshot(maxsize=1)
def _found(snapshot: Snapshot) -> tuple[Features, Proposed]:
    features = features_of(snapshot)
    return features, propose(features, known_agreement(snapshot))


def _around(snapshot: Snapshot, rows: Iterable[tuple[ReportRow, Location]]) -> NDArray[np.int64]:
    """Incidents near enough in time to matter for the rates and pairs of these reports."""
    dates = [row.event_date for row, _ in rows if row.event_date]
    if not dates:
        return np.zeros(0, np.int64)
    low = np.datetime64(min(date.start for date in dates)) - _REACH_DAYS
    high = np.datetime64(max(date.end for date in dates)) + _REACH_DAYS
    return np.flatnonzero((snapshot.end >= low) & (snapshot.start <= high))


def _told(
    features: Features,
    found: Proposed,
    at: Sequence[int],
    first: NDArray[np.object_],
    second: NDArray[np.object_],
) -> tuple[Proposal, ...]:
    why = reasons(features, found, list(at))
    return tuple(
        Proposal(
            *ordered(str(first[found.first[row]]), str(second[found.second[row]])),
            float(found.score[row]),
            found.tier(row),
            told,
        )
        for row, told in zip(at, why, strict=True)
    )
