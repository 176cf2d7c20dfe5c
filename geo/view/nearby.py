"""The neighbours of one incident in place and time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from geo.errors import NotFoundError
from geo.store.snapshot import Snapshot
from geo.view.index import Rows, index_of
from geo.view.window import Bbox, within

NEAR_KM: Final = 30.0
NEAR_DAYS: Final = 180
GROUP_DAYS: Final = 365
GROUP_INCIDENTS: Final = 50
"""A group named in more incidents than this ties two of them together too loosely to show."""
_EARTH_KM: Final = 6371.0088
_KM_PER_DEG: Final = 111.195
_SHARED: Final = (
    ("stretch", "same stretch of road"),
    ("route", "same route"),
    ("district", "same district"),
    ("governorate", "same governorate"),
)
"""Columns that two places can share, the finest first."""


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Another incident near in place and time.

    ``row``: its row. ``days``: how many days later it began (below 0: earlier). ``km``:
    great-circle distance where both places are exact, else ``None``. ``near``: in words, "4 km
    away" or what the two places share.
    """

    row: int
    days: int
    km: float | None
    near: str


def nearby(
    snapshot: Snapshot, incident_id: str, most: int = 5
) -> tuple[list[Neighbour], list[Neighbour]]:
    """Earlier and later incidents near one, the nearest in time first.

    Those begun within ``NEAR_DAYS``, near in place: two exact places are near within
    ``NEAR_KM``; when one of them is coarse, the two must share a stretch of road, route, district
    or governorate. And, wherever they were, those begun within ``GROUP_DAYS`` that name the same
    group, when it is named in no more than ``GROUP_INCIDENTS``. Begun on the same day is later.

    Raises
    ------
    NotFoundError
        No such incident in this revision.
    """
    row = row_of(snapshot, incident_id)
    if np.isnat(snapshot.start[row]):
        return [], []
    apart = np.abs((snapshot.start - snapshot.start[row]).astype(np.float64))
    apart[row] = np.inf
    around = apart <= NEAR_DAYS
    found = _by_distance(snapshot, row, around) + _by_unit(snapshot, row, around)
    found += _by_group(snapshot, row, apart <= GROUP_DAYS, {other.row for other in found})
    found.sort(key=lambda other: (abs(other.days), other.km or 0.0, other.row))
    return (
        [other for other in found if other.days < 0][:most],
        [other for other in found if other.days >= 0][:most],
    )


def neighbour(snapshot: Snapshot, incident_id: str, other_id: str, near: str) -> Neighbour:
    """Another incident that stands beside one for a reason of its own, however far it is.

    Parameters
    ----------
    near : the reason in words. Without a date of either, ``days`` is 0.

    Raises
    ------
    NotFoundError
        No such incident in this revision.
    """
    row, other = row_of(snapshot, incident_id), row_of(snapshot, other_id)
    dated = not np.isnat(snapshot.start[[row, other]]).any()
    return Neighbour(other, _days(snapshot, row, other) if dated else 0, None, near)


def row_of(snapshot: Snapshot, incident_id: str) -> int:
    """Row of an incident.

    Raises
    ------
    NotFoundError
        No such incident in this revision.
    """
    try:
        return index_of(snapshot).row_of[incident_id]
    except KeyError:
        raise NotFoundError(
            f"no incident has the id {incident_id!r} in revision {snapshot.revision}"
        ) from None


def _by_distance(snapshot: Snapshot, row: int, around: NDArray[np.bool_]) -> list[Neighbour]:
    """Exact places around an exact place."""
    exact = index_of(snapshot).exact
    if not exact[row]:
        return []
    lat, lon = float(snapshot.lat[row]), float(snapshot.lon[row])
    up = NEAR_KM / _KM_PER_DEG
    across = min(up / max(float(np.cos(np.radians(lat))), 0.01), 180.0)
    box = Bbox(lon - across, lat - up, lon + across, lat + up)
    others = within(snapshot, np.flatnonzero(around & exact), box)
    distance = _km(snapshot, row, others)
    return [
        Neighbour(
            other,
            _days(snapshot, row, other),
            km,
            f"{km:.0f} km away" if km >= 0.5 else "same place",
        )
        for other, km in zip(others.tolist(), distance.tolist(), strict=True)
        if km <= NEAR_KM
    ]


def _by_unit(snapshot: Snapshot, row: int, around: NDArray[np.bool_]) -> list[Neighbour]:
    """Incidents that share a unit or road with this one, where one of the two is coarse."""
    exact = index_of(snapshot).exact
    if exact[row]:
        around = around & ~exact
    found = []
    for name, words in _SHARED:
        column = getattr(snapshot, name)
        if column[row] < 0:
            continue
        same = around & (column == column[row])
        around = around & ~same
        found += [
            Neighbour(other, _days(snapshot, row, other), None, words)
            for other in np.flatnonzero(same).tolist()
        ]
    return found


def _by_group(
    snapshot: Snapshot, row: int, around: NDArray[np.bool_], found: set[int]
) -> list[Neighbour]:
    """Incidents not yet found that name a group which this one names and few others do."""
    mine = snapshot.actor[snapshot.actor_start[row] : snapshot.actor_start[row + 1]]
    if not len(mine):
        return []
    named = np.bincount(snapshot.actor, minlength=len(snapshot.vocab.actors))
    telling = [actor for actor in mine if named[actor] <= GROUP_INCIDENTS]
    mentions = np.flatnonzero(np.isin(snapshot.actor, telling))
    others = np.unique(np.searchsorted(snapshot.actor_start, mentions, side="right") - 1)
    return [
        Neighbour(other, _days(snapshot, row, other), None, "same group named")
        for other in others[around[others]].tolist()
        if other not in found
    ]


def _days(snapshot: Snapshot, row: int, other: int) -> int:
    return int((snapshot.start[other] - snapshot.start[row]).astype(np.int64))


def _km(snapshot: Snapshot, row: int, others: Rows) -> NDArray[np.float64]:
    """Great-circle distances in km.

    Source: haversine formula, Sinnott, Sky and Telescope 68 (1984), mean earth radius.
    """
    lat0, lon0 = np.radians(snapshot.lat[row]), np.radians(snapshot.lon[row])
    lat, lon = np.radians(snapshot.lat[others]), np.radians(snapshot.lon[others])
    half = (
        np.sin((lat - lat0) / 2) ** 2 + np.cos(lat0) * np.cos(lat) * np.sin((lon - lon0) / 2) ** 2
    )
    km: NDArray[np.float64] = 2 * _EARTH_KM * np.arcsin(np.sqrt(np.clip(half, 0, 1)))
    return km
