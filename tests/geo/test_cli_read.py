"""Loading files of any kind from the command line: guesses, mappings, ambiguous dates."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from geo.errors import ReadError
from geo.model import Form
from geo.read import ColumnMapping
from geo.settings import PROJECT_DIR, Settings
from geo.store.query import latest_revision, read_snapshot

READ = PROJECT_DIR / "tests" / "data" / "read"


@pytest.fixture
def store(tmp_path: Path) -> Settings:
    return Settings.from_env({"ATLAS_DATABASE_URL": f"sqlite:///{tmp_path / 'own.sqlite'}"})


def load(store: Settings, *arguments: str | Path, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "geo", "load", *map(str, arguments)],
        cwd=PROJECT_DIR, env={**os.environ, **store.to_env(), **env},
        capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_datasets_reach_the_map_in_the_form_of_their_precision(store: Settings) -> None:
    files = [READ / name for name in ("acled.csv", "gtd.csv", "gdelt.export.CSV", "kobo.csv")]
    done = load(store, *files)
    assert done.returncode == 0, done.stderr
    assert "acled.csv (acled): 6 rows read: 5 new" in done.stderr
    snapshot = read_snapshot(store.database_url)
    forms = {
        incident: list(Form)[form]
        for incident, form in zip(snapshot.ids.tolist(), snapshot.form.tolist(), strict=True)
    }
    assert forms["acled-IRQ90003"] is Form.GOVERNORATE
    assert forms["gtd-201407000903"] is Form.DISTRICT
    assert forms["gdelt-934000003"] is Form.COUNTRY
    assert Form.POINT not in forms.values()
    again = load(store, *files)
    assert again.stderr.count("nothing to add") == 4


def test_a_guess_is_printed_changed_and_used(store: Settings, tmp_path: Path) -> None:
    guessed = load(store, READ / "table.csv", "--guess")
    assert guessed.returncode == 0, guessed.stderr
    assert "event_date is column 'Date', by its name" in guessed.stderr
    assert latest_revision(store.database_url) == 0
    mapping = json.loads(guessed.stdout)
    mapping["dataset"] = "ngo"
    mapping["values"] = {"outlet": "An NGO"}
    (tmp_path / "mapping.json").write_text(json.dumps(mapping), encoding="utf-8")
    done = load(store, READ / "table.csv", "--mapping", tmp_path / "mapping.json")
    assert done.returncode == 0, done.stderr
    assert "table.csv (table): 3 rows read: 3 new" in done.stderr
    snapshot = read_snapshot(store.database_url)
    assert snapshot.vocab.datasets == ("ngo",)
    assert "An NGO" in [outlet.name for outlet in snapshot.vocab.outlets]


def test_dates_that_cannot_be_told_are_asked_about(store: Settings, tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("date,place\n03/04/2020,Hit\n")
    done = load(store, path, "--format", "table")
    assert done.returncode == 1
    assert "t.csv, column 'date'" in done.stderr
    assert "--day-first or --month-first" in done.stderr
    assert latest_revision(store.database_url) == 0
    assert load(store, path, "--format", "table", "--month-first").returncode == 0


def test_limits_are_settings(store: Settings) -> None:
    done = load(store, READ / "acled.csv", ATLAS_MAX_ROWS="3")
    assert done.returncode == 1
    assert "more than 3 rows" in done.stderr
    done = load(store, READ / "acled.csv", ATLAS_MAX_ROWS="many")
    assert "ATLAS_MAX_ROWS is 'many'" in done.stderr
    assert latest_revision(store.database_url) == 0


def test_a_mapping_that_is_none_says_so(store: Settings, tmp_path: Path) -> None:
    bad = tmp_path / "m.json"
    bad.write_bytes(b"\xff")
    assert "not text in UTF-8" in load(store, READ / "table.csv", "--mapping", bad).stderr
    with pytest.raises(ReadError, match="not JSON"):
        ColumnMapping.from_json("{")
