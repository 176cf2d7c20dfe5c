"""The groups of a selection: how often each is named, by whom, since when.

A group is named by its own claims ("claimed"), by others ("attributed", "side a" ...), or because
it denies having done it. All counts are of the incidents of the selection and of their reports.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from geo.claims.actor_kinds import ActorKind, kind_of
from geo.claims.ragged import owners
from geo.claims.status import distinct
from geo.store.cache import per_snapshot
from geo.store.snapshot import STATUSES, Snapshot
from geo.view.codes import positions, values
from geo.view.filters import Filters
from geo.view.index import Rows, index_of
from geo.view.state import GROUP_SORTS

CLAIMED: Final = "claimed"
"""The role of a group in a report that carries its own claim."""


@dataclass(frozen=True, eq=False, slots=True)
class Mentions:
    """Every mention of an actor in the reports of a selection, as columns of one length.

    ``report``, ``incident``: rows of the snapshot; ``actor``, ``spelling``, ``role``: codes of its
    vocabulary. In the order of the snapshot's reports.
    """

    report: NDArray[np.int64]
    incident: NDArray[np.int64]
    actor: NDArray[np.int32]
    spelling: NDArray[np.int32]
    role: NDArray[np.int8]

    def of(self, actor: int) -> Mentions:
        """Those of one actor."""
        keep = self.actor == actor
        return Mentions(*(getattr(self, name)[keep] for name in self.__slots__))


@dataclass(frozen=True, slots=True)
class GroupLine:
    """One actor in a selection.

    Attributes
    ----------
    code, name : in the snapshot's vocabulary.
    key : how a link names it; under hypotheses the name of one of those that count as one.
    by_status : incidents that name it, in the order of ``STATUSES``.
    reports : reports that name it; of its incidents others may not.
    claims : incidents that it claims for itself.
    first, last : closed date intervals of its first and last dated incident; ``None`` when none
        has a date.
    spellings : in how many ways the reports write it.
    """

    code: int
    name: str
    key: str
    kind: ActorKind
    by_status: tuple[int, ...]
    reports: int
    claims: int
    first: tuple[date, date] | None
    last: tuple[date, date] | None
    spellings: int

    @property
    def incidents(self) -> int:
        """Incidents that name it."""
        return sum(self.by_status)


@per_snapshot(maxsize=12)
def mentions(snapshot: Snapshot, filters: Filters) -> Mentions:
    """Mentions in the reports of the incidents that the filters select."""
    return mentions_in(snapshot, filters.apply(snapshot))


def mentions_in(snapshot: Snapshot, rows: Rows) -> Mentions:
    """Mentions in the reports of these incidents."""
    told = snapshot.told
    chosen = np.zeros(snapshot.n, dtype=np.bool_)
    chosen[rows] = True
    report = owners(told.mention_start)
    incident = index_of(snapshot).report_incident[report]
    keep = np.flatnonzero(chosen[incident])
    return Mentions(
        report[keep], incident[keep], told.actor[keep], told.spelling[keep], told.role[keep]
    )


@per_snapshot(maxsize=12)
def groups(snapshot: Snapshot, filters: Filters) -> tuple[GroupLine, ...]:
    """A line for each actor that is named in the selection, in the order of the vocabulary."""
    found = mentions(snapshot, filters)
    size = len(snapshot.vocab.actors)
    incident = distinct(found.actor.astype(np.int64) * snapshot.n + found.incident)
    actor, incident = np.divmod(incident, max(snapshot.n, 1))
    status = np.bincount(
        actor * len(STATUSES) + snapshot.status[incident], minlength=size * len(STATUSES)
    ).reshape(size, len(STATUSES))
    claimed = found.role == _role(snapshot, CLAIMED)
    reports = _pairs(found.actor, found.report, size)
    claims = _pairs(found.actor[claimed], found.incident[claimed], size)
    spellings = _pairs(found.actor, found.spelling, size)
    first, last = _ends(snapshot, actor, incident, size)
    kinds, keys = kinds_of(snapshot), values(snapshot.vocab, "actors")
    return tuple(
        GroupLine(
            code,
            snapshot.vocab.actors[code],
            keys[code],
            kinds[code],
            tuple(status[code].tolist()),
            int(reports[code]),
            int(claims[code]),
            _interval(snapshot, int(first[code])),
            _interval(snapshot, int(last[code])),
            int(spellings[code]),
        )
        for code in np.flatnonzero(reports).tolist()
    )


def members(snapshot: Snapshot, code: int) -> tuple[str, ...]:
    """The names as stated that an actor stands for."""
    held = snapshot.vocab.held
    return held[code] if held else (snapshot.vocab.actors[code],)


def line_of(snapshot: Snapshot, filters: Filters, name: str) -> GroupLine | None:
    """The line of one actor, whatever actors the filters name; ``None`` when nobody names it.

    Parameters
    ----------
    name : its own, that of another that counts as one with it, or the name shown for all of them.
    """
    code = code_of(snapshot, name)
    if code is None:
        return None
    own = replace(filters, actors=(values(snapshot.vocab, "actors")[code],))
    return next((line for line in groups(snapshot, own) if line.code == code), None)


def code_of(snapshot: Snapshot, name: str) -> int | None:
    """Code of an actor by any name of it, ``None`` when the snapshot does not name it."""
    shown = {label: code for code, label in enumerate(snapshot.vocab.actors)}
    return positions(snapshot.vocab, "actors").get(name, shown.get(name))


def ordered(lines: tuple[GroupLine, ...], sort: str, descending: bool) -> list[GroupLine]:
    """The lines by one of ``GROUP_SORTS``; dates that are not known come last either way.

    Raises
    ------
    ValueError
        There is no such order.
    """
    if sort not in GROUP_SORTS:
        raise ValueError(f"groups are sorted by {', '.join(GROUP_SORTS)}, not by {sort!r}")

    def key(line: GroupLine) -> Any:
        value = getattr(line, sort)
        if sort == "name":
            return value.casefold()
        return value[0 if sort == "first" else 1] if sort in ("first", "last") else value

    by_name = sorted(lines, key=lambda line: line.name.casefold())
    known = [line for line in by_name if getattr(line, sort) is not None]
    known.sort(key=key, reverse=descending)
    return known + [line for line in by_name if getattr(line, sort) is None]


@per_snapshot(maxsize=2)
def kinds_of(snapshot: Snapshot) -> tuple[ActorKind, ...]:
    """The kind of each actor, by its code. A name that others are spellings of is a group's."""
    told, vocab = snapshot.told, snapshot.vocab
    pairs = distinct(told.actor.astype(np.int64) * max(len(vocab.spellings), 1) + told.spelling)
    actor, spelling = np.divmod(pairs, max(len(vocab.spellings), 1))
    listed = {
        vocab.actors[a]
        for a, s in zip(actor.tolist(), spelling.tolist(), strict=True)
        if vocab.actors[a] != vocab.spellings[s]
    }
    countries = set(index_of(snapshot).countries)
    return tuple(kind_of(name, listed, countries) for name in vocab.actors)


