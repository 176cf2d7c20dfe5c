"""How the statuses come out over all incidents told in reports, beside a plain count of outlets.

The plain count is what a table of reports suggests at first sight: it takes every outlet for a
witness. Where it and the rules part, independence of origins is what tells them apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from geo.claims.hinge import ALONE, without_each
from geo.model import Stance, Status
from geo.store.cache import per_snapshot
from geo.store.snapshot import STANCES, STATUSES, Snapshot
from geo.view.index import Rows, index_of

_ASSERTING: Final = (Stance.CLAIMS, Stance.CONFIRMS, Stance.REPORTS)
DATASET: Final = "reports"


@dataclass(frozen=True, slots=True)
class Hinge:
    """A report without which its incident's status would be another one."""

    incident: str
    report: str
    status: Status
    without: Status


@per_snapshot(maxsize=2)
def status_without(snapshot: Snapshot) -> NDArray[np.int8]:
    """Status code of its incident without each report; -1 where it is the only one. Shape (m,)."""
    told = snapshot.told
    return without_each(
        snapshot.report_start, snapshot.stance, told.origin_start, told.origin, told.carrier
    )


def hinges(snapshot: Snapshot, rows: Rows) -> list[Hinge]:
    """The reports that the statuses of these incidents hinge on, in the order of their ids."""
    other = status_without(snapshot)
    incident = index_of(snapshot).report_incident
    chosen = np.zeros(snapshot.n, dtype=np.bool_)
    chosen[rows] = True
    turns = chosen[incident] & (other != ALONE) & (other != snapshot.status[incident])
    found = [
        Hinge(
            str(snapshot.ids[incident[report]]),
            str(snapshot.report_ids[report]),
            STATUSES[snapshot.status[incident[report]]],
            STATUSES[other[report]],
        )
        for report in np.flatnonzero(turns).tolist()
    ]
    return sorted(found, key=lambda hinge: (hinge.incident, hinge.report))


def plain_statuses(snapshot: Snapshot, rows: Rows) -> list[Status]:
    """The status of each incident as a count of stances and outlets would have it."""
    found = []
    for row in rows.tolist():
        span = slice(*snapshot.report_start[row : row + 2].tolist())
        stances = [STANCES[code] for code in snapshot.stance[span].tolist()]
        asserting = [
            outlet
            for outlet, stance in zip(snapshot.outlet[span].tolist(), stances, strict=True)
            if stance in _ASSERTING
        ]
        against = any(stance in (Stance.DENIES, Stance.DOUBTS) for stance in stances)
        if not asserting:
            found.append(Status.DENIED)
        elif against:
            found.append(Status.CONTESTED)
        elif Stance.CONFIRMS in stances:
            found.append(Status.CONFIRMED)
        elif set(stances) == {Stance.CLAIMS}:
            found.append(Status.CLAIMED_ONLY)
        else:
            several = len(set(asserting)) > 1
            found.append(Status.CORROBORATED if several else Status.SINGLE_SOURCE)
    return found


def report(snapshot: Snapshot) -> str:
    """Tables in Markdown: statuses by stances, by rule beside a plain count, and what hinges."""
    known = snapshot.vocab.datasets
    code = known.index(DATASET) if DATASET in known else -2
    rows = np.flatnonzero(snapshot.dataset == code).astype(np.int64)
    by_rule = [STATUSES[code] for code in snapshot.status[rows].tolist()]
    turning = hinges(snapshot, rows)
    return "\n".join(
        (
            f"## {len(rows)} incidents told in reports, by status and by stance\n",
            _by_stance(snapshot, rows, by_rule),
            "## By rule (rows) beside a plain count of stances and outlets (columns)\n",
            _confusion(by_rule, plain_statuses(snapshot, rows)),
            f"## {len({h.incident for h in turning})} incidents hinge on one report\n",
            _table(
                ("incident", "report", "status", "without it"),
                ((h.incident, h.report, h.status, h.without) for h in turning),
            ),
        )
    )


def _by_stance(snapshot: Snapshot, rows: Rows, by_rule: Sequence[Status]) -> str:
    counts = np.zeros((len(STATUSES), len(STANCES)), dtype=np.int64)
    for row, status in zip(rows.tolist(), by_rule, strict=True):
        span = slice(*snapshot.report_start[row : row + 2].tolist())
        counts[STATUSES.index(status), np.unique(snapshot.stance[span])] += 1
    lines = [
        (status, str(by_rule.count(status)), *(str(n) for n in counts[code].tolist()))
        for code, status in enumerate(STATUSES)
    ]
    return _table(("status", "incidents", *(f"some {stance}" for stance in STANCES)), lines)


def _confusion(by_rule: Sequence[Status], plain: Sequence[Status]) -> str:
    pairs = list(zip(by_rule, plain, strict=True))
    lines = [(rule, *(str(pairs.count((rule, other))) for other in STATUSES)) for rule in STATUSES]
    same = sum(rule is other for rule, other in pairs)
    return _table(("", *STATUSES), lines) + f"\nThe same for {same} of {len(pairs)}.\n"


def _table(head: Sequence[str], lines: Iterable[Sequence[str]]) -> str:
    rows = [head, ["---"] * len(head), *lines]
    return "\n".join("| " + " | ".join(row) + " |" for row in rows) + "\n"
