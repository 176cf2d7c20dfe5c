"""A text cut into segments is the same text, whatever the spans."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from geo.view.marked_text import Segment, lines

TEXTS = st.text(alphabet="ab \n\u0627\u202e<", max_size=40)
SPANS = st.dictionaries(
    st.sampled_from(["date", "places", "actors:0", "x"]),
    st.lists(st.tuples(st.integers(-5, 50), st.integers(-5, 50)), max_size=6),
)


@given(TEXTS, SPANS)
def test_segments_joined_are_the_text(text: str, spans: dict[str, list[tuple[int, int]]]) -> None:
    found = lines(text, spans)
    assert "\n".join("".join(s.text for s in line) for line in found) == text
    assert all(s.text and "\n" not in s.text for line in found for s in line)


@given(TEXTS, SPANS)
def test_each_character_has_the_fields_whose_spans_hold_it(
    text: str, spans: dict[str, list[tuple[int, int]]]
) -> None:
    got = []
    for nth, line in enumerate(lines(text, spans)):
        got += [None] * bool(nth)
        got += [set(s.fields) for s in line for _ in s.text]
    for at, fields in enumerate(got):
        want = {name for name, known in spans.items() if any(a <= at < b for a, b in known)}
        assert fields is None or fields == want


def test_overlapping_spans() -> None:
    found = lines("in Basra province", {"places": [(3, 8)], "governorate": [(3, 17)]})
    assert found == (
        (
            Segment("in "),
            Segment("Basra", ("places", "governorate"), ("places", "governorate")),
            Segment(" province", ("governorate",)),
        ),
    )


def test_spans_of_one_field_that_touch_begin_each_and_that_overlap_once() -> None:
    ((first, second),) = lines("abcd", {"x": [(0, 2), (2, 4)]})
    assert (first.begins, second.begins) == (("x",), ("x",))
    assert lines("abcd", {"x": [(1, 4), (0, 2)]}) == ((Segment("abcd", ("x",), ("x",)),),)