@per_snapshot(maxsize=2)
def first_seen(snapshot: Snapshot) -> NDArray[np.int64]:
    """Row of the first dated incident that names each actor, in the whole atlas; -1 for none."""
    everything = np.arange(snapshot.n, dtype=np.int64)
    found = mentions_in(snapshot, everything)
    size = len(snapshot.vocab.actors)
    return _ends(snapshot, found.actor.astype(np.int64), found.incident, size)[0]


def _role(snapshot: Snapshot, name: str) -> int:
    """Code of a role, -2 when no report has it."""
    roles = snapshot.vocab.roles
    return roles.index(name) if name in roles else -2


def _pairs(actor: NDArray[np.integer], other: NDArray[np.integer], size: int) -> NDArray[np.int64]:
    """How many different others each actor has. Shape (size,)."""
    wide = int(other.max(initial=0)) + 1
    return np.bincount(distinct(actor.astype(np.int64) * wide + other) // wide, minlength=size)


def _ends(
    snapshot: Snapshot, actor: NDArray[np.int64], incident: NDArray[np.int64], size: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Rows of each actor's first (by start, then end) and last dated incident; -1 for none."""
    dated = ~np.isnat(snapshot.start[incident])
    actor, incident = actor[dated], incident[dated]
    start = snapshot.start[incident].astype(np.int64)
    end = snapshot.end[incident].astype(np.int64)
    first, last = np.full(size, -1, np.int64), np.full(size, -1, np.int64)
    # Written from the latest on: the earliest of each actor is the one that stays.
    order = np.lexsort((end, start))[::-1]
    first[actor[order]] = incident[order]
    order = np.lexsort((start, end))
    last[actor[order]] = incident[order]
    return first, last


def _interval(snapshot: Snapshot, row: int) -> tuple[date, date] | None:
    return None if row < 0 else (snapshot.start[row].item(), snapshot.end[row].item())
