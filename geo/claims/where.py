"""The place of an incident whose reports name several: what most of its origins agree on.

The rule. Each origin has one vote, shared equally among its reports in the incident (so that
ten relays of one source weigh as one). A location *implies* the coarser ones that hold it: a
point implies its district, its governorate, and a road that passes within ``NEAR_M``.

1. A stretch of road counts for the governorate of the places that other reports name on it, when
   those share one; else for the governorate it was given. The governorate is then the one that
   more than half of the votes name, among reports that name one.
   Without such a majority the reports disagree beyond a governorate: the incident is placed in
   the country only, and says so.
2. Reports of other governorates are set aside. Among those left that are finer than a
   governorate, the finest location that more than half of the votes state or imply is taken;
   among equals the one with more votes, then the smaller radius, then the name.
3. Where none has such a majority the reports disagree below the governorate: the district that
   more than half imply, else the governorate as a whole.
4. Where no report is finer than its governorate it is the governorate; else the country; else
   unplaced.

Denials and doubts say where as well as claims do, so their places count.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from math import cos, hypot, radians
from typing import Final

import shapely

from geo.model import EXACT_FORMS, Form, Location, WherePrec

NEAR_M: Final = 5_000.0
"""Two exact places closer than this are one place told twice; in metres."""

ON_ROAD_M: Final = 10_000.0
"""A place closer than this to a stretch of road lies on it; in metres."""

_M_PER_DEG: Final = 111_195.0
"""Metres in a degree of latitude on a sphere of 6,371 km."""

_FINE: Final = (*EXACT_FORMS, Form.STRETCH, Form.DISTRICT)
_ORDER: Final = {form: rank for rank, form in enumerate(_FINE)}
DISAGREE: Final = "reports name different places; the area that most of them share is shown"


@dataclass(frozen=True, slots=True)
class Label:
    """Name and label position (degrees EPSG:4326) of a governorate, a district or the country."""

    name: str
    lat: float
    lon: float


UnitLabel = Callable[[str | None], Label | None]
"""Gives the label of a p-code, or of the country for ``None``."""


def agreed_location(
    locations: Sequence[Location], weights: Sequence[float], label: UnitLabel
) -> Location:
    """The location of an incident; see the module's rule.

    Parameters
    ----------
    locations : one a report.
    weights : the votes of each report, above 0.
    label : label positions for units that no report's location stands for.
    """
    votes = [(place, weight) for place, weight in zip(locations, weights, strict=True)]
    votes.sort(key=lambda vote: _sort_key(vote[0]))
    placed = [vote for vote in votes if vote[0].form is not Form.UNPLACED]
    if not placed:
        return votes[0][0]
    placed = [(_with_places_on_it(place, placed), weight) for place, weight in placed]
    stated = [vote for vote in placed if vote[0].governorate_pcode]
    if not stated:
        return _finest(placed, placed) or placed[0][0]
    governorate = _majority([(place.governorate_pcode, weight) for place, weight in stated])
    if governorate is None:
        return _unit(None, Form.COUNTRY, label, placed, (DISAGREE,))
    # A stretch without a governorate of its own may run through this one: it is kept.
    inside = [vote for vote in placed if vote[0].governorate_pcode in (governorate, None)]
    fine = [vote for vote in inside if vote[0].form in _FINE]
    if not fine:
        flags = (DISAGREE,) if len(inside) < len(placed) else ()
        return _unit(governorate, Form.GOVERNORATE, label, inside, flags)
    found = _finest(fine, inside)
    if found is not None:
        return found
    district = _majority([(place.district_pcode, weight) for place, weight in fine])
    if district is not None:
        return _unit(district, Form.DISTRICT, label, inside, (DISAGREE,), governorate)
    return _unit(governorate, Form.GOVERNORATE, label, inside, (DISAGREE,))


def _with_places_on_it(place: Location, placed: list[tuple[Location, float]]) -> Location:
    """A stretch, moved to the one governorate of the exact places named on it; else as it is."""
    if place.form is not Form.STRETCH:
        return place
    on_it = {
        other.governorate_pcode
        for other, _ in placed
        if other.form in EXACT_FORMS and other.governorate_pcode and implies(other, place)
    }
    return replace(place, governorate_pcode=on_it.pop()) if len(on_it) == 1 else place


def implies(place: Location, other: Location) -> bool:
    """Whether who says ``place`` also says ``other``."""
    if other.form in EXACT_FORMS:
        return place.form in EXACT_FORMS and _distance_m(place, other) <= max(
            NEAR_M, other.uncertainty_m or 0.0
        )
    if other.form is Form.DISTRICT:
        return place.form in _FINE and place.district_pcode == other.district_pcode
    if other.form is Form.STRETCH:
        if place.form is Form.STRETCH:
            return place.place == other.place or _runs_along(place, other)
        return place.form in EXACT_FORMS and _off_road_m(place, other) <= ON_ROAD_M
    return False


def _finest(
    fine: list[tuple[Location, float]], inside: list[tuple[Location, float]]
) -> Location | None:
    """The finest location that more than half of the votes of ``fine`` state or imply."""
    total = sum(weight for _, weight in fine)
    best: tuple[tuple[float, ...], Location] | None = None
    for place in dict.fromkeys(place for place, _ in fine):
        if place.form not in _FINE:
            continue
        support = sum(weight for said, weight in fine if said == place or implies(said, place))
        if support * 2 <= total * (1 + 1e-9):
            continue
        # Identical places are the same candidate; what differs is sorted by form, votes, radius.
        stated = sum(weight for said, weight in fine if _same(said, place))
        rank = (_ORDER[place.form], -round(stated, 9), place.uncertainty_m or 0.0)
        if best is None or rank < best[0]:
            best = (rank, place)
    if best is None:
        return None
    place = best[1]
    if place.governorate_pcode is None:
        named = [(said.governorate_pcode, w) for said, w in inside if said.governorate_pcode]
        place = replace(place, governorate_pcode=_majority(named))
    return place


def _majority(votes: Sequence[tuple[str | None, float]]) -> str | None:
    """The key with more than half of all votes; votes for ``None`` count in the total."""
    total = sum(weight for _, weight in votes)
    sums: dict[str, float] = {}
    for key, weight in votes:
        if key is not None:
            sums[key] = sums.get(key, 0.0) + weight
    for key, weight in sums.items():
        if weight * 2 > total * (1 + 1e-9):
            return key
    return None


def _unit(
    key: str | None,
    form: Form,
    label: UnitLabel,
    votes: list[tuple[Location, float]],
    flags: tuple[str, ...],
    parent: str | None = None,
) -> Location:
    """A governorate, district or the country; a report's own location when one says just that."""
    column = "district_pcode" if form is Form.DISTRICT else "governorate_pcode"
    for place, _ in votes:
        if place.form is form and (key is None or getattr(place, column) == key):
            return replace(place, flags=(*place.flags, *flags)) if flags else place
    where = label(key)
    prec = {
        Form.DISTRICT: WherePrec.DISTRICT,
        Form.GOVERNORATE: WherePrec.GOVERNORATE,
        Form.COUNTRY: WherePrec.COUNTRY,
    }[form]
    return Location(
        form=form,
        where_prec=prec,
        lat=where.lat if where else None,
        lon=where.lon if where else None,
        place=where.name if where else None,
        governorate_pcode=parent if form is Form.DISTRICT else key,
        district_pcode=key if form is Form.DISTRICT else None,
        method="agreement of reports",
        flags=flags,
    )


