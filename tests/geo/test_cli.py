"""The command line: what it does, where it speaks, and how it fails."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pytest

from geo import cli, cli_store
from geo.settings import PROJECT_DIR, Settings
from geo.store.load import INCIDENTS_DIR
from geo.store.query import latest_revision, read_snapshot
from geo.store.snapshot import STATUSES
from geo.view.filters import Filters
from geo.view.reading import Reading, read

GEOCODED = (
    *("governorate", "governorate_pcode", "district", "district_pcode", "place", "route"),
    *("latitude", "longitude", "where_prec", "uncertainty_m", "score", "method"),
    *("form", "from_km", "to_km", "crosses", "stretch_wkt"),
)


@dataclass(frozen=True)
class Done:
    """How a call ended."""

    returncode: int
    stdout: str
    stderr: str


Geo = Callable[..., Done]


def in_process(settings: Settings, *arguments: str | Path) -> Done:
    """``python -m geo`` in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "geo", *map(str, arguments)],
        cwd=PROJECT_DIR,
        env={**os.environ, **settings.to_env()},
        capture_output=True,
        text=True,
        check=False,
    )
    return Done(done.returncode, done.stdout, done.stderr)


@pytest.fixture
def geo(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Geo:
    """The same in this process, which is quicker."""

    def call(settings: Settings, *arguments: str | Path, **env: str) -> Done:
        monkeypatch.chdir(PROJECT_DIR)
        for name, value in (settings.to_env() | env).items():
            monkeypatch.setenv(name, value)
        monkeypatch.setattr(sys, "argv", ["python -m geo", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        said = capsys.readouterr()
        code = ended.value.code
        return Done(code if isinstance(code, int) else 0, said.out, said.err)

    return call


def assert_failed(done: Done, *words: str, code: int = 1) -> None:
    assert done.returncode == code, done.stderr
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    last = done.stderr.strip().splitlines()[-1]
    assert last.startswith("Error: ")
    for word in words:
        assert word in last


def test_load_says_what_became_of_each_file(settings: Settings, geo: Geo) -> None:
    done = in_process(settings, "load", INCIDENTS_DIR / "groups.csv", INCIDENTS_DIR / "outlets.csv")
    assert done.returncode == 0, done.stderr
    assert done.stdout == ""
    assert "groups.csv (groups): 19 rows read: 19 new" in done.stderr
    assert "outlets.csv (outlets): 149 rows read: 149 new" in done.stderr
    assert "'python -m geo build' adds it" in done.stderr
    revision = latest_revision(settings.database_url)
    assert f"The store is at revision {revision}." in done.stderr
    again = geo(settings, "load", INCIDENTS_DIR / "groups.csv", "--format", "groups")
    assert again.returncode == 0
    assert "nothing to add" in again.stderr
    assert latest_revision(settings.database_url) == revision


def test_build_again_changes_nothing(own_store: Settings, geo: Geo) -> None:
    before = latest_revision(own_store.database_url)
    done = geo(own_store, "build")
    assert done.returncode == 0, done.stderr
    assert done.stderr.count("nothing to add") == 5
    assert latest_revision(own_store.database_url) == before


def test_progress_lines_are_data(own_store: Settings, geo: Geo) -> None:
    done = geo(own_store, "build", "--progress-lines")
    assert done.returncode == 0, done.stderr
    shares = [float(line.split("\t")[0]) for line in done.stdout.splitlines()]
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    assert done.stderr == ""


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["load", "nowhere.csv"], ["nowhere.csv"]),
        (["load", "pyproject.toml"], ["pyproject.toml"]),
        (["load", "data/incidents/groups.csv", "--format", "nosuch"], ["nosuch"]),
        (["load", "data"], ["data"]),
        (["check"], ["there is no store at"]),
        (["export", "--format", "csv", "--out", "x.csv"], ["empty"]),
        (["geocode", "--in", "nowhere.csv", "--column", "a", "--out", "x.csv"], ["nowhere.csv"]),
    ],
)
def test_failures_have_a_code_and_one_line(
    settings: Settings, arguments: list[str], words: list[str], geo: Geo
) -> None:
    assert_failed(geo(settings, *arguments), *words)


