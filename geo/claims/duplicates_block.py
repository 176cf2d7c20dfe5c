"""Pairs of incidents that are near enough in time and place to be looked at."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from geo.claims.duplicates import Features, Floats, Ints

MAX_GAP_DAYS: Final = 3
"""Days from the end of one to the start of the other; what lies further apart is never a pair."""
MAX_KM: Final = 25.0
"""Kilometres between two exact places."""
MAX_LENGTH_DAYS: Final = 31
"""What is dated to a longer interval (a year) says too little of its time to be paired."""
MOST_PAIRS: Final = 4_000_000
_SHORT_DAYS: Final = 4
_CELL_LAT_DEG: Final = 0.25
_CELL_LON_DEG: Final = 0.30
"""A cell is a little wider than ``MAX_KM`` in Iraq (29 to 37.5 degrees north)."""
_SPAN: Final = 1 << 22
_CHUNK: Final = 1_000_000
_KM_PER_DEG: Final = 111.195


@dataclass(frozen=True, slots=True)
class Pairs:
    """Two rows of each pair, the lower one first; int64."""

    first: Ints
    second: Ints


@dataclass(frozen=True, slots=True)
class _Ask:
    """Each of ``rows`` asks for the incidents of ``targets`` (sorted by ``keys``) in [low, high).

    ``mutual``: incidents that ask for the same ones themselves.
    """

    rows: Ints
    targets: Ints
    low: Ints
    high: Ints
    mutual: NDArray[np.bool_]

    @property
    def counts(self) -> Ints:
        """How many each of ``rows`` asks for."""
        return np.maximum(self.high - self.low, 0)


def days(column: NDArray[np.datetime64]) -> Ints:
    """Days since 1970-01-01 (NaT: a very low number)."""
    return column.astype("datetime64[D]").astype(np.int64)


def cells(
    features: Features, lat_deg: float = _CELL_LAT_DEG, lon_deg: float = _CELL_LON_DEG
) -> Ints:
    """Number of the cell of each coordinate; -1 without one. Neighbours:"""
    placed = np.isfinite(features.lat) & np.isfinite(features.lon)
    lat = np.floor((np.where(placed, features.lat, 0.0) + 90.0) / lat_deg).astype(np.int64)
    lon = np.floor((np.where(placed, features.lon, 0.0) + 180.0) / lon_deg).astype(np.int64)
    return np.where(placed, lat * _width(lon_deg) + lon + 1, -1)


def _width(lon_deg: float) -> int:
    return int(360.0 / lon_deg) + 3


def pairs(features: Features, most: int = MOST_PAIRS) -> tuple[Iterator[Pairs], int]:
    """Pairs near in time and place, some at a time, and how many incidents were left out.

    Exact places pair within ``MAX_KM``; where one is coarse, within one governorate; where one
    has no governorate, anywhere. Left out, the busiest first, are incidents that have so many
    others near them that ``most`` pairs would be passed: there an agreement means least.
    """
    asks = _asks(features)
    load = np.zeros(features.n, np.int64)
    for ask in asks:
        load += np.bincount(ask.rows, ask.counts, features.n).astype(np.int64)
    busy = _busy(load, most)
    return _enumerated(features, asks, busy), int(busy.sum())


def _busy(load: Ints, most: int) -> NDArray[np.bool_]:
    """Incidents above the largest load with which the sum of loads stays below ``most``."""
    if int(load.sum()) <= most:
        return np.zeros(len(load), bool)
    ordered = np.sort(load)
    fits = int(np.searchsorted(np.cumsum(ordered), most, side="right"))
    return load >= ordered[fits]


def _asks(features: Features) -> list[_Ask]:
    start, end = days(features.start), days(features.end)
    paired = ~np.isnat(features.start) & ~np.isnat(features.end)
    paired &= end - start < MAX_LENGTH_DAYS
    exact = paired & features.exact
    known = paired & (features.governorate >= 0)
    coarse = known & ~features.exact
    nowhere = paired & (features.governorate < 0) & ~features.exact
    cell = cells(features)
    width = _width(_CELL_LON_DEG)
    asks: list[_Ask] = []

    def ask(who: NDArray[np.bool_], whom: NDArray[np.bool_], own: Ints, step: int = 0) -> None:
        mutual = who if step == 0 else np.zeros(features.n, bool)
        rows = np.flatnonzero(who)
        length = end - start
        for short in (True, False):
            group = np.flatnonzero(whom & ((length < _SHORT_DAYS) == short))
            if not len(rows) or not len(group):
                continue
            key = own[group] * _SPAN + start[group] + _SPAN // 2
            order = np.argsort(key, kind="stable")
            group, key = group[order], key[order]
            back = (_SHORT_DAYS if short else MAX_LENGTH_DAYS) + MAX_GAP_DAYS
            base = (own[rows] + step) * _SPAN + _SPAN // 2
            low = np.searchsorted(key, base + start[rows] - back, side="left")
            high = np.searchsorted(key, base + end[rows] + MAX_GAP_DAYS, side="right")
            asks.append(_Ask(rows, group, low, high, mutual))

    for step in (0, 1, width - 1, width, width + 1):
        ask(exact, exact, cell, step)
    ask(coarse, known, features.governorate)
    ask(nowhere, paired, np.zeros(features.n, np.int64))
    return asks


def _enumerated(features: Features, asks: list[_Ask], busy: NDArray[np.bool_]) -> Iterator[Pairs]:
    start, end = days(features.start), days(features.end)
    for ask in asks:
        counts = np.where(busy[ask.rows], 0, ask.counts)
        some = np.flatnonzero(counts)
        ends = np.cumsum(counts[some])
        done = 0
        while done < len(some):
            passed = ends[done - 1] if done else 0
            until = max(int(np.searchsorted(ends, passed + _CHUNK, side="right")), done + 1)
            part = some[done:until]
            done = until
            size = counts[part]
            at = np.repeat(ask.low[part] - (np.cumsum(size) - size), size) + np.arange(size.sum())
            i, j = np.repeat(ask.rows[part], size), ask.targets[at]
            near = np.maximum(start[j] - end[i], start[i] - end[j]) <= MAX_GAP_DAYS
            near &= np.where(ask.mutual[j], i < j, i != j) & ~busy[j]
            i, j = i[near], j[near]
            yield Pairs(np.minimum(i, j), np.maximum(i, j))


def distance_km(features: Features, first: Ints, second: Ints) -> Floats:
    """Kilometres between coordinates, the earth taken flat; good to 0.5 % over tens of km."""
    lat = features.lat
    north = lat[first] - lat[second]
    across = np.cos(np.radians((lat[first] + lat[second]) / 2))
    east = (features.lon[first] - features.lon[second]) * across
    distance: Floats = np.hypot(north, east) * _KM_PER_DEG
    return distance
