"""A backup is whole, of one moment and checked; what is damaged or in the way is told."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest

from geo.errors import StoreError
from geo.settings import Settings
from geo.store.backup import back_up, restore
from geo.store.check import check
from geo.store.copy import digests
from geo.store.decisions import Act
from geo.store.engine import connect_engine
from geo.store.incidents import grade_incident
from geo.store.query import latest_revision
from tests.databases import Databases

ABOUT_FILES = True
"""These tests are about SQLite files, but for the one that names a server."""
NAJMI = "20200711-najmi"


def grade(url: str, number: int) -> int:
    return grade_incident(url, NAJMI, 1 + number % 6, Act("Amal", f"look {number}")).revision


def test_a_backup_comes_back_as_it_was_with_every_revision(
    own_store: Settings, tmp_path: Path
) -> None:
    revision = grade(own_store.database_url, 1)
    file = tmp_path / "kept" / "atlas.backup.sqlite"
    stored = back_up(own_store.database_url, file)
    assert stored.revision == revision
    content = file.read_bytes()
    grade(own_store.database_url, 2)
    target = f"sqlite:///{tmp_path / 'again' / 'atlas.sqlite'}"
    assert restore(file, target) == stored
    assert file.read_bytes() == content
    assert check(target) == []
    assert latest_revision(target) == revision
    assert digests(target) == digests(f"sqlite:///{file}")
    assert [one.name for one in file.parent.iterdir() if ".part" in one.name] == []


def test_a_backup_never_takes_the_place_of_a_file_unasked(
    own_store: Settings, tmp_path: Path
) -> None:
    file = tmp_path / "backup.sqlite"
    file.write_bytes(b"mine")
    with pytest.raises(StoreError, match="is there already"):
        back_up(own_store.database_url, file)
    assert file.read_bytes() == b"mine"
    back_up(own_store.database_url, file, force=True)
    assert check(f"sqlite:///{file}") == []
    with pytest.raises(StoreError, match="is the store itself"):
        back_up(own_store.database_url, tmp_path / "atlas.sqlite", force=True)
    with pytest.raises(StoreError, match="there is no store at"):
        back_up(f"sqlite:///{tmp_path / 'none.sqlite'}", tmp_path / "b.sqlite")


def test_backups_while_others_write_are_each_of_one_moment(
    own_store: Settings, tmp_path: Path
) -> None:
    url, done = own_store.database_url, threading.Event()
    written: list[int] = []

    def write() -> None:
        while not done.is_set():
            written.append(grade(url, len(written)))

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for n in range(3):
            stored = back_up(url, tmp_path / f"{n}.sqlite")
            target = f"sqlite:///{tmp_path / f'{n}.sqlite'}"
            assert check(target) == []
            assert latest_revision(target) == stored.revision
    finally:
        done.set()
        writer.join()
    assert written == sorted(written)
    assert check(url) == []


def test_a_damaged_store_gives_no_backup(own_store: Settings, tmp_path: Path) -> None:
    with (tmp_path / "atlas.sqlite").open("r+b") as file:
        file.seek(200 * 4096)
        file.write(b"\xde\xad\xbe\xef" * 1024)
    kept = tmp_path / "b.sqlite"
    kept.write_bytes(b"yesterday's")
    with pytest.raises(StoreError, match="is damaged"):
        back_up(own_store.database_url, kept, force=True)
    assert kept.read_bytes() == b"yesterday's"


def test_only_a_whole_backup_goes_into_an_empty_store(own_store: Settings, tmp_path: Path) -> None:
    file, target = tmp_path / "b.sqlite", f"sqlite:///{tmp_path / 'new' / 'atlas.sqlite'}"
    back_up(own_store.database_url, file)
    with pytest.raises(StoreError, match="is not empty"):
        restore(file, own_store.database_url)
    with pytest.raises(StoreError, match="there is no backup at"):
        restore(tmp_path / "none", target)
    whole = file.read_bytes()
    for broken in (whole[: len(whole) // 2], b"PK\x03\x04" * 500, b""):
        file.write_bytes(broken)
        with pytest.raises(StoreError, match=r"is damaged|is no store of the atlas"):
            restore(file, target)
    file.write_bytes(whole)
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("DELETE FROM location WHERE id = 7")
    with pytest.raises(StoreError, match="is not whole"):
        restore(file, target)
    assert not (tmp_path / "new" / "atlas.sqlite").exists()


def test_from_postgresql_to_a_file_and_back(databases: Databases, tmp_path: Path) -> None:
    file = tmp_path / "b.sqlite"
    with databases.own("built") as source, databases.own("bare") as target:
        stored = back_up(source, file)
        assert restore(file, target) == stored
        assert digests(source) == digests(target)
        with pytest.raises(StoreError, match="is not empty"):
            restore(file, target)
    connect_engine(f"sqlite:///{file}").dispose()
