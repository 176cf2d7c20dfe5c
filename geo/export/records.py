"""The selected incidents as plain records, in the order of the table."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final

import numpy as np

from geo.model import EXACT_FORMS
from geo.store.snapshot import FORMS, STANCES, STATUSES, Snapshot
from geo.view.along import Reference
from geo.view.index import Rows
from geo.view.state import ViewState
from geo.view.table import date_text, ordered

BATCH: Final = 2_000
"""Incidents held as records at a time."""

ROUTE_FIELDS: Final = (
    *("near_route", "near_route_km", "near_route_from_km", "near_route_to_km"),
    "near_route_offset_m",
)
"""The named route that an incident is near or on, after ``geo.view.along.references``."""

Record = dict[str, Any]
Urls = Callable[[Sequence[str]], Mapping[str, str]]
"""Addresses of reports by report id; those without one are left out."""


def records(
    snapshot: Snapshot,
    rows: Rows,
    state: ViewState,
    urls: Urls,
    reference: Reference | None = None,
) -> Iterator[tuple[int, Record]]:
    """Row and record of each of the rows, in the order of the state.

    ``latitude``/``longitude`` (degrees, EPSG:4326) are given for exact forms only. ``None`` is
    "not known". ``reports`` is a list of records, one a report. With a ``reference`` the record
    also says where on which named route the incident is.
    """
    rows = ordered(snapshot, rows, state.sort, state.descending)
    for begin in range(0, len(rows), BATCH):
        batch = rows[begin : begin + BATCH].tolist()
        ids = [
            str(snapshot.report_ids[i])
            for row in batch
            for i in range(snapshot.report_start[row], snapshot.report_start[row + 1])
        ]
        addresses = urls(ids)
        for row in batch:
            yield row, _record(snapshot, row, addresses) | _on_route(reference, row)


def _record(snapshot: Snapshot, row: int, addresses: Mapping[str, str]) -> Record:
    vocab = snapshot.vocab
    form = FORMS[snapshot.form[row]]
    governorate, district = int(snapshot.governorate[row]), int(snapshot.district[row])
    stretch = int(snapshot.stretch[row])
    exact = form in EXACT_FORMS
    mentions = snapshot.actor[snapshot.actor_start[row] : snapshot.actor_start[row + 1]]
    return {
        "id": str(snapshot.ids[row]),
        "date_start": _day(snapshot.start[row]),
        "date_end": _day(snapshot.end[row]),
        "date_prec": int(snapshot.date_prec[row]) or None,
        "date": date_text(snapshot, row),
        "event_type": _word(vocab.event_types, int(snapshot.event_type[row])),
        "target": _word(vocab.targets, int(snapshot.target[row])),
        "actors": list(dict.fromkeys(vocab.actors[code] for code in mentions.tolist())),
        "status": str(STATUSES[snapshot.status[row]]),
        "form": str(form),
        "where_prec": int(snapshot.where_prec[row]) or None,
        "uncertainty_m": _number(snapshot.uncertainty_m[row]),
        "latitude": round(float(snapshot.lat[row]), 6) if exact else None,
        "longitude": round(float(snapshot.lon[row]), 6) if exact else None,
        "place": _word(vocab.places, int(snapshot.place[row])),
        "governorate": vocab.governorates[governorate].name if governorate >= 0 else None,
        "governorate_pcode": vocab.governorates[governorate].key if governorate >= 0 else None,
        "district": vocab.districts[district].name if district >= 0 else None,
        "district_pcode": vocab.districts[district].key if district >= 0 else None,
        "route": _word(vocab.routes, int(snapshot.route[row])),
        "from_km": _number(snapshot.from_km[row]),
        "to_km": _number(snapshot.to_km[row]),
        "stretch": vocab.stretches[stretch].label if stretch >= 0 else None,
        "killed_low": _number(snapshot.killed_low[row]),
        "killed_high": _number(snapshot.killed_high[row]),
        "wounded_low": _number(snapshot.wounded_low[row]),
        "wounded_high": _number(snapshot.wounded_high[row]),
        "n_reports": int(snapshot.n_reports[row]),
        "n_origins": int(snapshot.n_origins[row]),
        "dataset": _word(vocab.datasets, int(snapshot.dataset[row])),
        "revision": snapshot.revision,
        "reports": _reports(snapshot, row, addresses),
    }


def _on_route(reference: Reference | None, row: int) -> Record:
    """Named route near or under the incident, its kilometre (or range) and metres beside it."""
    at = -1 if reference is None else int(reference.route[row])
    if reference is None or at < 0:
        return dict.fromkeys(ROUTE_FIELDS)
    values = (reference.km, reference.from_km, reference.to_km, reference.offset_m)
    km, low, high, offset = (float(column[row]) for column in values)
    placed = [None if value != value else round(value, 2) for value in (km, low, high)]
    metres = None if offset != offset else round(offset)
    return dict(zip(ROUTE_FIELDS, (reference.labels[at], *placed, metres), strict=True))


def _reports(snapshot: Snapshot, row: int, addresses: Mapping[str, str]) -> list[Record]:
    found = []
    for i in range(snapshot.report_start[row], snapshot.report_start[row + 1]):
        outlet = snapshot.vocab.outlets[snapshot.outlet[i]]
        report_id = str(snapshot.report_ids[i])
        found.append(
            {
                "id": report_id,
                "outlet": outlet.name,
                "country": outlet.country,
                "stance": str(STANCES[snapshot.stance[i]]),
                "published": _day(snapshot.published[i]),
                "url": addresses.get(report_id),
            }
        )
    return found


def _day(day: np.datetime64) -> str | None:
    return None if np.isnat(day) else str(day)


def _word(words: tuple[str, ...], code: int) -> str | None:
    return words[code] if code >= 0 else None


def _number(value: np.float32) -> int | float | None:
    """A whole number where it is one, ``None`` for not-a-number."""
    number = round(float(value), 3)
    if number != number:
        return None
    return int(number) if number.is_integer() else number
