from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
import shapely

from geo.model import Form
from geo.places.geocode import Geocoder
from geo.places.records import Place, compact, km_between
from geo.places.road_files import Edge, read_edges
from geo.places.roads import RoadNetwork, Way
from geo.places.routes import RouteSet

KNOWN_KM = {
    ("Basra", "Baghdad"): 505,
    ("Baghdad", "Mosul"): 396,
    ("Baghdad", "Kirkuk"): 254,
    ("Najaf", "Karbala"): 79,
}


def town(geocoder: Geocoder, name: str) -> Place:
    return next(p for p in geocoder.gazetteer.exact(compact(name)) if p.kind == "town")


def way(geocoder: Geocoder, start: str, end: str) -> Way:
    points = []
    for place in (town(geocoder, start), town(geocoder, end)):
        points += [place.lat or 0.0, place.lon or 0.0]
    return geocoder.roads.way(*points)


@pytest.mark.parametrize(("ends", "km"), KNOWN_KM.items())
def test_known_distances(geocoder: Geocoder, ends: tuple[str, str], km: float) -> None:
    found = way(geocoder, *ends)
    assert found.on_road
    assert found.km == pytest.approx(km, rel=0.025)


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


@pytest.mark.parametrize(("start", "end"), [("Ramadi", "Haditha"), ("Hit", "Haditha")])
def test_the_gap_on_the_euphrates_is_closed_and_flagged(
    geocoder: Geocoder, start: str, end: str
) -> None:
    """Both road files lack the road; the link over it is assumed and says so."""
    found = way(geocoder, start, end)
    assert found.on_road
    assert found.assumed_km > 20
    assert found.km < 2 * km_between(*found.line[0][::-1], *found.line[-1][::-1])


def test_a_stretch_over_the_gap_says_so(geocoder: Geocoder) -> None:
    found = geocoder.locate("road between Hit and Haditha")
    assert found.form is Form.STRETCH
    assert any("are assumed" in flag for flag in found.flags)


def test_the_shipped_files_alone_leave_that_gap(geocoder: Geocoder) -> None:
    network = RoadNetwork([edge for edge in read_edges() if not edge.assumed])
    a, b = ((p.lat, p.lon) for p in (town(geocoder, "Hit"), town(geocoder, "Haditha")))
    found = network.way(*a, *b)
    assert not found.on_road or found.km > 200


def test_known_lengths_are_those_of_the_sources() -> None:
    lengths = RoadNetwork.load().lengths()
    assert [known for *_, known, _ in lengths] == [505, 396, 254, 79]
    for *_, known, found in lengths:
        assert found.km == pytest.approx(known, rel=0.025)
        assert found.assumed_km < 5


def test_kilometres_rise_along_a_way(geocoder: Geocoder) -> None:
    found = way(geocoder, "Basra", "Baghdad")
    assert len(found.at_km) == len(found.line)
    assert list(found.at_km) == sorted(found.at_km)
    assert found.at_km[0] == 0
    assert found.at_km[-1] == pytest.approx(found.km)
    drawn = sum(km_between(*a[::-1], *b[::-1]) for a, b in pairwise(found.line))
    assert found.km >= 0.98 * drawn


def test_other_ways_differ_and_are_not_much_longer(geocoder: Geocoder) -> None:
    a, b = town(geocoder, "Basra"), town(geocoder, "Baghdad")
    ways = geocoder.roads.ways(a.lat, a.lon, b.lat, b.lon, 3)
    assert len(ways) >= 2
    assert ways[0] == geocoder.roads.way(a.lat, a.lon, b.lat, b.lon)
    assert all(ways[0].km <= other.km <= 1.6 * ways[0].km for other in ways)
    assert len({other.line for other in ways}) == len(ways)


def test_edges_without_length_are_dropped() -> None:
    assert all(edge.km > 0 and edge.a != edge.b for edge in read_edges())
    same = Edge((44.0, 33.0), (44.0, 33.0), 0.0)
    network = RoadNetwork([same, Edge((44.0, 33.0), (44.1, 33.0), 9.4)])
    assert network.way(33.0, 44.0, 33.0, 44.1).km == pytest.approx(9.4)


def test_pieces_a_little_apart_are_joined_and_far_ones_are_not() -> None:
    near = [Edge((44.0, 33.0), (44.2, 33.0), 18.7), Edge((44.21, 33.0), (44.4, 33.0), 17.8)]
    joined = RoadNetwork(near).way(33.0, 44.0, 33.0, 44.4)
    assert joined.on_road
    assert 0.5 < joined.assumed_km < 1.5
    far = [near[0], Edge((45.0, 33.0), (45.4, 33.0), 37.0)]
    assert not RoadNetwork(far).way(33.0, 44.0, 33.0, 45.4).on_road


def test_routes_say_what_is_sourced() -> None:
    found = RouteSet.load(RoadNetwork.load())
    by_label = {route.label: route for route in found.routes}
    assert sum(not route.sourced for route in found.routes) == 10
    assert by_label["Highway 80"].course_sourced
    assert not by_label["M1"].course_sourced
    assert "Motorway 31" in found.without_course
    for route in found.routes:
        assert (np.diff(route.km) >= 0).all()
        assert [t.km for t in route.towns] == sorted(t.km for t in route.towns)
        assert route.course_sourced <= route.sourced
