"""The profile of a road: attacks by kilometre, with intervals, and what changes with precision.

Placed incidents (``where_prec`` 1 or 2) and coarse ones are counted apart. A coarse one is shared
out evenly over its range of kilometres. A stretch is *hot* when the lower limit of its 95% exact
Poisson interval (``geo.view.poisson``) lies above the mean rate of the whole road; each stretch is
judged by itself, so among forty about one passes by chance.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
from numpy.typing import NDArray

from geo.places.linear import Course
from geo.store.snapshot import STATUSES, Snapshot
from geo.view.along import Along
from geo.view.filters import Filters
from geo.view.index import Rows
from geo.view.poisson import garwood

DAYS_A_MONTH: Final = 365.25 / 12


@dataclass(frozen=True, slots=True)
class Rate:
    """Incidents per 100 km and month, with the 95% exact Poisson interval."""

    value: float
    low: float
    high: float

    @classmethod
    def of(cls, count: float, km: float, months: float) -> Rate | None:
        """The rate of a count; ``None`` without road or time."""
        if km <= 0 or months <= 0:
            return None
        low, high = garwood(round(float(count), 6))
        scale = 100 / km / months
        return cls(float(count) * scale, low * scale, high * scale)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of the road: ``placed`` incidents, the share of ``coarse`` ones, their rates.

    ``rate`` counts placed incidents alone, ``rate_all`` both; ``hot`` and ``hot_all`` go with
    them. ``first`` and ``last`` are the towns before and after.
    """

    from_km: float
    to_km: float
    placed: int
    coarse: float
    rate: Rate | None
    rate_all: Rate | None
    hot: bool
    hot_all: bool
    first: str
    last: str


@dataclass(frozen=True, slots=True)
class Profile:
    """A road's profile over ``months`` of time; see ``Stretch``."""

    stretches: tuple[Stretch, ...]
    placed: int
    coarse: int
    months: float
    length_km: float
    rate: Rate | None
    rate_all: Rate | None


@dataclass(frozen=True, slots=True)
class GroupRate:
    """Incidents of one type or status along the road; ``rate`` is of the placed ones."""

    name: str
    placed: int
    coarse: int
    rate: Rate | None


def selected(found: Along, rows: Rows, km: tuple[float, float] | None = None) -> Along:
    """Those along the road that the filters select and whose range touches ``km``."""
    keep = np.isin(found.rows, rows, assume_unique=True)
    if km is not None:
        keep &= (found.low <= km[1]) & (found.high >= km[0])
    return found.only(keep)


def at_least_as_exact(snapshot: Snapshot, found: Along, known: int) -> Along:
    """Those with ``where_prec`` at most ``known``; 0 leaves all."""
    if not known:
        return found
    return found.only(found.placed & (snapshot.where_prec[found.rows] <= known))


def span_of(snapshot: Snapshot, rows: Rows, filters: Filters) -> tuple[date, date] | None:
    """Days that a rate is over: the date filter, else those of all selected incidents.

    The road's own first and last incident would make rates of quiet roads too high.
    """
    start, end = snapshot.start[rows], snapshot.end[rows]
    dated = ~np.isnat(start)
    if not dated.any():
        return None
    first = filters.date_from or start[dated].min().item()
    last = filters.date_to or end[dated].max().item()
    return (first, last) if first <= last else None


def months_of(span: tuple[date, date] | None) -> float:
    """Length of a closed interval of days in months of 30.4 days."""
    return 0.0 if span is None else ((span[1] - span[0]).days + 1) / DAYS_A_MONTH


def edges(length_km: float, stretch_km: float) -> NDArray[np.float64]:
    """Borders of stretches; a rest shorter than half a stretch joins the last one."""
    count = max(1, int(length_km / stretch_km + 0.5))
    return np.append(np.arange(count) * stretch_km, length_km)


