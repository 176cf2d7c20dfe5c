"""How alike two groups are, as a hint where to look. Likeness is no proof of anything.

Every part has a value between 0 and 1, and a number of pieces of evidence on either side. Few
pieces say little: the part counts with ``n / (n + 3)``, n the smaller of the two numbers. The
score is the weighted mean ``sum(weight * n / (n + 3) * value) / sum(weight)`` over all parts, so a
part of which nothing is known counts as unlike. The weights are a judgement, not a fit: there are
too few settled cases to learn them from.

- *name*: of two spellings, one of each group, the words that they share out of all their words,
  rare words weighing more (inverse document frequency over the groups, Spärck Jones 1972). Words
  are the same when their consonant skeletons are; of short words the words themselves. The most
  alike pair of spellings counts, and n is the number of words that it shares.
- *channel*, *area*, *route*, *target*, *type*, and *rhythm*, which is the mean of two: days of the
  week, and the length of the pauses between incidents (up to 1, 3, 7, 14, 30, 90 days, more).
  First the overlap o of the two distributions, the sum of the smaller of the two shares
  (overlapping coefficient, Weitzman 1970). Then what is more than usual of it:
  ``max(0, (o - e) / (1 - e))``, e the mean overlap, weighted by ``n / (n + 3)``, that either has
  with all the other groups (the correction for chance of Cohen's kappa, 1960).
- *first seen*: 1 for the same day, halved with every 180 days between the two first incidents.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations, pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from geo.places.names import fold, skeletons

WARNING: Final = (
    "Likeness is no proof: groups that copy each other, or that the same outlets report, look "
    "alike as well. A suggestion says where to look, not what is so."
)
WEIGHTS: Final[dict[str, float]] = {
    "name": 2.0,
    "channel": 1.5,
    "area": 1.0,
    "route": 1.0,
    "rhythm": 1.0,
    "first seen": 1.0,
    "target": 0.5,
    "type": 0.5,
}
"""Targets and types differ little between the groups of one campaign, so they weigh least."""

HALF_LIFE_DAYS: Final = 180.0
_DOUBT: Final = 3.0
_SHORT: Final = 3
"""Skeletons of fewer consonants meet by chance: "PKK" and "PUK" have one."""

_PAUSES: Final = (1, 3, 7, 14, 30, 90)
_SHARES: Final = ("channel", "area", "route", "target", "type", "week", "pauses")
Matrix = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Profile:
    """What is known of a group.

    Attributes
    ----------
    name : its own; ``spellings`` hold it as well.
    channel, area, route, target, type : how many of its incidents have each value; ``channel``
        counts the outlets that carry its own claims first.
    days : of its incidents that are dated to the day, rising.
    first : start of its first incident.
    """

    name: str
    spellings: tuple[str, ...]
    channel: Mapping[str, float]
    area: Mapping[str, float]
    route: Mapping[str, float]
    target: Mapping[str, float]
    type: Mapping[str, float]
    days: tuple[date, ...]
    first: date | None


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a likeness.

    Attributes
    ----------
    value : 0..1.
    evidence : how many pieces there are on either side.
    overlap, usual : of parts that compare distributions, the overlap, and what is usual.
    shared : what both have, most first.
    """

    name: str
    value: float
    evidence: tuple[int, int]
    overlap: float | None = None
    usual: float | None = None
    shared: tuple[str, ...] = ()

    @property
    def trust(self) -> float:
        """How much of the part's weight counts, 0 to below 1."""
        return _trust(min(self.evidence))

    @property
    def points(self) -> float:
        """What it adds to the score."""
        return WEIGHTS[self.name] * self.trust * self.value / sum(WEIGHTS.values())


@dataclass(frozen=True, slots=True)
class Likeness:
    """Two groups and how alike they are, part by part in the order of ``WEIGHTS``."""

    first: str
    second: str
    parts: tuple[Part, ...]

    @property
    def score(self) -> float:
        """0 to below 1."""
        return math.fsum(part.points for part in self.parts)


def ranked(profiles: Iterable[Profile], settled: Iterable[frozenset[str]] = ()) -> list[Likeness]:
    """Every pair of groups, the most alike first.

    Parameters
    ----------
    settled : pairs of names of which somebody holds something already; left out.
    """
    ordered = sorted(profiles, key=lambda one: one.name)
    rarity = _rarity(ordered)
    words = [[_words(text) for text in one.spellings] for one in ordered]
    rhythms = [_rhythm(one.days) for one in ordered]
    columns: dict[str, list[Mapping[str, float]]] = {
        "week": [week for week, _ in rhythms],
        "pauses": [pauses for _, pauses in rhythms],
        **{name: [getattr(one, name) for one in ordered] for name in _SHARES[:-2]},
    }
    shares = {name: _Shares(column) for name, column in columns.items()}
    out = set(settled)
    found = []
    for a, b in combinations(range(len(ordered)), 2):
        one, other = ordered[a], ordered[b]
        if frozenset((one.name, other.name)) in out:
            continue
        parts = {name: shares[name].part(name, a, b) for name in columns}
        parts["rhythm"] = _both(parts.pop("week"), parts.pop("pauses"))
        parts["name"] = _names(words[a], words[b], rarity)
        parts["first seen"] = _first(one, other)
        found.append(Likeness(one.name, other.name, tuple(parts[name] for name in WEIGHTS)))
    return sorted(found, key=lambda one: (-round(one.score, 9), one.first, one.second))


