"""How two incidents agree, aspect by aspect, as levels with words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.claims.duplicates import COUNTED, FORMS, Features, Floats, Ints
from geo.claims.duplicates_block import KM_PER_DEG, MAX_GAP_DAYS, distance_km
from geo.model import DatePrec, Form

TIMES: Final = (*(f"gap {gap}" for gap in range(MAX_GAP_DAYS + 1)), "overlap")
SPOT, WITHIN, FAR, APART, ROAD, OFF_ROAD, NAMED, UNIT, BESIDE, OUTSIDE, COUNTRY = range(11)
PLACES: Final = (
    *("same spot", "within what is known", "within 25 km", "further apart"),
    *("along the road", "off the road"),
    *("same name", "same unit", "beside the unit", "outside the unit"),
    "same country",
)
KINDS: Final = (
    (SPOT, WITHIN, FAR, APART),
    (ROAD, OFF_ROAD),
    (NAMED, UNIT, BESIDE, OUTSIDE),
    (COUNTRY,),
)
"""Levels of place by kind of pair: both exact; a stretch of road; a unit; one known to no unit."""
SIZES: Final = ((1, 2, 3), (4, 5, 6), (7, 8, 9))
"""Levels of casualties by the larger number: few, many, dozens."""
EXTREMES: Final = {
    "type": ((1,), (3,)),
    "target": ((1,), (3,)),
    "actor": ((1,), (2,)),
    "casualties": ((1, 2, 4, 7), (3, 6, 9)),
    "source": ((), ()),
}
"""Levels at which two agree, and at which they differ."""
UNKNOWN: Final = 0
ONE_SOURCE: Final = 3
LEVELS: Final = {
    "type": ("unknown", "same", "unspecific", "differs"),
    "target": ("unknown", "same", "unspecific", "differs"),
    "actor": ("unknown", "same", "differs"),
    "source": ("unknown", "same outlet", "other outlets", "one source"),
    "casualties": (
        *("unknown", "none", "few, same", "few, differs"),
        *("many, same", "many, near", "many, differ"),
        *("dozens, same", "dozens, near", "dozens, differ"),
    ),
}
"""Levels by aspect; the position is the code. Nothing is concluded from "unknown"."""
UNSPECIFIC: Final = frozenset({"other", "unknown", "unspecified"})
_SPOT_KM: Final = 1.0
_FAR_KM: Final = 25.0
_MANY, _DOZENS = 4, 20
_DISTRICT, _GOVERNORATE = FORMS.index(Form.DISTRICT), FORMS.index(Form.GOVERNORATE)
_UNITS: Final = (_DISTRICT, _GOVERNORATE)
_NOWHERE: Final = (FORMS.index(Form.COUNTRY), FORMS.index(Form.UNPLACED))
_PLANE: Final = np.array([np.cos(np.radians(33.0)), 1.0]) * KM_PER_DEG
"""Degrees (lon, lat) to kilometres, true at 33 degrees north, to 5 % within Iraq."""


@dataclass(frozen=True, slots=True)
class Compared:
    """Levels of pairs, each column of their number.

    ``gap``: days between the two intervals, 0 when they meet. ``span``: days on which an unrelated
    incident of the second one's length would have had the same gap. ``km``: distance of the
    coordinates, NaN when one has none. ``levels``: by aspect of ``COUNTED``.
    """

    gap: Ints
    span: Ints
    time: Ints
    km: Floats
    place: Ints
    levels: dict[str, Ints]


def compare(features: Features, first: Ints, second: Ints) -> Compared:
    """Levels of the pairs (first, second)."""
    start, end = features.first_day, features.last_day
    gap = np.maximum(start[second] - end[first], start[first] - end[second])
    gap = np.maximum(gap, 0)
    length = (end - start)[first] + (end - start)[second]
    coarse = np.maximum(features.date_prec[first], features.date_prec[second]) > DatePrec.DAYS
    time = np.where((gap == 0) & coarse, MAX_GAP_DAYS + 1, np.minimum(gap, MAX_GAP_DAYS))
    km = distance_km(features, first, second)
    return Compared(
        gap=gap,
        span=np.where(gap == 0, length + 1, 2),
        time=time,
        km=km,
        place=_place(features, first, second, km),
        levels={aspect: _OF[aspect](features, first, second) for aspect in COUNTED},
    )


def _place(features: Features, first: Ints, second: Ints, km: Floats) -> Ints:
    exact = features.exact[first] & features.exact[second]
    reach = (features.reach_km[first] + features.reach_km[second])[exact]
    level = np.full(len(first), COUNTRY)
    level[exact] = np.select(
        [km[exact] <= _SPOT_KM, km[exact] <= np.minimum(reach, _FAR_KM), km[exact] <= _FAR_KM],
        [SPOT, WITHIN, FAR],
        APART,
    )
    unit = np.isin(features.form, _UNITS)
    nowhere = np.isin(features.form, _NOWHERE)
    told = ~(nowhere[first] | nowhere[second]) & ~exact
    with_unit = told & (unit[first] | unit[second])
    at = np.flatnonzero(with_unit)
    level[at] = _in_unit(features, first[at], second[at])
    at = np.flatnonzero(told & ~with_unit)
    level[at] = _on_road(features, first[at], second[at])
    return level


def _on_road(features: Features, first: Ints, second: Ints) -> Ints:
    """Levels where one is a stretch and the other a stretch or an exact place."""
    apart = shapely.distance(_shape(features, first), _shape(features, second))
    reach = features.reach_km[first] + features.reach_km[second]
    found: Ints = np.where(apart <= np.minimum(reach, _FAR_KM), ROAD, OFF_ROAD)
    return found


def _shape(features: Features, rows: Ints) -> NDArray[np.object_]:
    """Lines and points in kilometres on a plane."""
    lines = shapely.transform(features.ground.stretches, lambda at: at * _PLANE)
    shapes: NDArray[np.object_] = shapely.points(
        np.stack([features.lon[rows], features.lat[rows]], axis=1) * _PLANE
    )
    on_road = features.stretch[rows] >= 0
    if on_road.any():
        shapes[on_road] = lines[features.stretch[rows][on_road]]
    return shapes


def _in_unit(features: Features, first: Ints, second: Ints) -> Ints:
    """Levels where one is a governorate or district as a whole."""

    def shared(column: Ints) -> NDArray[np.bool_]:
        found: NDArray[np.bool_] = (column[first] >= 0) & (column[first] == column[second])
        return found

    districts = (features.form == _DISTRICT)[first] & (features.form == _DISTRICT)[second]
    same = np.where(districts, shared(features.district), shared(features.governorate))
    lat, lon, reach = _circle(features, first)
    lat2, lon2, reach2 = _circle(features, second)
    east = (lon - lon2) * np.cos(np.radians((lat + lat2) / 2))
    with np.errstate(invalid="ignore"):
        beside = np.hypot(lat - lat2, east) * KM_PER_DEG <= reach + reach2
    return np.select([shared(features.place), same, beside], [NAMED, UNIT, BESIDE], OUTSIDE)


def _circle(features: Features, rows: Ints) -> tuple[Floats, Floats, Floats]:
    """Middle (degrees) and reach (km) of a place; of a unit the circle of its area."""
    lat, lon, reach = features.lat[rows], features.lon[rows], features.reach_km[rows]
    for form, code, circles in (
        (_GOVERNORATE, features.governorate, features.ground.governorates),
        (_DISTRICT, features.district, features.ground.districts),
    ):
        here = np.flatnonzero((features.form[rows] == form) & (code[rows] >= 0))
        found = circles[code[rows[here]]]
        lat[here], lon[here], reach[here] = found.T
    return lat, lon, reach


def _kind(aspect: str, column: str, words: str) -> Callable[[Features, Ints, Ints], Ints]:
    def level(features: Features, first: Ints, second: Ints) -> Ints:
        code: Ints = getattr(features, column)
        names: tuple[str, ...] = getattr(features, words)
        vague = np.array([name.lower() in UNSPECIFIC for name in names] + [False])
        a, b = code[first], code[second]
        found = np.where(a == b, 1, np.where(vague[a] ^ vague[b], 2, 3))
        found[(a < 0) | (b < 0) | (vague[a] & vague[b])] = UNKNOWN
        # Codings that have no word in common tell nothing of each other.
        common = features.shared_words[aspect]
        found[~common[features.dataset[first], features.dataset[second]]] = UNKNOWN
        return found.astype(np.int64)

    return level


def _sharing(of: str) -> Callable[[Features, Ints, Ints], Ints]:
    """Whether two incidents share a member; unknown where one has none."""

    def level(features: Features, first: Ints, second: Ints) -> Ints:
        start, member = getattr(features, f"{of}_start"), getattr(features, of)
        size = np.diff(start)
        found = np.where((size[first] == 0) | (size[second] == 0), UNKNOWN, 2)
        both = np.flatnonzero(found)
        # Every member of the one with every member of the other.
        ones, others = size[first[both]], size[second[both]]
        pair = np.repeat(np.arange(len(both)), ones * others)
        within = np.arange(len(pair)) - np.repeat(
            np.cumsum(ones * others) - ones * others, ones * others
        )
        mine = member[start[first[both]][pair] + within // others[pair]]
        theirs = member[start[second[both]][pair] + within % others[pair]]
        found[both[pair[mine == theirs]]] = 1
        return found.astype(np.int64)

    return level


def _casualties(features: Features, first: Ints, second: Ints) -> Ints:
    killed = _count(features.killed_low, features.killed_high, first, second)
    wounded = _count(features.wounded_low, features.wounded_high, first, second)
    return np.where(killed != UNKNOWN, killed, wounded)


def _count(low: Floats, high: Floats, first: Ints, second: Ints) -> Ints:
    """Level of two ranges of people; a bound that is not known is the other one."""
    least, most = np.where(np.isnan(low), high, low), np.where(np.isnan(high), low, high)
    a, b = np.fmax(least[first], least[second]), np.fmin(most[first], most[second])
    largest = np.fmax(most[first], most[second])
    with np.errstate(invalid="ignore"):
        # 0: the ranges meet, 1: nearly, 2: not. A range that begins at 0 meets what is small.
        how = np.where(a <= b, 0, np.where((a - b <= 0.25 * a) & (b > 0), 1, 2))
        found = np.select(
            [largest == 0, largest < _MANY, largest < _DOZENS],
            [1, np.where(how == 0, 2, 3), 4 + how],
            7 + how,
        )
    found[np.isnan(least[first]) | np.isnan(least[second])] = UNKNOWN
    return found.astype(np.int64)


def _source(features: Features, first: Ints, second: Ints) -> Ints:
    """Whether an outlet tells of both; apart from that, a dataset that is one outlet's."""
    found = _SHARED_OUTLET(features, first, second)
    a, b = features.dataset[first], features.dataset[second]
    found[(a == b) & features.one_source[a]] = ONE_SOURCE
    return found


_SHARED_OUTLET: Final = _sharing("outlet")
_OF: Final = {
    "type": _kind("type", "event_type", "types"),
    "target": _kind("target", "target", "targets"),
    "actor": _sharing("actor"),
    "source": _source,
    "casualties": _casualties,
}
