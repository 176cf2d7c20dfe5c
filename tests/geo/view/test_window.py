"""Windows of the map: what is inside is found, whatever way it is looked up."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import QueryError
from geo.model import Form
from geo.store.snapshot import FORMS, Snapshot
from geo.view import window
from geo.view.window import IRAQ, Bbox, in_view, within

EDGES = st.tuples(
    st.tuples(st.floats(36, 50), st.floats(36, 50)).map(sorted),
    st.tuples(st.floats(28, 39), st.floats(28, 39)).map(sorted),
)
BOXES = EDGES.map(lambda e: Bbox(e[0][0], e[1][0], e[0][1], e[1][1]))


@given(BOXES, st.booleans())
def test_ranges_and_a_plain_test_agree(snapshot: Snapshot, bbox: Bbox, by_ranges: bool) -> None:
    rows = np.arange(0, snapshot.n, 2)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(window, "SCAN", -1 if by_ranges else 10**9)
        found = within(snapshot, rows, bbox)
    lat, lon = snapshot.lat[rows], snapshot.lon[rows]
    plain = (lat >= bbox.south) & (lat <= bbox.north) & (lon >= bbox.west) & (lon <= bbox.east)
    assert found.tolist() == rows[plain].tolist()


@pytest.mark.parametrize("size", [0.0, 1e-9, 0.01, 3.0])
def test_small_windows_at_an_incident_hold_it(
    make_snapshot: Callable[[int, int], Snapshot], size: float
) -> None:
    snapshot = make_snapshot(3, 300)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(window, "SCAN", -1)
        for row in np.flatnonzero(np.isfinite(snapshot.lat))[::7]:
            lat, lon = snapshot.lat[row], snapshot.lon[row]
            bbox = Bbox(lon - size, lat - size, lon + size, lat + size)
            assert row in within(snapshot, np.arange(snapshot.n), bbox)


def test_the_whole_country_holds_everything(snapshot: Snapshot) -> None:
    rows = np.arange(snapshot.n)
    assert in_view(snapshot, rows, IRAQ).tolist() == rows.tolist()
    assert in_view(snapshot, rows, Bbox(-180, -90, 180, 90)).tolist() == rows.tolist()


def test_country_wide_incidents_are_in_no_smaller_window(snapshot: Snapshot) -> None:
    seen = in_view(snapshot, np.arange(snapshot.n), Bbox(38.79, 29.06, 48.58, 37.0))
    forms = {
        str(form)
        for form in np.array(
            ["point", "disc", "district", "governorate", "stretch", "country", "unplaced"]
        )[snapshot.form[seen]]
    }
    assert forms == {"point", "disc", "district", "governorate", "stretch"}


def test_beyond_the_world_is_cut_off() -> None:
    assert Bbox(-500, -100, 500, 100) == Bbox(-180, -90, 180, 90)


@pytest.mark.parametrize(
    ("edges", "said"),
    [
        ((170, 0, -170, 10), "west edge"),
        ((0, 10, 10, 0), "south edge"),
        ((float("nan"), 0, 1, 1), "not a number"),
        ((0, 0, float("inf"), 1), "not a number"),
    ],
)
def test_impossible_windows_are_refused(
    edges: tuple[float, float, float, float], said: str
) -> None:
    with pytest.raises(QueryError, match=said):
        Bbox(*edges)


@pytest.mark.parametrize("text", ["", "1,2,3", "a,b,c,d", "1,2,3,4,5", "1;2;3;4"])
def test_unreadable_windows_are_refused(text: str) -> None:
    with pytest.raises(QueryError, match="west,south,east,north"):
        Bbox.parse(text)


def test_a_window_as_text() -> None:
    assert Bbox.parse("38,29,49,38") == Bbox(38, 29, 49, 38)


def test_a_coarse_incident_is_in_view_with_its_unit(snapshot: Snapshot) -> None:
    rows = np.arange(snapshot.n)
    bbox = Bbox(43, 32, 44.5, 33.5)
    inside = within(snapshot, rows, bbox)
    seen = set(in_view(snapshot, rows, bbox))
    for form, column in (
        (Form.GOVERNORATE, snapshot.governorate),
        (Form.DISTRICT, snapshot.district),
    ):
        units = set(column[inside]) - {-1}
        for row in np.flatnonzero((snapshot.form == FORMS.index(form)) & (column >= 0)):
            assert (row in seen) == (column[row] in units)


def test_a_stretch_is_in_view_where_the_window_crosses_it(snapshot: Snapshot) -> None:
    rows = np.flatnonzero(snapshot.stretch == 0)
    assert in_view(snapshot, rows, Bbox(45.05, 31.6, 45.15, 31.75)).tolist() == rows.tolist()
    assert in_view(snapshot, rows, Bbox(45.05, 31.3, 45.06, 31.31)).tolist() == []
