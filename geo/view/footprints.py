"""Incidents whose place is coarse, gathered by the area or road that is drawn for them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.model import EXACT_FORMS, Form
from geo.store.cache import per_snapshot
from geo.store.snapshot import FORMS, STATUSES, Snapshot
from geo.view.index import Rows, index_of

_K: Final = len(STATUSES)
SIMPLIFY_DEG: Final = 0.002
"""A drawn stretch may leave its road by so much (about 200 m)."""


@dataclass(frozen=True, eq=False, slots=True)
class Footprints:
    """Counts by status (order of ``STATUSES``) of every footprint that has any incident.

    ``governorate``, ``district``, ``stretch``: code -> shape (6,). ``country``, ``unplaced``:
    shape (6,). Together they count each incident that is not of an exact form once.
    """

    governorate: dict[int, NDArray[np.int64]]
    district: dict[int, NDArray[np.int64]]
    stretch: dict[int, NDArray[np.int64]]
    country: NDArray[np.int64]
    unplaced: NDArray[np.int64]


def footprints(snapshot: Snapshot, rows: Rows) -> Footprints:
    """Gather the rows by the footprint that they are drawn by (see ``Index.drawn``)."""
    drawn = index_of(snapshot).drawn[rows]
    of = {form: rows[drawn == FORMS.index(form)] for form in FORMS if form not in EXACT_FORMS}
    return Footprints(
        governorate=_by_unit(snapshot, of[Form.GOVERNORATE], snapshot.governorate),
        district=_by_unit(snapshot, of[Form.DISTRICT], snapshot.district),
        stretch=_by_unit(snapshot, of[Form.STRETCH], snapshot.stretch),
        country=np.bincount(snapshot.status[of[Form.COUNTRY]], minlength=_K),
        unplaced=np.bincount(snapshot.status[of[Form.UNPLACED]], minlength=_K),
    )


def _by_unit(snapshot: Snapshot, rows: Rows, column: NDArray[Any]) -> dict[int, NDArray[np.int64]]:
    key = column[rows].astype(np.int64) * _K + snapshot.status[rows]
    size = (int(key.max(initial=-1)) // _K + 1) * _K
    table = np.bincount(key, minlength=size).reshape(-1, _K)
    return {int(code): table[code] for code in np.flatnonzero(table.sum(axis=1))}


@per_snapshot(maxsize=1)
def stretch_lines(snapshot: Snapshot) -> tuple[list[list[list[float]]], ...]:
    """Parts of each stretch as [[lat, lon], ...], degrees with 4 decimals; position = code."""
    return tuple(_parts(line.wkt) for line in snapshot.vocab.stretches)


def _parts(wkt: str) -> list[list[list[float]]]:
    line = shapely.from_wkt(wkt).simplify(SIMPLIFY_DEG)
    return [
        [[round(lat, 4), round(lon, 4)] for lon, lat in part.coords]
        for part in getattr(line, "geoms", [line])
    ]
