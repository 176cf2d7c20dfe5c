"""What agreements are worth: learned from known incidents, and from pairs that are surely two."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from geo.claims.duplicates import ASPECTS, COUNTED, Features, Floats, Ints
from geo.claims.duplicates_block import MAX_GAP_DAYS, beside, cells
from geo.claims.duplicates_compare import (
    APART,
    BESIDE,
    COUNTRY,
    EXTREMES,
    FAR,
    KINDS,
    LEVELS,
    NAMED,
    OFF_ROAD,
    ONE_SOURCE,
    OUTSIDE,
    SIZES,
    SPOT,
    UNKNOWN,
    WITHIN,
    Compared,
    compare,
)

WINDOW_DAYS: Final = 60
"""Around a day, for how often something happens at a place then."""
SURELY_DAYS: Final = 5
"""Incidents that lie further apart than this are two, for learning what two have in common."""
_BURST_DAYS: Final = 10
_ANYWHERE: Final = (APART, OFF_ROAD, OUTSIDE, COUNTRY)
"""Levels of place at which an unrelated incident may be anywhere in the country."""
_FINE_KM, _WIDE_KM = 5.0, 25.0
"""Reach up to which a cell of 5 km, and one of 28 km, says how much happens there."""
_DOUBT: Final = 20.0
"""Known pairs that what is assumed below weighs as much as."""
_TIME_DOUBT: Final = 100.0
"""The same for days: reports that were put together by hand hide how often dates differ."""
_ASSUMED: Final[dict[str, tuple[float, ...]]] = {
    "time": (0.88, 0.07, 0.03, 0.02, 0.90),
    "place": (0.60, 0.30, 0.08, 0.02, 0.90, 0.10, 0.10, 0.75, 0.10, 0.05, 1.0),
    "type": (0.0, 0.88, 0.09, 0.03),
    "target": (0.0, 0.93, 0.04, 0.03),
    "actor": (0.0, 0.70, 0.30),
    "source": (0.0, 0.05, 0.95, 0.0),
    "casualties": (0.0, 0.45, 0.30, 0.25, 0.55, 0.25, 0.20, 0.50, 0.30, 0.20),
}
"""How often two accounts of one incident agree so, before anything is learned. A judgement: most
name the same day and a place nearby; numbers of dead grow from one account to the next."""
_EVEN: Final[dict[str, tuple[float, ...]]] = {
    "type": (0.0, 0.60, 0.15, 0.25),
    "target": (0.0, 0.60, 0.10, 0.30),
    "actor": (0.0, 0.50, 0.50),
    "source": (0.0, 0.10, 0.90, 0.0),
    "casualties": (0.0, 0.40, 0.25, 0.35, 0.20, 0.15, 0.65, 0.10, 0.15, 0.75),
}
"""The same of two incidents at one place."""
_ONE_SOURCE_BITS: Final = -3.0
"""What it says that one source keeps two records of a pair: it knew of both and told them apart."""
_CODED: Final = {"type": ("event_type", "types"), "target": ("target", "targets")}
_PARTNERS: Final = 0.1
_PARTNERS_DOUBT: Final = 10.0
_LEAST_PARTNERS, _MOST_PARTNERS = 0.02, 4.0
"""However clean a dataset is, one record in fifty may be told twice."""
_MOST_APART: Final = 200_000


@dataclass(frozen=True, slots=True)
class Agreement:
    """How often accounts of one incident agree at each level: *m* of Fellegi and Sunter."""

    share: dict[str, Floats]
    pairs: float


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


def agreement(features: Features, first: Ints, second: Ints, weight: Floats) -> Agreement:
    """Learn from pairs of accounts that are of one incident.

    Parameters
    ----------
    weight : what each pair counts, so that an incident told by many does not outweigh the rest.
    """
    compared = compare(features, first, second)
    columns = {"time": compared.time, "place": compared.place, **compared.levels}
    share = {}
    for aspect, level in columns.items():
        assumed = np.array(_ASSUMED[aspect])
        found = np.bincount(level, weight, len(assumed))
        if aspect in LEVELS:
            found[UNKNOWN] = 0.0
        share[aspect] = assumed.copy()
        for kind in _kinds(aspect):
            levels = list(kind)
            if len(levels) > 1:
                doubt = _TIME_DOUBT if aspect == "time" else _DOUBT
                held = doubt * assumed[levels] / assumed[levels].sum()
                share[aspect][levels] = (found[levels] + held) / (found[levels].sum() + doubt)
    return Agreement(share, float(weight.sum()))


def _kinds(aspect: str) -> tuple[tuple[int, ...], ...]:
    """Levels whose shares sum to 1: of one kind of pair, exact or coarse, few dead or many."""
    size = len(_ASSUMED[aspect])
    if aspect == "source":
        return ((1, 2),)
    kinds = {"time": (tuple(range(size - 1)), (size - 1,)), "place": KINDS, "casualties": SIZES}
    return kinds.get(aspect, (tuple(range(1, size)),))


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
        if aspect in _CODED:
            code: Ints = getattr(features, _CODED[aspect][0])
            values = len(getattr(features, _CODED[aspect][1]))
            known = level != UNKNOWN
            ends = np.concatenate([code[first[known]], code[second[known]]])
            same = np.concatenate([level[known] == 1] * 2)
            alike = np.bincount(ends[same], minlength=values) + _DOUBT * pooled[1]
            share = alike / (np.bincount(ends, minlength=values) + _DOUBT)
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
    for kind in _kinds(aspect):
        at = list(kind)
        assumed = even[at] / even[at].sum()
        pooled[at] = counted[..., at].sum(axis=(0, 1)) + _DOUBT * assumed
        pooled[at] /= pooled[at].sum()
        held = counted[..., at] + _DOUBT * (pooled[at] if by_all else assumed)
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
            burst[a, b] = np.maximum((met[:gaps] + _DOUBT) / (usual + _DOUBT), 1.0)
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


class Rates:
    """How many incidents happen on a day around each incident, in units of several sizes."""

    def __init__(self, features: Features) -> None:
        self.start = features.first_day
        self.features = features
        exact, dated = features.exact, ~np.isnat(features.start)
        governorate = self._rate(np.where(dated, features.governorate, -1))
        country = self._rate(np.where(dated, 0, -1))
        self.around = np.where(np.isnan(governorate), country, governorate)
        self.country = country
        self.fine = self._rate(np.where(dated & exact, cells(features, 0.05, 0.06), -1))
        self.wide = self._rate(np.where(dated & exact, cells(features), -1))
        self.named = self._rate(np.where(dated, features.place, -1))

    def _rate(self, unit: Ints) -> Floats:
        """Incidents a day in the unit, by what lies ``SURELY_DAYS`` to ``WINDOW_DAYS`` away.

        The larger of the rates within the window and close by: attacks come in bursts. What
        happened at the same time is left out, for it may be the same incident.
        """
        rate = np.full(len(unit), np.nan)
        rows = np.flatnonzero(unit >= 0)
        key = unit[rows] * (1 << 22) + self.start[rows] + (1 << 21)
        order = np.argsort(key, kind="stable")
        rows, key = rows[order], key[order]

        def within(days: int) -> Ints:
            high = np.searchsorted(key, key + days, side="right")
            found: Ints = high - np.searchsorted(key, key - days, side="left")
            return found

        here = within(SURELY_DAYS)
        long = (within(WINDOW_DAYS) - here + 0.5) / (2 * (WINDOW_DAYS - SURELY_DAYS))
        short = (within(_BURST_DAYS) - here) / (2 * (_BURST_DAYS - SURELY_DAYS))
        rate[rows] = np.maximum(long, short / 2)
        return rate

    def local(self, compared: Compared, first: Ints, second: Ints) -> Floats:
        """Unrelated incidents a day that would lie at the pair's level of place."""
        features, place = self.features, compared.place
        reach = np.maximum(features.reach_km[first], features.reach_km[second])
        reach = np.where(place == FAR, np.maximum(reach, _WIDE_KM), reach)
        fine = (place == SPOT) | ((place == WITHIN) & (reach <= _FINE_KM))
        wide = ((place == WITHIN) | (place == FAR)) & (reach <= _WIDE_KM)
        chosen = [
            np.select(
                [fine, wide, place == NAMED, place == BESIDE, np.isin(place, _ANYWHERE)],
                [
                    self.fine[rows],
                    self.wide[rows],
                    self.named[rows],
                    np.sqrt(self.around[rows] * self.country[rows]),
                    self.country[rows],
                ],
                self.around[rows],
            )
            for rows in (first, second)
        ]
        found: Floats = np.sqrt(chosen[0] * chosen[1])
        return np.where(np.isnan(found), self.of_both(first, second), found)

    def of_both(self, first: Ints, second: Ints) -> Floats:
        """The same in their governorates (the country where there is none)."""
        found: Floats = np.sqrt(self.around[first] * self.around[second])
        return found


