"""Reasons for a pair in words."""

from __future__ import annotations

from typing import Final

import numpy as np

from geo.claims.duplicates import Features
from geo.claims.duplicates_compare import (
    APART,
    BESIDE,
    COUNTRY,
    FAR,
    NAMED,
    OFF_ROAD,
    OUTSIDE,
    ROAD,
    SPOT,
    UNIT,
    Compared,
)

_DATED: Final = {1: "day", 2: "days", 3: "week", 4: "month", 5: "year"}
_PLACED: Final = {
    ROAD: "along the same stretch of road, one of them known no closer",
    OFF_ROAD: "not along the stretch of road that one of them names",
    NAMED: "the same place is named, known no closer than its district",
    UNIT: "same governorate or district, one of them known no closer",
    BESIDE: "neighbouring governorates or districts, one of them known no closer",
    OUTSIDE: "not in the governorate or district that one of them names",
    COUNTRY: "one of them is known only to be in the country",
}
_MOST_NAMES: Final = 3


def words(
    features: Features, compared: Compared, at: int, first: int, second: int
) -> tuple[str, ...]:
    """One text for each of ``geo.claims.duplicates.ASPECTS`` but the rate, of a pair."""
    return (
        _time(features, int(compared.gap[at]), first, second),
        _place(features, int(compared.place[at]), float(compared.km[at]), first, second),
        _kind("type", features.types, features.event_type, first, second),
        _kind("target", features.targets, features.target, first, second),
        _actors(features, int(compared.levels["actor"][at]), first, second),
        _casualties(features, int(compared.levels["casualties"][at]), first, second),
        _source(features, int(compared.levels["source"][at]), first, second),
    )


def rate_words(around: float, partners: float) -> str:
    """How often something happens there, and how often something is told twice."""
    often = "fewer than one other incident" if around < 1 else f"about {around:,.0f} others"
    twice = f"{partners:.1f} times" if partners >= 1 else f"in {partners:.0%} of cases"
    return f"{often} in the governorate within 60 days; told once more {twice}"


def _time(features: Features, gap: int, first: int, second: int) -> str:
    prec = [_DATED.get(int(features.date_prec[row]), "nothing") for row in (first, second)]
    known = (
        f"both known to the {prec[0]}"
        if prec[0] == prec[1]
        else f"one known to the {prec[0]}, the other to the {prec[1]}"
    )
    if gap:
        return f"{gap} day{'s' if gap > 1 else ''} apart, {known}"
    same = features.start[first] == features.start[second]
    same &= features.end[first] == features.end[second]
    span = (features.end[first] - features.start[first]).astype(int)
    met = "dates overlap" if not same else "same dates" if span else "same day"
    return f"{met}, {known}"


def _place(features: Features, level: int, km: float, first: int, second: int) -> str:
    if level in _PLACED:
        return _PLACED[level]
    reach = features.reach_km[[first, second]]
    known = f"each known to within {reach.max():.0f} km"
    if level == SPOT:
        return f"same place, {known}"
    apart = f"{km:.1f} km apart" if km < 10 else f"{km:.0f} km apart"
    return f"{apart}, {'although ' if level in (FAR, APART) else ''}{known}"


def _kind(aspect: str, names: tuple[str, ...], code: np.ndarray, first: int, second: int) -> str:
    a, b = int(code[first]), int(code[second])
    if a < 0 or b < 0:
        return f"{aspect} not stated by both"
    if a == b:
        return f"both {names[a]}"
    return f"{names[a]} and {names[b]}"


def _actors(features: Features, level: int, first: int, second: int) -> str:
    if level == 0:
        return "actor not stated by both"
    sets = [_members(features, "actor", "actors", row) for row in (first, second)]
    if level == 1:
        return f"both name {_listed(sets[0] & sets[1])}"
    return " against ".join(_listed(names) for names in sets)


def _source(features: Features, level: int, first: int, second: int) -> str:
    if level == 0:
        return "outlet not stated by both"
    if level == 2:
        return "told by other outlets"
    sets = [_members(features, "outlet", "outlets", row) for row in (first, second)]
    return f"{_listed(sets[0] & sets[1])} tells of both, as two"


def _members(features: Features, of: str, words: str, row: int) -> set[str]:
    start = getattr(features, f"{of}_start")
    names = getattr(features, words)
    return {names[code] for code in getattr(features, of)[start[row] : start[row + 1]]}


def _listed(names: set[str]) -> str:
    shown = ", ".join(sorted(names)[:_MOST_NAMES])
    return f"{shown} and {len(names) - _MOST_NAMES} more" if len(names) > _MOST_NAMES else shown


def _casualties(features: Features, level: int, first: int, second: int) -> str:
    if level == 0:
        return "dead and wounded not stated by both"
    for what in ("killed", "wounded"):
        bounds = [
            (getattr(features, f"{what}_low")[row], getattr(features, f"{what}_high")[row])
            for row in (first, second)
        ]
        if not any(np.isnan(pair).all() for pair in bounds):
            told = [_range(*pair) for pair in bounds]
            same = told[0] if told[0] == told[1] else " and ".join(told)
            return f"{same} {what}" if told[0] != told[1] else f"both {same} {what}"
    return "dead and wounded not stated by both"


def _range(low: float, high: float) -> str:
    low, high = (high if np.isnan(low) else low), (low if np.isnan(high) else high)
    return f"{low:.0f}" if low == high else f"{low:.0f}-{high:.0f}"
