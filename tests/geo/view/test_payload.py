"""The body of the map's request: plain JSON that adds up."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import numpy as np
import pytest

from geo.store.snapshot import Snapshot
from geo.view.filters import Filters
from geo.view.payload import ViewOptions, view_payload
from geo.view.shown import shown
from geo.view.window import IRAQ, Bbox


def body(snapshot: Snapshot, filters: Filters, bbox: Bbox = IRAQ, **options: Any) -> dict[str, Any]:
    found = view_payload(snapshot, filters, bbox, 7.3, ViewOptions(**options))
    back: dict[str, Any] = json.loads(json.dumps(found, allow_nan=False))
    return back


def footprint_count(found: dict[str, Any]) -> int:
    units = found["footprints"]
    parts = [*units["governorate"], *units["district"], *units["stretch"]]
    return sum(part[1] for part in parts) + units["country"][0] + found["unplaced"][0]


def test_cells_and_footprints_are_all_incidents(snapshot: Snapshot) -> None:
    found = body(snapshot, Filters(date_from=date(2020, 1, 1)))
    assert found["revision"] == 7
    assert found["n"] == len(Filters(date_from=date(2020, 1, 1)).apply(snapshot))
    assert found["in_view"] == sum(cell[2] for cell in found["cells"])
    assert found["in_view"] + footprint_count(found) == found["n"]
    assert sum(found["legend"]["forms"].values()) == found["n"]
    assert sum(found["legend"]["statuses"].values()) == found["n"]


def test_single_incidents_tell_what_a_tooltip_needs(snapshot: Snapshot) -> None:
    for lat, lon, count, by_status, key, form, uncertainty, stacked, tip in body(
        snapshot, Filters()
    )["cells"]:
        assert sum(by_status) == count
        assert (key is None) == (count > 1) == (form is None) == (tip is None)
        assert IRAQ.south <= lat <= IRAQ.north
        assert IRAQ.west <= lon <= IRAQ.east
        assert stacked in (0, 1)
        if key is not None:
            assert uncertainty == {0: None, 1: 5000}[form]
            assert [type(part) for part in tip] == [str, str, str, int]


def test_what_is_switched_off_is_not_drawn_but_stays_in_the_legend(snapshot: Snapshot) -> None:
    whole = body(snapshot, Filters())
    found = body(snapshot, Filters(), hidden=("form:disc", "form:country", "status:denied"))
    assert found["legend"] == whole["legend"]
    assert found["footprints"]["country"][0] < whole["footprints"]["country"][0]
    assert all(cell[3][5] == 0 for cell in found["cells"])
    assert found["in_view"] < whole["in_view"]


def test_a_pan_sends_no_more_than_cells(snapshot: Snapshot) -> None:
    assert set(body(snapshot, Filters(), static=False)) == {
        "revision",
        "n",
        "reports",
        "in_view",
        "cells",
    }


def test_choropleth(snapshot: Snapshot) -> None:
    found = body(snapshot, Filters(), shade="governorate", metric="density")["choropleth"]
    counts = body(snapshot, Filters(), shade="governorate")["choropleth"]
    for code, unit in enumerate(snapshot.vocab.governorates):
        number = int(np.sum(snapshot.governorate == code))
        assert counts["values"][unit.key] == number
        assert found["values"][unit.key] == pytest.approx(number / unit.area_km2 * 1000, abs=1e-3)
    assert counts["outside"] == int(np.sum(snapshot.governorate < 0))
    assert counts["max"] == max(counts["values"].values())
    assert body(snapshot, Filters())["choropleth"] is None
    assert body(snapshot, Filters(), shade="district")["choropleth"]["unit"] == "district"


def test_an_empty_selection(snapshot: Snapshot) -> None:
    found = body(snapshot, Filters(text="no such words"), shade="district")
    assert (found["n"], found["reports"], found["cells"], footprint_count(found)) == (0, 0, [], 0)
    assert found["choropleth"]["max"] == 0


def test_unknown_options_are_refused() -> None:
    with pytest.raises(ValueError, match="choropleth"):
        ViewOptions(shade="street")


def test_shown_rows_are_those_drawn(snapshot: Snapshot) -> None:
    hidden = ("form:disc", "status:denied", "roads")
    rows = shown(snapshot, Filters(), hidden)
    assert not np.any(snapshot.form[rows] == 1)
    assert not np.any(snapshot.status[rows] == 5)
    found = body(snapshot, Filters(), hidden=hidden)
    assert found["in_view"] + footprint_count(found) == len(rows)
    assert shown(snapshot, Filters(), ("roads",)) is Filters().apply(snapshot)
