"""The selection without what the legend switches off."""

from __future__ import annotations

import numpy as np

from geo.store.snapshot import FORMS, STATUSES, Snapshot
from geo.view.cache import per_snapshot
from geo.view.filters import Filters
from geo.view.index import Rows


@per_snapshot(maxsize=12)
def shown(snapshot: Snapshot, filters: Filters, hidden: tuple[str, ...]) -> Rows:
    """Rows of the filters whose form and status are switched on.

    Parameters
    ----------
    hidden : entries of ``geo.view.state.HIDEABLE``; those of base layers mean nothing here.
    """
    rows = filters.apply(snapshot)
    off_form = np.array([f"form:{form}" in hidden for form in FORMS])
    off_status = np.array([f"status:{status}" in hidden for status in STATUSES])
    if not (off_form.any() or off_status.any()):
        return rows
    off = off_form[snapshot.form[rows]] | off_status[snapshot.status[rows]]
    return np.asarray(rows[~off])
