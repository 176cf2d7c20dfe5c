"""Loading: once is enough, changes become versions, nothing is half-written."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely
from sqlalchemy import func, select

from geo.errors import ReadError, StoreError
from geo.model import Status
from geo.places.road_import import import_roads
from geo.settings import PROJECT_DIR, Settings
from geo.store import schema
from geo.store.check import check
from geo.store.engine import open_engine, reading
from geo.store.load import INCIDENTS_DIR, build_store, load_files, needs_build, place_anew
from geo.store.query import (
    count_rejections,
    incident_detail,
    latest_revision,
    read_snapshot,
    rejections,
    revisions,
)
from geo.store.snapshot import STATUSES, Snapshot
from tests.geo.store.conftest import Table

REPORTS = INCIDENTS_DIR / "reports_2019_2024.csv"


def counts(url: str) -> dict[str, int]:
    """Rows of every table."""
    with reading(open_engine(url)) as connection:
        return {
            name: connection.scalar(select(func.count()).select_from(table)) or 0
            for name, table in schema.metadata.tables.items()
        }


def assert_same(a: Snapshot, b: Snapshot) -> None:
    """Equal in every column and word, revision and time aside."""
    assert a.vocab == b.vocab
    for one, other in ((a, b), (a.told, b.told), (a.locations, b.locations)):
        for name in one.__slots__:
            left, right = getattr(one, name), getattr(other, name)
            if isinstance(left, np.ndarray):
                np.testing.assert_array_equal(left, right, err_msg=name)
            elif name == "text":
                assert left.equals(right)


def test_loading_the_same_file_again_adds_nothing(settings: Settings) -> None:
    first = load_files(settings.database_url, [REPORTS], settings)
    assert first.changed
    assert (first.files[0].n_read, first.files[0].n_new) == (398, 398)
    before = counts(settings.database_url)
    again = load_files(settings.database_url, [REPORTS, REPORTS], settings)
    assert not again.changed
    assert [f.n_same for f in again.files] == [398, 398]
    assert again.revision == first.revision
    assert counts(settings.database_url) == before


def test_the_whole_data_folder_again_adds_nothing(own_store: Settings) -> None:
    before = counts(own_store.database_url)
    assert not build_store(own_store).changed
    assert counts(own_store.database_url) == before
    assert check(own_store.database_url) == []


def test_a_copy_under_another_name_adds_nothing(settings: Settings, tmp_path: Path) -> None:
    load_files(settings.database_url, [REPORTS], settings)
    before = counts(settings.database_url)
    other = shutil.copy(REPORTS, tmp_path / "other.csv")
    assert not load_files(settings.database_url, [Path(other)], settings).changed
    assert counts(settings.database_url) == before


def test_a_changed_row_is_a_new_version_and_the_former_can_be_seen(
    settings: Settings, table
) -> None:
    url = settings.database_url
    one = load_files(url, [table({"place_text": "Hillah", "killed": "2"}, {})], settings).revision
    former = read_snapshot(url, one)
    two = load_files(url, [table({"place_text": "Kirkuk", "killed": "5"}, {})], settings)
    assert (two.files[0].n_new, two.files[0].n_changed, two.files[0].n_same) == (0, 1, 1)
    assert two.revision == one + 1
    detail = incident_detail("t-1", url)
    report = next(r for r in detail.reports if r.id == "T1")
    assert (report.row.place_text, report.row.killed.low, report.versions) == ("Kirkuk", 5, 2)
    old = next(r for r in incident_detail("t-1", url, one).reports if r.id == "T1")
    assert (old.row.place_text, old.row.killed.low, old.versions) == ("Hillah", 2, 1)
    assert_same(read_snapshot(url, one), former)
    assert check(url) == []


def test_a_row_changed_back_is_a_third_version(settings: Settings, table) -> None:
    url = settings.database_url
    for text in ("Hillah", "Kirkuk", "Hillah"):
        load_files(url, [table({"place_text": text})], settings)
    report = incident_detail("t-1", url).reports[0]
    assert (report.row.place_text, report.versions) == ("Hillah", 3)
    assert check(url) == []


def test_a_revision_shows_the_same_numbers_after_later_loads(own_store: Settings, table) -> None:
    url = own_store.database_url
    newest = latest_revision(url)
    before = read_snapshot(url, newest)
    load_files(
        url,
        [table({"incident_key": "20200711-najmi", "stance": "confirms", "outlet": "New Outlet"})],
        own_store,
    )
    assert_same(read_snapshot(url, newest), before)
    after = read_snapshot(url)
    assert (after.n, after.m) == (before.n, before.m + 1)


def test_a_row_that_moves_to_another_incident_leaves_the_former(settings: Settings, table) -> None:
    url = settings.database_url
    load_files(url, [table({}, {"incident_key": "t-2"})], settings)
    load_files(url, [table({}, {"incident_key": "t-1"})], settings)
    snapshot = read_snapshot(url)
    assert (snapshot.n, snapshot.m) == (1, 2)
    assert snapshot.ids.tolist() == ["t-1"]
    assert read_snapshot(url, snapshot.revision - 1).n == 2


def test_rejections_are_kept_with_all_that_was_read(settings: Settings, table) -> None:
    url = settings.database_url
    path = table({}, {"event_date": "2020-13-40"}, {"stance": "shouts"}, {"killed": "many"})
    outcome = load_files(url, [path], settings).files[0]
    assert outcome.n_read == 4
    found = rejections(url)
    assert len(found) == count_rejections(url) == outcome.n_rejected >= 3
    assert {r.column for r in found} >= {"stance", "killed"}
    stance = next(r for r in found if r.column == "stance")
    assert (stance.file, stance.line, stance.value) == (path.name, 4, "shouts")
    assert "shouts" in stance.raw
    assert stance.reason
    load_files(url, [path], settings)
    assert count_rejections(url) == outcome.n_rejected


def test_a_nul_in_a_file_is_rejected_and_does_not_stop_the_load(settings: Settings, table) -> None:
    """PostgreSQL refuses any text with one; what was read is kept all the same, escaped."""
    url = settings.database_url
    outcome = load_files(
        url, [table({"note": "a\0b"}, {"place_text": "Hil\0lah"})], settings
    ).files[0]
    assert outcome.n_new + outcome.n_rejected >= 2
    entries = rejections(url)
    assert len(entries) == 2
    assert all("NUL" in entry.reason and "\\x00" in entry.raw for entry in entries)
    assert check(url) == []


def test_a_file_that_cannot_be_read_stops_the_whole_call(
    settings: Settings, table, tmp_path: Path
) -> None:
    (tmp_path / "bad.csv").write_text("a,b\n1,2\n")
    with pytest.raises(ReadError, match=r"bad\.csv"):
        load_files(settings.database_url, [table({}), tmp_path / "bad.csv"], settings)
    assert latest_revision(settings.database_url) == 0


def test_an_error_while_writing_leaves_the_store_as_it_was(
    settings: Settings, table, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = settings.database_url
    load_files(url, [table({})], settings)
    before = counts(url)

    def break_down(*_args: object) -> None:
        raise StoreError("the disk is full")

    with monkeypatch.context() as patch:
        patch.setattr("geo.store.write.Writer.add_stored_locations", break_down)
        with pytest.raises(StoreError, match="disk is full"):
            load_files(url, [table({}, {}, {"incident_key": "t-9"})], settings)
    assert counts(url) == before
    assert load_files(url, [table({}, {}, {"incident_key": "t-9"})], settings).files[0].n_new == 2


def test_other_boundaries_move_every_place(own_store: Settings, tmp_path: Path) -> None:
    """The same polygons under other keys: as another file, so another set."""
    url = own_store.database_url
    before = read_snapshot(url)
    layer = gpd.read_file(own_store.governorates.path)
    layer["KEY"] = "X" + layer["ADM1_PCODE"]
    layer[["KEY", "ADM1_EN", "geometry"]].to_file(tmp_path / "own.gpkg")
    other = Settings.from_env(
        {
            "ATLAS_DATABASE_URL": url,
            "ATLAS_GOVERNORATES": str(tmp_path / "own.gpkg"),
            "ATLAS_GOVERNORATES_KEY": "KEY",
            "ATLAS_GOVERNORATES_NAME": "ADM1_EN",
        }
    )
    assert not needs_build(own_store)
    assert needs_build(other)
    build_store(other)
    assert not needs_build(other)
    after = read_snapshot(url)
    assert after.vocab.governorates[0].key == "XIQG01"
    assert_counts_by_governorate_equal(before, after)
    assert_same(read_snapshot(url, before.revision), before)
    assert check(url) == []


def test_other_roads_move_what_lies_on_roads(
    settings: Settings, table: Table, tmp_path: Path
) -> None:
    url = settings.database_url
    on_road = {"incident_key": "t-2", "place_text": "road between Hillah and Diwaniyah"}
    load_files(url, [table({}, on_road)], settings)
    before = read_snapshot(url)
    assert place_anew(settings).moved is None
    layer = tmp_path / "own.gpkg"
    line = shapely.LineString([(44.43, 32.48), (44.6, 32.0), (44.92, 31.99)])
    gpd.GeoDataFrame({"fclass": ["primary"]}, geometry=[line], crs="EPSG:4326").to_file(layer)
    import_roads(layer, tmp_path / "own.geojson")
    other = Settings.from_env(
        {"ATLAS_DATABASE_URL": url, "ATLAS_ROADS": str(tmp_path / "own.geojson")}
    )
    assert needs_build(other)
    done = place_anew(other)
    assert (done.moved, done.files, done.changed) == (1, (), True)
    assert not needs_build(other)
    assert place_anew(other).moved is None
    after = read_snapshot(url)
    assert after.revision == before.revision + 1
    assert revisions(url)[0].kind == "places"
    assert before.vocab.stretches[0].wkt != after.vocab.stretches[0].wkt
    assert_same(read_snapshot(url, before.revision), before)
    assert check(url) == []


def test_there_is_nothing_to_place_without_a_store(settings: Settings) -> None:
    assert place_anew(settings) is None
    open_engine(settings.database_url)
    assert place_anew(settings) is None


def assert_counts_by_governorate_equal(a: Snapshot, b: Snapshot) -> None:
    counted = [
        {
            unit.key[-2:]: int((s.governorate == i).sum())
            for i, unit in enumerate(s.vocab.governorates)
        }
        for s in (a, b)
    ]
    assert counted[0] == counted[1]


# What follows happens in processes of their own.

_LOADER = """
import sys
from pathlib import Path
from geo.model import UNPLACED
from geo.settings import Settings
from geo.store.load import load_files
from geo.store.placing import Placer