@pytest.mark.parametrize("arguments", [["nosuch"], ["load"], ["export", "--out", "x"]])
def test_a_wrong_call_says_how_to_call(settings: Settings, arguments: list[str], geo: Geo) -> None:
    done = geo(settings, *arguments)
    assert done.returncode == 2
    assert "Usage: " in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("ATLAS_DATABASE_URL", "bogus"),
        ("ATLAS_POLL_SECONDS", "soon"),
        ("ATLAS_GOVERNORATES", "/nowhere/units.shp"),
    ],
)
def test_a_setting_that_cannot_work_is_named(
    settings: Settings, geo: Geo, variable: str, value: str
) -> None:
    done = geo(settings, "load", "data/incidents/groups.csv", **{variable: value})
    assert_failed(done, value)


def test_check_finds_nothing_in_a_whole_store(built_settings: Settings, geo: Geo) -> None:
    done = geo(built_settings, "check")
    assert (done.returncode, done.stdout) == (0, "")
    assert "The store is whole." in done.stderr


def test_check_of_a_damaged_store_has_its_own_code(own_store: Settings, geo: Geo) -> None:
    path = Path(own_store.database_url.removeprefix("sqlite:///"))
    path.write_bytes(path.read_bytes()[: 4096 * 30])
    done = in_process(own_store, "check")
    assert done.returncode == cli_store.FAULTS
    assert "is damaged" in done.stderr
    assert "Traceback" not in done.stderr


def test_export_is_exactly_the_link(built_settings: Settings, geo: Geo, tmp_path: Path) -> None:
    snapshot = read_snapshot(built_settings.database_url)
    bombs = snapshot.vocab.event_types.index("roadside bomb")
    expected = set(snapshot.ids[snapshot.event_type == bombs])
    out = tmp_path / "bombs.csv"
    link = "http://localhost:8501/timeline?type=roadside+bomb&colour_of_sky=blue"
    done = geo(built_settings, "export", "--query", link, "--format", "csv", "--out", out)
    assert (done.returncode, done.stdout) == (0, "")
    assert "Ignored: colour_of_sky=blue" in done.stderr
    assert f"{len(expected)} incidents" in done.stderr
    lines = [x for x in out.read_text("utf-8-sig").splitlines() if not x.startswith("#")]
    assert {row["id"] for row in csv.DictReader(lines)} == expected


def test_export_under_a_reading(built_settings: Settings, geo: Geo, tmp_path: Path) -> None:
    whole = read_snapshot(built_settings.database_url)
    found = read(whole, Reading(("country:Iran",)))
    out = tmp_path / "read.csv"
    link = "set=reports&without=country:Iran&without=country:Atlantis"
    done = geo(built_settings, "export", "--query", link, "--format", "csv", "--out", out)
    assert "Ignored: without=country:Atlantis" in done.stderr
    text = out.read_text("utf-8-sig")
    assert "without outlets of Iran" in text.split("\nid,")[0]
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    told = {row["id"]: row["status"] for row in csv.DictReader(lines)}
    rows = Filters(datasets=("reports",)).apply(found)
    expected = {str(found.ids[row]): str(STATUSES[found.status[row]]) for row in rows}
    assert told == expected


def test_export_of_a_past_revision(built_settings: Settings, geo: Geo, tmp_path: Path) -> None:
    newest = latest_revision(built_settings.database_url)
    out = tmp_path / "then.geojson"
    done = geo(
        *(built_settings, "export", "--query", f"rev={newest - 1}"),
        *("--format", "geojson", "--out", out),
    )
    assert done.returncode == 0
    then = read_snapshot(built_settings.database_url, newest - 1)
    assert len(json.loads(out.read_text("utf-8"))["features"]) == then.n


def test_export_of_one_incident_by_the_ending_of_the_file(
    built_settings: Settings, geo: Geo, tmp_path: Path
) -> None:
    out = tmp_path / "convoy.html"
    link = "https://atlas.example/a/incident?without=country:Iran"
    done = geo(
        built_settings, "export", "--query", link, "--incident", "20200711-najmi", "--out", out
    )
    assert done.returncode == 0
    page = out.read_text("utf-8")
    assert 'href="https://atlas.example/a/incident?id=20200711-najmi&amp;rev=' in page
    assert "outlets of Iran" in page


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (["--format", "xls", "--out", "x.xls"], "xls"),
        (["--format", "csv", "--out", "/nowhere/x.csv"], "/nowhere/x.csv"),
        (["--format", "csv", "--out", "x.csv", "--query", "rev=99"], "no revision 99"),
        (["--out", "x.csv", "--incident", "nosuch"], "nosuch"),
    ],
)
def test_export_failures(
    built_settings: Settings, arguments: list[str], word: str, geo: Geo
) -> None:
    assert_failed(geo(built_settings, "export", *arguments), word)
    assert not (PROJECT_DIR / "x.csv").exists()


