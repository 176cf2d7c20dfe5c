"""Footprints count every coarse incident once; with the cells they are all incidents."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from geo.model import Form
from geo.store.snapshot import FORMS, Snapshot
from geo.view.clusters import cells
from geo.view.footprints import Footprints, footprints, stretch_lines
from geo.view.window import IRAQ


def total(found: Footprints) -> np.ndarray:
    parts = [*found.governorate.values(), *found.district.values(), *found.stretch.values()]
    return np.sum([*parts, found.country, found.unplaced], axis=0)


@given(seed=st.integers(0, 5), n=st.integers(0, 200), step=st.integers(1, 3))
def test_every_incident_is_drawn_once(
    make_snapshot: Callable[[int, int], Snapshot], seed: int, n: int, step: int
) -> None:
    snapshot = make_snapshot(seed, n)
    rows = np.arange(0, n, step)
    found = footprints(snapshot, rows)
    drawn = cells(snapshot, rows, IRAQ, 7)
    by_status = total(found) + drawn.by_status.sum(axis=0)
    assert by_status.tolist() == np.bincount(snapshot.status[rows], minlength=6).tolist()


def test_each_form_is_counted_at_its_own_unit(snapshot: Snapshot) -> None:
    rows = np.arange(snapshot.n)
    found = footprints(snapshot, rows)
    for form, column, counts in (
        (Form.DISTRICT, snapshot.district, found.district),
        (Form.STRETCH, snapshot.stretch, found.stretch),
    ):
        own = (snapshot.form == FORMS.index(form)) & (column >= 0)
        assert {code: int(n.sum()) for code, n in counts.items()} == {
            int(code): int((column[own] == code).sum()) for code in np.unique(column[own])
        }


def test_without_its_unit_an_incident_moves_to_the_next_larger(snapshot: Snapshot) -> None:
    district = snapshot.form == FORMS.index(Form.DISTRICT)
    lost = np.flatnonzero(district & (snapshot.district < 0))
    known, unknown = lost[snapshot.governorate[lost] >= 0], lost[snapshot.governorate[lost] < 0]
    found = footprints(snapshot, lost)
    assert sum(int(n.sum()) for n in found.governorate.values()) == len(known)
    assert found.country.sum() == len(unknown)
    assert not found.district


def test_lines_of_stretches_are_lat_lon_parts(snapshot: Snapshot) -> None:
    one, two = stretch_lines(snapshot)
    assert one == [[[31.99, 44.92], [31.31, 45.28]]]
    assert two == [[[33.0, 44.0], [33.2, 44.5]], [[33.0, 45.0], [33.0, 45.2]]]