def _trust(pieces: float) -> float:
    return pieces / (pieces + _DOUBT)


class _Shares:
    """One distribution of each group, and the overlap of any two."""

    def __init__(self, columns: Sequence[Mapping[str, float]]) -> None:
        self.keys = sorted({key for column in columns for key in column})
        counts = np.array([[column.get(key, 0.0) for key in self.keys] for column in columns])
        counts = counts.reshape(len(columns), len(self.keys))
        self.pieces: Matrix = counts.sum(axis=1)
        self.share: Matrix = counts / np.maximum(self.pieces, 1e-12)[:, None]
        self.overlap: Matrix = np.array(
            [np.minimum(row, self.share).sum(axis=1) for row in self.share]
        ).reshape(len(columns), len(columns))
        least = np.minimum(self.pieces[:, None], self.pieces[None, :])
        self.weight: Matrix = _trust(least) * (1.0 - np.eye(len(columns)))

    def usual(self, a: int, b: int) -> float:
        """Mean overlap that a and b have with all others; 0 when there are none."""
        pairs = self.weight[[a, b]].copy()
        pairs[:, [a, b]] = 0.0
        total = float(pairs.sum())
        return float((pairs * self.overlap[[a, b]]).sum()) / total if total else 0.0

    def part(self, name: str, a: int, b: int) -> Part:
        pieces = round(self.pieces[a]), round(self.pieces[b])
        if not min(pieces):
            return Part(name, 0.0, pieces)
        overlap, usual = float(self.overlap[a, b]), self.usual(a, b)
        least = np.minimum(self.share[a], self.share[b])
        order = np.argsort(-least, kind="stable")
        shared = tuple(self.keys[at] for at in order.tolist() if least[at] > 0)
        value = (overlap - usual) / (1.0 - usual) if usual < 1.0 else 0.0
        return Part(name, min(max(0.0, value), 1.0), pieces, overlap, usual, shared)


def _both(week: Part, pauses: Part) -> Part:
    """Days of the week and pauses as one part; the week alone where pauses are not known."""
    if week.overlap is None or pauses.overlap is None:
        return Part("rhythm", week.value, week.evidence, week.overlap, week.usual, week.shared)
    overlap = (week.overlap + pauses.overlap) / 2
    usual = ((week.usual or 0.0) + (pauses.usual or 0.0)) / 2
    shared = (*week.shared[:2], *(f"pauses {length}" for length in pauses.shared[:1]))
    value = (week.value + pauses.value) / 2
    return Part("rhythm", value, week.evidence, overlap, usual, shared)


def _rhythm(days: Sequence[date]) -> tuple[Counter[str], Counter[str]]:
    """Incidents by day of the week, and pauses by their length."""
    pauses = (_pause((later - day).days) for day, later in pairwise(days))
    return Counter(f"{day:%A}s" for day in days), Counter(pauses)


def _pause(days: int) -> str:
    return next((f"up to {limit} days" for limit in _PAUSES if days <= limit), "longer")


def _words(spelling: str) -> dict[str, str]:
    """The words of a spelling by what makes two of them the same."""
    found = {}
    for word in fold(spelling).split():
        skeleton = (skeletons(word) or ("",))[0]
        found[skeleton if len(skeleton) >= _SHORT else word] = word
    return found


def _rarity(profiles: Sequence[Profile]) -> dict[str, float]:
    """ln((groups + 1) / groups that have the word), above 0."""
    having: Counter[str] = Counter()
    for one in profiles:
        having.update({word for text in one.spellings for word in _words(text)})
    return {word: math.log((len(profiles) + 1) / n) for word, n in having.items()}


def _names(
    mine: Sequence[Mapping[str, str]],
    theirs: Sequence[Mapping[str, str]],
    rarity: Mapping[str, float],
) -> Part:
    best = Part("name", 0.0, (0, 0))
    for one in mine:
        for other in theirs:
            common = one.keys() & other.keys()
            if not common:
                continue
            every = math.fsum(rarity[word] for word in one.keys() | other.keys())
            value = math.fsum(rarity[word] for word in common) / every
            if (value, len(common)) > (best.value, best.evidence[0]):
                words = tuple(sorted({one[word] for word in common}))
                best = Part("name", value, (len(common), len(common)), shared=words)
    return best


def _first(a: Profile, b: Profile) -> Part:
    if a.first is None or b.first is None:
        return Part("first seen", 0.0, (0, 0))
    apart = abs((a.first - b.first).days)
    pieces = max(len(a.days), 1), max(len(b.days), 1)
    shared = (f"{apart:,} days apart",) if apart != 1 else ("1 day apart",)
    return Part("first seen", 0.5 ** (apart / HALF_LIFE_DAYS), pieces, shared=shared)
