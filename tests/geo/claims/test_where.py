"""The place most origins agree on."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.claims.where import DISAGREE, Label, agreed_location
from geo.model import UNPLACED, Form, Location, WherePrec

LABELS = {"Q": Label("Qadisiyah", 32.0, 45.0), "M": Label("Muthanna", 31.0, 45.0)}
LABELS |= {"Q1": Label("Al-Hamza", 31.7, 45.0)}


def label(key: str | None) -> Label | None:
    return LABELS.get(key) if key else Label("Iraq", 33.2, 43.7)


def point(lat: float, lon: float, gov: str = "Q", dist: str = "Q1", name: str = "here") -> Location:
    return Location(Form.DISC, WherePrec.WITHIN_25_KM, lat, lon, 3000.0, name, gov, dist)


def governorate(key: str) -> Location:
    return Location(
        Form.GOVERNORATE, WherePrec.GOVERNORATE, place=LABELS[key].name, governorate_pcode=key
    )


ROAD = Location(
    Form.STRETCH,
    WherePrec.LINEAR_OR_LARGER,
    31.65,
    45.1,
    place="Diwaniyah - Samawah road",
    governorate_pcode="Q",
    stretch_wkt="LINESTRING (44.92 31.99, 45.0 31.85, 45.1 31.6, 45.28 31.31)",
)
COUNTRY = Location(Form.COUNTRY, WherePrec.COUNTRY, place="Iraq")
HAMZA = point(31.72, 45.03, name="Al-Hamza")
AFAR = point(32.2, 45.5, dist="Q2", name="Afak")
SAMAWAH = point(31.31, 45.28, "M", "M1", "Samawah")


def agreed(*places: Location, weights: list[float] | None = None) -> Location:
    return agreed_location(places, weights or [1.0] * len(places), label)


def test_the_only_place_named_is_taken() -> None:
    assert agreed(HAMZA, governorate("Q"), UNPLACED, COUNTRY) == HAMZA


def test_a_place_on_the_road_speaks_for_the_road_too() -> None:
    assert agreed(ROAD, HAMZA, governorate("Q")) == ROAD
    assert agreed(HAMZA, HAMZA, ROAD) == HAMZA


def test_a_road_counts_for_the_governorate_of_the_place_named_on_it() -> None:
    found = agreed(ROAD, SAMAWAH)
    assert (found.form, found.place, found.governorate_pcode) == (Form.STRETCH, ROAD.place, "M")
    assert agreed(ROAD, SAMAWAH, HAMZA).governorate_pcode == "Q"


def test_two_places_of_one_district_make_the_district() -> None:
    other = point(31.95, 45.3, name="elsewhere")
    found = agreed(HAMZA, other)
    assert (found.form, found.district_pcode, found.where_prec) == (
        *(Form.DISTRICT, "Q1"),
        WherePrec.DISTRICT,
    )
    assert found.flags == (DISAGREE,)
    assert (found.lat, found.lon) == (31.7, 45.0)


def test_two_places_of_one_governorate_make_the_governorate() -> None:
    found = agreed(HAMZA, AFAR)
    assert (found.form, found.governorate_pcode) == (Form.GOVERNORATE, "Q")
    assert found.uncertainty_m is None


def test_no_majority_for_a_governorate_leaves_the_country() -> None:
    found = agreed(HAMZA, SAMAWAH)
    assert (found.form, found.governorate_pcode) == (Form.COUNTRY, None)
    assert found.flags == (DISAGREE,)


def test_relays_of_one_origin_weigh_as_one() -> None:
    relayed = agreed(*[SAMAWAH] * 5, HAMZA, HAMZA, weights=[0.2] * 5 + [1.0, 1.0])
    assert relayed == HAMZA


def test_nothing_known_stays_unplaced() -> None:
    assert agreed(UNPLACED, UNPLACED) is UNPLACED


def test_country_alone_is_the_country() -> None:
    assert agreed(COUNTRY, UNPLACED) == COUNTRY


places = st.sampled_from(
    [UNPLACED, COUNTRY, HAMZA, AFAR, SAMAWAH, ROAD, governorate("Q"), governorate("M")]
)
votes = st.lists(st.tuples(places, st.sampled_from([0.25, 0.5, 1.0])), min_size=1, max_size=7)


@given(votes, st.randoms())
def test_order_does_not_matter(said: list[tuple[Location, float]], random: object) -> None:
    mixed = list(said)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    assert agreed(*(p for p, _ in mixed), weights=[w for _, w in mixed]) == agreed(
        *(p for p, _ in said), weights=[w for _, w in said]
    )


@given(votes)
def test_never_finer_than_any_report_and_placed_when_any_is(
    said: list[tuple[Location, float]],
) -> None:
    found = agreed(*(p for p, _ in said), weights=[w for _, w in said])
    assert (found.form is Form.UNPLACED) == all(p.form is Form.UNPLACED for p, _ in said)
    if found.form in (Form.POINT, Form.DISC):
        assert found in [p for p, _ in said]
    if found.form is Form.STRETCH:  # its governorate may be that of a place named on it
        kept = replace(found, governorate_pcode=None)
        assert kept in [replace(p, governorate_pcode=None) for p, _ in said]
        assert found.governorate_pcode in [p.governorate_pcode for p, _ in said]


@pytest.mark.parametrize("place", [HAMZA, ROAD, COUNTRY, governorate("Q"), UNPLACED])
def test_agreement_with_itself(place: Location) -> None:
    assert agreed(place, place, place) == place
