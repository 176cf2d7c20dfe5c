"""The map of every place that the reports of one incident claim, each in its honest form."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any, Final
from urllib.parse import urlencode

import folium
import numpy as np
from streamlit_folium import st_folium

from geo.claims.agreement import Value
from geo.claims.footprint import Outline
from geo.claims.scales import same_place
from geo.model import EXACT_FORMS, Form, Location, Stance
from geo.store.query import ReportDetail
from geo.view.filters import Filters
from geo.view.palette import STANCE_STYLES
from geo.view.words import LETTERS
from pages.parts.assets import asset_path
from pages.parts.map import ROOT, AtlasMap, View
from pages.parts.placed_map import area_key, chart, fit, line_parts

_LABEL: Final = (
    "Map of the places that the reports name; the table beside it says the same in words. "
    "Arrow keys move it, plus and minus zoom."
)


class _ClaimedMap(AtlasMap):
    """The folium map with this layer's script in place of the incidents'."""

    default_js: Final = [
        ("leaflet", ROOT + asset_path("vendor/leaflet/leaflet.js")),
        ("atlas", ROOT + asset_path("map/start.js") + "?map=claimed"),
    ]


def draw(
    filters: Filters,
    places: Sequence[Value],
    reports: Sequence[ReportDetail],
    agreed: Location,
    outline: Outline,
) -> None:
    """Draw the claimed places with their letters.

    Parameters
    ----------
    filters : of the page's link; the map only says that it has seen them.
    places : values of the aspect on place, in the order of their letters.
    agreed : the location that the incident goes by; outlined.
    outline : the polygons of districts and governorates.
    """
    wish = shapes(places, reports, agreed, outline) | {"query": urlencode(filters.to_query())}
    group = folium.FeatureGroup(name="claimed")
    group.add_child(View(wish))
    st_folium(
        chart(_ClaimedMap, _LABEL),
        key="claimed_map",
        height=400,
        use_container_width=True,
        returned_objects=[],
        feature_group_to_add=group,
    )


def shapes(
    places: Sequence[Value], reports: Sequence[ReportDetail], agreed: Location, outline: Outline
) -> dict[str, Any]:
    """What the map's layer is told. An area or a stretch has no coordinate but for its letter."""
    stance_of = {report.id: report.row.stance for report in reports}
    drawn = []
    marked = None
    for letter, value in zip(LETTERS, places, strict=False):
        place = value.what
        if not isinstance(place, Location) or place.form in (Form.COUNTRY, Form.UNPLACED):
            continue
        exact = place.form in EXACT_FORMS
        if same_place(place, agreed):
            marked = letter
        counts = Counter(stance_of[key] for key in value.reports)
        drawn.append({
            "letter": letter,
            "form": str(place.form),
            "key": area_key(place),
            "at": [place.lat, place.lon, place.uncertainty_m] if exact else None,
            "parts": line_parts(place.stretch_wkt) if place.stretch_wkt else None,
            "label": None if place.lat is None else [place.lat, place.lon],
            "said": [[str(stance), counts[stance]] for stance in Stance if counts[stance]],
        })  # fmt: skip
    located = [value.what for value in places if isinstance(value.what, Location)]
    return {
        "places": drawn,
        "agreed": marked,
        "stances": {
            str(stance): {"light": style.colour, "dark": style.dark}
            for stance, style in STANCE_STYLES.items()
        },
        "fit": _around([*located, agreed], outline),
        "token": repr([place["label"] for place in drawn]),
    }


def _around(places: Sequence[Location], outline: Outline) -> list[list[float]] | None:
    """South-west and north-east of all places, with the whole of each area."""
    boxes = []
    for place in places:
        key = area_key(place)
        area = outline(place.form, key) if key else None
        if area is not None:
            west, south, east, north = area.bounds
            boxes.append([[south, west], [north, east]])
        elif box := fit([place]):
            boxes.append(box)
    if not boxes:
        return None
    corners = np.array(boxes)
    return [corners[:, 0].min(axis=0).tolist(), corners[:, 1].max(axis=0).tolist()]