def test_geocode_appends_its_columns(settings: Settings, geo: Geo, tmp_path: Path) -> None:
    source, out = tmp_path / "in.csv", tmp_path / "out.csv"
    words = ["Diwaniyah province", "محافظة الديوانية", "", "no such place at all"]
    with source.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([["n", "where"], *enumerate(words)])
    done = geo(settings, "geocode", "--in", source, "--column", "where", "--out", out)
    assert (done.returncode, done.stdout) == (0, "")
    with out.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert tuple(rows[0]) == ("n", "where", *GEOCODED)
    assert [row["where"] for row in rows] == words
    assert [row["governorate"] for row in rows] == ["Qadisiyah", "Qadisiyah", "", ""]
    assert [row["where_prec"] for row in rows] == ["4", "4", "", ""]
    assert "2 placed" in done.stderr


def test_geocode_names_a_missing_column(settings: Settings, tmp_path: Path, geo: Geo) -> None:
    (tmp_path / "in.csv").write_text("a,b\n1,2\n")
    done = geo(
        settings, "geocode", "--in", tmp_path / "in.csv", "--column", "c", "--out", tmp_path / "o"
    )
    assert_failed(done, "in.csv", "'c'", "'a', 'b'")
    assert not (tmp_path / "o").exists()


def test_geocode_of_what_is_no_table(settings: Settings, tmp_path: Path, geo: Geo) -> None:
    (tmp_path / "in.csv").write_bytes(bytes(range(256)) * 20)
    done = geo(
        settings, "geocode", "--in", tmp_path / "in.csv", "--column", "c", "--out", tmp_path / "o"
    )
    assert_failed(done, "in.csv")


def test_geocode_reads_other_tables_and_adds_candidates(
    settings: Settings, geo: Geo, tmp_path: Path
) -> None:
    source, out = tmp_path / "in.parquet", tmp_path / "out.csv"
    pd.DataFrame({"where": ["Hit, Anbar", None]}).to_parquet(source)
    done = geo(settings, "geocode", "--in", source, "--out", out, "--candidates", "2")
    assert done.returncode == 0
    with out.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert [row["governorate"] for row in rows] == ["Anbar", ""]
    assert rows[0]["candidate_1_name"]
    assert "candidate_2_score" in rows[0]
    assert rows[1]["candidate_1_name"] == ""


def test_gazetteer_import_says_what_it_added_and_merged(
    settings: Settings, geo: Geo, tmp_path: Path
) -> None:
    mine = tmp_path / "mine.csv"
    mine.write_text(
        "Name,Lat,Lon\nZubbaranwick,31,45\nFallujah,33.35,43.78\n,1,2\n", encoding="utf-8"
    )
    named = ("--name", "Name", "--lat", "Lat", "--lon", "Lon", "--all-are", "town")
    done = geo(settings, "gazetteer", "import", mine, *named)
    assert done.returncode == 0
    assert "1 places added, 1 merged with known ones, 1 not used" in done.stderr
    assert "line 4: no name" in done.stderr
    words, out = tmp_path / "words.csv", tmp_path / "out.csv"
    words.write_text("where\nZubbaranwick\n", encoding="utf-8")
    geo(settings, "geocode", "--in", words, "--out", out)
    assert "Zubbaranwick" in out.read_text(encoding="utf-8").splitlines()[1].split(",")[5]


def test_gazetteer_import_names_a_missing_column(
    settings: Settings, geo: Geo, tmp_path: Path
) -> None:
    mine = tmp_path / "mine.csv"
    mine.write_text("a,b\n1,2\n", encoding="utf-8")
    assert_failed(geo(settings, "gazetteer", "import", mine), "mine.csv", "'name'", "'a', 'b'")


