"""Pairs of groups of a selection that are worth a hypothesis, ranked by their likeness."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from geo.claims.actor_kinds import ActorKind
from geo.claims.likeness import Likeness, Profile, ranked
from geo.model import DatePrec
from geo.store.cache import per_snapshot
from geo.store.snapshot import Snapshot
from geo.view.codes import label_of
from geo.view.filters import Filters
from geo.view.groups import CLAIMED, Mentions, groups, mentions

MOST_GROUPS = 60
"""Only so many groups, those with most incidents, are compared: their pairs grow by the square."""


@per_snapshot(maxsize=12)
def suggestions(snapshot: Snapshot, filters: Filters) -> tuple[Likeness, ...]:
    """Pairs of armed groups, the most alike first, without those in ``settled``."""
    return tuple(ranked(profiles(snapshot, filters), settled(snapshot)))


def settled(snapshot: Snapshot) -> frozenset[frozenset[str]]:
    """Pairs of actors, by the names shown, of which somebody holds something already."""
    shown = partial(label_of, snapshot.vocab, "actors")
    pairs = (frozenset((shown(one.actor), shown(one.other))) for one in snapshot.hypotheses)
    return frozenset(pair for pair in pairs if len(pair) == 2)


@per_snapshot(maxsize=12)
def profiles(snapshot: Snapshot, filters: Filters) -> tuple[Profile, ...]:
    """What the selection tells of each armed group that it names."""
    lines = [line for line in groups(snapshot, filters) if line.kind is ActorKind.GROUP]
    lines.sort(key=lambda line: (-line.incidents, line.name))
    found = mentions(snapshot, filters)
    return tuple(_profile(snapshot, line.code, found.of(line.code)) for line in lines[:MOST_GROUPS])


def _profile(snapshot: Snapshot, code: int, found: Mentions) -> Profile:
    vocab = snapshot.vocab
    rows = np.unique(found.incident)
    start = snapshot.start[rows]
    dated = ~np.isnat(start)
    exact = dated & (snapshot.date_prec[rows] == DatePrec.DAY)
    road = [
        vocab.routes[route] if route >= 0 else _stretch(snapshot, row)
        for route, row in zip(snapshot.route[rows].tolist(), rows.tolist(), strict=True)
    ]
    names = [vocab.spellings[at] for at in np.unique(found.spelling).tolist()]
    return Profile(
        name=vocab.actors[code],
        spellings=tuple(dict.fromkeys([vocab.actors[code], *names])),
        channel=_channels(snapshot, found),
        area=_counted([u.name for u in vocab.governorates], snapshot.governorate[rows]),
        route=Counter(name for name in road if name),
        target=_counted(vocab.targets, snapshot.target[rows]),
        type=_counted(vocab.event_types, snapshot.event_type[rows]),
        days=tuple(np.sort(start[exact]).tolist()),
        first=start[dated].min().item() if dated.any() else None,
    )


def _stretch(snapshot: Snapshot, row: int) -> str:
    code = int(snapshot.stretch[row])
    return snapshot.vocab.stretches[code].label if code >= 0 else ""


def _counted(names: Sequence[str], codes: NDArray[Any]) -> Counter[str]:
    return Counter(names[code] for code in codes.tolist() if code >= 0)


def _channels(snapshot: Snapshot, found: Mentions) -> Counter[str]:
    """For each incident that the group claims, the outlet whose report of the claim came first.

    Of reports of one day the first by its id counts; reports without a date come last.
    """
    roles = snapshot.vocab.roles
    own = np.unique(found.report[found.role == (roles.index(CLAIMED) if CLAIMED in roles else -2)])
    first: dict[int, tuple[bool, Any, str, int]] = {}
    incident = np.searchsorted(snapshot.report_start, own, side="right") - 1
    for report, row in zip(own.tolist(), incident.tolist(), strict=True):
        day = snapshot.published[report]
        key = (bool(np.isnat(day)), day.astype(np.int64), str(snapshot.report_ids[report]), report)
        if row not in first or key < first[row]:
            first[row] = key
    return Counter(snapshot.vocab.outlets[snapshot.outlet[key[-1]]].name for key in first.values())
