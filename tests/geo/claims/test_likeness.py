"""Likeness: the formula by hand, its limits as properties, names that only look alike."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.claims.likeness import WEIGHTS, Likeness, Part, Profile, ranked

DAY = date(2020, 7, 11)
COUNTS = st.dictionaries(st.sampled_from("abcd"), st.integers(1, 9).map(float), max_size=4)
DAYS = st.lists(st.dates(date(2019, 1, 1), date(2022, 1, 1)), max_size=6).map(
    lambda days: tuple(sorted(days))
)


def profile(name: str, *spellings: str, **known: object) -> Profile:
    plain = {key: {} for key in ("channel", "area", "route", "target", "type")}
    return Profile(
        name=name, spellings=(name, *spellings), **{"days": (), "first": None, **plain, **known}
    )


@st.composite
def profiles(draw: st.DrawFn) -> list[Profile]:
    names = draw(st.lists(st.sampled_from(["Saraya A", "Saraya Bel", "C Dam", "D"]), unique=True))
    return [
        Profile(
            name,
            (name, draw(st.text(max_size=6))),
            *(draw(COUNTS) for _ in range(5)),
            (days := draw(DAYS)),
            days[0] if days else None,
        )
        for name in names
    ]


def part(found: Likeness, name: str) -> Part:
    return next(one for one in found.parts if one.name == name)


@given(profiles(), st.randoms())
def test_scores_are_shares_whatever_the_order(held: list[Profile], random) -> None:
    found = ranked(held)
    assert len(found) == len(held) * (len(held) - 1) // 2
    mixed = list(held)
    random.shuffle(mixed)
    assert ranked(mixed) == found
    for one in found:
        assert [p.name for p in one.parts] == list(WEIGHTS)
        assert 0 <= one.score < 1
        assert all(0 <= p.value <= 1 and 0 <= p.trust < 1 for p in one.parts)
    scores = [round(one.score, 9) for one in found]
    assert scores == sorted(scores, reverse=True)


def test_the_formula_by_hand() -> None:
    (found,) = ranked(
        [
            profile("Aa", area={"Babil": 3, "Basra": 1}, first=DAY, days=(DAY,)),
            profile("Bb", area={"Babil": 1, "Anbar": 1}, first=DAY + timedelta(180)),
        ]
    )
    area = part(found, "area")
    assert (area.overlap, area.usual, area.shared) == (0.5, 0.0, ("Babil",))
    assert area.value == 0.5
    assert area.evidence == (4, 2)
    seen = part(found, "first seen")
    assert (seen.value, seen.shared) == (0.5, ("180 days apart",))
    weight = sum(WEIGHTS.values())
    assert found.score == pytest.approx((0.5 * 2 / 5 + 0.5 * 1 / 4) / weight)


def test_only_what_is_more_than_usual_counts() -> None:
    every = {"convoy": 10.0}
    held = [profile(name, target=every) for name in ("Aa", "Bb", "Cc")]
    assert all(part(one, "target").value == 0 for one in ranked(held))
    held[2] = profile("Cc", target={"base": 10.0})
    first = ranked(held)[0]
    assert (first.first, first.second) == ("Aa", "Bb")
    assert part(first, "target").value == 1
    assert part(first, "target").usual == 0


def test_names_share_rare_words_in_any_spelling() -> None:
    held = [
        profile("Usbat al-Thaireen", "عصبة الثائرين"),
        profile("Liwa al-Tha'ireen"),
        profile("Liwa Khaybar"),
        profile("PKK"),
        profile("PUK"),
    ]
    names = {(one.first, one.second): part(one, "name") for one in ranked(held)}
    alike = names["Liwa al-Tha'ireen", "Usbat al-Thaireen"]
    common = names["Liwa Khaybar", "Liwa al-Tha'ireen"]
    assert alike.value >= common.value > 0
    assert names["PKK", "PUK"].value == 0
    assert names["Liwa Khaybar", "PKK"].evidence == (0, 0)


def test_rhythm_knows_days_of_the_week_and_pauses() -> None:
    weekly = tuple(DAY + timedelta(7 * k) for k in range(6))
    later = tuple(day + timedelta(70) for day in weekly)
    other = tuple(DAY + timedelta(3 + 40 * k) for k in range(6))
    held = [profile("Aa", days=weekly), profile("Bb", days=later), profile("Cc", days=other)]
    first = ranked(held)[0]
    assert (first.first, first.second) == ("Aa", "Bb")
    assert part(first, "rhythm").overlap == 1
    assert part(first, "rhythm").shared == ("Saturdays", "pauses up to 7 days")


def test_settled_pairs_and_few_groups_give_nothing() -> None:
    held = [profile("Aa"), profile("Bb")]
    assert ranked(held, [frozenset(("Bb", "Aa"))]) == []
    assert ranked(held[:1]) == ranked([]) == []
    assert ranked(held)[0].score == 0
