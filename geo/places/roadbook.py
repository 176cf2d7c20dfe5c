"""All that pages and exports need of roads: the network, the named routes, the towns to go between.

It is read once for each set of road files; an import makes it be read again.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from geo.places import basemap
from geo.places.linear import Course, course_of_way
from geo.places.roads import RoadNetwork
from geo.places.routes import RouteSet, Town
from geo.settings import Settings

_LEAST_RANK: Final = 4
BORDERS: Final = {
    "Safwan": "Kuwait",
    "Umm Qasr": "Kuwait",
    "Trebil crossing": "Jordan",
    "Al Walid": "Syria",
    "Rabia": "Syria",
    "Zakho": "Turkey",
    "Hajj Umran": "Iran",
}
"""Places at a border crossing, and the country beyond."""

CROSSINGS: Final = {"Safwan": ("Jraishan", "Abdali")}
"""Other names of a crossing, as the press has them on either side of the border."""


@dataclass(frozen=True, eq=False, slots=True)
class Roadbook:
    """``towns``: by name, those of the named routes and the greater ones of the base map."""

    network: RoadNetwork
    routes: RouteSet
    towns: dict[str, Town]

    def ways(self, start: str, end: str, most: int) -> list[Course]:
        """Up to ``most`` ways between two towns, the shortest first; none for unknown names."""
        a, b = self.towns.get(start), self.towns.get(end)
        if a is None or b is None or a is b:
            return []
        ways = self.network.ways(a.lat, a.lon, b.lat, b.lon, most)
        towns = tuple(self.towns.values())
        label = f"{start} - {end}"
        return [course_of_way(label, way, towns) for way in ways]


def named_routes(settings: Settings) -> RouteSet:
    """The named routes alone, which takes no boundaries and no base map.

    Raises
    ------
    RoadError
        The imported roads cannot be used.
    """
    return _roads(settings.roads, _stamp(settings.roads))[1]


def roadbook(settings: Settings) -> Roadbook:
    """The roads of the settings.

    Raises
    ------
    RoadError, BoundaryError
        A file of the settings cannot be used.
    """
    return _read(settings, settings.roads, _stamp(settings.roads))


def _stamp(roads: Path | None) -> int:
    """Changes when roads are imported."""
    return roads.stat().st_mtime_ns if roads is not None and roads.exists() else 0


@lru_cache(maxsize=2)
def _roads(roads: Path | None, stamp: int) -> tuple[RoadNetwork, RouteSet]:  # noqa: ARG001 - a key
    network = RoadNetwork.load(roads)
    return network, RouteSet.load(network)


@lru_cache(maxsize=2)
def _read(settings: Settings, roads: Path | None, stamp: int) -> Roadbook:
    network, routes = _roads(roads, stamp)
    towns = {
        town.name: Town(town.name, town.lat, town.lon, 0.0)
        for route in routes.routes
        for town in route.towns
    }
    for feature in basemap.layers(settings)["towns"]["features"]:
        name, rank = feature["properties"]["name"], feature["properties"]["rank"]
        lon, lat = feature["geometry"]["coordinates"]
        if rank <= _LEAST_RANK:
            towns.setdefault(name, Town(name, lat, lon, 0.0))
    return Roadbook(network, routes, dict(sorted(towns.items())))
