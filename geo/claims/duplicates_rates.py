"""How often something happens around each incident, in places of several sizes."""

from __future__ import annotations

from typing import Final

import numpy as np

from geo.claims.duplicates import Features, Floats, Ints
from geo.claims.duplicates_block import cells
from geo.claims.duplicates_compare import (
    APART,
    BESIDE,
    COUNTRY,
    FAR,
    NAMED,
    OFF_ROAD,
    OUTSIDE,
    SPOT,
    WITHIN,
    Compared,
)

WINDOW_DAYS: Final = 60
"""Around a day, for how often something happens at a place then."""
SURELY_DAYS: Final = 5
"""Incidents that lie further apart than this are two, for learning what two have in common."""
_BURST_DAYS: Final = 10
_ANYWHERE: Final = (APART, OFF_ROAD, OUTSIDE, COUNTRY)
"""Levels of place at which an unrelated incident may be anywhere in the country."""
_FINE_KM, _WIDE_KM = 5.0, 25.0
"""Reach up to which a cell of 5 km, and one of 28 km, says how much happens there."""


class Rates:
    """How many incidents happen on a day around each incident, in units of several sizes."""

    def __init__(self, features: Features) -> None:
        self.start = features.first_day
        self.features = features
        exact, dated = features.exact, ~np.isnat(features.start)
        governorate = self._rate(np.where(dated, features.governorate, -1))
        country = self._rate(np.where(dated, 0, -1))
        self.around = np.where(np.isnan(governorate), country, governorate)
        self.country = country
        self.fine = self._rate(np.where(dated & exact, cells(features, 0.05, 0.06), -1))
        self.wide = self._rate(np.where(dated & exact, cells(features), -1))
        self.named = self._rate(np.where(dated, features.place, -1))

    def _rate(self, unit: Ints) -> Floats:
        """Incidents a day in the unit, by what lies ``SURELY_DAYS`` to ``WINDOW_DAYS`` away.

        The larger of the rates within the window and close by: attacks come in bursts. What
        happened at the same time is left out, for it may be the same incident.
        """
        rate = np.full(len(unit), np.nan)
        rows = np.flatnonzero(unit >= 0)
        key = unit[rows] * (1 << 22) + self.start[rows] + (1 << 21)
        order = np.argsort(key, kind="stable")
        rows, key = rows[order], key[order]

        def within(days: int) -> Ints:
            high = np.searchsorted(key, key + days, side="right")
            found: Ints = high - np.searchsorted(key, key - days, side="left")
            return found

        here = within(SURELY_DAYS)
        long = (within(WINDOW_DAYS) - here + 0.5) / (2 * (WINDOW_DAYS - SURELY_DAYS))
        short = (within(_BURST_DAYS) - here) / (2 * (_BURST_DAYS - SURELY_DAYS))
        rate[rows] = np.maximum(long, short / 2)
        return rate

    def local(self, compared: Compared, first: Ints, second: Ints) -> Floats:
        """Unrelated incidents a day that would lie at the pair's level of place."""
        features, place = self.features, compared.place
        reach = np.maximum(features.reach_km[first], features.reach_km[second])
        reach = np.where(place == FAR, np.maximum(reach, _WIDE_KM), reach)
        fine = (place == SPOT) | ((place == WITHIN) & (reach <= _FINE_KM))
        wide = ((place == WITHIN) | (place == FAR)) & (reach <= _WIDE_KM)
        chosen = [
            np.select(
                [fine, wide, place == NAMED, place == BESIDE, np.isin(place, _ANYWHERE)],
                [
                    self.fine[rows],
                    self.wide[rows],
                    self.named[rows],
                    np.sqrt(self.around[rows] * self.country[rows]),
                    self.country[rows],
                ],
                self.around[rows],
            )
            for rows in (first, second)
        ]
        found: Floats = np.sqrt(chosen[0] * chosen[1])
        return np.where(np.isnan(found), self.of_both(first, second), found)

    def of_both(self, first: Ints, second: Ints) -> Floats:
        """The same in their governorates (the country where there is none)."""
        found: Floats = np.sqrt(self.around[first] * self.around[second])
        return found
