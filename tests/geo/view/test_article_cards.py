"""Cards of drafts: every field with its words; what the text does not say is told apart."""

from __future__ import annotations

from datetime import date

from geo.extract.draft import (
    DraftActor,
    DraftIncident,
    DraftPlace,
    DraftRoute,
    DraftStatement,
    Span,
)
from geo.model import (
    UNPLACED,
    ActorMention,
    CountRange,
    DateInterval,
    DatePrec,
    Form,
    Location,
    Stance,
    WherePrec,
)
from geo.view.article_cards import card, placed_words, spans_of, sureness
from geo.view.field_marks import mark_of

GOVERNORATES = {"IQG05": "Qadisiyah"}
DISTRICT = Location(Form.GOVERNORATE, WherePrec.GOVERNORATE, governorate_pcode="IQG05")


def incident() -> DraftIncident:
    return DraftIncident(
        date=DateInterval(date(2020, 6, 1), date(2020, 6, 30), DatePrec.MONTH, "in June"),
        governorate="Qadisiyah",
        places=(DraftPlace("Diwaniyah", "Qadisiyah", Span(10, 19)),),
        route=DraftRoute("Diwaniyah", "Samawah", None, Span(10, 30), "Diwaniyah - Samawah road"),
        event_type="arson-ambush",
        target="convoy",
        actors=(
            DraftActor(ActorMention("AAK", "claimed"), "Ashab al-Kahf", Span(31, 34), 0.9),
            DraftActor(ActorMention("X", "attributed"), "X", Span(35, 36), 0.5),
        ),
        statements=(DraftStatement("police", Stance.CONFIRMS, Span(40, 46), 0.75),),
        killed=CountRange(2, 5),
        wounded=CountRange(),
        evidence=("video", "old-footage"),
        primary=False,
        spans={
            "date": (Span(0, 7),),
            "places": (Span(10, 19),),
            "target": (),
            "route": (Span(10, 30),),
        },
        confidence={"date": 0.9, "places": 0.8, "target": 0.4, "killed": 0.8, "route": 0.7},
    )


def test_every_field_is_a_line_with_how_sure_and_its_words() -> None:
    made = card(incident(), 3, DISTRICT, (), GOVERNORATES, "a-model")
    lines = {line.field: line for line in made.lines}
    assert (made.title, made.by, made.background) == ("June 2020, Qadisiyah", "a-model", True)
    assert (lines["date:3"].value, lines["date:3"].note) == ("June 2020, to the month", "“in June”")
    assert lines["places:3"].note == "placed as Qadisiyah (governorate known)"
    assert lines["actors:3-0"].note == "claimed; taken for Ashab al-Kahf"
    assert lines["actors:3-1"].note == "attributed"
    assert (lines["statements:3-0"].value, lines["statements:3-0"].note) == ("police", "confirms")
    assert lines["killed:3"].value == "2 to 5"
    assert lines["evidence:3"].value == "video, old-footage"


def test_what_is_not_said_has_no_confidence_and_what_has_no_words_says_so() -> None:
    lines = {line.field: line for line in card(incident(), 0, UNPLACED, (), {}).lines}
    assert (lines["wounded:0"].value, lines["wounded:0"].confidence) == ("not stated", None)
    assert not lines["target:0"].marked
    assert "no words of the text" in (lines["target:0"].note or "")
    assert lines["places:0"].note == "could not be placed"


def test_marked_lines_are_those_with_spans() -> None:
    spans = spans_of(incident(), 2)
    lines = card(incident(), 2, DISTRICT, (), GOVERNORATES).lines
    assert set(spans) == {line.field for line in lines if line.marked}
    assert spans["actors:2-1"] == [(35, 36)]
    assert all(mark_of(field).letter != "?" for field in spans)


def test_a_place_in_another_governorate_than_the_text_says_is_told() -> None:
    away = Location(Form.GOVERNORATE, WherePrec.GOVERNORATE, governorate_pcode="IQG09")
    names = GOVERNORATES | {"IQG09": "Dhi Qar"}
    notes = {line.field: line.note for line in card(incident(), 0, away, (), names).lines}
    assert notes["places:0"] == "placed as Dhi Qar (governorate known); that is in Dhi Qar"


def test_a_confidence_is_a_word() -> None:
    assert [sureness(value) for value in (0.75, 0.5, 0.49, None)] == [
        "sure",
        "likely",
        "unsure",
        "",
    ]


def test_a_disc_is_told_with_its_radius() -> None:
    disc = Location(Form.DISC, WherePrec.WITHIN_25_KM, 32.0, 44.9, 25_000.0, "Diwaniyah", "IQG05")
    assert placed_words(disc, GOVERNORATES) == "placed as Diwaniyah (within 25 km)"
