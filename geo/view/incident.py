"""One incident in full, under a reading."""

from __future__ import annotations

from dataclasses import dataclass, replace

from geo.store.query import IncidentDetail, ReportDetail, explanation
from geo.store.snapshot import STATUSES
from geo.view.reading import Reading, work_out


@dataclass(frozen=True, slots=True)
class IncidentRead:
    """``detail``: the incident as the reports that count tell it, ``None`` when none does.

    ``left_out``: the other reports, in the order of the ledger.
    """

    detail: IncidentDetail | None
    left_out: tuple[ReportDetail, ...] = ()


def read_incident(detail: IncidentDetail, reading: Reading) -> IncidentRead:
    """The incident under a reading: its status, explanation, reports and single-row snapshot."""
    snapshot = work_out(detail.snapshot, reading).snapshot
    if snapshot is detail.snapshot:
        return IncidentRead(detail)
    counted = set(snapshot.report_ids.tolist())
    reports = tuple(report for report in detail.reports if report.id in counted)
    left_out = tuple(report for report in detail.reports if report.id not in counted)
    if not reports:
        return IncidentRead(None, left_out)
    status = STATUSES[snapshot.status[0]]
    why = explanation(status, reports)
    read = replace(detail, status=status, explanation=why, snapshot=snapshot, reports=reports)
    return IncidentRead(read, left_out)
