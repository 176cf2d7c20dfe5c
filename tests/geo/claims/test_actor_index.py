"""Who is meant by a spelling, on the project's list and on spellings written before the engine."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.claims.actor_index import ActorIndex
from geo.claims.actors import spellings
from geo.claims.evaluate_actors import GROUPS_FILE
from geo.claims.listed_names import NAMES_NOBODY, Match, Tier
from geo.model import Actor
from geo.read.known_actors import read_neighbours
from geo.read.reader import read_file

LISTS = Path(__file__).parents[2] / "data" / "claims"
GROUPS = tuple(read_file(GROUPS_FILE).actors)
THAWRAT = "Saraya Thawrat al-Ishrin al-Thaniya"


@pytest.fixture(scope="module")
def index() -> ActorIndex:
    return ActorIndex(GROUPS, read_neighbours())


@pytest.fixture(scope="module")
def alone() -> ActorIndex:
    """Without the groups that are only known."""
    return ActorIndex(GROUPS)


class Case(NamedTuple):
    text: str
    meant: frozenset[str]
    doubtful: bool


def cases(name: str) -> list[Case]:
    lines = (LISTS / name).read_text(encoding="utf-8").splitlines()[1:]
    rows = [line.split("|") for line in lines]
    return [
        Case(text, frozenset(groups.lstrip("?").split("~")) - {""}, groups.startswith("?"))
        for text, groups, _ in rows
    ]


def taken(matches: tuple[Match, ...]) -> frozenset[str]:
    return frozenset(m.actor for m in matches if m.actor and m.tier is Tier.AUTO)


def proposed(matches: tuple[Match, ...]) -> frozenset[str]:
    return frozenset(m.actor for m in matches if m.actor)


@pytest.mark.parametrize(
    ("name", "found", "automatic"),
    [("blind_group_names.psv", 0.99, 0.85), ("second_group_names.psv", 0.94, 0.78)],
)
def test_spellings_written_before(
    index: ActorIndex, name: str, found: float, automatic: float
) -> None:
    known = [case for case in cases(name) if case.meant and not case.doubtful]
    answers = [(case, index.match(case.text)) for case in known]
    wrong = [case.text for case, got in answers if taken(got) and taken(got) != case.meant]
    assert not wrong
    assert sum(proposed(got) == case.meant for case, got in answers) / len(known) >= found
    assert sum(taken(got) == case.meant for case, got in answers) / len(known) >= automatic


@pytest.mark.parametrize("name", ["blind_group_names.psv", "second_group_names.psv"])
def test_strangers_written_before_are_never_merged(
    index: ActorIndex, alone: ActorIndex, name: str
) -> None:
    strangers = [case.text for case in cases(name) if not case.meant]
    assert len(strangers) > 60
    for asked in (index, alone):
        assert [text for text in strangers if taken(asked.match(text))] == []
    assert sum(bool(proposed(index.match(text))) for text in strangers) <= 0.05 * len(strangers)


@pytest.mark.parametrize(
    "text",
    ["SarayaThorat al-Ashrin", "Sayara Thora Al-Ashrin", "SarayaAshreen Thani",
     "Saraya Thaurat al-'Ishreen al-Thania", "SarayaThawratAlIshrinAlThaniya",
     "سرايا ثورة العشرين الثانيه"],
)  # fmt: skip
def test_the_spellings_of_july_2020_are_one_group(index: ActorIndex, text: str) -> None:
    (found,) = index.match(text)
    assert (found.actor, found.tier) == (THAWRAT, Tier.AUTO)


def test_two_groups_run_together(index: ActorIndex) -> None:
    for text in (
        "UsbatalThaireenAshab al-Kahaf",
        "usbatalthaireenashabalkahf",
        "Usbat al-Thaireen and Ashab al-Kahf",
        "عصبة الثائرين وأصحاب الكهف",
    ):
        found = index.match(text)
        assert [m.actor for m in found] == ["Usbat al-Thaireen", "Ashab al-Kahf"], text
        assert {m.tier for m in found} == {Tier.AUTO}


@pytest.mark.parametrize("text", ["Hezbollah", "Lebanese Hezbollah", "حزب الله", "Hizbullah"])
def test_hezbollah_alone_is_not_kataib_hezbollah(
    index: ActorIndex, alone: ActorIndex, text: str
) -> None:
    for asked in (index, alone):
        (found,) = asked.match(text)
        assert (found.actor, found.tier) == (None, Tier.NEW)


def test_not_even_where_nobody_else_has_the_word() -> None:
    only = ActorIndex([actor for actor in GROUPS if actor.name == "Kataib Hezbollah"])
    assert only.match("Hezbollah")[0].tier is Tier.NEW
    assert only.match("Harakat Hezbollah al-Nujaba")[0].actor is None


@pytest.mark.parametrize(
    "text", ["1920 Revolution Brigades", "Kataib Thawrat al-Ashrin", "كتائب ثورة العشرين"]
)
def test_the_older_brigades_are_another_group(
    index: ActorIndex, alone: ActorIndex, text: str
) -> None:
    (found,) = index.match(text)
    assert (found.actor, found.tier) == (None, Tier.NEW)
    assert found.reason == "another group: 1920 Revolution Brigades"
    assert alone.match(text)[0].tier is not Tier.AUTO


@pytest.mark.parametrize(
    ("text", "actor", "why"),
    [
        ("Saraya Shuhada Thawar Ashreen al-Thani", THAWRAT, "listed as doubtful"),
        ("Saraya Shuhada Thuwar al-Ishrin al-Thani", THAWRAT, "same words"),
        ("PMF Nineveh Operations Command", "Popular Mobilization Forces", "listed as doubtful"),
        ("group affiliated with Asaib Ahl al-Haq", "Asaib Ahl al-Haq", "somebody near the group"),
        ("Kataib Hezbollah-linked cell", "Kataib Hezbollah", "somebody near the group"),
        ("Abu al-Fadhl al-Abbas Brigade", "Kataib Abu al-Fadl al-Abbas (2021 brand)",
         "several groups have that name"),
        ("Gefährten der Höhle", "Ashab al-Kahf", "same meaning"),
        ("Ahab al-Kahf", "Ashab al-Kahf", "alike in letters"),
        ("al-Kahf", "Ashab al-Kahf", "lacks: ashab"),
        ("Islamic State of Iraq and the Levant", "Islamic State", "its initials"),
    ],
)  # fmt: skip
def test_what_goes_to_review_and_why(index: ActorIndex, text: str, actor: str, why: str) -> None:
    (found,) = index.match(text)
    assert (found.actor, found.tier) == (actor, Tier.REVIEW)
    assert why in found.reason
    assert found.candidates[0].actor == actor


def test_an_umbrella_stands_behind_the_group_named_with_it(index: ActorIndex) -> None:
    for text in (
        "The Islamic Resistance in Iraq - 'Ashab al-Kahf",
        "The Islamic Resistance in Iraq (Ashab al-Kahf)",
        "المقاومة الإسلامية أصحاب الكهف",
    ):
        assert [(m.actor, m.tier) for m in index.match(text)] == [("Ashab al-Kahf", Tier.AUTO)]
    assert index.match("the Islamic Resistance in Iraq")[0].actor == "Islamic Resistance in Iraq"


def test_abbreviations_need_their_capitals(index: ActorIndex) -> None:
    for text, actor in (("IS", "Islamic State"), ("K.H.", "Kataib Hezbollah"), ("KSS", None)):
        (found,) = index.match(text)
        assert found.tier is Tier.AUTO
        assert found.actor == (actor or "Kataib Sayyid al-Shuhada")
        assert index.match(text.lower())[0].tier is Tier.NEW


def test_a_new_group_beside_a_listed_one(index: ActorIndex) -> None:
    found = index.match("Kataib Hezbollah and Harakat al-Foo")
    assert [(m.actor, m.tier) for m in found] == [
        ("Kataib Hezbollah", Tier.AUTO),
        (None, Tier.NEW),
    ]


@pytest.mark.parametrize(
    "text", ["unknown gunmen", "Iran-backed militia", "outlaws", "security source", "", "؟؟",
             "مسلحون مجهولون", "Iraqi resistance groups", "Şii milisler", "schiitische Miliz"]
)  # fmt: skip
def test_descriptions_name_nobody(index: ActorIndex, text: str) -> None:
    (found,) = index.match(text)
    assert (found.actor, found.tier, found.reason) == (None, Tier.NEW, NAMES_NOBODY)


def test_descriptions_beside_a_name_do_not_matter(index: ActorIndex) -> None:
    (found,) = index.match("unknown gunmen; Kataib Hezbollah")
    assert (found.actor, found.tier) == ("Kataib Hezbollah", Tier.AUTO)


def test_every_listed_spelling_is_its_group_or_for_review(alone: ActorIndex) -> None:
    for actor in GROUPS:
        for text in spellings(actor):
            assert actor.name in proposed(alone.match(text)), text


def test_what_an_editor_doubts_is_not_taken() -> None:
    asked = ActorIndex(GROUPS, doubtful=["Saraya Ashreen Thani", "SarayaAshreen Thani"])
    (found,) = asked.match("saraya ashreen  thani")
    assert (found.actor, found.tier) == (THAWRAT, Tier.REVIEW)


def test_names_without_words_of_the_vocabulary_are_compared_by_sound() -> None:
    asked = ActorIndex([Actor("Liwa al-Zulfiqar", None, ("لواء الزلفقار",)), Actor("Ahrar Sinjar")])
    for text in ("Liwa Zolfeqar", "Lewa az-Zulfiqar", "لواء الزلفقار"):
        assert asked.match(text)[0].tier is Tier.AUTO, text
    assert asked.match("Ahrar Shinjar")[0].actor == "Ahrar Sinjar"
    assert asked.match("Ahrar Tikrit")[0].tier is not Tier.AUTO


@given(st.text(max_size=60))
def test_any_text_has_an_answer(text: str) -> None:
    asked = _SHARED
    found = asked.match(text)
    assert found
    for match in found:
        assert 0 <= match.score <= 1
        assert (match.actor is None) == (match.tier is Tier.NEW)
        assert len({c.actor for c in match.candidates}) == len(match.candidates)
    assert asked.match(text) == found


@given(st.sampled_from([t for a in GROUPS for t in spellings(a)]), st.sampled_from(["upper", " "]))
def test_case_and_spaces_change_nothing(text: str, how: str) -> None:
    other = text.upper() if how == "upper" else f"  {text.replace(' ', '  ')} "
    assert proposed(_SHARED.match(other)) == proposed(_SHARED.match(text))


_SHARED = ActorIndex(GROUPS)
