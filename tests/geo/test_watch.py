"""A watched folder: each file once, bad ones aside with their reasons, nothing trusted."""

from __future__ import annotations

import csv
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from geo.errors import SettingsError, StoreError
from geo.settings import PROJECT_DIR, Settings
from geo.store.check import check
from geo.store.decisions import Act
from geo.store.drafts import open_count
from geo.store.loads import loads
from geo.store.query import latest_revision, read_snapshot
from geo.store.undo_load import undo_load
from geo.watch import Watch
from tests.conftest import free_environment

HEAD = "report_id,incident_key,outlet,event_date,stance,place_text,note\n"
ROW = "W1,w-1,NRT,2020-07-11,reports,Hillah,\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "in"
    made.mkdir()
    return made


@pytest.fixture
def lines() -> list[str]:
    return []


@pytest.fixture
def watch(folder: Path, settings: Settings, lines: list[str]) -> Watch:
    return Watch(folder, settings, lines.append)


def table_of(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines()))


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_a_file_is_loaded_once_it_has_come_to_rest(
    watch: Watch, folder: Path, settings: Settings, lines: list[str]
) -> None:
    path = folder / "one.csv"
    path.write_text(HEAD)
    assert watch.look() == 0  # seen for the first time
    path.write_text(HEAD + ROW)
    assert watch.look() == 0  # it has grown
    assert watch.look() == 1
    assert names(folder) == {"loaded", "rejected"}
    assert (folder / "loaded" / "one.csv").read_text() == HEAD + ROW
    assert "1 new, 0 changed" in lines[-1]
    assert list(read_snapshot(settings.database_url).ids) == ["w-1"]
    assert watch.look() == 0


def test_the_same_content_is_never_loaded_twice(
    watch: Watch, folder: Path, settings: Settings, lines: list[str]
) -> None:
    url = settings.database_url
    for name in ("one.csv", "one.csv", "other.csv"):
        (folder / name).write_text(HEAD + ROW)
        watch.look()
        watch.look()
    assert len(loads(url)) == 1
    assert names(folder / "loaded") == {"one.csv", "2-one.csv", "other.csv"}
    undo_load(url, loads(url)[0].id, Act("Amal", "wrong"), settings)
    (folder / "again.csv").write_text(HEAD + ROW)
    watch.look()
    watch.look()
    assert "taken back by decision 1; it is not loaded again" in lines[-1]
    assert not read_snapshot(url).n


def test_bad_files_go_aside_with_their_reasons(
    watch: Watch, folder: Path, settings: Settings, lines: list[str]
) -> None:
    (folder / "empty.csv").write_text("")
    (folder / "heads.csv").write_text(HEAD)
    (folder / "picture.csv").write_bytes(b"\x89PNG\r\n")
    (folder / "unknown.csv").write_text("a,b\n1,2\n")
    (folder / "no row.csv").write_text(
        HEAD + "=cmd|' /C calc'!A0,k,NRT,2020-07-11,cheers,Hillah,\n"
    )
    (folder / "half.csv").write_text(HEAD + ROW + "W2,w-2,NRT,2020-07-11,cheers,Hillah,\n")
    before = latest_revision(settings.database_url)
    watch.look()
    assert watch.look() == 6
    rejected = folder / "rejected"
    assert names(folder / "loaded") == {"half.csv"}
    assert "the file is empty" in (rejected / "empty.csv.txt").read_text()
    assert "it has no rows" in (rejected / "heads.csv.txt").read_text()
    assert "a picture" in (rejected / "picture.csv.txt").read_text()
    assert "of no format" in (rejected / "unknown.csv.txt").read_text()
    assert "none of its 1 rows" in (rejected / "no row.csv.txt").read_text()
    rows = table_of(rejected / "no row.csv.rows.csv")
    assert [row["line"] for row in rows] == ["2"]
    assert rows[0]["raw"].startswith("'=cmd")
    rows = table_of(rejected / "half.csv.rows.csv")
    assert [row["line"] for row in rows] == ["3"]
    assert [load.file for load in loads(settings.database_url)] == ["half.csv"]
    assert latest_revision(settings.database_url) > before
    assert check(settings.database_url) == []


