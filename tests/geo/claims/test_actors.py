"""Whom a spelling stands for."""

from __future__ import annotations

from geo.claims.actors import is_doubtful, resolver, spelling_key


def test_case_and_spaces_do_not_matter_but_letters_do() -> None:
    found = resolver([("Ashab  al-Kahf", "A"), ("'Ashab al-Kahf", "A")])
    assert found[spelling_key("ASHAB al-kahf ")] == "A"
    assert spelling_key("Ashab al-Kahaf") not in found


def test_a_spelling_of_two_actors_stands_for_none() -> None:
    assert resolver([("Hezbollah", "A"), ("hezbollah", "B"), ("Kataib", "A")]) == {"kataib": "A"}


def test_the_doubtful_spelling_waits_for_an_editor() -> None:
    assert is_doubtful("Saraya Shuhada Thawar Ashreen al-Thani")
    assert not is_doubtful("Saraya Thawrat al-Ishrin al-Thaniya")
