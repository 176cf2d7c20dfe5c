"""What the store answers: revisions, loads, rejections, reports and incidents in full."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from geo.model import Location, Outlet, ReportRow, Status
from geo.store.snapshot import Snapshot

PLACE_WORDS: Final = "place words"
"""Subject of decisions on place words; its id are the folded words."""


@dataclass(frozen=True, slots=True)
class RevisionEntry:
    """One line of the store's history."""

    number: int
    created_at: datetime
    author: str
    kind: str
    summary: str


@dataclass(frozen=True, slots=True)
class LoadEntry:
    """One file that was loaded, and what became of its rows."""

    id: int
    revision: int
    loaded_at: datetime
    author: str
    file: str
    sha256: str
    format: str
    dataset: str
    n_read: int
    n_new: int
    n_changed: int
    n_same: int
    n_rejected: int


@dataclass(frozen=True, slots=True)
class DatasetEntry:
    """What the store holds of a dataset now."""

    name: str
    incidents: int
    reports: int
    loads: tuple[LoadEntry, ...]


@dataclass(frozen=True, slots=True)
class RejectionEntry:
    """A rejected row or value with its load; see ``geo.model.Rejection``."""

    load_id: int
    revision: int
    file: str
    line: int
    column: str | None
    value: str | None
    reason: str
    raw: str


@dataclass(frozen=True, slots=True)
class DecisionEntry:
    """One human act."""

    id: int
    revision: int
    decided_at: datetime
    author: str
    kind: str
    subject_type: str
    subject_id: str
    before: Any
    after: Any
    reason: str


@dataclass(frozen=True, slots=True)
class ReportDetail:
    """A report with all that follows from it.

    ``origins``: where its knowledge comes from. ``meant``: the actor each of ``row.actors``
    stands for, in the same order. ``revision``: since when this version holds. ``versions``: how
    many versions up to the revision asked for.
    """

    id: str
    row: ReportRow
    location: Location
    outlet: Outlet
    origins: tuple[str, ...]
    meant: tuple[str, ...]
    revision: int
    versions: int
    load: LoadEntry


@dataclass(frozen=True, slots=True)
class IncidentDetail:
    """An incident in full at a revision.

    ``explanation``: why it has its status, in one sentence with report ids. ``snapshot`` holds
    this incident alone (row 0): its date, agreed location, type, casualties. Reports stand in
    the order of the ledger: claims, confirms, reports, doubts, denies, withdraws, then by date.
    """

    id: str
    revision: int
    status: Status
    explanation: str
    snapshot: Snapshot
    reports: tuple[ReportDetail, ...]
    decisions: tuple[DecisionEntry, ...]
