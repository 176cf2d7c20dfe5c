"""A selection in words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Final

import numpy as np

from geo.store.cache import per_snapshot
from geo.store.snapshot import Snapshot
from geo.view.codes import NOT_STATED, label_of
from geo.view.palette import PRECISION_LABELS
from geo.view.words import counted, day_text, listed, plural

if TYPE_CHECKING:
    from geo.view.filters import Filters

MAX_NAMED: Final = 4
"""More values than these are counted instead of named."""

_STANCE_PHRASES: Final = {
    "claims": "claimed",
    "confirms": "confirmed",
    "reports": "reported",
    "doubts": "doubted",
    "denies": "denied",
    "withdraws": "withdrawn",
}


def describe(snapshot: Snapshot, filters: Filters, incidents: int, reports: int) -> str:
    """The filters in words, with the counts they lead to.

    "Roadside bombs in Qadisiyah and Babil, 1 Jun 2020 to 31 Dec 2021, contested or denied:
    24 incidents, 61 reports"
    """
    what = " ".join(part for part in (_subject(filters), *_qualifiers(snapshot, filters)) if part)
    parts = [
        what[0].upper() + what[1:],
        _dates(snapshot, filters),
        listed(filters.statuses, "or"),
        _precision(filters),
        _reports(filters),
        _several(filters.datasets, "in the data set {}", "in {} data sets", "or"),
        f"mentioning “{filters.text}”" if filters.text else "",
    ]
    said = ", ".join(part for part in parts if part)
    return f"{said}: {counted(incidents, 'incident')}, {counted(reports, 'report')}"


def _subject(filters: Filters) -> str:
    if filters.event_types:
        named = [plural(kind) for kind in filters.event_types]
        if len(named) <= MAX_NAMED:
            return listed(named)
        return f"incidents of {len(named)} types"
    return "incidents" if filters.active() else "all incidents"


def _qualifiers(snapshot: Snapshot, filters: Filters) -> list[str]:
    """What stands right after the subject: target, actors, places."""
    govs = _named(snapshot, "governorates", filters.governorates)
    districts = _named(snapshot, "districts", filters.districts)
    targets = [t if t in ("civilians", NOT_STATED) else plural(t) for t in filters.targets]
    actors = _named(snapshot, "actors", filters.actors)
    return [
        _several(targets, "against {}", "against {} kinds of target", "or", "an unstated target"),
        _several(actors, "involving {}", "involving any of {} actors", "or", "no one named"),
        _several(govs, "in {}", "in {} governorates", "and", "no known governorate"),
        _several(
            districts,
            "in the district of {}" if len(districts) == 1 else "in the districts of {}",
            "in {} districts",
            "and",
            "no known district",
        ),
        _several(
            [r if r == NOT_STATED else _route(r) for r in filters.routes],
            "on {}",
            "on {} routes",
            "or",
            "no named route",
        ),
    ]


def _route(name: str) -> str:
    """A route's name; a bare number becomes "Route 8"."""
    return f"Route {name}" if name[:1].isdigit() else name


def _several(
    named: Sequence[str], some: str, many: str, word: str, not_stated: str = "an unstated one"
) -> str:
    """Fill in the values, or their number when they are more than ``MAX_NAMED``."""
    if not named:
        return ""
    if len(named) > MAX_NAMED:
        return many.format(len(named))
    return some.format(listed([not_stated if n == NOT_STATED else n for n in named], word))


def _named(snapshot: Snapshot, field: str, keys: Sequence[str]) -> list[str]:
    vocab = snapshot.vocab
    return list(dict.fromkeys(label_of(vocab, field, key) for key in keys))


def _dates(snapshot: Snapshot, filters: Filters) -> str:
    start, end = filters.date_from, filters.date_to
    if start and end:
        return day_text(start) if start == end else f"{day_text(start)} to {day_text(end)}"
    if start:
        return f"from {day_text(start)}"
    if end:
        return f"until {day_text(end)}"
    span = date_span(snapshot)
    if filters.active() or span is None:
        return ""
    return f"{day_text(span[0])} to {day_text(span[1])}"


def _precision(filters: Filters) -> str:
    named = [PRECISION_LABELS[code] for code in filters.precisions]
    return f"place known as: {listed(named, 'or')}" if named else ""


def _reports(filters: Filters) -> str:
    """What one report must be: its stance, outlet and country."""
    if not (filters.stances or filters.outlets or filters.countries):
        return ""
    how = listed([_STANCE_PHRASES[s] for s in filters.stances], "or") or "reported"
    by = _several(filters.outlets, "by {}", "by any of {} outlets", "or")
    of = _several(filters.countries, "in the press of {}", "in the press of {} countries", "or")
    return " ".join(part for part in (how, by, of) if part)


@per_snapshot(maxsize=1)
def date_span(snapshot: Snapshot) -> tuple[date, date] | None:
    """First and last day of all dated incidents, or ``None`` when there is none."""
    dated = ~np.isnat(snapshot.start)
    if not dated.any():
        return None
    return snapshot.start[dated].min().item(), snapshot.end[dated].max().item()
