"""What the status of an incident hangs on: the reports and origins it would not have without.

Each is left out in turn and the rules of ``geo.claims.status`` are asked again; what changes the
answer is a hinge. An incident may hinge on none: then no single voice decides it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geo.claims.origins import CLAIMANT
from geo.claims.status import STANCES, STATUSES, Account, statuses
from geo.model import Status


@dataclass(frozen=True, slots=True)
class Hinge:
    """Without ``left_out`` the status would be ``status``; ``None``: nothing would be left."""

    left_out: str
    status: Status | None


def status_of(accounts: Sequence[Account]) -> Status:
    """The status of one incident with these reports, of which there is at least one."""
    rows = _rows(accounts)
    status = _statuses(rows, np.ones((1, len(rows)), dtype=bool))[0]
    assert status is not None  # noqa: S101 - there are reports
    return status


def report_hinges(accounts: Sequence[Account]) -> tuple[Hinge, ...]:
    """Reports without which the status would be another, by id."""
    return _hinges(accounts, {account.id for account in accounts}, by=0)


def origin_hinges(accounts: Sequence[Account]) -> tuple[Hinge, ...]:
    """Origins all of whose words, whoever carries them, the status needs; by name."""
    return _hinges(accounts, {name for told in accounts for name in told.origins}, by=1)


_Row = tuple[str, str, int, str]
"""Report, origin, code of the stance, carrier."""


def _rows(accounts: Sequence[Account]) -> list[_Row]:
    return [
        (account.id, origin, STANCES.index(account.stance), account.outlet)
        for account in accounts
        for origin in account.origins
    ]


def _hinges(accounts: Sequence[Account], parts: set[str], by: int) -> tuple[Hinge, ...]:
    """Parts without which the status is another; ``by``: the column of the rows they stand in."""
    rows = _rows(accounts)
    names = sorted(parts)
    left = np.array([[row[by] != name for row in rows] for name in names], dtype=bool)
    whole = status_of(accounts)
    return tuple(
        Hinge(name, status)
        for name, status in zip(names, _statuses(rows, left), strict=True)
        if status is not whole
    )


def _statuses(rows: Sequence[_Row], kept: NDArray[np.bool_]) -> list[Status | None]:
    """The status of each selection of rows; ``kept`` is bool (selections, rows)."""
    codes = {CLAIMANT: 0}
    origin = np.array([codes.setdefault(row[1], len(codes)) for row in rows], dtype=np.int64)
    carrier = np.array([codes.setdefault(row[3], len(codes)) for row in rows], dtype=np.int64)
    stance = np.array([row[2] for row in rows], dtype=np.int8)
    which, row = np.nonzero(kept)
    found, _ = statuses(which, stance[row], origin[row], carrier[row], len(kept))
    return [STATUSES[code] if some.any() else None for code, some in zip(found, kept, strict=True)]
