"""The map of the atlas: folium through streamlit-folium, with a layer that asks for its own data.

The folium map itself never changes, so that its component is never mounted anew; what a page
wants shown travels in the feature group. See docs/decisions/011-map-layer.md.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final
from urllib.parse import quote, urlencode

import folium
import streamlit as st
from folium.elements import MacroElement
from folium.template import Template
from streamlit_folium import st_folium

from geo.settings import Settings
from geo.store.snapshot import FORMS, STATUSES, Snapshot
from geo.view.filters import Filters
from geo.view.index import index_of
from geo.view.palette import (
    CHOROPLETH_STEPS,
    CHOROPLETH_STEPS_DARK,
    FORM_STYLES,
    STATUS_STYLES,
)
from geo.view.road import ROAD_KEYS
from geo.view.shown import Within
from geo.view.state import BASE_LAYERS, ViewState
from pages.parts import base_layers
from pages.parts.assets import asset_path
from pages.parts.map_events import MapEvent, Picked, Switched, understand

__all__ = ["MapEvent", "MapLine", "Picked", "Switched", "draw_map"]

ROOT: Final = "../../"
"""From a component's page (``component/NAME/index.html``) back to the server's base path."""

CREDIT: Final = (
    "Boundaries: OCHA and Iraq CSO · Land, rivers, lakes: Natural Earth · "
    "Roads: © OpenStreetMap contributors · Towns: GeoNames"
)


def draw_map(
    filters: Filters,
    state: ViewState,
    snapshot: Snapshot,
    settings: Settings,
    *,
    height: int = 560,
    key: str = "map",
    within: Within | None = None,
    lines: Sequence[MapLine] = (),
    linked: bool = False,
) -> MapEvent | None:
    """Draw the map of a selection and say what the reader did on it since the last run.

    Panning and zooming never run the script again: the map itself asks for what comes into
    sight and writes its centre and zoom into the link (``map=``).

    Parameters
    ----------
    state : of it ``hidden``, ``shade``, ``metric``, ``incident`` (ringed) and ``tiles`` matter.
    height : pixels; a style for the frame may overrule it, the map follows.
    key : different for two maps on one page.
    within : rows that the map is narrowed to; the road keys of ``state`` tell the server the same.
    lines : drawn below the incidents, the last one on top.
    linked : moves with the other linked maps of the page.

    Returns
    -------
    Picked, Switched or None
        Each click is returned once.
    """
    group = folium.FeatureGroup(name="incidents")
    for line in lines:
        group.add_child(
            folium.PolyLine(
                line.points, color=line.colour, weight=line.weight, opacity=0.75, interactive=False
            )
        )
    wish = _wish(filters, state, snapshot, narrowed=within is not None, lines=lines)
    group.add_child(View(wish | {"linked": linked}))
    message = st_folium(
        _atlas_map(settings),
        key=key,
        height=height,
        use_container_width=True,
        returned_objects=[],
        feature_group_to_add=group,
    )
    seen = f"_{key}_last_message"
    if not message or message.get("nonce") == st.session_state.get(seen):
        return None
    st.session_state[seen] = message.get("nonce")
    return understand(message, snapshot, filters, state, within)


@dataclass(frozen=True, slots=True)
class MapLine:
    """A line on the map: (lat, lon) degrees, CSS colour, width in pixels."""

    points: tuple[tuple[float, float], ...]
    colour: str
    weight: int


def _wish(
    filters: Filters,
    state: ViewState,
    snapshot: Snapshot,
    *,
    narrowed: bool,
    lines: Sequence[MapLine],
) -> dict[str, Any]:
    """All that the layer needs to ask for its data; a few hundred bytes."""
    roads = [pair for pair in state.to_query() if pair[0] in ROAD_KEYS] if narrowed else []
    return {
        "revision": snapshot.revision,
        "query": urlencode([*filters.to_query(), *state.reading.to_query(), *roads]),
        "hidden": list(state.hidden),
        "shade": state.shade,
        "metric": state.metric,
        "chosen": _chosen(state, snapshot),
        "tiles": state.tiles,
        "fit": _bounds(lines),
    }


def _bounds(lines: Sequence[MapLine]) -> list[list[float]] | None:
    """South-west and north-east of the lines that the map is to show, (lat, lon) degrees."""
    points = [point for line in lines for point in line.points]
    if not points:
        return None
    lat, lon = zip(*points, strict=True)
    return [[min(lat), min(lon)], [max(lat), max(lon)]]


def _chosen(state: ViewState, snapshot: Snapshot) -> dict[str, Any] | None:
    """The chosen incident: where its ring goes, or which footprint is outlined."""
    row = index_of(snapshot).row_of.get(state.incident or "")
    if row is None:
        return None
    lat, lon = float(snapshot.lat[row]), float(snapshot.lon[row])
    governorate, district = int(snapshot.governorate[row]), int(snapshot.district[row])
    return {
        "id": state.incident,
        "form": str(FORMS[snapshot.form[row]]),
        "at": [round(lat, 5), round(lon, 5)] if lat == lat else None,
        "governorate": snapshot.vocab.governorates[governorate].key if governorate >= 0 else None,
        "district": snapshot.vocab.districts[district].key if district >= 0 else None,
        "stretch": int(snapshot.stretch[row]),
    }


class AtlasMap(folium.Map):
    """A folium map whose scripts and styles come from our own server."""

    default_js: Final = [
        ("leaflet", ROOT + asset_path("vendor/leaflet/leaflet.js")),
        ("atlas", ROOT + asset_path("map/start.js")),
    ]
    default_css: Final = [
        ("leaflet", ROOT + asset_path("vendor/leaflet/leaflet.css")),
        ("fonts", ROOT + asset_path("fonts/fonts.css")),
        ("atlas", ROOT + asset_path("map/map.css")),
    ]


def _atlas_map(settings: Settings) -> folium.Map:
    """The constant map. Whatever varied here would mount the component anew."""
    chart = AtlasMap(
        location=(33.2, 43.7),
        zoom_start=6,
        tiles=None,
        control_scale=True,
        min_zoom=4,
        max_zoom=17,
        zoom_snap=0.5,
        wheel_px_per_zoom_level=90,
    )
    chart.add_child(Start(_config(settings)))
    return chart


def _config(settings: Settings) -> dict[str, Any]:
    """What never changes while the server runs: addresses, palette, credits."""
    return {
        "view": ROOT + "api/view/",
        "base": base_addresses(),
        "switches": list(BASE_LAYERS),
        "statuses": [{"key": str(s), **asdict(STATUS_STYLES[s])} for s in STATUSES],
        "forms": [{"key": str(f), **asdict(FORM_STYLES[f])} for f in FORMS],
        "steps": {"light": CHOROPLETH_STEPS, "dark": CHOROPLETH_STEPS_DARK},
        "credit": CREDIT,
        "tiles": {"url": settings.tiles_url, "credit": settings.tiles_credit},
    }


def base_addresses() -> dict[str, str]:
    """Where the map gets the layers of the base map from."""
    return {
        name: f"{ROOT}api/basemap/{name}.json?v={base_layers.digest()}"
        for name in base_layers.names()
    }


def _literal(value: object) -> str:
    """JSON, percent-encoded: nothing in it can end a script or pass for a template."""
    return quote(json.dumps(value, ensure_ascii=False), safe="").replace("_", "%5F")


class Start(MacroElement):
    """Hands the folium map to ``assets/map``."""

    _template = Template(
        "{% macro script(this, kwargs) %}"
        "window.atlas.start({{ this._parent.get_name() }},"
        ' JSON.parse(decodeURIComponent("{{ this.text }}")));'
        "{% endmacro %}"
    )

    def __init__(self, config: dict[str, Any]) -> None:
        super().__init__()
        self._name = "AtlasStart"
        self.text = _literal(config)


class View(MacroElement):
    """What is to be shown, as an element of the feature group."""

    _template = Template(
        "{% macro script(this, kwargs) %}"
        'window.atlas.view("{{ this.text }}").addTo({{ this._parent.get_name() }});'
        "{% endmacro %}"
    )

    def __init__(self, wish: dict[str, Any]) -> None:
        super().__init__()
        self._name = "AtlasView"
        self.text = _literal(wish)
