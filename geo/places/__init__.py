"""Places: names, boundaries, gazetteer, roads, and the geocoder that stands on them."""

from __future__ import annotations

from geo.places.boundaries import BoundarySet
from geo.places.gazetteer import Gazetteer
from geo.places.geocode import Geocoder
from geo.places.roads import RoadNetwork
from geo.settings import Settings


def load(settings: Settings) -> Geocoder:
    """The geocoder for the boundary set of the settings; a second once the gazetteer is built.

    Raises
    ------
    BoundaryError
        A boundary file cannot be used.
    """
    boundaries = BoundarySet.load(settings.governorates, settings.districts)
    gazetteer = Gazetteer.load(boundaries, folder=settings.places_folder)
    return Geocoder(boundaries, gazetteer, RoadNetwork.load(settings.roads))
