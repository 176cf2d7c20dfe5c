"""The same rows in every kind of file, and what only some kinds have."""

from __future__ import annotations

import csv
import json
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import geopandas as gpd
import openpyxl
import pandas as pd
import pytest

from geo.errors import ReadError
from geo.model import Form, ReportRow
from geo.read import ReadOptions, ReadResult, read_file
from geo.read._cells import cell_text
from geo.settings import Limits

FIXTURES = Path(__file__).parents[2] / "data" / "read"
PLAIN = FIXTURES / "acled.csv"


def frame() -> pd.DataFrame:
    return pd.read_csv(PLAIN, dtype=str, keep_default_na=False)


def points() -> gpd.GeoDataFrame:
    table = frame()
    where = gpd.points_from_xy(table["longitude"].astype(float), table["latitude"].astype(float))
    return gpd.GeoDataFrame(table, geometry=where, crs="EPSG:4326")


def workbook(path: Path) -> None:
    """Typed cells, as Excel has them: numbers and dates."""
    book = openpyxl.Workbook()
    sheet = book.active
    with PLAIN.open(encoding="utf-8", newline="") as file:
        for at, row in enumerate(csv.DictReader(file)):
            if at == 0:
                sheet.append(list(row))
            typed: dict[str, object] = dict(row)
            typed["event_date"] = datetime.fromisoformat(row["event_date"])
            for name in ("latitude", "longitude", "fatalities", "geo_precision"):
                typed[name] = float(row[name]) if row[name] else None
            sheet.append(list(typed.values()))
    book.save(path)


def zipped(path: Path, inner: str, write: Callable[[Path], object]) -> None:
    folder = path.parent / "inner"
    folder.mkdir()
    write(folder / inner)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in sorted(folder.iterdir()):
            archive.write(part, f"export/{part.name}")


WRITERS: dict[str, Callable[[Path], object]] = {
    "a.tsv": lambda p: frame().to_csv(p, sep="\t", index=False),
    "a.csv": lambda p: frame().to_csv(p, index=False, encoding="utf-16"),
    "a.xlsx": workbook,
    "a.parquet": lambda p: frame().to_parquet(p),
    "geo.parquet": lambda p: points().to_parquet(p),
    "a.geojson": lambda p: points().to_file(p, driver="GeoJSON"),
    "a.gpkg": lambda p: points().to_file(p, driver="GPKG"),
    "csv.zip": lambda p: zipped(p, "a.csv", lambda q: frame().to_csv(q, index=False)),
    "wrong ending.csv": workbook,
}


def seen(row: ReportRow) -> tuple[object, ...]:
    return (row.key, row.event_date, row.given, row.actors, row.killed, row.admin1_text, row.note)


