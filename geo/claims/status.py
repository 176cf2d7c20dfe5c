"""The status of an incident, by stated rules; never typed in.

The first rule that fits:

1. **denied** - nobody's assertion stands, and somebody denies or withdrew: only denials, or
   every assertion withdrawn.
2. **contested** - an assertion stands and somebody denies or doubts it; or there is nothing but
   doubt (a doubt speaks of an assertion that the reader has not seen; it denies nothing).
3. **confirmed** - a ``confirms`` stands.
4. **corroborated** - the assertions that stand have two or more independent origins.
5. **claimed only** - their only origin is the claimant or its channel.
6. **single source** - what remains.

An assertion is a report with stance ``claims``, ``confirms`` or ``reports``. It stands unless its
origin withdraws, or the outlet that carries it withdraws its own word. A withdrawn assertion
counts as none. Origins are those of ``geo.claims.origins``.

From these rules follow, and tests hold: the order of reports never matters; a further denial
never makes an incident firmer (``FIRMNESS``); a further relay of an origin that already says the
same changes nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from geo.model import Stance, Status

STATUSES: Final[tuple[Status, ...]] = tuple(Status)
STANCES: Final[tuple[Stance, ...]] = tuple(Stance)

FIRMNESS: Final[tuple[Status, ...]] = (
    *(Status.DENIED, Status.CONTESTED, Status.CLAIMED_ONLY),
    *(Status.SINGLE_SOURCE, Status.CORROBORATED, Status.CONFIRMED),
)
"""From the least firm to the firmest."""

_ASSERTS: Final = np.isin(STANCES, [Stance.CLAIMS, Stance.CONFIRMS, Stance.REPORTS])
_OF: Final[dict[str, int]] = {stance: code for code, stance in enumerate(STANCES)}


def statuses(
    incident: NDArray[np.integer],
    stance: NDArray[np.integer],
    origin: NDArray[np.integer],
    carrier: NDArray[np.integer],
    n: int,
    claimant: int = 0,
) -> tuple[NDArray[np.int8], NDArray[np.int32]]:
    """Status and number of independent origins of ``n`` incidents.

    Parameters
    ----------
    incident, stance, origin, carrier : shape (k,), one row an assertion, denial ... of one
        origin; ``incident`` in 0 .. n - 1, ``stance`` codes in ``STANCES``, ``origin`` and
        ``carrier`` codes >= 0 of one code space. Any order.
    claimant : the code of the claimant's origin.

    Returns
    -------
    status : int8 (n,), codes in ``STATUSES``.
    n_origins : int32 (n,), independent origins of the assertions that stand.
    """
    asserts = _ASSERTS[stance]
    standing = stands(incident, stance, origin, carrier)

    def having(rows: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Incidents with at least one of these rows."""
        found = np.zeros(n, dtype=bool)
        found[incident[rows]] = True
        return found

    codes = int(max(origin.max(initial=0), carrier.max(initial=0), claimant)) + 1
    kept = incident[standing].astype(np.int64) * codes + origin[standing]
    pairs = distinct(kept)
    n_origins = np.bincount(pairs // codes, minlength=n).astype(np.int32)

    has_assertion = having(standing)
    denied = having(stance == _OF[Stance.DENIES])
    doubted = having(stance == _OF[Stance.DOUBTS])
    withdrawn = having((stance == _OF[Stance.WITHDRAWS]) | (asserts & ~standing))
    confirmed = having(standing & (stance == _OF[Stance.CONFIRMS]))
    others = having(standing & (origin != claimant))
    status = np.select(
        [
            ~has_assertion & (denied | withdrawn),
            denied | doubted,
            confirmed,
            n_origins >= 2,
            has_assertion & ~others,
        ],
        [
            STATUSES.index(Status.DENIED),
            STATUSES.index(Status.CONTESTED),
            STATUSES.index(Status.CONFIRMED),
            STATUSES.index(Status.CORROBORATED),
            STATUSES.index(Status.CLAIMED_ONLY),
        ],
        STATUSES.index(Status.SINGLE_SOURCE),
    )
    return status.astype(np.int8), n_origins


def stands(
    incident: NDArray[np.integer],
    stance: NDArray[np.integer],
    origin: NDArray[np.integer],
    carrier: NDArray[np.integer],
) -> NDArray[np.bool_]:
    """Rows that assert the incident and that nobody withdrew. Parameters as in ``statuses``."""
    standing: NDArray[np.bool_] = _ASSERTS[stance]
    return standing & ~_withdrawn(incident, stance, origin, carrier)


def distinct(values: NDArray[np.int64]) -> NDArray[np.int64]:
    """Distinct values, sorted. Ten times as fast as the hashing ``np.unique`` of numpy 2.3 on."""
    ordered = np.sort(values)
    first = np.ones(len(ordered), dtype=bool)
    first[1:] = ordered[1:] != ordered[:-1]
    return ordered[first]


def _withdrawn(
    incident: NDArray[np.integer],
    stance: NDArray[np.integer],
    origin: NDArray[np.integer],
    carrier: NDArray[np.integer],
) -> NDArray[np.bool_]:
    """Rows whose origin, or whose outlet speaking for itself, withdraws in the same incident."""
    withdraws: NDArray[np.bool_] = stance == _OF[Stance.WITHDRAWS]
    if not withdraws.any():
        return withdraws
    codes = int(max(origin.max(initial=0), carrier.max(initial=0))) + 1
    base = incident.astype(np.int64) * codes
    gone = distinct(base[withdraws] + origin[withdraws])

    def among(values: NDArray[np.int64]) -> NDArray[np.bool_]:
        at = np.searchsorted(gone, values)
        found: NDArray[np.bool_] = gone[np.minimum(at, len(gone) - 1)] == values
        return found

    return among(base + origin) | among(base + carrier)


@dataclass(frozen=True, slots=True)
class Account:
    """What ``explain`` needs to know of a report; names are those of ``geo.claims.origins``."""

    id: str
    stance: Stance
    origins: tuple[str, ...]
    outlet: str


def explain(status: Status, accounts: Sequence[Account]) -> str:
    """Why an incident has its status, in one sentence with the ids of the reports it rests on.

    Parameters
    ----------
    accounts : all reports of the incident, in any order.
    """
    by: dict[Stance, list[str]] = {stance: [] for stance in STANCES}
    for account in accounts:
        by[account.stance].append(account.id)
    asserting = [a for a in accounts if _ASSERTS[STANCES.index(a.stance)]]
    gone = {name for a in accounts if a.stance is Stance.WITHDRAWS for name in a.origins}
    standing = [a for a in asserting if not gone.issuperset(a.origins) and a.outlet not in gone]
    ids = _ids([a.id for a in standing])
    if status is Status.DENIED:
        if asserting:
            return f"Denied: every assertion was withdrawn ({_ids(by[Stance.WITHDRAWS])})."
        return (
            f"Denied: there are only denials ({_ids(by[Stance.DENIES] or by[Stance.WITHDRAWS])})."
        )
    against = _parts(
        ("denied by", by[Stance.DENIES]),
        ("doubted by", by[Stance.DOUBTS]),
    )
    if status is Status.CONTESTED:
        if not standing:
            return f"Contested: {against}; no report that asserts it has been read."
        told = _parts(
            ("claimed by", _of_stance(standing, Stance.CLAIMS)),
            ("confirmed by", _of_stance(standing, Stance.CONFIRMS)),
            ("reported by", _of_stance(standing, Stance.REPORTS)),
        )
        return f"Contested: {told}, but {against}."
    if status is Status.CONFIRMED:
        confirmed = _ids(_of_stance(standing, Stance.CONFIRMS))
        return f"Confirmed by a party or authority with direct knowledge ({confirmed}); not denied."
    names = sorted({name for a in standing for name in a.origins} - gone)
    if status is Status.CORROBORATED:
        listed = ", ".join(names)
        return f"Corroborated: {len(names)} independent origins ({listed}) in {ids}; none confirms."
    if status is Status.CLAIMED_ONLY:
        return f"Claimed only: all assertions come from the claimant or its channel ({ids})."
    return f"Single source: all assertions have one origin, {names[0]} ({ids})."


def _of_stance(accounts: Sequence[Account], stance: Stance) -> list[str]:
    return [account.id for account in accounts if account.stance is stance]


def _parts(*parts: tuple[str, list[str]]) -> str:
    return ", ".join(f"{words} {_ids(ids)}" for words, ids in parts if ids)


def _ids(ids: Sequence[str]) -> str:
    """Report ids as a reader lists them, in their own order."""
    ids = sorted(ids)
    if len(ids) < 2:
        return "".join(ids)
    return f"{', '.join(ids[:-1])} and {ids[-1]}"
