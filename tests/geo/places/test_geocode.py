"""Place words to locations: the rules one by one, on spellings the sources use."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.model import Form, Location, WherePrec
from geo.places.geocode import Geocoder


def name(geocoder: Geocoder, location: Location) -> str | None:
    unit = geocoder.boundaries.unit(location.governorate_pcode or "")
    return unit.name if unit else None


@pytest.mark.parametrize(
    ("words", "governorate"),
    [
        ("Diwaniyah province", "Qadisiyah"),
        ("Al-Qadissiya", "Qadisiyah"),
        ("provinsi Al-Diwaniyah", "Qadisiyah"),
        ("استان دیوانیه", "Qadisiyah"),
        ("محافظة القادسية", "Qadisiyah"),
        ("Tameem", "Kirkuk"),
        ("At-Ta'mim province", "Kirkuk"),
        ("Al-Tamim governorate", "Kirkuk"),
        ("Babylon", "Babil"),
        ("province of Babylon", "Babil"),
        ("محافظة بابل جنوب بغداد", "Babil"),
        ("Salah al-Deen", "Salah al-Din"),
        ("Salaheddin province", "Salah al-Din"),
        ("governorate of Saladin", "Salah al-Din"),
        ("استان صلاح الدین", "Salah al-Din"),
        ("Ninawa", "Nineveh"),
        ("Nīnawá province", "Nineveh"),
        ("نينوى", "Nineveh"),
        ("ذي قار", "Dhi Qar"),
        ("Thi Qar", "Dhi Qar"),
        ("somewhere in the Dhi Gar Governorate", "Dhi Qar"),
        ("Al Anbār province", "Anbar"),
        ("Iraqi province of Samawah", "Muthanna"),
        ("Misan", "Maysan"),
        ("Hewler governorate", "Erbil"),
        ("پارێزگای سلێمانی", "Sulaymaniyah"),
        ("Wassit", "Wasit"),
    ],
)
def test_governorates_in_all_spellings(geocoder: Geocoder, words: str, governorate: str) -> None:
    found = geocoder.locate(words)
    assert found.form is Form.GOVERNORATE
    assert found.where_prec is WherePrec.GOVERNORATE
    assert found.uncertainty_m is None
    assert name(geocoder, found) == governorate


@pytest.mark.parametrize(
    ("words", "form"),
    [
        ("Diwaniyah", Form.GOVERNORATE),
        ("city of Diwaniyah", Form.DISC),
        ("central city of al-Diwaniyah", Form.DISC),
        ("مدينة الديوانية", Form.DISC),
        ("Kirkuk province", Form.GOVERNORATE),
        ("Kirkuk city", Form.DISC),
        ("Fallujah", Form.DISC),
        ("Fallujah district", Form.DISTRICT),
        ("Qaḑā’ al Fallūjah", Form.DISTRICT),
        ("قضاء الفلوجة", Form.DISTRICT),
    ],
)
def test_kind_words_decide_between_town_district_and_governorate(
    geocoder: Geocoder, words: str, form: Form
) -> None:
    assert geocoder.locate(words).form is form


@pytest.mark.parametrize(
    ("words", "place"),
    [
        ("Taji military base", "base"),
        ("معسكر التاجي", "base"),
        ("Balad air base", "base"),
        ("پایگاه شکاری بلد", "base"),
        ("base aerienne de Balad", "base"),
        ("Camp Speicher, cerca de Tikrit", "base"),
        ("قاعدة عين الأسد الجوية", "base"),
        ("Ayn-el Esed Ussu", "base"),
        ("K1 military base, northwest of Kirkuk", "base"),
        ("lotnisko w Bagdadzie", "airport"),
        ("Erbil airport", "airport"),
    ],
)
def test_bases_and_airports(geocoder: Geocoder, words: str, place: str) -> None:
    found = geocoder.locate(words)
    chosen = [p for p in geocoder.gazetteer.places if p.lat == found.lat and p.lon == found.lon]
    assert found.form is Form.DISC
    assert place in {p.kind for p in chosen}


@pytest.mark.parametrize(
    "words",
    [
        "Iranian",
        "While",
        "Iranian forces",
        "The convoy was hit while it moved",
        "forces kut off",
        "the base",
        "away from the terminals",
        "",
        "   ",
        "😀",
        "\x00\x01",
        "12345",
        "unknown",
        "the bridge",
        "road",
        "طريق",
        "محافظة",
    ],
)
def test_generic_words_are_no_places(geocoder: Geocoder, words: str) -> None:
    found = geocoder.locate(words)
    assert found.form is Form.UNPLACED
    assert found.where_prec is None
    assert found.flags[0].startswith("not placed: ")


def test_fuzzy_likeness_is_proposed_and_never_decides(geocoder: Geocoder) -> None:
    found = geocoder.locate("Fallupah bazaar")
    assert found.form is Form.UNPLACED
    assert any(c.name == "Fallujah" for c in found.candidates)


def test_a_slip_counts_beside_another_place(geocoder: Geocoder) -> None:
    found = geocoder.locate("road between Diwnaiya and Samawa")
    assert found.form is Form.STRETCH
    assert found.place == "Diwaniyah - Samawah road"
    assert found.score is not None
    assert found.score < 0.8


@pytest.mark.parametrize(
    ("words", "governorate", "finest"),
    [
        ("Taji area, north of Baghdad", "Baghdad", "Taji"),
        ("near Mukayshifah village, between Tikrit and Samarra", "Salah al-Din", "Mukayshifa"),
        ("Al-Mutasim, 10 miles east of Samarra", "Salah al-Din", "Mutasim"),
        ("Kirkuk's K1 military base", "Kirkuk", "K-1 Air Base"),
        ("Shomali area of Diwaniyah", "Babil", "Ash Shumali"),
        ("Dawra, southern Baghdad", "Baghdad", "Dora"),
        ("Ur, Nasiriyah", "Dhi Qar", "Nasiriyah"),
        ("Balad Ruz, Diyala", "Diyala", "Baladrooz"),
        ("city of Hillah in southern Baghdad province", "Babil", "Hillah"),
        ("Karrada, Baghdad", "Baghdad", "Karrada"),
        ("U.S. Embassy compound, Green Zone", "Baghdad", "Green Zone"),
    ],
)
def test_the_finest_place_counts(
    geocoder: Geocoder, words: str, governorate: str, finest: str
) -> None:
    found = geocoder.locate(words)
    assert (name(geocoder, found), found.place) == (governorate, finest)


def test_direction_and_distance(geocoder: Geocoder) -> None:
    kirkuk = geocoder.locate("Kirkuk city")
    found = geocoder.locate("15 km northwest of Kirkuk")
    assert found.form is Form.DISC
    assert found.where_prec is WherePrec.WITHIN_25_KM
    assert found.lat is not None
    assert kirkuk.lat is not None
    assert found.lat - kirkuk.lat == pytest.approx(15 * 0.7071 / 111.2, abs=0.002)
    assert found.uncertainty_m is not None
    assert found.uncertainty_m >= 5_000


def test_direction_without_distance_is_wide(geocoder: Geocoder) -> None:
    found = geocoder.locate("area south of Baghdad")
    assert name(geocoder, found) == "Baghdad"
    assert found.uncertainty_m is not None
    assert found.uncertainty_m >= 15_000


@pytest.mark.parametrize(
    "words",
    [
        "Samawah-Diwaniya highway",
        "road between al-Samawah and al-Diwaniyah",
        "طريق سريع بين السماوة والديوانية",
        "بين مدينتي السماوة والديوانية",
        "the road from Diwaniyah to Samawah",
        "highway linking Samawah and Diwaniyah",
    ],
)
def test_two_ends_are_a_stretch_of_road(geocoder: Geocoder, words: str) -> None:
    found = geocoder.locate(words)
    assert found.form is Form.STRETCH
    assert found.where_prec is WherePrec.LINEAR_OR_LARGER
    assert found.place == "Diwaniyah - Samawah road"
    assert found.route in {"M1", "Highway 8"}
    assert found.stretch_wkt is not None
    assert any("crosses" in flag for flag in found.flags)


def test_arabic_prepositions_and_governorates_at_both_ends(geocoder: Geocoder) -> None:
    found = geocoder.locate("الطريق الرابط بين محافظتي الديوانية والمثنى")
    assert found.form is Form.STRETCH
    assert name(geocoder, found) in {"Qadisiyah", "Muthanna"}


def test_highway_one_lists_both_routes(geocoder: Geocoder) -> None:
    north = geocoder.locate("Route 1 near Samarra")
    assert north.route == "Highway 1"
    south = geocoder.locate("Freeway 1 near Samawah")
    assert south.route == "M1"
    assert [r.label for r in geocoder.routes.named("Highway 1")] == ["Highway 1", "M1"]


def test_a_route_within_a_governorate(geocoder: Geocoder) -> None:
    found = geocoder.locate("Highway 8 in Babil")
    assert found.form is Form.STRETCH
    assert (found.route, name(geocoder, found)) == ("Highway 8", "Babil")
    assert found.from_km is not None
    assert found.to_km is not None
    assert 40 < found.to_km - found.from_km < 140


def test_several_governorates_are_not_one_of_them(geocoder: Geocoder) -> None:
    found = geocoder.locate("Babil; Qadisiyah")
    assert found.form is Form.COUNTRY
    assert found.where_prec is WherePrec.LINEAR_OR_LARGER
    assert {c.name for c in found.candidates} == {"Babil", "Qadisiyah"}


@pytest.mark.parametrize(
    ("words", "prec"), [("Iraq", 6), ("southern Iraq", 5), ("العراق", 6), ("Iraq-Syria border", 5)]
)
def test_the_country(geocoder: Geocoder, words: str, prec: int) -> None:
    found = geocoder.locate(words)
    assert (found.form, found.where_prec) == (Form.COUNTRY, prec)
    assert found.governorate_pcode is None


def test_place_without_a_coordinate_is_its_unit(geocoder: Geocoder) -> None:
    found = geocoder.locate("Besmaya base")
    assert found.form is Form.DISTRICT
    assert name(geocoder, found) == "Baghdad"
    assert "no source has a coordinate" in found.flags[0]


@pytest.mark.parametrize(
    "words",
    [
        "33.312, 44.361",
        "33°18'43\"N 44°21'40\"E",
        "attack at 33.312 44.361",
        "grid 38SMB4054386163",
        "38S MB 40543 86163",
    ],
)
def test_coordinates_in_the_words(geocoder: Geocoder, words: str) -> None:
    found = geocoder.locate(words)
    assert found.form is Form.DISC
    assert found.lat == pytest.approx(33.312, abs=0.001)
    assert name(geocoder, found) == "Baghdad"


def test_long_and_hostile_input(geocoder: Geocoder) -> None:
    for text in (
        "a" * 10_000,
        "Basra " * 2_000,
        "ب" * 10_000,
        "\x00Basra\x1f",
        "Basra😀",
        "(((",
        "-",
    ):
        assert geocoder.locate(text).words is None or len(geocoder.locate(text).words or "") <= 200
    assert name(geocoder, geocoder.locate("\x00Basra\x1f")) == "Basra"


@given(
    st.lists(
        st.one_of(
            st.text(max_size=12),
            st.sampled_from(
                [
                    *[
                        "Basra",
                        "Hit",
                        "north",
                        "of",
                        "15",
                        "km",
                        "between",
                        "and",
                        "road",
                        "-",
                        ",",
                        ";",
                    ],
                    "Highway 1",
                    "الطريق",
                ]
            ),
        ),
        max_size=12,
    )
)
def test_any_text_gives_a_location(geocoder: Geocoder, parts: list[str]) -> None:
    found = geocoder.locate(" ".join(parts))
    assert isinstance(found, Location)
    if found.form is Form.UNPLACED:
        assert found.flags


@pytest.mark.parametrize(
    ("words", "governorate"),
    [
        ("Balad Ruz, Diyala", "Diyala"),
        ("قرية حاج علي في نينوى", "Nineveh"),
        ("قرية حاج علي, Diyala", "Diyala"),
        ("Al Abbasiyah, Salah al-Din", "Salah al-Din"),
        ("Rashid district, south Baghdad", "Baghdad"),
        ("Tahrir neighbourhood of Mosul", "Nineveh"),
    ],
)
def test_words_around_a_name_tell_its_homonyms_apart(
    geocoder: Geocoder, words: str, governorate: str
) -> None:
    assert name(geocoder, geocoder.locate(words)) == governorate


def test_homonyms_that_nothing_tells_apart_are_proposed(geocoder: Geocoder) -> None:
    found = geocoder.locate("قرية حاج علي")
    assert found.form in (Form.COUNTRY, Form.GOVERNORATE)
    assert len(found.candidates) >= 2
    assert "as likely" in found.flags[0]


def test_near_a_name_means_the_town_and_not_the_governorate(geocoder: Geocoder) -> None:
    assert geocoder.locate("Diwaniyah").form is Form.GOVERNORATE
    near = geocoder.locate("near Diwaniyah")
    assert near.form is Form.DISC
    assert near.place == "Diwaniyah"


@pytest.mark.parametrize(
    "words",
    [
        "N 33° 18' 43\" E 44° 21' 40\"",
        "lat 33.312 lon 44.361",
        "Latitude: 33.312, Longitude: 44.361",
    ],
)
def test_more_ways_to_write_a_coordinate(geocoder: Geocoder, words: str) -> None:
    found = geocoder.locate(words)
    assert (found.lat, found.lon) == (
        pytest.approx(33.312, abs=1e-3),
        pytest.approx(44.361, abs=1e-3),
    )


_PIECES = [
    "Basra", "Hit", "بغداد", "و", "ب", "هەولێر", "شهر", "😀", "\x00", "\x1f", "\u202e", "\u200f",
    "\ud800", "33.3", "-44.4", "°", "'", '"', "N", "E", "W", "38SMB4488", "31UDQ48251", ",", "(",
    "km", "15", "north of", "between", "and", "road", "Abu", "al-", "Hajj", "'ın", "٣٣٫٣",
]  # fmt: skip


@settings(deadline=2_000, max_examples=300)
@given(
    st.lists(st.sampled_from(_PIECES), max_size=30),
    st.sampled_from(["", " ", ", ", "-"]),
    st.integers(1, 400),
)
def test_bad_input_gives_a_result_or_a_reason(
    geocoder: Geocoder, pieces: list[str], glue: str, times: int
) -> None:
    found = geocoder.locate((glue.join(pieces) + glue) * times)
    assert found.form is not Form.UNPLACED or found.flags[0].startswith("not placed: ")


@pytest.mark.parametrize(
    "words",
    [
        "33.3, 44.4", "44.4, 33.3", "33.3/44.4", "33.3N 44.4E", "N33.3 E44.4", "33,30 44,40",
        "33°18'N 44°24'E", "33 18 00 N 44 24 00 E", "33° 18.0' N, 44° 24.0' E", "٣٣٫٣، ٤٤٫٤",
        "(33.3; 44.4)", "geo:33.3,44.4",
    ],
)  # fmt: skip
def test_a_coordinate_in_every_form(geocoder: Geocoder, words: str) -> None:
    found = geocoder.locate(words)
    assert (found.lat, found.lon) == (pytest.approx(33.3), pytest.approx(44.4))
    assert found.uncertainty_m
    assert name(geocoder, found) == "Baghdad"


@pytest.mark.parametrize(
    "words", ["-33.3, 44.4", "33.3, -44.4", "48.85, 2.35", "33.3S 44.4E", "48°51'N 2°21'E"]
)
def test_a_coordinate_of_elsewhere_is_not_placed(geocoder: Geocoder, words: str) -> None:
    found = geocoder.locate(words)
    assert found.form is Form.UNPLACED
    assert "is not in Iraq" in found.flags[0]


@pytest.mark.parametrize("words", ["casualties rose 12.5, 30.1 percent", "38SMB448", "version 3.2"])
def test_other_numbers_are_no_coordinates(geocoder: Geocoder, words: str) -> None:
    assert geocoder.locate(words).lat is None


@pytest.mark.parametrize(
    ("words", "form"),
    [
        ("Zawiyah village", Form.DISC),  # the press has named it so
        ("قرية العطشانة", Form.GOVERNORATE),  # written so, but many are called so
        ("Bajwari village", Form.UNPLACED),  # and only alike
        ("Bajwari village, Nineveh", Form.DISC),
    ],
)
def test_a_small_place_by_a_common_name_is_proposed_and_not_drawn(
    geocoder: Geocoder, words: str, form: Form
) -> None:
    found = geocoder.locate(words)
    assert found.form is form, found
    assert found.form is Form.DISC or found.candidates


@pytest.mark.parametrize(
    ("words", "not_placed_at"),
    [
        ("Qarah Ghazi village", "Gara"),
        ("Khanah Zork town", "Nasiriyah"),
        ("the Badr Organization", "Badra"),
        ("Hit by a roadside bomb", "Hit"),
        ("While Iranian advisers left", "Hilla"),
    ],
)
def test_a_part_of_a_longer_name_does_not_decide(
    geocoder: Geocoder, words: str, not_placed_at: str
) -> None:
    assert geocoder.locate(words).place != not_placed_at


@pytest.mark.parametrize(
    ("words", "place"),
    [
        ("Musul'un güneyindeki Kayyara ilçesi", "Al-Qayarra"),
        ("Bağdat'ın kuzeyindeki Taci askeri üssü", "Camp Taji"),
        ("فرودگاه بین المللی بغداد", "Baghdad International Airport"),
        ("Provinz Diyala, nordöstlich von Bagdad", "Diyala"),
        ("بمدينة الفلوجة", "Fallujah"),
        ("شارۆچکەی چەمچەماڵ", "Chamchamal"),
    ],
)
def test_other_languages_of_the_press(geocoder: Geocoder, words: str, place: str) -> None:
    assert geocoder.locate(words).place == place
