"""What many tests share: settings that touch nothing outside, and one store built a session."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings as hypothesis_settings

from geo.settings import VARIABLES, Settings
from tools.postgres import MissingError, Server, programs, server

if TYPE_CHECKING:
    from geo.store.snapshot import Snapshot
    from tests.databases import Databases, Holders

TEST_DATA = Path(__file__).parent / "data"
WITHOUT_POSTGRES = "WITHOUT_POSTGRES"
"""Set in the environment, tests that need a PostgreSQL server are skipped; else they fail."""

# Examples are not timed: the machine may be busy with something else.
hypothesis_settings.register_profile("atlas", deadline=None, print_blob=True)
hypothesis_settings.load_profile("atlas")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what needs a browser or PostgreSQL, so that ``-m`` can leave it out; browsers run last.

    Once a browser runs, Playwright's event loop stays in this thread, and tests with a loop of
    their own would find it there.
    """
    left_out = pytest.mark.skip(reason=f"{WITHOUT_POSTGRES} is set")
    for item in items:
        if "browser" in item.path.relative_to(item.config.rootpath).parts:
            item.add_marker(pytest.mark.browser)
        names = getattr(item, "fixturenames", ())
        backend = getattr(item, "callspec", None) and item.callspec.params.get("backend")
        if backend == "postgresql" or {"postgres", "databases", "alone"} & {*names}:
            item.add_marker(pytest.mark.postgres)
            if os.environ.get(WITHOUT_POSTGRES):
                item.add_marker(left_out)
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)


@pytest.fixture(scope="session", autouse=True)
def _own_environment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Let no test see the user's settings or write to the user's store or home."""
    folder = tmp_path_factory.mktemp("environment")
    browsers = Path.home() / ".cache" / "ms-playwright"
    with pytest.MonkeyPatch.context() as patch:
        for name in VARIABLES:
            patch.delenv(name, raising=False)
        patch.setenv("ATLAS_DATABASE_URL", f"sqlite:///{folder / 'default.sqlite'}")
        patch.setenv(
            "PLAYWRIGHT_BROWSERS_PATH", os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or str(browsers)
        )
        patch.setenv("HOME", str(folder))
        patch.setenv("XDG_CACHE_HOME", str(folder / "cache"))
        patch.setenv("STREAMLIT_BROWSER_GATHER_USAGE_STATS", "false")
        yield


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """A PostgreSQL server of this session. Where it cannot be had, the test fails."""
    yield from _server()


@pytest.fixture
def alone() -> Iterator[Server]:
    """A PostgreSQL server of this test alone, to be stopped and started."""
    yield from _server()


def _server() -> Iterator[Server]:
    try:
        programs()
    except MissingError as error:
        pytest.fail(str(error))
    with server() as made:
        yield made


@pytest.fixture(scope="session")
def databases(request: pytest.FixtureRequest) -> Databases:
    """Databases on the session's PostgreSQL server."""
    from tests.databases import Databases

    return Databases(
        request.getfixturevalue("postgres"), lambda: request.getfixturevalue("built_database")
    )


@pytest.fixture
def hold() -> Iterator[Holders]:
    """``hold(settings)`` makes a holder of snapshots; name it after the store in a test."""
    from tests.databases import Holders

    made = Holders()
    yield made
    made.close()


@pytest.fixture(autouse=True)
def _own_main() -> Iterator[None]:
    """Put the program back that a page under test has put its script in the place of.

    A process that a later test spawns would run that script.
    """
    program = sys.modules["__main__"]
    yield
    sys.modules["__main__"] = program


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings whose store is a file of this test alone; it does not exist yet."""
    return Settings.from_env({"ATLAS_DATABASE_URL": f"sqlite:///{tmp_path / 'atlas.sqlite'}"})


@pytest.fixture(scope="session")
def built_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The SQLite file of the whole data/ folder, built once a session. Copy it, never change it."""
    from geo.store.load import build_store

    path = tmp_path_factory.mktemp("store") / "atlas.sqlite"
    build_store(Settings.from_env({"ATLAS_DATABASE_URL": f"sqlite:///{path}"}))
    return path


@pytest.fixture(scope="session")
def built_settings(built_database: Path) -> Settings:
    """Settings for reading the store built from data/. Tests that write take ``own_store``."""
    return Settings.from_env({"ATLAS_DATABASE_URL": f"sqlite:///{built_database}"})


@pytest.fixture
def own_store(built_database: Path, settings: Settings, tmp_path: Path) -> Settings:
    """Settings for a copy of the built store that this test may change."""
    copy_database(built_database, tmp_path / "atlas.sqlite")
    return replace(settings, database_url=f"sqlite:///{tmp_path / 'atlas.sqlite'}")


@pytest.fixture(scope="session")
def snapshot(built_settings: Settings) -> Snapshot:
    """The newest snapshot of the store built from data/."""
    from geo.store.live import SnapshotStore

    return SnapshotStore(built_settings.database_url, built_settings).current()


def copy_database(source: Path, target: Path) -> None:
    """Copy an SQLite file together with its write-ahead log, if one is left."""
    for suffix in ("", "-wal", "-shm"):
        if (part := source.with_name(source.name + suffix)).exists():
            shutil.copyfile(part, target.with_name(target.name + suffix))


def free_environment(database_url: str) -> dict[str, str]:
    """Return an environment for a process of its own: ours, without any setting but the store."""
    env = {name: value for name, value in os.environ.items() if name not in VARIABLES}
    return {**env, "ATLAS_DATABASE_URL": database_url}
