"""Opening a store: migrations, pragmas, and messages for what can go wrong."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import insert, select, text
from sqlalchemy.exc import IntegrityError, StatementError

import geo.store.engine as engine_module
from geo.errors import StoreError
from geo.settings import PROJECT_DIR, Settings
from geo.store import schema
from geo.store.engine import HEAD, connect_engine, open_engine, reading, writing


def test_migrations_give_the_tables_of_the_schema(bare_settings: Settings) -> None:
    engine = open_engine(bare_settings.database_url)
    with reading(engine) as connection:
        context = MigrationContext.configure(connection)
        assert compare_metadata(context, schema.metadata) == []
        assert context.get_current_revision() == HEAD


def test_head_is_the_newest_migration() -> None:
    folder = Path(engine_module.__file__).parent / "migrations"
    assert ScriptDirectory(folder).get_current_head() == HEAD


def test_wal_full_sync_and_foreign_keys(settings: Settings) -> None:
    with reading(open_engine(settings.database_url)) as connection:
        found = [connection.scalar(text(f"PRAGMA {name}")) for name in
                 ("journal_mode", "synchronous", "foreign_keys")]  # fmt: skip
    assert found == ["wal", 2, 1]


def test_a_second_open_version_is_refused_by_the_database(own_store: Settings) -> None:
    engine = open_engine(own_store.database_url)
    with reading(engine) as connection:
        row = dict(connection.execute(select(schema.location).limit(1)).mappings().one())
    with engine.connect() as connection, pytest.raises(IntegrityError):
        connection.execute(insert(schema.location).values(**row | {"id": 10**6}))


def test_times_are_utc_and_need_a_zone(settings: Settings) -> None:
    engine = open_engine(settings.database_url)
    baghdad = timezone(timedelta(hours=3))
    row = {"number": 1, "author": "a", "kind": "load", "summary": ""}
    with writing(engine) as connection:
        moment = datetime(2020, 7, 11, 22, tzinfo=baghdad)
        connection.execute(insert(schema.revision).values(created_at=moment, **row))
        read = connection.scalar(select(schema.revision.c.created_at))
    assert read == moment
    assert read.tzinfo is UTC
    naive = datetime(2020, 7, 11)
    with engine.connect() as connection, pytest.raises(StatementError, match="time zone"):
        connection.execute(insert(schema.revision).values(created_at=naive, **row | {"number": 2}))


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("bogus", "must be a database URL"),
        ("", "must be a database URL"),
        ("sqlite://", "needs a file"),
        ("sqlite:///:memory:", "needs a file"),
        ("nosuch://user:secret@host/x", "cannot be used"),
        ("sqlite:////dev/null/x/atlas.sqlite", "cannot be written"),
    ],
)
def test_urls_that_cannot_work(url: str, message: str) -> None:
    with pytest.raises(StoreError, match=message) as caught:
        open_engine(url)
    assert "secret" not in str(caught.value)


def test_a_store_that_stays_locked(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine_module, "BUSY_SECONDS", 0.05)
    first = open_engine(settings.database_url)
    second = connect_engine(settings.database_url)
    with (
        writing(first),
        pytest.raises(StoreError, match="being written by another process"),
        writing(second),
    ):
        pass


_OPEN = """
import os, sys
import alembic.command, alembic.runtime.environment, sqlalchemy.dialects.sqlite
from geo.errors import StoreError
from geo.store.engine import open_engine
if os.getuid() == 0:
    os.setgid(65534); os.setuid(65534)
try:
    open_engine(sys.argv[1])
except StoreError as error:
    print(error)
"""


@pytest.mark.parametrize("prepared", [False, True])
def test_a_folder_that_cannot_be_written_to(
    tmp_path_factory: pytest.TempPathFactory, prepared: bool
) -> None:
    """In a process of its own that is not root, with the packages found as they are here."""
    import tempfile

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        url = f"sqlite:///{folder / 'atlas.sqlite'}"
        if prepared:
            connect = connect_engine(url)
            with writing(connect) as connection:
                connection.execute(text("CREATE TABLE x (y INTEGER)"))
        folder.chmod(0o555)
        done = subprocess.run(
            [sys.executable, "-c", _OPEN, url],
            cwd=PROJECT_DIR,
            env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
            capture_output=True,
            text=True,
            check=False,
        )
        folder.chmod(0o755)
    assert done.returncode == 0, done.stderr
    assert "cannot be written" in done.stdout
    assert "point ATLAS_DATABASE_URL to a folder that can be" in done.stdout
