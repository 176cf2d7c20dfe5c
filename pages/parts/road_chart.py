"""The strip chart of a road: what its profile becomes for ``assets/road.js``."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

import numpy as np

from geo.model import Status
from geo.places.linear import Course
from geo.store.snapshot import STATUSES, Snapshot
from geo.view.along import Along
from geo.view.palette import STATUS_STYLES
from geo.view.route_profile import Profile, Stretch
from geo.view.state import ViewState
from geo.view.table import row_text
from pages.parts.component import component

MOST_MARKS: Final = 1500
"""More placed incidents than this are drawn as cells of kilometres and time."""

_MOST_RANGES: Final = 400
_ACROSS, _DOWN = 120, 60
_EPOCH: Final = np.datetime64("1970-01-01", "D")


def chart_data(
    snapshot: Snapshot,
    course: Course,
    found: Along,
    shape: Profile,
    span: tuple[date, date] | None,
    state: ViewState,
) -> dict[str, Any]:
    """What the script draws; days are counted from 1970-01-01, ranges are closed.

    Parameters
    ----------
    found : the selected incidents along the whole course.
    span : days of the axis of time.
    """
    dated = found.only(~np.isnat(snapshot.start[found.rows]))
    first, last = (0, -1) if span is None else (_day(span[0]), _day(span[1]))
    placed, coarse = dated.only(dated.placed), dated.only(~dated.placed)
    crowded = len(placed.rows) > MOST_MARKS
    return {
        "length": course.length_km,
        "towns": [[town.name, round(town.km, 1)] for town in course.towns],
        "stretches": [_stretch(part) for part in shape.stretches],
        "mean": shape.rate.value if shape.rate else 0.0,
        "first": first,
        "last": last,
        "statuses": [
            {"label": s.label, "colour": s.colour, "dark": s.dark, "mark": s.mark}
            for s in (STATUS_STYLES[Status(status)] for status in STATUSES)
        ],
        "counts": np.bincount(
            snapshot.status[found.rows], minlength=len(STATUSES)
        ).tolist(),
        "points": [] if crowded else _points(snapshot, placed, first, last),
        "cells": _cells(snapshot, placed, course.length_km, first, last) if crowded else None,
        "ranges": _ranges(snapshot, coarse, first, last),
        "km": list(state.km) if state.km else None,
        "chosen": state.incident,
        "height": 250,
    }  # fmt: skip


def _stretch(part: Stretch) -> dict[str, Any]:
    rate, both = part.rate, part.rate_all
    where = part.first if part.first == part.last else f"{part.first} to {part.last}"
    return {
        "from": round(part.from_km, 1),
        "to": round(part.to_km, 1),
        "placed": part.placed,
        "coarse": round(part.coarse, 2),
        "rate": rate.value if rate else 0.0,
        "low": rate.low if rate else 0.0,
        "high": rate.high if rate else 0.0,
        "all": both.value if both else 0.0,
        "hot": part.hot,
        "where": where,
    }


def _days(snapshot: Snapshot, found: Along, first: int, last: int) -> tuple[Any, Any]:
    """First and last day of each, cut to the axis."""
    start = (snapshot.start[found.rows].astype("datetime64[D]") - _EPOCH).astype(np.int64)
    end = (snapshot.end[found.rows].astype("datetime64[D]") - _EPOCH).astype(np.int64)
    return np.clip(start, first, last), np.clip(end, first, last)


def _points(snapshot: Snapshot, placed: Along, first: int, last: int) -> list[list[Any]]:
    start, end = _days(snapshot, placed, first, last)
    points = []
    for i, row in enumerate(placed.rows.tolist()):
        text = row_text(snapshot, row)
        label = f"{text['type'] or 'type not stated'}, {text['place'] or 'place not named'}"
        beside = f"{placed.offset_m[i] / 1000:.1f} km"
        at = round(float(placed.middle[i]), 2)
        status = int(snapshot.status[row])
        points.append([at, int(start[i]), int(end[i]), status, str(snapshot.ids[row]),
                       f"{label}: {text['status']}", beside])  # fmt: skip
    return points


def _ranges(snapshot: Snapshot, coarse: Along, first: int, last: int) -> list[list[Any]]:
    start, end = _days(snapshot, coarse, first, last)
    columns = (coarse.low, coarse.high, start, end, snapshot.status[coarse.rows])
    ranges = zip(*(column.tolist() for column in columns), strict=True)
    return [[round(a, 1), round(b, 1), *rest] for a, b, *rest in ranges][:_MOST_RANGES]


def _cells(
    snapshot: Snapshot, placed: Along, length_km: float, first: int, last: int
) -> dict[str, Any]:
    start, end = _days(snapshot, placed, first, last)
    across = (placed.middle / length_km * _ACROSS).astype(np.int64)
    down = ((start + end) / 2 - first) / max(1, last + 1 - first) * _DOWN
    key = np.clip(across, 0, _ACROSS - 1) * _DOWN + np.clip(down.astype(np.int64), 0, _DOWN - 1)
    cells, counts = np.unique(key, return_counts=True)
    listed = np.column_stack([cells // _DOWN, cells % _DOWN, counts]).tolist()
    return {"across": _ACROSS, "down": _DOWN, "counts": listed}


def _day(day: date) -> int:
    return (day - date(1970, 1, 1)).days


def draw(data: dict[str, Any], key: str) -> tuple[dict[str, Any], str | None]:
    """Mount the chart; returns the changes of the view that a brush asks for, and a clicked id."""
    result = component("road")(
        data=data, key=key, on_brush_change=lambda: None, on_open_change=lambda: None
    )
    return brushed(result.brush), str(result.open) if result.open else None


def brushed(message: Any) -> dict[str, Any]:
    """Changes of the view in a message of the script; none when it is not one."""
    changes: dict[str, Any] = {}
    try:
        if message["km"]:
            low, high = (float(value) for value in message["km"])
            changes["km"] = (min(low, high), max(low, high))
        if message["from"]:
            days = sorted(date.fromisoformat(message[end]) for end in ("from", "to"))
            changes |= {"date_from": days[0], "date_to": days[1]}
        ViewState(km=changes.get("km"))
    except (TypeError, KeyError, ValueError):
        return {}
    return changes
