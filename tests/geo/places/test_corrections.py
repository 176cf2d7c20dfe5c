"""A person's word goes before the geocoder's, in the form that it claims and no finer."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import CorrectionError
from geo.model import Candidate, Form, Location, WherePrec
from geo.places.boundaries import BoundarySet
from geo.places.corrections import (
    METHOD,
    NOT_PLACED,
    Corrected,
    Correction,
    Corrections,
    Reach,
    clean_words,
    correction_key,
    joined,
    placed_as,
    placed_at,
)
from geo.places.geocode import Geocoder

HILLA = (32.48, 44.43)


def test_each_reach_has_its_form(boundaries: BoundarySet) -> None:
    exact = placed_at(*HILLA, Reach.EXACT, boundaries, "the mill")
    assert (exact.form, exact.where_prec, exact.uncertainty_m) == (Form.POINT, 1, 500)
    assert exact.governorate_pcode == "IQG07"
    near = placed_at(*HILLA, Reach.KM_10, boundaries)
    assert (near.form, near.where_prec, near.uncertainty_m) == (Form.DISC, 2, 10_000)
    district = placed_at(*HILLA, Reach.DISTRICT, boundaries)
    assert (district.form, district.uncertainty_m) == (Form.DISTRICT, None)
    assert district.place == boundaries.unit(district.district_pcode or "").name  # type: ignore[union-attr]
    whole = placed_at(*HILLA, Reach.GOVERNORATE, boundaries)
    assert (whole.form, whole.governorate_pcode, whole.district_pcode) == (
        Form.GOVERNORATE, "IQG07", None,
    )  # fmt: skip


def test_a_point_must_be_in_or_near_iraq(boundaries: BoundarySet) -> None:
    with pytest.raises(CorrectionError, match="not in or near Iraq"):
        placed_at(0.0, 0.0, Reach.EXACT, boundaries)
    abroad = placed_at(35.7, 49.9, Reach.KM_2, boundaries)
    assert abroad.governorate_pcode is None
    with pytest.raises(CorrectionError, match="in no governorate"):
        placed_at(35.7, 49.9, Reach.GOVERNORATE, boundaries)


@given(lat=st.floats(allow_nan=True), lon=st.floats(allow_nan=True), reach=st.sampled_from(Reach))
def test_any_number_is_a_place_or_refused(
    boundaries: BoundarySet, lat: float, lon: float, reach: Reach
) -> None:
    try:
        found = placed_at(lat, lon, reach, boundaries)
    except CorrectionError:
        return
    assert (found.lat, found.lon, found.method) == (lat, lon, METHOD)


def test_candidates_are_taken_as_their_kind_allows(geocoder: Geocoder) -> None:
    base = placed_as(Candidate("Camp", "base", *HILLA, 0.8, "IQG07"), geocoder)
    assert (base.form, base.uncertainty_m, base.place) == (Form.DISC, 5_000, "Camp")
    area = placed_as(Candidate("Babil", "governorate", *HILLA, 0.8, "IQG07"), geocoder)
    assert (area.form, area.governorate_pcode) == (Form.GOVERNORATE, "IQG07")
    route = placed_as(Candidate("Highway 8", "route", *HILLA, 0.5, "IQG07", 100.0, 160.0), geocoder)
    assert (route.form, route.route, route.method) == (Form.STRETCH, "Highway 8", METHOD)
    assert (route.from_km, route.to_km) == (100.0, 160.0)
    kept = joined(route, geocoder.boundaries)
    assert (kept.governorate_pcode, kept.district_pcode) == (route.governorate_pcode, None)
    nowhere = placed_as(Candidate("Depot", "base", 0.0, 0.0, 0.8, "IQG07"), geocoder)
    assert (nowhere.form, nowhere.lat, nowhere.governorate_pcode) == (
        Form.GOVERNORATE, None, "IQG07",
    )  # fmt: skip


def test_another_boundary_set_gives_its_own_keys(boundaries: BoundarySet) -> None:
    old = Location(
        Form.GOVERNORATE, WherePrec.GOVERNORATE, *HILLA, governorate_pcode="gone", place="Babil"
    )
    assert joined(old, boundaries).governorate_pcode == "IQG07"


def test_the_same_words_folded_are_corrected_and_no_others(geocoder: Geocoder) -> None:
    there = placed_at(31.99, 44.92, Reach.KM_2, geocoder.boundaries, "Depot")
    made = Corrections(
        [
            Correction("Camp Taji", there, "Amal", 3),
            Correction("al-Balad", NOT_PLACED, "Amal", 4),
        ]
    )
    corrected = Corrected(geocoder, made)
    for text in ("Camp Taji", "camp  TAJI.", "the-Camp Taji"[4:]):
        found = corrected.locate(text)
        assert (found.place, found.method, found.words) == ("Depot", METHOD, text)
        assert found.flags == ("decision 3 of Amal",)
    assert corrected.locate("Balad").form is Form.UNPLACED
    assert corrected.locate("Camp Taji gate") == geocoder.locate("Camp Taji gate")


def test_the_newest_of_two_corrections_holds(boundaries: BoundarySet) -> None:
    first, second = (
        Correction(words, placed_at(*HILLA, Reach.KM_2, boundaries, name), "A", number)
        for number, (words, name) in enumerate([("Balad", "one"), ("BALAD", "two")], start=1)
    )
    assert Corrections([second, first]).find("balad") == second
    assert len(Corrections([second, first])) == 1


@given(st.text(max_size=700))
def test_words_are_kept_clean_or_refused(text: str) -> None:
    try:
        words = clean_words(text)
    except CorrectionError:
        return
    assert words == words.strip()
    assert words.isprintable()
    assert correction_key(words)


@given(st.text(max_size=80))
def test_a_key_is_its_own_key(text: str) -> None:
    key = correction_key(text)
    assert correction_key(f"  {text} ") == key
