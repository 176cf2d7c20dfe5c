"""Which actors count as one: stated rules as properties, against a search of every way."""

from __future__ import annotations

from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.claims.hypotheses import Confidence, Hypothesis, HypothesisKind
from geo.claims.joining import JOINING, Joined, joined, joint_name

NAMES = "ABCDEFG"
PAIRS = list(combinations(NAMES, 2))
LEVELS = tuple(Confidence)
ONE = st.builds(
    lambda pair, kind, turned, level: Hypothesis(pair[turned], kind, pair[1 - turned], level),
    st.sampled_from(PAIRS),
    st.sampled_from(list(HypothesisKind)),
    st.integers(0, 1),
    st.sampled_from(LEVELS),
)
SOME = st.lists(ONE, max_size=12)


def hold(text: str, level: Confidence = Confidence.HIGH) -> Hypothesis:
    """ "A facade of B" as a hypothesis; names have one letter."""
    return Hypothesis(text[0], HypothesisKind(text[2:-2]), text[-1], level)


def together(found: Joined) -> set[frozenset[str]]:
    return {frozenset(pair) for group in found.groups for pair in combinations(group, 2)}


def ways(links: set[frozenset[str]], start: str, goal: str, seen: tuple[str, ...] = ()) -> set:
    """All links on some way that meets nobody twice, found by trying every way."""
    if start == goal:
        return {frozenset(step) for step in zip(seen, (*seen[1:], goal), strict=True)}
    found: set = set()
    for link in links:
        if start in link:
            (other,) = link - {start}
            if other not in seen:
                found |= ways(links, other, goal, (*seen, start))
    return found


@given(SOME, st.sampled_from(LEVELS))
def test_it_is_what_trying_every_way_gives(held: list[Hypothesis], level: Confidence) -> None:
    strong = [one for one in held if one.confidence.rank >= level.rank]
    kept: set[frozenset[str]] = set()
    aside = set()
    for firm in reversed(LEVELS):
        # Those that firmer links join are one: their names are put together.
        one_of = {a: "".join(b for b in NAMES if a == b or ways(kept, a, b)) for a in NAMES}
        links = {
            one: frozenset((one_of[one.actor], one_of[one.other]))
            for one in strong
            if one.kind in JOINING and one.confidence is firm
        }
        pairs = {pair for pair in links.values() if len(pair) == 2}
        between: set = set()
        for one in strong:
            if one.kind is HypothesisKind.DISTINCT:
                between |= ways(pairs, one_of[one.actor], one_of[one.other])
        aside |= {one.name for one, pair in links.items() if pair in between}
        kept |= {
            frozenset((one.actor, one.other)) for one, pair in links.items() if pair not in between
        }
    found = joined(held, level)
    assert {one.name for one in found.set_aside} == aside
    assert together(found) == {
        frozenset((a, b)) for a, b in combinations(NAMES, 2) if ways(kept, a, b)
    }


@given(SOME, st.randoms(), st.sampled_from(LEVELS))
def test_the_order_never_matters(held: list[Hypothesis], random, level: Confidence) -> None:
    mixed = list(held)
    random.shuffle(mixed)
    assert joined(mixed, level) == joined(held, level)


def test_what_is_said_both_ways_round_is_set_aside_in_one_order() -> None:
    held = [hold("A same as B"), hold("B same as A"), hold("A distinct B")]
    assert joined(held, LEVELS[0]) == joined(held[::-1], LEVELS[0])
    assert len(joined(held, LEVELS[0]).set_aside) == 2


@given(SOME, st.sampled_from(LEVELS))
def test_distinct_wins(held: list[Hypothesis], level: Confidence) -> None:
    found = together(joined(held, level))
    for one in held:
        if one.kind is HypothesisKind.DISTINCT and one.confidence.rank >= level.rank:
            assert frozenset((one.actor, one.other)) not in found


@given(SOME)
def test_a_lower_level_joins_all_that_a_higher_one_joins(held: list[Hypothesis]) -> None:
    links = [one for one in held if one.kind is not HypothesisKind.DISTINCT]
    low, moderate, high = (together(joined(links, level)) for level in LEVELS)
    assert high <= moderate <= low


@given(SOME, ONE, st.sampled_from(LEVELS))
def test_taking_one_back_gives_what_was(
    held: list[Hypothesis], one: Hypothesis, level: Confidence
) -> None:
    before = joined(held, level)
    joined([*held, one], level)
    assert joined(held, level) == before
    assert joined([*held, one], None) == Joined()


def test_the_name_is_that_of_whom_hypotheses_lead_to() -> None:
    found = joined([hold("A facade of K"), hold("B facade of K"), hold("C same as B")], LEVELS[0])
    assert found.groups == (("K", "A", "B", "C"),)
    assert joint_name(found.groups[0]) == "K + 3 under hypotheses"
    assert joined([hold("B same as A")], LEVELS[2]).groups == (("A", "B"),)


def test_two_facades_that_are_distinct_leave_the_third_alone() -> None:
    links = [hold("A facade of K"), hold("B facade of K"), hold("C facade of K")]
    found = joined([*links, hold("A distinct B", Confidence.MODERATE)], Confidence.MODERATE)
    assert found.groups == (("K", "C"),)
    assert [one.name for one in found.set_aside] == ["A facade of K", "B facade of K"]
    assert len(joined([*links, hold("A distinct B", Confidence.LOW)], LEVELS[2]).groups[0]) == 4


def test_a_firmer_reading_wins_over_a_weaker_one() -> None:
    weak, firm = hold("A facade of K", LEVELS[0]), hold("A facade of P", LEVELS[1])
    apart = hold("K distinct P")
    assert joined([weak, firm, apart], LEVELS[0]) == Joined((("P", "A"),), (weak,))
    again = hold("A facade of P", LEVELS[0])
    assert joined([weak, again, apart], LEVELS[0]) == Joined((), (weak, again))


def test_a_splinter_is_another_group() -> None:
    assert joined([hold("A splinter of K")], Confidence.LOW) == Joined()


@pytest.mark.parametrize("size", [3000])
def test_a_long_chain_is_no_trouble(size: int) -> None:
    names = [f"n{i:05}" for i in range(size)]
    kind = HypothesisKind.SAME_AS
    links = [Hypothesis(a, kind, b, Confidence.LOW) for a, b in pairwise(names)]
    assert len(joined(links, Confidence.LOW).groups[0]) == size
    ends = Hypothesis(names[0], HypothesisKind.DISTINCT, names[-1], Confidence.LOW)
    assert len(joined([*links, ends], Confidence.LOW).set_aside) == size - 1
