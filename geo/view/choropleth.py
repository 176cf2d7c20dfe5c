"""Incidents a governorate or district, as a number or for each 1,000 km²."""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from geo.store.snapshot import Snapshot
from geo.view.index import Rows

PER_KM2: Final = 1000.0


def choropleth(snapshot: Snapshot, rows: Rows, unit: str, metric: str) -> dict[str, Any]:
    """Count the rows by unit.

    All incidents whose unit is known count, coarse ones too: a governorate-level incident counts
    for its governorate, but for no district.

    Parameters
    ----------
    unit : "governorate" or "district".
    metric : "count", or "density": incidents for each 1,000 km² of the unit.

    Returns
    -------
    dict
        ``unit``, ``metric``, ``values`` {key: value} without zeros, ``max``, and ``outside``:
        the number of rows whose unit is not known.
    """
    units = snapshot.vocab.governorates if unit == "governorate" else snapshot.vocab.districts
    column = snapshot.governorate if unit == "governorate" else snapshot.district
    counts = np.bincount(column[rows].astype(np.int64) + 1, minlength=len(units) + 1)
    values: dict[str, float] = {}
    for entry, count in zip(units, counts[1:].tolist(), strict=True):
        if count and metric == "count":
            values[entry.key] = count
        elif count and entry.area_km2 > 0:
            values[entry.key] = round(count / entry.area_km2 * PER_KM2, 3)
    return {
        "unit": unit,
        "metric": metric,
        "values": values,
        "max": max(values.values(), default=0),
        "outside": int(counts[0]),
    }
