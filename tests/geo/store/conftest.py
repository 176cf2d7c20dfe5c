"""What the store's tests share: small tables, a geocoder that is made once, both databases.

A test that takes ``settings``, ``own_store`` or ``built_settings`` runs on SQLite and on
PostgreSQL, but for those in ``SQLITE_ONLY`` and in modules that say ``ABOUT_FILES``.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from geo.settings import Settings
from geo.store.placing import Placer
from tests.conftest import copy_database
from tests.databases import Databases

if TYPE_CHECKING:
    from geo.places.boundaries import BoundarySet
    from geo.places.geocode import Geocoder

COLUMNS = (
    *("report_id", "incident_key", "url", "outlet", "outlet_country", "published", "event_date"),
    *("event_date_text", "place_text", "governorate", "town_or_base", "route_text", "event_type"),
    *("target", "actor_text", "actor_role", "stance", "asserted_by", "killed", "wounded"),
    *("damage", "evidence_flags", "note"),
)
Table = Callable[..., Path]

SQLITE_ONLY = frozenset(
    {
        "test_a_store_that_is_not_there_has_none_and_is_not_made",
        "test_a_store_that_is_not_there_has_no_index",
        "test_there_is_nothing_to_place_without_a_store",
        "test_no_store_at_all",
        "test_damaged_pages_are_found_with_instructions",
        "test_a_file_cut_short_is_found",
        "test_a_file_of_another_kind_is_found",
        "test_rows_that_contradict_each_other_are_found",
        "test_wal_full_sync_and_foreign_keys",
        "test_a_store_that_goes_away_leaves_the_last_snapshot",
        "test_a_store_that_goes_away_leaves_roles_for_readers_not_for_writers",
        "test_a_store_that_cannot_be_opened_says_why_and_can_be_tried_again",
        "test_a_build_that_fails_says_what_the_builder_said",
        # These rest on nothing that the databases do each in their way, and take long.
        "test_other_boundaries_move_every_place",
        "test_other_roads_move_what_lies_on_roads",
        "test_a_copy_under_another_name_adds_nothing",
        "test_as_if_the_others_had_never_been_loaded",
        "test_copies_of_one_text_are_one_origin",
        # Copies an SQLite file for every example.
        "test_the_atlas_has_what_was_accepted_and_nothing_else",
    }
)
"""Tests that are about files or no store at all, or that would only take time twice."""


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a test on each database that it is about."""
    if "backend" in metafunc.fixturenames:
        name = metafunc.function.__name__
        about_files = name in SQLITE_ONLY or getattr(metafunc.module, "ABOUT_FILES", False)
        backends = ["sqlite"] if about_files else ["sqlite", "postgresql"]
        metafunc.parametrize("backend", backends, scope="session")


@pytest.fixture
def settings(backend: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Settings]:
    """Settings for an empty store of this test alone; on PostgreSQL it has its tables already."""
    if backend == "sqlite":
        yield at(f"sqlite:///{tmp_path / 'atlas.sqlite'}")
        return
    with request.getfixturevalue("databases").own() as url:
        yield at(url)


@pytest.fixture
def bare_settings(
    backend: str, tmp_path: Path, request: pytest.FixtureRequest
) -> Iterator[Settings]:
    """Settings for a store that nobody has opened yet."""
    if backend == "sqlite":
        yield at(f"sqlite:///{tmp_path / 'atlas.sqlite'}")
        return
    with request.getfixturevalue("databases").own("bare") as url:
        yield at(url)


@pytest.fixture
def own_store(
    backend: str, built_database: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> Iterator[Settings]:
    """Settings for a copy of the built store that this test may change."""
    if backend == "sqlite":
        copy_database(built_database, tmp_path / "atlas.sqlite")
        yield at(f"sqlite:///{tmp_path / 'atlas.sqlite'}")
        return
    with request.getfixturevalue("databases").own("built") as url:
        yield at(url)


@pytest.fixture(scope="session")
def built_on_server(databases: Databases) -> Iterator[str]:
    """Address of the built store on the server, for reading."""
    with databases.own("built") as url:
        yield url


@pytest.fixture(scope="session")
def built_settings(backend: str, built_database: Path, request: pytest.FixtureRequest) -> Settings:
    """Settings for reading the store built from data/. Tests that write take ``own_store``."""
    if backend == "sqlite":
        return at(f"sqlite:///{built_database}")
    return at(request.getfixturevalue("built_on_server"))


def at(url: str) -> Settings:
    """Settings that say nothing but where the store is."""
    return Settings.from_env({"ATLAS_DATABASE_URL": url})


@cache
def _boundaries(settings: Settings) -> BoundarySet:
    return BOUNDARIES(Placer(settings))


@cache
def _geocoder(settings: Settings) -> Geocoder:
    placer = Placer(settings)
    return GEOCODER(placer)


BOUNDARIES, GEOCODER = Placer.boundaries, Placer.geocoder


def _key(settings: Settings) -> Settings:
    """Settings with the same boundary files, whatever the store."""
    return Settings.from_env(
        {k: v for k, v in settings.to_env().items() if k != "ATLAS_DATABASE_URL"}
        | {"ATLAS_DATABASE_URL": "sqlite:////nowhere/atlas.sqlite"}
    )


@pytest.fixture(autouse=True)
def _one_geocoder(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let all loads of this process share what takes a second to make."""
    monkeypatch.setattr(Placer, "boundaries", lambda self: _boundaries(_key(self.settings)))
    monkeypatch.setattr(Placer, "geocoder", lambda self: _geocoder(_key(self.settings)))


@pytest.fixture
def table(tmp_path: Path) -> Table:
    """Write a table of reports; each row is given by the columns that matter to the test."""

    def write(*rows: dict[str, Any], name: str = "reports.csv") -> Path:
        return write_table(tmp_path / name, rows)

    return write


def write_table(path: Path, rows: Sequence[dict[str, Any]]) -> Path:
    """The same at any path."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, COLUMNS, restval="")
        writer.writeheader()
        for number, row in enumerate(rows, start=1):
            writer.writerow(
                {
                    "report_id": f"T{number}",
                    "incident_key": "t-1",
                    "outlet": "NRT",
                    "event_date": "2020-07-11",
                    "stance": "reports",
                    "event_type": "rocket",
                    "place_text": "Hillah",
                }
                | row
            )
    return path
