"""Proposals of a store: merged, held apart, undone; files and drafts against it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from geo.claims.duplicates import Tier
from geo.errors import DecisionError, NotFoundError
from geo.model import Location, ReportRow
from geo.read import read_file
from geo.settings import Settings
from geo.store.check import check
from geo.store.copy import copy_store
from geo.store.decisions import Act
from geo.store.evaluate_duplicates import evaluate, report
from geo.store.incidents import merge_incidents
from geo.store.load import load_files
from geo.store.placing import Placer
from geo.store.proposals import (
    Proposal,
    all_proposals,
    held_apart,
    keep_apart,
    like_report,
    proposals,
    stays,
    would_merge,
)
from geo.store.query import latest_revision, read_snapshot
from geo.store.undo import undo
from tests.conftest import copy_database
from tests.geo.store.conftest import Table, write_table

if TYPE_CHECKING:
    from geo.store.snapshot import Snapshot

ACT = Act("Amal", "two trucks, two hours apart")


ROWS = [
    {"incident_key": "a", "outlet": "NRT", "killed": "3"},
    {"incident_key": "a", "outlet": "AFP", "killed": "3"},
    {"incident_key": "b", "outlet": "Reuters", "killed": "3"},
    {"incident_key": "c", "outlet": "NRT", "place_text": "Mosul"},
]
"""Two accounts of one attack under two ids, and an attack elsewhere."""


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of ``ROWS``."""
    path = tmp_path_factory.mktemp("proposals")
    url = f"sqlite:///{path / 'atlas.sqlite'}"
    load_files(
        url, [write_table(path / "rows.csv", ROWS)], Settings.from_env({"ATLAS_DATABASE_URL": url})
    )
    return path / "atlas.sqlite"


@pytest.fixture
def url(base: Path, settings: Settings, tmp_path: Path, backend: str) -> str:
    """A copy of it that a test may change."""
    if backend == "sqlite":
        copy_database(base, tmp_path / "atlas.sqlite")
    else:
        copy_store(f"sqlite:///{base}", settings.database_url)
    return settings.database_url


def pairs(url: str) -> list[tuple[str, str]]:
    found = proposals(read_snapshot(url), held_apart(url))
    return [(one.first, one.second) for one in found]


def test_two_accounts_are_proposed_until_they_are_merged(url: str) -> None:
    snapshot = read_snapshot(url)
    (one,) = proposals(snapshot)
    assert (one.first, one.second, one.tier) == ("a", "b", Tier.SAME)
    assert stays(snapshot, "b", "a") == "a"
    odds = np.log2(one.score / (1 - one.score))
    assert sum(why.share for why in one.reasons) == pytest.approx(odds)
    done = merge_incidents(url, "b", "a", ACT)
    assert pairs(url) == []
    undo(url, done.decision, ACT)
    assert pairs(url) == [("a", "b")]
    assert check(url) == []


def test_what_is_held_apart_is_not_proposed_until_that_is_undone(url: str) -> None:
    before = latest_revision(url)
    done = keep_apart(url, "b", "a", ACT)
    assert done.subject == "a"
    assert held_apart(url) == {("a", "b")}
    assert held_apart(url, before) == frozenset()
    assert pairs(url) == []
    with pytest.raises(DecisionError, match="held apart already"):
        keep_apart(url, "a", "b", ACT)
    back = undo(url, done.decision, ACT)
    assert held_apart(url) == frozenset()
    assert held_apart(url, back.revision - 1) == {("a", "b")}
    assert pairs(url) == [("a", "b")]
    again = keep_apart(url, "a", "b", ACT)
    assert pairs(url) == []
    assert again.decision == back.decision + 1
    assert check(url) == []


def test_what_cannot_be_held_apart(url: str) -> None:
    with pytest.raises(DecisionError, match="from itself"):
        keep_apart(url, "a", "a", ACT)
    with pytest.raises(NotFoundError, match="nosuch"):
        keep_apart(url, "a", "nosuch", ACT)
    seen = latest_revision(url)
    merge_incidents(url, "c", "a", ACT)
    with pytest.raises(DecisionError, match="after revision"):
        keep_apart(url, "a", "b", Act("Badr", "late", seen))
    merge_incidents(url, "b", "a", ACT)
    with pytest.raises(DecisionError, match="was merged"):
        keep_apart(url, "b", "a", ACT)


def test_what_is_apart_from_a_merged_one_is_apart_from_where_it_went(url: str) -> None:
    keep_apart(url, "b", "c", ACT)
    merge_incidents(url, "b", "a", ACT)
    assert held_apart(url) == {("a", "c")}


def rows_of(settings: Settings, path: Path) -> list[tuple[ReportRow, Location]]:
    placer = Placer(settings)
    rows = read_file(path).rows
    return [(row, placer.place(str(number), row)) for number, row in enumerate(rows)]


def test_a_file_is_compared_before_it_is_loaded(url: str, settings: Settings, table: Table) -> None:
    path = table(
        {"report_id": "N1", "incident_key": "new-1", "outlet": "Rudaw", "killed": "3"},
        {"report_id": "N2", "incident_key": "new-2", "outlet": "Rudaw", "event_date": "2019-01-01"},
        {"report_id": "N3", "incident_key": "a", "outlet": "Rudaw"},
        name="new.csv",
    )
    rows = rows_of(settings, path)
    snapshot = read_snapshot(url)
    found = would_merge(snapshot, rows)
    assert {(one.first, one.second) for one in found} == {
        ("new-1", "a"), ("new-1", "b"), ("a", "b"),
    }  # fmt: skip
    assert all(isinstance(one, Proposal) and one.reasons for one in found)
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)
    (best,) = like_report(snapshot, *rows[0], limit=1)
    assert (best.first, best.second) == ("new-1", found[0].second)
    assert would_merge(snapshot, []) == ()
    assert like_report(snapshot, *rows[1]) == ()


def test_reports_of_one_incident_are_found_again(snapshot: Snapshot) -> None:
    ratings = {one.name.partition(" (")[0]: one for one in evaluate(snapshot).ratings}
    assert ratings["same"].precision >= 0.97
    assert ratings["same"].recall >= 0.85
    assert ratings["same, in groups"].precision >= 0.97
    assert ratings["same, in groups"].recall >= 0.85
    assert ratings["same or review"].recall >= 0.95
    naive = ratings["yardstick: same date, same governorate"]
    assert ratings["same"].recall > naive.recall


def test_a_curated_store_has_no_same_and_no_pair_across_the_years(snapshot: Snapshot) -> None:
    found = all_proposals(snapshot)
    assert found.left_out == found.more == 0
    assert not [one for one in found.pairs if one.tier is Tier.SAME]
    of = {one.first.startswith("ucdp") for one in found.pairs if one.second.startswith("ucdp")}
    assert of <= {True}
    assert 0 < len(found.pairs) < 100
    text = report(snapshot)
    assert "| review | ucdp-ged and ucdp-ged |" in text
