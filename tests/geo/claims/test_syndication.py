"""Copies of one text share an origin, whoever prints them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.claims.syndication import DAYS, MOST_BITS, Copy, simhash, sources

AGENCY = (
    "A convoy of trucks that carried supplies for the coalition was hit by a roadside bomb on the "
    "highway south of the town on Saturday night, a provincial police source said. Nobody was "
    "hurt. The source added that one vehicle was damaged and that the road was closed for an hour "
    "while engineers searched it. No group has said that it was behind the attack so far."
)
REPRINT = AGENCY.replace("Saturday night", "late Saturday").replace("A convoy", "Iraq: A convoy")
OTHER = (
    "Rockets landed near the airport of the capital before dawn on Sunday, the security media cell "
    "said in a statement. Three of them fell outside of the perimeter and caused a fire in a "
    "field; the fourth did not explode. Forces found the launcher in a quarter to the west of the "
    "runway. The statement named nobody, and the coalition would not comment on the matter."
)
DAY = date(2020, 7, 11)


def copy(
    key: str, day: date | None = DAY, text: str = "", relays: str | None = None,
    outlet: int | None = None, asserter: int = -1,
) -> Copy:  # fmt: skip
    """A report of an outlet of its own, unless one is given."""
    which = sum(key.encode()) if outlet is None else outlet
    return Copy(key, day, None, simhash(text) if text else None, relays, which, asserter)


def bits(a: str, b: str) -> int:
    return (int(simhash(a) or "0", 16) ^ int(simhash(b) or "0", 16)).bit_count()


def test_reprints_are_near_and_other_texts_far() -> None:
    assert bits(AGENCY, AGENCY.upper()) == 0
    assert bits(AGENCY, REPRINT) <= MOST_BITS * 2
    assert bits(AGENCY, OTHER) > 16
    assert simhash("Three words only") is None


def test_the_first_printed_keeps_its_origin() -> None:
    later = copy("R1", DAY + timedelta(days=1), AGENCY)
    assert sources([later, copy("R2", DAY, AGENCY), copy("R3", DAY, OTHER)]) == [1, 1, 2]


def test_what_comes_long_after_is_an_account_of_its_own() -> None:
    late = copy("R2", DAY + timedelta(days=DAYS + 1), AGENCY)
    assert sources([copy("R1", DAY, AGENCY), late]) == [0, 1]


def test_a_relay_has_the_origin_of_what_it_relays_even_when_dated_before() -> None:
    relay = copy("R1", DAY - timedelta(days=1), relays="R2")
    assert sources([relay, copy("R2"), copy("R3", relays="R1")]) == [1, 1, 1]


@pytest.mark.parametrize("relays", ["R1", "no such report", None])
def test_a_link_to_itself_or_to_nothing_changes_nothing(relays: str | None) -> None:
    assert sources([copy("R1", relays=relays), copy("R2")]) == [0, 1]


def test_statements_of_one_article_are_no_copies_of_each_other() -> None:
    police, hospital = (copy(f"R{at}", DAY, AGENCY, outlet=1, asserter=at) for at in (0, 1))
    assert sources([police, hospital]) == [0, 1]
    later = DAY + timedelta(days=1)
    reprint = [copy(f"S{at}", later, AGENCY, outlet=2, asserter=at) for at in (0, 1)]
    assert sources([police, hospital, *reprint]) == [0, 1, 0, 1]


copies = st.lists(
    st.tuples(
        st.none() | st.integers(0, 6),
        st.sampled_from(["", AGENCY, OTHER]),
        st.none() | st.integers(0, 5),
        st.integers(0, 2),
        st.integers(-1, 1),
    ),
    max_size=6,
)


@given(copies, st.randoms())
def test_order_does_not_matter(
    told: list[tuple[int | None, str, int | None, int, int]], random
) -> None:
    made = [
        copy(
            f"R{at}",
            None if days is None else DAY + timedelta(days=days),
            text,
            None if link is None else f"R{link}",
            outlet,
            asserter,
        )
        for at, (days, text, link, outlet, asserter) in enumerate(told)
    ]
    mixed = list(made)
    random.shuffle(mixed)
    before = {made[at].key: made[of].key for at, of in enumerate(sources(made))}
    after = {mixed[at].key: mixed[of].key for at, of in enumerate(sources(mixed))}
    assert before == after
    assert all(before[head] == head for head in before.values()), (
        "who is taken over from has its own"
    )
