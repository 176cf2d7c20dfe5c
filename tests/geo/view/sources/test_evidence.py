"""Flags on evidence: counted by outlet, within the selection and the reading."""

from __future__ import annotations

from geo.settings import Settings
from geo.store.evidence import FlaggedReport, flagged_reports
from geo.store.outlets import outlet_bases
from geo.store.snapshot import Snapshot
from geo.view.evidence import Members, by_outlet
from geo.view.filters import Filters
from geo.view.reading import Reading, read


def flagged(outlet: str, *flags: str) -> FlaggedReport:
    return FlaggedReport("R1", "i1", outlet, flags, None, None)


def test_flags_are_counted_by_outlet_old_footage_first() -> None:
    flags, counts = by_outlet(
        [
            flagged("B", "video", "video"),
            flagged("A", "video"),
            flagged("C", "old-footage", "drawing"),
        ]
    )
    assert flags == ("old-footage", "video", "photo", "drawing")
    assert counts == {"C": [1, 0, 0, 1], "A": [0, 1, 0, 0], "B": [0, 1, 0, 0]}
    assert list(counts) == ["C", "A", "B"]


def test_the_founding_data(real: Snapshot, built_settings: Settings) -> None:
    found = flagged_reports(built_settings.database_url, real.revision)
    assert len(found) == 51
    assert [one.outlet for one in found if "old-footage" in one.flags] == [
        "Rudaw", "Jerusalem Post", "The Partisan Report",
    ]  # fmt: skip
    assert flagged_reports(built_settings.database_url, 0) == []
    members = Members(real, Filters(outlets=("Rudaw",)))
    assert "20200311-taji" in members
    assert "no such incident" not in members
    assert "South Front" in outlet_bases(built_settings.database_url, real.revision)


def test_a_report_that_the_reading_leaves_out_is_not_counted(
    real: Snapshot, built_settings: Settings
) -> None:
    found = flagged_reports(built_settings.database_url, real.revision)
    rudaw = next(one for one in found if one.outlet == "Rudaw")
    without = read(real, Reading(without=("outlet:Rudaw",)))
    assert Members(real, Filters()).tells(rudaw)
    assert rudaw.incident in Members(without, Filters())
    assert not Members(without, Filters()).tells(rudaw)
