"""Pairs that may be one: what is near, what it is worth, what never depends on the order."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.claims.duplicates import Features, Tier
from geo.claims.duplicates_block import MAX_GAP_DAYS, pairs
from geo.claims.duplicates_chance import chance
from geo.claims.duplicates_group import groups
from geo.claims.duplicates_score import Proposed, propose, reasons
from geo.claims.duplicates_weights import agreement
from geo.model import Form
from tests.geo.claims.duplicates_table import table

NOTHING = agreement(table(), *(np.zeros(0, np.int64),) * 2, np.zeros(0))
"""What is assumed when no known incident has been learned from."""
TWO = {"dataset": "other", "outlets": ("Reuters",)}
"""The same incident as another source has it."""


def day(number: int) -> str:
    return (date(2020, 1, 1) + timedelta(days=number)).isoformat()


def scores(features: Features) -> dict[tuple[int, int], float]:
    found = propose(features, NOTHING)
    rows = zip(found.first.tolist(), found.second.tolist(), strict=True)
    return dict(zip(rows, found.score.tolist(), strict=True))


def tier(found: Proposed) -> Tier | None:
    return found.tier(0) if len(found.first) else None


def test_the_same_told_by_two_in_a_quiet_place_is_the_same() -> None:
    found = propose(table({}, TWO), NOTHING)
    assert tier(found) is Tier.SAME
    assert found.bits.sum(axis=0) == pytest.approx(np.log2(found.score / (1 - found.score)))


def test_two_days_apart_with_the_same_dead_is_looked_at() -> None:
    later = {**TWO, "start": "2020-07-13", "killed": 7}
    assert tier(propose(table({"killed": 7}, later), NOTHING)) is not None
    assert tier(propose(table({"killed": 7}, {**later, "killed": 0}), NOTHING)) is None


def test_what_is_coarse_is_weak() -> None:
    place = {"form": Form.GOVERNORATE, "lat": np.nan, "lon": np.nan, "radius_m": np.nan}
    coarse = {**place, "start": "2020-07-01", "days": 31, "date_prec": 4}
    sharp = scores(table({}, TWO))[0, 1]
    assert scores(table(coarse, {**coarse, **TWO})).get((0, 1), 0.0) < min(sharp, 0.9)


def busy(n: int, **more: Any) -> list[dict[str, Any]]:
    """A place with an incident on every day of some months."""
    return [{"start": day(150 + number), **more} for number in range(n)]


def test_where_something_happens_every_day_the_same_day_says_less() -> None:
    quiet = scores(table({}, TWO))[0, 1]
    rows = table({}, TWO, *busy(90, dataset="other"))
    assert scores(rows).get((0, 1), 0.0) < quiet - 0.3


def test_what_differs_speaks_against_and_what_agrees_for() -> None:
    alike = {"event_type": "drone", "actors": ("Ashab al-Kahf",), "killed": 25}
    same = scores(table(alike, alike | TWO))[0, 1]
    for name, value in (
        ("event_type", "rocket"), ("target", "convoy"), ("actors", ("Islamic State",)),
        ("killed", 2), ("lat", 32.15), ("start", "2020-07-12"),
    ):  # fmt: skip
        other = scores(table(alike, alike | TWO | {name: value})).get((0, 1), 0.0)
        assert other < same, name


def test_one_outlet_that_tells_of_both_told_them_apart() -> None:
    two = scores(table({}, {"outlets": ("NRT",)}))[0, 1]
    assert scores(table({}, {}, {"start": "2019-01-01", "outlets": ("NRT",)}))[0, 1] < two


def test_a_stretch_meets_what_lies_along_it_and_a_unit_what_lies_in_it() -> None:
    road = {"form": Form.STRETCH, "stretch": 0, "radius_m": 8_000.0}
    unit = {"form": Form.GOVERNORATE, "lat": np.nan, "lon": np.nan, "radius_m": np.nan}
    on_it = {"lat": 31.8, "lon": 45.1, **TWO}
    assert (0, 1) in scores(table(road, on_it))
    assert (0, 1) in scores(table(unit, on_it))
    far = {"lat": 36.3, "lon": 43.1, "governorate": 1, **TWO}
    assert not scores(table(road, far))
    assert not scores(table(unit, far))
    beyond = {"lat": 31.8, "lon": 45.1, "governorate": 2, "radius_m": 20_000.0, **TWO}
    assert scores(table(unit, beyond)).get((0, 1), 0.0) < scores(table(unit, on_it))[0, 1]


def test_a_year_or_no_date_is_never_paired() -> None:
    year = {"start": "2020-01-01", "days": 366, "date_prec": 5}
    assert not scores(table(year, TWO, {**TWO, "start": "NaT"}))


def test_reasons_are_told_in_words() -> None:
    features = table(
        {"actors": ("Ashab al-Kahf",), "killed": 3}, {**TWO, "start": "2020-07-12", "killed": 3},
    )  # fmt: skip
    found = propose(features, NOTHING)
    told = {why.aspect: why.words for why in reasons(features, found, [0])[0]}
    assert told["time"] == "1 day apart, both known to the day"
    assert told["place"] == "same place, each known to within 4 km"
    assert told["actor"] == "actor not stated by both"
    assert told["casualties"] == "both 3 killed"
    assert told["source"] == "told by other outlets"
    assert told["rate"].startswith("fewer than one other incident")


ROWS = st.fixed_dictionaries(
    {
        "start": st.integers(0, 12).map(day),
        "days": st.sampled_from([1, 1, 1, 3]),
        "lat": st.sampled_from([32.0, 32.01, 32.2, 36.3]),
        "form": st.sampled_from([Form.DISC, Form.POINT, Form.GOVERNORATE]),
        "event_type": st.sampled_from(["rocket", "drone", "other", None]),
        "killed": st.sampled_from([None, 0, 3, 12]),
        "dataset": st.sampled_from(["one", "other"]),
        "outlets": st.sampled_from([("AFP",), ("NRT",), ("Reuters", "Shafaq")]),
        "actors": st.sampled_from([(), ("Ashab al-Kahf",)]),
    }
)


@given(st.lists(ROWS, min_size=2, max_size=9), st.randoms(use_true_random=False))
def test_the_order_of_the_rows_changes_no_score(rows: list[dict[str, Any]], random: Any) -> None:
    order = list(range(len(rows)))
    random.shuffle(order)
    plain = scores(table(*rows))
    shuffled = scores(table(*(rows[number] for number in order)))
    moved = {
        (min(order[a], order[b]), max(order[a], order[b])): score
        for (a, b), score in shuffled.items()
    }
    assert moved.keys() == plain.keys()
    assert all(moved[pair] == pytest.approx(score, abs=1e-9) for pair, score in plain.items())


@given(st.lists(ROWS, min_size=2, max_size=9))
def test_nothing_beyond_the_block_is_paired_and_nothing_within_is_missed(
    rows: list[dict[str, Any]],
) -> None:
    features = table(*rows)
    found, left_out = pairs(features)
    got = {
        pair
        for part in found
        for pair in zip(part.first.tolist(), part.second.tolist(), strict=True)
    }
    assert left_out == 0
    for a in range(features.n):
        for b in range(a + 1, features.n):
            gap = max(
                features.first_day[b] - features.last_day[a],
                features.first_day[a] - features.last_day[b],
            )
            near = features.exact[a] and features.exact[b] and features.lat[a] == features.lat[b]
            near |= not (features.exact[a] and features.exact[b])  # all are of one governorate
            if gap > MAX_GAP_DAYS:
                assert (a, b) not in got
            elif near:
                assert (a, b) in got


def test_an_incident_far_away_changes_a_score_only_through_what_is_learned() -> None:
    rows = [{"killed": 3}, {**TWO, "killed": 3}]
    far = {"lat": 36.3, "lon": 43.1, "governorate": 1, "start": "2012-01-01"}
    before, after = table(*rows), table(*rows, far)
    by_chance = chance(before)
    one, other = (propose(features, NOTHING, by_chance) for features in (before, after))
    # The rates of the pair's own place and time are as they were, so every share is.
    np.testing.assert_allclose(one.bits, other.bits)
    near = propose(table(*rows, {"start": "2020-07-25"}), NOTHING, by_chance)
    assert near.bits[0, 0] + near.bits[2, 0] < one.bits[0, 0] + one.bits[2, 0]


def test_too_many_pairs_are_left_out_from_the_busiest_and_said() -> None:
    crowd = [{"start": "2020-03-01", "lat": 32.0 + number / 900} for number in range(60)]
    features = table({}, TWO, *crowd)
    found, left_out = pairs(features, most=200)
    got = [pair for part in found for pair in zip(part.first, part.second, strict=True)]
    assert (0, 1) in got
    assert 0 < left_out <= 60
    assert len(got) < 60 * 59 / 2


def test_a_chain_is_no_group() -> None:
    chain = [("a", "b", 0.99), ("b", "c", 0.98), ("c", "d", 0.97)]
    assert groups(chain) == [["a", "b"], ["c", "d"]]
    assert [sorted(one) for one in groups([*chain, ("a", "c", 0.5)])] == [["a", "b", "c"]]
    assert groups([("a", "b", 0.5)]) == []
