"""The gazetteer in memory: every place with its names, and how to find it by them.

It is built from ``data/`` and what the user imported, for the boundary set in use, and kept in a
file; a change of either makes it anew.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from functools import cached_property
from pathlib import Path
from typing import Any

from geo.places.boundaries import BoundarySet
from geo.places.gazetteer_build import build
from geo.places.gazetteer_file import fingerprint, imported_places, read_kept, write_kept
from geo.places.governorates import GovernorateNames
from geo.places.names import fold, loose, skeletons
from geo.places.records import Place, compact

Index = dict[str, list[Any]]


class Gazetteer:
    """Places by name. ``exact`` and ``similar`` return places, the likeliest first."""

    def __init__(self, places: list[Place], indexes: tuple[Index, ...] | None = None) -> None:
        self.places = places
        self.indexes = indexes or _indexes(places)
        self._exact, self._with_kind, self._loose, self._skeleton = self.indexes
        self._keys = list(self._exact)
        self.capitals = _capitals(self)
        """The town that stands for a governorate, by the governorate's key."""

    @classmethod
    def load(
        cls, boundaries: BoundarySet, without: Collection[str] = (), folder: Path | None = None
    ) -> Gazetteer:
        """Build from ``data/``, joined to the boundary set, or take it as it was last built.

        Parameters
        ----------
        without : UCDP place names (``where_coordinates``) to leave out, for honest evaluation.
        folder : where the places that a user imported are kept; without it, they are left out
            and the gazetteer is built anew.
        """
        if folder is None or without:
            return cls(build(boundaries, without)[0])
        mark = fingerprint(boundaries, folder)
        kept = read_kept(mark)
        if kept is not None:
            return cls(*kept)
        made = cls(build(boundaries, imported=imported_places(folder))[0])
        write_kept(mark, made.places, made.indexes)
        return made

    def exact(self, key: str) -> list[Place]:
        """Places with this compact key as a name."""
        return [self.places[n] for n in self._exact.get(key, ())]

    def loosely(self, key: str) -> list[Place]:
        """Places one of whose Latin names is a usual variant of this compact key."""
        return [self.places[n] for n in dict.fromkeys(self._loose.get(loose(key), ()))]

    def with_kind(self, key: str) -> list[Place]:
        """Governorates that this key names only beside a word such as "province"."""
        return [self.places[n] for n in self._with_kind.get(key, ())]

    def similar(self, text: str) -> list[tuple[Place, str]]:
        """Places one of whose names sounds alike, with the compact key of that name."""
        found: dict[int, str] = {}
        for skeleton in skeletons(text):
            pairs = self._skeleton.get(skeleton, ())
            for number, key in zip(pairs[::2], pairs[1::2], strict=True):
                found.setdefault(number, self._keys[key])
        return [(self.places[n], key) for n, key in found.items()]

    def keys_like(self, key: str) -> list[str]:
        """Compact keys with the same first letter and about as long, for fuzzy proposals."""
        spread = len(key) // 5 + 1
        lengths = range(len(key) - spread, len(key) + spread + 1)
        return [k for n in lengths for k in self._by_form.get((key[:1], n), ())]

    @cached_property
    def _by_form(self) -> dict[tuple[str, int], list[str]]:
        found: dict[tuple[str, int], list[str]] = defaultdict(list)
        for key in self._exact:
            found[key[:1], len(key)].append(key)
        return found

    @cached_property
    def notable_keys(self) -> tuple[str, ...]:
        """Compact Latin keys of governorates, districts, towns and bases, seven letters or more:
        names long enough to know in spite of a slip of the pen."""
        kinds = {"governorate", "district", "town", "base", "airport"}
        return tuple(
            key
            for key, ids in self._exact.items()
            if len(key) > 6 and key.isascii() and self.places[ids[0]].kind in kinds
        )


def _indexes(places: list[Place]) -> tuple[Index, ...]:
    exact: Index = defaultdict(list)
    with_kind: Index = defaultdict(list)
    loosely: Index = defaultdict(list)
    sounds: Index = defaultdict(list)  # place and key by turns: half the memory of pairs
    key_numbers: dict[str, int] = {}
    for number, place in enumerate(places):
        for name in dict.fromkeys((place.name, *place.names)):
            key = compact(name)
            if not key or number in exact[key]:
                continue
            exact[key].append(number)
            key_numbers.setdefault(key, len(key_numbers))
            if key.isascii() and number not in loosely[loose(key)]:
                loosely[loose(key)].append(number)
            for skeleton in skeletons(name):
                if len(skeleton) > 1:
                    sounds[skeleton] += (number, key_numbers.setdefault(key, len(key_numbers)))
        for name in place.names_with_kind:
            with_kind[compact(name)].append(number)
    weights = [place.weight for place in places]
    for ids in (*exact.values(), *with_kind.values(), *loosely.values()):
        ids.sort(key=lambda n: -weights[n])
    for remembered in (compact, skeletons, fold, loose):
        remembered.cache_clear()  # a quarter of a million names, not asked for again
    return tuple(dict(index) for index in (exact, with_kind, loosely, sounds))


def _capitals(gazetteer: Gazetteer) -> dict[str, Place]:
    capitals: dict[str, Place] = {}
    for governorate in GovernorateNames.load().governorates:
        for town in gazetteer.exact(compact(governorate.capital)):
            if town.kind == "town" and town.governorate:
                capitals.setdefault(town.governorate, town)
                break
    return capitals
