"""The gazetteer in memory: every place of ``data/`` with its names, and how to find it by them.

Built when the app starts (about a second), so that it always fits the boundary set in use.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from functools import cached_property
from typing import Final

import numpy as np

from geo.places.boundaries import BoundarySet
from geo.places.gazetteer_sources import RawPlace, read_sources
from geo.places.governorates import GovernorateNames
from geo.places.names import loose, skeletons
from geo.places.records import ORDER, SETTLEMENTS, Place, compact, km_between
from geo.places.units import unit_places

_MERGE_KM: Final = 8.0
_SOUND_KM: Final = 3.0


class Gazetteer:
    """Places by name. ``exact`` and ``similar`` return places, the likeliest first."""

    def __init__(self, places: list[Place]) -> None:
        self.places = places
        self._exact: dict[str, list[int]] = defaultdict(list)
        self._with_kind: dict[str, list[int]] = defaultdict(list)
        self._loose: dict[str, list[int]] = defaultdict(list)
        self._skeleton: dict[str, list[tuple[int, str]]] = defaultdict(list)
        for number, place in enumerate(places):
            self._index(number, place)
        for ids in (*self._exact.values(), *self._with_kind.values(), *self._loose.values()):
            ids.sort(key=lambda n: -places[n].weight)
        self.capitals = _capitals(self)
        """The town that stands for a governorate, by the governorate's key."""

    def _index(self, number: int, place: Place) -> None:
        for name in dict.fromkeys((place.name, *place.names)):
            key = compact(name)
            if key and number not in self._exact[key]:
                self._exact[key].append(number)
                if key.isascii():
                    self._loose[loose(key)].append(number)
                for skeleton in skeletons(name):
                    if len(skeleton) > 1:
                        self._skeleton[skeleton].append((number, key))
        for name in place.names_with_kind:
            self._with_kind[compact(name)].append(number)

    @classmethod
    def load(cls, boundaries: BoundarySet, without: Collection[str] = ()) -> Gazetteer:
        """Build from ``data/``, joined to the boundary set.

        Parameters
        ----------
        without : UCDP place names (``where_coordinates``) to leave out, for honest evaluation.
        """
        names = GovernorateNames.load()
        units = unit_places(boundaries, names)
        raw, aliases, towns = read_sources(without)
        merged = _merge(raw)
        _join(merged, boundaries)
        _add_town_names(merged, towns)
        _add_aliases(merged, units, aliases)
        return cls([*units, *merged])

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
            for number, key in self._skeleton.get(skeleton, ()):
                found.setdefault(number, key)
        return [(self.places[n], key) for n, key in found.items()]

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """Every compact key, for fuzzy proposals."""
        return tuple(self._exact)

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


def _merge(raw: Iterable[RawPlace]) -> list[Place]:
    """One record a place: the same settlement in several sources within ``_MERGE_KM`` is one."""
    merged: list[Place] = []
    by_name: dict[str, list[Place]] = defaultdict(list)
    by_sound: dict[str, list[Place]] = defaultdict(list)
    for item in raw:
        keys = list(dict.fromkeys(compact(name) for name in item.names))
        sounds = {s for name in item.names for s in skeletons(name) if len(s) > 2}
        twin = _twin(item, keys, by_name, _MERGE_KM) or _twin(item, sounds, by_sound, _SOUND_KM)
        if twin is None:
            twin = Place(item.names[0], item.kind, item.lat, item.lon, item.radius_m)
            merged.append(twin)
        if ORDER[item.kind] < ORDER[twin.kind]:
            twin.kind, twin.radius_m = item.kind, item.radius_m
        twin.population = max(twin.population, item.population)
        twin.names.extend(name for name in item.names if name not in twin.names)
        twin.sources.append(item.source)
        for index, entries in ((by_name, keys), (by_sound, sounds)):
            for entry in entries:
                if not any(twin is other for other in index[entry]):
                    index[entry].append(twin)
    return merged


def _twin(
    item: RawPlace, keys: Iterable[str], by_name: dict[str, list[Place]], within_km: float
) -> Place | None:
    if item.kind not in SETTLEMENTS:
        return None
    for key in keys:
        for place in by_name.get(key, ()):
            if place.kind not in SETTLEMENTS or place.lat is None or place.lon is None:
                continue
            if km_between(item.lat, item.lon, place.lat, place.lon) <= within_km:
                return place
    return None


def _join(places: list[Place], boundaries: BoundarySet) -> None:
    lat = np.array([np.nan if p.lat is None else p.lat for p in places])
    lon = np.array([np.nan if p.lon is None else p.lon for p in places])
    governorate, district, _ = boundaries.locate(lat, lon)
    for place, g, d in zip(places, governorate, district, strict=True):
        place.governorate = boundaries.governorates[g].key if g >= 0 else None
        place.district = boundaries.districts[d].key if d >= 0 else None


def _add_town_names(places: list[Place], rows: list[dict[str, str]]) -> None:
    """Press spellings of towns, put to the likeliest settlement that has one of them already."""
    by_key: dict[str, list[Place]] = defaultdict(list)
    for place in places:
        if place.kind in SETTLEMENTS or place.kind == "subdistrict":
            for name in place.names:
                by_key[compact(name)].append(place)
    spellings: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        spellings[row["town"]].append(row["name"])
    for label, names in spellings.items():
        same = [place for name in names for place in by_key.get(compact(name), ())]
        if same:
            town = max(same, key=lambda place: place.weight)
            town.label = label
            town.names = list(dict.fromkeys((*names, *town.names)))


def _capitals(gazetteer: Gazetteer) -> dict[str, Place]:
    capitals: dict[str, Place] = {}
    for governorate in GovernorateNames.load().governorates:
        for town in gazetteer.exact(compact(governorate.capital)):
            if town.kind == "town" and town.governorate:
                capitals.setdefault(town.governorate, town)
                break
    return capitals


def _add_aliases(places: list[Place], units: list[Place], aliases: list[dict[str, str]]) -> None:
    """Names of ``place_aliases.csv``; a base and a crossing at one spot are places of their own."""
    by_source = {source: place for place in places for source in place.sources}
    made: dict[tuple[str, str], Place] = {}
    for row in aliases:
        target = row["refers_to"]
        place = made.get((target, row["kind"]))
        if place is None:
            kind, _, rest = target.partition(":")
            if kind in ("district", "governorate"):
                place = _in_unit(row, kind, rest.split(":"), units)
            else:
                place = _at(row, by_source.get(target))
            if place is None:
                continue
            made[target, row["kind"]] = place
            place.label = row["name"]
            if place is not by_source.get(target):
                places.append(place)
        if row["name"] not in place.names:
            place.names.append(row["name"])


def _at(row: dict[str, str], at: Place | None) -> Place | None:
    if at is None or at.kind == row["kind"]:
        return at
    return Place(
        name=row["name"], kind=row["kind"], lat=at.lat, lon=at.lon,
        radius_m=at.radius_m, governorate=at.governorate, district=at.district,
        sources=[f"place_aliases:{row['name']}", *at.sources],
    )  # fmt: skip


def _in_unit(row: dict[str, str], kind: str, path: list[str], units: list[Place]) -> Place | None:
    wanted = compact(path[-1])
    for unit in units:
        if unit.kind == kind and any(compact(n) == wanted for n in (unit.name, *unit.names)):
            return Place(
                name=row["name"], kind=row["kind"], lat=None, lon=None,
                radius_m=unit.radius_m, governorate=unit.governorate,
                district=unit.district, sources=[f"place_aliases:{row['name']}"],
            )  # fmt: skip
    return None
