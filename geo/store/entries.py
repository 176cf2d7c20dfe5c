"""What the store answers: revisions, loads, rejections, reports and incidents in full."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from geo.model import Location, Outlet, ReportRow, Status
from geo.store.snapshot import Snapshot

PLACE_WORDS: Final = "place words"
"""Subject of decisions on place words; its id are the folded words."""
INCIDENT: Final = "incident"
REPORT: Final = "report"
OUTLET: Final = "outlet"
ACTOR: Final = "actor"
SPELLING: Final = "spelling"
HYPOTHESIS: Final = "hypothesis"
FOOTAGE: Final = "footage"
LOAD: Final = "load"
DRAFT: Final = "draft"
"""The other subjects, by permanent id, by name, or by number."""


class Kind(StrEnum):
    """What a decision does."""

    CORRECT = "correct"
    MOVE = "move"
    SPLIT = "split"
    MERGE = "merge"
    KEEP_APART = "keep apart"
    GRADE_INCIDENT = "grade incident"
    GRADE_OUTLET = "grade outlet"
    NEW_ACTOR = "new actor"
    ASSIGN = "assign spelling"
    FREE = "free spelling"
    PROPOSE = "propose"
    CHANGE = "change"
    WITHDRAW = "withdraw"
    LINK_FOOTAGE = "link footage"
    UNLINK_FOOTAGE = "unlink footage"
    ADD_REPORT = "add report"
    ACCEPT = "accept drafts"
    REJECT = "reject drafts"
    UNDO = "undo"
    UNDO_LOAD = "undo load"


ADDING: Final = (Kind.ADD_REPORT, Kind.ACCEPT)
"""Decisions that add reports; ``after`` has their ``incidents`` that are new, and ``loads``."""


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
    """One file that was loaded, and what became of its rows.

    ``undone_by``: the decision that took it back, ``None`` while it holds.
    """

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
    undone_by: int | None = None


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
    """One human act.

    ``summary``: what it does, in a few words for a reader. ``before`` and ``after`` are what the
    records were and became; on an undo ``before["decision"]`` is the decision taken back.
    """

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
    summary: str = ""


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """A decision and what became of it.

    ``undone_by``: the decision that took it back. ``stands``: all that it set still is as it set
    it, so that ``undo`` can take it back.
    """

    decision: DecisionEntry
    undone_by: int | None
    stands: bool


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a decision did.

    Attributes
    ----------
    decision, revision : its id, and the revision that it made.
    subject : id of what it is about; of a split the new incident, of a proposal the number of the
        hypothesis.
    moved : how many reports got another place or incident.
    """

    decision: int
    revision: int
    subject: str
    moved: int = 0


@dataclass(frozen=True, slots=True)
class GradeEntry:
    """A grade that an editor set: information 1-6 of an incident, or source A-F of an outlet.

    ``None``: an editor took the outlet's grade away.
    """

    grade: str | None
    author: str
    decided_at: datetime
    reason: str
    decision: int


@dataclass(frozen=True, slots=True)
class Spelling:
    """A way to write an actor. ``doubtful``: listed, but not resolved to the actor by itself.

    ``decision``: which one assigned or accepted it, ``None``: it came with a list.
    """

    text: str
    doubtful: bool
    decision: int | None


@dataclass(frozen=True, slots=True)
class ActorEntry:
    """An actor with the spellings that hold at a revision; the rest is as its list has it."""

    name: str
    spellings: tuple[Spelling, ...]
    arabic: str | None
    first_seen: str | None
    hypothesis: str | None
    source_url: str | None


@dataclass(frozen=True, slots=True)
class Footage:
    """Pictures of one incident that a report showed for another: an evidence link.

    Attributes
    ----------
    number : permanent.
    report : permanent id of the report that showed them.
    shown_for : the incident it was shown for, that of the report.
    comes_from : the incident it is of; ``None`` where that one is not known or not in the atlas,
        then ``origin_words`` say what it is.
    found_by : who says so (an outlet, a person).
    source : address where that can be read, or ``None``.
    revision, decision : since when, and by which decision this holds.
    """

    number: int
    report: str
    shown_for: str
    comes_from: str | None
    origin_words: str | None
    found_by: str
    source: str | None
    revision: int
    decision: int


@dataclass(frozen=True, slots=True)
class ReportDetail:
    """A report with all that follows from it.

    ``origins``: where its knowledge comes from. ``meant``: the actor each of ``row.actors``
    stands for, in the same order; "A; B" for a text that names two. ``revision``: since when this
    version holds. ``versions``: how many versions of what it says there are up to the revision
    asked for.
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
