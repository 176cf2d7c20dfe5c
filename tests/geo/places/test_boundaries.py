from __future__ import annotations

import csv

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geo.places.boundaries import BoundarySet, BoundaryUnit
from geo.settings import DATA_DIR, Settings

NAMES = {
    "Anbar", "Babil", "Baghdad", "Basra", "Dhi Qar", "Diyala", "Dohuk", "Erbil", "Karbala",
    "Kirkuk", "Maysan", "Muthanna", "Najaf", "Nineveh", "Qadisiyah", "Salah al-Din",
    "Sulaymaniyah", "Wasit",
}  # fmt: skip


def test_units_have_press_names_and_true_areas(boundaries: BoundarySet) -> None:
    assert {u.name for u in boundaries.governorates} == NAMES
    assert len(boundaries.districts) == 101
    assert all(d.parent and d.key.startswith(d.parent) for d in boundaries.districts)
    total = sum(u.area_km2 for u in boundaries.governorates)
    assert total == pytest.approx(436_000, rel=0.01)
    assert sum(d.area_km2 for d in boundaries.districts) == pytest.approx(total, rel=1e-3)
    qadisiyah = boundaries.unit("IQG05")
    assert qadisiyah is not None
    assert (qadisiyah.official_name, qadisiyah.name_ar) == ("Al-Qadissiya", "القادسية")


def brute_force(units: tuple[BoundaryUnit, ...], points: np.ndarray) -> np.ndarray:
    tree = shapely.STRtree([u.geometry for u in units])
    point, unit = tree.query(points, predicate="intersects")
    codes = np.full(len(points), 1 << 20)
    np.minimum.at(codes, point, unit)
    return np.where(codes == 1 << 20, -1, codes)


def test_locate_agrees_with_exact_tests(boundaries: BoundarySet) -> None:
    rng = np.random.default_rng(7)
    lat, lon = rng.uniform(28.9, 37.5, 5_000), rng.uniform(38.6, 48.8, 5_000)
    governorate, district, outside_m = boundaries.locate(lat, lon)
    points = shapely.points(lon, lat)
    inside = outside_m == 0
    assert np.array_equal(governorate[inside], brute_force(boundaries.governorates, points)[inside])
    assert np.array_equal(district[inside], brute_force(boundaries.districts, points)[inside])
    assert (brute_force(boundaries.governorates, points)[~inside] == -1).all()
    near = (outside_m > 0) & (outside_m <= 5_000)
    assert near.any()
    assert (governorate[near] >= 0).all()
    assert (governorate[np.isinf(outside_m)] == -1).all()


def test_a_point_on_a_border_goes_to_the_lowest_key(boundaries: BoundarySet) -> None:
    vertices = {
        code: {tuple(xy) for xy in shapely.get_coordinates(unit.geometry)}
        for code, unit in enumerate(boundaries.governorates)
    }
    lat, lon, lowest = [], [], []
    for code, own in vertices.items():
        for other, theirs in vertices.items():
            for x, y in sorted(own & theirs)[:20] if code < other else ():
                lon.append(x)
                lat.append(y)
                lowest.append(min(c for c, some in vertices.items() if (x, y) in some))
    governorate, district, _ = boundaries.locate(np.array(lat), np.array(lon))
    assert len(lat) > 100
    assert governorate.tolist() == lowest
    parents = [boundaries.districts[d].parent for d in district]
    assert parents == [boundaries.governorates[g].key for g in governorate]


def test_the_ucdp_points_outside_the_country(boundaries: BoundarySet) -> None:
    with (DATA_DIR / "incidents" / "ucdp_ged_iraq_1989_2018.csv").open(encoding="utf-8-sig") as f:
        rows = [row for row in csv.DictReader(f) if row["latitude"][:1].isdigit()]
    lat = np.array([float(row["latitude"]) for row in rows])
    lon = np.array([float(row["longitude"]) for row in rows])
    governorate, _, outside_m = boundaries.locate(lat, lon)
    outside = np.flatnonzero(outside_m > 0)
    assert len(rows) == 7_473
    assert outside.size == 11
    near = outside[np.isfinite(outside_m[outside])]
    assert near.size == 6
    assert (outside_m[near] < 5_000).all()
    assert {boundaries.governorates[g].name for g in governorate[near]} == {"Anbar", "Dohuk"}
    assert (governorate[outside[np.isinf(outside_m[outside])]] == -1).all()


def test_without_districts(boundaries: BoundarySet) -> None:
    alone = BoundarySet.load(Settings.from_env({}).governorates)
    governorate, district, _ = alone.locate([33.3], [44.4])
    assert alone.governorates[governorate[0]].name == "Baghdad"
    assert district.tolist() == [-1]


def test_no_coordinate_no_unit(boundaries: BoundarySet) -> None:
    governorate, district, outside_m = boundaries.locate([np.nan, 0.0, 90.0], [np.nan, 0.0, 180.0])
    assert governorate.tolist() == district.tolist() == [-1, -1, -1]
    assert np.isinf(outside_m).all()


@given(st.lists(st.tuples(st.floats(-90, 90), st.floats(-180, 180)), max_size=8))
def test_any_coordinates(boundaries: BoundarySet, points: list[tuple[float, float]]) -> None:
    lat = np.array([p[0] for p in points])
    lon = np.array([p[1] for p in points])
    governorate, district, outside_m = boundaries.locate(lat, lon)
    assert governorate.shape == district.shape == outside_m.shape == lat.shape