@pytest.mark.parametrize("name", WRITERS)
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_the_same_rows_in_another_kind_of_file(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    WRITERS[name](path)
    seen_progress: list[tuple[int, int]] = []
    plain = read_file(PLAIN)
    result = read_file(path, progress=lambda done, of: seen_progress.append((done, of)))
    assert result.format == "acled"
    assert [seen(row) for row in result.rows] == [seen(row) for row in plain.rows]
    assert (result.n_read, result.n_refused) == (plain.n_read, plain.n_refused)
    assert [r.column for r in result.rejections] == [r.column for r in plain.rejections]
    assert len(result.sha256) == 64
    assert seen_progress[-1][0] == seen_progress[-1][1] > 0


@pytest.mark.filterwarnings("ignore::UserWarning")
def test_a_zipped_shapefile_with_its_short_names_and_another_crs(tmp_path: Path) -> None:
    path = tmp_path / "shp.zip"
    table = points()[["event_id_cnty", "event_date", "notes", "geometry"]]
    zipped(path, "layer.shp", lambda q: table.to_crs("EPSG:32638").to_file(q))
    result = read_file(path, format="table")
    assert result.n_refused == 0
    row = result.rows[0]
    assert row.note == "Invented for a test."
    assert row.given
    assert (row.given.lat, row.given.lon) == pytest.approx((31.9929, 44.9255), abs=1e-6)


@pytest.mark.filterwarnings("ignore::UserWarning")
def test_geoparquet_gives_its_geometries(tmp_path: Path) -> None:
    table = points()[["event_id_cnty", "event_date", "geometry"]].to_crs("EPSG:32638")
    table.to_parquet(tmp_path / "a.parquet")
    row = read_file(tmp_path / "a.parquet", format="table").rows[0]
    assert row.given
    assert (row.given.lat, row.given.lon) == pytest.approx((31.9929, 44.9255), abs=1e-6)


KML = """<?xml version="1.0" encoding="UTF-8"?>
<kml xmlns="http://www.opengis.net/kml/2.2"><Document>
<Folder><name>A</name><Placemark><name>Bomb near Hit</name><description>d &lt;b&gt;</description>
<TimeStamp><when>2020-07-11</when></TimeStamp>
<Point><coordinates>42.825,33.641,0</coordinates></Point></Placemark></Folder>
<Folder><name>B</name><Placemark><name>Road</name><LineString><coordinates>44,33 44.5,33.2
</coordinates></LineString><ExtendedData><Data name="Colour"><value>red</value></Data>
</ExtendedData></Placemark></Folder></Document></kml>"""


@pytest.mark.parametrize("packed", [False, True])
def test_kml_placemarks_of_all_folders(tmp_path: Path, packed: bool) -> None:
    path = tmp_path / ("a.kmz" if packed else "a.kml")
    if packed:
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("doc.kml", KML)
            archive.writestr("files/icon.png", b"\x89PNG")
    else:
        path.write_text(KML, encoding="utf-8")
    first, second = read_file(path, format="table").rows
    assert (first.headline, first.note) == ("Bomb near Hit", "d <b>")
    assert first.event_date
    assert first.event_date.start == date(2020, 7, 11)
    assert first.given
    assert (first.given.lat, first.given.lon) == (33.641, 42.825)
    assert second.given
    assert second.given.form is Form.STRETCH
    assert ("Colour", "red") in second.extra


def test_other_sheets_are_named_and_titles_above_the_table_are_passed_over(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (["Incidents of 2020"], [], ["date", "place", "note"], [date(2020, 7, 11), "Hit"]):
        sheet.append(row)
    for at, title in ((0, "read <me>"), (2, "more")):
        other = book.create_sheet(title, at)
        other.append(["About", "us"])
    book.save(tmp_path / "a.xlsx")
    result = read_file(tmp_path / "a.xlsx", format="table")
    assert [row.place_text for row in result.rows] == ["Hit"]
    said = [rejection.reason for rejection in result.rejections]
    assert [reason.partition(" is not read")[0] for reason in said] == [
        "sheet 'read <me>'", "sheet 'more'",
    ]  # fmt: skip


def test_formulas_are_not_computed(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (["date", "place", "note"], ["2020-07-11", "Hit", '=HYPERLINK("http://x","y")']):
        book.active.append(row)
    book.save(tmp_path / "a.xlsx")
    assert read_file(tmp_path / "a.xlsx", format="table").rows[0].note is None
    (tmp_path / "a.csv").write_text("date,place,note\n2020-07-11,Hit,=1+1\n")
    assert read_file(tmp_path / "a.csv", format="table").rows[0].note == "=1+1"


def test_lines_of_a_workbook_are_those_that_excel_shows(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (["date", "place"], [], ["2020-07-11", "Hit"], [], ["never", "Hit"], ["x"] * 4):
        book.active.append(row)
    book.save(tmp_path / "a.xlsx")
    result = read_file(tmp_path / "a.xlsx", format="table", options=OPTIONS_OF_DATE)
    assert [r.line for r in result.rejections] == [5, 6]
    assert result.n_read == 3


def mapping_of(**columns: str) -> ReadOptions:
    from geo.read import ColumnMapping

    return ReadOptions(ColumnMapping("own", tuple(columns.items())), limits=Limits(vertices=1_000))


OPTIONS_OF_DATE = mapping_of(event_date="date", place_text="place")


def feature(geometry: str, place: str = "Hit") -> str:
    return (
        '{"type":"FeatureCollection","features":[{"type":"Feature","properties":'
        f'{{"date":"2020-07-11","place":"{place}"}},"geometry":{geometry}}}]}}'
    )


def geojson(tmp_path: Path, text: str, name: str = "a.geojson") -> ReadResult:
    path = tmp_path / name
    path.write_text(text)
    mapping = mapping_of(
        event_date="date", place_text="place",
        latitude="latitude", longitude="longitude", coordinates="geometry",
    )  # fmt: skip
    return read_file(path, options=mapping)


def test_geometries_of_geojson(tmp_path: Path) -> None:
    nowhere = geojson(tmp_path, feature("null"))
    assert nowhere.rows[0].given is None
    assert nowhere.rejections == []
    ring = [[44 + i * 1e-3, 33 + i % 2 * 1e-3] for i in range(50)]
    area = geojson(
        tmp_path, feature(json.dumps({"type": "Polygon", "coordinates": [[*ring, ring[0]]]}))
    )
    assert area.rows[0].given
    assert area.rows[0].given.form is Form.DISC


@pytest.mark.parametrize("bad", ["NaN", "1e999", "-Infinity"])
def test_coordinates_that_are_no_numbers_cost_the_place(tmp_path: Path, bad: str) -> None:
    try:
        result = geojson(tmp_path, feature(f'{{"type":"Point","coordinates":[{bad},33]}}'))
    except ReadError as error:
        assert "cannot be read" in str(error)  # noqa: PT017 - either is right
        return
    assert result.rows == [] or result.rows[0].given is None
    assert result.rejections


def test_a_column_named_like_a_part_of_the_geometry_is_kept(tmp_path: Path) -> None:
    text = feature('{"type":"Point","coordinates":[44.4,33.3]}').replace('"place"', '"latitude"')
    path = tmp_path / "a.geojson"
    path.write_text(text)
    (row,) = read_file(path, format="table").rows
    assert row.given
    assert row.given.lat == 33.3
    assert ("latitude_", "Hit") in row.extra


def test_a_geometry_of_too_many_vertices_costs_its_row(tmp_path: Path) -> None:
    ring = [[44 + i * 1e-5, 33] for i in range(1_200)]
    line = json.dumps({"type": "LineString", "coordinates": ring})
    result = geojson(tmp_path, feature(line))
    (rejection,) = result.rejections
    assert (
        "1,200 vertices, more than the 1,000 that are read (ATLAS_MAX_VERTICES)" in rejection.reason
    )
    assert result.n_refused == 1


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (3.0, "3"), (3.25, "3.25"), (float("nan"), ""), (True, "true"), (None, ""), (7, "7"),
        (datetime(2020, 7, 11, 13, 5), "2020-07-11 13:05:00"), (date(2020, 7, 11), "2020-07-11"),
        ([1, "ä"], '[1, "ä"]'), (b"ab", "ab"), (float("inf"), "inf"),
    ],
)  # fmt: skip
def test_cells_as_text(value: object, text: str) -> None:
    assert cell_text(value) == text
