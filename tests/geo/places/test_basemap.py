from __future__ import annotations

import gzip
import json

import pytest
import shapely

from geo.places import basemap
from geo.places.basemap import Json
from geo.places.boundaries import BoundarySet
from geo.settings import Settings


@pytest.fixture(scope="module")
def layers() -> dict[str, Json]:
    return basemap.layers(Settings.from_env({}))


def shapes(layer: Json) -> list[shapely.Geometry]:
    return [shapely.geometry.shape(feature["geometry"]) for feature in layer["features"]]


def test_layers_are_small(layers: dict[str, Json]) -> None:
    assert tuple(layers) == basemap.LAYERS
    size = sum(len(gzip.compress(json.dumps(layer).encode())) for layer in layers.values())
    assert size < 300_000


def test_governorates_have_no_slivers(layers: dict[str, Json], boundaries: BoundarySet) -> None:
    drawn = shapes(layers["governorates"])
    assert all(shape.is_valid for shape in drawn)
    assert shapely.coverage_is_valid(drawn)
    whole = shapely.union_all(drawn)
    assert sum(s.area for s in drawn) == pytest.approx(whole.area, rel=1e-6)
    for unit, shape in zip(boundaries.governorates, drawn, strict=True):
        # Two kilometres would show at zoom 10; the tolerance is a tenth of that.
        assert shapely.hausdorff_distance(unit.geometry.boundary, shape.boundary) < 0.02


def test_labels_lie_inside(layers: dict[str, Json]) -> None:
    for name in ("governorates", "districts"):
        for feature, shape in zip(layers[name]["features"], shapes(layers[name]), strict=True):
            assert shape.contains(shapely.Point(feature["properties"]["label"]))
            assert feature["properties"]["name"]
            assert feature["properties"]["name_ar"]


def test_towns_have_ranks_and_two_names(layers: dict[str, Json]) -> None:
    towns = {f["properties"]["name"]: f["properties"] for f in layers["towns"]["features"]}
    assert towns["Baghdad"] == {"name": "Baghdad", "name_ar": "بغداد", "rank": 1, "capital": True}
    assert towns["Diwaniyah"]["name_ar"] == "الديوانية"
    assert sum(t.get("capital", False) for t in towns.values()) == 18
    great = [t for t in towns.values() if t["rank"] <= 3]
    assert 30 < len(great) < 80
    assert all(t.get("name_ar") for t in great)


def test_iraq_is_not_its_own_neighbour(layers: dict[str, Json]) -> None:
    names = {f["properties"]["name"] for f in layers["neighbours"]["features"]}
    assert "Iraq" not in names
    assert {"Iran", "Turkey", "Syria", "Jordan", "Saudi Arabia", "Kuwait"} <= names
