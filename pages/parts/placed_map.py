"""The map of placed words: the base map of the atlas, with a layer of its own for the results.

As on the map page the folium map never changes; what there is to show travels in its feature
group, and a click comes back as the component's value.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

import folium
import shapely
import streamlit as st
from streamlit_folium import st_folium

from geo.model import EXACT_FORMS, Form, Location
from geo.places.corrections import METHOD
from geo.view.filters import Filters
from geo.view.words import LETTERS
from pages.parts.assets import asset_path
from pages.parts.map import CREDIT, ROOT, AtlasMap, Start, View, base_addresses

MOST_SHAPES: Final = 2_000
"""Distinct places that are drawn; more would say nothing."""
_LABEL: Final = (
    "Map of the placed words. Arrow keys move it, plus and minus zoom, Enter takes the middle."
)
_AREAS: Final = (Form.DISTRICT, Form.GOVERNORATE)
_SIMPLE_DEG: Final = 0.002
_MARGIN_DEG: Final = 0.15
_M_PER_DEG: Final = 111_195.0


@dataclass(frozen=True, slots=True)
class Click:
    """A point that the reader clicked, in degrees EPSG:4326; ``reach_m``: a finger's width."""

    lat: float
    lon: float
    reach_m: float


def draw(
    filters: Filters,
    places: Sequence[Location],
    chosen: Location | None,
    others: Sequence[Location],
    clicked: tuple[float, float, float | None] | None,
    *,
    picking: str,
    token: str,
    around: Sequence[Location] = (),
) -> Click | None:
    """Draw results and say where the reader clicked since the last run.

    Parameters
    ----------
    filters : of the page's link; the map only says that it has seen them.
    places : of all lines shown; equal ones are drawn once, at most ``MOST_SHAPES``.
    chosen : ringed or outlined; ``others`` are other readings of the same words, lettered: in a
        circle where the coordinate says where, else in a box in the outlined area.
    clicked : latitude, longitude and radius of a point that is being chosen.
    picking : what the map asks to be clicked; empty: nothing.
    token : when it changes, the map moves to where ``chosen``, or else all of them, are.
    around : places that are not drawn, for it to move to where there are no others.
    """
    wish = shapes(places) | {
        "query": urlencode(filters.to_query()),
        "chosen": None if chosen is None else _chosen(chosen),
        "others": [
            [place.lat, place.lon, letter, str(place.form), area_key(place)]
            for letter, place in zip(LETTERS, others, strict=False)
            if place.lat is not None
        ],
        "clicked": clicked,
        "picking": picking,
        "token": token,
        "fit": fit([chosen], others) if chosen else fit(places) or fit(around),
    }
    group = folium.FeatureGroup(name="placed")
    group.add_child(View(wish))
    message = st_folium(
        chart(_PlacedMap, _LABEL),
        key="placed_map",
        height=340,
        use_container_width=True,
        returned_objects=[],
        feature_group_to_add=group,
    )
    seen = "_placed_map_last_message"
    if not message or message.get("nonce") == st.session_state.get(seen):
        return None
    st.session_state[seen] = message.get("nonce")
    return understand(message)


def understand(message: Any) -> Click | None:
    """A click as the browser tells it; whatever else it tells means nothing."""
    try:
        lat, lon, reach = (float(message[name]) for name in ("lat", "lon", "reach_m"))
    except (KeyError, TypeError, ValueError):
        return None
    sane = abs(lat) <= 90 and abs(lon) <= 180 and 0 < reach < 1e7
    return Click(lat, lon, reach) if sane and message.get("kind") == "click" else None


def shapes(places: Iterable[Location]) -> dict[str, Any]:
    """Distinct places by how they are drawn: spots, areas, stretches. No area is ever a spot."""
    spots: dict[tuple[Any, ...], None] = {}
    areas: dict[tuple[str, str, str], None] = {}
    stretches: dict[tuple[str, str], None] = {}
    for place in places:
        if len(spots) + len(areas) + len(stretches) >= MOST_SHAPES:
            break
        state = "corrected" if place.method == METHOD else "placed"
        if place.form in EXACT_FORMS and place.lat is not None and place.lon is not None:
            spots[round(place.lat, 5), round(place.lon, 5), place.uncertainty_m, state] = None
        elif key := area_key(place):
            areas[str(place.form), key, state] = None
        elif place.form is Form.STRETCH and place.stretch_wkt:
            stretches[state, place.stretch_wkt] = None
    return {
        "spots": [list(spot) for spot in spots],
        "areas": [list(area) for area in areas],
        "stretches": [[state, line_parts(wkt)] for state, wkt in stretches],
    }


def area_key(place: Location) -> str | None:
    """The p-code of the area that a location means, if it means one."""
    if place.form not in _AREAS:
        return None
    return place.district_pcode if place.form is Form.DISTRICT else place.governorate_pcode


def line_parts(wkt: str) -> list[list[list[float]]]:
    """Lines of [lat, lon] pairs, thinned to what a map of Iraq can show."""
    line = shapely.simplify(shapely.from_wkt(wkt), _SIMPLE_DEG)
    return [
        [[round(lat, 4), round(lon, 4)] for lon, lat in part.coords]
        for part in shapely.get_parts(line)
    ]


def _chosen(place: Location) -> dict[str, Any]:
    exact = place.form in EXACT_FORMS
    return {
        "form": str(place.form),
        "key": area_key(place),
        "at": [place.lat, place.lon, place.uncertainty_m] if exact else None,
        "parts": line_parts(place.stretch_wkt) if place.stretch_wkt else None,
    }


def fit(places: Iterable[Location], others: Iterable[Location] = ()) -> list[list[float]] | None:
    """South-west and north-east of places that lie somewhere; ``None``: the whole country."""
    boxes = []
    for place in (*places, *others):
        if place.form in (Form.COUNTRY, Form.UNPLACED):
            continue
        if place.form is Form.STRETCH and place.stretch_wkt:
            west, south, east, north = shapely.from_wkt(place.stretch_wkt).bounds
            boxes.append((south, west, north, east))
        elif place.lat is not None and place.lon is not None:
            wide = 1.0 if place.form is Form.GOVERNORATE else _MARGIN_DEG
            reach = max(wide, (place.uncertainty_m or 0) / _M_PER_DEG)
            boxes.append((place.lat - reach, place.lon - reach, place.lat + reach,
                          place.lon + reach))  # fmt: skip
    if not boxes:
        return None
    south, west, north, east = zip(*boxes, strict=True)
    return [[min(south), min(west)], [max(north), max(east)]]


class _PlacedMap(AtlasMap):
    """The folium map with this page's script in place of the incidents'."""

    default_js: Final = [
        ("leaflet", ROOT + asset_path("vendor/leaflet/leaflet.js")),
        ("atlas", ROOT + asset_path("map/start.js") + "?map=placed"),
    ]


def chart(kind: type[AtlasMap], label: str) -> folium.Map:
    """The constant map.

    Parameters
    ----------
    kind : with the script that draws on it.
    label : what a screen reader says the map is.
    """
    made = kind(
        location=(33.2, 43.7), zoom_start=6, tiles=None, control_scale=True, min_zoom=4,
        max_zoom=17, zoom_snap=0.5, wheel_px_per_zoom_level=90,
    )  # fmt: skip
    config = {"base": base_addresses(), "credit": CREDIT, "label": label}
    made.add_child(Start(config))
    return made
