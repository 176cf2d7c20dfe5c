"""The road network as a graph: ways between two places along it.

Nodes are the ends of edges. The network's intermediate points were removed by its source, so an
edge may be a straight chord; its length ``km_network`` is the true one. ``roads.geojson`` fills
gaps (Ramadi-Hit-Haditha, Tikrit-Kirkuk); its ends are tied to the network within ``_TIE_KM``,
and pieces of road to the rest within ``_GAP_KM``.
"""

from __future__ import annotations

import heapq
import itertools
import json
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any, Final

import numpy as np
import shapely

from geo.places.records import km_between
from geo.settings import DATA_DIR

EDGES_FILE: Final = DATA_DIR / "roads" / "iraq_highways_edges.geojson"
DETAIL_FILE: Final = DATA_DIR / "roads" / "roads.geojson"
_TIE_KM: Final = 2.0
_TIE_COST: Final = 2.0
_GAP_KM: Final = 12.0
_NODE_KM: Final = 5.0
_SNAP_KM: Final = 20.0
_DETOUR: Final = 1.8
_TOLERANCE_DEG: Final = 0.0003

LonLat = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Way:
    """A way along the network: ``line`` as (lon, lat), its length, and whether roads carry it.

    ``on_road`` is false for a straight line, drawn where the network does not link the ends.
    """

    line: tuple[LonLat, ...]
    km: float
    on_road: bool

    @property
    def wkt(self) -> str:
        """WKT LineString, EPSG:4326 (lon lat), five decimals (a metre)."""
        return "LINESTRING (" + ", ".join(f"{x:.5f} {y:.5f}" for x, y in self.line) + ")"


class RoadNetwork:
    """Shortest ways between coordinates; ways are remembered."""

    def __init__(self, edges: list[tuple[LonLat, LonLat, float]]) -> None:
        self._number: dict[LonLat, int] = {}
        self._links: dict[int, list[tuple[int, float]]] = defaultdict(list)
        for a, b, km in edges:
            self._add(a, b, km)
        self._points = list(self._number)
        self._tie_loose_ends()
        self._main = np.array(self._join_components())
        self._lon, self._lat = np.array([self._points[n] for n in self._main]).T
        self.way = lru_cache(maxsize=4096)(self._way)

    @classmethod
    def load(cls) -> RoadNetwork:
        """The network that the project ships."""
        return cls([*_network_edges(), *_detail_edges()])

    def _node(self, point: LonLat) -> int:
        return self._number.setdefault(point, len(self._number))

    def _add(self, a: LonLat, b: LonLat, km: float) -> None:
        """An edge, with nodes along it where it is long, so that towns beside it can join it."""
        parts = max(1, round(km / _NODE_KM))
        nodes = [self._node(a)]
        for i in range(1, parts):
            share = i / parts
            point = (a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1]))
            nodes.append(self._node((round(point[0], 5), round(point[1], 5))))
        nodes.append(self._node(b))
        for one, other in pairwise(nodes):
            if one != other:
                self._link(one, other, km / parts)

    def _link(self, a: int, b: int, km: float) -> None:
        self._links[a].append((b, km))
        self._links[b].append((a, km))

    def _tie_loose_ends(self) -> None:
        """Join ends that the two files draw a little apart, at a cost that real roads undercut."""
        points = self._points
        tree = shapely.STRtree(shapely.points(points))
        loose = [n for n, links in self._links.items() if len({b for b, _ in links}) == 1]
        reach = _TIE_KM / 111.2
        left, right = tree.query(shapely.points([points[n] for n in loose]), "dwithin", reach * 1.2)
        for i, other in zip(left, right, strict=True):
            n = loose[i]
            km = km_between(points[n][1], points[n][0], points[other][1], points[other][0])
            if n != other and km <= _TIE_KM and not any(b == other for b, _ in self._links[n]):
                self._link(n, int(other), km * _TIE_COST)

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
                for other, _ in self._links[stack.pop()]:
                    if other not in seen:
                        seen.add(other)
                        stack.append(other)
                        members.append(other)
            components.append(members)
        return sorted(components, key=len, reverse=True)

    def _join_components(self) -> list[int]:
        """Tie pieces to the main network where the gap is at most ``_GAP_KM``; its nodes."""
        main, *pieces = self._components()
        for piece in pieces:
            tree = shapely.STRtree(shapely.points([self._points[n] for n in main]))
            ends = shapely.points([self._points[n] for n in piece])
            (own, other), apart = tree.query_nearest(ends, return_distance=True, all_matches=False)
            best = int(np.argmin(apart))
            a, b = piece[own[best]], main[other[best]]
            km = km_between(*self._points[a][::-1], *self._points[b][::-1])
            if km <= _GAP_KM:
                self._link(a, b, km * _TIE_COST)
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
        straight_km = km_between(lat1, lon1, lat2, lon2)
        straight = Way(((lon1, lat1), (lon2, lat2)), straight_km, on_road=False)
        (a, off_a), (b, off_b) = self._nearest(lat1, lon1), self._nearest(lat2, lon2)
        if max(off_a, off_b) > _SNAP_KM or off_a + off_b > straight_km / 2 or a == b:
            return straight
        nodes, km = self._shortest(a, b)
        if not nodes or km > _DETOUR * straight_km + 20:
            return straight
        line = [(lon1, lat1), *(self._points[n] for n in nodes), (lon2, lat2)]
        plain = shapely.simplify(shapely.LineString(line), _TOLERANCE_DEG)
        return Way(tuple(plain.coords), km + off_a + off_b, on_road=True)

    def _shortest(self, start: int, goal: int) -> tuple[list[int], float]:
        best = {start: 0.0}
        came: dict[int, int] = {}
        queue = [(0.0, start)]
        while queue:
            km, node = heapq.heappop(queue)
            if node == goal:
                nodes = [goal]
                while nodes[-1] != start:
                    nodes.append(came[nodes[-1]])
                return nodes[::-1], km
            if km > best[node]:
                continue
            for other, length in self._links[node]:
                total = km + length
                if total < best.get(other, np.inf):
                    best[other] = total
                    came[other] = node
                    heapq.heappush(queue, (total, other))
        return [], np.inf


def _point(pair: list[float]) -> LonLat:
    return (round(pair[0], 5), round(pair[1], 5))


def _features(path: Any) -> list[dict[str, Any]]:
    features: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))["features"]
    return features


def _network_edges() -> list[tuple[LonLat, LonLat, float]]:
    edges = []
    for feature in _features(EDGES_FILE):
        line = feature["geometry"]["coordinates"]
        km = float(feature["properties"]["km_network"])
        if km > 0 and line[0] != line[-1]:
            edges.append((_point(line[0]), _point(line[-1]), km))
    return edges


def _detail_edges() -> list[tuple[LonLat, LonLat, float]]:
    edges = []
    for feature in _features(DETAIL_FILE):
        line = [_point(pair) for pair in feature["geometry"]["coordinates"]]
        for a, b in itertools.pairwise(line):
            if a != b:
                edges.append((a, b, km_between(a[1], a[0], b[1], b[0])))
    return edges
