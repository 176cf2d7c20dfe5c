"""A user's own places: GeoNames, tables and geometries, and what is said of bad rows."""

from __future__ import annotations

import zipfile
from pathlib import Path

import geopandas
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import ReadError
from geo.read.places import Columns, read_places


def geonames_line(key: str, name: str, lat: str, lon: str, feature: str, people: str = "0") -> str:
    feature_class, _, code = feature.partition(".")
    cells = [key, name, name, f"{name} Alt", lat, lon, feature_class, code, "IQ", "", "01", "", "",
             "", people, "", "50", "Asia/Baghdad", "2020-01-01"]  # fmt: skip
    return "\t".join(cells)


@pytest.fixture
def geonames(tmp_path: Path) -> Path:
    path = tmp_path / "IQ.txt"
    lines = [
        geonames_line("1", "Newtown", "33.1", "44.1", "P.PPL", "6000"),
        geonames_line("2", "Hamlet", "33.2", "44.2", "P.PPL"),
        geonames_line("3", "Fort", "33.3", "44.3", "S.AIRB"),
        geonames_line("4", "Province", "33.3", "44.3", "A.ADM1"),
        geonames_line("5", "Nowhere", "x", "44.3", "P.PPL"),
        "torn\tline",
    ]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_geonames_with_alternate_names(geonames: Path, tmp_path: Path) -> None:
    alternates = tmp_path / "alternateNames.txt"
    alternates.write_text("9\t2\tar\tالقرية\n10\t2\tlink\thttps://x\n", encoding="utf-8")
    read = read_places(geonames, Columns(), alternates)
    assert [(p.names[0], p.kind) for p in read.places] == [
        ("Newtown", "town"),
        ("Hamlet", "village"),
        ("Fort", "base"),
    ]
    assert read.places[1].names == ("Hamlet", "Hamlet Alt", "القرية")
    assert [line for line, _ in read.rejected] == [4, 5, 6]


def test_zipped_geonames(geonames: Path, tmp_path: Path) -> None:
    path = tmp_path / "IQ.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("readme.txt", "read me")
        archive.write(geonames, "IQ.txt")
    assert len(read_places(path, Columns()).places) == 3


def test_a_table_with_columns_named_by_the_user(tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_text("Ort;Arabisch;B;L;Art\nAlpha;ألفا;33;44;base\n;;33;44;\nGamma;;99;44;\n")
    columns = Columns(name="Ort,Arabisch", lat="B", lon="L", kind="Art")
    read = read_places(path, columns)
    assert [(p.names, p.kind) for p in read.places] == [(("Alpha", "ألفا"), "base")]
    assert [reason for _, reason in read.rejected] == [
        "no name",
        "coordinate 99, 44 is not on the earth",
    ]


def test_a_missing_column_is_named(tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_text("name,latitude\nA,1\n")
    with pytest.raises(ReadError, match="no column 'longitude'"):
        read_places(path, Columns())


def test_geometries_in_any_system(tmp_path: Path) -> None:
    path = tmp_path / "places.gpkg"
    shape = shapely.box(44.0, 33.0, 44.2, 33.2)
    frame = geopandas.GeoDataFrame({"label": ["Box", None]}, geometry=[shape, shape], crs=4326)
    frame.to_crs(32638).to_file(path)
    read = read_places(path, Columns(name="label", fixed_kind="area"))
    (place,) = read.places
    assert (place.names, place.kind) == (("Box",), "area")
    assert place.lat == pytest.approx(33.1, abs=0.01)
    assert read.rejected == [(2, "no name")]


@pytest.mark.parametrize("name", ["missing.csv", "bad.gpkg", "bad.txt", "bad.zip"])
def test_files_that_are_none(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    if "bad" in name:
        path.write_bytes(b"\xff\xfe nonsense")
    with pytest.raises(ReadError, match=name):
        read_places(path, Columns())


@given(st.text(max_size=300))
def test_no_table_raises_anything_else(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    path = tmp_path_factory.getbasetemp() / "any.csv"
    path.write_bytes(("name,latitude,longitude\n" + text).encode("utf-8", "replace"))
    read_places(path, Columns())
