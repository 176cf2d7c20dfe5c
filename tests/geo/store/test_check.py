"""Damage is found and told with what to do."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text

from geo.errors import StoreError
from geo.settings import Settings
from geo.store.check import check
from geo.store.engine import open_engine, writing


def file_of(settings: Settings) -> Path:
    return Path(settings.database_url.removeprefix("sqlite:///"))


def test_a_whole_store_has_no_faults(built_settings: Settings) -> None:
    assert check(built_settings.database_url) == []


@pytest.mark.parametrize("page", [0, 2, 40, 200])
def test_damaged_pages_are_found_with_instructions(own_store: Settings, page: int) -> None:
    path = file_of(own_store)
    with path.open("r+b") as file:
        file.seek(page * 4096)
        file.write(b"\xde\xad\xbe\xef" * 1024)
    faults = check(own_store.database_url)
    assert len(faults) == 1
    assert str(path) in faults[0]
    assert "is damaged" in faults[0]
    assert "python -m geo build" in faults[0]


def test_a_file_cut_short_is_found(own_store: Settings) -> None:
    path = file_of(own_store)
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])
    assert "is damaged" in check(own_store.database_url)[0]


def test_a_file_of_another_kind_is_found(settings: Settings) -> None:
    file_of(settings).write_bytes(b"PK\x03\x04 not a database" * 50)
    assert "is damaged" in check(settings.database_url)[0]
    with pytest.raises(StoreError, match="is damaged"):
        open_engine(settings.database_url)


def test_no_store_at_all(settings: Settings) -> None:
    with pytest.raises(StoreError, match="there is no store at"):
        check(settings.database_url)
    assert not file_of(settings).exists()


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        ("DELETE FROM location WHERE id = 7", "without exactly one current location"),
        ("UPDATE load SET n_rejected = n_rejected + 1", "another number of rejections"),
        ("INSERT INTO revision VALUES (90, '2026-01-01', 'a', 'load', '')", "out of their row"),
        (
            "INSERT INTO decision VALUES "
            "(1, 1, '2026-01-01', 'a', 'move', 'report', 'R1', NULL, NULL, 'r')",
            "decisions that say nothing of what they concern",
        ),
        ("DELETE FROM outlet WHERE id = 3", "point to rows that are gone"),
    ],
)
def test_rows_that_contradict_each_other_are_found(
    own_store: Settings, statement: str, fault: str
) -> None:
    with closing(sqlite3.connect(file_of(own_store))) as connection, connection:
        connection.execute(statement)
    assert any(fault in line for line in check(own_store.database_url))


def test_tables_of_another_version(own_store: Settings) -> None:
    engine = open_engine(own_store.database_url)
    with writing(engine) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    assert "version 9999" in check(own_store.database_url)[0]
    with pytest.raises(StoreError, match="newer version of the atlas"):
        open_engine(own_store.database_url)
