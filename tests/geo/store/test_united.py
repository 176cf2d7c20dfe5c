"""Actors that count as one: the same incidents and reports, fewer actors, and back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from geo.claims.hypotheses import Confidence, Hypothesis, HypothesisKind
from geo.store.snapshot import Snapshot
from geo.store.united import united
from geo.view.codes import label_of, problem_with
from geo.view.facets import facets
from geo.view.filters import Filters
from geo.view.reading import Reading, read
from geo.view.table import row_text

JOINT = "Group B + 1 under hypotheses"
Make = Callable[[int, int], Snapshot]


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_counts_are_those_of_either_actor(make_snapshot: Make, seed: int) -> None:
    whole = make_snapshot(seed, 200)
    one = united(whole, (("Group B", "Group A"),))
    assert one.vocab.actors == (JOINT, "مجموعة")
    assert one.vocab.held == (("Group B", "Group A"), ("مجموعة",))
    either = Filters(actors=("Group A", "Group B"))
    for chosen in (Filters(actors=("Group A",)), Filters(actors=("Group B",)), either):
        assert chosen.apply(one).tolist() == either.apply(whole).tolist()
    for text in ("group a", "group b"):
        assert set(Filters(text=text).apply(whole)) <= set(Filters(text=text).apply(one))
    for name in Snapshot.incident_columns():
        assert getattr(one, name) is getattr(whole, name)
    for row in range(whole.n):
        codes = one.actor[one.actor_start[row] : one.actor_start[row + 1]]
        assert codes.tolist() == sorted(set(codes.tolist()))
    assert np.array_equal(one.told.spelling, whole.told.spelling)


def test_the_name_says_whom_it_holds(make_snapshot: Make) -> None:
    one = united(make_snapshot(1, 200), (("Group B", "Group A"),))
    chosen = Filters(actors=("Group A",))
    assert label_of(one.vocab, "actors", "Group A") == JOINT
    assert f"involving {JOINT}" in chosen.describe(one)
    assert JOINT in row_text(one, int(chosen.apply(one)[0]))["actors"]
    option = facets(one, chosen)["actors"][0]
    assert (option.value, option.label) == ("Group A", JOINT)
    assert option.count == len(chosen.apply(one))
    assert facets(one, Filters())["actors"][0].value == "Group B"
    assert problem_with("actors", "Group A", one.vocab) is None
    assert problem_with("actors", "Group C", one.vocab) is not None


def test_whom_nobody_names_changes_nothing_but_a_name(make_snapshot: Make) -> None:
    whole = make_snapshot(1, 50)
    assert united(whole, (("X", "Y"),)) is whole
    one = united(whole, (("X", "Group A"),))
    assert "X + 1 under hypotheses" in one.vocab.actors
    assert (
        Filters(actors=("Group A",)).apply(one).tolist()
        == Filters(actors=("Group A",)).apply(whole).tolist()
    )


def test_a_reading_applies_what_the_revision_holds(make_snapshot: Make) -> None:
    same = Hypothesis("Group A", HypothesisKind.SAME_AS, "Group B", Confidence.MODERATE)
    whole = replace(make_snapshot(1, 50), hypotheses=(same,))
    assert read(whole, Reading(hyp="high")).vocab.actors == whole.vocab.actors
    for level in ("low", "moderate"):
        assert read(whole, Reading(hyp=level)).vocab.actors[0] == "Group A + 1 under hypotheses"
    assert read(whole, Reading()) is whole
    both = read(whole, Reading(without=("country:Iran",), hyp="low"))
    assert both.n <= whole.n
    assert both.vocab.held
    assert "at least low confidence" in Reading(hyp="low").describe()
