"""Pairs of incidents that may be one, as a reader sees them: both sides, groups, a selection."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from geo.claims.duplicates import Tier
from geo.claims.duplicates_group import groups
from geo.store.proposals import Proposal
from geo.store.snapshot import Snapshot
from geo.view.index import index_of
from geo.view.table import range_text, row_text

FACTS: Final = (
    *("dataset", "date", "place", "governorate", "type", "target", "actors", "killed", "wounded"),
    *("reports", "outlets"),
)
"""What is shown of either incident, in this order."""
_MOST_OUTLETS: Final = 4


@dataclass(frozen=True, slots=True)
class Kind:
    """Which datasets a pair is of, in the order of their names."""

    first: str
    second: str

    def __str__(self) -> str:
        if self.first == self.second:
            return f"within {self.first}"
        return f"{self.first} and {self.second}"


def facts(snapshot: Snapshot, row: int) -> dict[str, str]:
    """``FACTS`` of an incident in words; "" where nothing is stated."""
    text, vocab = row_text(snapshot, row), snapshot.vocab
    target = int(snapshot.target[row])
    outlets = sorted(
        {
            vocab.outlets[code].name
            for code in snapshot.outlet[slice(*snapshot.report_start[row : row + 2])]
        }
    )
    more = len(outlets) - _MOST_OUTLETS
    return {
        "dataset": vocab.datasets[snapshot.dataset[row]],
        "date": text["date"],
        "place": text["place"],
        "governorate": text["governorate"],
        "type": text["type"],
        "target": vocab.targets[target] if target >= 0 else "",
        "actors": text["actors"],
        "killed": text["killed"],
        "wounded": range_text(float(snapshot.wounded_low[row]), float(snapshot.wounded_high[row])),
        "reports": str(int(snapshot.n_reports[row])),
        "outlets": ", ".join(outlets[:_MOST_OUTLETS]) + (f" and {more} more" if more > 0 else ""),
    }


def kind(snapshot: Snapshot, pair: Proposal) -> Kind:
    """The datasets of a pair."""
    row_of, names = index_of(snapshot).row_of, snapshot.vocab.datasets
    return Kind(*sorted(names[snapshot.dataset[row_of[key]]] for key in (pair.first, pair.second)))


def kinds(snapshot: Snapshot, pairs: Sequence[Proposal]) -> dict[Kind, int]:
    """How many pairs there are of which datasets, most first."""
    return dict(Counter(kind(snapshot, pair) for pair in pairs).most_common())


def chosen(
    snapshot: Snapshot, pairs: Sequence[Proposal], tier: Tier | None, of: Kind | None
) -> list[Proposal]:
    """The pairs of a tier and of these datasets; ``None``: of any."""
    return [
        pair
        for pair in pairs
        if tier in (None, pair.tier) and (of is None or kind(snapshot, pair) == of)
    ]


def group_of(pairs: Sequence[Proposal], pair: Proposal) -> list[str]:
    """Three or more incidents that are proposed as one, of which the pair is two; else none."""
    for members in groups([(one.first, one.second, one.score) for one in pairs]):
        if len(members) > 2 and {pair.first, pair.second} <= set(members):
            return sorted(members)
    return []


def involving(pairs: Sequence[Proposal], incident_id: str) -> list[Proposal]:
    """The pairs of which an incident is one."""
    return [pair for pair in pairs if incident_id in (pair.first, pair.second)]


def other(pair: Proposal, incident_id: str) -> str:
    """The incident of a pair that is not this one."""
    return pair.second if pair.first == incident_id else pair.first
