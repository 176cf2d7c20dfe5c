"""Pairs that hang together: three or more incidents that may be one."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Final, TypeVar

from geo.claims.duplicates import SAME_FROM

Key = TypeVar("Key", bound=Hashable)
_AGREED: Final = 0.5


def groups(pairs: Sequence[tuple[Key, Key, float]]) -> list[list[Key]]:
    """Incidents that may be one, at least two each, those of the best pair first.

    A pair of the tier "same" joins two groups when the mean score of all pairs between them is
    ``_AGREED`` at least, where a pair that is not proposed counts 0 (average linkage, Sokal and
    Michener 1958). So a chain of likely pairs whose ends have nothing in common is not one group.

    Parameters
    ----------
    pairs : two incidents and their score, best first; all that are proposed, of either tier.
    """
    score = {frozenset((one, other)): value for one, other, value in pairs}
    group: dict[Key, list[Key]] = {}
    for one, other, value in pairs:
        if value < SAME_FROM:
            continue
        left, right = group.setdefault(one, [one]), group.setdefault(other, [other])
        if left is right:
            continue
        between = [score.get(frozenset((a, b)), 0.0) for a in left for b in right]
        if sum(between) >= _AGREED * len(between):
            left.extend(right)
            for key in right:
                group[key] = left
    found = {id(members): members for members in group.values() if len(members) > 1}
    return list(found.values())
