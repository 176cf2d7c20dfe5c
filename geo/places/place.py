"""Where a report is: its own coordinates with their precision, or else its words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from geo.model import UNPLACED, Form, Location, ReportRow, WherePrec
from geo.places.boundaries import BoundarySet
from geo.places.corrections import Locator, joined
from geo.places.picked import PICKED

_RADIUS_M: Final = 25_000.0
_BATCH: Final = 1_000

Progress = Callable[[int, int], None]


def place_reports(
    rows: Sequence[ReportRow], geocoder: Locator, progress: Progress | None = None
) -> list[Location]:
    """The locations of reports, in their order.

    Given coordinates are kept and joined to the boundary set; codes 3 to 7 of ``where_prec``
    become footprints. Without coordinates the words decide: place, then town or base, then
    route; the first that can be placed finer than the country. The governorate that a compiler
    coded is never used. What a person picked for a report holds as it was picked.
    """
    given = _join([row.given for row in rows], geocoder.boundaries)
    locations = []
    for done, (row, own) in enumerate(zip(rows, given, strict=True), start=1):
        locations.append(
            _from_words(row, geocoder) if own is None else _footprint(row, own, geocoder)
        )
        if progress and (done % _BATCH == 0 or done == len(rows)):
            progress(done, len(rows))
    return locations


_Units = tuple[str | None, str | None, tuple[str, ...]]
"""Keys of the governorate and the district that a point lies in, and flags that say more."""


def _join(given: list[Location | None], boundaries: BoundarySet) -> list[_Units | None]:
    """The units of the given locations that have a coordinate."""
    where = [i for i, g in enumerate(given) if g is not None and g.lat is not None]
    if not where:
        return [None] * len(given)
    lat = np.array([given[i].lat for i in where], np.float64)  # type: ignore[union-attr]
    lon = np.array([given[i].lon for i in where], np.float64)  # type: ignore[union-attr]
    # Plain numbers: taking them out of arrays one by one costs more than the search.
    found = (array.tolist() for array in boundaries.locate(lat, lon))
    units: list[_Units | None] = [None] * len(given)
    for i, g, d, metres in zip(where, *found, strict=True):
        flags: tuple[str, ...] = ()
        if 0 < metres < np.inf:
            flags = (f"outside Iraq by {metres / 1000:.1f} km, nearest governorate taken",)
        elif metres == np.inf:
            flags = ("outside Iraq by more than 5 km, no governorate",)
        units[i] = (
            boundaries.governorates[g].key if g >= 0 else None,
            boundaries.districts[d].key if d >= 0 else None,
            flags,
        )
    return units


def _footprint(row: ReportRow, units: _Units, geocoder: Locator) -> Location:
    """A report's given location in the form that its precision code allows."""
    given = row.given
    assert given is not None  # noqa: S101 - only given locations have units
    if given.method == PICKED:
        return joined(given, geocoder.boundaries)
    governorate, district, flags = units
    location = replace(
        given,
        place=given.place or given.words,
        governorate_pcode=governorate,
        district_pcode=district,
        flags=(*given.flags, *flags),
    )
    if location.form in (Form.DISC, Form.STRETCH):  # a stated radius or line says how far
        return location
    match location.where_prec:
        case WherePrec.EXACT | None:
            return location
        case WherePrec.WITHIN_25_KM:
            return replace(location, form=Form.DISC, uncertainty_m=_RADIUS_M)
        case WherePrec.DISTRICT:
            return _district(row, location, geocoder)
        case WherePrec.GOVERNORATE:
            return _governorate(row, location, geocoder)
        case WherePrec.LINEAR_OR_LARGER:
            return _larger(row, location, geocoder)
        case WherePrec.COUNTRY:
            return _country(location)
        case WherePrec.WATER_OR_AIR:
            return _country(location, "water or air")


def _district(row: ReportRow, location: Location, geocoder: Locator) -> Location:
    """The district that the point lies in; the words decide when they name another."""
    if location.district_pcode is None:
        return _governorate(row, location, geocoder)
    return replace(location, form=Form.DISTRICT)


def _governorate(row: ReportRow, location: Location, geocoder: Locator) -> Location:
    stated = _stated_governorate(row, geocoder) or location.governorate_pcode
    if stated is None:
        return _country(location)
    return replace(location, form=Form.GOVERNORATE, governorate_pcode=stated, district_pcode=None)


def _stated_governorate(row: ReportRow, geocoder: Locator) -> str | None:
    if not row.admin1_text:
        return None
    found = geocoder.locate(row.admin1_text)
    return found.governorate_pcode if found.form is Form.GOVERNORATE else None


def _larger(row: ReportRow, location: Location, geocoder: Locator) -> Location:
    """Code 5: a stretch when the words name two ends, else the stated governorate or country."""
    found = geocoder.locate(row.place_text) if row.place_text else UNPLACED
    if found.form is Form.STRETCH:
        return replace(found, lat=location.lat, lon=location.lon, words=location.words,
                       flags=(*location.flags, *found.flags))  # fmt: skip
    stated = _stated_governorate(row, geocoder)
    if stated is None:
        return _country(location)
    return replace(location, form=Form.GOVERNORATE, governorate_pcode=stated, district_pcode=None)


def _country(location: Location, *flags: str) -> Location:
    return replace(
        location, form=Form.COUNTRY, governorate_pcode=None, district_pcode=None,
        flags=(*location.flags, *flags),
    )  # fmt: skip


def _from_words(row: ReportRow, geocoder: Locator) -> Location:
    first: Location | None = None
    for text in (row.place_text, row.town_or_base, row.route_text):
        if not text:
            continue
        found = geocoder.locate(text)
        if found.form not in (Form.UNPLACED, Form.COUNTRY):
            return geocoder.with_route(found, row.route_text)
        if first is None or first.form is Form.UNPLACED:
            first = found
    if first is not None:
        return first
    return replace(UNPLACED, flags=("not placed: no words for the place",))