def test_roads_are_imported_beside_the_store_and_checked(
    geo: Geo, settings: Settings, tmp_path: Path
) -> None:
    shipped = geo(settings, "roads", "check")
    assert "Baghdad - Kirkuk: 254 km (known: 254 km)" in shipped.stderr
    source = tmp_path / "own.geojson"
    line = {"type": "LineString", "coordinates": [[44.4, 33.3], [44.4, 35.5]]}
    own = {"type": "Feature", "properties": {"fclass": "trunk"}, "geometry": line}
    source.write_text(json.dumps({"type": "FeatureCollection", "features": [own]}))
    done = geo(settings, "roads", "import", source)
    assert done.returncode == 0
    assert done.stdout == ""
    assert settings.roads == tmp_path / "roads.geojson"
    assert settings.roads.exists()
    assert "1 lines read; taken: 1 trunk" in done.stderr
    assert "Basra - Baghdad: not linked" in done.stderr
    assert "There is no store yet" in done.stderr
    refused = geo(settings, "roads", "import", tmp_path / "none.shp")
    assert refused.returncode == cli.FAILED
    assert "does not exist" in refused.stderr


def test_corrections_are_made_listed_used_and_undone(
    own_store: Settings, geo: Geo, tmp_path: Path
) -> None:
    words = ["--words", "Green Zone", "--author", "Amal", "--reason", "a test"]
    done = geo(own_store, "correct", *words, "--lat", "33.5", "--lon", "44.5", "--within", "2km")
    assert (done.returncode, done.stdout) == (0, "")
    assert "Decision 1, revision" in done.stderr
    assert "8 reports placed anew" in done.stderr
    source, out = tmp_path / "in.csv", tmp_path / "out.csv"
    source.write_text("id,where\n1,green zone\n", encoding="utf-8")
    assert not geo(
        own_store, "geocode", "--in", source, "--column", "where", "--out", out
    ).returncode
    row = next(csv.DictReader(out.read_text(encoding="utf-8-sig").splitlines()))
    assert (row["latitude"], row["uncertainty_m"], row["method"]) == ("33.5", "2000", "corrected")
    assert "Amal" in geo(own_store, "correct").stdout
    undone = geo(own_store, "correct", "--undo", "1", "--author", "Basim")
    assert "8 reports placed anew" in undone.stderr
    assert len(geo(own_store, "correct").stdout.splitlines()) == 2


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--words", "Balad"], "--lat and --lon"),
        (["--words", "Balad", "--lat", "1", "--lon", "1"], "not in or near Iraq"),
        (["--words", "Balad", "--lat", "33", "--lon", "44", "--within", "1 mile"], "1 mile"),
        (["--words", "Balad", "--nowhere"], "needs the name"),
        (["--undo", "7", "--author", "A"], "no correction in force"),
    ],
)
def test_a_correction_that_cannot_be_made(
    settings: Settings, geo: Geo, arguments: list[str], message: str
) -> None:
    done = geo(settings, "correct", *arguments)
    assert done.returncode in (1, 2)
    assert message in done.stderr
    assert "Traceback" not in done.stderr


def test_actors_appends_who_is_named(settings: Settings, geo: Geo, tmp_path: Path) -> None:
    source, out = tmp_path / "in.csv", tmp_path / "out.csv"
    texts = ["UsbatalThaireenAshab al-Kahaf", "Hezbollah", "al-Kahf", "unknown gunmen", ""]
    with source.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([["n", "who"], *enumerate(texts)])
    done = geo(settings, "actors", "--in", source, "--column", "who", "--out", out)
    assert (done.returncode, done.stdout) == (0, "")
    with out.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert tuple(rows[0]) == ("n", "who", "actor", "tier", "score", "candidates")
    assert [row["who"] for row in rows] == texts
    assert [row["actor"] for row in rows] == [
        "Usbat al-Thaireen; Ashab al-Kahf", "", "Ashab al-Kahf", "", "",
    ]  # fmt: skip
    assert [row["tier"] for row in rows] == ["auto", "new", "review", "new", "new"]
    assert "5 rows: 1 auto, 1 review, 3 new" in done.stderr
    assert not Path(settings.database_url.removeprefix("sqlite:///")).exists()


@pytest.mark.parametrize("suffix", ["xlsx", "parquet"])
def test_actors_reads_other_tables_and_explains(
    settings: Settings, geo: Geo, tmp_path: Path, suffix: str
) -> None:
    source = tmp_path / f"in.{suffix}"
    table = pd.DataFrame({"who": ["Kataib Hisbollah", "1920 Revolution Brigades"]})
    write = table.to_excel if suffix == "xlsx" else table.to_parquet
    write(source, index=False)
    done = geo(settings, "actors", "--in", source, "--explain")
    rows = list(csv.DictReader(done.stdout.splitlines()))
    assert [row["actor"] for row in rows] == ["Kataib Hezbollah", ""]
    assert [row["reason"] for row in rows] == [
        "same words", "another group: 1920 Revolution Brigades",
    ]  # fmt: skip


