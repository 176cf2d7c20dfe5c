"""A user's own places taken into the gazetteer, and what became of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from geo.places.boundaries import BoundarySet
from geo.places.gazetteer import Gazetteer
from geo.places.gazetteer_build import build
from geo.places.gazetteer_file import fingerprint, imported_places, keep_imported, write_kept
from geo.places.gazetteer_sources import RADIUS_M, RawPlace, town_radius_m, usable
from geo.read.places import ReadPlace

_BRIDGE_M: Final = 1_000.0


@dataclass(frozen=True, slots=True)
class Imported:
    """How many places of a file are new, and how many were there already in another source."""

    added: int
    merged: int


def import_places(
    folder: Path, name: str, places: Sequence[ReadPlace], boundaries: BoundarySet
) -> Imported:
    """Keep the places under the name of their file, and build the gazetteer with them.

    Importing a file of the same name again replaces what it brought.
    """
    raw = [raw_place(place) for place in places]
    raw = [place for place in raw if place.names]
    keep_imported(folder, name, raw)
    built, own = build(boundaries, imported=imported_places(folder))
    made = Gazetteer(built)
    write_kept(fingerprint(boundaries, folder), made.places, made.indexes)
    added = sum(place.source in own for place in raw)
    return Imported(added, len(raw) - added)


def raw_place(place: ReadPlace) -> RawPlace:
    """A read place with the radius of its kind; names in other scripts left out."""
    names = tuple(name.replace("|", " ") for name in place.names if usable(name))
    radius = RADIUS_M.get(place.kind, _BRIDGE_M)
    if place.kind in ("town", "village"):
        radius = max(radius, town_radius_m(place.population)) if place.population else radius
    return RawPlace(names, place.kind, place.lat, place.lon, radius, place.population, place.key)
