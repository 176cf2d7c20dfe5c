"""A place that a person picks is drawn as exactly as it was meant, whatever the words say."""

from __future__ import annotations

from dataclasses import replace

import pytest

from geo.errors import CorrectionError
from geo.model import Candidate, Form, Location, ReportRow, Stance, WherePrec
from geo.places.corrections import Reach
from geo.places.geocode import Geocoder
from geo.places.picked import PICKED, picked_as, picked_at, signed
from geo.places.place import place_reports
from geo.places.stretches import ROUTE

ROW = ReportRow("by-hand", "1", "i1", "An outlet", Stance.DENIES, place_text="Mosul")
NAJMI = (31.6, 45.1)


def stored(place: Location, geocoder: Geocoder) -> Location:
    """Where a report with this place is."""
    row = replace(ROW, given=place, admin1_text="Nineveh")
    return place_reports([row], geocoder)[0]


@pytest.mark.parametrize(
    ("reach", "form", "prec", "metres"),
    [
        (Reach.EXACT, Form.POINT, WherePrec.EXACT, 500),
        (Reach.KM_2, Form.DISC, WherePrec.WITHIN_25_KM, 2_000),
        (Reach.KM_25, Form.DISC, WherePrec.WITHIN_25_KM, 25_000),
        (Reach.DISTRICT, Form.DISTRICT, WherePrec.DISTRICT, None),
        (Reach.GOVERNORATE, Form.GOVERNORATE, WherePrec.GOVERNORATE, None),
    ],
)
def test_a_point_is_stored_as_it_was_picked(
    geocoder: Geocoder, reach: Reach, form: Form, prec: WherePrec, metres: float | None
) -> None:
    found = stored(picked_at(*NAJMI, reach, geocoder.boundaries, "Al-Najmi"), geocoder)
    assert (found.form, found.where_prec, found.uncertainty_m) == (form, prec, metres)
    assert (found.lat, found.lon, found.place) == (*NAJMI, "Al-Najmi")
    assert (found.method, found.score) == (PICKED, None)
    assert found.governorate_pcode == "IQG05"
    assert (found.district_pcode is None) == (form is Form.GOVERNORATE)


def test_far_from_iraq_is_refused(geocoder: Geocoder) -> None:
    with pytest.raises(CorrectionError, match="not in or near Iraq"):
        picked_at(48.8, 2.3, Reach.KM_5, geocoder.boundaries)


def test_another_reading_that_is_a_road_stays_one(geocoder: Geocoder) -> None:
    words = "between Diwaniyah and Samawah"
    road = next(c for c in geocoder.locate(words).candidates if c.kind == ROUTE)
    picked = picked_as(road, geocoder)
    found = stored(picked, geocoder)
    assert (found.form, found.method) == (Form.STRETCH, PICKED)
    assert (found.route, found.from_km, found.to_km) == (road.name, road.from_km, road.to_km)
    assert found.governorate_pcode == picked.governorate_pcode


def test_a_governorate_without_a_coordinate_is_labelled_inside_it(geocoder: Geocoder) -> None:
    unplaced = Candidate("Some village", "village", 0.0, 0.0, 0.4, "IQG05")
    found = stored(picked_as(unplaced, geocoder), geocoder)
    assert (found.form, found.governorate_pcode) == (Form.GOVERNORATE, "IQG05")
    assert found.lat is not None
    assert found.lon is not None
    there, _, _ = geocoder.boundaries.locate([found.lat], [found.lon])
    assert geocoder.boundaries.governorates[int(there[0])].key == "IQG05"


def test_who_picked_it_is_kept_once(geocoder: Geocoder) -> None:
    row = replace(ROW, given=picked_at(*NAJMI, Reach.KM_5, geocoder.boundaries))
    once = signed(row, "Amal")
    assert once.given is not None
    assert once.given.flags == ("picked by hand by Amal",)
    assert signed(once, "Basim") == once
    assert signed(ROW, "Amal") == ROW
    stated = replace(row, given=replace(once.given, method="given coordinates", flags=()))
    assert signed(stated, "Amal") == stated
