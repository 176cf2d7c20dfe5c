"""The views over the store built from data/: counts that a reader can check by hand."""

from __future__ import annotations

import json
from datetime import date

import numpy as np
import pytest

from geo.export import Selection, stream
from geo.model import Form
from geo.settings import Settings
from geo.store.snapshot import FORMS, Snapshot
from geo.view.facets import facets
from geo.view.filters import Filters
from geo.view.nearby import nearby
from geo.view.payload import ViewOptions, view_payload
from geo.view.state import ViewState
from geo.view.window import Bbox

WORLD = Bbox(-180, -90, 180, 90)


def test_everything(snapshot: Snapshot) -> None:
    assert Filters().describe(snapshot) == (
        "All incidents, 1 Jan 1989 to 20 Jan 2024: 7,651 incidents, 7,871 reports"
    )


def test_cells_hold_exact_incidents_and_footprints_the_others(snapshot: Snapshot) -> None:
    body = view_payload(snapshot, Filters(datasets=("ucdp-ged",)), WORLD, 6)
    assert body["n"] == 7473
    # where_prec 1 and 2; precision 4 is 498 events, all of them footprints
    assert body["in_view"] == 5345 + 956
    fours = Filters(datasets=("ucdp-ged",), precisions=(4,))
    drawn = view_payload(snapshot, fours, WORLD, 6)
    assert (drawn["n"], drawn["in_view"]) == (498, 0)
    assert sum(entry[1] for entry in drawn["footprints"]["governorate"]) >= 490


def test_each_request_is_small(snapshot: Snapshot) -> None:
    for bbox, zoom in ((Bbox(38, 29, 49, 38), 6.5), (Bbox(44.1, 33.1, 44.7, 33.6), 11)):
        body = view_payload(snapshot, Filters(), bbox, zoom, ViewOptions(static=False))
        assert len(json.dumps(body, separators=(",", ":"))) < 30_000


def test_a_chosen_combination(snapshot: Snapshot) -> None:
    names = {unit.name: unit.key for unit in snapshot.vocab.governorates}
    filters = Filters(
        date_from=date(2020, 6, 1),
        date_to=date(2021, 12, 31),
        governorates=(names["Qadisiyah"], names["Babil"]),
        event_types=("roadside bomb",),
    )
    rows = filters.apply(snapshot)
    assert len(rows) > 10
    assert (snapshot.start[rows] >= np.datetime64("2020-06-01")).all()
    assert filters.describe(snapshot).startswith(
        "Roadside bombs in Qadisiyah and Babil, 1 Jun 2020 to 31 Dec 2021: "
    )
    options = {o.value: o.count for o in facets(snapshot, filters)["governorates"]}
    assert options[names["Qadisiyah"]] + options[names["Babil"]] == len(rows)


def test_the_night_of_the_convoy_has_neighbours(snapshot: Snapshot) -> None:
    earlier, later = nearby(snapshot, "20200711-najmi")
    june = [other for other in earlier if snapshot.ids[other.row] == "202006-thawrat-claim"]
    assert [other.near for other in june] == ["same group named"]
    assert "same route" in [other.near for other in later]


@pytest.mark.parametrize("format", ["csv", "geojson"])
def test_an_export_of_the_store_names_addresses(
    snapshot: Snapshot, built_settings: Settings, format: str
) -> None:
    filters = Filters(datasets=("reports",))
    raw = b"".join(
        stream(Selection(snapshot, filters, ViewState(), built_settings), format)
    ).decode("utf-8-sig")
    assert "https://" in raw
    assert "398 reports" in raw


def test_governorate_level_incidents_are_exported_as_areas(
    snapshot: Snapshot, built_settings: Settings
) -> None:
    filters = Filters(precisions=(4,))
    body = json.loads(
        b"".join(stream(Selection(snapshot, filters, ViewState(), built_settings), "geojson"))
    )
    coarse = [f for f in body["features"] if f["properties"]["form"] == Form.GOVERNORATE]
    assert len(coarse) == np.sum(
        snapshot.form[filters.apply(snapshot)] == FORMS.index(Form.GOVERNORATE)
    )
    assert {f["geometry"]["type"] for f in coarse} <= {"Polygon", "MultiPolygon"}
    assert {f["properties"]["latitude"] for f in coarse} == {None}
