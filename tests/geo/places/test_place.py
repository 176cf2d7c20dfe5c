from __future__ import annotations

from dataclasses import replace

import pytest

from geo.model import Form, Location, ReportRow, Stance, WherePrec
from geo.places.geocode import Geocoder
from geo.places.place import place_reports

ROW = ReportRow("test", "1", "i1", "An outlet", Stance.REPORTS)


def at(prec: int, words: str, lat: float = 33.3, lon: float = 44.4, admin1: str = "") -> ReportRow:
    given = Location(
        form=Form.POINT, where_prec=WherePrec(prec), lat=lat, lon=lon, words=words,
        method="given coordinates",
    )  # fmt: skip
    return replace(ROW, given=given, place_text=words, admin1_text=admin1 or None)


def placed(row: ReportRow, geocoder: Geocoder) -> Location:
    return place_reports([row], geocoder)[0]


@pytest.mark.parametrize(
    ("prec", "form"),
    [
        (1, Form.POINT),
        (2, Form.DISC),
        (3, Form.DISTRICT),
        (4, Form.GOVERNORATE),
        (6, Form.COUNTRY),
        (7, Form.COUNTRY),
    ],
)
def test_precision_gives_the_form(geocoder: Geocoder, prec: int, form: Form) -> None:
    found = placed(at(prec, "Baghdad city", admin1="Baghdād province"), geocoder)
    assert (found.form, found.where_prec) == (form, prec)
    assert (found.lat, found.lon) == (33.3, 44.4)
    assert found.method == "given coordinates"
    assert (found.governorate_pcode == "IQG08") == (prec < 5)
    assert (found.district_pcode is not None) == (prec <= 3)
    assert found.uncertainty_m == (25_000 if prec == 2 else None)
    assert ("water or air" in found.flags) == (prec == 7)


def test_a_linear_event_follows_the_road_of_its_words(geocoder: Geocoder) -> None:
    row = at(5, "Road between Najaf town and Karbala town", 32.318748, 44.290157)
    found = placed(row, geocoder)
    assert found.form is Form.STRETCH
    assert found.where_prec is WherePrec.LINEAR_OR_LARGER
    assert (found.lat, found.lon) == (32.318748, 44.290157)
    assert found.stretch_wkt is not None
    assert found.place == "Karbala - Najaf road"


def test_a_larger_area_is_its_stated_governorate_or_the_country(geocoder: Geocoder) -> None:
    hills = at(5, "Hamrin mountains", 34.9, 43.6, admin1="Şalāḩ ad Dīn province")
    assert placed(hills, geocoder).form is Form.GOVERNORATE
    assert placed(hills, geocoder).governorate_pcode == "IQG16"
    west = placed(at(5, "Western Iraq", 33.0, 41.0), geocoder)
    assert (west.form, west.governorate_pcode) == (Form.COUNTRY, None)


def test_points_outside_the_country_are_flagged(geocoder: Geocoder) -> None:
    near = placed(at(1, "‘Ukāsh village", 34.0, 40.95 - 1.0), geocoder)
    assert near.governorate_pcode is None or near.flags
    far = placed(at(1, "somewhere", 29.0, 42.0), geocoder)
    assert far.governorate_pcode is None
    assert far.flags == ("outside Iraq by more than 5 km, no governorate",)


def test_words_in_their_order_and_never_the_coded_governorate(geocoder: Geocoder) -> None:
    coded = replace(ROW, coded_governorate="Basra")
    assert placed(coded, geocoder).form is Form.UNPLACED
    town = replace(coded, place_text="a house", town_or_base="Camp Taji")
    assert placed(town, geocoder).place == "Camp Taji"
    route = replace(coded, place_text="southern Iraq", route_text="road between Hilla and Najaf")
    assert placed(route, geocoder).form is Form.STRETCH
    south = replace(coded, place_text="southern Iraq")
    assert placed(south, geocoder).form is Form.COUNTRY


def test_the_route_column_gives_kilometres(geocoder: Geocoder) -> None:
    row = replace(ROW, place_text="near the town of Samarra", route_text="Highway 1")
    found = placed(row, geocoder)
    assert (found.form, found.route) == (Form.DISC, "Highway 1")
    assert found.from_km is not None
    assert found.to_km is not None
    assert 80 < found.from_km < found.to_km < 150
    far = replace(row, place_text="city of Basra")
    assert placed(far, geocoder).route is None


def test_a_batch_keeps_order_and_tells_progress(geocoder: Geocoder) -> None:
    told: list[tuple[int, int]] = []
    rows = [at(1, "Baghdad city"), replace(ROW, place_text="Basra"), ROW]
    found = place_reports(rows, geocoder, lambda done, of: told.append((done, of)))
    assert [f.form for f in found] == [Form.POINT, Form.GOVERNORATE, Form.UNPLACED]
    assert told == [(3, 3)]
    assert place_reports([], geocoder) == []