def profile(course: Course, found: Along, stretch_km: float, months: float) -> Profile:
    """Count the incidents by stretch of the road."""
    borders = edges(course.length_km, stretch_km)
    n = len(borders) - 1
    middle = found.middle[found.placed]
    at = np.clip(np.searchsorted(borders, middle, side="right") - 1, 0, n - 1)
    placed = np.bincount(at, minlength=n)
    coarse = shares(borders, found.only(~found.placed))
    total, km = int(placed.sum()), course.length_km
    whole, whole_all = Rate.of(total, km, months), Rate.of(total + coarse.sum(), km, months)
    stretches = []
    for i in range(n):
        low, high = float(borders[i]), float(borders[i + 1])
        rate = Rate.of(float(placed[i]), high - low, months)
        rate_all = Rate.of(float(placed[i] + coarse[i]), high - low, months)
        first, last = between(course, low, high)
        stretches.append(
            Stretch(
                low, high, int(placed[i]), float(coarse[i]), rate, rate_all,
                _above(rate, whole), _above(rate_all, whole_all), first, last,
            )
        )  # fmt: skip
    return Profile(
        tuple(stretches), total, int((~found.placed).sum()), months, km, whole, whole_all
    )


def _above(rate: Rate | None, whole: Rate | None) -> bool:
    return rate is not None and whole is not None and rate.low > whole.value


def shares(borders: NDArray[np.float64], coarse: Along) -> NDArray[np.float64]:
    """Incidents spread evenly over their ranges, summed by stretch; they sum to their number."""
    if not len(coarse.rows):
        return np.zeros(len(borders) - 1)
    long = np.maximum(coarse.high - coarse.low, 1e-6)
    below = np.clip((borders[:, None] - coarse.low) / long, 0.0, 1.0)
    below[0], below[-1] = 0.0, 1.0
    return np.asarray(np.diff(below, axis=0).sum(axis=1))


def between(course: Course, low: float, high: float) -> tuple[str, str]:
    """The towns between which a stretch lies, or that lie on it."""
    inside = [town.name for town in course.towns if low <= town.km <= high]
    if inside:
        return inside[0], inside[-1]
    before = [town.name for town in course.towns if town.km < low]
    after = [town.name for town in course.towns if town.km > high]
    return (before[-1] if before else ""), (after[0] if after else "")


def by_type(snapshot: Snapshot, found: Along, km: float, months: float) -> list[GroupRate]:
    """Rates by type of incident, most first."""
    names = (*snapshot.vocab.event_types, "not stated")
    groups = _groups(names, snapshot.event_type[found.rows], found, km, months)
    return sorted(groups, key=lambda group: -(group.placed + group.coarse))


def by_status(snapshot: Snapshot, found: Along, km: float, months: float) -> list[GroupRate]:
    """Rates by status, in the order of ``STATUSES``."""
    names = tuple(str(status) for status in STATUSES)
    return _groups(names, snapshot.status[found.rows], found, km, months)


def _groups(
    names: tuple[str, ...], code: NDArray[np.integer], found: Along, km: float, months: float
) -> list[GroupRate]:
    groups = []
    code = np.where(code < 0, len(names) - 1, code)
    placed = np.bincount(code[found.placed], minlength=len(names))
    coarse = np.bincount(code[~found.placed], minlength=len(names))
    for i, name in enumerate(names):
        if placed[i] + coarse[i]:
            rate = Rate.of(float(placed[i]), km, months)
            groups.append(GroupRate(name, int(placed[i]), int(coarse[i]), rate))
    return groups


def change_words(found: Profile) -> str:
    """How the picture changes when only incidents with ``where_prec`` 1 or 2 count."""
    total = found.placed + found.coarse
    if not total:
        return "No incident is along this road in the selection."
    if not found.coarse:
        return f"All {total:,} incidents are known to where_prec 1 or 2: nothing changes."
    kept = f"Counting only where_prec 1 or 2 leaves {found.placed:,} of {total:,} incidents; "
    gone = [part for part in found.stretches if part.hot_all and not part.hot]
    new = [part for part in found.stretches if part.hot and not part.hot_all]
    if not gone and not new:
        hot = sum(part.hot for part in found.stretches)
        same = "no stretch is hot either way" if not hot else "the hot stretches stay the same"
        return f"{kept}{same}."
    words = [f"{_km(part)} is no longer hot" for part in gone]
    words += [f"{_km(part)} becomes hot" for part in new]
    return f"{kept}{'; '.join(words)}."


def _km(part: Stretch) -> str:
    return f"km {part.from_km:.0f} to {part.to_km:.0f}"