def weigh(
    features: Features,
    first: Ints,
    second: Ints,
    compared: Compared,
    known: Agreement,
    by_chance: Chance,
    rates: Rates,
) -> Floats:
    """What each aspect of the pairs is worth, in bits (log2 of odds): shape (aspects, pairs).

    The first one, "rate", still lacks how many partners a record has.
    """
    around = rates.of_both(first, second)
    local = rates.local(compared, first, second)
    window = 2.0 * WINDOW_DAYS + 1.0
    bits = {
        "rate": -np.log2(around * window),
        "time": np.log2(known.share["time"][compared.time] * window / compared.span),
        "place": np.log2(known.share["place"][compared.place] * around / local),
    }
    a, b = features.dataset[first], features.dataset[second]
    dated = compared.time <= MAX_GAP_DAYS
    bits["time"][dated] -= np.log2(by_chance.burst[a, b, compared.gap])[dated]
    for aspect in COUNTED:
        level = compared.levels[aspect]
        m, u = known.share[aspect][level], by_chance.of[aspect][a, b, level]
        if aspect in by_chance.of_value:
            code: Ints = getattr(features, _CODED[aspect][0])
            usual = by_chance.of_value[aspect][code[first]]
            u = np.where(level == 1, np.minimum(np.sqrt(u * usual), 1.0), u)
        bits[aspect] = np.zeros(len(first))
        told = (level != UNKNOWN) & (u > 0)
        bits[aspect][told] = np.log2(m[told] / u[told])
        # What agrees never speaks against a pair, and what differs never for it, however the
        # incidents that were learned from differ from these.
        best, worst = (np.isin(level, levels) for levels in EXTREMES[aspect])
        bits[aspect] = np.where(best, np.maximum(bits[aspect], 0.0), bits[aspect])
        bits[aspect] = np.where(worst, np.minimum(bits[aspect], -1.0), bits[aspect])
    bits["source"][compared.levels["source"] == ONE_SOURCE] = _ONE_SOURCE_BITS
    return np.stack([bits[aspect] for aspect in ASPECTS])


