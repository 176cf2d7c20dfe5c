"""Counts for the panel beside the map."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from geo.model import Form, Status
from geo.store.snapshot import FORMS, STATUSES, Snapshot
from geo.view.index import Rows
from geo.view.palette import PRECISION_LABELS
from geo.view.tally import tally


@dataclass(frozen=True, slots=True)
class Summary:
    """What a selection holds.

    ``by_status``, ``by_form``: every status and form in order; ``by_governorate``: (key, name,
    incidents), most first, without zeros; ``by_precision``: words -> incidents, without zeros;
    ``first``, ``last``: days; ``killed``: sums of the lowest and of the highest figures over the
    ``killed_known`` incidents that state any (a missing end is taken from the other).
    """

    incidents: int
    reports: int
    by_status: dict[Status, int]
    by_form: dict[Form, int]
    by_precision: dict[str, int]
    by_governorate: tuple[tuple[str, str, int], ...]
    no_governorate: int
    first: date | None
    last: date | None
    killed: tuple[int, int]
    killed_known: int


def summary(snapshot: Snapshot, rows: Rows) -> Summary:
    """Count the rows for the panel."""
    counts = tally(snapshot, rows)
    governorates, statuses, forms, precisions = (
        counts.sum(axis=tuple({0, 1, 2, 3} - {axis})).tolist() for axis in range(4)
    )
    units = snapshot.vocab.governorates
    named = [
        (unit.key, unit.name, count)
        for unit, count in zip(units, governorates[1:], strict=True)
        if count
    ]
    low, high = snapshot.killed_low[rows], snapshot.killed_high[rows]
    start, end = snapshot.start[rows], snapshot.end[rows]
    dated = ~np.isnat(start)
    return Summary(
        incidents=len(rows),
        reports=int(snapshot.n_reports[rows].sum(dtype=np.int64)),
        by_status=dict(zip(STATUSES, statuses, strict=True)),
        by_form=dict(zip(FORMS, forms, strict=True)),
        by_precision={PRECISION_LABELS[c]: n for c, n in enumerate(precisions) if n},
        by_governorate=tuple(sorted(named, key=lambda entry: (-entry[2], entry[1]))),
        no_governorate=governorates[0],
        first=start[dated].min().item() if dated.any() else None,
        last=end[dated].max().item() if dated.any() else None,
        killed=(_sum(np.fmin(low, high)), _sum(np.fmax(low, high))),
        killed_known=int(np.count_nonzero(~(np.isnan(low) & np.isnan(high)))),
    )


def _sum(values: NDArray[np.float32]) -> int:
    return int(np.nansum(values, dtype=np.float64))
