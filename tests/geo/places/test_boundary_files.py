"""Boundary sets are interchangeable: formats, CRSs and mistakes, on files made from real ones."""

from __future__ import annotations

import shutil
import zipfile
from dataclasses import replace
from pathlib import Path

import geopandas as gpd
import pytest
import shapely

from geo.errors import BoundaryError
from geo.places.boundaries import BoundarySet
from geo.places.boundary_files import read_layer
from geo.settings import LayerSetting, Settings

DEFAULT = Settings.from_env({}).governorates
HALABJA = "IQG06Q05"


@pytest.fixture(scope="module")
def frame() -> gpd.GeoDataFrame:
    """The shipped governorates with plain column names."""
    table = gpd.read_file(DEFAULT.path)[["ADM1_PCODE", "ADM1_EN", "ADM1_AR", "geometry"]]
    return table.rename(columns={"ADM1_PCODE": "code", "ADM1_EN": "title", "ADM1_AR": "arabic"})


def setting(path: Path, **changes: str | None) -> LayerSetting:
    return replace(LayerSetting(path, "code", "title", "arabic"), **changes)


def centres(layer_setting: LayerSetting) -> list[tuple[str, str]]:
    found = BoundarySet.load(layer_setting)
    return [(u.key, u.name) for u in found.governorates]


@pytest.fixture(scope="module")
def expected() -> list[tuple[str, str]]:
    return centres(DEFAULT)


def zipped(folder: Path, frame: gpd.GeoDataFrame, leave_out: str = "") -> Path:
    frame.to_file(folder / "units.shp")
    target = folder / "units.zip"
    with zipfile.ZipFile(target, "w") as archive:
        for part in sorted(folder.glob("units.*")):
            if part.suffix not in (".zip", leave_out):
                archive.write(part, f"inner/{part.name}")
    return target


@pytest.mark.parametrize("name", ["units.shp", "units.gpkg", "units.geojson"])
def test_every_format_gives_the_same_units(
    tmp_path: Path, frame: gpd.GeoDataFrame, name: str, expected: list[tuple[str, str]]
) -> None:
    frame.to_file(tmp_path / name)
    assert centres(setting(tmp_path / name)) == expected


def test_a_zipped_shapefile(
    tmp_path: Path, frame: gpd.GeoDataFrame, expected: list[tuple[str, str]]
) -> None:
    assert centres(setting(zipped(tmp_path, frame))) == expected


def test_another_crs_is_reprojected(tmp_path: Path, frame: gpd.GeoDataFrame) -> None:
    frame.to_crs("EPSG:32638").to_file(tmp_path / "utm.gpkg")
    here = read_layer(setting(tmp_path / "utm.gpkg"))
    there = read_layer(DEFAULT)
    assert here.keys == there.keys
    for a, b in zip(here.geometry, there.geometry, strict=True):
        assert shapely.hausdorff_distance(a, b) < 1e-6


def test_nineteen_governorates(tmp_path: Path, frame: gpd.GeoDataFrame) -> None:
    districts = gpd.read_file(Settings.from_env({}).districts.path)
    halabja = districts.loc[districts["ADM2_PCODE"] == HALABJA].geometry.iloc[0]
    nineteen = frame.copy()
    row = nineteen["code"] == "IQG06"
    nineteen.loc[row, "geometry"] = nineteen.loc[row].geometry.difference(halabja)
    new = gpd.GeoDataFrame(
        {"code": ["IQG19"], "title": ["Halabja"], "arabic": ["حلبجة"]},
        geometry=[halabja],
        crs=frame.crs,
    )
    gpd.pd.concat([nineteen, new]).to_file(tmp_path / "nineteen.gpkg")
    found = BoundarySet.load(setting(tmp_path / "nineteen.gpkg"), Settings.from_env({}).districts)
    assert len(found.governorates) == 19
    district = found.unit(HALABJA)
    assert district is not None
    assert district.parent == "IQG19"
    inside = district.geometry.representative_point()
    code, _, outside = found.locate([inside.y], [inside.x])
    assert found.governorates[code[0]].name == "Halabja"
    assert outside[0] == 0


def test_numeric_keys_and_no_arabic_names(tmp_path: Path, frame: gpd.GeoDataFrame) -> None:
    table = frame.drop(columns="arabic").assign(code=[float(i) for i in range(1, 19)])
    table.to_file(tmp_path / "numbers.gpkg")
    layer = read_layer(setting(tmp_path / "numbers.gpkg"))
    assert "18" in layer.keys
    assert set(layer.names_ar) == {None}