def most_partners() -> float:
    """The most partners that a record is ever taken to have."""
    return _MOST_PARTNERS


def partners(features: Features, first: Ints, second: Ints, total: Floats) -> Floats:
    """How many partners a record of one dataset has in another: array (dataset, dataset).

    By expectation-maximisation from the pairs themselves (Dempster, Laird, Rubin 1977), held
    back by ``_PARTNERS_DOUBT`` records with ``_PARTNERS`` each.
    """
    n = len(features.datasets)
    size = np.maximum(np.bincount(features.dataset, minlength=n).astype(np.float64), 1.0)
    a, b = features.dataset[first], features.dataset[second]
    pair = np.minimum(a, b) * n + np.maximum(a, b)
    smaller = np.minimum(size[:, None], size[None, :])
    found = np.full((n, n), _PARTNERS)
    odds = np.exp2(np.clip(total, -60, 60))
    for _ in range(30):
        ratio = odds * found.ravel()[pair]
        sums = np.bincount(pair, ratio / (1.0 + ratio), n * n).reshape(n, n)
        sums = np.where(np.eye(n, dtype=bool), 2 * sums, sums + sums.T)
        new = (sums + _PARTNERS * _PARTNERS_DOUBT) / (smaller + _PARTNERS_DOUBT)
        new = np.clip(new, _LEAST_PARTNERS, _MOST_PARTNERS)
        if np.allclose(new, found, rtol=1e-3):
            break
        found = new
    return found
