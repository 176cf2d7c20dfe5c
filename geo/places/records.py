"""One record of the gazetteer, and the small geometry it needs."""

from __future__ import annotations

import math
import unicodedata
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from geo.places.names import fold, is_arabic, readable

INSTALLATIONS: Final = frozenset({"base", "airport", "crossing"})
SETTLEMENTS: Final = frozenset({"town", "village", "neighbourhood"})
KM_PER_DEG: Final = 111.2
ORDER: Final = {
    kind: i
    for i, kind in enumerate(
        ("governorate", "town", "district", "neighbourhood", "subdistrict", "base", "airport",
         "crossing", "area", "bridge", "lake", "mountain", "river", "other", "village")
    )
}  # fmt: skip


@dataclass(slots=True, eq=False)
class Place:
    """A place with all its names.

    ``radius_m`` is how far from (lat, lon) something "at" the place may be; ``governorate`` and
    ``district`` are keys of the boundary set. ``lat`` and ``lon`` are ``None`` for a place that
    is only known to lie in its unit. ``sources`` name the files and ids it was taken from.
    """

    name: str
    kind: str
    lat: float | None
    lon: float | None
    radius_m: float
    population: int = 0
    governorate: str | None = None
    district: str | None = None
    names: list[str] = field(default_factory=list)
    names_with_kind: list[str] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)
    label: str | None = None

    @property
    def shown(self) -> str:
        """The name for a reader: the press spelling, else the source's own without its signs.

        A name in Arabic script alone is read out before it.
        """
        if self.label:
            return self.label
        latin = next((n for n in (self.name, *self.names) if not is_arabic(n)), None)
        if latin is None:
            return f"{readable(self.name)} ({self.name})"
        marked = unicodedata.normalize("NFKD", latin.replace("‘", "").replace("’", ""))
        return "".join(c for c in marked if not unicodedata.combining(c))

    @property
    def within_another(self) -> bool:
        """Whether coordinate and radius are those of the town that holds the place."""
        return any(source.startswith("within ") for source in self.sources)

    @property
    def weight(self) -> float:
        """How likely a name without further words means this place; higher is likelier."""
        size = math.log10(self.population + 1) if self.population else 0.0
        return size + min(len(self.sources), 4) - ORDER.get(self.kind, 13) * 0.6


def km_between(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Distance on a plane fitted to the middle latitude; within 0.5 % inside Iraq."""
    across = (lon2 - lon1) * math.cos(math.radians((lat1 + lat2) / 2))
    return math.hypot(lat2 - lat1, across) * KM_PER_DEG


@lru_cache(maxsize=2**18)
def compact(text: str) -> str:
    """The key a name is found by: folded, without blanks ("K-1 " and "K1" are one)."""
    return fold(text).replace(" ", "")
