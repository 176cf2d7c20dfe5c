"""Open a store: pragmas, migrations, and errors a reader can act on.

SQLite runs in WAL mode, so that a load never blocks those who read, and waits for its turn when
another process writes. Nothing here keeps PostgreSQL from being used by URL.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from sqlalchemy import URL, Connection, Engine, create_engine, event, inspect, make_url, text
from sqlalchemy.exc import ArgumentError, DatabaseError, NoSuchModuleError, SQLAlchemyError
from sqlalchemy.pool import NullPool

from geo.errors import AccessError, StoreError

BUSY_SECONDS: Final = 60.0
HEAD: Final = "0005"
"""Version of the newest migration; a test compares it with the folder."""

_MIGRATIONS: Final = Path(__file__).parent / "migrations"


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
    return engine


def connect_engine(url: str) -> Engine:
    """Engine without looking at the tables; ``open_engine`` is what others use.

    A connection is closed when it is given back: opening an SQLite file takes under a
    millisecond, and no process keeps a deleted file open.
    """
    parsed = _parsed(url)
    try:
        if parsed.get_backend_name() != "sqlite":
            return create_engine(parsed, pool_pre_ping=True)
        path = sqlite_path(url)
        if path is None:
            raise StoreError(
                f"ATLAS_DATABASE_URL is {url!r}; the store needs a file, for instance "
                "sqlite:////path/to/atlas.sqlite"
            )
        _make_folder(path, url)
        engine = create_engine(parsed, poolclass=NullPool, connect_args={"timeout": BUSY_SECONDS})
    except (NoSuchModuleError, ModuleNotFoundError) as error:
        raise StoreError(
            f"ATLAS_DATABASE_URL cannot be used ({shown_url(url)}): {error}"
        ) from error
    event.listen(engine, "connect", _set_pragmas)
    event.listen(engine, "begin", _begin)
    return engine


def sqlite_path(url: str) -> Path | None:
    """File of an SQLite URL; ``None`` for another database.

    Raises
    ------
    StoreError
        The URL is not understood.
    """
    parsed = _parsed(url)
    if parsed.get_backend_name() != "sqlite" or parsed.database in (None, "", ":memory:"):
        return None
    return Path(str(parsed.database))


def _parsed(url: str) -> URL:
    try:
        return make_url(url)
    except ArgumentError as error:
        raise StoreError(
            f"ATLAS_DATABASE_URL is {url!r}; it must be a database URL, for instance "
            "sqlite:////path/to/atlas.sqlite"
        ) from error


def shown_url(url: str) -> str:
    """The URL without its password."""
    return _parsed(url).render_as_string(hide_password=True)


def _make_folder(path: Path, url: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(_read_only(url, error.strerror or str(error))) from error


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
    with store_errors(str(engine.url)), engine.connect() as connection, connection.begin():
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
    with store_errors(str(engine.url)), engine.connect() as connection:
        connection = connection.execution_options(atlas_begin="BEGIN IMMEDIATE")
        with connection.begin():
            if connection.dialect.name != "sqlite":
                connection.execute(text("LOCK TABLE revision IN EXCLUSIVE MODE"))
            yield connection


@contextmanager
def store_errors(url: str) -> Iterator[None]:
    """Turn what the database says into a ``StoreError`` with what to do."""
    try:
        yield
    except SQLAlchemyError as error:
        cause = str(getattr(error, "orig", None) or error).strip().splitlines()[0]
        raise StoreError(_advice(url, cause, damaged=_is_damage(error, cause))) from error
    except sqlite3.Error as error:
        raise StoreError(_advice(url, str(error), damaged=_is_damage(error, str(error)))) from error


def _is_damage(error: Exception, cause: str) -> bool:
    return isinstance(error, DatabaseError | sqlite3.Error) and bool(
        re.search(r"malformed|not a database|disk I/O error|corrupt", cause)
    )


def _advice(url: str, cause: str, *, damaged: bool) -> str:
    if damaged:
        return damage_advice(url, cause)
    if "locked" in cause or "busy" in cause:
        return (
            f"the store {shown_url(url)} is being written by another process for more than "
            f"{BUSY_SECONDS:.0f} s; try again when it has ended"
        )
    if re.search(r"unable to open|readonly|read-only", cause):
        return _read_only(url, cause)
    if "full" in cause:
        return f"the disk of {shown_url(url)} is full; nothing was changed. Free space, run again"
    return f"the store {shown_url(url)} answered: {cause}"


def _read_only(url: str, cause: str) -> str:
    return (
        f"the store {shown_url(url)} cannot be written ({cause}); "
        "point ATLAS_DATABASE_URL to a folder that can be, for instance "
        "sqlite:////path/to/atlas.sqlite"
    )


def damage_advice(url: str, cause: str) -> str:
    """What to do about a damaged SQLite file, in one message."""
    path = sqlite_path(url)
    return (
        f"the store {path or shown_url(url)} is damaged ({cause}). Stop the app, move the file and "
        f"its -wal and -shm companions away (mv {path} {path}.damaged), put a backup in its place "
        "or run 'python -m geo build' to build it again from data/, then load your own files again"
    )


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
        if connection.dialect.name != "sqlite":
            connection.execute(text("SELECT pg_advisory_xact_lock(7651)"))
        # Another process may have done it while this one waited; Alembic then finds nothing to do.
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
