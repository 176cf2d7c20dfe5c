"""What agreements are worth, learned from incidents that are known to be one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from geo.claims.duplicates import ASPECTS, COUNTED, Features, Floats, Ints
from geo.claims.duplicates_block import MAX_GAP_DAYS
from geo.claims.duplicates_chance import CODED, DOUBT, Chance, kinds_of
from geo.claims.duplicates_compare import (
    EXTREMES,
    LEVELS,
    ONE_SOURCE,
    UNKNOWN,
    Compared,
    compare,
)
from geo.claims.duplicates_rates import WINDOW_DAYS, Rates

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
_ONE_SOURCE_BITS: Final = -3.0
"""What it says that one source keeps two records of a pair: it knew of both and told them apart."""
_PARTNERS: Final = 0.1
_PARTNERS_DOUBT: Final = 10.0
_LEAST_PARTNERS, _MOST_PARTNERS = 0.02, 4.0
"""However clean a dataset is, one record in fifty may be told twice."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """How often accounts of one incident agree at each level: *m* of Fellegi and Sunter."""

    share: dict[str, Floats]
    pairs: float


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
        for kind in kinds_of(aspect):
            levels = list(kind)
            if len(levels) > 1:
                doubt = _TIME_DOUBT if aspect == "time" else DOUBT
                held = doubt * assumed[levels] / assumed[levels].sum()
                share[aspect][levels] = (found[levels] + held) / (found[levels].sum() + doubt)
    return Agreement(share, float(weight.sum()))


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
            code: Ints = getattr(features, CODED[aspect][0])
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
