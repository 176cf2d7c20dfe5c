"""The small map beside an incident's reports, and the way to the large one."""

from __future__ import annotations

from functools import lru_cache

import streamlit as st

from geo.model import Form, Location
from geo.places.basemap import layers
from geo.settings import Settings
from geo.store.query import IncidentDetail
from geo.store.snapshot import FORMS, STATUSES, Snapshot
from geo.view.palette import FORM_STYLES, STATUS_STYLES
from geo.view.state import MapView
from pages.parts import locator
from pages.parts.component import component
from pages.parts.context import Context

_ZOOM = {Form.POINT: 11.0, Form.DISC: 9.0, Form.DISTRICT: 9.0, Form.STRETCH: 9.0}


def draw(ctx: Context, row: int, detail: IncidentDetail) -> None:
    """The footprint in its surroundings, with the places that single reports name."""
    place = location_of(ctx.snapshot, row)
    style = STATUS_STYLES[STATUSES[ctx.snapshot.status[row]]]
    told = [report.location for report in detail.reports]
    component("locator")(
        key="incident_locator",
        data={
            "shapes": locator.draw(place, told, _base()),
            "width": locator.WIDTH,
            "height": locator.HEIGHT,
            "label": f"Map: {place.place or 'place not known'}, {FORM_STYLES[place.form].phrase}",
            "colour": style.colour,
            "dark": style.dark,
        },
    )
    st.caption(_legend(place, told))
    if (
        place.lat is not None
        and place.lon is not None
        and st.button("Open on the map", key="incident_open_map", icon=":material/map:")
    ):
        zoom = _ZOOM.get(place.form, 7.0)
        ctx.open("map", map=MapView(place.lat, place.lon, zoom))


def location_of(snapshot: Snapshot, row: int) -> Location:
    """The agreed location of an incident, from the snapshot's columns."""
    vocab = snapshot.vocab
    form = FORMS[snapshot.form[row]]
    lat, lon = float(snapshot.lat[row]), float(snapshot.lon[row])
    radius = float(snapshot.uncertainty_m[row])
    stretch = int(snapshot.stretch[row])
    governorate, district = int(snapshot.governorate[row]), int(snapshot.district[row])
    name = int(snapshot.place[row])
    prec = int(snapshot.where_prec[row])
    return Location(
        form=form,
        where_prec=prec or None,  # type: ignore[arg-type]
        lat=lat if lat == lat else None,
        lon=lon if lon == lon else None,
        uncertainty_m=radius if radius > 0 else None,
        place=vocab.places[name] if name >= 0 else None,
        governorate_pcode=vocab.governorates[governorate].key if governorate >= 0 else None,
        district_pcode=vocab.districts[district].key if district >= 0 else None,
        stretch_wkt=vocab.stretches[stretch].wkt if stretch >= 0 else None,
    )


@lru_cache(maxsize=1)
def _base() -> dict[str, locator.Layer]:
    return locator.read_layers(layers(Settings.from_env()))


_DRAWN = {
    Form.POINT: "The dot is the place; a dashed circle, where there is one, its uncertainty.",
    Form.DISC: "Somewhere in the dashed circle.",
    Form.DISTRICT: "Somewhere in the hatched district. No point in it is meant.",
    Form.GOVERNORATE: "Somewhere in the hatched governorate. No point in it is meant.",
    Form.STRETCH: "Somewhere on the lit stretch of road. No point on it is meant.",
    Form.COUNTRY: "Known to the country only. No point is meant.",
    Form.UNPLACED: "The reports do not say where.",
}


def _legend(place: Location, told: list[Location]) -> str:
    exact = {(t.lat, t.lon) for t in told if t.form in (Form.POINT, Form.DISC)}
    crosses = exact - {(place.lat, place.lon)}
    more = " Crosses: places that single reports name." if crosses else ""
    return _DRAWN[place.form] + more
