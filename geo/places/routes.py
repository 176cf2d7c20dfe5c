"""Named routes: their lines, the kilometres along them, and their names in a source's words.

The road files carry no names, so a route is the way along the network through the towns of
``route_waypoints.csv``. Kilometres count from its first town and are approximate.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.places.gazetteer import Gazetteer
from geo.places.names import fold_letters
from geo.places.records import compact, km_between
from geo.places.roads import LonLat, RoadNetwork, Way
from geo.settings import DATA_DIR

NAMES_FILE: Final = DATA_DIR / "roads" / "route_names_seed.csv"
WAYPOINTS_FILE: Final = DATA_DIR / "roads" / "route_waypoints.csv"

_NUMBERED: Final = re.compile(
    r"\b(highway|hwy|route|freeway|expressway|motorway|autobahn|road|طريق|الطريق|سريع|السريع|"
    r"خط|الخط)\s+(?:(?:no|number|رقم|السريع|سريع|الدولي)\s+)*(\d{1,3})\b"
)
_MOTORWAY: Final = re.compile(r"\bm(\d{1,3})\b|freeway|expressway|motorway|international|سريع|دولي")
_END_KM: Final = 15.0
_BESIDE_KM: Final = 4.0
_SHARE: Final = 0.8
_KM_PER_DEG: Final = 111.2


@dataclass(frozen=True, eq=False, slots=True)
class Route:
    """A named route; ``km`` holds the distance from its start at every point of ``line``.

    ``sourced`` is false where the name itself rests on general knowledge alone.
    """

    ref: str
    name: str
    aliases: tuple[str, ...]
    sourced: bool
    line: NDArray[np.float64]
    km: NDArray[np.float64]

    @property
    def label(self) -> str:
        """What a reader sees: "M1", "Highway 8", "MSR Tampa"."""
        if re.fullmatch(r"M\d+", self.ref):
            return self.ref
        if self.ref.startswith(("MSR ", "ASR ")):
            return self.ref[:4] + self.ref[4:].title()
        return self.name

    @property
    def shape(self) -> shapely.LineString:
        """The line, EPSG:4326 (lon lat)."""
        return shapely.LineString(self.line)

    def project(self, lat: float, lon: float) -> tuple[float, float]:
        """Kilometre along the route nearest to a coordinate, and how far off it is, in km."""
        scale = np.array([np.cos(np.radians(lat)), 1.0])
        xy = (self.line - (lon, lat)) * scale * _KM_PER_DEG
        a, d = xy[:-1], np.diff(xy, axis=0)
        length = np.maximum((d**2).sum(axis=1), 1e-12)
        share = np.clip(-(a * d).sum(axis=1) / length, 0, 1)
        off = np.hypot(*(a + share[:, None] * d).T)
        i = int(np.argmin(off))
        return float(self.km[i] + share[i] * (self.km[i + 1] - self.km[i])), float(off[i])


class RouteSet:
    """All named routes, found by words or by the way they take."""

    def __init__(self, routes: list[Route]) -> None:
        self.routes = routes
        self._by_ref = {route.ref: route for route in routes}
        self._by_alias: dict[str, Route] = {}
        own = [(name, route) for route in routes for name in (route.label, route.name, route.ref)]
        other = [(alias, route) for route in routes for alias in route.aliases]
        for alias, route in (*own, *other):
            key = fold_letters(alias)
            if not key.isdecimal() and len(key) > 2:
                self._by_alias.setdefault(key, route)
        self._followed = lru_cache(maxsize=4096)(self._routes_of)
        listed = sorted(self._by_alias, key=len, reverse=True)
        self._aliases = re.compile(rf"\b({'|'.join(map(re.escape, listed))})\b")

    @classmethod
    def load(cls, network: RoadNetwork, gazetteer: Gazetteer) -> RouteSet:
        """Routes of the shipped tables whose towns are known and joined by the network."""
        points = _waypoints(gazetteer)
        routes = []
        with NAMES_FILE.open(encoding="utf-8-sig", newline="") as file:
            for row in csv.DictReader(file):
                built = _build(points.get(row["ref"], []), network)
                if built is None:
                    continue
                aliases = tuple(re.sub(r"\(.*?\)", "", a).strip() for a in
                                row["aliases"].split("|") if a.strip())  # fmt: skip
                sourced = row["sourced(1)/from_memory(0)"] == "1"
                routes.append(Route(row["ref"], row["name"], aliases, sourced, *built))
        return cls(routes)

    def named(self, text: str) -> list[Route]:
        """The routes that the words may mean, the likeliest first; usually none or one.

        "Highway 1" is the road to Mosul or, in the press, the southern motorway M1: both.
        """
        folded = fold_letters(text)
        number = _NUMBERED.search(folded)
        if number:
            motorway = self._by_ref.get(f"M{number[2]}")
            highway = self._by_ref.get(number[2])
            first_motorway = bool(_MOTORWAY.search(folded))
            pair = (motorway, highway) if first_motorway else (highway, motorway)
            return [route for route in pair if route is not None]
        alias = self._aliases.search(folded)
        return [self._by_alias[alias[1]]] if alias else []

    def carrying(self, way: Way, text: str) -> tuple[Route, float, float] | None:
        """The route that a way follows, and its kilometres there (low, high).

        A route named in the words is taken before others; of several that share the road, a
        motorway when the words speak of one, else the numbered highway.
        """
        if not way.on_road:
            return None
        named = self.named(text)
        prefer_motorway = bool(_MOTORWAY.search(fold_letters(text)))
        best: tuple[tuple[bool, float, bool], Route, float, float] | None = None
        for route, share, low, high in self._followed(way):
            is_motorway = route.label.startswith("M") and route.label[1:].isdecimal()
            military = "SR " in route.ref or route.ref.startswith("ROUTE")
            fit = (route in named, round(share - military, 1), is_motorway == prefer_motorway)
            if best is None or fit > best[0]:
                best = (fit, route, low, high)
        return best[1:] if best else None

    def _routes_of(self, way: Way) -> list[tuple[Route, float, float, float]]:
        found = ((route, _follows(way, route)) for route in self.routes)
        return [(route, *follows) for route, follows in found if follows]


def _follows(way: Way, route: Route) -> tuple[float, float, float] | None:
    """Share of a way that runs on a route, and the kilometres it covers there."""
    ends = [route.project(lat, lon) for lon, lat in (way.line[0], way.line[-1])]
    low, high = sorted(km for km, _ in ends)
    if max(off for _, off in ends) > _END_KM or high - low < 0.5 * way.km:
        return None
    points = shapely.get_coordinates(
        shapely.line_interpolate_point(
            shapely.LineString(way.line), np.linspace(0, 1, 21), normalized=True
        )
    )
    at = [route.project(lat, lon) for lon, lat in points]
    share = float(np.mean([off <= _BESIDE_KM for _, off in at]))
    return (share, low, high) if share >= _SHARE else None


def _waypoints(gazetteer: Gazetteer) -> dict[str, list[LonLat]]:
    points: dict[str, list[LonLat]] = defaultdict(list)
    with WAYPOINTS_FILE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            places = gazetteer.exact(compact(row["place"]))
            here = next((p for p in places if p.lat and p.kind not in ("governorate", "district")),
                        None)  # fmt: skip
            if here is not None and here.lat is not None and here.lon is not None:
                points[row["ref"]].append((here.lon, here.lat))
    return points


def _build(
    points: list[LonLat], network: RoadNetwork
) -> tuple[NDArray[np.float64], NDArray[np.float64]] | None:
    if len(points) < 2:
        return None
    line: list[LonLat] = []
    for (lon1, lat1), (lon2, lat2) in pairwise(points):
        leg = network.way(lat1, lon1, lat2, lon2).line
        # The spurs from a town's middle to the road are no part of a route that passes by it.
        line += leg[1:-1] if len(leg) > 3 else leg
    line = [p for i, p in enumerate(line) if i == 0 or p != line[i - 1]]
    steps = [km_between(a[1], a[0], b[1], b[0]) for a, b in pairwise(line)]
    return np.array(line), np.concatenate(([0.0], np.cumsum(steps)))
