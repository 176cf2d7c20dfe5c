"""Incidents whose place is coarse, gathered by the area or road that is drawn for them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any, Final

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.model import Form
from geo.store.snapshot import FORMS, STATUSES, Snapshot
from geo.view.cache import per_snapshot
from geo.view.index import Rows

_K: Final = len(STATUSES)
_CODE: Final = {form: FORMS.index(form) for form in FORMS}
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
    """Gather the rows by footprint.

    One whose own unit is missing from the boundary set in use is drawn as the next larger:
    district, else governorate, else country.
    """
    form = snapshot.form[rows]
    district = form == _CODE[Form.DISTRICT]
    stretch = form == _CODE[Form.STRETCH]
    no_unit = (district & (snapshot.district[rows] < 0)) | (stretch & (snapshot.stretch[rows] < 0))
    governorate = (form == _CODE[Form.GOVERNORATE]) | no_unit
    no_governorate = governorate & (snapshot.governorate[rows] < 0)
    country = (form == _CODE[Form.COUNTRY]) | no_governorate
    count = partial(_by_unit, snapshot, rows)
    return Footprints(
        governorate=count(snapshot.governorate, governorate & ~no_governorate),
        district=count(snapshot.district, district & ~no_unit),
        stretch=count(snapshot.stretch, stretch & ~no_unit),
        country=_by_status(snapshot, rows[country]),
        unplaced=_by_status(snapshot, rows[form == _CODE[Form.UNPLACED]]),
    )


def _by_status(snapshot: Snapshot, rows: Rows) -> NDArray[np.int64]:
    return np.bincount(snapshot.status[rows], minlength=_K)


def _by_unit(
    snapshot: Snapshot, rows: Rows, column: NDArray[Any], where: NDArray[np.bool_]
) -> dict[int, NDArray[np.int64]]:
    chosen = rows[where]
    key = column[chosen].astype(np.int64) * _K + snapshot.status[chosen]
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
