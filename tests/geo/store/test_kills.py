"""Whoever is killed while writing leaves nothing half-written; many more in bench.kills."""

from __future__ import annotations

from pathlib import Path

from bench.kills import kill_often
from geo.settings import Settings

ABOUT_FILES = True


def test_a_killed_writer_leaves_whole_writes(own_store: Settings, tmp_path: Path) -> None:
    found = kill_often(own_store.database_url, 3, 7, tmp_path)
    assert found.kills == 3
    assert found.writes >= 3
    assert found.faults == 0
