"""The commands for a store on PostgreSQL: copy it, show it in PostGIS, and how they fail."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import text

from geo.settings import Settings
from geo.store.engine import open_engine, reading
from geo.store.load import load_files
from geo.store.query import read_snapshot
from tests.databases import Databases
from tests.geo.test_cli import Geo, assert_failed, geo
from tests.geo.test_cli_decide import TABLE

__all__ = ["geo"]


def at(url: str) -> Settings:
    return Settings.from_env({"ATLAS_DATABASE_URL": url})


def test_a_store_moves_to_a_server_and_is_worked_with_there(
    settings: Settings, databases: Databases, geo: Geo, tmp_path: Path
) -> None:
    here = settings.database_url
    (tmp_path / "reports.csv").write_text(TABLE)
    load_files(here, [tmp_path / "reports.csv"], settings)
    with databases.own("bare") as there:
        done = geo(at(here), "copy", "--from", here, "--to", there)
        assert done.returncode == 0, done.stderr
        rows = [line.split("\t") for line in done.stdout.splitlines()]
        assert ["revision", "2"] in [row[:2] for row in rows]
        assert all(len(row) == 3 and len(row[2]) == 16 for row in rows)
        assert "the same as before" in done.stderr
        secret = there.partition("atlas:")[2].partition("@")[0]
        assert secret not in done.stdout + done.stderr
        settings = at(there)
        assert "The store is whole" in geo(settings, "check").stderr
        who = ("--author", "Amal", "--reason", "two witnesses")
        done = geo(settings, "decide", "grade-incident", "one", "2", *who)
        assert done.returncode == 0, done.stderr
        assert read_snapshot(there).revision == 3
        with reading(open_engine(there)) as connection:
            shown = connection.execute(text("SELECT revision, behind FROM atlas_gis.shown")).one()
        assert tuple(shown) == (3, 0)
        assert "newest revision already" in geo(settings, "postgis").stderr
        again = geo(settings, "copy", "--from", here, "--to", there)
        assert_failed(again, "is not empty")
        assert secret not in again.stderr


def test_layers_need_postgresql(settings: Settings, geo: Geo) -> None:
    assert_failed(geo(settings, "postgis"), "SQLite", "PostGIS")


def test_a_server_that_is_not_there(settings: Settings, geo: Geo) -> None:
    away = "postgresql+psycopg://atlas:s3cret@127.0.0.1:1/atlas"
    for command in (["check"], ["build"], ["copy", "--from", away, "--to", "sqlite:////tmp/x"]):
        done = geo(at(away), *command)
        assert done.returncode > 0
        assert "cannot be reached" in done.stderr
        assert "s3cret" not in done.stderr
        assert "Traceback" not in done.stderr
