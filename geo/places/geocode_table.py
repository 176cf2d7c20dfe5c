"""Geocoding one column of a table."""

from __future__ import annotations

from typing import Final

import pandas as pd

from geo.model import Form
from geo.places.corrections import Locator
from geo.places.stretches import crossed

COLUMNS: Final = (
    "governorate", "governorate_pcode", "district", "district_pcode", "place", "route",
    "latitude", "longitude", "where_prec", "uncertainty_m", "score", "method",
    "form", "from_km", "to_km", "crosses", "stretch_wkt",
)  # fmt: skip
"""What ``geocode_table`` appends, in this order."""


CANDIDATE: Final = ("name", "kind", "governorate", "latitude", "longitude", "score")
"""What is added of every other reading, each behind ``candidate_1_`` and so on."""


def geocode_table(
    table: pd.DataFrame, column: str, geocoder: Locator, candidates: int = 0
) -> pd.DataFrame:
    """A copy of the table with ``COLUMNS`` appended, and as many candidates as asked.

    Rows and their order stay as they are.

    ``latitude`` and ``longitude`` are filled only for points and discs: a governorate or a
    stretch of road has no coordinate; a stretch has its line (WKT, EPSG:4326), the governorates
    it crosses, and in ``uncertainty_m`` half the width of its corridor. What is not known is
    empty; ``method`` is "not placed" for words without a place. Columns of the same names are
    replaced.

    Raises
    ------
    KeyError
        The table has no such column.
    """
    words = table[column]
    rows = [_row("" if pd.isna(text) else str(text), geocoder) for text in words]
    added = pd.DataFrame(rows, columns=list(COLUMNS), index=table.index)
    added["where_prec"] = added["where_prec"].astype("Int64")
    if candidates:
        others = [_candidates("" if pd.isna(t) else str(t), geocoder, candidates) for t in words]
        names = [f"candidate_{i + 1}_{what}" for i in range(candidates) for what in CANDIDATE]
        added = pd.concat(
            [added, pd.DataFrame(others, columns=names, index=table.index)], axis="columns"
        )
    kept = table.drop(
        columns=[name for name in added.columns if name in table.columns and name != column]
    )
    return pd.concat([kept, added], axis="columns")


def _candidates(text: str, geocoder: Locator, n: int) -> list[object]:
    """``CANDIDATE`` of the first ``n`` other readings, empty where there are fewer."""
    cells: list[object] = []
    for other in geocoder.locate(text).candidates[:n]:
        unit = geocoder.boundaries.unit(other.governorate_pcode or "")
        placed = (other.lat, other.lon) != (0.0, 0.0)  # a place known only by its unit has none
        cells += [
            other.name, other.kind, unit.name if unit else None,
            round(other.lat, 6) if placed else None, round(other.lon, 6) if placed else None,
            other.score,
        ]  # fmt: skip
    return cells + [None] * (n * len(CANDIDATE) - len(cells))


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
        found.form.value, found.from_km, found.to_km, ", ".join(crossed(found)) or None,
        found.stretch_wkt,
    )  # fmt: skip
