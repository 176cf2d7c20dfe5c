from __future__ import annotations

import pytest

from geo.places.gazetteer import Gazetteer
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