def _same(place: Location, other: Location) -> bool:
    if place.form is not other.form:
        return False
    if place.form in EXACT_FORMS:
        return (place.lat, place.lon) == (other.lat, other.lon)
    if place.form is Form.STRETCH:
        return place.place == other.place
    return place.district_pcode == other.district_pcode


def _sort_key(place: Location) -> tuple[str, ...]:
    return (
        place.form,
        place.place or "",
        place.words or "",
        *(f"{value or 0:015.6f}" for value in (place.lat, place.lon, place.uncertainty_m)),
        place.stretch_wkt or "",
    )


def _distance_m(place: Location, other: Location) -> float:
    """Metres between two exact places, earth taken flat; good to 0.5 % over tens of km."""
    north = (place.lat or 0.0) - (other.lat or 0.0)
    east = ((place.lon or 0.0) - (other.lon or 0.0)) * cos(radians(place.lat or 0.0))
    return hypot(north, east) * _M_PER_DEG


@lru_cache(maxsize=4096)
def _line(wkt: str) -> shapely.Geometry:
    return shapely.from_wkt(wkt)


def _off_road_m(place: Location, road: Location) -> float:
    """Metres from a point to a stretch, overestimated by at most a sixth in Iraq."""
    point = shapely.Point(place.lon, place.lat)
    return float(shapely.distance(point, _line(road.stretch_wkt or ""))) * _M_PER_DEG


@lru_cache(maxsize=4096)
def _share_along(wkt: str, other_wkt: str) -> float:
    """Share of the first line's length that runs within ``ON_ROAD_M`` of the second."""
    line, other = _line(wkt), _line(other_wkt)
    if not line.length:
        return 0.0
    near = other.buffer(ON_ROAD_M / _M_PER_DEG)
    return float(line.intersection(near).length / line.length)


def _runs_along(place: Location, other: Location) -> bool:
    return _share_along(place.stretch_wkt or "", other.stretch_wkt or "") >= 0.8
