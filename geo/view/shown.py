"""The selection without what the legend switches off."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from geo.store.cache import per_snapshot
from geo.store.snapshot import FORMS, STATUSES, Snapshot
from geo.view.filters import Filters
from geo.view.index import Rows


@dataclass(frozen=True, eq=False, slots=True)
class Within:
    """A set of rows, rising, known by identity: what is drawn is narrowed to it."""

    rows: Rows


@per_snapshot(maxsize=12)
def shown(
    snapshot: Snapshot,
    filters: Filters,
    hidden: tuple[str, ...],
    within: Within | None = None,
) -> Rows:
    """Rows of the filters whose form and status are switched on.

    Parameters
    ----------
    hidden : entries of ``geo.view.state.HIDEABLE``; those of base layers mean nothing here.
    within : only these rows; ``None`` for all.
    """
    rows = selected(snapshot, filters, within)
    off_form = np.array([f"form:{form}" in hidden for form in FORMS])
    off_status = np.array([f"status:{status}" in hidden for status in STATUSES])
    if not (off_form.any() or off_status.any()):
        return rows
    off = off_form[snapshot.form[rows]] | off_status[snapshot.status[rows]]
    return np.asarray(rows[~off])


def selected(snapshot: Snapshot, filters: Filters, within: Within | None) -> Rows:
    """Rows of the filters, narrowed to a set of rows where there is one."""
    rows = filters.apply(snapshot)
    if within is None:
        return rows
    return np.intersect1d(rows, within.rows, assume_unique=True)
