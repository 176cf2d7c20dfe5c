"""Which single report an incident's status hinges on: the status without it is another one."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from geo.claims.ragged import owners, ragged
from geo.claims.status import statuses

ALONE = -1
"""In place of a status: there is no other report."""

_BATCH = 2_000_000


def without_each(
    start: NDArray[np.int64],
    stance: NDArray[np.int8],
    origin_start: NDArray[np.int64],
    origin: NDArray[np.integer],
    carrier: NDArray[np.integer],
) -> NDArray[np.int8]:
    """Status of its incident without each report.

    Parameters
    ----------
    start : int64 (n + 1,); the reports of incident i are rows [start[i], start[i + 1]).
    stance, carrier : (m,); origin_start : int64 (m + 1,), offsets into ``origin``; as in
        ``geo.claims.status.statuses``.

    Returns
    -------
    int8 (m,), codes in ``STATUSES``; ``ALONE`` where the report is the only one.
    """
    m = len(stance)
    result = np.full(m, ALONE, dtype=np.int8)
    size = np.diff(start)[owners(start)]
    several = np.flatnonzero(size > 1)
    # An incident of k reports becomes k incidents of k - 1: in batches, to bound the memory.
    rows = np.cumsum(size[several])
    cuts = np.searchsorted(rows, np.arange(_BATCH, rows.max(initial=0), _BATCH))
    for batch in np.split(several, cuts):
        if len(batch):
            result[batch] = _without(batch, start, stance, origin_start, origin, carrier)
    return result


def _without(
    rows: NDArray[np.int64],
    start: NDArray[np.int64],
    stance: NDArray[np.int8],
    origin_start: NDArray[np.int64],
    origin: NDArray[np.integer],
    carrier: NDArray[np.integer],
) -> NDArray[np.int8]:
    """Statuses without each of these reports, all of incidents with several."""
    incident = np.searchsorted(start, rows, side="right") - 1
    report, offsets = ragged(start, incident)
    case = owners(offsets)
    others = report != rows[case]
    case, report = case[others], report[others]
    told, offsets = ragged(origin_start, report)
    at = owners(offsets)
    found, _ = statuses(case[at], stance[report[at]], origin[told], carrier[report[at]], len(rows))
    return found
