"""The role that the words around a name give a group."""

from __future__ import annotations

import pytest

from tests.geo.extract.conftest import Draft

BOMB = "A roadside bomb hit a convoy near Samarra on Tuesday."
KH, AK, AAH, IS = "Kataib Hezbollah", "Ashab al-Kahf", "Asaib Ahl al-Haq", "Islamic State"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Ashab al-Kahf took credit for it.", [(AK, "claimed")]),
        ("A statement in the name of Ashab al-Kahf spoke of ten dead.", [(AK, "claimed")]),
        ("The channel Sabereen credited the blast to Ashab al-Kahf.", [(AK, "claimed")]),
        ("The film was signed, depending on the page, by Ashab al-Kahf.", [(AK, "claimed")]),
        ("Officers suspect Kataib Hezbollah.", [(KH, "attributed")]),
        ("Officials pointed to groups within Kataib Hezbollah.", [(KH, "attributed")]),
        ("They blamed Kataib Hezbollah and Asaib Ahl al-Haq.",
         [(KH, "attributed"), (AAH, "attributed")]),
        ("The device was laid by remnants of Daesh.", [(IS, "attributed")]),
        ("Kataib Hezbollah had nothing to do with it, it said.", [(KH, "denied")]),
        ("Asaib Ahl al-Haq, whose men had been arrested, disavowed the bomb. So did Kataib "
         "Hezbollah.", [(AAH, "denied"), (KH, "denied")]),
        ("A spokesman for Asaib Ahl al-Haq said his group had no part in it.", [(AAH, "denied")]),
        ("ونفت كتائب حزب الله أي صلة لها بالهجوم.", [(KH, "denied")]),
        ("وأعلن تنظيم داعش مسؤوليته عن الهجوم.", [(IS, "claimed")]),
        ("Ahrar al-Iraq, a faction unknown until last year, said that it planted the bomb.",
         [("Ahrar al-Iraq", "claimed")]),
        ("The channel is close to Kataib Hezbollah.", []),
        ("Kataib Hezbollah was silent.", []),
        ("Militias such as Kataib Hezbollah have threatened convoys.", []),
        ("Ashab al-Kahf has not claimed it.", []),
        ("Kataib Hezbollah said that it was suspending its attacks.", []),
    ],
)  # fmt: skip
def test_roles(draft: Draft, text: str, wanted: list[tuple[str, str]]) -> None:
    found = draft(f"{BOMB} {text}")
    assert [(a.canonical, a.mention.role) for i in found.incidents for a in i.actors] == wanted


def test_the_group_is_the_one_named_before(draft: Draft) -> None:
    found = draft(f"{BOMB} Officers blamed Kataib Hezbollah. The group denied any involvement.")
    (incident,) = found.incidents
    assert [a.mention.role for a in incident.actors] == ["attributed", "denied"]


def test_a_name_in_short_is_the_group_named_before(draft: Draft) -> None:
    found = draft(
        "The Islamic Resistance in Iraq has an office. On Tuesday a drone hit Erbil airport; the "
        "Resistance claimed it."
    )
    assert [a.canonical for i in found.incidents for a in i.actors] == [
        "Islamic Resistance in Iraq"
    ]
