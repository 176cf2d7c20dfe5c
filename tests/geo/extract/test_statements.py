"""What is said of an incident, and by whom."""

from __future__ import annotations

import pytest

from geo.extract.draft import ArticleDraft
from tests.geo.extract.conftest import Draft

BOMB = "A roadside bomb hit a convoy near Samarra on Tuesday."


def stances(found: ArticleDraft) -> list[tuple[str, str]]:
    return [(s.by, s.stance.value) for i in found.incidents for s in i.statements]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("The blast was confirmed by the coalition.", [("US-led Coalition", "confirms")]),
        ("The blast broke a window, said the interior ministry.",
         [("interior ministry", "confirms")]),
        ("According to a security source, nobody was hurt.",
         [("Iraqi security source", "reports")]),
        ("A police officer told Rudaw that a truck burned.",
         [("Iraqi police officer", "confirms")]),
        ("Fars reported the attack.", [("Fars News", "reports")]),
        ("Sabereen reported it, Al-Mayadeen repeated the report.",
         [("Sabereen News", "reports"), ("Al-Mayadeen", "reports")]),
        ("The Pentagon said it knew of no attack.", [("Pentagon", "denies")]),
        ("The army said that a tyre had burst.", [("Iraqi army", "denies")]),
        ("The Security Media Cell denied that any convoy had been attacked.",
         [("Security Media Cell", "denies")]),
        ("The army confirmed the blast but could not speak of losses.",
         [("Iraqi army", "confirms")]),
        ("The Kurdistan interior ministry confirmed the attack. So did the coalition.",
         [("Kurdistan interior ministry", "confirms"), ("US-led Coalition", "confirms")]),
        ("The coalition confirmed the blast; its spokesman said that nobody was hurt.",
         [("US-led Coalition", "confirms")]),
        ("The commander of the Samarra Operations spoke of the attack. There was no bomb, he said.",
         [("Samarra Operations Command commander", "confirms")]),
        ("The Pentagon said it had seen nothing to support the claim.", [("Pentagon", "doubts")]),
        ("قال مصدر أمني إن الانفجار لم يسفر عن خسائر.", [("Iraqi security source", "reports")]),
        ("ونفى قائد عمليات سومر وقوع أي استهداف.", [("Sumer Operations commander", "denies")]),
        ("Ashab al-Kahf claimed responsibility in a statement.", [("group itself", "claims")]),
        ("It was claimed by a group calling itself Sons of Zagros.", [("group itself", "claims")]),
    ],
)  # fmt: skip
def test_who_speaks_and_how(draft: Draft, text: str, wanted: list[tuple[str, str]]) -> None:
    assert stances(draft(f"{BOMB} {text}")) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "The coalition did not comment.",
        "The Pentagon declined to say whose the trucks were.",
        "In Tehran the foreign ministry rejected any Iranian part in it.",
        "The army cordoned off the area and detained a driver.",
        "The trucks of the coalition drove on.",
        "The prime minister vowed to hunt down those who did it.",
        "Kataib Hezbollah denied any involvement.",
        "No official has confirmed the blast.",
    ],
)
def test_who_takes_no_stance(draft: Draft, text: str) -> None:
    assert stances(draft(f"{BOMB} {text}")) == []


def test_what_is_said_goes_to_the_incident_that_is_named(draft: Draft) -> None:
    found = draft(
        "On Monday a drone hit Erbil airport; on Tuesday rockets struck Ain al-Asad. The coalition "
        "confirmed Monday's attack. The army confirmed the second. Ashab al-Kahf claimed "
        "the rockets."
    )
    drone, rockets = found.incidents
    assert [s.by for s in drone.statements] == ["US-led Coalition"]
    assert [s.by for s in rockets.statements] == ["Iraqi army", "group itself"]
    assert [a.canonical for a in rockets.actors] == ["Ashab al-Kahf"]


def test_what_it_claims_is_all_that_the_sentence_tells(draft: Draft) -> None:
    found = draft(
        "Qasim al-Jabbarin announced two attacks on Sunday. In the first, it says, a bomb hit a "
        "truck at Al-Rumaitha in Muthanna; in the second its men struck a column near Hillah."
    )
    assert [[a.canonical for a in i.actors] for i in found.incidents] == [["Qasim al-Jabbarin"]] * 2
    assert stances(found) == [("group itself", "claims")] * 2
