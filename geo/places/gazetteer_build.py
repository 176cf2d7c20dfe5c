"""Building the gazetteer: the sources merged, joined to the boundaries, seats and aliases known."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import Final

import numpy as np
import shapely

from geo.places.boundaries import BoundarySet
from geo.places.gazetteer_sources import RawPlace, reach_m, read_sources, subdistrict_shapes
from geo.places.governorates import GovernorateNames
from geo.places.names import skeletons
from geo.places.records import ORDER, SETTLEMENTS, Place, compact, km_between
from geo.places.units import unit_places

_MERGE_KM: Final = 8.0
_TOWNLIKE: Final = frozenset({*SETTLEMENTS, "area", "subdistrict"})
_SOUND_KM: Final = 3.0
_SEAT_RADIUS_M: Final = 10_000.0
_SEAT_REACH_DEG: Final = 0.03


def build(
    boundaries: BoundarySet, without: Collection[str] = (), imported: Sequence[RawPlace] = ()
) -> tuple[list[Place], frozenset[str]]:
    """Every place of ``data/`` and of the files that a user imported.

    Parameters
    ----------
    without : UCDP place names (``where_coordinates``) to leave out, for honest evaluation.

    Returns
    -------
    The places, and the sources of the imported ones that became places of their own: the others
    were merged with a place that was there.
    """
    units = unit_places(boundaries, GovernorateNames.load())
    raw, aliases, towns = read_sources(without)
    merged = _merge(raw)
    before = len(merged)
    merged = _merge(imported, merged)
    added = frozenset(place.sources[0] for place in merged[before:])
    _join(merged, boundaries)
    _find_seats(merged)
    _add_town_names(merged, towns)
    _add_aliases(merged, units, aliases)
    return [*units, *merged], added


def _merge(raw: Iterable[RawPlace], known: Sequence[Place] = ()) -> list[Place]:
    """One record a place: the same settlement in several sources within ``_MERGE_KM`` is one."""
    merged = list(known)
    by_name: dict[str, list[Place]] = defaultdict(list)
    by_sound: dict[str, list[Place]] = defaultdict(list)
    raw = list(raw)
    for place in known if raw else ():
        for name in place.names:
            by_name[compact(name)].append(place)
            for sound in skeletons(name):
                by_sound[sound].append(place)
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
            # Sources put the middle of a great city in different quarters of it.
            reach = max(within_km, min(item.radius_m, place.radius_m) / 1000)
            if km_between(item.lat, item.lon, place.lat, place.lon) <= reach:
                return place
    return None


def _join(places: list[Place], boundaries: BoundarySet) -> None:
    lat = np.array([np.nan if p.lat is None else p.lat for p in places])
    lon = np.array([np.nan if p.lon is None else p.lon for p in places])
    governorate, district, _ = boundaries.locate(lat, lon)
    for place, g, d in zip(places, governorate, district, strict=True):
        place.governorate = boundaries.governorates[g].key if g >= 0 else None
        place.district = boundaries.districts[d].key if d >= 0 else None


def _find_seats(places: list[Place]) -> None:
    """A settlement that bears the name of the sub-district it lies in is its seat: a town.

    The sub-district's own point moves there, where most of its people live.
    """
    by_name: dict[str, list[Place]] = defaultdict(list)
    by_source: dict[str, Place] = {}
    for place in places:
        if place.kind in SETTLEMENTS:
            for name in place.names:
                for key in (compact(name), *(s for s in skeletons(name) if len(s) > 2)):
                    by_name[key].append(place)
        elif place.kind == "subdistrict":
            by_source.update(dict.fromkeys(place.sources, place))
    for names, code, shape in subdistrict_shapes():
        reach = shape.buffer(_SEAT_REACH_DEG)
        keys = [key for name in names for key in (compact(name), *skeletons(name)) if len(key) > 2]
        for key in keys:
            inside = [
                p for p in by_name.get(key, ())
                if p.lat is not None and shapely.contains_xy(reach, p.lon, p.lat)
            ]  # fmt: skip
            if not inside:
                continue
            seat = max(inside, key=lambda p: p.weight)
            if seat.kind in ("village", "neighbourhood"):
                seat.kind, seat.radius_m = "town", max(seat.radius_m, _SEAT_RADIUS_M)
            seat.sources.append(f"seat of boundaries:{code}")
            unit = by_source.get(f"boundaries:{code}")
            if unit is not None:
                unit.lat, unit.lon = seat.lat, seat.lon
                unit.radius_m = reach_m(shape, seat.lat or 0.0, seat.lon or 0.0)
            break


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


def _add_aliases(places: list[Place], units: list[Place], aliases: list[dict[str, str]]) -> None:
    """Names of ``place_aliases.csv``; a base and a crossing at one spot are places of their own.

    Names of a place that is only known to lie in a unit go to the place there that has one of
    them already, when a source has it: its coordinate is better than none.
    """
    by_source = {source: place for place in places for source in place.sources}
    by_key: dict[str, list[Place]] = defaultdict(list)
    for place in places:
        for key in dict.fromkeys(compact(name) for name in place.names):
            by_key[key].append(place)
    groups: dict[tuple[str, str], list[dict[str, str]]] = defaultdict(list)
    for row in aliases:
        groups[row["refers_to"] + row["place"], row["kind"]].append(row)
    for rows in groups.values():
        named = _meant_by(rows, units, by_source, by_key)
        if named is None:
            continue
        named.label = named.label or rows[0]["place"] or rows[0]["name"]
        named.names.extend(r["name"] for r in rows if r["name"] not in named.names)
        if f"place_aliases:{rows[0]['name']}" not in named.sources:
            named.sources.append(f"place_aliases:{rows[0]['name']}")
        if named.sources[0] not in by_source:
            places.append(named)


def _meant_by(
    rows: list[dict[str, str]], units: list[Place], by_source: dict[str, Place],
    by_key: dict[str, list[Place]],
) -> Place | None:  # fmt: skip
    """The place, there already or new, that a group of aliases names."""
    first = rows[0]
    kind, _, rest = first["refers_to"].partition(":")
    if kind == "within":
        return _part_of(first, by_source.get(rest))
    if kind not in ("district", "governorate"):
        return _at(first, by_source.get(first["refers_to"]))
    made = _in_unit(first, kind, rest.split(":"), units)
    if made is None:
        return None
    there = {
        id(place): place
        for row in rows
        for place in by_key[compact(row["name"])]
        if place.governorate == made.governorate
        and (made.district is None or place.district == made.district)
        and place.lat is not None
        and (place.kind == made.kind or {place.kind, made.kind} <= _TOWNLIKE)
    }
    same = sorted(there.values(), key=lambda place: -place.weight)
    if not same or any(_apart_km(same[0], place) > _MERGE_KM for place in same):
        return made
    return same[0]


def _apart_km(a: Place, b: Place) -> float:
    return km_between(a.lat or 0.0, a.lon or 0.0, b.lat or 0.0, b.lon or 0.0)


def _at(row: dict[str, str], at: Place | None) -> Place | None:
    if at is None or at.kind == row["kind"]:
        return at
    return Place(
        name=row["name"], kind=row["kind"], lat=at.lat, lon=at.lon,
        radius_m=at.radius_m, governorate=at.governorate, district=at.district,
        sources=[f"place_aliases:{row['name']}", *at.sources],
    )  # fmt: skip


def _part_of(row: dict[str, str], town: Place | None) -> Place | None:
    """A quarter or base that is only known to lie in a town: as wide as the town."""
    part = _at(row, town)
    if part is not None:
        part.sources.append(f"within {row['refers_to'].removeprefix('within:')}")
    return part


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
