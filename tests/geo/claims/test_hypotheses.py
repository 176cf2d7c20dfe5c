"""Hypotheses as values: kinds, confidence, evidence, and what they refuse."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.claims.hypotheses import (
    Confidence,
    Evidence,
    Hypothesis,
    HypothesisKind,
    Side,
    is_source,
)

NAMES = st.text(min_size=1, max_size=8).filter(str.strip)


@given(one=NAMES, two=NAMES, kind=st.sampled_from(HypothesisKind))
def test_only_kinds_without_order_read_the_same_both_ways(
    one: str, two: str, kind: HypothesisKind
) -> None:
    if one == two:
        with pytest.raises(ValueError, match="itself"):
            Hypothesis(one, kind, two, Confidence.LOW)
        return
    names = {Hypothesis(a, kind, b, Confidence.LOW).name for a, b in ((one, two), (two, one))}
    assert len(names) == (1 if kind in ("same as", "distinct") else 2)


def test_confidence_rises() -> None:
    assert [level.rank for level in Confidence] == [0, 1, 2]
    assert max(Confidence, key=lambda level: level.rank) is Confidence.HIGH


@pytest.mark.parametrize(
    ("source", "good"),
    [
        ("https://x.org/a?b=c", True),
        ("HTTP://X.ORG", True),
        ("R0067", True),
        ("ucdp-123", True),
        ("javascript:alert(1)", False),
        ("JavaScript://x", False),
        ("data:text/html,x", False),
        ("two words", False),
        ("", False),
    ],
)
def test_a_source_is_a_web_address_or_a_report(source: str, good: bool) -> None:
    assert is_source(source) is good
    if good:
        assert Evidence(Side.FOR, "x", source).source == source
    else:
        with pytest.raises(ValueError, match="neither a web address"):
            Evidence(Side.FOR, "x", source)


@pytest.mark.parametrize("names", [("", "a"), ("a", " ")])
def test_two_actors_are_needed(names: tuple[str, str]) -> None:
    with pytest.raises(ValueError, match="needs two actors"):
        Hypothesis(names[0], HypothesisKind.DISTINCT, names[1], Confidence.LOW)
