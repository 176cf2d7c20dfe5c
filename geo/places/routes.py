"""Named routes: their lines, the kilometres along them, and their names in a source's words.

The road files carry no names, so a route is the way along the network through the towns of
``route_waypoints.csv``. Kilometres count from its first town, by the roads' true lengths.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.places.names import fold_letters
from geo.places.road_files import ROADS_DIR
from geo.places.road_words import road_words
from geo.places.roads import LonLat, RoadNetwork, Way

NAMES_FILE: Final = ROADS_DIR / "route_names_seed.csv"
WAYPOINTS_FILE: Final = ROADS_DIR / "route_waypoints.csv"

_FLAG: Final = "sourced(1)/from_memory(0)"
_END_KM: Final = 15.0
_BESIDE_KM: Final = 4.0
_SHARE: Final = 0.8
_KM_PER_DEG: Final = 111.2


@dataclass(frozen=True, slots=True)
class Town:
    """A town that a route passes: its kilometre, and whether a source puts it on the route."""

    name: str
    lat: float
    lon: float
    km: float
    sourced: bool = True


@dataclass(frozen=True, eq=False, slots=True)
class Route:
    """A named route; ``km`` holds the distance from its start at every point of ``line``.

    Attributes
    ----------
    sourced : false where the name itself rests on general knowledge alone.
    course_sourced : whether a source names every town that the course was led through.
    stated_km : the length that the source of the name states.
    assumed_km, chord_km : see ``geo.places.roads.Way``.
    gaps : (from km, to km, assumed km of it) of the legs between two towns that have any.
    source : where the name is from.
    """

    ref: str
    name: str
    aliases: tuple[str, ...]
    sourced: bool
    line: NDArray[np.float64]
    km: NDArray[np.float64]
    towns: tuple[Town, ...] = ()
    course_sourced: bool = False
    stated_km: float | None = None
    assumed_km: float = 0.0
    chord_km: float = 0.0
    source: str = ""
    gaps: tuple[tuple[float, float, float], ...] = ()

    @property
    def label(self) -> str:
        """What a reader sees: "M1", "Highway 8", "MSR Tampa"."""
        if re.fullmatch(r"M\d+", self.ref):
            return self.ref
        if self.ref.startswith(("MSR ", "ASR ")):
            return self.ref[:4] + self.ref[4:].title()
        return self.name

    @property
    def title(self) -> str:
        """Label and name: "M1 - Motorway 1", "MSR Tampa - Main Supply Route Tampa"."""
        return self.label if self.label == self.name else f"{self.label} - {self.name}"

    @property
    def length_km(self) -> float:
        """Length of the course."""
        return float(self.km[-1])

    @property
    def shape(self) -> shapely.LineString:
        """The line, EPSG:4326 (lon lat)."""
        return shapely.LineString(self.line)

    @property
    def military(self) -> bool:
        """Whether the name is one that the coalition's forces gave."""
        return self.ref.startswith(("MSR ", "ASR ", "ROUTE "))

    @property
    def motorway(self) -> bool:
        """Whether it is one of the numbered motorways."""
        return re.fullmatch(r"M\d{1,2}", self.ref) is not None

    def assumed_between(self, low: float, high: float) -> float:
        """Assumed kilometres between two kilometres, spread evenly over each leg."""
        return sum(
            km * max(0.0, min(high, end) - max(low, begin)) / max(end - begin, 1e-9)
            for begin, end, km in self.gaps
        )

    def part(self, low: float, high: float) -> NDArray[np.float64]:
        """The line between two kilometres, (n, 2) degrees (lon, lat); 0 <= low < high."""
        inside = (self.km > low) & (self.km < high)
        ends = [[np.interp(at, self.km, self.line[:, axis]) for axis in (0, 1)]
                for at in (low, high)]  # fmt: skip
        return np.vstack([ends[0], self.line[inside], ends[1]])

    def may_pass(self, lat: float, lon: float, within_km: float) -> bool:
        """Whether a coordinate is within the route's bounds, widened; quicker than ``project``."""
        west, south, east, north = _bounds(self)
        wide, tall = within_km / (_KM_PER_DEG * np.cos(np.radians(lat))), within_km / _KM_PER_DEG
        return bool(west - wide <= lon <= east + wide and south - tall <= lat <= north + tall)

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


@lru_cache(maxsize=256)
def _bounds(route: Route) -> tuple[float, float, float, float]:
    """West, south, east, north in degrees."""
    return (*route.line.min(axis=0).tolist(), *route.line.max(axis=0).tolist())


