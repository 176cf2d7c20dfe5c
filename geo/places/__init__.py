"""Places: names, boundaries, gazetteer, roads, and the geocoder that stands on them."""

from __future__ import annotations

from geo.places.boundaries import BoundarySet
from geo.places.gazetteer import Gazetteer
from geo.places.geocode import Geocoder
from geo.places.roads import RoadNetwork
from geo.settings import Settings


def load(settings: Settings) -> Geocoder:
    """The geocoder for the boundary set that the settings name; about a second and a half.

    Raises
    ------
    BoundaryError
        A boundary file cannot be used.
    """
    boundaries = BoundarySet.load(settings.governorates, settings.districts)
    return Geocoder(boundaries, Gazetteer.load(boundaries), RoadNetwork.load(settings.roads))
