"""Roads in the words of the press: which road, from where to where, through what."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
import shapely

from geo.model import Candidate, Form, WherePrec
from geo.places.geocode import Geocoder
from geo.places.on_road import on_road
from geo.places.records import compact, km_between
from geo.places.road_words import road_words
from geo.places.stretches import ROUTE, Ways, corridor_m, crossed

PHRASES = Path(__file__).parents[2] / "data" / "places" / "road_phrases.psv"
_FORMS = {"stretch": ("stretch",), "both": ("stretch",), "disc": ("stretch", "disc"),
          "unplaced": ("unplaced",)}  # fmt: skip
_END_KM = {False: 15.0, True: 40.0}
"""How far from the towns a stretch may end; motorways (true) pass by at some distance."""


def faults(geocoder: Geocoder, row: dict[str, str]) -> list[str]:
    """What is wrong with the answer for a phrase, by column."""
    found = geocoder.locate(row["words"])
    unit = geocoder.boundaries.unit(found.governorate_pcode or "")
    right = set(filter(None, row["governorates"].split("~")))
    touched = set(crossed(found)) | ({unit.name} if unit else set())
    wrong = []
    if found.form.value not in _FORMS.get(row["form"], (found.form.value,)):
        wrong.append("form")
    if right and (not touched or not touched <= right):
        wrong.append("governorates")
    routes = {found.route, *(c.name for c in found.candidates)} - {None}
    expected = set(filter(None, row["route"].split("~"))) - {"any"}
    if row["form"] == "both":
        wrong += [] if expected <= routes else ["route"]
    elif (row["route"] == "any" and row["form"] == "stretch" and not found.route) or any(
        name not in (found.route or "") for name in expected
    ):
        wrong.append("route")
    line = shapely.get_coordinates(shapely.from_wkt(found.stretch_wkt)).tolist()
    ends = [*line[:1], *line[-1:]]
    for name in filter(None, row["ends"].split("~")):
        places = [p for p in geocoder.gazetteer.exact(compact(name)) if p.lat and p.lon]
        near = (km_between(p.lat or 0, p.lon or 0, y, x) for p in places for x, y in ends)
        if min(near, default=999.0) > _END_KM[road_words(row["words"]).motorway]:
            wrong.append(f"end {name}")
    return wrong


def test_phrases_of_the_press(geocoder: Geocoder) -> None:
    with PHRASES.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="|"))
    missed = {row["words"]: wrong for row in rows if (wrong := faults(geocoder, row))}
    assert len(rows) >= 100
    assert len(missed) <= 3, missed


def test_a_stretch_says_how_wide_and_from_where_to_where(geocoder: Geocoder) -> None:
    found = geocoder.locate("Highway 8 between Hilla and Diwaniyah")
    assert found.form is Form.STRETCH
    assert found.route == "Highway 8"
    assert found.from_km is not None
    assert found.to_km is not None
    km = found.to_km - found.from_km
    assert 60 < km < 120
    assert found.uncertainty_m == corridor_m(km)
    assert crossed(found) == ["Babil", "Qadisiyah"]
    assert any("unverified" in flag for flag in found.flags)


def test_corridors_are_wider_between_places_far_apart() -> None:
    assert corridor_m(10) == 7_500
    assert corridor_m(100) == 15_000
    assert corridor_m(900) == 35_000


def test_a_route_of_two_meanings_lists_both_and_draws_both(geocoder: Geocoder) -> None:
    found = geocoder.locate("Route 1")
    assert [c.name for c in found.candidates] == ["Highway 1", "M1"]
    assert geocoder.locate("Motorway 1").candidates == ()
    assert {c.kind for c in found.candidates} == {ROUTE}
    assert len(shapely.get_parts(shapely.from_wkt(found.stretch_wkt))) == 2
    assert any("do not tell which road" in flag for flag in found.flags)
    assert found.governorate_pcode is None
    assert len(crossed(found)) > 5


@pytest.mark.parametrize(
    ("words", "route"),
    [("Route 1 near Nasiriyah", "M1"), ("Route 1 near Tikrit", "Highway 1"),
     ("Freeway 1 between Samarra and Tikrit", "Highway 1")],
)  # fmt: skip
def test_towns_beside_it_decide_between_two_meanings(
    geocoder: Geocoder, words: str, route: str
) -> None:
    found = geocoder.locate(words)
    assert found.route == route
    assert not any("do not tell" in flag for flag in found.flags)


def test_a_candidate_that_is_a_route_is_read_as_its_stretch(geocoder: Geocoder) -> None:
    found = geocoder.locate("international highway near Diwaniyah or Highway 1")
    for item in (c for c in found.candidates if c.kind == ROUTE):
        reading = geocoder.route_reading(item)
        assert reading is not None
        assert reading.route == item.name
        assert (reading.from_km, reading.to_km) == (item.from_km, item.to_km)
    assert geocoder.route_reading(Candidate("Hillah", "town", 32.5, 44.4, 1.0)) is None
    assert geocoder.route_reading(Candidate("Highway 999", ROUTE, 32.5, 44.4, 1.0)) is None


def test_a_stretch_near_a_town_is_as_exact_as_near_a_town(geocoder: Geocoder) -> None:
    found = geocoder.locate("Highway 6 near Kut")
    assert found.form is Form.STRETCH
    assert found.where_prec is WherePrec.WITHIN_25_KM
    assert geocoder.locate("Highway 6").where_prec is WherePrec.LINEAR_OR_LARGER


def test_no_road_there_leaves_the_place_as_it_is(geocoder: Geocoder) -> None:
    ways = Ways(geocoder.roads, geocoder.routes, geocoder.boundaries)
    place = geocoder.locate("Basra city")
    assert on_road(place, "Highway 12 near Basra city", ways) is place
    assert on_road(place, "a street in Basra city", ways) is place


@pytest.mark.parametrize(
    ("text", "number", "motorway", "main", "supply"),
    [
        ("Highway 8", "8", False, True, False),
        ("الطريق السريع رقم 1", "1", True, True, False),
        ("M1 motorway", "1", True, True, False),
        ("on a main supply route", None, False, False, True),
        ("مطار بغداد الدولي", None, False, False, False),
        ("Baghdad International Airport road", None, False, False, False),
        ("bridge 15", None, False, False, False),
    ],
)
def test_words_for_roads(
    text: str, number: str | None, motorway: bool, main: bool, supply: bool
) -> None:
    said = road_words(text)
    assert (said.number, said.motorway, said.main, said.supply) == (number, motorway, main, supply)
