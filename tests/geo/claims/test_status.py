"""The six statuses, their rules, and what must hold whatever the reports."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.claims.status import FIRMNESS, STANCES, STATUSES, Account, explain, statuses
from geo.model import Stance, Status

Said = tuple[Stance, int, int]
"""Stance, origin (0 is the claimant), carrier."""

CLAIMS, CONFIRMS, REPORTS = Stance.CLAIMS, Stance.CONFIRMS, Stance.REPORTS
DOUBTS, DENIES, WITHDRAWS = Stance.DOUBTS, Stance.DENIES, Stance.WITHDRAWS


def status_of(said: list[Said]) -> tuple[Status, int]:
    """Status and origins of one incident."""
    stance = np.array([STANCES.index(s) for s, _, _ in said], np.int8)
    origin = np.array([o for _, o, _ in said], np.int64)
    carrier = np.array([c for _, _, c in said], np.int64)
    status, origins = statuses(np.zeros(len(said), np.int64), stance, origin, carrier, 1)
    return STATUSES[status[0]], int(origins[0])


def by_words(said: list[Said]) -> Status:
    """The rules as the module's docstring words them, one incident at a time."""
    gone = {o for s, o, _ in said if s is WITHDRAWS}
    asserted = [x for x in said if x[0] in (CLAIMS, CONFIRMS, REPORTS)]
    standing = [(s, o) for s, o, c in asserted if o not in gone and c not in gone]
    stances = {s for s, _, _ in said}
    if not standing and (DENIES in stances or gone or asserted):
        return Status.DENIED
    if DENIES in stances or DOUBTS in stances:
        return Status.CONTESTED
    if any(s is CONFIRMS for s, _ in standing):
        return Status.CONFIRMED
    if len({o for _, o in standing}) >= 2:
        return Status.CORROBORATED
    return Status.CLAIMED_ONLY if {o for _, o in standing} == {0} else Status.SINGLE_SOURCE


sayings = st.lists(
    st.tuples(st.sampled_from(STANCES), st.integers(0, 4), st.integers(0, 6)),
    min_size=1,
    max_size=8,
)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ([(DENIES, 1, 1)], Status.DENIED),
        ([(DENIES, 1, 1), (DOUBTS, 2, 2)], Status.DENIED),
        ([(CLAIMS, 0, 1), (WITHDRAWS, 0, 2)], Status.DENIED),
        ([(CLAIMS, 0, 1), (DENIES, 1, 1)], Status.CONTESTED),
        ([(CONFIRMS, 1, 1), (DOUBTS, 2, 2)], Status.CONTESTED),
        ([(DOUBTS, 2, 2)], Status.CONTESTED),
        ([(CONFIRMS, 1, 1)], Status.CONFIRMED),
        ([(CLAIMS, 0, 1), (CONFIRMS, 1, 1)], Status.CONFIRMED),
        ([(REPORTS, 1, 1), (REPORTS, 2, 2)], Status.CORROBORATED),
        ([(CLAIMS, 0, 1), (REPORTS, 2, 2)], Status.CORROBORATED),
        ([(REPORTS, 1, 1), (REPORTS, 1, 2)], Status.SINGLE_SOURCE),
        ([(CLAIMS, 0, 1), (REPORTS, 0, 2)], Status.CLAIMED_ONLY),
        ([(REPORTS, 1, 5), (REPORTS, 2, 2), (WITHDRAWS, 5, 5)], Status.SINGLE_SOURCE),
    ],
)
def test_the_first_rule_that_fits(said: list[Said], expected: Status) -> None:
    assert status_of(said)[0] is expected


@given(sayings)
def test_agrees_with_the_rules_in_words(said: list[Said]) -> None:
    assert status_of(said)[0] is by_words(said)


@given(sayings, st.randoms())
def test_order_does_not_matter(said: list[Said], random: np.random.Generator) -> None:
    mixed = list(said)
    random.shuffle(mixed)
    assert status_of(mixed) == status_of(said)


@given(sayings, st.integers(0, 6), st.integers(0, 6))
def test_a_denial_never_makes_firmer(said: list[Said], origin: int, carrier: int) -> None:
    before, _ = status_of(said)
    after, _ = status_of([*said, (DENIES, origin, carrier)])
    assert FIRMNESS.index(after) <= FIRMNESS.index(before)


@given(sayings, st.data())
def test_a_relay_changes_nothing(said: list[Said], data: st.DataObject) -> None:
    """A relay: another outlet with the same stance and origin that does not withdraw its word."""
    stance, origin, _ = data.draw(st.sampled_from(said))
    relay = (stance, origin, 99)
    carried = [x for x in said if x[:2] == (stance, origin)]
    gone = {o for s, o, _ in said if s is WITHDRAWS}
    if any(carrier not in gone for _, _, carrier in carried):
        assert status_of([*said, relay]) == status_of(said)


@given(sayings)
def test_a_withdrawn_assertion_counts_as_none(said: list[Said]) -> None:
    gone = {o for s, o, _ in said if s is WITHDRAWS}
    asserts = (CLAIMS, CONFIRMS, REPORTS)
    left = [x for x in said if not (x[0] in asserts and ({x[1], x[2]} & gone))]
    assert status_of(left) == status_of(said)


@given(st.lists(sayings, min_size=1, max_size=6))
def test_incidents_do_not_touch_each_other(incidents: list[list[Said]]) -> None:
    flat = [(i, *x) for i, said in enumerate(incidents) for x in said]
    order = np.random.default_rng(0).permutation(len(flat))
    columns = [np.array([flat[i][k] for i in order]) for k in (0, 2, 3)]
    stance = np.array([STANCES.index(flat[i][1]) for i in order], np.int8)
    status, origins = statuses(columns[0], stance, columns[1], columns[2], len(incidents))
    assert [(STATUSES[s], o) for s, o in zip(status, origins, strict=True)] == [
        status_of(said) for said in incidents
    ]


def test_nothing_at_all() -> None:
    empty = np.zeros(0, np.int64)
    status, origins = statuses(empty, empty, empty, empty, 0)
    assert len(status) == len(origins) == 0


@given(sayings)
def test_every_status_explains_itself_with_report_ids(said: list[Said]) -> None:
    accounts = [
        Account(f"R{i}", s, (f"origin {o}",), f"origin {c}") for i, (s, o, c) in enumerate(said)
    ]
    status = status_of(said)[0]
    sentence = explain(status, accounts)
    assert sentence.lower().startswith(status.value)
    assert sentence.endswith(".")
    assert "R" in sentence.removeprefix("R")
    assert "()" not in sentence


def test_explains_a_contested_incident_by_side() -> None:
    accounts = [
        Account("R1", CLAIMS, ("the claimant",), "A"),
        Account("R2", DENIES, ("Pentagon",), "B"),
        Account("R3", REPORTS, ("police",), "C"),
    ]
    assert explain(Status.CONTESTED, accounts) == (
        "Contested: claimed by R1, reported by R3, but denied by R2."
    )
