"""Pairs of incidents that are near enough in time and place to be looked at."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Final, Literal

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.claims.duplicates import Features, Floats, Ints
from geo.claims.ragged import ragged

Mask = NDArray[np.bool_]

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
_WIDTH: Final = int(360.0 / _CELL_LON_DEG) + 3
_SPAN: Final = 1 << 22
_CLOSE_DEG: Final = 0.02
_SIDES: Final[tuple[Literal["left", "right"], ...]] = ("left", "right")
_STEPS: Final = (0, 1, _WIDTH - 1, _WIDTH, _WIDTH + 1)
"""From a cell to itself and to half of its neighbours; the other half steps to it."""
_VAGUE_M: Final = 5_000.0
_BESIDE: Final = 1.15
"""How far two governorates' circles of their own area may lie apart and still be neighbours."""
_CHUNK: Final = 1_000_000
KM_PER_DEG: Final = 111.195


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
    mutual: Mask

    @property
    def counts(self) -> Ints:
        """How many each of ``rows`` asks for."""
        found: Ints = np.maximum(self.high - self.low, 0)
        return found


def cells(
    features: Features, lat_deg: float = _CELL_LAT_DEG, lon_deg: float = _CELL_LON_DEG
) -> Ints:
    """Number of the cell of each coordinate; -1 without one."""
    placed = np.isfinite(features.lat) & np.isfinite(features.lon)
    lat, lon = (np.where(placed, column, 0.0) for column in (features.lat, features.lon))
    return np.where(placed, _numbered(lat, lon, lat_deg, lon_deg), -1)


def _numbered(lat: Floats, lon: Floats, lat_deg: float, lon_deg: float) -> Ints:
    up = np.floor((lat + 90.0) / lat_deg).astype(np.int64)
    right = np.floor((lon + 180.0) / lon_deg).astype(np.int64)
    return up * _width(lon_deg) + right + 1


def _width(lon_deg: float) -> int:
    return int(360.0 / lon_deg) + 3


def pairs(features: Features, most: int = MOST_PAIRS) -> tuple[Iterator[Pairs], int]:
    """Pairs near in time and place, some at a time, and how many incidents were left out.

    Exact places pair within ``MAX_KM``, a stretch of road with what lies along it; where one is
    coarse, within one governorate, and with what is vague in those beside it; where one has no
    governorate, anywhere. A pair may come twice. Where so many are
    near each other that ``most`` pairs would be passed, the busiest first, an exact place pairs
    with its own day and 2 km only; what is coarse there, or too much even so, is left out: there
    an agreement means least.
    """
    asks = _asks(features)
    busy = _busy(features, asks, most)
    if not busy.any():
        return _enumerated(features, asks, busy), 0
    again = _asks_close_by(features, busy)
    left_out = _busy(features, again, most) | (busy & ~features.exact)
    found = chain(_enumerated(features, asks, busy), _enumerated(features, again, left_out))
    return found, int(left_out.sum())


def _busy(features: Features, asks: list[_Ask], most: int) -> Mask:
    """Incidents above the largest load with which the sum of loads stays below ``most``."""
    load = np.zeros(features.n, np.int64)
    for ask in asks:
        load += np.bincount(ask.rows, ask.counts, features.n).astype(np.int64)
    if int(load.sum()) <= most:
        return np.zeros(len(load), bool)
    ordered = np.sort(load)
    fits = int(np.searchsorted(np.cumsum(ordered), most, side="right"))
    found: Mask = load >= ordered[fits]
    return found


def _asks_close_by(features: Features, busy: Mask) -> list[_Ask]:
    """Busy incidents with exact places: each asks for those of its day in its small cell."""
    exact = features.exact & ~np.isnat(features.start)
    key = cells(features, _CLOSE_DEG, _CLOSE_DEG) * _SPAN + features.first_day + _SPAN // 2
    targets = np.flatnonzero(exact & (features.last_day == features.first_day))
    targets = targets[np.argsort(key[targets], kind="stable")]
    rows = targets[busy[targets]]
    low, high = (np.searchsorted(key[targets], key[rows], side=side) for side in _SIDES)
    return [_Ask(rows, targets, low, high, busy)]


