"""Statuses over all incidents told in reports, and what they hinge on."""

from __future__ import annotations

import re

import numpy as np

from geo.model import Status
from geo.store.snapshot import Snapshot
from geo.view.firmness import hinges, plain_statuses, report
from geo.view.index import index_of


def test_a_confirmation_that_stands_alone_is_named(snapshot: Snapshot) -> None:
    """20200930-hillah-bridges: one report confirms, all others carry the claim."""
    row = index_of(snapshot).row_of["20200930-hillah-bridges"]
    found = hinges(snapshot, np.array([row]))
    assert [(h.report, h.status, h.without) for h in found] == [
        ("R0192", Status.CONFIRMED, Status.CLAIMED_ONLY)
    ]


def test_the_founding_incident_hinges_on_no_single_report(snapshot: Snapshot) -> None:
    row = index_of(snapshot).row_of["20200711-najmi"]
    assert hinges(snapshot, np.array([row])) == []


def test_channels_of_a_group_are_no_witnesses(snapshot: Snapshot) -> None:
    """What a plain count takes for corroboration, the rules take for a claim."""
    rows = np.arange(snapshot.n)
    plain = plain_statuses(snapshot, rows)
    claimed = [i for i in rows if snapshot.status[i] == list(Status).index(Status.CLAIMED_ONLY)]
    assert {plain[i] for i in claimed} >= {Status.CORROBORATED, Status.SINGLE_SOURCE}


def test_the_report_counts_every_incident_once(snapshot: Snapshot) -> None:
    text = report(snapshot)
    assert "178 incidents told in reports" in text
    stances, confusion, _ = (part.splitlines()[4:] for part in text.split("\n## "))
    of_status = [int(line.split(" | ")[1]) for line in stances if line]
    assert sum(of_status) == 178
    cells = [line.strip("| ").split(" | ")[1:] for line in confusion if re.match(r"\| [a-z]", line)]
    assert sum(int(cell) for row in cells for cell in row) == 178
