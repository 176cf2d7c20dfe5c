"""Which incidents are claimed, which reports carry the claim, and what became of it.

Two readings of "claimed". *Responsibility*: a report is the claim itself (stance ``claims``), or
says that somebody claims it (an actor in the role "claimed"). *Channels*: also what the claimant
or a channel that publishes for it asserts without claiming responsibility (origin: the claimant).

A claim is *confirmed* when a report with stance ``confirms``, of a party or authority with direct
knowledge, stands; denials beside it do not undo that, they make the outcome *disputed*.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np
from numpy.typing import NDArray

from geo.claims.ragged import owners
from geo.claims.status import stands
from geo.model import Stance, Status
from geo.store.cache import per_snapshot
from geo.store.snapshot import STANCES, STATUSES, Snapshot
from geo.view.index import index_of
from geo.view.select import Mask, any_of

CLAIMED_ROLE: Final = "claimed"
CLAIMANT: Final = 0
"""Code of the claimant in ``vocab.origins``."""


class Outcome(StrEnum):
    """What became of a claim, from confirmed to denied. All but the first two are the gap."""

    CONFIRMED = "confirmed"
    DISPUTED = "confirmed, but denied or doubted"
    CORROBORATED = "corroborated"
    SINGLE_SOURCE = "single source"
    CLAIMED_ONLY = "claimed only"
    CONTESTED = "contested"
    DENIED = "denied"


OUTCOMES: Final[tuple[Outcome, ...]] = tuple(Outcome)
"""Code of an outcome = its position."""

CONFIRMED_OUTCOMES: Final = 2
"""The first so many outcomes are those that somebody with direct knowledge confirms."""

STATUS_OF: Final[dict[Outcome, Status]] = {
    outcome: Status.CONTESTED if outcome is Outcome.DISPUTED else Status(outcome.value)
    for outcome in OUTCOMES
}
"""The status of the incidents with an outcome."""

_ASSERTING: Final = np.isin(STANCES, [Stance.CLAIMS, Stance.CONFIRMS, Stance.REPORTS])


@dataclass(frozen=True, eq=False, slots=True)
class Claimed:
    """Claims of all incidents of a snapshot.

    Attributes
    ----------
    outcome : int8 (n,), code in ``OUTCOMES``, -1 where nobody claims the incident.
    carries : bool (m,), reports that pass the claim on without denying or doubting it.
    confirms : bool (m,), reports that confirm with direct knowledge and stand.
    """

    outcome: NDArray[np.int8]
    carries: Mask
    confirms: Mask


@per_snapshot(maxsize=2)
def claimed(snapshot: Snapshot, channels: bool) -> Claimed:
    """Claims by responsibility, or also by the claimant's channels."""
    told, stance = snapshot.told, snapshot.stance
    of = index_of(snapshot).report_incident
    report = owners(told.origin_start)
    standing = stands(of[report], stance[report], told.origin, told.carrier[report])

    says = _says_claimed(snapshot)
    carries = says & _ASSERTING[stance]
    if channels:
        from_claimant = any_of(snapshot.m, report[standing & (told.origin == CLAIMANT)])
        says, carries = says | from_claimant, carries | from_claimant
    confirms = any_of(snapshot.m, report[standing]) & (stance == STANCES.index(Stance.CONFIRMS))

    is_claimed = any_of(snapshot.n, of[says])
    disputed = any_of(snapshot.n, of[confirms]) & (
        snapshot.status == STATUSES.index(Status.CONTESTED)
    )
    by_status = np.array([OUTCOMES.index(Outcome(status.value)) for status in STATUSES], np.int8)
    outcome = by_status[snapshot.status]
    outcome[disputed] = OUTCOMES.index(Outcome.DISPUTED)
    outcome[~is_claimed] = -1
    for column in (outcome, carries, confirms):
        column.setflags(write=False)
    return Claimed(outcome, carries, confirms)


def _says_claimed(snapshot: Snapshot) -> Mask:
    """Reports that are a claim of responsibility, or that tell of one."""
    says: Mask = snapshot.stance == STANCES.index(Stance.CLAIMS)
    roles = snapshot.vocab.roles
    if CLAIMED_ROLE in roles:
        mention = owners(snapshot.told.mention_start)
        named = snapshot.told.role == roles.index(CLAIMED_ROLE)
        says = says | any_of(snapshot.m, mention[named])
    return says
