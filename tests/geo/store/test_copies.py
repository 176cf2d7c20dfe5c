"""Likely copies of a report are found before it is added."""

from __future__ import annotations

import pytest

from geo.model import ReportRow, Stance
from geo.settings import Settings
from geo.store.adding import add_report
from geo.store.copies import Copy, Marks, likely_copies
from geo.store.decisions import Act
from geo.store.load import load_files
from geo.store.placing import Placer
from geo.store.undo import undo
from tests.geo.store.conftest import Table

ADDRESS = "https://www.example.org/a/?id=1"


@pytest.fixture
def url(settings: Settings, table: Table) -> str:
    rows = [
        {"report_id": "R1", "url": ADDRESS},
        {"report_id": "R2", "incident_key": "t-2", "outlet": "Fars", "stance": "denies"},
    ]
    load_files(settings.database_url, [table(*rows)], settings)
    return settings.database_url


def test_the_same_page_is_found_in_any_incident_however_it_is_written(url: str) -> None:
    for address in (ADDRESS, "http://example.org/a/?id=1", f"{ADDRESS}#top", f"{ADDRESS}/"):
        found = likely_copies(url, Marks("Fars", "denies", address), "t-2000")
        assert found == [Copy("R1", "t-1", "NRT", ("the same address",))]
    for address in ("https://example.org/a/?id=2", "https://example.org/a", "", "no address"):
        assert likely_copies(url, Marks("Fars", "denies", address), None) == []


def test_outlet_and_stance_count_in_one_incident_and_a_file_while_its_report_stands(
    url: str, settings: Settings
) -> None:
    words = ("the same outlet and stance on this incident",)
    marks = Marks("Fars", "denies")
    assert likely_copies(url, marks, "t-2") == [Copy("R2", "t-2", "Fars", words)]
    assert likely_copies(url, marks, "t-1") == []
    assert likely_copies(url, Marks("Fars", "reports"), "t-2") == []
    read = ReportRow("by-hand", "k", "t-1", "Fars", Stance.DENIES, text_sha256="a" * 64)
    done = add_report(url, Placer(settings), read, "t-1", Act("Amal", "a test"))
    file = Marks("Other", "claims", "", "a" * 64)
    found = likely_copies(url, file, None)
    assert [(one.report, one.shares) for one in found] == [("by-hand-k", ("the same file",))]
    undo(url, done.decision, Act("Amal", "back"))
    assert likely_copies(url, file, None) == []