def _asks(features: Features) -> list[_Ask]:
    start, end = features.first_day, features.last_day
    paired = ~np.isnat(features.start) & ~np.isnat(features.end)
    paired &= end - start < MAX_LENGTH_DAYS
    length = end - start
    asks: list[_Ask] = []

    def ask(rows: Ints, own: Ints, whom: Mask, key_of: Ints, mutual: Mask) -> None:
        in_turn = np.argsort(own, kind="stable")  # neighbours are looked up together
        rows, own = rows[in_turn], own[in_turn]
        for short in (True, False):
            group = np.flatnonzero(whom & ((length < _SHORT_DAYS) == short))
            if not len(rows) or not len(group):
                continue
            key = key_of[group] * _SPAN + start[group] + _SPAN // 2
            order = np.argsort(key, kind="stable")
            group, key = group[order], key[order]
            back = (_SHORT_DAYS if short else MAX_LENGTH_DAYS) + MAX_GAP_DAYS
            base = own * _SPAN + _SPAN // 2
            low = np.searchsorted(key, base + start[rows] - back, side="left")
            high = np.searchsorted(key, base + end[rows] + MAX_GAP_DAYS, side="right")
            asks.append(_Ask(rows, group, low, high, mutual))

    exact = paired & features.exact
    known = paired & (features.governorate >= 0)
    coarse = known & ~features.exact
    nowhere = paired & ~features.exact & (features.governorate < 0)
    on_road = paired & (features.stretch >= 0)
    nobody = np.zeros(features.n, bool)
    cell, unit, zero = cells(features), features.governorate, np.zeros(features.n, np.int64)
    rows = np.flatnonzero(exact)
    for step in _STEPS:
        ask(rows, cell[rows] + step, exact, cell, nobody if step else exact)
    rows = np.flatnonzero(coarse)
    ask(rows, unit[rows], known, unit, coarse)
    vague = coarse | (known & (features.radius_m >= _VAGUE_M))
    rows, other = _beside(features, rows)
    ask(rows, other, vague, unit, coarse)
    rows = np.flatnonzero(on_road)
    ask(rows, zero[rows], on_road, zero, on_road)
    rows, crossed = _crossed(features, rows)
    ask(rows, crossed, exact, cell, nobody)
    rows = np.flatnonzero(nowhere)
    ask(rows, zero[rows], paired, zero, nowhere)
    return asks


def _beside(features: Features, rows: Ints) -> tuple[Ints, Ints]:
    """Each of the rows with each governorate that lies beside its own."""
    near = beside(features.ground.governorates) & ~np.eye(
        len(features.ground.governorates), dtype=bool
    )
    start = np.concatenate(([0], np.cumsum(near.sum(axis=1)))).astype(np.int64)
    members, offsets = ragged(start, features.governorate[rows])
    return np.repeat(rows, np.diff(offsets)), np.nonzero(near)[1][members]


def beside(circles: Floats) -> Mask:
    """Which governorates lie beside which, shape (units, units); each beside itself."""
    lat, lon, radius = circles.T
    east = (lon[:, None] - lon) * np.cos(np.radians((lat[:, None] + lat) / 2))
    km = np.hypot(lat[:, None] - lat, east) * KM_PER_DEG
    near: Mask = km <= _BESIDE * (radius[:, None] + radius)
    return near


def _crossed(features: Features, rows: Ints) -> tuple[Ints, Ints]:
    """Each of the rows with each cell that its stretch of road crosses or passes."""
    members: list[Ints] = []
    for line in features.ground.stretches:
        at = shapely.get_coordinates(shapely.segmentize(line, _CELL_LAT_DEG / 2))
        own = _numbered(at[:, 1], at[:, 0], _CELL_LAT_DEG, _CELL_LON_DEG)
        around = [own + up * _WIDTH + right for up in (-1, 0, 1) for right in (-1, 0, 1)]
        members.append(np.unique(np.concatenate(around)))
    start = np.cumsum([0, *map(len, members)]).astype(np.int64)
    flat, offsets = ragged(start, features.stretch[rows])
    every = np.concatenate(members) if members else np.zeros(0, np.int64)
    return np.repeat(rows, np.diff(offsets)), every[flat]


def _enumerated(features: Features, asks: list[_Ask], busy: Mask) -> Iterator[Pairs]:
    start, end = features.first_day, features.last_day
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
    distance: Floats = np.hypot(north, east) * KM_PER_DEG
    return distance