def test_for_review_nothing_is_loaded(folder: Path, settings: Settings, lines: list[str]) -> None:
    watch = Watch(folder, settings, lines.append, review=True)
    (folder / "one.csv").write_text(HEAD + ROW)
    (folder / "bad.csv").write_text(HEAD)
    watch.look()
    assert watch.look() == 2
    assert "1 reports more wait for review" in " ".join(lines)
    assert open_count(settings.database_url) == 1
    assert latest_revision(settings.database_url) == 0
    assert names(folder / "loaded") == {"one.csv"}
    assert names(folder / "rejected") == {"bad.csv", "bad.csv.txt"}


def test_links_folders_and_unfinished_files_are_left_alone(
    watch: Watch, folder: Path, settings: Settings, lines: list[str], tmp_path: Path
) -> None:
    outside = tmp_path / "outside.csv"
    outside.write_text(HEAD + ROW)
    (folder / "link.csv").symlink_to(outside)
    (folder / "sub").mkdir()
    (folder / "sub" / "deep.csv").write_text(HEAD + ROW)
    os.mkfifo(folder / "pipe.csv")
    for name in (".hidden.csv", "~$book.xlsx", "half.csv.part"):
        (folder / name).write_text(HEAD + ROW)
    for _ in range(4):
        assert watch.look() == 0
    assert sorted(lines) == [
        f"{name}: no plain file; it is left alone" for name in ("link.csv", "pipe.csv", "sub")
    ]
    assert not read_snapshot(settings.database_url).n


def test_its_own_folders_may_be_no_links(folder: Path, settings: Settings, tmp_path: Path) -> None:
    (folder / "loaded").symlink_to(tmp_path)
    with pytest.raises(SettingsError, match="must be a folder and no link"):
        Watch(folder, settings, print)
    with pytest.raises(SettingsError, match="is no folder"):
        Watch(folder / "missing", settings, print)


def test_a_hostile_name_stays_on_its_line(watch: Watch, folder: Path, lines: list[str]) -> None:
    name = "x\x1b[2J\n=1+1<script>.csv"
    (folder / name).write_text("a,b\n1,2\n")
    watch.look()
    watch.look()
    assert "\n" not in lines[0]
    assert "\x1b" not in lines[0]
    assert names(folder / "rejected") == {name, f"{name}.txt"}


def test_the_store_that_does_not_answer_costs_no_file(
    watch: Watch, folder: Path, lines: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_: object, **__: object) -> None:
        raise StoreError("the store is being written")

    (folder / "one.csv").write_text(HEAD + ROW)
    watch.look()
    with monkeypatch.context() as patch:
        patch.setattr("geo.watch.load_files", busy)
        assert watch.look() == 0
    assert "it stays and is tried again" in lines[-1]
    watch.look()
    assert watch.look() == 1
    assert names(folder / "loaded") == {"one.csv"}


def test_whatever_a_file_does_the_watch_goes_on(
    watch: Watch, folder: Path, lines: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(*_: object, **__: object) -> None:
        raise RuntimeError("surprise")

    (folder / "one.csv").write_text(HEAD + ROW)
    watch.look()
    with monkeypatch.context() as patch:
        patch.setattr("geo.watch.load_files", breaks)
        assert watch.look() == 1
    assert "surprise" in (folder / "rejected" / "one.csv.txt").read_text()


def test_it_stops_when_it_is_asked_to(folder: Path, settings: Settings) -> None:
    command = [sys.executable, "-m", "geo", "watch", str(folder), "--every", "0.2"]
    with subprocess.Popen(
        command,
        cwd=PROJECT_DIR,
        env=free_environment(settings.database_url),
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stderr
        assert "watching" in process.stderr.readline()
        (folder / "one.csv").write_text(HEAD + ROW)
        assert "1 new" in process.stderr.readline()
        process.send_signal(signal.SIGTERM)
        assert "stopped" in process.stderr.read()
    assert process.returncode == 0
    assert names(folder / "loaded") == {"one.csv"}
