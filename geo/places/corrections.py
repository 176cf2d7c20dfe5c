"""Place words that a person has placed: an editor's word goes before the geocoder's.

A correction holds for the same words, folded: case, accents, articles and punctuation do not
matter. It is a value; ``geo.store.corrections`` keeps it as a decision.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Final, Protocol

import numpy as np

from geo.errors import CorrectionError
from geo.model import UNPLACED, Candidate, Form, Location, WherePrec
from geo.places.geocode import Geocoder
from geo.places.names import fold

if TYPE_CHECKING:
    from geo.places.boundaries import BoundarySet

METHOD: Final = "corrected"
"""``Location.method`` of what a person placed."""

MOST_WORDS: Final = 500
_EXTENT: Final = (28.0, 39.0, 37.0, 50.0)
"""South, north, west, east in degrees: farther out nobody means a place in or near Iraq."""


class Reach(StrEnum):
    """How exactly a person knows the place; ``words`` is how the choice reads."""

    EXACT = "500m"
    KM_2 = "2km"
    KM_5 = "5km"
    KM_10 = "10km"
    KM_25 = "25km"
    DISTRICT = "district"
    GOVERNORATE = "governorate"

    @property
    def words(self) -> str:
        """For a reader."""
        if self in (Reach.DISTRICT, Reach.GOVERNORATE):
            return f"somewhere in its {self}"
        return "exact, to 500 m" if self is Reach.EXACT else f"within {self[:-2]} km"


RADIUS_M: Final = {
    Reach.EXACT: 500.0, Reach.KM_2: 2_000.0, Reach.KM_5: 5_000.0, Reach.KM_10: 10_000.0,
    Reach.KM_25: 25_000.0,
}  # fmt: skip

_REACH_OF_KIND: Final = {
    "governorate": Reach.GOVERNORATE, "district": Reach.DISTRICT, "village": Reach.KM_2,
    "neighbourhood": Reach.KM_2, "bridge": Reach.KM_2, "area": Reach.KM_10,
    "subdistrict": Reach.KM_25, "mountain": Reach.KM_25, "lake": Reach.KM_25, "river": Reach.KM_25,
}  # fmt: skip


def reach_of(kind: str) -> Reach:
    """How exactly a place of this kind says where; a person may say otherwise."""
    return _REACH_OF_KIND.get(kind, Reach.KM_5)


def correction_key(text: str) -> str:
    """What two wordings of the same words share; empty when there are no words.

    >>> correction_key("Al-Dīwānīyah, north") == correction_key("diwaniyah (north)")
    True
    """
    return fold(text[:MOST_WORDS])


def clean_words(text: str) -> str:
    """Words fit to be kept: on one line, without control characters.

    Raises
    ------
    CorrectionError
        There are no words, or too many.
    """
    words = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    if not correction_key(words):
        raise CorrectionError("there are no place words to correct")
    if len(words) > MOST_WORDS:
        raise CorrectionError(f"place words to correct may have {MOST_WORDS} characters at most")
    return words


def placed_at(
    lat: float, lon: float, reach: Reach, boundaries: BoundarySet, place: str | None = None
) -> Location:
    """A location that a person states.

    Parameters
    ----------
    lat, lon : degrees EPSG:4326.
    place : its name for a reader, when it has one.

    Raises
    ------
    CorrectionError
        The point is far from Iraq, or in no district or governorate while one is meant.
    """
    south, north, west, east = _EXTENT
    if not (south <= lat <= north and west <= lon <= east):
        raise CorrectionError(
            f"{lat:.4f}, {lon:.4f} is not in or near Iraq (latitude {south:.0f} to {north:.0f}, "
            f"longitude {west:.0f} to {east:.0f})"
        )
    radius = RADIUS_M.get(reach)
    if radius is not None:
        exact = reach is Reach.EXACT
        disc = Location(
            form=Form.POINT if exact else Form.DISC,
            where_prec=WherePrec.EXACT if exact else WherePrec.WITHIN_25_KM,
            lat=lat, lon=lon, uncertainty_m=radius, place=place, method=METHOD,
        )  # fmt: skip
        return joined(disc, boundaries)
    is_district = reach is Reach.DISTRICT
    area = Location(
        form=Form.DISTRICT if is_district else Form.GOVERNORATE,
        where_prec=WherePrec.DISTRICT if is_district else WherePrec.GOVERNORATE,
        lat=lat, lon=lon, place=place, method=METHOD,
    )  # fmt: skip
    found = joined(area, boundaries)
    if found.governorate_pcode is None or (is_district and found.district_pcode is None):
        what = "district" if is_district else "governorate"
        raise CorrectionError(f"{lat:.4f}, {lon:.4f} lies in no {what} of the boundary set")
    return found


def placed_as(candidate: Candidate, geocoder: Geocoder, reach: Reach | None = None) -> Location:
    """Another reading of the words, taken by a person.

    A named route is its stretch, whatever ``reach``. A place that no source has a coordinate for
    is somewhere in its governorate.

    Raises
    ------
    CorrectionError
        See ``placed_at``.
    """
    stretch = geocoder.route_reading(candidate)
    if stretch is not None:
        return replace(stretch, method=METHOD)
    boundaries = geocoder.boundaries
    if candidate.lat == candidate.lon == 0 and boundaries.unit(candidate.governorate_pcode or ""):
        return Location(
            form=Form.GOVERNORATE, where_prec=WherePrec.GOVERNORATE, place=candidate.name,
            governorate_pcode=candidate.governorate_pcode, method=METHOD,
        )  # fmt: skip
    chosen = reach or reach_of(candidate.kind)
    return placed_at(candidate.lat, candidate.lon, chosen, boundaries, candidate.name)


NOT_PLACED: Final = replace(UNPLACED, method=METHOD)
"""A person says that these words name no place."""


def joined(location: Location, boundaries: BoundarySet) -> Location:
    """The location with the keys of its units in this boundary set.

    A district, a governorate or a stretch keeps its key where the set has it; else its label
    point decides. What is wider than a district has none.
    """
    if location.lat is None or location.lon is None:
        return location
    lat, lon = np.array([location.lat]), np.array([location.lon])
    governorate, district, _ = boundaries.locate(lat, lon)
    g, d = int(governorate[0]), int(district[0])
    keys = (
        boundaries.governorates[g].key if g >= 0 else None,
        boundaries.districts[d].key if d >= 0 else None,
    )
    own = (location.governorate_pcode, location.district_pcode)
    area = location.form in (Form.GOVERNORATE, Form.STRETCH)
    stated = own[0] if area else own[1]
    by_key = (area or location.form is Form.DISTRICT) and boundaries.unit(stated or "")
    taken = own if by_key else keys
    named = location
    if location.place is None and location.form in (Form.DISTRICT, Form.GOVERNORATE):
        unit = boundaries.unit((taken[0] if area else taken[1]) or "")
        named = replace(location, place=unit.name if unit else None)
    return replace(named, governorate_pcode=taken[0], district_pcode=None if area else taken[1])


@dataclass(frozen=True, slots=True)
class Correction:
    """Words, where they are, and which decision of whom says so."""

    words: str
    location: Location
    author: str
    decision: int

    @property
    def key(self) -> str:
        """See ``correction_key``."""
        return correction_key(self.words)


class Corrections:
    """The corrections in force, by the words they are for; of equal words the newest holds."""

    def __init__(self, items: Iterable[Correction] = ()) -> None:
        self._by_key = {item.key: item for item in sorted(items, key=lambda item: item.decision)}

    def find(self, text: str) -> Correction | None:
        """The correction for these words."""
        return self._by_key.get(correction_key(text)) if self._by_key else None

    def __iter__(self) -> Iterator[Correction]:
        return iter(self._by_key.values())

    def __len__(self) -> int:
        return len(self._by_key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Corrections) and self._by_key == other._by_key

    __hash__ = None  # type: ignore[assignment]


class Locator(Protocol):
    """What places words: the geocoder, or the geocoder under corrections."""

    boundaries: BoundarySet

    def locate(self, text: str, /) -> Location:
        """The location that a text names; never raises on any text."""
        ...

    def with_route(self, location: Location, text: str | None) -> Location:
        """The location with the kilometres of the route that other words name."""
        ...


class Corrected:
    """A geocoder whose answers for corrected words are those of the corrections."""

    def __init__(self, geocoder: Locator, corrections: Corrections) -> None:
        self.boundaries = geocoder.boundaries
        self._geocoder = geocoder
        self._corrections = corrections
        self._placed = {item.decision: _applied(item, self.boundaries) for item in corrections}

    def locate(self, text: str, /) -> Location:
        """The corrected location of the words, or else the geocoder's."""
        found = self._corrections.find(text)
        if found is None:
            return self._geocoder.locate(text)
        return replace(self._placed[found.decision], words=text.strip()[:200] or None)

    def with_route(self, location: Location, text: str | None) -> Location:
        """As the geocoder has it."""
        return self._geocoder.with_route(location, text)


def _applied(item: Correction, boundaries: BoundarySet) -> Location:
    """The location as those see it who ask for these words."""
    said = "not placed: " if item.location.form is Form.UNPLACED else ""
    flag = f"{said}decision {item.decision} of {item.author}"
    return replace(
        joined(item.location, boundaries), method=METHOD, flags=(flag, *item.location.flags)
    )
