"""The table of agreement says who gives what, how far apart, and nothing of a source is markup."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from geo.claims.agreement import Topic, agreement
from geo.claims.footprint import Outline, outline_of
from geo.model import ActorMention, Form
from geo.places.basemap import layers
from geo.settings import Settings
from geo.store.query import IncidentDetail, incident_detail
from geo.view.agreement import Line, lines
from geo.view.story import story
from geo.view.why import why
from pages.parts.agreement_table import table, told
from pages.parts.claimed_map import shapes
from pages.parts.incident_map import agreed_location
from pages.parts.status_told import explained

HOSTILE = '<img src=x onerror="alert(1)"><script>alert(2)</script>'


@pytest.fixture(scope="module")
def outline() -> Outline:
    base = layers(Settings.from_env({}))
    return outline_of(base["governorates"], base["districts"])


@pytest.fixture(scope="module")
def july(built_settings: Settings) -> IncidentDetail:
    return incident_detail("20200711-najmi", built_settings.database_url)


def by_topic(detail: IncidentDetail, outline: Outline) -> dict[Topic, Line]:
    found = lines(detail, agreement(detail.reports, outline))
    return {line.topic: line for line in found}


def markup(detail: IncidentDetail, outline: Outline) -> str:
    found = lines(detail, agreement(detail.reports, outline))
    return table(found, {report.id: report for report in detail.reports})


def test_words_of_the_july_incident(july: IncidentDetail, outline: Outline) -> None:
    found = by_topic(july, outline)
    place = found[Topic.PLACE]
    assert place.says == "fit, told more or less exactly"
    assert place.taken == "Diwaniyah - Samawah road"
    assert [value.letter for value in place.values] == list("ABCDE")
    najmi = next(value for value in place.values if "النجمي" in value.text)
    assert (najmi.relation, najmi.against) == ("fits, more exact", "")
    assert "Al-Najmi" in najmi.text
    assert najmi.detail == "within 20 km"
    assert found[Topic.KILLED].taken == "0"
    assert found[Topic.DATE].says == "agree"
    assert found[Topic.GROUP].values[0].written == (
        "Saraya Thawrat al-Eshreen al-Thaniya", "Sayara Thora Al-Ashrin",
    )  # fmt: skip
    assert "claimed" in found[Topic.GROUP].values[0].detail


def test_a_contradiction_says_between_which_places_and_how_far(
    built_settings: Settings, outline: Outline
) -> None:
    jraishan = incident_detail("20200810-jraishan", built_settings.database_url)
    place = by_topic(jraishan, outline)[Topic.PLACE]
    assert re.fullmatch(r"contradict: \d\d km apart", place.says)
    assert {value.letter: value.against for value in place.values} == {"A": "", "B": "C", "C": "B"}
    assert "contradicts C" in markup(jraishan, outline)


def test_an_origin_told_differently_is_named(built_settings: Settings, outline: Outline) -> None:
    taji = incident_detail("20200311-taji", built_settings.database_url)
    assert by_topic(taji, outline)[Topic.KILLED].notes == (
        "Iraqi military: told differently by those who pass it on",
    )


def test_each_value_names_its_origins_and_leads_to_its_reports(
    july: IncidentDetail, outline: Outline
) -> None:
    page = markup(july, outline)
    rows = re.split(r'<tr class="\w+" data-topic=', page)[1:]
    assert len(rows) == len(Topic)
    for report in july.reports:
        for row in rows[:2]:  # every report has a stance and a date
            assert row.count(f'data-report="{report.id}"') == 1
    place = next(row for row in rows if row.startswith('"place"'))
    assert place.count("data-place=") == 5
    assert "US Department of Defense" in place


def test_the_map_draws_no_area_or_road_as_a_point(july: IncidentDetail, outline: Outline) -> None:
    aspects = agreement(july.reports, outline)
    places = next(one.values for one in aspects if one.topic is Topic.PLACE)
    drawn = shapes(places, july.reports, agreed_location(july), outline)
    assert drawn["agreed"] == "A"
    for place in drawn["places"]:
        exact = place["form"] in (Form.POINT, Form.DISC)
        assert (place["at"] is not None) is exact
        assert (place["key"] is not None) is (place["form"] == Form.GOVERNORATE)
        assert sum(n for _, n in place["said"]) > 0
    (south, west), (north, east) = drawn["fit"]
    assert south < 31.3 < 32.4 < north
    assert west < 44.6 < 45.4 < east


def test_without_a_place_the_map_shows_the_country(
    built_settings: Settings, outline: Outline
) -> None:
    june = incident_detail("202006-thawrat-claim", built_settings.database_url)
    drawn = shapes((), june.reports, agreed_location(june), outline)
    assert (drawn["places"], drawn["agreed"], drawn["fit"]) == ([], None, None)


def test_the_status_leads_to_its_reports_and_says_what_it_hinges_on(
    july: IncidentDetail, built_settings: Settings
) -> None:
    page = explained(july, why(july), None)
    assert page.count("data-report=") == len(july.reports)
    assert "no single report" in page
    assert "grade 4, doubtful" in page
    february = incident_detail("20200210-adwaniyah", built_settings.database_url)
    page = explained(february, why(february), None)
    assert "without it <b>corroborated</b>" in page


def test_hostile_words_stay_words(july: IncidentDetail, outline: Outline) -> None:
    reports = tuple(
        replace(
            report,
            id=f"{HOSTILE}{n}",
            row=replace(
                report.row, outlet=HOSTILE, asserted_by=HOSTILE, place_text=HOSTILE,
                damage=HOSTILE, event_type=HOSTILE, target=HOSTILE,
                actors=(ActorMention(HOSTILE, HOSTILE),),
            ),
            location=replace(report.location, place=HOSTILE),
            origins=(HOSTILE,),
            meant=(HOSTILE,),
        )
        for n, report in enumerate(july.reports)
    )  # fmt: skip
    detail = replace(july, reports=reports, explanation=f"Contested: denied by {reports[0].id}.")
    start = july.snapshot.start[0].item()
    for page in (
        markup(detail, outline),
        told(story(reports, start, start)),
        explained(detail, replace(why(july), pieces=(HOSTILE, (HOSTILE,)),
                                  outlets={HOSTILE: HOSTILE}), None),
    ):  # fmt: skip
        assert "<img" not in page
        assert "<script" not in page
