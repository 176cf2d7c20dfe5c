"""How many incidents each option of the filter bar would give."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from geo.store.cache import per_snapshot
from geo.store.snapshot import Snapshot
from geo.view.codes import CLOSED, NOT_STATED, labels, values
from geo.view.filters import LISTS, Filters
from geo.view.index import index_of
from geo.view.palette import PRECISION_LABELS
from geo.view.select import (
    INCIDENT_COLUMNS,
    REPORT_FIELDS,
    REPORTS,
    Mask,
    all_of,
    parts,
    report_column,
    report_mask,
)

NOT_STATED_LABEL: Final = "not stated"


@dataclass(frozen=True, slots=True)
class Option:
    """A value of a filter field: how a link spells it, its name, incidents it would give."""

    value: str
    label: str
    count: int
    label_ar: str | None = None


@per_snapshot(maxsize=24)
def facets(snapshot: Snapshot, filters: Filters) -> dict[str, tuple[Option, ...]]:
    """Options of every list field of ``Filters``.

    The count of an option is the number of incidents that have it among those that all *other*
    filters select; the field's own choice does not count. "not stated" comes last, if any
    incident or the choice itself has it. Options keep the order of the vocabulary.
    """
    masks = parts(snapshot, filters)
    every = all_of(snapshot.n, masks.values())
    return {
        field: _options(snapshot, filters, field, _counts(snapshot, filters, field, masks, every))
        for field in LISTS
    }


def _counts(
    snapshot: Snapshot, filters: Filters, field: str, masks: dict[str, Mask], every: Mask
) -> NDArray[np.int64]:
    """Incidents by code of the field; entry 0 is code -1."""
    size = len(values(snapshot.vocab, field)) + 1
    if field in REPORT_FIELDS:
        return _report_counts(snapshot, filters, field, masks, every, size)
    if field in masks:
        every = all_of(snapshot.n, (mask for name, mask in masks.items() if name != field))
    if field == "actors":
        pairs, code = _actor_pairs(snapshot)
        counts = np.bincount(code[every[pairs]].astype(np.int64) + 1, minlength=size)
        counts[0] += np.count_nonzero(every & (np.diff(snapshot.actor_start) == 0))
        return counts
    column = getattr(snapshot, INCIDENT_COLUMNS[field])
    if field == "precisions":  # its code 0 is a value of its own, there is no -1
        column = column.astype(np.int64)
    return _tally(column, every, size)


def _tally(column: NDArray[Any], chosen: Mask, size: int) -> NDArray[np.int64]:
    """Count codes (-1 first) of the chosen rows."""
    picked = column if chosen.all() else column[chosen]
    return np.bincount(picked.astype(np.int64) + 1, minlength=size)


def _report_counts(
    snapshot: Snapshot,
    filters: Filters,
    field: str,
    masks: dict[str, Mask],
    every: Mask,
    size: int,
) -> NDArray[np.int64]:
    """Incidents by outlet, country or stance of those reports that meet the other two."""
    index = index_of(snapshot)
    if REPORTS in masks:
        every = all_of(snapshot.n, (mask for name, mask in masks.items() if name != REPORTS))
    order, code = _report_order(snapshot, field)
    incident = index.report_incident[order]
    chosen = every[incident]
    of_reports = report_mask(snapshot, filters, ignoring=field)
    if of_reports is not None:
        chosen &= of_reports[order]
    incident, code = incident[chosen], code[chosen]
    new = np.ones(len(code), dtype=np.bool_)  # one incident counts once for each code
    new[1:] = (incident[1:] != incident[:-1]) | (code[1:] != code[:-1])
    return np.bincount(code[new].astype(np.int64) + 1, minlength=size)


@per_snapshot(maxsize=3)
def _report_order(snapshot: Snapshot, field: str) -> tuple[NDArray[np.int64], NDArray[Any]]:
    """Reports in order of incident and code, and their codes in that order."""
    index = index_of(snapshot)
    column = report_column(snapshot, field)
    order = np.lexsort((column, index.report_incident)).astype(np.int64)
    return order, column[order]


@per_snapshot(maxsize=1)
def _actor_pairs(snapshot: Snapshot) -> tuple[NDArray[np.int64], NDArray[Any]]:
    """Incident and actor of each mention, without repeats."""
    incident = index_of(snapshot).actor_incident
    order = np.lexsort((snapshot.actor, incident))
    incident, code = incident[order], snapshot.actor[order]
    new = np.ones(len(code), dtype=np.bool_)
    new[1:] = (incident[1:] != incident[:-1]) | (code[1:] != code[:-1])
    return incident[new], code[new]


def _options(
    snapshot: Snapshot, filters: Filters, field: str, counts: NDArray[np.int64]
) -> tuple[Option, ...]:
    vocab = snapshot.vocab
    names: Sequence[str] = labels(vocab, field)
    if field == "precisions":
        names = [PRECISION_LABELS[int(value)] for value in values(vocab, field)]
    arabic: list[str | None] = [None] * len(names)
    if field in ("governorates", "districts"):
        arabic = [unit.name_ar for unit in getattr(vocab, field)]
    known = values(vocab, field)
    if field == "actors" and vocab.held:  # a chosen one stands for all that count as one with it
        known = [next((n for n in held if n in filters.actors), held[0]) for held in vocab.held]
    found = [
        Option(value, name, count, ar)
        for value, name, count, ar in zip(known, names, counts[1:].tolist(), arabic, strict=True)
    ]
    if field not in CLOSED and (counts[0] or NOT_STATED in getattr(filters, field)):
        found.append(Option(NOT_STATED, NOT_STATED_LABEL, int(counts[0])))
    return tuple(found)