def test_actors_names_a_missing_column(settings: Settings, geo: Geo, tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text("a,b\n1,2\n")
    assert_failed(geo(settings, "actors", "--in", tmp_path / "in.csv"), "in.csv", "'a', 'b'")
    assert_failed(
        geo(settings, "actors", "--in", tmp_path / "nowhere.csv", "--column", "a"), "nowhere.csv"
    )


def test_evaluate_actors_prints_tables(settings: Settings, geo: Geo) -> None:
    done = geo(settings, "evaluate", "actors")
    assert done.returncode == 0
    assert "| engine | WRatio from" in done.stdout


ARTICLE = (
    "DIWANIYAH, Iraq - Gunmen burned trucks on the road between Diwaniyah and Samawah on Saturday "
    "night, police said. Nobody was hurt."
)


def test_extract_writes_drafts_as_json(settings: Settings, geo: Geo, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(ARTICLE)
    done = geo(settings, "extract", tmp_path / "a.txt", "--published", "2020-07-12", "--json")
    assert done.returncode == 0
    answer = json.loads(done.stdout)
    (incident,) = answer["incidents"]
    assert (incident["date"], incident["governorate"], incident["event_type"]) == (
        "2020-07-11", "Qadisiyah", "arson-ambush",
    )  # fmt: skip
    start, end = incident["spans"]["date"][0]
    assert answer["text"][start:end] == "on Saturday night"
    assert incident["wounded"] == 0
    assert incident["links"] == []
    assert "1 incidents drafted" in done.stderr
    assert not Path(settings.database_url.removeprefix("sqlite:///")).exists()


def test_extract_names_incidents_of_the_store(
    built_settings: Settings, geo: Geo, tmp_path: Path
) -> None:
    (tmp_path / "a.txt").write_text(ARTICLE)
    done = geo(built_settings, "extract", tmp_path / "a.txt", "--published", "2020-07-12", "--json")
    (incident,) = json.loads(done.stdout)["incidents"]
    assert incident["links"][0]["score"] > 0.9


def test_extract_takes_the_day_from_a_page_and_prints_a_line_an_incident(
    settings: Settings, geo: Geo, tmp_path: Path
) -> None:
    page = f'<html><meta name="date" content="2020-07-12"><article><p>{ARTICLE}</p></article>'
    (tmp_path / "a.html").write_text(page)
    done = geo(settings, "extract", tmp_path / "a.html")
    assert done.stdout.startswith("2020-07-11 (on Saturday night) | Qadisiyah: ")
    assert len(done.stdout.splitlines()) == 1


def test_extract_says_what_is_missing(settings: Settings, geo: Geo, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(ARTICLE)
    assert_failed(geo(settings, "extract", tmp_path / "a.txt"), "a.txt", "--published")
    assert_failed(geo(settings, "extract", tmp_path / "none.txt"), "none.txt")
    done = geo(settings, "extract", tmp_path / "a.txt", "--published", "12 July")
    assert (done.returncode, done.stdout) == (2, "")
    assert "YYYY-MM-DD" in done.stderr


def test_evaluate_extract_prints_a_table(settings: Settings, geo: Geo, tmp_path: Path) -> None:
    done = geo(settings, "evaluate", "extract")
    assert done.returncode == 0
    assert "| incidents found, F1 |" in done.stdout
    assert "## Errors: given" in done.stdout
    assert_failed(geo(settings, "evaluate", "extract", tmp_path), "no articles")


def test_statuses_are_printed_with_what_they_hinge_on(built_settings: Settings, geo: Geo) -> None:
    done = geo(built_settings, "evaluate", "status")
    assert done.returncode == 0
    assert "178 incidents told in reports" in done.stdout
    assert "| 20200930-hillah-bridges | R0192 | confirmed | claimed only |" in done.stdout


def test_an_empty_store_has_no_statuses(settings: Settings, geo: Geo) -> None:
    assert_failed(geo(settings, "evaluate", "status"), "geo build")
