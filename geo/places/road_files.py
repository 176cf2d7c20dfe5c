"""The edges of the road network, from the project's own files or from roads that a user imported.

The three shipped sources complete one another: the network of ``iraq_highways_edges.geojson``
(edges are straight chords with their true length), the detailed primary roads of
``roads.geojson``, and ``assumed_links.csv``, straight links over gaps that both files leave.
"""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

from geo.errors import RoadError
from geo.places.records import km_between
from geo.settings import DATA_DIR

ROADS_DIR: Final = DATA_DIR / "roads"
EDGES_FILE: Final = ROADS_DIR / "iraq_highways_edges.geojson"
DETAIL_FILE: Final = ROADS_DIR / "roads.geojson"
ASSUMED_FILE: Final = ROADS_DIR / "assumed_links.csv"
KIND: Final = "roads of the Iraq Incident Atlas"
"""What an imported file says of itself, under ``name``."""

LonLat = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Edge:
    """A piece of road between two points; ``km`` is its true length, its line is straight.

    ``assumed`` marks a link that no road file has.
    """

    a: LonLat
    b: LonLat
    km: float
    assumed: bool = False


def read_edges(roads: Path | None = None) -> list[Edge]:
    """The edges of an imported file where there is one, else of the shipped files.

    Raises
    ------
    RoadError
        The imported file cannot be read, or is not one that ``geo roads import`` has written.
    """
    if roads is not None and roads.exists():
        return _imported(roads)
    return [*_network(), *_detail(), *_assumed()]


def _point(pair: list[float]) -> LonLat:
    return (round(pair[0], 5), round(pair[1], 5))


def _features(path: Path) -> list[dict[str, Any]]:
    features: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))["features"]
    return features


def _network() -> list[Edge]:
    edges = []
    for feature in _features(EDGES_FILE):
        line = feature["geometry"]["coordinates"]
        a, b = _point(line[0]), _point(line[-1])
        km = float(feature["properties"]["km_network"])
        if km > 0 and a != b:
            edges.append(Edge(a, b, km))
    return edges


def _detail() -> list[Edge]:
    lines = [feature["geometry"]["coordinates"] for feature in _features(DETAIL_FILE)]
    return [edge for line in lines for edge in along([_point(pair) for pair in line])]


def along(line: list[LonLat]) -> list[Edge]:
    """A line as edges, one between every two points."""
    return [Edge(a, b, km_between(a[1], a[0], b[1], b[0])) for a, b in pairwise(line) if a != b]


def _assumed() -> list[Edge]:
    with ASSUMED_FILE.open(encoding="utf-8", newline="") as file:
        return [
            Edge(
                (float(row["from_lon"]), float(row["from_lat"])),
                (float(row["to_lon"]), float(row["to_lat"])),
                float(row["km"]),
                assumed=True,
            )
            for row in csv.DictReader(file)
        ]


def _imported(path: Path) -> list[Edge]:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        if content.get("name") != KIND:
            raise RoadError(f"{path} is not a file that 'python -m geo roads import' has written")
        edges = []
        for feature in content["features"]:
            line = [_point(pair) for pair in feature["geometry"]["coordinates"]]
            pieces = along(line)
            drawn = sum(piece.km for piece in pieces) or 1.0
            share = float(feature["properties"]["km"]) / drawn
            edges += [Edge(p.a, p.b, p.km * share) for p in pieces]
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as fault:
        raise RoadError(f"{path} cannot be read as imported roads ({fault})") from fault
    return edges
