from __future__ import annotations

import pytest

import geo.places
from geo.places.boundaries import BoundarySet
from geo.places.geocode import Geocoder
from geo.settings import Settings


@pytest.fixture(scope="session")
def geocoder() -> Geocoder:
    """The geocoder over the shipped boundaries, made once."""
    return geo.places.load(Settings.from_env({}))


@pytest.fixture(scope="session")
def boundaries(geocoder: Geocoder) -> BoundarySet:
    return geocoder.boundaries
