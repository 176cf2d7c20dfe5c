"""From a table of incidents to the pairs that may be one, with score, tier and reasons."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from geo.claims import duplicates_block
from geo.claims.duplicates import (
    ASPECTS,
    REVIEW_FROM,
    SAME_FROM,
    Features,
    Floats,
    Ints,
    Reason,
    Tier,
)
from geo.claims.duplicates_chance import Chance, chance
from geo.claims.duplicates_compare import compare
from geo.claims.duplicates_rates import Rates
from geo.claims.duplicates_weights import Agreement, most_partners, partners, weigh
from geo.claims.duplicates_words import rate_words, words

MOST_PROPOSED: Final = 10_000
"""Proposals that are kept, the best."""


@dataclass(frozen=True, eq=False, slots=True)
class Proposed:
    """Pairs that may be one incident, best first; columns of one length.

    Attributes
    ----------
    first, second : rows of the table.
    score : 0..1, how likely it is that the two are one.
    bits : by aspect of ``ASPECTS``, shape (aspects, pairs); they sum to the score's log-odds.
    around : how many unrelated incidents their governorates have in the days around, a pair.
    partners : how many other records of its incident a record of these datasets has, a pair.
    looked_at : pairs that were near enough to be compared.
    left_out : incidents of such busy places and days that they were not compared.
    more : pairs beyond ``MOST_PROPOSED``, which are not listed.
    """

    first: Ints
    second: Ints
    score: Floats
    bits: NDArray[np.float64]
    around: Floats
    partners: Floats
    looked_at: int
    left_out: int
    more: int

    @property
    def same(self) -> NDArray[np.bool_]:
        """Which of the pairs are of the tier "same"; the others are to be reviewed."""
        return self.score >= SAME_FROM

    def tier(self, at: int) -> Tier:
        """Tier of a pair."""
        return Tier.SAME if self.score[at] >= SAME_FROM else Tier.REVIEW


def propose(
    features: Features,
    known: Agreement,
    by_chance: Chance | None = None,
    most: int = MOST_PROPOSED,
    only: NDArray[np.bool_] | None = None,
) -> Proposed:
    """Pairs of the table that may be one incident.

    The score of a pair is the same whichever comes first and in whatever order the rows stand.
    Another incident changes the score of a pair only through what is learned from all (rates,
    chance agreement, number of partners), never directly.

    Parameters
    ----------
    by_chance : learned from the table itself when left out.
    only : pairs that have one of these incidents at least; learned from all the same.
    """
    order = features.order()
    table = features.take(order)
    by_chance = by_chance or chance(table)
    rates = Rates(table)
    wanted = None if only is None else only[order]
    found, left_out = duplicates_block.pairs(table)
    parts: list[tuple[Ints, Ints, NDArray[np.float64]]] = []
    looked_at = 0
    for pairs in found:
        first, second = pairs.first, pairs.second
        looked_at += len(first)
        compared = compare(table, first, second)
        bits = weigh(table, first, second, compared, known, by_chance, rates)
        likely = bits.sum(axis=0) > -np.log2(most_partners()) - _UNLIKELY_BITS
        parts.append((first[likely], second[likely], bits[:, likely]))
    first, second = (np.concatenate([_NO_ROWS, *(part[side] for part in parts)]) for side in (0, 1))
    bits = np.concatenate([np.zeros((len(ASPECTS), 0)), *(part[2] for part in parts)], axis=1)
    _, once = np.unique(first * table.n + second, return_index=True)
    first, second, bits = first[once], second[once], bits[:, once]
    each = partners(table, first, second, bits.sum(axis=0))
    around, each = np.exp2(-bits[0]), each[table.dataset[first], table.dataset[second]]
    bits[0] += np.log2(each)
    score = 1.0 / (1.0 + np.exp2(-np.clip(bits.sum(axis=0), -60, 60)))
    kept = score >= REVIEW_FROM
    if wanted is not None:
        kept &= wanted[first] | wanted[second]
    at = np.flatnonzero(kept)
    first, second = order[first[at]], order[second[at]]
    first, second = np.minimum(first, second), np.maximum(first, second)
    ranked = np.lexsort((second, first, -np.round(score[at], 9)))
    best = ranked[:most]
    return Proposed(
        first=first[best],
        second=second[best],
        score=score[at][best],
        bits=bits[:, at][:, best],
        around=around[at][best],
        partners=each[at][best],
        looked_at=looked_at,
        left_out=left_out,
        more=len(ranked) - len(best),
    )


def reasons(
    features: Features, proposed: Proposed, at: NDArray[np.integer] | list[int]
) -> list[tuple[Reason, ...]]:
    """Why some of the pairs are proposed, in the order of ``ASPECTS``."""
    rows = np.asarray(at, np.int64)
    first, second = proposed.first[rows], proposed.second[rows]
    compared = compare(features, first, second)
    told = []
    for index, row in enumerate(rows.tolist()):
        rate = rate_words(float(proposed.around[row]), float(proposed.partners[row]))
        texts = (rate, *words(features, compared, index, int(first[index]), int(second[index])))
        shares = proposed.bits[:, row].tolist()
        told.append(tuple(map(Reason, ASPECTS, texts, shares)))
    return told


_UNLIKELY_BITS: Final = 8.0
_NO_ROWS: Final = np.zeros(0, np.int64)
