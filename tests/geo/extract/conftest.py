"""One reader of articles for all tests: the project's places and groups."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

import geo.places
from geo.claims.actor_index import ActorIndex
from geo.claims.evaluate_actors import GROUPS_FILE
from geo.extract.draft import ArticleDraft
from geo.extract.extract import extract
from geo.places.geocode import Geocoder
from geo.read.known_actors import read_neighbours
from geo.read.reader import read_file
from geo.settings import Settings

Draft = Callable[..., ArticleDraft]


@pytest.fixture(scope="session")
def geocoder() -> Geocoder:
    return geo.places.load(Settings.from_env({}))


@pytest.fixture(scope="session")
def index() -> ActorIndex:
    return ActorIndex(read_file(GROUPS_FILE).actors, read_neighbours())


@pytest.fixture(scope="session")
def draft(geocoder: Geocoder, index: ActorIndex) -> Draft:
    """Draft a text as published on Wednesday, 7 October 2020, or on another day."""

    def call(text: str, published: date = date(2020, 10, 7)) -> ArticleDraft:
        return extract(text, published, geocoder, index)

    return call
