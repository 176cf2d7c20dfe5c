"""A facet's count is what choosing that option alone would give."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from geo.store.snapshot import Snapshot
from geo.view.codes import NOT_STATED, values
from geo.view.facets import facets
from geo.view.filters import LISTS, Filters


@st.composite
def few(draw: st.DrawFn, snapshot: Snapshot) -> Filters:
    names = draw(st.lists(st.sampled_from(list(LISTS)), max_size=3, unique=True))
    chosen = {}
    for name in names:
        picked = draw(
            st.lists(st.sampled_from(list(values(snapshot.vocab, name))), min_size=1, max_size=2)
        )
        chosen[name] = tuple(int(v) for v in picked) if name == "precisions" else tuple(picked)
    return Filters(text=draw(st.sampled_from(["", "baghdad"])), **chosen)  # type: ignore[arg-type]


@settings(max_examples=40)
@given(st.data())
def test_counts_are_what_the_option_would_give(snapshot: Snapshot, data: st.DataObject) -> None:
    filters = data.draw(few(snapshot))
    found = facets(snapshot, filters)
    assert set(found) == set(LISTS)
    for field, options in found.items():
        for option in options:
            value = int(option.value) if field == "precisions" else option.value
            alone = replace(filters, **{field: (value,)})
            assert option.count == len(alone.apply(snapshot)), (field, option)


def test_options_are_named_for_a_reader(snapshot: Snapshot) -> None:
    found = facets(snapshot, Filters())
    babil = found["governorates"][1]
    assert (babil.value, babil.label, babil.label_ar) == ("G1", "Babil", "محافظة")
    assert found["governorates"][-1].label == "not stated"
    assert found["precisions"][1].label == "named place"
    assert NOT_STATED not in {option.value for option in found["statuses"]}


def test_a_chosen_not_stated_stays_to_be_unchosen(snapshot: Snapshot) -> None:
    found = facets(snapshot, Filters(datasets=(NOT_STATED,)))
    assert (found["datasets"][-1].value, found["datasets"][-1].count) == (NOT_STATED, 0)
