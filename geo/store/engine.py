"""Open a store: connections, migrations, whose turn it is to write.

SQLite runs in WAL mode, so that a load never blocks those who read, and waits for its turn when
another process writes. On PostgreSQL (``geo.store.postgres``) readers see one moment of the store
too, and writers take turns by a lock that ends with their transaction.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.exc import NoSuchModuleError, SQLAlchemyError
from sqlalchemy.pool import NullPool

from geo.errors import AccessError, StoreAwayError, StoreError
from geo.store import postgres
from geo.store.troubles import away, explained, parsed, read_only, shown_url, sqlite_path

__all__ = [
    "BUSY_SECONDS",
    "HEAD",
    "connect_engine",
    "guard_writes",
    "open_engine",
    "reading",
    "shown_url",
    "sqlite_path",
    "store_errors",
    "table_version",
    "writing",
]

BUSY_SECONDS: Final = 60.0
HEAD: Final = "0006"
"""Version of the newest migration; a test compares it with the folder."""

_MIGRATIONS: Final = Path(__file__).parent / "migrations"
_used: Final[set[Path]] = set()
"""SQLite files that this process has read: it never makes one of them anew."""


def open_engine(url: str) -> Engine:
    """Engine for a store whose tables are of this version; made or migrated when needed.

    Raises
    ------
    StoreError
        The URL is not understood, the folder cannot be written to, the file is damaged, or the
        store was made by a newer version.
    """
    engine = connect_engine(url)
    with store_errors(url):
        with engine.connect() as connection:
            version = table_version(connection)
        if version != HEAD:
            _migrate(engine, url, version)
    _remember(url)
    return engine


def connect_engine(url: str) -> Engine:
    """Engine without looking at the tables; ``open_engine`` is what others use.

    An SQLite connection is closed when it is given back: opening the file takes under a
    millisecond, and no process keeps a deleted file open. Connections to PostgreSQL are kept; a
    process has one engine for each server.
    """
    address = parsed(url)
    try:
        if address.get_backend_name() == "postgresql":
            return postgres.engine(address)
        if address.get_backend_name() != "sqlite":
            raise StoreError(
                f"ATLAS_DATABASE_URL cannot be used ({shown_url(url)}): the store is an SQLite "
                "file (sqlite:////path/to/atlas.sqlite) or on PostgreSQL "
                "(postgresql+psycopg://user:password@host/database)"
            )
        path = sqlite_path(url)
        if path is None:
            raise StoreError(
                f"ATLAS_DATABASE_URL is {url!r}; the store needs a file, for instance "
                "sqlite:////path/to/atlas.sqlite"
            )
        _make_folder(path, url)
        engine = create_engine(address, poolclass=NullPool, connect_args={"timeout": BUSY_SECONDS})
    except (NoSuchModuleError, ModuleNotFoundError) as error:
        raise StoreError(
            f"ATLAS_DATABASE_URL cannot be used ({shown_url(url)}): {error}"
        ) from error
    event.listen(engine, "do_connect", partial(_refuse_to_make_anew, path, url))
    event.listen(engine, "connect", _set_pragmas)
    event.listen(engine, "begin", _begin)
    return engine


def _refuse_to_make_anew(path: Path, url: str, *_connection: object) -> None:
    """SQLite would make an empty store in place of one that was moved away while it was in use."""
    if path in _used and not path.exists():
        raise StoreAwayError(away(url, "its file is gone"))


def _remember(url: str) -> None:
    path = sqlite_path(url)
    if path is not None:
        _used.add(path)


def _make_folder(path: Path, url: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(read_only(url, error.strerror or str(error))) from error


def _set_pragmas(connection: sqlite3.Connection, _record: object) -> None:
    # The driver's own idea of when a transaction begins gets in the way of BEGIN IMMEDIATE.
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql(connection.get_execution_options().get("atlas_begin", "BEGIN"))


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """One consistent view of the store, whoever writes meanwhile."""
    with store_errors(engine), engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            connection = postgres.for_reading(connection)
        with connection.begin():
            yield connection


_may_write: list[Callable[[], bool]] = []


def guard_writes(may: Callable[[], bool] | None) -> None:
    """Let this process write only where ``may`` says so; ``None``: wherever it likes.

    The app asks so whether a write comes from somebody who may; a command needs no such thing.
    """
    _may_write[:] = [] if may is None else [may]


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """One transaction that writes: all of it or nothing; writers take turns.

    Raises
    ------
    AccessError
        This process may not write here, see ``guard_writes``.
    StoreError
        Another process held the store for longer than ``BUSY_SECONDS``, or it cannot be written.
    """
    if not all(may() for may in _may_write):
        raise AccessError("nobody who may change the store has asked for this")
    try:
        with _writing(engine) as connection:
            yield connection
    except StoreAwayError as error:
        raise StoreAwayError(
            f"{error}. What was being written is in it wholly or not at all: look before you try "
            "again"
        ) from error


@contextmanager
def _writing(engine: Engine) -> Iterator[Connection]:
    with store_errors(engine), engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            connection = postgres.for_writing(connection)
        else:
            connection = connection.execution_options(atlas_begin="BEGIN IMMEDIATE")
        with connection.begin():
            if engine.dialect.name == "postgresql":
                postgres.take_turn(connection, BUSY_SECONDS)
            yield connection


@contextmanager
def store_errors(store: str | Engine) -> Iterator[None]:
    """Turn what the database of an address or engine says into a ``StoreError`` with what to do."""
    try:
        yield
    except (SQLAlchemyError, sqlite3.Error, UnicodeEncodeError) as error:
        url = store if isinstance(store, str) else address_of(store)
        raise explained(url, error, BUSY_SECONDS) from error


def address_of(engine: Engine) -> str:
    """The address that an engine was opened with."""
    return engine.url.render_as_string(hide_password=False)


def table_version(connection: Connection) -> str | None:
    """Version of the tables; ``None`` for an empty database."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def _migrate(engine: Engine, url: str, version: str | None) -> None:
    """Bring the tables to ``HEAD`` in one transaction."""
    if version is not None and version > HEAD:
        raise StoreError(
            f"the store {shown_url(url)} was made by a newer version of the atlas "
            f"(tables {version}, this program knows {HEAD}); update the program"
        )
    # Alembic is only needed when tables change: an app that is already set up never loads it.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    options: dict[str, Any] = {"atlas_begin": "BEGIN IMMEDIATE"}
    with engine.connect().execution_options(**options) as connection, connection.begin():
        if connection.dialect.name == "postgresql":
            postgres.take_turn(connection, BUSY_SECONDS)
        # Another process may have done it while this one waited; Alembic then finds nothing to do.
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        if connection.dialect.name == "postgresql":
            postgres.order_plainly(connection)
