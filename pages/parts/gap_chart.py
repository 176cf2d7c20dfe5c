"""The claim-confirmation gap as a chart: what it becomes for ``assets/gap.js``, and its answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Final

from geo.model import Status
from geo.view.claimed import CONFIRMED_OUTCOMES, OUTCOMES, STATUS_OF, Outcome
from geo.view.filters import Filters
from geo.view.gap import Carrier, Gap
from geo.view.palette import STATUS_STYLES
from pages.parts.component import component

LISTED: Final = 9
"""Outlets shown beside the chart; the table below has all."""
_COUNTRIES: Final = 6


def chart_data(
    found: Gap, outlets: Sequence[Carrier], countries: Sequence[Carrier], filters: Filters
) -> dict[str, Any]:
    """What the script draws; days are counted from 1970-01-01."""
    total = found.total.tolist()
    return {
        "unit": found.bin,
        "starts": found.starts.astype("datetime64[D]").astype(int).tolist(),
        "end": int(found.ends[-1].astype(int)) + 1 if len(found.ends) else 0,
        "outcomes": [_outcome(outcome, total[code]) for code, outcome in enumerate(OUTCOMES)],
        "confirmed": CONFIRMED_OUTCOMES,
        "counts": found.counts.tolist(),
        "undated": found.undated.tolist(),
        "carriers": [
            _carriers("outlet", "outlet", outlets, LISTED, filters.outlets),
            _carriers("country", "country", countries, _COUNTRIES, filters.countries),
        ],
        "statuses": list(filters.statuses),
    }


def _outcome(outcome: Outcome, count: int) -> dict[str, Any]:
    style = STATUS_STYLES[STATUS_OF[outcome]]
    mixed = STATUS_STYLES[Status.CONFIRMED]
    disputed = outcome is Outcome.DISPUTED
    return {
        "label": "Confirmed, yet disputed" if disputed else style.label,
        "meaning": "somebody with direct knowledge confirms it, others deny or doubt it"
        if disputed
        else style.meaning,
        "mark": "disputed" if disputed else style.mark,
        "colour": style.colour,
        "dark": style.dark,
        "under": mixed.colour if disputed else "",
        "underDark": mixed.dark if disputed else "",
        "status": str(STATUS_OF[outcome]),
        "count": count,
    }


def _carriers(
    key: str, noun: str, found: Sequence[Carrier], most: int, chosen: Sequence[str]
) -> dict[str, Any]:
    """A list of bars. Carriers without a name (country not known) use the filter's "-"."""
    return {
        "key": key,
        "noun": noun,
        "rows": [[c.name or "not stated", c.claimed, c.unconfirmed, c.name or "-"] for c in found][
            :most
        ],
        "more": max(0, len(found) - most),
        "chosen": list(chosen),
    }


def draw(data: dict[str, Any], filters: Filters, key: str) -> Filters | None:
    """Mount the chart; the filters that a click on it asks for, or ``None``."""
    asked = component("gap")(data=data, key=key, on_filter_change=lambda: None).filter
    return narrowed(filters, asked) if asked else None


def narrowed(filters: Filters, message: Any) -> Filters | None:
    """The filters that a message of the script asks for; ``None`` when it cannot be used.

    What is chosen already and alone is set free again.
    """
    try:
        if "from" in message:
            days = [date.fromisoformat(message[end]) for end in ("from", "to")]
            return replace(filters, date_from=days[0], date_to=days[1])
        field = {"status": "statuses", "outlet": "outlets", "country": "countries"}[message["key"]]
        value = str(message["value"])
        if field == "statuses":
            value = str(Status(value))
        held = getattr(filters, field)
        return replace(filters, **{field: () if held == (value,) else (value,)})
    except (TypeError, KeyError, ValueError):
        return None
