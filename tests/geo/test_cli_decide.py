"""``python -m geo decide``: what an editor does in a shell, and how it fails."""

from __future__ import annotations

from pathlib import Path

import pytest

from geo.settings import Settings
from geo.store.hypotheses import hypotheses
from geo.store.incident_ids import resolve_incident
from geo.store.incidents import incident_grades
from geo.store.load import INCIDENTS_DIR, load_files
from geo.store.outlets import outlet_grades
from geo.store.query import incident_detail
from tests.geo.test_cli import Geo, assert_failed, geo

__all__ = ["geo"]
WHO = ("--author", "Amal", "--reason", "I was there")
TABLE = (
    "report_id,incident_key,outlet,event_date,stance,place_text\n"
    "T1,one,NRT,2020-07-11,reports,Hillah\n"
    "T2,one,AFP,2020-07-11,reports,Hillah\n"
    "T3,two,AFP,2020-07-11,reports,Basra\n"
)


@pytest.fixture
def loaded(settings: Settings, tmp_path: Path) -> Settings:
    """A store of three reports and the project's lists."""
    path = tmp_path / "reports.csv"
    path.write_text(TABLE, encoding="utf-8")
    lists = [INCIDENTS_DIR / "groups.csv", INCIDENTS_DIR / "hypotheses.csv"]
    load_files(settings.database_url, [*lists, path], settings)
    return settings


def test_an_editors_session(loaded: Settings, geo: Geo) -> None:
    url = loaded.database_url
    split = geo(loaded, "decide", "split", "one", "T2", *WHO)
    assert (split.returncode, split.stdout) == (0, "one-b\n")
    for call in (
        ("move", "T2", "--to", "two"),
        ("footage", "T1", "--comes-from", "two", "--found-by", "AFP"),
        ("merge", "one", "--into", "two"),
        ("grade-outlet", "AFP", "b"),
        ("grade-incident", "two", "2"),
        ("hypothesis", "Ulu al-Azm", "facade of", "KH", "--confidence", "low", "--for", "a",
         "--against", "b", "--source", "T1"),
        ("change", "11", "--confidence", "high"),
        ("withdraw", "11"),
        ("withdraw", "1", "--footage"),
        ("actor", "Saraya Nova", "--spelling", "Nova"),
        ("spelling", "Supernova", "--of", "Nova"),
        ("spelling", "Supernova"),
    ):  # fmt: skip
        done = geo(loaded, "decide", *call, *WHO)
        if call[0] == "move":  # the only report of the split
            assert_failed(done, "T2 is the only report of one-b")
            done = geo(loaded, "decide", "undo", "1", *WHO)
        assert done.returncode == 0, (call, done.stderr)
    assert resolve_incident(url, "one") == resolve_incident(url, "one-b") == "two"
    assert (outlet_grades(url)["AFP"].grade, incident_grades(url)["two"].grade) == ("B", "2")
    assert len(hypotheses(url)) == 16
    listed = geo(loaded, "decide", "list", "--incident", "one").stdout.splitlines()
    kinds = [line.split("\t")[4] for line in listed]
    assert kinds == ["merge", "link footage", "undo", "split"]
    assert listed[-1].endswith("undone by 2")
    assert listed[0].endswith("one merged into two\tI was there\tin force")


def test_a_correction_is_undone_in_the_same_way(loaded: Settings, geo: Geo) -> None:
    before = incident_detail("two", loaded.database_url).reports[0].location
    geo(loaded, "correct", "--words", "Basra", "--nowhere", *WHO)
    done = geo(loaded, "decide", "undo", "1", *WHO)
    assert "1 report moved" in done.stderr
    assert incident_detail("two", loaded.database_url).reports[0].location == before


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (("undo", "9"), ["no decision 9"]),
        (("move", "T9", "--to", "two"), ["no report 'T9'"]),
        (("grade-incident", "two", "seven"), ["these are 1 to 6"]),
        (("grade-outlet", "Nobody", "A"), ["no outlet 'Nobody'"]),
        (("hypothesis", "KH", "same as", "KH", "--confidence", "low"), ["same as itself"]),
        (("change", "1", "--for", "x", "--source", "ftp:x"), ["neither a web address"]),
        (("merge", "one", "--into", "two", "--seen", "0"), ["after revision 0"]),
    ],
)
def test_failures_are_one_line(
    loaded: Settings, geo: Geo, call: tuple[str, ...], words: list[str]
) -> None:
    assert_failed(geo(loaded, "decide", *call, *WHO), *words)


def test_who_and_why_must_be_said(loaded: Settings, geo: Geo) -> None:
    done = geo(loaded, "decide", "merge", "one", "--into", "two", "--author", "Amal")
    assert done.returncode == 2
    assert "--reason" in done.stderr
