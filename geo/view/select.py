"""The selection of ``Filters`` over the columns of a snapshot."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow.compute as pc
from numpy.typing import NDArray

from geo.places.names import fold
from geo.store.cache import per_snapshot
from geo.store.snapshot import Snapshot
from geo.view.codes import codes, positions
from geo.view.index import Rows, index_of

if TYPE_CHECKING:
    from geo.view.filters import Filters

Mask = NDArray[np.bool_]

INCIDENT_COLUMNS: Final = {
    "governorates": "governorate",
    "districts": "district",
    "routes": "route",
    "event_types": "event_type",
    "targets": "target",
    "statuses": "status",
    "precisions": "where_prec",
    "datasets": "dataset",
}
"""Field of ``Filters`` that looks at one code of each incident, and the snapshot's column."""

REPORT_FIELDS: Final = ("outlets", "countries", "stances")
"""Fields that one and the same report must satisfy together."""

DATES: Final = "dates"
REPORTS: Final = "reports"
"""Names of the combined parts in ``parts``; the other parts are named as the field."""


@per_snapshot(maxsize=24)
def rows(snapshot: Snapshot, filters: Filters) -> Rows:
    """Rows of the incidents that the filters select, rising; read-only."""
    found = np.flatnonzero(all_of(snapshot.n, parts(snapshot, filters).values()))
    found.setflags(write=False)
    return found


def parts(snapshot: Snapshot, filters: Filters, ignoring: str | None = None) -> dict[str, Mask]:
    """One mask over the incidents for each part of the filters that is set.

    Parameters
    ----------
    ignoring : a field to be treated as not set.
    """
    found: dict[str, Mask] = {}
    if filters.date_from or filters.date_to:
        found[DATES] = date_mask(snapshot, filters)
    for name in INCIDENT_COLUMNS:
        if getattr(filters, name) and name != ignoring:
            found[name] = code_mask(snapshot, name, getattr(filters, name))
    if filters.actors and ignoring != "actors":
        found["actors"] = actor_mask(snapshot, filters.actors)
    of_reports = report_mask(snapshot, filters, ignoring)
    if of_reports is not None:
        found[REPORTS] = any_of(snapshot.n, index_of(snapshot).report_incident[of_reports])
    if filters.text:
        found["text"] = text_mask(snapshot, filters.text)
    return found


def all_of(n: int, masks: Iterable[Mask]) -> Mask:
    """Where every mask is true; all true without masks."""
    result: Mask | None = None
    for mask in masks:
        result = mask if result is None else result & mask
    return np.ones(n, dtype=np.bool_) if result is None else result


def any_of(n: int, incidents: NDArray[np.int64]) -> Mask:
    """True at every incident named at least once."""
    mask = np.zeros(n, dtype=np.bool_)
    mask[incidents] = True
    return mask


def date_mask(snapshot: Snapshot, filters: Filters) -> Mask:
    """Incidents whose interval overlaps the closed range; those without a date never do."""
    masks = []
    if filters.date_from:
        masks.append(snapshot.end >= np.datetime64(filters.date_from, "D"))
    if filters.date_to:
        masks.append(snapshot.start <= np.datetime64(filters.date_to, "D"))
    return all_of(snapshot.n, masks)


@per_snapshot(maxsize=24)
def code_mask(snapshot: Snapshot, field: str, chosen: tuple[str | int, ...]) -> Mask:
    """Incidents whose code in the field's column is one of the chosen values."""
    column = getattr(snapshot, INCIDENT_COLUMNS[field])
    return _is_code(column, codes(snapshot.vocab, field, chosen))


@per_snapshot(maxsize=8)
def actor_mask(snapshot: Snapshot, chosen: tuple[str, ...]) -> Mask:
    """Incidents in which one of the actors is named ("-": in which none is)."""
    wanted = codes(snapshot.vocab, "actors", chosen)
    named = index_of(snapshot).actor_incident[_is_code(snapshot.actor, wanted)]
    mask = any_of(snapshot.n, named)
    return mask | (np.diff(snapshot.actor_start) == 0) if -1 in wanted else mask


def report_mask(snapshot: Snapshot, filters: Filters, ignoring: str | None) -> Mask | None:
    """Reports that have the outlet, country and stance asked for; ``None`` when all do."""
    masks = [
        _is_code(report_column(snapshot, name), codes(snapshot.vocab, name, getattr(filters, name)))
        for name in REPORT_FIELDS
        if getattr(filters, name) and name != ignoring
    ]
    return all_of(snapshot.m, masks) if masks else None


def report_column(snapshot: Snapshot, field: str) -> NDArray[Any]:
    """Codes of the reports that a field of ``REPORT_FIELDS`` looks at. Shape (m,)."""
    columns: dict[str, NDArray[Any]] = {"outlets": snapshot.outlet, "stances": snapshot.stance}
    return columns[field] if field in columns else index_of(snapshot).report_country


@per_snapshot(maxsize=8)
def text_mask(snapshot: Snapshot, text: str) -> Mask:
    """Incidents whose folded text holds every word of the folded search."""
    words = fold(text).split()
    return all_of(snapshot.n, (_holds(snapshot, word) for word in words))


def _holds(snapshot: Snapshot, word: str) -> Mask:
    """Incidents with the folded word in a report's text, or in an actor's own name."""
    told = snapshot.told
    found = pc.match_substring(told.text, word).to_numpy(zero_copy_only=False).astype(np.bool_)
    mask = any_of(snapshot.n, index_of(snapshot).report_incident[found[told.text_row]])
    named = [c for name, c in positions(snapshot.vocab, "actors").items() if word in fold(name)]
    if named:
        mask[index_of(snapshot).actor_incident[_is_code(snapshot.actor, named)]] = True
    return mask


def _is_code(column: NDArray[Any], wanted: list[int]) -> Mask:
    """Where the column has one of the codes."""
    if len(wanted) == 1:
        return np.asarray(column == wanted[0])
    top = max(int(column.max(initial=0)), *wanted, 0)
    table = np.zeros(top + 2, dtype=np.bool_)
    table[wanted] = True  # -1 is the last entry, as it is when the column is looked up below
    return np.asarray(table[column])
