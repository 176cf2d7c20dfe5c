"""Back a store up into one SQLite file while it is in use, and bring it back from there.

A backup is an SQLite store whatever the store runs on, so that it can be looked at, served or
restored anywhere. It is written under another name, checked, and only then put in place.
"""

from __future__ import annotations

import os
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sqlalchemy import func, select

from geo.errors import StoreError
from geo.store import schema
from geo.store.check import check
from geo.store.copy import copy_store, refuse_unless_empty
from geo.store.engine import HEAD, connect_engine, open_engine, reading, store_errors, table_version
from geo.store.troubles import damage_advice, sqlite_path

Progress = Callable[[float, str], None]
_COMPANIONS: Final = ("-wal", "-shm", "-journal")


@dataclass(frozen=True, slots=True)
class Stored:
    """What a backup or a restored store holds: its newest revision and its rows in all."""

    revision: int
    rows: int


def back_up(
    url: str, file: Path, *, force: bool = False, progress: Progress | None = None
) -> Stored:
    """Write the store as it is now, with every revision, into ``file``; nobody is held up.

    Raises
    ------
    StoreError
        There is no store, ``file`` is there already (and no ``force``), it cannot be written, or
        what was written is not whole. ``file`` is then as it was.
    """
    tell = progress or (lambda _share, _message: None)
    source = sqlite_path(url)
    if source is not None and not source.is_file():
        raise StoreError(f"there is no store at {source}")
    if source is not None and file.exists() and source.samefile(file):
        raise StoreError(f"{file} is the store itself; a backup needs a file of its own")
    if file.exists() and not force:
        raise StoreError(f"{file} is there already; give another name, or --force to replace it")
    with _beside(file) as part:
        if source is not None:
            tell(0.1, "Copying the file")
            _copy_file(source, part, url)
        else:
            copy_store(url, f"sqlite:///{part}", tell)
        tell(0.8, "Checking the copy")
        stored = _checked(part, file)
        _in_one_file(part)
        _keep(part)
        part.replace(file)
        _keep(file.parent)
    tell(1.0, "Done")
    return stored


def restore(file: Path, url: str, progress: Progress | None = None) -> Stored:
    """Bring a backup into an empty or new store, whichever database that is on.

    A backup of an older version is brought up to date on the way; ``file`` is never changed.

    Raises
    ------
    StoreError
        ``file`` is no whole store, the store at ``url`` is not empty, or what was read back from
        it differs. Nothing is then in the store.
    """
    if not file.is_file():
        raise StoreError(f"there is no backup at {file}")
    _refuse_unless_new(url)
    with tempfile.TemporaryDirectory(prefix="atlas-restore-") as folder:
        copy = Path(folder) / "atlas.sqlite"
        _copy_file(file, copy, f"sqlite:///{file}")
        _checked(copy, file)
        with store_errors(url):
            open_engine(f"sqlite:///{copy}")
            tables = copy_store(f"sqlite:///{copy}", url, progress)
    faults = check(url)
    if faults:
        raise StoreError(f"the restored store is not whole: {faults[0]}")
    with reading(open_engine(url)) as connection:
        newest = connection.scalar(select(func.max(schema.revision.c.number)))
    return Stored(newest or 0, sum(table.rows for table in tables))


def _refuse_unless_new(url: str) -> None:
    path = sqlite_path(url)
    if path is not None and not path.exists():
        return
    with reading(connect_engine(url)) as connection:
        if table_version(connection) is not None:
            refuse_unless_empty(connection, url, "restore into a database of its own")


def _copy_file(source: Path, target: Path, url: str) -> None:
    """Copy an SQLite file at one moment, whoever writes to it meanwhile."""
    with (
        store_errors(url),
        closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True)) as old,
    ):
        old.execute("SELECT count(*) FROM sqlite_master").fetchone()
        with store_errors(f"sqlite:///{target}"), closing(sqlite3.connect(target)) as new:
            target.chmod(0o600)
            old.backup(new)


def _checked(part: Path, file: Path) -> Stored:
    """What the store in ``part`` holds; messages name ``file``.

    Raises
    ------
    StoreError
        It is damaged, no store of the atlas, or something in it contradicts something else.
    """
    with store_errors(f"sqlite:///{file}"), closing(sqlite3.connect(part)) as connection:
        found = [str(row[0]) for row in connection.execute("PRAGMA integrity_check(1)")]
        if found != ["ok"]:
            raise StoreError(damage_advice(f"sqlite:///{file}", found[0]))
        tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master")}
        if not {"alembic_version", "revision", "report"} <= tables:
            raise StoreError(f"{file} is no store of the atlas")
        version = connection.execute("SELECT version_num FROM alembic_version").fetchone()
        newest = connection.execute("SELECT max(number) FROM revision").fetchone()[0]
        rows = 0
        for name in sorted(tables & schema.metadata.tables.keys()):
            rows += connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]  # noqa: S608
    if version == (HEAD,) and (faults := check(f"sqlite:///{part}")):
        raise StoreError(f"{file} is not whole: {faults[0].replace(str(part), str(file))}")
    return Stored(newest or 0, rows)


def _in_one_file(part: Path) -> None:
    with store_errors(f"sqlite:///{part}"), closing(sqlite3.connect(part)) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")


@contextmanager
def _beside(file: Path) -> Iterator[Path]:
    """A file under another name in the folder of ``file``; gone in the end, if it was not moved."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{file.name}.", suffix=".part", dir=file.parent)
    except OSError as error:
        raise StoreError(f"cannot write {file}: {error.strerror}") from error
    os.close(handle)
    part = Path(name)
    try:
        yield part
    except OSError as error:
        raise StoreError(f"cannot write {file}: {error.strerror}") from error
    except StoreError as error:
        raise type(error)(str(error).replace(str(part), str(file))) from error
    finally:
        for ending in ("", *_COMPANIONS):
            part.with_name(part.name + ending).unlink(missing_ok=True)


def _keep(path: Path) -> None:
    """Have the disk hold a file, or the names in a folder, also after a power cut."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
