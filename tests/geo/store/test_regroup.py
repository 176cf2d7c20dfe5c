"""What incidents would be is what they are once it was decided."""

from __future__ import annotations

import numpy as np
import pytest

from geo.errors import DecisionError, NotFoundError
from geo.settings import Settings
from geo.store.decisions import Act
from geo.store.incidents import merge_incidents, move_reports, split_incident
from geo.store.query import incident_detail, read_snapshot
from geo.store.regroup import regrouped
from geo.store.snapshot import Snapshot
from geo.store.undo import undo

JULY, JUNE = "20200711-najmi", "202006-thawrat-claim"
WHAT = ("start", "end", "status", "n_reports", "n_origins", "form", "lat", "lon", "killed_high")
ACT = Act("An editor", "they belong together")


def ids_of(snapshot: Snapshot, incident: str) -> list[str]:
    row = snapshot.ids.tolist().index(incident)
    return snapshot.report_ids[slice(*snapshot.report_start[row : row + 2])].tolist()


def facts(snapshot: Snapshot, incident: str) -> dict[str, object]:
    row = snapshot.ids.tolist().index(incident)
    return {name: getattr(snapshot, name)[row] for name in WHAT}


def same(one: dict[str, object], other: dict[str, object]) -> bool:
    return all(np.array_equal(one[k], other[k], equal_nan=k in ("lat", "lon", "killed_high"))
               for k in WHAT)  # fmt: skip


def test_as_it_is_nothing_changes(snapshot: Snapshot) -> None:
    would = regrouped(snapshot, {JULY: ids_of(snapshot, JULY), JUNE: ids_of(snapshot, JUNE)})
    for incident in (JULY, JUNE):
        assert same(facts(would, incident), facts(snapshot, incident))
    assert would.ids.tolist() == [JULY, JUNE]


def test_a_split_becomes_what_was_foretold(own_store: Settings, snapshot: Snapshot) -> None:
    chosen = ["R0071", "R0080", "R0069"]
    rest = [key for key in ids_of(snapshot, JULY) if key not in chosen]
    would = regrouped(snapshot, {JULY: rest, "new": chosen})
    new = split_incident(own_store.database_url, JULY, chosen, ACT).subject
    became = read_snapshot(own_store.database_url)
    assert same(facts(would, "new"), facts(became, new))
    assert same(facts(would, JULY), facts(became, JULY))


def test_a_merge_becomes_what_was_foretold(own_store: Settings, snapshot: Snapshot) -> None:
    would = regrouped(snapshot, {JULY: [*ids_of(snapshot, JULY), *ids_of(snapshot, JUNE)]})
    merge_incidents(own_store.database_url, JUNE, JULY, ACT)
    assert same(facts(would, JULY), facts(read_snapshot(own_store.database_url), JULY))


def test_an_unknown_report_is_named(snapshot: Snapshot) -> None:
    with pytest.raises(NotFoundError, match="R9999"):
        regrouped(snapshot, {JULY: ["R9999"]})


def test_several_reports_move_in_one_decision_and_back(own_store: Settings) -> None:
    url = own_store.database_url
    before = incident_detail(JULY, url)
    done = move_reports(url, ["R0067", "R0088", "R0067"], JUNE, ACT)
    assert done.moved == 2
    assert {r.id for r in incident_detail(JUNE, url).reports} == {"R0066", "R0067", "R0088"}
    undo(url, done.decision, ACT)
    after = incident_detail(JULY, url)
    assert [r.id for r in after.reports] == [r.id for r in before.reports]
    assert after.explanation == before.explanation
    assert [r.id for r in incident_detail(JUNE, url).reports] == ["R0066"]
    # The state between the two decisions can be looked at for ever.
    assert len(incident_detail(JUNE, url, done.revision).reports) == 3


@pytest.mark.parametrize(
    ("reports", "target", "says"),
    [
        ([], JUNE, "name the reports"),
        (["R0067", "R0066"], "20200210-adwaniyah", "several incidents"),
        (["R0067"], JULY, "belongs to incident"),
        (["R0066"], JULY, "only report"),
    ],
)
def test_what_cannot_be_moved(
    own_store: Settings, reports: list[str], target: str, says: str
) -> None:
    with pytest.raises(DecisionError, match=says):
        move_reports(own_store.database_url, reports, target, ACT)
