"""How two incidents agree, aspect by aspect, as levels with words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from geo.claims.duplicates import COUNTED, Features, Floats, Ints
from geo.claims.duplicates_block import MAX_GAP_DAYS, days, distance_km
from geo.claims.ragged import ragged
from geo.model import DatePrec

TIMES: Final = (*(f"gap {gap}" for gap in range(MAX_GAP_DAYS + 1)), "overlap")
SPOT, NEAR, WITHIN, ROAD, DISTRICT, FAR, GOVERNORATE, COUNTRY, ELSEWHERE = range(9)
PLACES: Final = (
    "same spot", "within 5 km", "within what is known", "same road", "same district",
    "within 25 km", "same governorate", "same country", "elsewhere",
)  # fmt: skip
UNKNOWN: Final = 0
LEVELS: Final = {
    "type": ("unknown", "same", "unspecific", "differs"),
    "target": ("unknown", "same", "unspecific", "differs"),
    "actor": ("unknown", "same", "differs"),
    "casualties": ("unknown", "same, many", "same, few", "none", "near", "differs"),
}
"""Levels by aspect; the position is the code. Nothing is concluded from "unknown"."""
UNSPECIFIC: Final = frozenset({"other", "unknown", "unspecified"})
_SPOT_KM: Final = 1.0
_NEAR_KM: Final = 5.0
_FAR_KM: Final = 25.0
_POINT_M: Final = 1_000.0
_MANY: Final = 4


@dataclass(frozen=True, slots=True)
class Compared:
    """Levels of pairs, each column of their number.

    ``gap``: days between the two intervals, 0 when they meet. ``span``: days on which an unrelated
    incident of the second one's length would have had the same gap. ``km``: distance of the
    coordinates, NaN when one has none. ``levels``: by aspect of ``COUNTED``.
    """

    gap: Ints
    span: Ints
    time: Ints
    km: Floats
    place: Ints
    levels: dict[str, Ints]


def compare(features: Features, first: Ints, second: Ints) -> Compared:
    """Levels of the pairs (first, second)."""
    start, end = days(features.start), days(features.end)
    gap = np.maximum(start[second] - end[first], start[first] - end[second])
    gap = np.maximum(gap, 0)
    length = (end - start)[first] + (end - start)[second]
    coarse = np.maximum(features.date_prec[first], features.date_prec[second]) > DatePrec.DAYS
    time = np.where((gap == 0) & coarse, MAX_GAP_DAYS + 1, np.minimum(gap, MAX_GAP_DAYS))
    km = distance_km(features, first, second)
    return Compared(
        gap=gap,
        span=np.where(gap == 0, length + 1, 2),
        time=time,
        km=km,
        place=_place(features, first, second, km),
        levels={aspect: _OF[aspect](features, first, second) for aspect in COUNTED},
    )


def _place(features: Features, first: Ints, second: Ints, km: Floats) -> Ints:
    exact = features.exact[first] & features.exact[second]
    known = np.nan_to_num(features.radius_m, nan=_POINT_M)
    radius = np.maximum(known[first], known[second]) / 1_000.0

    def shared(column: Ints) -> NDArray[np.bool_]:
        return (column[first] >= 0) & (column[first] == column[second])

    def stated(column: Ints) -> NDArray[np.bool_]:
        return (column[first] >= 0) & (column[second] >= 0)

    road = shared(features.stretch) | (shared(features.route) & _meet(features, first, second))
    return np.select(
        [
            exact & (km <= _SPOT_KM),
            exact & (km <= _NEAR_KM),
            exact & (km <= np.minimum(radius, _FAR_KM)),
            ~exact & road,
            ~exact & shared(features.district),
            exact & (km <= _FAR_KM),
            ~exact & shared(features.governorate),
            ~exact & ~stated(features.governorate),
        ],
        [SPOT, NEAR, WITHIN, ROAD, DISTRICT, FAR, GOVERNORATE, COUNTRY],
        ELSEWHERE,
    ).astype(np.int64)


def _meet(features: Features, first: Ints, second: Ints) -> NDArray[np.bool_]:
    """Whether two stretches of one route meet, within 5 km, by what is known of their ends."""
    low = np.fmax(features.from_km[first], features.from_km[second])
    high = np.fmin(features.to_km[first], features.to_km[second])
    with np.errstate(invalid="ignore"):
        meets: NDArray[np.bool_] = low <= high + _NEAR_KM
    return meets


def _kind(column: str, words: str) -> Callable[[Features, Ints, Ints], Ints]:
    def level(features: Features, first: Ints, second: Ints) -> Ints:
        code: Ints = getattr(features, column)
        names: tuple[str, ...] = getattr(features, words)
        vague = np.array([name.lower() in UNSPECIFIC for name in names] + [False])
        a, b = code[first], code[second]
        found = np.where(a == b, 1, np.where(vague[a] ^ vague[b], 2, 3))
        found[(a < 0) | (b < 0) | (vague[a] & vague[b])] = UNKNOWN
        # Codings that have no word in common tell nothing of each other.
        spoken = _spoken(code, features.dataset, len(names), len(features.datasets))
        common = spoken.astype(np.int64) @ spoken.T.astype(np.int64) > 0
        found[~common[features.dataset[first], features.dataset[second]]] = UNKNOWN
        return found.astype(np.int64)

    return level


def _spoken(code: Ints, dataset: Ints, names: int, datasets: int) -> NDArray[np.bool_]:
    used = np.zeros((datasets, names), bool)
    stated = code >= 0
    used[dataset[stated], code[stated]] = True
    return used


def _actor(features: Features, first: Ints, second: Ints) -> Ints:
    size = np.diff(features.actor_start)
    found = np.where((size[first] == 0) | (size[second] == 0), UNKNOWN, 2)
    both = np.flatnonzero(found)
    width = len(features.actors) + 1
    one, at = ragged(features.actor_start, first[both])
    other, of = ragged(features.actor_start, second[both])
    numbers = np.arange(len(both))
    mine = np.repeat(numbers, np.diff(at)) * width + features.actor[one]
    theirs = np.repeat(numbers, np.diff(of)) * width + features.actor[other]
    shared = mine[np.isin(mine, theirs)] // width
    found[both[shared]] = 1
    return found.astype(np.int64)


def _casualties(features: Features, first: Ints, second: Ints) -> Ints:
    killed = _count(features.killed_low, features.killed_high, first, second)
    wounded = _count(features.wounded_low, features.wounded_high, first, second)
    return np.where(killed != UNKNOWN, killed, wounded)


def _count(low: Floats, high: Floats, first: Ints, second: Ints) -> Ints:
    """Level of two ranges of people; a bound that is not known is the other one."""
    least, most = np.where(np.isnan(low), high, low), np.where(np.isnan(high), low, high)
    a, b = np.fmax(least[first], least[second]), np.fmin(most[first], most[second])
    with np.errstate(invalid="ignore"):
        meet = a <= b
        near = a - b <= np.maximum(1.0, 0.25 * a)
        some = np.minimum(most[first], most[second]) > 0
        found = np.select(
            [meet & (a >= _MANY), meet & (b > 0), meet, near & some],
            [1, 2, 3, 4],
            5,
        )
    found[np.isnan(least[first]) | np.isnan(least[second])] = UNKNOWN
    return found.astype(np.int64)


_OF: Final = {
    "type": _kind("event_type", "types"),
    "target": _kind("target", "targets"),
    "actor": _actor,
    "casualties": _casualties,
}
