"""The link's other half: every key round-trips, whatever cannot be read is named."""

from __future__ import annotations

from datetime import date
from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.view.filters import FILTER_KEYS, Filters
from geo.view.reading import CONFIDENCES
from geo.view.state import (
    BINS,
    CLAIMS,
    GROUP_SORTS,
    HIDEABLE,
    KNOWN,
    LISTED,
    MAX_WAYS,
    METRICS,
    OUTLET_SORTS,
    PARTS,
    QUEUE_ORDERS,
    REACHES,
    SHADES,
    SORTS,
    SPEEDS,
    STACKS,
    STATE_KEYS,
    STEPS,
    STRETCHES,
    MapView,
    ViewState,
    link_query,
    read_link,
)

MAPS = st.builds(MapView, st.floats(-90, 90), st.floats(-180, 180), st.floats(0, 22))
PLAIN_ROAD = ("road", "orig", "dest", "alt", "reach", "seg", "known")
PLAIN_NAMES = ("claims", "about", "osort", "find", "group", "gsort", "sort")
ENTRIES = st.sampled_from(
    ("claims", "country:Iran", "country:-", "type:state", "grade:F")
) | st.text(min_size=1).map(lambda name: f"outlet:{name}")
WINDOWS = st.tuples(st.dates(), st.dates()).map(lambda pair: tuple(sorted(pair)))
KM = st.tuples(st.floats(0, 9_999), st.floats(0, 9_999)).map(lambda pair: tuple(sorted(pair)))
STATES = st.builds(
    ViewState,
    map=st.none() | MAPS,
    hidden=st.lists(st.sampled_from(HIDEABLE)).map(tuple),
    shade=st.sampled_from(SHADES),
    metric=st.sampled_from(METRICS),
    stack=st.sampled_from(STACKS),
    bin=st.sampled_from(BINS),
    sort=st.sampled_from(SORTS),
    descending=st.booleans(),
    incident=st.none() | st.text(min_size=1),
    revision=st.none() | st.integers(0, 10**9),
    tiles=st.booleans(),
    window=st.none() | WINDOWS,
    step=st.sampled_from(STEPS),
    speed=st.sampled_from(SPEEDS),
    road=st.text(max_size=8),
    orig=st.text(max_size=8),
    dest=st.text(max_size=8),
    alt=st.integers(0, MAX_WAYS - 1),
    reach=st.sampled_from(REACHES),
    seg=st.sampled_from(STRETCHES),
    known=st.sampled_from(KNOWN),
    km=st.none() | KM,
    group=st.text(max_size=8),
    group_sort=st.sampled_from(GROUP_SORTS),
    group_descending=st.booleans(),
    claims=st.sampled_from(CLAIMS),
    about=st.text(max_size=8),
    outlet_sort=st.sampled_from(OUTLET_SORTS),
    outlet_down=st.booleans(),
    find=st.text(max_size=8),
    without=st.lists(ENTRIES).map(tuple),
    beside=st.lists(ENTRIES).map(tuple),
    hyp=st.sampled_from(CONFIDENCES),
    listed=st.sampled_from(("", *LISTED)),
    part=st.sampled_from(PARTS),
    draft=st.none() | st.integers(0, 10_000),
    queue=st.text(max_size=8),
    queue_order=st.sampled_from(QUEUE_ORDERS),
)


@given(STATES, st.text(max_size=10))
def test_a_link_gives_the_same_view_back(state: ViewState, text: str) -> None:
    filters = Filters(text=text, actors=(text,))
    pairs = parse_qsl(link_query(filters, state), keep_blank_values=True)
    assert read_link(pairs) == (filters, state, [])


def test_the_plain_view_needs_no_parameters() -> None:
    assert link_query(Filters(), ViewState()) == ""


def test_keys_of_filters_and_state_differ() -> None:
    assert not set(FILTER_KEYS) & set(STATE_KEYS)


@given(st.lists(st.tuples(st.sampled_from([*STATE_KEYS, "nope"]), st.text(max_size=20))))
def test_reading_never_raises_and_names_what_it_ignores(pairs: list[tuple[str, str]]) -> None:
    _, state, problems = read_link(pairs)
    used = {key for key, _ in state.to_query()}
    for key, value in pairs:
        plain = key in ("shade", "speed", "tiles", "id", "hyp", "list", "part", "queue")
        plain |= key in (*PLAIN_ROAD, *PLAIN_NAMES)
        plain |= key in used
        assert plain or (key, value) in {(p.key, p.value) for p in problems}


@pytest.mark.parametrize(
    ("key", "value"),
    [
        *[
            ("map", bad)
            for bad in ("31,44", "91,44,8", "31,181,8", "31,44,23", "nan,44,8", "a,b,c", "inf,1,1")
        ],
        *[("rev", bad) for bad in ("x", "-1", "1.5", "١")],
        *[("window", bad) for bad in ("2020-01-01", "2020-02-01..2020-01-01", "..", "a..b")],
        *[
            ("hide", "everything"),
            ("sort", "-colour"),
            ("bin", "decade"),
            ("speed", "3"),
            ("id", ""),
        ],
        *[("km", bad) for bad in ("5", "9-3", "-1-4", "nan-4", "a-b", "1-99999", "1-2-3")],
        *[("gsort", "colour"), ("hyp", "certain")],
        *[("part", "x"), ("draft", "-1"), ("draft", "one"), ("qsort", "")],
        *[("alt", "9"), ("reach", "3"), ("seg", "x"), ("known", "4")],
        *[("without", bad) for bad in ("", "Iran", "country:", "grade:G", "claims:x", ":x")],
        *[("beside", "nobody"), ("hyp", "certain"), ("list", "third"), ("list", "denied")],
        *[("tiles", "yes"), ("shade", "district "), ("stack", "x"), ("metric", "x"), ("step", "x")],
    ],
)
def test_bad_values_are_named_and_left_out(key: str, value: str) -> None:
    filters, state, problems = read_link([(key, value)])
    assert (filters, state) == (Filters(), ViewState())
    assert [(p.key, p.value) for p in problems] == [(key, value)]
    assert problems[0].reason


def test_the_same_key_twice() -> None:
    _, state, problems = read_link(
        [("rev", "3"), ("rev", "4"), ("hide", "roads"), ("hide", "form:disc")]
    )
    assert state.revision == 3
    assert state.hidden == ("form:disc", "roads")
    assert [p.reason for p in problems] == ["given more than once"]


def test_a_link_reads_like_one() -> None:
    state = ViewState(
        map=MapView(31.98, 44.93, 8), revision=12, window=(date(2020, 6, 1), date(2020, 6, 30))
    )
    assert link_query(Filters(governorates=("IQG05",)), state) == (
        "gov=IQG05&map=31.98000%2C44.93000%2C8&rev=12&window=2020-06-01..2020-06-30"
    )


@pytest.mark.parametrize(
    "wrong",
    [
        {"speed": 3},
        {"hidden": ("x",)},
        {"revision": -1},
        {"incident": ""},
        {"bin": "x"},
        {"km": (3, 1)},
        {"alt": -1},
    ],
)
def test_a_wrong_value_is_refused_when_made(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError):
        ViewState(**wrong)  # type: ignore[arg-type]