def test_the_layer_of_several_must_be_named(tmp_path: Path, frame: gpd.GeoDataFrame) -> None:
    path = tmp_path / "two.gpkg"
    frame.to_file(path, layer="governorates")
    frame.head(3).to_file(path, layer="some")
    with pytest.raises(BoundaryError, match=r"2 layers \(governorates, some\)"):
        read_layer(setting(path))
    assert len(read_layer(setting(path, layer="some")).keys) == 3
    with pytest.raises(BoundaryError, match="no layer 'other'"):
        read_layer(setting(path, layer="other"))


@pytest.mark.parametrize("suffix", [".dbf", ".shx", ".prj"])
def test_a_missing_part_is_named(tmp_path: Path, frame: gpd.GeoDataFrame, suffix: str) -> None:
    frame.to_file(tmp_path / "units.shp")
    (tmp_path / "units").with_suffix(suffix).unlink()
    with pytest.raises(BoundaryError, match=rf"lacks its \{suffix} file"):
        read_layer(setting(tmp_path / "units.shp"))


def test_a_missing_part_in_a_zip_is_named(tmp_path: Path, frame: gpd.GeoDataFrame) -> None:
    with pytest.raises(BoundaryError, match=r"lacks its \.prj file"):
        read_layer(setting(zipped(tmp_path, frame, ".prj")))


def test_missing_file_and_unreadable_file(tmp_path: Path) -> None:
    with pytest.raises(BoundaryError, match="does not exist"):
        read_layer(setting(tmp_path / "nowhere.shp"))
    for name in ("text.geojson", "text.zip", "text.gpkg"):
        (tmp_path / name).write_text("not a map")
        with pytest.raises(BoundaryError, match=name):
            read_layer(setting(tmp_path / name))


def test_missing_columns_are_named_with_those_there_are(
    tmp_path: Path, frame: gpd.GeoDataFrame
) -> None:
    frame.to_file(tmp_path / "units.gpkg")
    with pytest.raises(BoundaryError, match=r"no key column 'P'; its columns are: code, title"):
        read_layer(setting(tmp_path / "units.gpkg", key="P"))
    with pytest.raises(BoundaryError, match="no name column 'N'"):
        read_layer(setting(tmp_path / "units.gpkg", name="N"))


def test_duplicate_and_missing_keys(tmp_path: Path, frame: gpd.GeoDataFrame) -> None:
    gpd.pd.concat([frame, frame.head(1)]).to_file(tmp_path / "twice.gpkg")
    with pytest.raises(BoundaryError, match="'IQG01' stands in 2 rows"):
        read_layer(setting(tmp_path / "twice.gpkg"))
    holes = frame.copy()
    holes.loc[4, "code"] = None
    holes.to_file(tmp_path / "holes.gpkg")
    with pytest.raises(BoundaryError, match="no key in row 5"):
        read_layer(setting(tmp_path / "holes.gpkg"))


def test_points_are_no_boundaries(tmp_path: Path, frame: gpd.GeoDataFrame) -> None:
    frame.set_geometry(frame.geometry.representative_point()).to_file(tmp_path / "points.gpkg")
    with pytest.raises(BoundaryError, match="'IQG01' is a Point; boundaries must be polygons"):
        read_layer(setting(tmp_path / "points.gpkg"))


def test_an_invalid_ring_is_named(tmp_path: Path, frame: gpd.GeoDataFrame) -> None:
    bow = shapely.Polygon([(43, 33), (44, 34), (44, 33), (43, 34), (43, 33)])
    broken = frame.copy()
    broken.loc[broken["code"] == "IQG07", "geometry"] = bow
    broken.to_file(tmp_path / "broken.geojson")
    with pytest.raises(BoundaryError, match="outline of 'IQG07' is not valid: Self-intersection"):
        read_layer(setting(tmp_path / "broken.geojson"))


def test_empty_files_and_swapped_axes(tmp_path: Path, frame: gpd.GeoDataFrame) -> None:
    frame.head(0).to_file(tmp_path / "empty.gpkg")
    with pytest.raises(BoundaryError, match="holds no boundaries"):
        read_layer(setting(tmp_path / "empty.gpkg"))
    swapped = frame.set_geometry(
        gpd.GeoSeries([shapely.transform(g, lambda xy: xy[:, ::-1]) for g in frame.geometry]),
        crs=frame.crs,
    )
    swapped.to_file(tmp_path / "swapped.gpkg")
    with pytest.raises(BoundaryError, match="which is not Iraq"):
        read_layer(setting(tmp_path / "swapped.gpkg"))


def test_a_file_with_brackets_in_its_name(tmp_path: Path) -> None:
    folder = DEFAULT.path.parent
    for part in folder.glob(f"{DEFAULT.path.stem}.*"):
        shutil.copy(part, tmp_path / f"units [1]{part.suffix}")
    assert len(read_layer(replace(DEFAULT, path=tmp_path / "units [1].shp")).keys) == 18
