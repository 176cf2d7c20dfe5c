"""``python -m geo duplicates`` and ``decide keep-apart``."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from typer.testing import CliRunner

from geo.cli import app
from geo.settings import Settings
from geo.store.load import load_files
from geo.store.proposals import held_apart
from tests.geo.store.conftest import write_table

RUN = CliRunner()


@pytest.fixture
def url(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    rows = [
        {"incident_key": "=a", "outlet": "NRT", "target": "=2+3", "killed": "3"},
        {"incident_key": "b", "outlet": "Reuters", "target": "=2+3", "killed": "3"},
    ]
    load_files(settings.database_url, [write_table(tmp_path / "rows.csv", rows)], settings)
    monkeypatch.setenv("ATLAS_DATABASE_URL", settings.database_url)
    return settings.database_url


def test_pairs_are_listed_safely_until_they_are_held_apart(url: str, tmp_path: Path) -> None:
    out = tmp_path / "pairs.csv"
    done = RUN.invoke(app, ["duplicates", "--out", str(out)])
    assert done.exit_code == 0, done.output
    assert "1 pairs, 1 same, 0 to review" in done.stderr
    with out.open(newline="", encoding="utf-8") as file:
        (row,) = csv.DictReader(file)
    assert (row["first"], row["second"], row["tier"]) == ("'=a", "b", "same")
    assert row["first_target"] == row["second_target"] == "'=2+3"
    assert row["time"] == "same day, both known to the day"
    assert float(row["time_bits"]) > 0 > float(row["rate_bits"]) - 9
    assert RUN.invoke(app, ["duplicates", "--tier", "review"]).stdout.count("\n") == 1
    assert RUN.invoke(app, ["duplicates", "--tier", "sure"]).exit_code == 2
    held = RUN.invoke(
        app, ["decide", "keep-apart", "=a", "b", "--author", "Amal", "--reason", "two trucks"]
    )
    assert held.exit_code == 0, held.output
    assert held_apart(url) == {("=a", "b")}
    assert "0 pairs" in RUN.invoke(app, ["duplicates"]).stderr


def test_an_empty_store_and_one_without_groups_say_so(
    settings: Settings, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = RUN.invoke(app, ["evaluate", "duplicates"])
    assert "no incident of the store has several reports" in str(found.exception)
    monkeypatch.setenv("ATLAS_DATABASE_URL", settings.database_url.replace("atlas", "none"))
    assert "the store is empty" in str(RUN.invoke(app, ["duplicates"]).exception)
