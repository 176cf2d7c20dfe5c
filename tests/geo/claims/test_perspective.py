"""Which reports count: entries, words, and the mask over reports."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.claims.perspective import CLAIMS, Perspective, entries_of, problem_with


@dataclass(frozen=True)
class Outlet:
    name: str
    country: str | None = None
    type: str | None = None
    grade: str | None = None


OUTLETS = (
    Outlet("Fars News", "Iran", "state", "D"),
    Outlet("ISWNews", "Iran", "independent", None),
    Outlet("NRT", "Iraq", "party", "B"),
    Outlet("a: b"),
)
ENTRIES = tuple({entry for outlet in OUTLETS for entry in entries_of(outlet)} | {CLAIMS})
CHOICES = st.lists(st.sampled_from(ENTRIES)).map(tuple)


@given(CHOICES, CHOICES, st.data())
def test_leaving_out_is_or_and_order_never_matters(
    one: tuple[str, ...], other: tuple[str, ...], data: st.DataObject
) -> None:
    m = data.draw(st.integers(0, 12))
    outlet = np.array(
        data.draw(st.lists(st.integers(0, len(OUTLETS) - 1), min_size=m, max_size=m)), np.int32
    )
    size = data.draw(st.lists(st.integers(1, 3), min_size=m, max_size=m))
    start = np.concatenate(([0], np.cumsum(size))).astype(np.int64)
    origin = np.array(
        data.draw(st.lists(st.integers(0, 2), min_size=int(start[-1]), max_size=int(start[-1]))),
        np.int32,
    )

    def kept(*without: str) -> list[bool]:
        found = Perspective(without).kept(OUTLETS, outlet, start, origin)
        assert found.dtype == np.bool_
        return found.tolist()

    alone = [not origin[start[r] : start[r + 1]].any() for r in range(m)]
    expected = [
        not (set(entries_of(OUTLETS[code])) & set(one) or (CLAIMS in one and alone[r]))
        for r, code in enumerate(outlet.tolist())
    ]
    assert kept(*one) == expected
    assert kept(*one, *one[::-1]) == kept(*one)
    assert kept(*one, *other) == [a and b for a, b in zip(kept(*one), kept(*other), strict=True)]
    assert all(kept())


def test_equal_perspectives_are_equal_values() -> None:
    one = Perspective(("type:state", "country:Iran", "type:state"))
    assert one == Perspective(("country:Iran", "type:state"))
    assert len({one, Perspective(("country:Iran", "type:state"))}) == 1


def test_a_name_may_hold_a_colon() -> None:
    assert Perspective(("outlet:a: b",)).leaves_out(OUTLETS[3])


@pytest.mark.parametrize("wrong", ["", "Iran", "country:", ":x", "grade:G", "grade:", "claims:x"])
def test_what_is_no_entry_is_refused_and_named(wrong: str) -> None:
    assert problem_with(wrong)
    with pytest.raises(ValueError, match="not"):
        Perspective((wrong,))


@pytest.mark.parametrize(
    ("entry", "known"),
    [
        ("country:Iran", True),
        ("country:-", True),
        ("country:Iraqq", False),
        ("type:party", True),
        ("type:Iran", False),
        ("outlet:NRT", True),
        ("outlet:nrt", False),
        ("grade:F", True),
        ("claims", True),
    ],
)
def test_what_the_data_do_not_have_is_a_problem(entry: str, known: bool) -> None:
    assert (problem_with(entry, OUTLETS) is None) is known
    assert problem_with(entry) is None


@pytest.mark.parametrize(
    ("without", "words"),
    [
        ((), ""),
        (("country:Iran", "claims"), "without outlets of Iran and claims by the claimant alone"),
        (
            ("country:Iran", "country:-"),
            "without outlets of Iran and outlets of an unknown country",
        ),
        (("type:state",), "without state outlets"),
        (("type:militia-affiliated channel",), "without militia-affiliated channels"),
        (("grade:D", "grade:-"), "without outlets graded D and outlets without a grade"),
        (("outlet:RT", "outlet:NRT"), "without NRT and RT"),
        (tuple(f"outlet:{n}" for n in "abcd"), "without 4 single outlets"),
    ],
)
def test_it_says_what_is_left_out(without: tuple[str, ...], words: str) -> None:
    assert Perspective(without).describe() == words
