"""How often spellings are taken for the right group: the aims, and that holding out holds out."""

from __future__ import annotations

import pytest

from geo.claims.actors import spelling_key, spellings
from geo.claims.evaluate_actors import (
    GROUPS_FILE,
    Answer,
    HeldOut,
    Tally,
    by_engine,
    evaluate,
    held_out_groups,
    held_out_spellings,
    tallied,
    unknown_names,
)
from geo.model import Actor
from geo.read.known_actors import read_ucdp_actors
from geo.read.reader import read_file

GROUPS = tuple(read_file(GROUPS_FILE).actors)


@pytest.fixture(scope="module")
def known() -> Tally:
    cases = held_out_spellings(GROUPS)
    return tallied(cases, by_engine(cases))


def test_a_spelling_held_out_is_in_no_group_of_its_case() -> None:
    cases = held_out_spellings(GROUPS)
    assert len(cases) > 140
    for case in cases:
        held = {spelling_key(t) for group in case.groups for t in spellings(group)}
        assert spelling_key(case.text) not in held


def test_a_name_with_no_other_spelling_cannot_be_asked_for() -> None:
    cases = held_out_spellings([Actor("Alone"), Actor("Pair", None, ("Pear",))])
    assert sorted(case.text for case in cases) == ["Pair", "Pear"]


def test_automatic_decisions_are_right(known: Tally) -> None:
    assert known.right / (known.right + len(known.wrong)) >= 0.99


def test_spellings_are_found(known: Tally) -> None:
    assert known.spellings > 140
    assert known.found / known.spellings >= 0.95


def test_groups_held_out_are_not_merged() -> None:
    cases = held_out_groups(GROUPS)
    tally = tallied(cases, by_engine(cases))
    assert tally.unknown > 140
    assert len(tally.merged) / tally.unknown <= 0.01


def test_ucdps_other_actors_are_not_merged() -> None:
    cases = unknown_names(GROUPS, read_ucdp_actors())
    tally = tallied(cases, by_engine(cases))
    assert tally.unknown > 2500
    assert len(tally.merged) / tally.unknown <= 0.01


def test_wrong_answers_are_counted() -> None:
    a, b = frozenset({"A"}), frozenset({"B"})
    cases = [HeldOut("x", a, (), {}), HeldOut("y", a, (), {}), HeldOut("z", frozenset(), (), {})]
    tally = tallied(cases, [Answer(a, a), Answer(b, b), Answer(b, b)])
    assert (tally.right, tally.found, tally.wrong) == (1, 1, ["y -> B"])
    assert (tally.missed, tally.merged) == (["y (A) -> B"], ["z -> B"])


def test_the_report_names_the_baselines_and_the_errors() -> None:
    text = evaluate()
    for words in ("WRatio from", "token_set_ratio from", "Unknown name merged: 0", "a second"):
        assert words in text
