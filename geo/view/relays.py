"""Who relays whom: from each outlet to the origins that its reports name.

An origin is where a report's knowledge comes from (``geo.claims.origins``); an outlet that speaks
for itself relays nobody. The claimant, and the channels that publish for it, are one origin.
Compilers of data sets are left out: they code events from agencies, they do not relay them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from geo.claims.origins import canonical
from geo.claims.ragged import owners, ragged
from geo.store.cache import per_snapshot
from geo.store.snapshot import Snapshot, Vocabulary
from geo.view.claimed import CLAIMANT
from geo.view.filters import Filters
from geo.view.words import counted

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
    """An outlet or origin in the drawing, with its relays.

    ``folded``: how many it stands for, 0: itself. ``claimant``: see ``Relay``.
    """

    name: str
    count: int
    folded: int
    claimant: bool


@dataclass(frozen=True, slots=True)
class Edge:
    """``count`` relays between two positions, in ``Network.carriers`` and ``Network.origins``."""

    carrier: int
    origin: int
    count: int


@dataclass(frozen=True, slots=True)
class Network:
    """Relays in two columns, each from the top down: who publishes, and from whom it is.

    ``edges``: the thinnest first, so that the strongest are drawn over them.
    """

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

    Half of the nodes are carriers, by their relays; half are origins: the claimant first, the
    others by the mean position of their carriers, so that few bands cross. Folded nodes are last.
    The same relays always give the same drawing.
    """
    carriers = _strongest([(r.carrier, r.count) for r in found.relays], most // 2)
    origins = _strongest([(r.origin, r.count) for r in found.relays], most - most // 2)
    left = {name: at for at, name in enumerate(carriers)}
    pull: dict[str, list[int]] = {name: [0, 0] for name in origins}
    for relay in found.relays:
        if relay.origin in pull:
            pull[relay.origin][0] += left.get(relay.carrier, len(left)) * relay.count
            pull[relay.origin][1] += relay.count
    claimants = {relay.origin for relay in found.relays if relay.claimant}
    origins.sort(key=lambda o: (o not in claimants, pull[o][0] / pull[o][1], o))
    right = {name: at for at, name in enumerate(origins)}

    counts: dict[tuple[int, int], int] = {}
    for relay in found.relays:
        key = (left.get(relay.carrier, len(left)), right.get(relay.origin, len(right)))
        counts[key] = counts.get(key, 0) + relay.count
    edges = [Edge(one, other, count) for (one, other), count in counts.items()]
    return Network(
        _nodes(carriers, [(r.carrier, r.count) for r in found.relays], "outlet", set()),
        _nodes(origins, [(r.origin, r.count) for r in found.relays], "origin", claimants),
        tuple(sorted(edges, key=lambda edge: (edge.count, edge.carrier, edge.origin))),
    )


Ends = list[tuple[str, int]]
"""One end of each relay with its count."""


def _sums(ends: Ends) -> dict[str, int]:
    sums: dict[str, int] = {}
    for name, count in ends:
        sums[name] = sums.get(name, 0) + count
    return sums


def _strongest(ends: Ends, most: int) -> list[str]:
    """The names with the highest sums, then by name; one less than ``most`` if others remain."""
    sums = _sums(ends)
    names = sorted(sums, key=lambda name: (-sums[name], name))
    return names if len(names) <= most else names[: most - 1]


def _nodes(names: list[str], ends: Ends, noun: str, claimants: set[str]) -> tuple[Node, ...]:
    """These names as nodes, and one more for all others."""
    sums = _sums(ends)
    nodes = [Node(name, sums.pop(name), 0, name in claimants) for name in names]
    if sums:
        name = counted(len(sums), f"other {noun}")
        nodes.append(Node(name, sum(sums.values()), len(sums), False))
    return tuple(nodes)
