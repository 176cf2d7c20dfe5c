"""Cells count every exact incident in the window once, and no other."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import QueryError
from geo.model import Form
from geo.store.snapshot import FORMS, Snapshot
from geo.view.clusters import MAX_SIDE, cells
from geo.view.window import IRAQ, Bbox

EXACT = [FORMS.index(Form.POINT), FORMS.index(Form.DISC)]
WORLD = Bbox(-180, -90, 180, 90)


def exact_inside(snapshot: Snapshot, rows: np.ndarray, bbox: Bbox) -> list[int]:
    return [
        row
        for row in rows.tolist()
        if snapshot.form[row] in EXACT
        and bbox.west <= snapshot.lon[row] <= bbox.east
        and bbox.south <= snapshot.lat[row] <= bbox.north
    ]


@given(
    seed=st.integers(0, 5),
    n=st.integers(0, 200),
    west=st.floats(36, 48),
    south=st.floats(28, 37),
    width=st.floats(0, 12),
    height=st.floats(0, 9),
    zoom=st.floats(-1, 25),
    step=st.integers(1, 3),
)
def test_counts_are_conserved(
    make_snapshot: Callable[[int, int], Snapshot],
    seed: int, n: int, west: float, south: float, width: float, height: float,
    zoom: float, step: int,
) -> None:  # fmt: skip
    snapshot = make_snapshot(seed, n)
    rows = np.arange(0, n, step)
    bbox = Bbox(west, south, west + width, south + height)
    found = cells(snapshot, rows, bbox, zoom)
    members = exact_inside(snapshot, rows, bbox)
    assert found.count.sum() == len(members)
    assert (found.count > 0).all()
    assert (found.by_status.sum(axis=1) == found.count).all()
    by_status = np.bincount(snapshot.status[members], minlength=6)
    assert found.by_status.sum(axis=0).tolist() == by_status.tolist()
    assert set(found.row[found.count == 1]) <= set(members)
    assert (found.row[found.count > 1] == -1).all()
    if members:
        # The weighted mean of the cells is the mean of the members.
        for mean, column in ((found.lat, snapshot.lat), (found.lon, snapshot.lon)):
            assert np.average(mean, weights=found.count) == pytest.approx(column[members].mean())


def test_single_ones_stand_exactly_where_they_are(snapshot: Snapshot) -> None:
    found = cells(snapshot, np.arange(snapshot.n), IRAQ, 14)
    single = found.count == 1
    assert single.any()
    assert (found.lat[single] == snapshot.lat[found.row[single]]).all()
    assert (found.lon[single] == snapshot.lon[found.row[single]]).all()


def test_stacks_are_those_that_share_one_place(snapshot: Snapshot) -> None:
    rows = np.flatnonzero(np.isin(snapshot.form, EXACT))
    places, sizes = np.unique(
        np.stack([snapshot.lat[rows], snapshot.lon[rows]]), axis=1, return_counts=True
    )
    (lat, lon), size = places[:, sizes.argmax()], int(sizes.max())
    assert size > 1
    found = cells(snapshot, rows, Bbox(lon, lat, lon, lat), 18)
    assert found.count.tolist() == [size]
    assert found.stacked.tolist() == [True]
    assert (found.lat[0], found.lon[0]) == (lat, lon)
    for zoom in (4, 8, 12):
        whole = cells(snapshot, rows, IRAQ, zoom)
        for cell in np.flatnonzero(whole.stacked):
            at = (snapshot.lat[rows] == whole.lat[cell]) & (snapshot.lon[rows] == whole.lon[cell])
            assert at.sum() == whole.count[cell]


def test_the_grid_is_fixed_to_the_world(snapshot: Snapshot) -> None:
    rows = np.arange(snapshot.n)
    whole = cells(snapshot, rows, IRAQ, 8)
    moved = cells(
        snapshot, rows, Bbox(IRAQ.west - 1.234, IRAQ.south - 0.77, IRAQ.east, IRAQ.north), 8
    )
    assert whole.lat.tolist() == moved.lat.tolist()


def test_a_window_never_has_more_cells_than_a_screen_could_show(snapshot: Snapshot) -> None:
    found = cells(snapshot, np.arange(snapshot.n), WORLD, 22, cell_px=1)
    assert len(found.count) <= (MAX_SIDE + 2) ** 2


def test_coarse_forms_never_enter_a_cell(snapshot: Snapshot) -> None:
    coarse = np.flatnonzero(~np.isin(snapshot.form, EXACT))
    assert len(coarse)
    assert cells(snapshot, coarse, WORLD, 5).count.sum() == 0


@pytest.mark.parametrize(("zoom", "px"), [(float("nan"), 56), (float("inf"), 56), (6, 0)])
def test_what_cannot_be_drawn_is_refused(snapshot: Snapshot, zoom: float, px: int) -> None:
    with pytest.raises(QueryError):
        cells(snapshot, np.arange(snapshot.n), IRAQ, zoom, px)
