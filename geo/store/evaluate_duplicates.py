"""How well reports of one incident are found again when nobody says which they are.

Each report of a dataset that groups reports into incidents is taken as an incident of its own, its
``incident_key`` hidden. What is learned from known incidents is learned by cross-validation: the
incidents are parted into ``FOLDS``, and a pair is scored by what was learned from the incidents of
all folds but those of its two reports. Rates, chance agreement and the number of partners are
learned from all reports, without their keys, as they are in use.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations, combinations_with_replacement
from typing import Final

import numpy as np
from numpy.typing import NDArray

from geo.claims.duplicates import REVIEW_FROM, SAME_FROM, Features, Reason
from geo.claims.duplicates_block import distance_km
from geo.claims.duplicates_group import groups
from geo.claims.duplicates_score import propose, reasons
from geo.claims.ragged import owners
from geo.errors import StoreError
from geo.store.comparable import agreement_of, report_features
from geo.store.proposals import Proposal, all_proposals
from geo.store.snapshot import Snapshot

FOLDS: Final = 5
_WORST: Final = 12
_SHOWN: Final = 30
_YARDSTICK_KM: Final = 25.0
Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Rating:
    """Pairs proposed against pairs that are one incident."""

    name: str
    proposed: int
    right: int
    links: int

    @property
    def precision(self) -> float:
        """Share of the proposed pairs that are right; 1 when none is proposed."""
        return self.right / self.proposed if self.proposed else 1.0

    @property
    def recall(self) -> float:
        """Share of the pairs to be found that are proposed."""
        return self.right / self.links if self.links else 1.0


@dataclass(frozen=True, eq=False, slots=True)
class Evaluation:
    """Outcome: ``ratings`` of tiers and yardsticks, ``wrong`` and ``missed`` pairs worst first."""

    reports: Features
    names: NDArray[np.object_]
    incidents: NDArray[np.object_]
    ratings: tuple[Rating, ...]
    scores: dict[Pair, float]
    why: dict[Pair, tuple[Reason, ...]]
    wrong: tuple[Pair, ...]
    missed: tuple[Pair, ...]


def evaluate(snapshot: Snapshot) -> Evaluation:
    """Find the reports of each incident again; see the module.

    Raises
    ------
    StoreError
        No dataset of the store has an incident with several reports.
    """
    incident = owners(snapshot.report_start)
    several = np.diff(snapshot.report_start)[incident] > 1
    grouping = np.unique(snapshot.told.dataset[several])
    rows = np.flatnonzero(np.isin(snapshot.told.dataset, grouping))
    if not several.any():
        raise StoreError("no incident of the store has several reports to be found again")
    reports, incident = report_features(snapshot).take(rows), incident[rows]
    key = snapshot.ids[incident]
    scores, why = _cross_validated(reports, incident, _folds(key))
    links = set(_together(incident.tolist()))
    ranked = sorted(scores.items(), key=lambda item: (-item[1], item[0]))
    closed = groups([(a, b, value) for (a, b), value in ranked])
    same = {pair for pair, value in ranked if value >= SAME_FROM}
    ratings = [
        _rated(f"same (score {SAME_FROM:.2f} and more)", same, links),
        _rated("same, in groups", {p for members in closed for p in _pairs(members)}, links),
        _rated("same, all that hangs together", _closure(same), links),
        _rated(f"same or review ({REVIEW_FROM:.2f} and more)", set(scores), links),
        *(_rated(name, pairs, links) for name, pairs in _yardsticks(reports).items()),
    ]
    return Evaluation(
        reports,
        snapshot.report_ids[rows],
        key,
        tuple(ratings),
        scores,
        why,
        tuple(pair for pair, value in ranked if pair not in links and value >= SAME_FROM),
        tuple(sorted(links - same, key=lambda pair: (scores.get(pair, 0.0), pair))),
    )


def report(snapshot: Snapshot) -> str:
    """The outcome as Markdown, and what is proposed of the store itself."""
    found = evaluate(snapshot)
    lines = [
        f"# Reports of one incident found again: {len(found.names)} reports",
        "",
        f"Cross-validated over {FOLDS} folds of incidents.",
        "",
        "| Proposed as one | Pairs | Right | Precision | Recall |",
        "|---|---|---|---|---|",
        *(
            f"| {one.name} | {one.proposed} | {one.right} "
            f"| {one.precision:.3f} | {one.recall:.3f} |"
            for one in found.ratings
        ),
        "",
        f"## Held to be one, but two ({len(found.wrong)})",
        *_listed(found, found.wrong),
        "",
        f"## One, but not held to be ({len(found.missed)})",
        *_listed(found, found.missed),
        "",
        *_of_store(snapshot),
    ]
    return "\n".join(lines)


def _of_store(snapshot: Snapshot) -> Iterable[str]:
    proposed = all_proposals(snapshot)
    named = dict(zip(snapshot.ids.tolist(), snapshot.dataset.tolist(), strict=True))
    counts: dict[tuple[str, ...], int] = {}
    for one in proposed.pairs:
        of = sorted(snapshot.vocab.datasets[named[key]] for key in (one.first, one.second))
        counts[(one.tier, *of)] = counts.get((one.tier, *of), 0) + 1
    yield f"## Proposed of the store itself: {len(proposed.pairs)} pairs"
    yield ""
    yield "| Tier | Datasets | Pairs |"
    yield "|---|---|---|"
    for (tier, *of), n in sorted(counts.items()):
        yield f"| {tier} | {' and '.join(of)} | {n} |"
    yield ""
    for one in proposed.pairs[:_SHOWN]:
        yield f"- {one.score:.2f} {one.first}, {one.second}: {_because(one)}"


def _because(one: Proposal) -> str:
    return "; ".join(f"{why.words} ({why.share:+.1f})" for why in one.reasons)


def _listed(found: Evaluation, pairs: tuple[Pair, ...]) -> Iterable[str]:
    yield ""
    for pair in pairs[:_WORST]:
        a, b = pair
        why = "; ".join(f"{r.words} ({r.share:+.1f})" for r in found.why.get(pair, ()))
        yield (
            f"- {found.scores.get(pair, 0.0):.2f} {found.names[a]} ({found.incidents[a]}), "
            f"{found.names[b]} ({found.incidents[b]}): {why or 'never near each other'}"
        )


def _folds(keys: NDArray[np.object_]) -> NDArray[np.int64]:
    """Fold of each report by its incident, the same in every run."""
    return np.array(
        [int(hashlib.sha256(str(key).encode()).hexdigest(), 16) % FOLDS for key in keys], np.int64
    )


def _cross_validated(
    reports: Features, incident: NDArray[np.int64], fold: NDArray[np.int64]
) -> tuple[dict[Pair, float], dict[Pair, tuple[Reason, ...]]]:
    scores: dict[Pair, float] = {}
    why: dict[Pair, tuple[Reason, ...]] = {}
    for a, b in combinations_with_replacement(range(FOLDS), 2):
        rows = np.flatnonzero((fold != a) & (fold != b))
        changes = np.flatnonzero(np.diff(incident[rows], prepend=-1))
        start = np.append(changes, len(rows)).astype(np.int64)
        found = propose(reports, agreement_of(reports.take(rows), start))
        folds = np.sort(fold[np.stack([found.first, found.second])], axis=0)
        mine = np.flatnonzero((folds[0] == a) & (folds[1] == b))
        for at, told in zip(mine.tolist(), reasons(reports, found, mine), strict=True):
            pair = int(found.first[at]), int(found.second[at])
            scores[pair], why[pair] = float(found.score[at]), told
    return scores, why


def _rated(name: str, pairs: set[Pair], links: set[Pair]) -> Rating:
    return Rating(name, len(pairs), len(pairs & links), len(links))


def _pairs(members: Iterable[int]) -> Iterable[Pair]:
    return combinations(sorted(members), 2)


def _together(groups_of: Iterable[int]) -> Iterable[Pair]:
    members: dict[int, list[int]] = {}
    for row, group in enumerate(groups_of):
        members.setdefault(group, []).append(row)
    return (pair for group in members.values() for pair in _pairs(group))


def _closure(pairs: set[Pair]) -> set[Pair]:
    """All pairs of what hangs together by any chain of pairs."""
    leader: dict[int, int] = {}

    def find(row: int) -> int:
        while leader.setdefault(row, row) != row:
            row = leader[row]
        return row

    for a, b in sorted(pairs):
        leader[find(b)] = find(a)
    rows = list(leader)
    return {
        (min(pair), max(pair))
        for a, b in _together(find(row) for row in rows)
        for pair in [(rows[a], rows[b])]
    }


def _yardsticks(reports: Features) -> dict[str, set[Pair]]:
    """What anybody would try first."""
    first, second = np.triu_indices(reports.n, 1)
    gap = np.abs(reports.first_day[first] - reports.first_day[second])
    dated = ~np.isnat(reports.start[first]) & ~np.isnat(reports.start[second])
    governorate = reports.governorate[first]
    same_unit = (governorate >= 0) & (governorate == reports.governorate[second])
    with np.errstate(invalid="ignore"):
        near = distance_km(reports, first, second) <= _YARDSTICK_KM
    near &= reports.exact[first] & reports.exact[second]
    same_type = reports.event_type[first] == reports.event_type[second]
    chosen = {
        "yardstick: same date, same governorate": dated & (gap == 0) & same_unit,
        f"yardstick: a day apart at most, {_YARDSTICK_KM:.0f} km, same type": dated
        & (gap <= 1)
        & near
        & same_type,
    }
    return {
        name: set(zip(first[mask].tolist(), second[mask].tolist(), strict=True))
        for name, mask in chosen.items()
    }