class RouteSet:
    """All named routes, found by words or by the way they take."""

    def __init__(self, routes: list[Route]) -> None:
        self.routes = routes
        self.without_course: tuple[str, ...] = ()
        """Names of routes whose towns are not known, so that they have no line."""
        self._by_ref = {route.ref: route for route in routes}
        self._by_alias: dict[str, Route] = {}
        own = [(name, route) for route in routes for name in (route.label, route.name, route.ref)]
        other = [(alias, route) for route in routes for alias in route.aliases]
        for alias, route in (*own, *other):
            key = fold_letters(alias)
            if not key.isdecimal() and len(key) > 2:
                self._by_alias.setdefault(key, route)
                if key.startswith(("msr ", "asr ")):
                    self._by_alias.setdefault(f"route {key[4:]}", route)
        self._followed = lru_cache(maxsize=4096)(self._routes_of)
        listed = sorted(self._by_alias, key=len, reverse=True)
        self._aliases = re.compile(rf"\b({'|'.join(map(re.escape, listed))})\b")

    @classmethod
    def load(cls, network: RoadNetwork) -> RouteSet:
        """Routes of the shipped tables whose towns the network joins."""
        towns = _waypoints()
        with NAMES_FILE.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
        built = [_build(row, towns.get(row["ref"], []), network) for row in rows]
        found = cls([route for route in built if route is not None])
        found.without_course = tuple(
            row["name"] for row, route in zip(rows, built, strict=True) if route is None
        )
        return found

    def by_label(self, label: str) -> Route | None:
        """The route that a reader knows by this label."""
        return next((route for route in self.routes if route.label == label), None)

    def named(self, text: str) -> list[Route]:
        """The routes that the words may mean by name, the likeliest first; usually none or one.

        "Highway 1" is the road to Mosul or, in the press, the southern motorway M1: both.
        """
        said = road_words(text)
        if said.number:
            motorway = self._by_ref.get(f"M{said.number}")
            highway = self._by_ref.get(said.number)
            pair = (motorway, highway) if said.motorway else (highway, motorway)
            if said.motorway_number:
                pair = (motorway, None)
            return [route for route in pair if route is not None]
        alias = self.alias_in(text)
        return [self._by_alias[alias]] if alias else []

    def alias_in(self, text: str) -> str | None:
        """The name of a route that stands in the words, folded."""
        alias = self._aliases.search(road_words(text).text)
        return alias[1] if alias else None

    def main(self, text: str) -> list[Route]:
        """The routes that a main road without a name may be, those of the right rank first.

        "international road": motorways before highways; "main supply route": military names.
        """
        said = road_words(text)
        if said.supply:
            return [route for route in self.routes if route.military]
        return self.civil(text) if said.main else []

    def civil(self, text: str) -> list[Route]:
        """Motorways and highways, first those of the rank that the words speak of."""
        motorway = road_words(text).motorway
        civil = [r for r in self.routes if r.motorway or r.ref.isdecimal()]
        return sorted(civil, key=lambda route: route.motorway != motorway)

    def carrying(self, way: Way, text: str) -> tuple[Route, float, float] | None:
        """The route that a way follows, and its kilometres there (low, high).

        A route named in the words is taken before others; of several that share the road, a
        motorway when the words speak of one, else the numbered highway.
        """
        if not way.on_road:
            return None
        named = self.named(text)
        prefer_motorway = road_words(text).motorway
        best: tuple[tuple[bool, float, bool], Route, float, float] | None = None
        for route, share, low, high in self._followed(way):
            fit = (
                route in named, round(share - route.military, 1),
                route.motorway == prefer_motorway,
            )  # fmt: skip
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


def _waypoints() -> dict[str, list[Town]]:
    towns: dict[str, list[Town]] = defaultdict(list)
    with WAYPOINTS_FILE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            towns[row["ref"]].append(
                Town(row["label"], float(row["lat"]), float(row["lon"]), 0.0, row[_FLAG] == "1")
            )
    return towns


def _build(row: dict[str, str], towns: list[Town], network: RoadNetwork) -> Route | None:
    """The way along the network from town to town; ``None`` without two towns."""
    if len(towns) < 2:
        return None
    line: list[LonLat] = []
    at: list[float] = []
    passed: list[Town] = []
    legs = [network.way(a.lat, a.lon, b.lat, b.lon) for a, b in pairwise(towns)]
    assumed = [leg.assumed_km if leg.on_road else leg.km for leg in legs]
    for town, leg in zip(towns, legs, strict=False):
        # The spurs from a town's middle to the road are no part of a route that passes by it.
        kept = slice(1, -1) if len(leg.line) > 3 else slice(None)
        begin = at[-1] if at else 0.0
        points, km = leg.line[kept], leg.at_km[kept]
        passed.append(replace(town, km=begin))
        for point, here in zip(points, km, strict=True):
            if not line or point != line[-1]:
                line.append(point)
                at.append(begin + here - km[0])
    passed.append(replace(towns[-1], km=at[-1]))
    return Route(
        row["ref"],
        row["name"],
        tuple(re.sub(r"\(.*?\)", "", a).strip() for a in row["aliases"].split("|") if a.strip()),
        row[_FLAG] == "1",
        np.array(line),
        np.array(at),
        tuple(passed),
        all(town.sourced for town in towns),
        float(row["length_km"]) if row["length_km"] else None,
        sum(assumed),
        sum(leg.chord_km for leg in legs),
        row["source"],
        tuple((a.km, b.km, km) for (a, b), km in zip(pairwise(passed), assumed, strict=True) if km),
    )
