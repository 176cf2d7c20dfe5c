"""The map beside an incident's reports: every place they claim, and the way to the large map."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from geo.claims.agreement import Aspect, Topic
from geo.model import Form, Location, Stance
from geo.store import locations as located
from geo.store.query import IncidentDetail
from geo.view.palette import STANCE_STYLES
from geo.view.state import MapView
from pages.parts import claimed_map, data, sheet
from pages.parts.context import Context
from pages.parts.wording import esc

_ZOOM = {Form.POINT: 11.0, Form.DISC: 9.0, Form.DISTRICT: 9.0, Form.STRETCH: 9.0}
_AGREED = {
    Form.POINT: "The incident goes by the place with the heavy outline.",
    Form.DISC: "The incident goes by the place with the heavy outline, somewhere in its circle.",
    Form.DISTRICT: "The incident goes by the district with the heavy outline.",
    Form.GOVERNORATE: "The incident goes by the governorate with the heavy outline.",
    Form.STRETCH: "The incident goes by the road with the heavy outline, somewhere along it.",
    Form.COUNTRY: "The reports agree on the country only.",
    Form.UNPLACED: "The reports do not say where.",
}


def draw(ctx: Context, detail: IncidentDetail, aspects: Sequence[Aspect]) -> None:
    """Every claimed place in its form and in the colours of who names it."""
    places = next(aspect.values for aspect in aspects if aspect.topic is Topic.PLACE)
    agreed = agreed_location(detail)
    claimed_map.draw(ctx.filters, places, detail.reports, agreed, data.outlines())
    sheet.html(_legend(detail, agreed, lettered=bool(places)))
    if (
        agreed.lat is not None
        and agreed.lon is not None
        and st.button("Open on the map", key="incident_open_map", icon=":material/map:")
    ):
        zoom = _ZOOM.get(agreed.form, 7.0)
        ctx.open("map", map=MapView(agreed.lat, agreed.lon, zoom))


def agreed_location(detail: IncidentDetail) -> Location:
    """The location that an incident goes by."""
    snapshot = detail.snapshot
    return located.at(snapshot.locations, snapshot.vocab, int(snapshot.location[0]))


def _legend(detail: IncidentDetail, agreed: Location, *, lettered: bool) -> str:
    if not lettered:
        return f'<p class="map-legend">{esc(_AGREED[agreed.form])}</p>'
    given = {report.row.stance for report in detail.reports}
    chips = "".join(
        f'<span class="chip {stance.value}">{esc(STANCE_STYLES[stance].verb)}</span>'
        for stance in Stance
        if stance in given
    )
    return (
        f'<p class="map-legend">{chips}<br>Letters are those of the places in the table: in a '
        "circle at an exact place, in a box on what is known only as an area or a road. "
        f"{esc(_AGREED[agreed.form])}</p>"
    )
