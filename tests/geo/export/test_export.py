"""Exports hold exactly the view, say what they are, and cannot run in a spreadsheet."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import ExportError
from geo.export import Selection, file_name, stream, write
from geo.export.about import credits_of
from geo.export.csv_file import COLUMNS, harmless, harmless_line
from geo.export.records import ROUTE_FIELDS, records
from geo.settings import Settings
from geo.store.snapshot import Snapshot
from geo.view.along import Reference
from geo.view.filters import Filters
from geo.view.state import ViewState, read_link

SOME = Filters(date_from=date(2020, 1, 1), statuses=("contested", "denied"), text="baghdad")
FORMULA = tuple("=+-@\t\r＝＋－＠")


def addresses(ids: Sequence[str]) -> Mapping[str, str]:
    return {key: f"https://example.org/{key}" for key in ids if not key.endswith("3")}


def export(
    snapshot: Snapshot,
    settings: Settings,
    filters: Filters,
    format: str,
    state: ViewState | None = None,
) -> bytes:
    return b"".join(stream(selected(snapshot, settings, filters, state), format))


def selected(
    snapshot: Snapshot, settings: Settings, filters: Filters, state: ViewState | None = None
) -> Selection:
    return Selection(snapshot, filters, state or ViewState(), settings, addresses)


def read_csv(raw: bytes) -> pd.DataFrame:
    return pd.read_csv(io.BytesIO(raw), comment="#", keep_default_na=False, dtype=str)


@pytest.mark.parametrize("filters", [Filters(), SOME, Filters(text="zzz")])
def test_csv_holds_exactly_the_view(
    snapshot: Snapshot, settings: Settings, filters: Filters
) -> None:
    table = read_csv(export(snapshot, settings, filters, "csv"))
    assert tuple(table.columns) == COLUMNS
    assert sorted(table["id"]) == sorted(snapshot.ids[filters.apply(snapshot)])
    assert table["n_reports"].astype(int).sum() == filters.counts(snapshot)[1]


def test_csv_says_what_it_is(snapshot: Snapshot, settings: Settings) -> None:
    raw = export(snapshot, settings, SOME, "csv")
    assert raw.startswith(b"\xef\xbb\xbf# ")
    head = [line for line in raw.decode("utf-8-sig").splitlines() if line.startswith("#")]
    assert SOME.describe(snapshot) in head[0]
    assert "Revision 7" in head[1]
    assert "CC BY 4.0" in "".join(head)
    query = head[2].partition("?")[2]
    pairs = [tuple(pair.split("=")) for pair in query.split("&")]
    filters, state, problems = read_link(pairs)  # type: ignore[arg-type]
    assert (filters, state.revision, problems) == (SOME, 7, [])


def test_csv_gives_coordinates_of_exact_forms_only(snapshot: Snapshot, settings: Settings) -> None:
    table = read_csv(export(snapshot, settings, Filters(), "csv"))
    exact = table["form"].isin(["point", "disc"])
    assert (table["latitude"] != "").tolist() == exact.tolist()
    assert (table["longitude"] != "").tolist() == exact.tolist()
    assert (table["uncertainty_m"] == "5000").tolist() == (table["form"] == "disc").tolist()
    assert not table.isin(["nan", "None", "NaT"]).any().any()


def test_the_order_is_that_of_the_table(snapshot: Snapshot, settings: Settings) -> None:
    state = ViewState(sort="reports", descending=False)
    table = read_csv(export(snapshot, settings, Filters(), "csv", state))
    counts = table["n_reports"].astype(int).tolist()
    assert counts == sorted(counts)


def test_geojson_holds_exactly_the_view(snapshot: Snapshot, settings: Settings) -> None:
    body: dict[str, Any] = json.loads(export(snapshot, settings, SOME, "geojson"))
    assert body["type"] == "FeatureCollection"
    assert {f["id"] for f in body["features"]} == set(snapshot.ids[SOME.apply(snapshot)])
    about = body["about"]
    assert about["view"] == SOME.describe(snapshot)
    assert about["revision"] == 7
    assert any("CC BY 4.0" in line for line in about["sources"])
    report = body["features"][0]["properties"]["reports"][0]
    assert set(report) == {"id", "outlet", "country", "stance", "published", "url"}


def test_geojson_draws_a_point_only_for_an_exact_place(
    snapshot: Snapshot, settings: Settings
) -> None:
    body = json.loads(export(snapshot, settings, Filters(), "geojson"))
    seen = set()
    for feature in body["features"]:
        form, geometry = feature["properties"]["form"], feature["geometry"]
        seen.add((form, geometry and geometry["type"]))
        if geometry:
            shape = shapely.from_geojson(json.dumps(geometry))
            assert shape.is_valid
            assert -180 <= shape.bounds[0] <= shape.bounds[2] <= 180
    # The test's own units are not in the boundary files: they have no shape.
    assert seen == {
        ("point", "Point"), ("disc", "Polygon"), ("stretch", "LineString"), ("stretch", None),
        ("stretch", "MultiLineString"), ("country", "Polygon"), ("district", None),
        ("governorate", None), ("unplaced", None),
    }  # fmt: skip


def test_a_disc_has_its_radius(snapshot: Snapshot, settings: Settings) -> None:
    body = json.loads(export(snapshot, settings, Filters(), "geojson"))
    disc = next(f for f in body["features"] if f["properties"]["form"] == "disc")
    ring = disc["geometry"]["coordinates"][0]
    assert ring[0] == ring[-1]
    north = max(lat for _, lat in ring)
    assert (north - disc["properties"]["latitude"]) * 111_195 == pytest.approx(5000, abs=5)


def test_an_empty_view_is_a_valid_file(snapshot: Snapshot, settings: Settings) -> None:
    nothing = Filters(text="zzz")
    assert json.loads(export(snapshot, settings, nothing, "geojson"))["features"] == []
    assert len(read_csv(export(snapshot, settings, nothing, "csv"))) == 0


@given(st.text())
def test_no_cell_is_a_formula(text: str) -> None:
    safe = harmless(text)
    assert not safe.lstrip().startswith(FORMULA)
    assert not safe.startswith(FORMULA)
    assert safe.removeprefix("'").endswith(text.replace("\x00", "").removeprefix("'"))


@given(st.text(alphabet=st.sampled_from(list("a=+-@,; \t\n\"'＝")), max_size=30))
def test_no_part_of_a_head_line_is_a_formula(text: str) -> None:
    line = "# " + harmless_line(text)
    assert "\n" not in line
    for delimiter in ",;\t":
        for cell in line.split(delimiter):
            assert not cell.strip().startswith(FORMULA)


def test_formulas_in_the_data_are_neutralised(settings: Settings, snapshot: Snapshot) -> None:
    raw = export(snapshot, settings, Filters(text="=1+1,=cmd()"), "csv").decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(raw)))
    assert not [cell for row in rows for cell in row if cell.strip().startswith(FORMULA)]


@pytest.mark.parametrize("format", ["csv", "geojson", "kml"])
def test_it_comes_in_pieces(snapshot: Snapshot, settings: Settings, format: str) -> None:
    pieces = list(stream(selected(snapshot, settings, Filters()), format))
    assert len(pieces) > 1
    assert max(map(len, pieces)) < 400_000


def test_written_whole_or_not_at_all(
    snapshot: Snapshot, settings: Settings, tmp_path: Path
) -> None:
    out = tmp_path / "out.csv"
    view = selected(snapshot, settings, SOME)
    assert write(view, "csv", out) == len(SOME.apply(snapshot))
    assert out.read_bytes() == export(snapshot, settings, SOME, "csv")
    before = out.read_bytes()

    def broken(ids: Sequence[str]) -> Mapping[str, str]:
        raise OSError("the disk is gone")

    with pytest.raises(ExportError, match="the disk is gone"):
        write(replace(view, urls=broken), "csv", out)
    assert out.read_bytes() == before
    assert list(tmp_path.iterdir()) == [out]
    with pytest.raises(ExportError, match="cannot write"):
        write(view, "csv", tmp_path / "no" / "x.csv")


def test_unknown_formats_are_refused(snapshot: Snapshot, settings: Settings) -> None:
    with pytest.raises(ExportError, match="'xls'"):
        stream(selected(snapshot, settings, Filters()), "xls")


def test_the_name_tells_the_revision(snapshot: Snapshot, settings: Settings) -> None:
    view = selected(snapshot, settings, Filters())
    assert file_name(view, "csv") == "iraq-incidents-revision-7.csv"
    assert file_name(view, "pdf") == "iraq-brief-revision-7.pdf"


def test_records_name_the_route_near_each_incident(snapshot: Snapshot) -> None:
    n = snapshot.n
    nothing = np.full(n, np.nan)
    reference = Reference(
        ("M1",), np.where(np.arange(n) % 2, 0, -1).astype(np.int16),
        np.full(n, 12.5), np.full(n, 99.6), np.full(n, 10.0), nothing,
    )  # fmt: skip
    for row, record in records(snapshot, np.arange(n), ViewState(), lambda _: {}, reference):
        found = [record[name] for name in ROUTE_FIELDS]
        assert found == (["M1", 12.5, 10.0, None, 100] if row % 2 else [None] * 5)


def test_exports_say_which_rows_may_not_be_passed_on() -> None:
    acled, gtd, own, _ = credits_of(["acled", "gtd", "own"])
    assert acled.startswith("ACLED")
    assert "may not be passed on" in acled
    assert "may not be passed on" in gtd
    assert own == "own. Licence: to be asked of who loaded it"
