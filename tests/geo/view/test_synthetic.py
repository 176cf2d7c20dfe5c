"""The bench's large snapshot keeps the shape of the one it is drawn from."""

from __future__ import annotations

import numpy as np

from bench.synthetic import POINT_JITTER_M, resample
from geo.model import Form
from geo.store.snapshot import FORMS, Snapshot
from geo.view.filters import Filters
from geo.view.index import index_of


def test_the_same_seed_gives_the_same(snapshot: Snapshot) -> None:
    one, two = resample(snapshot, 300, seed=3), resample(snapshot, 300, seed=3)
    for name in ("lat", "start", "status", "actor", "outlet"):
        assert np.array_equal(
            getattr(one, name), getattr(two, name), equal_nan=name in ("lat", "start")
        )
    assert not np.array_equal(one.status, resample(snapshot, 300, seed=4).status)


def test_it_is_a_snapshot_of_that_size_and_shape(snapshot: Snapshot) -> None:
    large = resample(snapshot, 20_000)
    assert large.n == 20_000
    assert len(set(large.ids)) == large.n
    assert len(index_of(large).morton) == large.n, "in Morton order"
    assert Filters().counts(large) == (large.n, large.m)
    for name in ("form", "status", "where_prec"):
        before = np.bincount(getattr(snapshot, name)) / snapshot.n
        after = np.bincount(getattr(large, name)) / large.n
        assert np.abs(before - after).max() < 0.02


def test_dates_and_places_stay_within_what_is_known(snapshot: Snapshot) -> None:
    large = resample(snapshot, 5_000)
    dated = ~np.isnat(large.start)
    assert large.start[dated].min() >= np.nanmin(snapshot.start)
    assert large.end[dated].max() <= np.nanmax(snapshot.end)
    assert (large.end[dated] >= large.start[dated]).all()
    reach = 1.2 * POINT_JITTER_M / 111_195 / np.cos(np.radians(38))
    points = np.flatnonzero(large.form == FORMS.index(Form.POINT))[:100]
    for row in points:
        apart = np.hypot(snapshot.lat - large.lat[row], snapshot.lon - large.lon[row])
        assert np.nanmin(apart) <= reach
    coarse = large.form == FORMS.index(Form.GOVERNORATE)
    assert set(large.lat[coarse]) <= set(snapshot.lat)
