from __future__ import annotations

import pandas as pd
import pytest

from geo.places.geocode import Geocoder
from geo.places.geocode_table import COLUMNS, geocode_table


def test_columns_are_appended_and_rows_stay(geocoder: Geocoder) -> None:
    table = pd.DataFrame(
        {"id": [3, 1, 2, 0], "where": ["Camp Taji", "Babil", None, "nowhere"]}, index=[9, 8, 7, 6]
    )
    found = geocode_table(table, "where", geocoder)
    assert list(found.columns) == ["id", "where", *COLUMNS]
    assert found.index.tolist() == [9, 8, 7, 6]
    taji, babil, empty, nowhere = found.to_dict("records")
    assert (taji["governorate"], taji["where_prec"], taji["uncertainty_m"]) == ("Baghdad", 1, 4000)
    assert taji["latitude"] == pytest.approx(33.5239, abs=1e-4)
    assert (babil["governorate_pcode"], babil["where_prec"]) == ("IQG07", 4)
    assert pd.isna(babil["latitude"])
    for row in (empty, nowhere):
        assert pd.isna(row["where_prec"])
        assert row["method"] == "not placed"


def test_a_stretch_has_its_line_kilometres_and_governorates(geocoder: Geocoder) -> None:
    table = pd.DataFrame({"where": ["Highway 8 between Hilla and Diwaniyah"]})
    [row] = geocode_table(table, "where", geocoder).to_dict("records")
    assert (row["form"], row["route"], row["crosses"]) == (
        "stretch", "Highway 8", "Babil, Qadisiyah",
    )  # fmt: skip
    assert row["from_km"] < row["to_km"]
    assert row["stretch_wkt"].startswith("LINESTRING")
    assert pd.isna(row["latitude"])


def test_an_unknown_column(geocoder: Geocoder) -> None:
    with pytest.raises(KeyError):
        geocode_table(pd.DataFrame({"a": []}), "b", geocoder)


def test_an_empty_table(geocoder: Geocoder) -> None:
    assert list(geocode_table(pd.DataFrame({"a": []}), "a", geocoder).columns) == ["a", *COLUMNS]
