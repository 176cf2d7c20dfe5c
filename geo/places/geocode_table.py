"""Geocoding one column of a table."""

from __future__ import annotations

from typing import Final

import pandas as pd

from geo.model import Form
from geo.places.corrections import Locator

COLUMNS: Final = (
    "governorate", "governorate_pcode", "district", "district_pcode", "place", "route",
    "latitude", "longitude", "where_prec", "uncertainty_m", "score", "method",
)  # fmt: skip
"""What ``geocode_table`` appends, in this order."""


def geocode_table(table: pd.DataFrame, column: str, geocoder: Locator) -> pd.DataFrame:
    """A copy of the table with ``COLUMNS`` appended; rows and their order stay as they are.

    ``latitude`` and ``longitude`` are filled only for points and discs: a governorate or a
    stretch of road has no coordinate. What is not known is empty; ``method`` is "not placed"
    for words without a place. Columns of the same names are replaced.

    Raises
    ------
    KeyError
        The table has no such column.
    """
    words = table[column]
    rows = [_row("" if pd.isna(text) else str(text), geocoder) for text in words]
    added = pd.DataFrame(rows, columns=list(COLUMNS), index=table.index)
    added["where_prec"] = added["where_prec"].astype("Int64")
    kept = table.drop(
        columns=[name for name in COLUMNS if name in table.columns and name != column]
    )
    return pd.concat([kept, added], axis="columns")


def _row(text: str, geocoder: Locator) -> tuple[object, ...]:
    found = geocoder.locate(text)
    exact = found.form in (Form.POINT, Form.DISC)
    names = {
        key: unit.name if (unit := geocoder.boundaries.unit(key or "")) else None
        for key in (found.governorate_pcode, found.district_pcode)
    }
    return (
        names[found.governorate_pcode], found.governorate_pcode,
        names[found.district_pcode], found.district_pcode, found.place, found.route,
        round(found.lat, 6) if exact and found.lat is not None else None,
        round(found.lon, 6) if exact and found.lon is not None else None,
        int(found.where_prec) if found.where_prec is not None else None,
        round(found.uncertainty_m) if found.uncertainty_m is not None else None,
        found.score, found.method or "not placed",
    )  # fmt: skip
