"""The holder: first start, new data without a restart, past revisions, a store that goes away."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path

import pytest

from geo.errors import NotFoundError, StoreError
from geo.settings import Settings
from geo.store.live import Phase, SnapshotStore, State, shared
from geo.store.load import load_files
from geo.store.query import latest_revision
from tests.databases import Holders


@pytest.fixture
def live(own_store: Settings, hold: Holders) -> SnapshotStore:
    return hold(own_store)


def until_newer(live: SnapshotStore, revision: int) -> None:
    """Ask as a page does until the background has built the newer one (bounded by its work)."""
    while live.current().revision == revision:
        worker = live._thread
        if worker is not None:
            worker.join(60)


def test_first_start_builds_the_store_and_tells_how_far_it_is(settings: Settings) -> None:
    live = SnapshotStore(settings.database_url, settings)
    seen: list[State] = []
    tell = live._tell

    def record(share: float, message: str) -> None:
        tell(share, message)
        seen.append(live.state)

    live._tell = record  # type: ignore[method-assign]
    assert live.state.phase is Phase.BUILDING
    assert live.current(timeout=300).n == 7651
    assert live.state == State(Phase.READY, 1.0)
    assert len(seen) > 10
    fractions = [state.fraction for state in seen]
    assert fractions == sorted(fractions)
    assert any("ucdp" in state.message for state in seen)


def test_a_load_beside_it_shows_without_a_restart(
    live: SnapshotStore, own_store: Settings, table
) -> None:
    before = live.current()
    load_files(own_store.database_url, [table({"incident_key": "new-1"})], own_store)
    until_newer(live, before.revision)
    after = live.current()
    assert after.n == before.n + 1
    assert "new-1" in after.ids.tolist()
    assert live.at(before.revision).n == before.n


def test_the_same_snapshot_is_given_until_something_changes(live: SnapshotStore) -> None:
    first = live.current()
    live.refresh()
    assert live.current() is first


def test_past_revisions_are_kept_but_not_all(live: SnapshotStore) -> None:
    newest = live.current().revision
    assert live.at(newest) is live.current()
    assert live.at(newest - 1) is live.at(newest - 1)
    for revision in range(0, newest):
        live.at(revision)
    assert len(live._past) <= 4


def test_a_revision_that_does_not_exist_is_named(live: SnapshotStore) -> None:
    with pytest.raises(NotFoundError, match="no revision 999; the newest is"):
        live.at(999)


def test_a_store_that_goes_away_leaves_the_last_snapshot(
    live: SnapshotStore, own_store: Settings, table
) -> None:
    before = live.current()
    path = Path(own_store.database_url.removeprefix("sqlite:///"))
    kept = {part: part.read_bytes() for part in path.parent.glob("atlas.sqlite*")}
    path.write_bytes(b"this is not a database at all" * 100)
    assert live.refresh() is before
    assert live.state.phase is Phase.READY
    assert "damaged" in live.state.message
    for part, content in kept.items():
        part.write_bytes(content)
    live.refresh()
    assert live.state == State(Phase.READY, 1.0)


def test_a_store_that_cannot_be_opened_says_why_and_can_be_tried_again(
    settings: Settings, tmp_path: Path, built_database: Path
) -> None:
    (tmp_path / "file").write_text("in the way")
    url = f"sqlite:///{tmp_path / 'file' / 'atlas.sqlite'}"
    live = SnapshotStore(url, settings)
    with pytest.raises(StoreError, match="ATLAS_DATABASE_URL"):
        live.current()
    assert live.state.phase is Phase.FAILED
    (tmp_path / "file").unlink()
    (tmp_path / "file").mkdir()
    (tmp_path / "file" / "atlas.sqlite").write_bytes(built_database.read_bytes())
    assert live.current().n == 7651


def test_a_build_that_fails_says_what_the_builder_said(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "empty.shp").write_bytes(b"")
    broken = replace(
        settings, governorates=replace(settings.governorates, path=tmp_path / "empty.shp")
    )
    live = SnapshotStore(broken.database_url, broken)
    with pytest.raises(StoreError, match=r"could not be built: .*empty"):
        live.current()
    assert latest_revision(settings.database_url) == 0


def test_many_sessions_share_one_holder_and_one_snapshot(own_store: Settings) -> None:
    live = shared(own_store)
    assert shared(replace(own_store)) is live
    found = []
    threads = [threading.Thread(target=lambda: found.append(live.current())) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8
    assert len({id(snapshot) for snapshot in found}) == 1
