"""Places and roads that a text names, as found."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from geo.places.records import Place


class Use(StrEnum):
    """What a place is in its sentence."""

    SITE = "site"
    ROUTE_END = "route end"
    SEAT = "seat"
    ORIGIN = "origin"
    FIRED_FROM = "fired from"
    ABROAD = "abroad"
    NAMED = "named"


@dataclass(frozen=True, slots=True)
class PlaceWords:
    """A place named in [start, end). ``place`` is ``None`` abroad and where none is known."""

    start: int
    end: int
    text: str
    use: Use
    place: Place | None
    governorate: str | None
    listed: bool = False  # one of several, joined by commas or "and"

    @property
    def coarse(self) -> bool:
        """Whether it is a whole governorate."""
        return self.place is not None and self.place.kind == "governorate"


@dataclass(frozen=True, slots=True)
class RouteWords:
    """A road, or a stretch between two places; ``governorate`` holds most of the stretch."""

    start: int
    end: int
    first: PlaceWords | None
    last: PlaceWords | None
    name: str | None
    governorate: str | None = None
