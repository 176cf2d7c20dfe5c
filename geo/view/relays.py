"""Who relays whom: from each outlet to the origins that its reports name.

An origin is where a report's knowledge comes from (``geo.claims.origins``); an outlet that speaks
for itself relays nobody. The claimant, and the channels that publish for it, are one origin.
Compilers of data sets are left out: they code events from agencies, they do not relay them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from geo.claims.merge import owners
from geo.claims.origins import canonical
from geo.store.snapshot import Snapshot, Vocabulary
from geo.store.told import ragged
from geo.view.cache import per_snapshot
from geo.view.claimed import CLAIMANT
from geo.view.filters import Filters

COMPILER: Final = "dataset"
"""Type of an outlet that compiles a data set."""

MOST_NODES: Final = 24
"""Nodes drawn on both sides together, the two that stand for all others among them."""


@dataclass(frozen=True, slots=True)
class Relay:
    """``count`` reports that ``carrier`` published with knowledge from ``origin``.

    ``claimant``: the origin is the claimant or its channel.
    """

    carrier: str
    origin: str
    count: int
    claimant: bool


@dataclass(frozen=True, slots=True)
class Relays:
    """All relays of a selection, most first, then by name.

    ``reports``: with any relay; ``own``: that rest on the outlet's own word alone; ``compiled``:
    those of data sets, which are in no other figure.
    """

    relays: tuple[Relay, ...]
    reports: int
    own: int
    compiled: int


@dataclass(frozen=True, slots=True)
class Node:
    """One side's outlet or origin in the drawing. ``folded``: how many it stands for, 0: itself.

    ``top``, ``size``: of its bar, as shares of the drawing's height. ``claimant``: see ``Relay``.
    """

    name: str
    count: int
    folded: int
    claimant: bool
    top: float
    size: float


@dataclass(frozen=True, slots=True)
class Edge:
    """A band between positions in ``Network.carriers`` and ``Network.origins``.

    ``from_top``, ``to_top``, ``size``: shares of the drawing's height.
    """

    carrier: int
    origin: int
    count: int
    from_top: float
    to_top: float
    size: float


@dataclass(frozen=True, slots=True)
class Network:
    """Relays laid out in two columns: who publishes, and from whom it is."""

    carriers: tuple[Node, ...]
    origins: tuple[Node, ...]
    edges: tuple[Edge, ...]


@per_snapshot(maxsize=8)
def relays(snapshot: Snapshot, filters: Filters) -> Relays:
    """Count the relays of a selection."""
    told = snapshot.told
    every, _ = ragged(snapshot.report_start, filters.apply(snapshot))
    compilers = np.array([outlet.type == COMPILER for outlet in snapshot.vocab.outlets])
    reports = every[~compilers[snapshot.outlet[every]]]
    members, start = ragged(told.origin_start, reports)
    report = owners(start)
    carrier, origin = told.carrier[reports][report].astype(np.int64), told.origin[members]
    others = origin != carrier
    size = len(snapshot.vocab.origins)
    pair, count = np.unique(carrier[others] * size + origin[others], return_counts=True)
    names = _names(snapshot.vocab)
    found = [
        Relay(names[who], names[whom], n, whom == CLAIMANT)
        for who, whom, n in zip(*(part.tolist() for part in np.divmod(pair, size)),
                                count.tolist(), strict=True)
    ]  # fmt: skip
    with_any = len(np.unique(report[others]))
    found.sort(key=lambda relay: (-relay.count, relay.carrier, relay.origin))
    return Relays(tuple(found), with_any, len(reports) - with_any, len(every) - len(reports))


def _names(vocab: Vocabulary) -> tuple[str, ...]:
    """Names of the origins for a reader; outlets that publish for groups share the first one."""
    return ("the claimant or its channel", *vocab.origins[1:])


def outlets_of(vocab: Vocabulary, carrier: str) -> tuple[str, ...]:
    """Outlets that count as one carrier under this name; none when it is no outlet."""
    return tuple(entry.name for entry in vocab.outlets if canonical(entry.name) == carrier)


def network(found: Relays, most: int = MOST_NODES) -> Network:
    """Lay the strongest relays out; all others are folded into one node a side.

    Half of the nodes are carriers, half origins. Bars are as long as their counts, stacked from
    the largest down with the folded one last; bands leave and arrive in the order of the other
    side, so that few cross. The same relays always give the same drawing.
    """
    carriers = _sums(found, [relay.carrier for relay in found.relays])
    origins = _sums(found, [relay.origin for relay in found.relays])
    claimant = {relay.origin for relay in found.relays if relay.claimant}
    left, left_of = _column(carriers, most // 2, "outlet", set())
    right, right_of = _column(origins, most - most // 2, "origin", claimant)
    counts: dict[tuple[int, int], int] = {}
    for relay in found.relays:
        key = (left_of[relay.carrier], right_of[relay.origin])
        counts[key] = counts.get(key, 0) + relay.count
    total = sum(counts.values())
    share = (1 - _GAP * (max(len(left), len(right)) - 1)) / total if total else 0.0
    left, right = _stacked(left, share), _stacked(right, share)
    edges = []
    leaving, arriving = [node.top for node in left], [node.top for node in right]
    for (one, other), count in sorted(counts.items()):
        size = count * share
        edges.append(Edge(one, other, count, leaving[one], arriving[other], size))
        leaving[one] += size
        arriving[other] += size
    return Network(left, right, tuple(edges))


_GAP: Final = 0.016
"""Between two bars of a column, as a share of the height."""


def _sums(found: Relays, names: list[str]) -> dict[str, int]:
    """Counts by name, the largest first, then by name."""
    sums: dict[str, int] = {}
    for name, relay in zip(names, found.relays, strict=True):
        sums[name] = sums.get(name, 0) + relay.count
    return dict(sorted(sums.items(), key=lambda item: (-item[1], item[0])))


def _column(
    sums: dict[str, int], most: int, noun: str, claimants: set[str]
) -> tuple[tuple[Node, ...], dict[str, int]]:
    """Nodes of a side, not yet placed, and the position of each name among them."""
    named = list(sums)[: most if len(sums) <= most else most - 1]
    nodes = [Node(name, sums[name], 0, name in claimants, 0.0, 0.0) for name in named]
    position = {name: at for at, name in enumerate(named)}
    rest = list(sums)[len(named) :]
    if rest:
        count = sum(sums[name] for name in rest)
        nodes.append(Node(f"{len(rest):,} other {noun}s", count, len(rest), False, 0.0, 0.0))
        position |= dict.fromkeys(rest, len(named))
    return tuple(nodes), position


def _stacked(nodes: tuple[Node, ...], share: float) -> tuple[Node, ...]:
    placed, top = [], 0.0
    for node in nodes:
        size = node.count * share
        placed.append(Node(node.name, node.count, node.folded, node.claimant, top, size))
        top += size + _GAP
    return tuple(placed)
