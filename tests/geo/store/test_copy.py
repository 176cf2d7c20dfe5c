"""A store moves to another database and back, and nothing of it is another."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine, insert, select, text

import geo.store.copy as copy_module
from geo.errors import StoreError
from geo.store import schema
from geo.store.check import check
from geo.store.copy import copy_store, digests
from geo.store.decisions import Act
from geo.store.engine import open_engine, reading, writing
from geo.store.incidents import grade_incident, merge_incidents
from geo.store.load import load_files
from geo.store.query import incident_detail, read_snapshot, revisions
from geo.store.undo import undo
from tests.databases import Databases
from tests.geo.store.conftest import Table, at
from tests.geo.store.test_load import assert_same

JULY, JUNE = "20200711-najmi", "202006-thawrat-claim"
ACT = Act("Amal", "why")


@pytest.fixture
def elsewhere(databases: Databases) -> Iterator[str]:
    """Address of a database on the server without any tables."""
    with databases.own("bare") as url:
        yield url


@pytest.fixture
def lived_in(built_database: Path, tmp_path: Path) -> str:
    """Address of an SQLite store with revisions, decisions, one of them undone, and odd texts."""
    shutil.copyfile(built_database, tmp_path / "lived.sqlite")
    url = f"sqlite:///{tmp_path / 'lived.sqlite'}"
    merge_incidents(url, JUNE, JULY, Act("مؤلف", "“quoted”, \\ back, \t tab, 🛣 and ' too"))
    graded = grade_incident(url, JULY, 2, ACT)
    undo(url, graded.decision, ACT)
    with writing(open_engine(url)) as connection:
        connection.execute(
            insert(schema.mapping).values(
                id=7,
                name="odd",
                mapping={"b": [1, 2.5, None, True, "\ud800"], "a": {"é": -0.0}},
                saved_at=datetime(2020, 7, 11, 22, 5, 6, 789, tzinfo=UTC),
                author="\\N",
            )
        )
    return url


@pytest.fixture
def small(tmp_path: Path, table: Table) -> str:
    """Address of an SQLite store of three reports and a decision."""
    settings = at(f"sqlite:///{tmp_path / 'small.sqlite'}")
    load_files(settings.database_url, [table({}, {}, {"incident_key": "t-2"})], settings)
    grade_incident(settings.database_url, "t-1", 3, ACT)
    return settings.database_url


def test_there_and_back_nothing_is_another(lived_in: str, elsewhere: str, tmp_path: Path) -> None:
    """SQLite to PostgreSQL to SQLite: checksums, snapshots of every revision, one in full."""
    back = f"sqlite:///{tmp_path / 'back.sqlite'}"
    shares: list[float] = []
    there = copy_store(lived_in, elsewhere, lambda share, _: shares.append(share))
    again = copy_store(elsewhere, back)
    assert there == again
    assert sum(one.rows for one in there) > 30_000
    assert len(there) == len(schema.metadata.tables)
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    for url in (elsewhere, back):
        assert check(url) == []
        assert revisions(url) == revisions(lived_in)
        for revision in (None, 3):
            assert_same(read_snapshot(url, revision), read_snapshot(lived_in, revision))
        one, other = incident_detail(JULY, url), incident_detail(JULY, lived_in)
        assert (one.reports, one.decisions) == (other.reports, other.decisions)


def test_work_goes_on_in_the_copy(small: str, elsewhere: str, table: Table) -> None:
    copied = copy_store(small, elsewhere)
    assert copied == digests(elsewhere) == digests(small)
    done = grade_incident(elsewhere, "t-1", 2, ACT)
    assert done.revision == 4
    settings = at(elsewhere)
    assert load_files(elsewhere, [table({"report_id": "T9"})], settings).revision == 5
    assert check(elsewhere) == []
    assert digests(elsewhere) != copied
    with writing(open_engine(elsewhere)) as connection:
        # Who does not know of our ids gets one that is free.
        named = insert(schema.dataset).values(name="by another program")
        assert connection.execute(named).inserted_primary_key[0] > 1


def test_a_store_that_is_not_empty_is_left_alone(small: str, elsewhere: str) -> None:
    copy_store(small, elsewhere)
    before = digests(elsewhere)
    with pytest.raises(StoreError, match="is not empty"):
        copy_store(small, elsewhere)
    assert digests(elsewhere) == before
    with pytest.raises(StoreError, match="to itself"):
        copy_store(elsewhere, elsewhere)


def test_what_the_target_cannot_keep_is_named(small: str, elsewhere: str) -> None:
    with writing(open_engine(small)) as connection:
        connection.execute(text("UPDATE report SET note = 'a' || char(0) WHERE id = 2"))
    with pytest.raises(StoreError, match=r"table report, row 2, column note: .*NUL"):
        copy_store(small, elsewhere)
    assert rows(open_engine(elsewhere)) == 0


def test_a_copy_that_differs_is_not_kept(
    small: str, elsewhere: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    add = copy_module.add_rows

    def forgetful(connection, table, some) -> None:
        add(connection, table, some[1:] if table.name == "report" else some)

    monkeypatch.setattr(copy_module, "add_rows", forgetful)
    with pytest.raises(StoreError, match="table report is not the same in the copy"):
        copy_store(small, elsewhere)
    assert rows(open_engine(elsewhere)) == 0


def test_what_cannot_be_copied(tmp_path: Path, elsewhere: str) -> None:
    with pytest.raises(StoreError, match="there is no store at"):
        copy_store(f"sqlite:///{tmp_path / 'none.sqlite'}", elsewhere)
    with pytest.raises(StoreError, match="of version None"):
        copy_store(elsewhere, f"sqlite:///{tmp_path / 'new.sqlite'}")


def rows(engine: Engine) -> int:
    with reading(engine) as connection:
        return sum(
            len(connection.execute(select(table).limit(1)).all())
            for table in schema.metadata.sorted_tables
        )
