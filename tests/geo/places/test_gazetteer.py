from __future__ import annotations

import csv

import pytest
import shapely

from geo.places.gazetteer import Gazetteer
from geo.places.gazetteer_sources import GAZETTEER_DIR, reach_m
from geo.places.geocode import Geocoder
from geo.places.records import compact, km_between


@pytest.fixture(scope="module")
def gazetteer(geocoder: Geocoder) -> Gazetteer:
    return geocoder.gazetteer


def test_sources_of_one_town_are_one_record(gazetteer: Gazetteer) -> None:
    town, *_ = gazetteer.exact(compact("Fallujah"))
    files = {source.partition(":")[0] for source in town.sources}
    assert {"geonames", "natural earth", "countrystatecity", "ucdp"} <= files
    assert town.population == 231_819
    assert {"Fallujah", "الفلوجة"} <= set(town.names)


def test_every_place_says_where_it_comes_from_and_lies_in_a_unit(gazetteer: Gazetteer) -> None:
    assert len(gazetteer.places) > 11_000
    assert all(place.sources for place in gazetteer.places)
    placed = [p for p in gazetteer.places if p.governorate]
    assert len(placed) / len(gazetteer.places) > 0.97
    without = [p for p in gazetteer.places if p.lat is None]
    assert {p.name for p in without} >= {"Besmaya base"}
    assert all(p.governorate for p in without)


def test_the_same_name_far_away_stays_another_place(gazetteer: Gazetteer) -> None:
    found = [p for p in gazetteer.exact(compact("Al Mashāhidah")) if p.kind == "town"]
    assert {p.governorate for p in found} == {"IQG08", "IQG10"}


def test_capitals(gazetteer: Gazetteer) -> None:
    assert len(gazetteer.capitals) == 18
    assert gazetteer.capitals["IQG05"].shown == "Diwaniyah"
    assert gazetteer.capitals["IQG15"].shown == "Mosul"


def test_names_can_be_held_out(geocoder: Geocoder) -> None:
    without = Gazetteer.load(geocoder.boundaries, without=["Trebil village"])
    assert not without.exact(compact("Trebil"))
    assert geocoder.gazetteer.exact(compact("Trebil"))


def test_distance() -> None:
    assert km_between(33.3406, 44.4009, 36.335, 43.1189) == pytest.approx(354, abs=3)


def test_every_alias_names_a_place_of_the_gazetteer(gazetteer: Gazetteer) -> None:
    """A row of the table whose source or unit is misspelled would be lost without a word."""
    with (GAZETTEER_DIR / "place_aliases.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) > 1_000
    lost = [row["name"] for row in rows if not gazetteer.exact(compact(row["name"]))]
    assert lost == []
    assert all(row["source"] for row in rows)


def test_lakes_and_rivers_have_their_extent(gazetteer: Gazetteer) -> None:
    lake = next(p for p in gazetteer.exact(compact("Lake Tharthar")) if p.kind == "lake")
    assert 20_000 < lake.radius_m < 60_000
    assert {p.kind for p in gazetteer.exact(compact("Euphrates"))} == {"river"}
    assert not gazetteer.exact(compact("Lake Van"))


def test_a_quarter_without_a_coordinate_is_as_wide_as_its_town(gazetteer: Gazetteer) -> None:
    (quarter,) = gazetteer.exact(compact("Wadi Hajar"))
    (mosul, *_) = gazetteer.exact(compact("Mosul"))
    assert (quarter.lat, quarter.lon, quarter.radius_m) == (mosul.lat, mosul.lon, mosul.radius_m)
    assert quarter.within_another


def test_a_sub_district_is_as_wide_as_nine_tenths_of_it() -> None:
    assert reach_m(shapely.box(44, 33, 45, 34), 33.5, 44.5) == pytest.approx(54_500, rel=0.02)
    assert reach_m(shapely.Point(44, 33).buffer(0.001), 33, 44) == 3_000


@pytest.mark.parametrize(
    ("name", "unit"),
    [("خانەقین", "Khanaqin"), ("شەرقات", "Al-Shirqat"), ("ئەلچیبەیش", "Al-Chibayish")],
)
def test_districts_have_their_sorani_names(gazetteer: Gazetteer, name: str, unit: str) -> None:
    assert unit in [p.name for p in gazetteer.exact(compact(name)) if p.kind == "district"]
