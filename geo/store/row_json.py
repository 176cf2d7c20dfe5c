"""Reports as JSON, both ways: how drafts keep them until they become records."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from geo.model import ActorMention, ReportRow
from geo.store.records import report_row, report_values

_DAYS: Final = ("retrieved", "event_start", "event_end", "published_start", "published_end")


def row_json(row: ReportRow) -> dict[str, Any]:
    """The report as a JSON object: its columns in the store, data set, outlet and actors."""
    values = report_values(row)
    for name in _DAYS:
        day: date | None = values[name]
        values[name] = None if day is None else day.isoformat()
    return {
        **values,
        "dataset": row.dataset,
        "outlet": row.outlet,
        "actors": [[mention.text, mention.role] for mention in row.actors],
    }


def row_of_json(kept: dict[str, Any]) -> ReportRow:
    """The report that ``row_json`` made the object of."""
    days = {name: None if kept[name] is None else date.fromisoformat(kept[name]) for name in _DAYS}
    actors = tuple(ActorMention(text, role) for text, role in kept["actors"])
    return report_row({**kept, **days}, kept["dataset"], kept["outlet"], actors)
