"""A preview says what the load then does, and writes nothing."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from geo.errors import AmbiguousDatesError, ReadError, StoreError
from geo.read import ColumnMapping, ReadOptions
from geo.settings import Settings
from geo.store import child, previewed
from geo.store.load import INCIDENTS_DIR, load_files
from geo.store.preview import preview
from geo.store.previewed import Preview
from geo.store.query import latest_revision, read_snapshot
from geo.store.queue_files import queue_files
from geo.store.work import FileToRead, Work
from tests.conftest import TEST_DATA
from tests.geo.store.conftest import Table
from tests.geo.store.test_load import counts

READ = TEST_DATA / "read"
FILES = ("acled.csv", "gtd.csv", "gdelt.export.CSV", "kobo.csv", "ucdp_ged_hdx_2018.csv")
MAPPING = ColumnMapping(
    "ngo", (("event_date", "Date"), ("place_text", "Place")), (("outlet", "NGO"),)
)


@pytest.mark.parametrize("name", FILES)
def test_the_counts_are_those_of_the_load(settings: Settings, name: str) -> None:
    url = settings.database_url
    told = preview(url, [READ / name], settings).files[0]
    assert latest_revision(url) == 0
    before = read_snapshot(url).n
    done = load_files(url, [READ / name], settings).files[0]
    assert (told.n_read, told.n_new, told.n_changed, told.n_same, told.n_rejections) == (
        done.n_read, done.n_new, done.n_changed, done.n_same, done.n_rejected,
    )  # fmt: skip
    assert told.incidents_new == read_snapshot(url).n - before
    assert sum(n for *_, n in told.places) == told.n_placed == done.n_new
    again = preview(url, [READ / name], settings).files[0]
    assert (again.n_todo, again.n_same) == (0, done.n_new)
    assert [load.id for load in again.loaded_before] == [1]


def test_nothing_is_written(own_store: Settings, table: Table) -> None:
    before = counts(own_store.database_url)
    shipped = [INCIDENTS_DIR / "reports_2019_2024.csv", INCIDENTS_DIR / "outlets.csv"]
    told = preview(own_store.database_url, [table({}), *shipped], own_store)
    assert counts(own_store.database_url) == before
    assert sum(file.n_todo for file in told.files) == 1


def test_changed_grown_repeated_and_refused_rows_are_told_apart(
    settings: Settings, table: Table
) -> None:
    url = settings.database_url
    load_files(url, [table({}, {"report_id": "T2", "incident_key": "t-2"})], settings)
    path = table(
        {"killed": "3"},
        {"report_id": "T2", "incident_key": "t-2"},
        {"report_id": "T3"},
        {"report_id": "T4", "incident_key": "t-4", "event_date": ""},
        {"report_id": "T4", "incident_key": "t-4", "event_date": ""},
        {"report_id": "T4", "incident_key": "t-5"},
        {"report_id": "T5", "stance": "cheers"},
    )
    told = preview(url, [path], settings).files[0]
    assert (told.n_new, told.n_changed, told.n_same) == (2, 1, 1)
    assert (told.n_refused, told.n_repeated) == (3, 2)
    assert (told.incidents_new, told.incidents_grown) == (1, 1)
    assert (told.n_dated, told.n_taken) == (3, 4)
    done = load_files(url, [path], settings).files[0]
    assert (done.n_new, done.n_changed, done.n_same) == (2, 1, 1)


def test_of_several_files_the_later_ones_know_the_former(settings: Settings, table: Table) -> None:
    one = table({}, {"report_id": "T2"}, name="one.csv")
    two = table({}, {"report_id": "T2", "killed": "1"}, {"report_id": "T3"}, name="two.csv")
    told = preview(settings.database_url, [one, two], settings).files
    done = load_files(settings.database_url, [one, two], settings).files
    for file, loaded in zip(told, done, strict=True):
        assert (file.n_new, file.n_changed, file.n_same) == (
            loaded.n_new, loaded.n_changed, loaded.n_same,
        )  # fmt: skip


def test_of_many_rows_a_sample_is_placed(
    settings: Settings, table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("geo.store.preview.SAMPLE", 5)
    path = table(*({"report_id": f"R{n}", "incident_key": f"k{n}"} for n in range(50)))
    told = preview(settings.database_url, [path], settings)
    assert (told.files[0].n_new, told.files[0].n_placed, len(told.sample)) == (50, 5, 5)
    assert len({row.key for row, _ in told.sample}) == 5


def test_it_names_incidents_that_may_be_in_the_store(own_store: Settings, table: Table) -> None:
    same = {
        "report_id": "X1", "incident_key": "x-1", "event_date": "2020-07-11", "outlet": "Example",
        "place_text": "between Diwaniya and Samawa", "event_type": "arson-ambush",
        "target": "convoy", "actor_text": "Sayara Thora Al-Ashrin",
    }  # fmt: skip
    far = {"report_id": "X2", "incident_key": "x-2", "event_date": "1995-01-01"}
    told = preview(own_store.database_url, [table(same, far)], own_store)
    assert "20200711-najmi" in {one.second for one in told.merges if one.first == "x-1"}
    assert not [one for one in told.merges if one.first == "x-2"]
    assert Preview.from_json(told.to_json()).merges == told.merges


def test_rows_wait_for_review_and_are_in_no_atlas(settings: Settings, table: Table) -> None:
    url = settings.database_url
    path = table({}, {"report_id": "T2"}, {"report_id": "T3", "stance": "cheers"})
    for expected in (2, 0):
        work = Work(settings, [FileToRead(path)], "Amal", review=True)
        assert work.wait(120)
        assert (work.queued, work.error) == (expected, "")
    assert latest_revision(url) == 0
    groups = path.with_name("groups.csv")
    groups.write_text("canonical,spellings\nA,B\n")
    with pytest.raises(ReadError, match="not reviewed"):
        queue_files(url, [groups], [ReadOptions()], "Amal")


def test_it_passes_between_processes(settings: Settings) -> None:
    told = preview(settings.database_url, [READ / "acled.csv"], settings)
    assert Preview.from_json(told.to_json()) == replace(told, sample=())
    assert previewed.SAMPLE > 0


def table_with(tmp_path: Path, *dates: str) -> Path:
    path = tmp_path / "own.csv"
    path.write_text("Date,Place\n" + "".join(f"{day},Hillah\n" for day in dates))
    return path


def test_a_process_of_its_own_previews_loads_and_asks(settings: Settings, tmp_path: Path) -> None:
    path = table_with(tmp_path, "03/04/2020")
    asking = Work(settings, [FileToRead(path, MAPPING)])
    assert asking.wait(120)
    assert isinstance(asking.asks, AmbiguousDatesError)
    assert (asking.asks.column, asking.asks.value) == ("Date", "03/04/2020")
    loading = Work(
        settings, [FileToRead(table_with(tmp_path, "13/04/2020"), MAPPING)], "Amal", "a remark"
    )
    assert loading.wait(120)
    assert loading.loaded
    assert (loading.loaded.datasets, loading.loaded.load_ids) == (("ngo",), (1,))
    assert read_snapshot(settings.database_url).n == 1


def test_what_is_stopped_leaves_nothing(settings: Settings, tmp_path: Path) -> None:
    work = Work(settings, [FileToRead(table_with(tmp_path, "13/04/2020"), MAPPING)], "Amal")
    work.stop()
    assert work.wait(120)
    assert (work.loaded, work.preview) == (None, None)
    assert latest_revision(settings.database_url) == 0


def test_each_file_is_read_its_own_way(settings: Settings, tmp_path: Path) -> None:
    own = table_with(tmp_path, "13/04/2020")
    options = [ReadOptions(MAPPING), ReadOptions()]
    report = load_files(
        settings.database_url, [own, READ / "acled.csv"], settings, options=options, remark="both"
    )
    assert [file.format for file in report.files] == ["table", "acled"]
    with pytest.raises(ReadError):
        preview(settings.database_url, [own, READ / "acled.csv"], settings)


def test_a_process_that_breaks_says_why(settings: Settings) -> None:
    with pytest.raises(StoreError, match="cannot be read"):
        child.run(["geo", "load", "/nowhere.csv"], settings, lambda *_: None)
