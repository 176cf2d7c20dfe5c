"""Where each incident of a snapshot is, from where its reports are.

The locations of all reports are few distinct ones. An incident whose reports name one place has
it; only those that name several are looked at one by one, by ``geo.claims.where``.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from geo.claims.origins import Assertions
from geo.claims.status import distinct
from geo.claims.where import Label, agreed_location
from geo.model import Form, Location, WherePrec
from geo.store.columns import Codes
from geo.store.reports import PLACE_COLUMNS, Reports, Units
from geo.store.snapshot import FORMS, StretchLine

COUNTRY: Final = Label("Iraq", 33.2, 43.7)
"""Where the label of what is placed in the country only goes: the middle of ``METRIC_CRS``."""


def incident_places(
    reports: Reports,
    assertions: Assertions,
    units: Units,
) -> dict[str, Any]:
    """Columns of the incidents' locations, and the vocabularies of stretch, route and place."""
    book, start = reports.codes["location"], reports.start
    code = reports.columns["location"]
    chosen = code[start[:-1]].copy()
    differs = (
        np.maximum.reduceat(code, start[:-1]) != np.minimum.reduceat(code, start[:-1])
        if len(chosen)
        else []
    )
    labels = {key: label for level in units.values() for key, (_, label) in level.items()}
    votes = _votes(reports, assertions)
    made: dict[int, Location] = {}
    for row in np.flatnonzero(differs).tolist():
        span = slice(start[row], start[row + 1])
        places = []
        for at in code[span].tolist():
            if at not in made:
                made[at] = _location(book.values_seen[at])
            places.append(made[at])
        agreed = agreed_location(
            places, votes[span].tolist(), lambda key: labels.get(key) if key else COUNTRY
        )
        chosen[row] = book[tuple(_raw(getattr(agreed, name)) for name in PLACE_COLUMNS)]
    return _place_columns(book.values_seen, chosen, units)


def _votes(reports: Reports, assertions: Assertions) -> NDArray[np.float64]:
    """Votes of each report: one an origin, shared among that origin's reports in the incident."""
    pair = (
        reports.columns["incident"][assertions.report] * len(assertions.names) + assertions.origin
    )
    _, which, count = np.unique(pair, return_inverse=True, return_counts=True)
    m = len(reports.columns["pk"])
    votes = np.bincount(assertions.report, 1.0 / count[which], minlength=m)
    return votes.astype(np.float64)


def _location(values: tuple[Any, ...]) -> Location:
    named = dict(zip(PLACE_COLUMNS, values, strict=True))
    prec = named["where_prec"]
    named |= {"form": Form(named["form"]), "where_prec": None if prec is None else WherePrec(prec)}
    return Location(**named)


def _raw(value: Any) -> Any:
    """A value as the database gives it, so that equal locations get one code."""
    return value.value if isinstance(value, Form | WherePrec) else value


def _place_columns(
    values: list[tuple[Any, ...]],
    chosen: NDArray[np.int64],
    units: Units,
) -> dict[str, Any]:
    """Spread the distinct locations over the incidents."""
    columns = (
        dict(zip(PLACE_COLUMNS, zip(*values, strict=True), strict=True))
        if values
        else dict.fromkeys(PLACE_COLUMNS, ())
    )
    result: dict[str, Any] = {
        name: np.array(columns[name], dtype=np.float64)[chosen]
        for name in ("lat", "lon", "uncertainty_m", "from_km", "to_km")
    }
    forms = {form.value: code for code, form in enumerate(FORMS)}
    result["form"] = np.array([forms[form] for form in columns["form"]], np.int8)[chosen]
    result["where_prec"] = np.array([prec or 0 for prec in columns["where_prec"]], np.int8)[chosen]
    for name, column in (("governorate", "governorate_pcode"), ("district", "district_pcode")):
        position = {key: code for code, key in enumerate(units[name])}
        found = [position.get(key, -1) for key in columns[column]]
        result[name] = np.array(found, np.int64)[chosen]
    for name, column in (("routes", "route"), ("places", "place")):
        codes = Codes()
        raw = codes.encode(columns[column])[chosen]
        result[name], result[column] = _used(codes, raw)
    lines = Codes()
    keys = zip(
        *(columns[name] for name in ("place", "route", "from_km", "to_km", "stretch_wkt")),
        strict=True,
    )
    raw = lines.encode([key if key[-1] is not None else None for key in keys])[chosen]
    found_lines, result["stretch"] = _used(lines, raw)
    result["stretches"] = tuple(
        StretchLine(place or route or "road", route, low, high, wkt)
        for place, route, low, high, wkt in found_lines
    )
    return result


def _used(codes: Codes, column: NDArray[np.int64]) -> tuple[tuple[Any, ...], NDArray[np.int64]]:
    """Sorted vocabulary of the values that occur in the column, and the column in its codes."""
    kept = Codes()
    seen = np.full(len(codes.values_seen) + 1, -1, dtype=np.int64)
    for code in distinct(column[column >= 0]).tolist():
        seen[code] = kept[codes.values_seen[code]]
    names, moved = kept.ordered()
    return names, moved[seen[column]]
