"""What one text says, field by field."""

from __future__ import annotations

from geo.extract.draft import ArticleDraft
from geo.extract.evaluate import same_speaker
from tests.geo.extract.conftest import Draft


def places(found: ArticleDraft) -> list[str]:
    return [place.text for incident in found.incidents for place in incident.places]


def actors(found: ArticleDraft) -> list[tuple[str | None, str]]:
    return [(a.canonical, a.mention.role) for i in found.incidents for a in i.actors]


def stances(found: ArticleDraft) -> list[tuple[str, str]]:
    return [(s.by, s.stance.value) for i in found.incidents for s in i.statements]


BOMB = "A roadside bomb hit a convoy near Samarra on Tuesday"


def test_a_plain_report(draft: Draft) -> None:
    (incident,) = draft(f"{BOMB}, wounding two guards, the Security Media Cell said.").incidents
    assert incident.date is not None
    assert incident.date.start.isoformat() == "2020-10-06"
    assert (incident.governorate, incident.event_type, incident.target) == (
        "Salah al-Din", "roadside bomb", "convoy",
    )  # fmt: skip
    assert incident.wounded.high == 2
    assert incident.primary


def test_fields_keep_the_words_they_came_from(draft: Draft) -> None:
    text = f"{BOMB}, wounding two guards, the Security Media Cell said."
    found = draft(text)
    (incident,) = found.incidents
    shown = {name: [text[s.start : s.end] for s in spans] for name, spans in incident.spans.items()}
    assert shown["date"] == ["on Tuesday"]
    assert shown["places"] == ["Samarra"]
    assert shown["target"] == ["convoy"]
    assert shown["wounded"] == ["wounding two"]
    assert text[incident.statements[0].span.start :].startswith("Security Media Cell")
    assert all(0 <= value <= 1 for value in incident.confidence.values())


def test_only_where_it_happened_is_an_event_place(draft: Draft) -> None:
    found = draft(
        "BAGHDAD - Rockets fired from Hit struck Ain al-Asad on Monday. The trucks had come from "
        "Basra and were bound for Taji. Officials in Erbil and in Washington said nothing. Had "
        "they gone through Kut they would have been safe."
    )
    assert places(found) == ["Ain al-Asad"]
    others = {place.text for place in found.other_places}
    assert {"Hit", "Basra", "Taji", "Erbil", "Washington", "Kut"} <= others


def test_a_place_abroad_is_no_incident_of_iraq(draft: Draft) -> None:
    assert draft("A drone killed three soldiers in Damascus on Monday.").incidents == ()


def test_background_alone_is_no_incident(draft: Draft) -> None:
    text = (
        "Convoys are slow. Groups such as Kataib Hezbollah have threatened them. If a bomb were to "
        "go off near Hillah tomorrow, who would count it? The road passes Diwaniyah."
    )
    assert draft(text).incidents == ()


def test_a_list_of_places_is_one_incident_each(draft: Draft) -> None:
    found = draft(
        "On Friday four convoys were bombed, in Muthanna, in Dhi Qar, in Diwaniyah and in Babil."
    )
    assert [i.governorate for i in found.incidents] == ["Muthanna", "Dhi Qar", "Qadisiyah", "Babil"]
    assert len({i.date.start for i in found.incidents if i.date}) == 1


def test_another_day_is_another_incident(draft: Draft) -> None:
    found = draft(f"{BOMB}. The day before, rockets were fired at Balad air base.")
    assert [i.date.start.day for i in found.incidents if i.date] == [6, 5]
    assert [i.event_type for i in found.incidents] == ["roadside bomb", "rocket"]


def test_the_same_incident_told_twice_is_one(draft: Draft) -> None:
    found = draft(f"{BOMB}. The blast of Tuesday near Samarra broke a windscreen, police said.")
    assert len(found.incidents) == 1


def test_day_of_a_statement_is_not_that_of_the_event(draft: Draft) -> None:
    text = "Police said on Wednesday that a bomb hit a convoy near Samarra on Monday."
    (incident,) = draft(text).incidents
    assert incident.date is not None
    assert incident.date.start.isoformat() == "2020-10-05"


def test_groups_have_the_role_that_the_text_gives(draft: Draft) -> None:
    assert actors(draft(f"{BOMB}. Ashab al-Kahaf claimed it.")) == [("Ashab al-Kahf", "claimed")]
    assert actors(draft(f"{BOMB}. Officers blamed Daesh.")) == [("Islamic State", "attributed")]
    assert actors(draft(f"{BOMB}. Kataib Hezbollah denied any part in it.")) == [
        ("Kataib Hezbollah", "denied")
    ]
    assert actors(draft(f"{BOMB}. An outfit calling itself Sons of Zagros claimed it.")) == [
        ("Sons of Zagros", "claimed")
    ]


def test_photographers_and_threats_name_no_actor(draft: Draft) -> None:
    text = f"{BOMB}. Kataib Hezbollah has threatened more.\n\nPhoto by Ahmad al-Kahf."
    assert actors(draft(text)) == []


def test_an_arabic_name_in_brackets_is_the_same_group(draft: Draft) -> None:
    found = draft(f"{BOMB}. Ashab al-Kahf (أصحاب الكهف) claimed it.")
    assert [a.mention.text for a in found.incidents[0].actors] == ["Ashab al-Kahf"]


def test_stances_follow_who_speaks_and_how(draft: Draft) -> None:
    text = (
        f"{BOMB}, three Iraqi security sources said. Ashab al-Kahf claimed it in a statement. "
        "Police in Samarra confirmed the blast. The Pentagon said it knew of no attack. "
        "The embassy said nothing. No independent proof has appeared."
    )
    assert stances(draft(text)) == [
        ("Iraqi security sources", "reports"),
        ("group itself", "claims"),
        ("Samarra police", "confirms"),
        ("Pentagon", "denies"),
        ("this article", "doubts"),
    ]


def test_evidence_is_flagged(draft: Draft) -> None:
    text = f"{BOMB}. The group put out a video and a photograph. Part of the footage is years old."
    assert set(draft(text).incidents[0].evidence) == {"video", "photo", "old-footage"}


def test_arabic_text(draft: Draft) -> None:
    (incident,) = draft("انفجرت عبوة ناسفة مساء الاثنين على رتل للتحالف قرب سامراء.").incidents
    assert incident.date is not None
    assert incident.date.start.isoformat() == "2020-10-05"
    assert (incident.governorate, incident.event_type, incident.target) == (
        "Salah al-Din", "roadside bomb", "convoy",
    )  # fmt: skip


def test_speakers_are_compared_without_rank() -> None:
    assert same_speaker("US-led Coalition spokesman", "US-led Coalition")
    assert same_speaker("US Department of Defense", "Pentagon")
    assert not same_speaker("Security Media Cell", "Iraqi security source")
    assert not same_speaker("group itself", "Pentagon")
