from __future__ import annotations

import pytest
import shapely

from geo.places.geocode import Geocoder
from geo.places.records import compact
from geo.places.road_files import Edge
from geo.places.roads import RoadNetwork, Way

KNOWN_KM = {
    ("Basra", "Baghdad"): 505,
    ("Baghdad", "Mosul"): 396,
    ("Baghdad", "Kirkuk"): 254,
    ("Najaf", "Karbala"): 79,
}


def way(geocoder: Geocoder, start: str, end: str) -> Way:
    points = []
    for name in (start, end):
        town = next(p for p in geocoder.gazetteer.exact(compact(name)) if p.kind == "town")
        points += [town.lat or 0.0, town.lon or 0.0]
    return geocoder.roads.way(*points)


@pytest.mark.parametrize(("ends", "km"), KNOWN_KM.items())
def test_known_distances(geocoder: Geocoder, ends: tuple[str, str], km: float) -> None:
    found = way(geocoder, *ends)
    assert found.on_road
    assert found.km == pytest.approx(km, rel=0.02)


@pytest.mark.parametrize("ends", [("Tikrit", "Kirkuk"), ("Ramadi", "Hit"), ("Hit", "Al-Qaim")])
def test_towns_beside_long_edges_join_them(geocoder: Geocoder, ends: tuple[str, str]) -> None:
    assert way(geocoder, *ends).on_road


def test_a_way_starts_and_ends_where_it_is_asked_and_back(geocoder: Geocoder) -> None:
    there, back = way(geocoder, "Basra", "Amarah"), way(geocoder, "Amarah", "Basra")
    assert there.km == pytest.approx(back.km)
    assert there.line[0] == back.line[-1]
    assert shapely.from_wkt(there.wkt).is_valid


def test_no_road_is_a_straight_line() -> None:
    network = RoadNetwork(
        [Edge((44.0, 33.0), (44.1, 33.0), 9.4), Edge((44.1, 33.0), (44.2, 33.0), 9.4)]
    )
    far = network.way(31.0, 46.0, 31.0, 47.0)
    assert not far.on_road
    assert far.line == ((46.0, 31.0), (47.0, 31.0))
    near = network.way(33.0, 44.0, 33.0, 44.2)
    assert near.on_road
    assert near.km == pytest.approx(18.8)


def test_named_routes(geocoder: Geocoder) -> None:
    routes = {route.label: route for route in geocoder.routes.routes}
    assert routes["M1"].km[-1] == pytest.approx(1130, rel=0.05)
    assert routes["Route Irish"].km[-1] == pytest.approx(12, abs=5)
    assert not routes["Highway 8"].sourced
    assert routes["M1"].sourced


@pytest.mark.parametrize(
    ("words", "labels"),
    [
        ("Freeway 1", ["M1", "Highway 1"]),
        ("الطريق السريع رقم 1", ["M1", "Highway 1"]),
        ("Highway 8 south of Hilla", ["Highway 8"]),
        ("MSR Tampa", ["MSR Tampa"]),
        ("the highway of death", ["Highway 80"]),
        ("Highway 99", []),
        ("the road to Mosul", []),
        ("bridge 8", []),
    ],
)
def test_routes_in_words(geocoder: Geocoder, words: str, labels: list[str]) -> None:
    assert [route.label for route in geocoder.routes.named(words)] == labels


def test_kilometres_along_a_route(geocoder: Geocoder) -> None:
    route = next(r for r in geocoder.routes.routes if r.label == "Highway 8")
    baghdad, off = route.project(33.34, 44.40)
    samawah, _ = route.project(31.33, 45.29)
    assert baghdad < 10
    assert off < 10
    assert 250 < samawah < 350
