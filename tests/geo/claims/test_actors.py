"""Spellings of listed groups: their key, what is doubtful, and who has one."""

from __future__ import annotations

import pytest

from geo.claims.actors import (
    doubtful_spellings,
    is_code,
    resolver,
    spelling_key,
    spellings,
    without_note,
)
from geo.claims.evaluate_actors import GROUPS_FILE
from geo.model import Actor
from geo.read.reader import read_file


def test_case_and_spaces_do_not_matter() -> None:
    found = resolver([("Ashab  al-Kahf", "A"), ("'Ashab al-Kahf", "A")])
    assert found[spelling_key("ASHAB al-kahf ")] == "A"
    assert spelling_key("Ashab al-Kahaf") not in found


def test_a_spelling_of_two_actors_stands_for_neither() -> None:
    assert resolver([("Hezbollah", "A"), ("hezbollah", "B"), ("Kataib", "A")]) == {"kataib": "A"}


def test_only_short_capitals_are_a_code() -> None:
    assert is_code("IS")
    assert is_code("KSS")
    assert not is_code("is")
    assert not is_code("ISIS")


def test_remarks_are_no_part_of_a_spelling() -> None:
    actor = Actor("X Brigade (2021 brand)", None, ("XY (run together)", "X Brigade"))
    assert spellings(actor) == ["X Brigade", "XY"]
    assert without_note("X (a) Brigade") == "X (a) Brigade"


@pytest.mark.parametrize(
    ("group", "doubtful"),
    [
        ("Saraya Thawrat al-Ishrin al-Thaniya",
         {"Saraya Shuhada Thawar Ashreen al-Thani", "SarayaShuhadaThawarAshreen al-Thani"}),
        ("Popular Mobilization Forces", {"PMF Nineveh Operations Command"}),
        ("Ashab al-Kahf", {"Usbat al-ThaireenAshab al-Kahaf"}),
        ("Harakat Hezbollah al-Nujaba", set()),
        ("Islamic Resistance in Iraq", set()),
        ("Kataib Hezbollah", set()),
    ],
)  # fmt: skip
def test_listed_spellings_with_words_of_their_own_are_doubtful(
    group: str, doubtful: set[str]
) -> None:
    actors = {actor.name: actor for actor in read_file(GROUPS_FILE).actors}
    assert doubtful_spellings(actors[group]) == doubtful


def test_doubt_follows_from_the_words_not_from_a_list() -> None:
    actor = Actor("Liwa al-Najm", None, ("Najm Brigade", "Liwa Shuhada Qamar al-Najm"))
    assert doubtful_spellings(actor) == {"Liwa Shuhada Qamar al-Najm"}
