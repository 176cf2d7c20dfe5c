from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.model import Form, Status
from geo.store.snapshot import FORMS, STATUSES, Snapshot
from geo.view.filters import Filters
from geo.view.footprints import footprints
from geo.view.state import ViewState
from pages.parts.map_events import Picked, Switched, understand

ALL = Filters()
PLAIN = ViewState()


def code(form: Form) -> int:
    return FORMS.index(form)


def test_click_on_one_incident(snapshot: Snapshot) -> None:
    known = str(snapshot.ids[0])
    assert understand({"kind": "incident", "id": known}, snapshot, ALL, PLAIN) == Picked(
        (known,), ""
    )
    assert understand({"kind": "incident", "id": "nobody"}, snapshot, ALL, PLAIN) is None


def test_click_on_a_stack_lists_all_of_one_coordinate(snapshot: Snapshot) -> None:
    exact = np.isin(snapshot.form, [code(Form.POINT), code(Form.DISC)])
    pairs = np.round(np.column_stack([snapshot.lat[exact], snapshot.lon[exact]]), 5)
    places, counts = np.unique(pairs, axis=0, return_counts=True)
    lat, lon = places[counts.argmax()]
    event = understand({"kind": "place", "lat": lat, "lon": lon}, snapshot, ALL, PLAIN)
    assert isinstance(event, Picked)
    assert len(event.ids) >= counts.max()
    rows = np.isin(snapshot.ids, event.ids)
    assert np.abs(snapshot.lat[rows] - lat).max() < 1e-4


def test_footprints_list_what_they_count(snapshot: Snapshot) -> None:
    found = footprints(snapshot, ALL.apply(snapshot))
    vocab = snapshot.vocab
    cases: list[tuple[Form, Any, int]] = [
        *(
            (Form.GOVERNORATE, vocab.governorates[c].key, n.sum())
            for c, n in found.governorate.items()
        ),
        *((Form.DISTRICT, vocab.districts[c].key, n.sum()) for c, n in found.district.items()),
        *((Form.STRETCH, c, n.sum()) for c, n in found.stretch.items()),
        (Form.COUNTRY, None, found.country.sum()),
        (Form.UNPLACED, None, found.unplaced.sum()),
    ]
    for form, key, wanted in cases:
        message = {"kind": "footprint", "form": str(form), "key": key}
        event = understand(message, snapshot, ALL, PLAIN)
        assert (len(event.ids) if isinstance(event, Picked) else 0) == wanted, (form, key)


def test_a_click_keeps_to_filters_switches_and_playback(snapshot: Snapshot) -> None:
    message: dict[str, Any] = {"kind": "footprint", "form": "country"}
    country = understand(message, snapshot, ALL, PLAIN)
    assert isinstance(country, Picked)
    off = ViewState(hidden=tuple(f"status:{s}" for s in Status))
    assert understand(message, snapshot, ALL, off) is None
    one = STATUSES[snapshot.status[snapshot.ids == country.ids[0]][0]]
    only = understand(message, snapshot, Filters(statuses=(str(one),)), PLAIN)
    assert isinstance(only, Picked)
    assert len(only.ids) <= len(country.ids)
    assert (
        understand({**message, "window": ["1800-01-01", "1800-12-31"]}, snapshot, ALL, PLAIN)
        is None
    )


def test_switches_are_those_that_exist(snapshot: Snapshot) -> None:
    message = {"kind": "hidden", "hidden": ["form:disc", "towns", "nonsense"]}
    assert understand(message, snapshot, ALL, PLAIN) == Switched(("form:disc", "towns"))


@pytest.mark.parametrize(
    "message",
    [
        {},
        {"kind": "place", "lat": "x", "lon": 1},
        {"kind": "place"},
        {"kind": "footprint", "form": "point"},
        {"kind": "footprint", "form": "governorate", "key": "nowhere"},
        {"kind": "footprint", "form": "stretch", "key": 10**9},
        {"kind": "footprint", "form": "stretch", "key": "x"},
        {"kind": "hidden", "hidden": None},
        {"kind": "incident", "id": ["x"]},
        {"kind": "place", "lat": 33.0, "lon": 44.0, "window": ["x", "y"]},
        {"kind": "place", "lat": 33.0, "lon": 44.0, "window": ["2020-02-01", "2020-01-01"]},
    ],
)
def test_nonsense_from_a_browser_means_nothing(snapshot: Snapshot, message: dict[str, Any]) -> None:
    assert understand(message, snapshot, ALL, PLAIN) is None


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=5,
)


@given(
    kind=st.sampled_from(["hidden", "incident", "place", "footprint"]),
    rest=st.dictionaries(
        st.sampled_from(["id", "lat", "lon", "form", "key", "hidden", "window"]), JSON
    ),
)
def test_no_message_raises(snapshot: Snapshot, kind: str, rest: dict[str, Any]) -> None:
    understand({"kind": kind, **rest}, snapshot, ALL, PLAIN)
