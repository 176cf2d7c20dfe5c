"""From the command line: previews, saved mappings, loads listed and taken back, a folder once."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from geo.cli import app
from geo.errors import NotFoundError
from geo.read import ColumnMapping
from geo.settings import PROJECT_DIR, Settings
from geo.store.mappings import save_mapping
from geo.store.query import latest_revision, read_snapshot

TABLE = PROJECT_DIR / "tests" / "data" / "read" / "table.csv"
MAPPING = ColumnMapping(
    "ngo", (("event_date", "Date"), ("place_text", "Village")), (("outlet", "NGO"),)
)


@pytest.fixture
def url(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("ATLAS_DATABASE_URL", settings.database_url)
    return settings.database_url


def geo(*arguments: str | Path) -> str:
    """What a command that succeeds writes."""
    done = CliRunner().invoke(app, [str(part) for part in arguments], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.output


def test_preview_load_by_a_saved_mapping_and_undo(url: str) -> None:
    save_mapping(url, "our sheet", MAPPING, "Amal")
    told = geo("load", TABLE, "--mapping", "our sheet", "--preview")
    assert "table.csv (table): 3 rows read" in told
    assert "3 new, 0 changed, 0 as in the store" in told
    assert latest_revision(url) == 0
    geo("load", TABLE, "--mapping", "our sheet", "--author", "Amal")
    assert set(read_snapshot(url).vocab.datasets) == {"ngo"}
    assert "1\trevision 2\t" in geo("decide", "loads")
    told = geo("decide", "undo-load", "1", "--author", "Amal", "--reason", "wrong")
    assert "load 1 undone; 3 reports taken back" in told
    assert "undone by 1" in geo("decide", "loads")
    assert "undo load\tLoad 1 undone: table.csv\twrong" in geo("decide", "list")
    assert "taken back by decision 1" in geo("load", TABLE, "--mapping", "our sheet", "--preview")


def test_a_mapping_that_nobody_saved_is_named(url: str) -> None:
    save_mapping(url, "ours", MAPPING, "Amal")
    with pytest.raises(NotFoundError, match=r"no saved mapping 'theirs'; saved are: ours"):
        geo("load", TABLE, "--mapping", "theirs")


def test_a_folder_is_watched_once(url: str, tmp_path: Path) -> None:
    save_mapping(url, "ours", MAPPING, "Amal")
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "table.csv").write_bytes(TABLE.read_bytes())
    told = geo("watch", folder, "--once", "--every", "0.1", "--mapping", "ours")
    assert "3 new" in told
    assert (folder / "loaded" / "table.csv").exists()
    assert "nothing" not in geo("watch", folder, "--once", "--every", "0.1")
