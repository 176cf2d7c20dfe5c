"""The small map draws each form as what it is, and inside its frame."""

from __future__ import annotations

import re

import pytest

from geo.model import Form, Location, WherePrec
from geo.places.basemap import layers
from geo.settings import Settings
from geo.store.snapshot import FORMS, Snapshot
from geo.view.nearby import row_of
from pages.parts.incident_map import location_of
from pages.parts.locator import HEIGHT, WIDTH, Layer, draw, frame_for, read_layers


@pytest.fixture(scope="module")
def base() -> dict[str, Layer]:
    return read_layers(layers(Settings.from_env({})))


def classes(shapes) -> set[str]:
    return {str(attributes["class"]) for _, attributes, _ in shapes}


def test_the_july_incident_is_a_lit_stretch_and_no_point(
    snapshot: Snapshot, base: dict[str, Layer]
) -> None:
    place = location_of(snapshot, row_of(snapshot, "20200711-najmi"))
    drawn = classes(draw(place, [], base))
    assert {"stretch", "glow", "governorates"} <= drawn
    assert not drawn & {"point", "disc", "area"}


@pytest.mark.parametrize("form", list(Form))
def test_each_form_of_the_store_is_drawn_by_its_own_means(
    snapshot: Snapshot, base: dict[str, Layer], form: Form
) -> None:
    rows = [row for row in range(snapshot.n) if FORMS[snapshot.form[row]] is form]
    own = {
        Form.POINT: {"point"}, Form.DISC: {"disc"}, Form.STRETCH: {"stretch", "glow"},
        Form.DISTRICT: {"area"}, Form.GOVERNORATE: {"area"},
    }.get(form, set())  # fmt: skip
    drawn = classes(draw(location_of(snapshot, rows[0]), [], base))
    assert drawn & {"point", "disc", "stretch", "glow", "area"} == own


def test_a_report_that_names_another_place_gets_a_cross() -> None:
    here = Location(form=Form.POINT, where_prec=WherePrec.EXACT, lat=31.9, lon=44.9)
    there = Location(
        form=Form.DISC, where_prec=WherePrec.EXACT, lat=31.8, lon=45.0, uncertainty_m=2000,
        place="<b>",
    )  # fmt: skip
    crosses = [s for s in draw(here, [here, there, there], {}) if s[1]["class"] == "told"]
    assert [text for _, _, text in crosses] == ["<b>"]


def test_shapes_stay_near_the_frame(snapshot: Snapshot, base: dict[str, Layer]) -> None:
    place = location_of(snapshot, row_of(snapshot, "20200711-najmi"))
    for tag, attributes, _ in draw(place, [], base):
        if tag == "path" and attributes["class"] != "scale":
            numbers = [float(n) for n in re.findall(r"-?\d+\.\d+", str(attributes["d"]))]
            assert all(-0.2 * WIDTH < n < 1.2 * WIDTH for n in numbers)


def test_the_frame_keeps_proportions_and_is_never_a_point() -> None:
    frame = frame_for((44.9, 31.9, 44.9, 31.9))
    assert frame.north - frame.south >= 0.9
    x, y = frame.xy(44.9, 31.9)
    assert (x, y) == pytest.approx((WIDTH / 2, HEIGHT / 2), abs=0.1)
    assert frame.radius(111_195) == pytest.approx(frame.scale, abs=0.1)