settings = Settings.from_env()
# Where things are does not matter to these tests, and finding it takes long.
Placer.places = lambda self, rows: [UNPLACED] * len(rows)

def tell(share, message):
    print(message, flush=True)
    if message.startswith(sys.argv[2]):
        sys.stdin.readline()

load_files(settings.database_url, [Path(sys.argv[1])], settings, None, tell)
"""


def loader(url: str, path: Path, halt: str) -> subprocess.Popen[str]:
    """A process that loads a file, and waits for a line whenever its progress says ``halt``."""
    return subprocess.Popen(
        [sys.executable, "-c", _LOADER, str(path), halt],
        cwd=PROJECT_DIR,
        env={**os.environ, "ATLAS_DATABASE_URL": url},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def until(process: subprocess.Popen[str], message: str) -> None:
    """Read its progress up to a message."""
    assert process.stdout is not None
    for line in process.stdout:
        if line.startswith(message):
            return
    assert process.stderr is not None
    pytest.fail(f"the loader ended before {message!r}: {process.stderr.read()}")


@pytest.mark.parametrize("moment", ["Reading", "Placing", "Writing the store", "Writing reports"])
def test_killed_in_the_middle_of_a_load(settings: Settings, table, moment: str) -> None:
    """SIGKILL, also with the transaction open and rows written, leaves the former state."""
    url = settings.database_url
    load_files(url, [table({"report_id": "former"}, name="former.csv")], settings)
    before, snapshot = counts(url), read_snapshot(url)
    with loader(url, REPORTS, moment) as process:
        until(process, moment)
        process.send_signal(signal.SIGKILL)
        process.communicate()
    assert process.returncode == -signal.SIGKILL
    assert counts(url) == before
    assert_same(read_snapshot(url), snapshot)
    assert check(url) == []
    again = load_files(url, [REPORTS], settings)
    assert again.files[0].n_new == 398
    assert check(url) == []


def test_two_loads_at_once(settings: Settings, table) -> None:
    """Both read and place first, then both want to write the same and something of their own."""
    url = settings.database_url
    common = [{"report_id": f"common-{i}", "incident_key": f"c-{i}"} for i in range(50)]
    paths = [
        table(*common, {"report_id": f"own-{name}", "outlet": f"Outlet {name}"}, name=f"{name}.csv")
        for name in ("a", "b")
    ]
    processes = [loader(url, path, "Writing the store") for path in paths]
    for process in processes:
        until(process, "Writing the store")
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("\n")
        process.stdin.flush()
    for process in processes:
        _, said = process.communicate()
        assert process.returncode == 0, said
    snapshot = read_snapshot(url)
    assert (snapshot.n, snapshot.m) == (51, 52)
    assert sorted(o.name for o in snapshot.vocab.outlets) == ["NRT", "Outlet a", "Outlet b"]
    assert counts(url)["report"] == 52
    assert check(url) == []


def test_two_first_starts_at_once(bare_settings: Settings, table) -> None:
    """Three processes find no store at all; all make the tables."""
    url = bare_settings.database_url
    path = table({}, {"incident_key": "t-2"})
    processes = [loader(url, path, "nothing") for _ in range(3)]
    for process in processes:
        _, said = process.communicate()
        assert process.returncode == 0, said
    assert counts(url)["report"] == 2
    assert check(url) == []


def test_readers_see_the_former_state_until_the_load_is_done(settings: Settings, table) -> None:
    url = settings.database_url
    load_files(url, [table({})], settings)
    before = latest_revision(url)
    with loader(url, REPORTS, "Writing reports") as process:
        until(process, "Writing reports")
        assert latest_revision(url) == before
        assert read_snapshot(url).m == 1
        process.communicate("\n" * 100)
    assert process.returncode == 0
    assert read_snapshot(url).m == 399


def test_a_denial_that_comes_later_makes_it_contested(settings: Settings, table) -> None:
    url = settings.database_url
    load_files(url, [table({"stance": "claims", "asserted_by": "group itself"})], settings)
    assert STATUSES[read_snapshot(url).status[0]] is Status.CLAIMED_ONLY
    denial = {"report_id": "T9", "stance": "denies", "asserted_by": "Pentagon"}
    load_files(url, [table(denial, name="later.csv")], settings)
    assert STATUSES[read_snapshot(url).status[0]] is Status.CONTESTED
