"""The road network as a graph: ways between two places along it.

Nodes are the ends of edges (see ``geo.places.road_files``). Ends that the files draw a little
apart are tied within ``_TIE_KM``, and pieces of road to the rest within ``_GAP_KM``. Such ties, and
the links that no file has, are *assumed*: they are taken only where real roads lead round by
twice their length, and a way says how many of its kilometres rest on them.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Final

import numpy as np
import shapely

from geo.places.records import km_between
from geo.places.road_files import Edge, LonLat, read_edges

__all__ = ["KNOWN_KM", "LonLat", "RoadNetwork", "Way"]

KNOWN_KM: Final = (
    ("Basra", (30.5085, 47.7804), "Baghdad", (33.3406, 44.4009), 505),
    ("Baghdad", (33.3406, 44.4009), "Mosul", (36.3350, 43.1189), 396),
    ("Baghdad", (33.3406, 44.4009), "Kirkuk", (35.4681, 44.3922), 254),
    ("Najaf", (32.0000, 44.3354), "Karbala", (32.6160, 44.0249), 79),
)
"""Distances by road that any network must give; ends as (lat, lon) of the towns."""

_TIE_KM: Final = 3.0
_ASSUMED_COST: Final = 2.0
_GAP_KM: Final = 12.0
_NODE_KM: Final = 5.0
_SNAP_KM: Final = 20.0
_DETOUR: Final = 1.8
_TOLERANCE_DEG: Final = 0.0003
_LONG_CHORD_KM: Final = 15.0
_PENALTY: Final = 1.5
_TRIES: Final = 7
_SHARED_MOST: Final = 0.7
_LONGER_MOST: Final = 1.6


@dataclass(frozen=True, slots=True)
class Way:
    """A way along the network: ``line`` as (lon, lat), its length, and whether roads carry it.

    Attributes
    ----------
    on_road : false for a straight line, drawn where the network does not link the ends.
    at_km : kilometre from the start at each point of ``line``, by the roads' true lengths.
    assumed_km : kilometres of it that no road file has.
    chord_km : kilometres drawn as straight chords longer than 15 km; the road itself may run
        some kilometres beside them.
    """

    line: tuple[LonLat, ...]
    km: float
    on_road: bool
    at_km: tuple[float, ...] = ()
    assumed_km: float = 0.0
    chord_km: float = 0.0

    @property
    def wkt(self) -> str:
        """WKT LineString, EPSG:4326 (lon lat), five decimals (a metre)."""
        return "LINESTRING (" + ", ".join(f"{x:.5f} {y:.5f}" for x, y in self.line) + ")"


@dataclass(frozen=True, slots=True)
class _Link:
    """One way along an edge; ``road`` numbers the edge, the same in both directions."""

    to: int
    km: float
    cost: float
    road: int
    assumed: bool
    chord: bool


class RoadNetwork:
    """Shortest ways between coordinates, and other ways beside them; ways are remembered."""

    def __init__(self, edges: list[Edge]) -> None:
        self._number: dict[LonLat, int] = {}
        self._links: dict[int, list[_Link]] = defaultdict(list)
        self._roads = 0
        for edge in edges:
            self._add(edge)
        self._points = list(self._number)
        self._tie_loose_ends()
        self._main = np.array(self._join_components(), dtype=np.int64)
        points = [self._points[n] for n in self._main]
        self._lon, self._lat = np.array(points, dtype=np.float64).reshape(-1, 2).T
        self.way = lru_cache(maxsize=4096)(self._way)
        self.ways = lru_cache(maxsize=256)(self._ways)

    @classmethod
    def load(cls, roads: Path | None = None) -> RoadNetwork:
        """The network of an imported file if there is one, else the one that the project ships.

        Raises
        ------
        RoadError
            The imported file cannot be used.
        """
        return cls(read_edges(roads))

    def lengths(self) -> list[tuple[str, str, int, Way]]:
        """The ways of ``KNOWN_KM`` on this network: from, to, known kilometres, way."""
        return [(a, b, km, self.way(*start, *end)) for a, start, b, end, km in KNOWN_KM]

    def _node(self, point: LonLat) -> int:
        return self._number.setdefault(point, len(self._number))

    def _add(self, edge: Edge) -> None:
        """An edge, with nodes along it where it is long, so that towns beside it can join it."""
        a, b = edge.a, edge.b
        if edge.km <= 0 or a == b:
            return
        parts = max(1, round(edge.km / _NODE_KM))
        nodes = [self._node(a)]
        for i in range(1, parts):
            share = i / parts
            point = (a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1]))
            nodes.append(self._node((round(point[0], 5), round(point[1], 5))))
        nodes.append(self._node(b))
        chord = edge.km > _LONG_CHORD_KM
        for one, other in pairwise(nodes):
            if one != other:
                self._link(one, other, edge.km / parts, assumed=edge.assumed, chord=chord)

    def _link(self, a: int, b: int, km: float, *, assumed: bool, chord: bool = False) -> None:
        cost = km * _ASSUMED_COST if assumed else km
        for start, end in ((a, b), (b, a)):
            self._links[start].append(_Link(end, km, cost, self._roads, assumed, chord))
        self._roads += 1

    def _tie_loose_ends(self) -> None:
        """Join ends that the files draw a little apart, at a cost that real roads undercut."""
        points = self._points
        tree = shapely.STRtree(shapely.points(points))
        loose = [n for n, links in self._links.items() if len({link.to for link in links}) == 1]
        reach = _TIE_KM / 111.2
        left, right = tree.query(shapely.points([points[n] for n in loose]), "dwithin", reach * 1.2)
        for i, other in zip(left.tolist(), right.tolist(), strict=True):
            n = loose[i]
            km = km_between(points[n][1], points[n][0], points[other][1], points[other][0])
            if n != other and km <= _TIE_KM and all(link.to != other for link in self._links[n]):
                self._link(n, other, km, assumed=True)

    def _components(self) -> list[list[int]]:
        """Sets of nodes that roads connect, the greatest first."""
        seen: set[int] = set()
        components = []
        for start in range(len(self._points)):
            if start in seen:
                continue
            seen.add(start)
            stack, members = [start], [start]
            while stack:
                for link in self._links[stack.pop()]:
                    if link.to not in seen:
                        seen.add(link.to)
                        stack.append(link.to)
                        members.append(link.to)
            components.append(members)
        return sorted(components, key=len, reverse=True)

    def _join_components(self) -> list[int]:
        """Tie pieces to the main network where the gap is at most ``_GAP_KM``; its nodes."""
        main, *pieces = self._components() or [[]]
        for piece in pieces:
            tree = shapely.STRtree(shapely.points([self._points[n] for n in main]))
            ends = shapely.points([self._points[n] for n in piece])
            (own, other), apart = tree.query_nearest(ends, return_distance=True, all_matches=False)
            best = int(np.argmin(apart))
            a, b = piece[own[best]], main[other[best]]
            km = km_between(*self._points[a][::-1], *self._points[b][::-1])
            if km <= _GAP_KM:
                self._link(a, b, km, assumed=True)
                main += piece
        return main

    def _nearest(self, lat: float, lon: float) -> tuple[int, float]:
        across = (self._lon - lon) * np.cos(np.radians(lat))
        apart = np.hypot(self._lat - lat, across)
        node = int(np.argmin(apart))
        return int(self._main[node]), float(apart[node]) * 111.2

    def _way(self, lat1: float, lon1: float, lat2: float, lon2: float) -> Way:
        """The shortest way from one coordinate to another, ends included.

        A straight line when an end is farther than ``_SNAP_KM`` from the network, or when the
        way is so roundabout that no one would take it.
        """
        return self._ways(lat1, lon1, lat2, lon2, 1)[0]

    def _ways(self, lat1: float, lon1: float, lat2: float, lon2: float, most: int) -> list[Way]:
        """Up to ``most`` ways from one coordinate to another, the shortest first.

        Each run makes the roads of the ways before it dearer (Bader et al. 2011, penalty method);
        a way counts as another when at most ``_SHARED_MOST`` of it runs on any way before it and
        it is at most ``_LONGER_MOST`` times as long as the shortest.
        """
        straight_km = km_between(lat1, lon1, lat2, lon2)
        ends = ((lon1, lat1), (lon2, lat2))
        straight = [Way(ends, straight_km, on_road=False, at_km=(0.0, straight_km))]
        if not len(self._main):
            return straight
        (a, off_a), (b, off_b) = self._nearest(lat1, lon1), self._nearest(lat2, lon2)
        if max(off_a, off_b) > _SNAP_KM or off_a + off_b > straight_km / 2 or a == b:
            return straight
        found: list[Way] = []
        taken: list[dict[int, float]] = []
        dearer: dict[int, float] = {}
        for _ in range(1 if most == 1 else most + _TRIES):
            steps = self._shortest(a, b, dearer)
            roads = {step.road: step.km for step in steps}
            km = sum(roads.values())
            if not steps or (not found and km > _DETOUR * straight_km + 20):
                break
            if not found or _is_other(roads, taken, found[0].km):
                found.append(self._drawn(a, steps, ends, (off_a, off_b)))
                taken.append(roads)
            if len(found) == most:
                break
            for road in roads:
                dearer[road] = dearer.get(road, 1.0) * _PENALTY
        return [*found[:1], *sorted(found[1:], key=lambda way: way.km)] or straight

    def _drawn(
        self, start: int, steps: list[_Link], ends: tuple[LonLat, LonLat], off: tuple[float, float]
    ) -> Way:
        line = [ends[0], self._points[start], *(self._points[s.to] for s in steps), ends[1]]
        lengths = [0.0, off[0], *(step.km for step in steps), off[1]]
        at_km = dict(zip(line[::-1], np.cumsum(lengths)[::-1].tolist(), strict=True))
        plain = shapely.simplify(shapely.LineString(line), _TOLERANCE_DEG).coords
        at_km[ends[1]] = sum(lengths)
        at_km[ends[0]] = 0.0
        kept = [(float(x), float(y)) for x, y in plain]
        return Way(
            tuple(kept),
            sum(lengths),
            on_road=True,
            at_km=tuple(at_km[point] for point in kept),
            assumed_km=sum(step.km for step in steps if step.assumed),
            chord_km=sum(step.km for step in steps if step.chord),
        )

    def _shortest(self, start: int, goal: int, dearer: dict[int, float]) -> list[_Link]:
        """Links of the cheapest way; empty when there is none. Source: Dijkstra 1959."""
        best = {start: 0.0}
        came: dict[int, tuple[int, _Link]] = {}
        queue = [(0.0, start)]
        while queue:
            spent, node = heapq.heappop(queue)
            if node == goal:
                steps = []
                while node != start:
                    node, link = came[node]
                    steps.append(link)
                return steps[::-1]
            if spent > best[node]:
                continue
            for link in self._links[node]:
                total = spent + link.cost * dearer.get(link.road, 1.0)
                if total < best.get(link.to, np.inf):
                    best[link.to] = total
                    came[link.to] = (node, link)
                    heapq.heappush(queue, (total, link.to))
        return []


def _is_other(roads: dict[int, float], taken: list[dict[int, float]], shortest_km: float) -> bool:
    km = sum(roads.values())
    shared = max(sum(length for r, length in roads.items() if r in other) for other in taken)
    return shared <= _SHARED_MOST * km and km <= _LONGER_MOST * shortest_km
