from __future__ import annotations

from pathlib import Path

import geopandas
import pytest
import shapely

from geo.errors import RoadError
from geo.places.road_import import import_roads
from geo.places.roads import RoadNetwork


def layer(path: Path, classes: list[str], crs: str | None = "EPSG:4326", **more: list[str]) -> Path:
    lines = [
        shapely.LineString([(44.0, 33.0), (44.2, 33.0), (44.4, 33.0)]),
        shapely.LineString([(44.2, 32.8), (44.2, 33.2)]),  # crosses the first
        shapely.LineString([(44.4, 33.0), (44.6, 33.0)]),
    ][: len(classes)]
    columns = {"fclass": classes, "ref": ["1"] * len(classes), **more}
    geopandas.GeoDataFrame(columns, geometry=lines, crs=crs).to_file(path)
    return path


def test_crossings_connect_and_lengths_are_kept(tmp_path: Path) -> None:
    source = layer(tmp_path / "roads.shp", ["primary", "trunk_link", "footway"])
    target = tmp_path / "var" / "roads.geojson"
    found = import_roads(source, target)
    assert found.read == 3
    assert found.taken == {"primary": 1, "trunk_link": 1}
    assert found.pieces == 4
    way = RoadNetwork.load(target).way(33.0, 44.0, 33.2, 44.2)
    assert way.on_road
    assert way.assumed_km == 0
    assert way.km == pytest.approx(18.7 + 22.2, rel=0.01)


def test_any_crs_and_without_a_file_the_shipped_roads(tmp_path: Path) -> None:
    plain = geopandas.read_file(layer(tmp_path / "a.gpkg", ["primary"])).to_crs("EPSG:32638")
    plain.to_file(tmp_path / "utm.gpkg")
    target = tmp_path / "roads.geojson"
    assert import_roads(tmp_path / "utm.gpkg", target).km == pytest.approx(37.3, rel=0.01)
    assert len(RoadNetwork.load(target).lengths()) == 4
    assert RoadNetwork.load(tmp_path / "none").lengths()[0][3].on_road


def test_what_cannot_be_used_is_refused_and_leaves_what_was_there(tmp_path: Path) -> None:
    target = tmp_path / "roads.geojson"
    target.write_text("as before")
    footways = layer(tmp_path / "foot.gpkg", ["footway"])
    cases = {tmp_path / "none.shp": "does not exist", footways: "no lines of the classes"}
    bare = tmp_path / "bare.gpkg"
    geopandas.read_file(footways).drop(columns="fclass").to_file(bare)
    text = tmp_path / "text.shp"
    text.write_text("no shapes")
    moved = tmp_path / "moved.gpkg"
    away = geopandas.read_file(layer(tmp_path / "b.gpkg", ["primary"]))
    away.translate(xoff=40).to_frame("geometry").assign(fclass="primary").to_file(moved)
    cases |= {bare: "no column 'fclass'", text: "cannot be read", moved: "not Iraq"}
    for source, words in cases.items():
        with pytest.raises(RoadError, match=words):
            import_roads(source, target)
    assert target.read_text() == "as before"
    with pytest.raises(RoadError, match="cannot be read as imported roads"):
        RoadNetwork.load(target)
