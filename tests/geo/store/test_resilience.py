"""Full disks, files that go away, damage: nothing is lost, and the message says what to do."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Engine, event

from geo.errors import AtlasError, StoreAwayError, StoreError
from geo.settings import Settings
from geo.store import engine as engines
from geo.store.check import check
from geo.store.decisions import Act
from geo.store.incidents import grade_incident
from geo.store.live import Phase, SnapshotStore
from geo.store.load import load_files
from geo.store.query import latest_revision, read_snapshot
from tests.databases import Holders

ABOUT_FILES = True
"""These tests are about SQLite files, but for the one that names a server."""
NAJMI = "20200711-najmi"
PAGE = 4096


@pytest.fixture
def full_disk(monkeypatch: pytest.MonkeyPatch, own_store: Settings) -> None:
    """The store's file cannot grow: SQLite says so as on a full disk."""
    made: Callable[[str], Engine] = engines.connect_engine
    pages = Path(own_store.database_url.removeprefix("sqlite:///")).stat().st_size // PAGE

    def no_room(connection: sqlite3.Connection, _record: object) -> None:
        connection.execute(f"PRAGMA max_page_count={pages}")

    def connect(url: str) -> Engine:
        engine = made(url)
        event.listen(engine, "connect", no_room)
        return engine

    monkeypatch.setattr(engines, "connect_engine", connect)


@pytest.mark.usefixtures("full_disk")
def test_a_full_disk_is_told_and_nothing_is_lost(own_store: Settings, table) -> None:
    url = own_store.database_url
    before = latest_revision(url)
    rows = [{"incident_key": f"new-{n}", "report_id": f"new-{n}"} for n in range(400)]
    with pytest.raises(StoreError, match=r"the disk of .* is full; nothing was changed"):
        load_files(url, [table(*rows)], own_store)
    assert latest_revision(url) == before
    assert check(url) == []


def test_a_file_that_goes_away_is_not_made_anew_and_is_used_again(
    own_store: Settings, hold: Holders, tmp_path: Path
) -> None:
    url, file, away = own_store.database_url, tmp_path / "atlas.sqlite", tmp_path / "away.sqlite"
    live = hold(own_store)
    before = live.current()
    file.rename(away)
    with pytest.raises(StoreAwayError, match="its file is gone"):
        grade_incident(url, NAJMI, 2, Act("Amal", "while it is away"))
    assert live.refresh() is before
    assert live.state.phase is Phase.READY
    assert "used again as soon as it is back" in live.state.message
    assert not file.exists()
    away.rename(file)
    done = grade_incident(url, NAJMI, 2, Act("Amal", "when it is back"))
    newer = live.refresh()
    assert newer is not None
    assert newer.revision == done.revision
    assert live.state.message == ""


def test_whatever_is_damaged_the_holder_says_so_without_a_traceback(
    built_database: Path, tmp_path: Path
) -> None:
    """Pages overwritten at random: what is read is right, or told as damage."""
    whole = built_database.read_bytes()
    dice = random.Random(7)
    told = 0
    for n in range(12):
        content = bytearray(whole)
        for _ in range(20):
            at = dice.randrange(1, len(whole) // PAGE) * PAGE
            content[at : at + PAGE] = dice.randbytes(PAGE)
        file = tmp_path / f"{n}.sqlite"
        file.write_bytes(content)
        url = f"sqlite:///{file}"
        assert check(url), n
        fault = None
        try:
            read_snapshot(url)
        except AtlasError as error:
            fault, told = str(error), told + 1
        assert fault is None or "is damaged" in fault
        file.unlink()
    assert told


def test_a_store_without_its_log_shows_what_was_settled_before(
    own_store: Settings, tmp_path: Path
) -> None:
    url = own_store.database_url
    revision = grade_incident(url, NAJMI, 2, Act("Amal", "settled")).revision
    lost = tmp_path / "lost.sqlite"
    lost.write_bytes((tmp_path / "atlas.sqlite").read_bytes())
    (tmp_path / "lost.sqlite-wal").write_bytes(
        b"\x37\x7f\x06\x82" + random.Random(1).randbytes(9000)
    )
    assert check(f"sqlite:///{lost}") == []
    assert latest_revision(f"sqlite:///{lost}") in (revision - 1, revision)


def test_an_app_over_a_damaged_store_says_what_to_do(own_store: Settings, tmp_path: Path) -> None:
    file = tmp_path / "atlas.sqlite"
    whole = file.read_bytes()
    file.write_bytes(b"not a database" * 1000)
    live = SnapshotStore(own_store.database_url, own_store)
    with pytest.raises(StoreError, match="is damaged"):
        live.current(60)
    assert live.state.phase is Phase.FAILED
    assert "python -m geo restore" in live.state.message
    file.write_bytes(whole)
    live.start()
    assert live.current(60).n == 7651
