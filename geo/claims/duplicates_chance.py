"""How often two incidents agree by chance, learned from pairs that are surely two."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from geo.claims.duplicates import COUNTED, Features, Floats, Ints
from geo.claims.duplicates_block import MAX_GAP_DAYS, beside, cells
from geo.claims.duplicates_compare import (
    KINDS,
    LEVELS,
    SIZES,
    UNKNOWN,
    compare,
)
from geo.claims.duplicates_rates import SURELY_DAYS, WINDOW_DAYS

DOUBT: Final = 20.0
"""Known pairs that what is assumed below weighs as much as."""
_EVEN: Final[dict[str, tuple[float, ...]]] = {
    "type": (0.0, 0.60, 0.15, 0.25),
    "target": (0.0, 0.60, 0.10, 0.30),
    "actor": (0.0, 0.50, 0.50),
    "source": (0.0, 0.10, 0.90, 0.0),
    "casualties": (0.0, 0.40, 0.25, 0.35, 0.20, 0.15, 0.65, 0.10, 0.15, 0.75),
}
"""The same of two incidents at one place."""
CODED: Final = {"type": ("event_type", "types"), "target": ("target", "targets")}
_MOST_APART: Final = 200_000


@dataclass(frozen=True, slots=True)
class Chance:
    """How often two incidents of one place agree at each level: *u*, by pair of datasets.

    ``of``: aspect -> array (dataset, dataset, level). ``of_value``: aspect -> (value,), how often
    the second has this value where the first has it. ``burst``: (dataset, dataset, gap), how many
    times as many things happen so many days apart, far from each other, as on any two days.
    """

    of: dict[str, Floats]
    of_value: dict[str, Floats]
    burst: Floats


def kinds_of(aspect: str) -> tuple[tuple[int, ...], ...]:
    """Levels whose shares sum to 1: of one kind of pair, exact or coarse, few dead or many."""
    if aspect == "source":
        return ((1, 2),)
    if aspect == "place":
        return KINDS
    if aspect == "time":
        return (tuple(range(MAX_GAP_DAYS + 1)), (MAX_GAP_DAYS + 1,))
    return SIZES if aspect == "casualties" else (tuple(range(1, len(LEVELS[aspect]))),)


def chance(features: Features) -> Chance:
    """Learn from pairs that are surely two, whatever the records say.

    Type, target, actor and casualties: of two incidents at one place ``SURELY_DAYS`` to
    ``WINDOW_DAYS`` apart. Source: of two on the same day in governorates far from each other,
    since one outlet often tells of all that happened on a day.
    """
    first, second = _surely_two(features)
    apart = compare(features, first, second)
    same_day = _same_day(features)
    at_once = compare(features, *same_day)
    of: dict[str, Floats] = {}
    of_value: dict[str, Floats] = {}
    for aspect in COUNTED:
        source = aspect == "source"
        rows = same_day if source else (first, second)
        level = (at_once if source else apart).levels[aspect]
        of[aspect], pooled = _shares(features, *rows, level, aspect, not source)
        if aspect in CODED:
            code: Ints = getattr(features, CODED[aspect][0])
            values = len(getattr(features, CODED[aspect][1]))
            known = level != UNKNOWN
            ends = np.concatenate([code[first[known]], code[second[known]]])
            same = np.concatenate([level[known] == 1] * 2)
            alike = np.bincount(ends[same], minlength=values) + DOUBT * pooled[1]
            share = alike / (np.bincount(ends, minlength=values) + DOUBT)
            of_value[aspect] = np.append(share, 1.0)  # -1: nothing stated
    return Chance(of, of_value, _burst(features))


def _shares(
    features: Features, first: Ints, second: Ints, level: Ints, aspect: str, by_all: bool
) -> tuple[Floats, Floats]:
    """Shares of the levels by pair of datasets, and of all.

    ``by_all``: those of a pair of datasets are held back by those of all, else by what is assumed.
    """
    even = np.array(_EVEN[aspect])
    known = level != UNKNOWN
    n = len(features.datasets)
    pooled = np.zeros(len(even))
    shares = np.zeros((n, n, len(even)))
    a, b = features.dataset[first[known]], features.dataset[second[known]]
    counted = np.zeros((n, n, len(even)))
    np.add.at(counted, (a, b, level[known]), 1.0)
    counted = counted + counted.transpose(1, 0, 2)
    for kind in kinds_of(aspect):
        at = list(kind)
        assumed = even[at] / even[at].sum()
        pooled[at] = counted[..., at].sum(axis=(0, 1)) + DOUBT * assumed
        pooled[at] /= pooled[at].sum()
        held = counted[..., at] + DOUBT * (pooled[at] if by_all else assumed)
        shares[..., at] = held / held.sum(axis=2, keepdims=True)
    return shares, pooled


def _same_day(features: Features) -> tuple[Ints, Ints]:
    """For each incident up to three others of the same day in governorates far from its own."""
    start = features.first_day
    known = ~np.isnat(features.start) & (features.governorate >= 0)
    rows = np.flatnonzero(known & (features.start == features.end))
    rows = rows[np.argsort(start[rows], kind="stable")]
    far = ~beside(features.ground.governorates)
    found: list[tuple[Ints, Ints]] = []
    every = max(1, len(rows) * 3 // _MOST_APART)
    for step in (1, 2, 3):
        one, other = rows[:-step:every], rows[step::every]
        one, other = one[: len(other)], other[: len(one)]
        meets = start[one] == start[other]
        one, other = one[meets], other[meets]
        apart = far[features.governorate[one], features.governorate[other]]
        found.append((one[apart], other[apart]))
    return np.concatenate([a for a, _ in found]), np.concatenate([b for _, b in found])


def _burst(features: Features) -> Floats:
    """See ``Chance.burst``; 1 at least, held back where little is known."""
    n, units = len(features.datasets), len(features.ground.governorates)
    gaps = MAX_GAP_DAYS + 1
    burst = np.ones((n, n, gaps))
    start = features.first_day
    known = ~np.isnat(features.start) & (features.governorate >= 0)
    known &= features.start == features.end
    if not known.any():
        return burst
    first_day = start[known].min()
    counts = np.zeros((n, start[known].max() - first_day + WINDOW_DAYS + 1, units))
    at = (features.dataset[known], start[known] - first_day, features.governorate[known])
    np.add.at(counts, at, 1.0)
    far = (~beside(features.ground.governorates)).astype(np.float64)
    seen = [one for one in range(n) if counts[one].any()]
    for a in seen:
        reach = counts[a] @ far
        for b in seen:
            met = np.array(
                [
                    float((reach[: len(reach) - lag] * counts[b][lag:]).sum())
                    for lag in range(WINDOW_DAYS // 2)
                ]
            )
            usual = met[SURELY_DAYS:].mean()
            burst[a, b] = np.maximum((met[:gaps] + DOUBT) / (usual + DOUBT), 1.0)
    return np.sqrt(burst * burst.transpose(1, 0, 2))


def _surely_two(features: Features) -> tuple[Ints, Ints]:
    """For each incident up to three later ones of its cell (or governorate), surely other ones."""
    start = features.first_day
    unit = np.where(features.exact, cells(features), -2 - features.governorate)
    rows = np.flatnonzero(~np.isnat(features.start) & ((unit >= 0) | (features.governorate >= 0)))
    key = (unit[rows] + 1_000) * (1 << 22) + start[rows] + (1 << 21)
    order = np.argsort(key, kind="stable")
    rows, key = rows[order], key[order]
    every = max(1, len(rows) * 3 // _MOST_APART)
    asking = np.arange(0, len(rows), every)
    found = []
    for lag in (SURELY_DAYS + 1, 20, 40):
        at = np.searchsorted(key, key[asking] + lag, side="left")
        fits = at < len(rows)
        fits[fits] = key[at[fits]] <= key[asking[fits]] + min(lag + 19, WINDOW_DAYS)
        found.append((rows[asking[fits]], rows[at[fits]]))
    return tuple(np.concatenate(side) for side in zip(*found, strict=True))  # type: ignore[return-value]
