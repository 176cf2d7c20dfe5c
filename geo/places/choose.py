"""Which of the places of one name is meant: kind words, then what else the phrase names."""

from __future__ import annotations

import math
from typing import Final

import shapely

from geo.places.boundaries import BoundarySet
from geo.places.gazetteer import Gazetteer
from geo.places.names import skeletons
from geo.places.phrases import Mention, likeness
from geo.places.records import INSTALLATIONS, SETTLEMENTS, Place, compact, km_between

_FINENESS: Final = {
    "base": 0, "airport": 0, "crossing": 0, "bridge": 0, "neighbourhood": 0, "village": 0,
    "other": 0, "town": 1, "subdistrict": 1, "area": 1, "mountain": 2, "lake": 2, "river": 3,
    "district": 3, "governorate": 4,
}  # fmt: skip
_MEANT: Final = {
    "governorate": ("governorate", "district"),
    "district": ("district", "subdistrict"),
    "town": ("town", "subdistrict", "village"),
    "village": ("village", "town", "subdistrict"),
    "neighbourhood": ("neighbourhood", "subdistrict", "village"),
    "base": ("base", "airport"),
    "airport": ("airport", "base"),
    "crossing": ("crossing",),
    "mountain": ("mountain",),
    "lake": ("lake",),
    "river": ("river",),
    "dam": ("other",),
    "facility": ("other",),
    "bridge": ("bridge",),
}
BIG_TOWN: Final = 6.0
"""Weight from which a town is known by its name, whatever governorate the phrase names."""

_FAR_DEG: Final = 0.35
_BESIDE_KM: Final = 60.0
_APART_KM: Final = 15.0
_STRAY_KM, _QUARTER_KM = 150.0, 30.0
_RIVAL_KM: Final = 25.0
_CLOSE: Final = 0.5
_CLOSE_VILLAGE: Final = 2.5
_OWN_NAME: Final = 1.0
_VARIANT: Final = 0.95
_ALIKE, _ALIKE_SCORE = 0.75, 0.8
_RARE_NAME, _RARE_TOWN = 5, 4
"""Signs of the skeleton from which a name is rare: "Idris Khabaz", not "Zawiyah"."""


def choose_all(found: list[Mention], boundaries: BoundarySet, gazetteer: Gazetteer) -> None:
    """Give every mention its place: first by kind words alone, then in the light of the others."""
    for mention in found:
        mention.chosen = _choose(mention, [], [], boundaries)
    for mention in found:
        if mention.unsure and not _borne_out(mention, found):
            mention.chosen = None
    if len(found) > 1:
        _in_the_light_of_others(found, boundaries, gazetteer)
    for mention in (m for m in found if m.chosen):
        supported = any(_borne_by(mention, m) for m in found if m is not mention)
        mention.alone = not supported and not _known_by_name(mention)


def _in_the_light_of_others(
    found: list[Mention], boundaries: BoundarySet, gazetteer: Gazetteer
) -> None:
    stated = [m for m in found if m.chosen and m.chosen.kind == "governorate"]
    _drop_strays(found)
    for mention in (m for m in found if m.chosen):
        units = [m.chosen for m in stated if m is not mention and m.chosen]
        points = [m.chosen for m in found if m is not mention and m.chosen and _a_spot(m.chosen)]
        beside = [
            m.chosen for m in stated if m.chosen and m.within and 0 <= m.start - mention.end <= 1
        ]
        inside = [p for p in mention.places for u in beside if p.governorate == u.governorate]
        if beside and not inside and mention.chosen not in beside and not _great(mention):
            inside = _alike_in(mention, beside, gazetteer)
            mention.score = min(mention.score, _ALIKE_SCORE) if inside else mention.score
        if inside and mention.kind != "governorate" and mention.chosen not in beside:
            mention.places = inside  # "Balad, Diyala": the one in Diyala
        mention.chosen = _choose(mention, units, points, boundaries)


def _great(mention: Mention) -> bool:
    return mention.chosen is not None and mention.chosen.weight >= BIG_TOWN


def _alike_in(mention: Mention, units: list[Place], gazetteer: Gazetteer) -> list[Place]:
    """Places in the governorates named beside it whose names only sound like the one written."""
    return [
        place
        for place, name in gazetteer.similar(mention.text)
        if likeness(compact(mention.text), name) >= _ALIKE
        and any(place.governorate == unit.governorate for unit in units)
    ]


def _borne_by(mention: Mention, other: Mention) -> bool:
    """Whether another name of the phrase speaks for the place that this one was given."""
    assert mention.chosen is not None  # noqa: S101 - asked only of mentions with a place
    if other.chosen is None or other.unsure or not _a_spot(other.chosen):
        return False
    return _beside(mention.chosen, other.chosen)


def _a_spot(place: Place) -> bool:
    """A river passes half the country, and says nothing of what else is meant."""
    return place.kind != "river"


def _known_by_name(mention: Mention) -> bool:
    """Whether a name without other words is enough to know the place by.

    Of small places the gazetteer has only some, and their names recur all over the country: held
    out by name, five of six villages found by a short name were others of that name. So the name
    must be that of a greater place, or of one that the press has named before, or a rare one.
    """
    place = mention.chosen
    assert place is not None  # noqa: S101 - asked only of mentions with a place
    if mention.partial:
        written = mention.score >= _VARIANT and mention.kind not in ("village", "neighbourhood")
        return written and place.weight >= BIG_TOWN
    rare = max((len(sounds) for sounds in skeletons(mention.text)), default=0)
    if place.kind in ("governorate", "district", "subdistrict", "town"):
        return mention.score >= _VARIANT or place.weight >= BIG_TOWN or rare >= _RARE_TOWN
    asked = mention.kind in (None, "area", "road", place.kind) or place.kind not in SETTLEMENTS
    called = mention.kind in INSTALLATIONS and place.kind in INSTALLATIONS
    written = mention.score == 1 or (called and mention.score >= _VARIANT)
    if written and asked and not all(s.startswith("osm:") for s in place.sources):
        return True
    return rare >= _RARE_NAME


def fineness(mention: Mention) -> int:
    """0 for a spot to 4 for a governorate, 9 for nothing; what contains others steps back."""
    if mention.chosen is None:
        return 9
    return min(_FINENESS[mention.chosen.kind] + (2 if mention.container else 0), 4)


def is_unit(mention: Mention) -> bool:
    """Whether a governorate is named as the place itself, not as where a direction starts."""
    unit = mention.chosen is not None and mention.chosen.kind == "governorate"
    return unit and mention.bearing is None and not mention.near


def _borne_out(mention: Mention, found: list[Mention]) -> bool:
    """Whether something else speaks for an unsure name.

    A sure name nearby does; so does a kind word, when the name has some length and all that
    sounds like it lies in one spot.
    """
    others = [m.chosen for m in found if m is not mention and not m.unsure and m.chosen]
    if any(_beside(place, other) for place in mention.places for other in others):
        return True
    long = max((len(s) for s in skeletons(mention.text)), default=0) > 3
    one_spot = all(_km(mention.places[0], place) < _APART_KM for place in mention.places)
    meant = _MEANT.get(mention.kind or "")
    of_kind = mention.kind not in (None, "village") and (
        meant is None or any(place.kind in meant for place in mention.places)
    )
    return of_kind and long and one_spot and not others


def _beside(place: Place, other: Place) -> bool:
    if other.kind == "governorate":
        return place.governorate == other.governorate
    return _km(place, other) <= _BESIDE_KM


def _drop_strays(found: list[Mention]) -> None:
    """A small place far from a greater one named in the same breath is a mere likeness of name."""
    for mention in found:
        place = mention.chosen
        if place is None or place.kind == "governorate":
            continue
        quarter = mention.kind == "neighbourhood"
        if place.weight >= BIG_TOWN and mention.score == 1 and not quarter:
            continue
        for other in found:
            greater = other.chosen
            if greater is None or other is mention:
                continue
            if _firm(other) <= _firm(mention) and not (quarter and greater.kind == "town"):
                continue
            reach = _QUARTER_KM if quarter else _STRAY_KM + (other.distance_m or 0) / 1000
            if greater.kind != "governorate" and _km(place, greater) > reach:
                near = [p for p in mention.places if _km(p, greater) <= reach]
                mention.places = near
                mention.chosen = None
                if near:
                    mention.chosen = max(near, key=lambda p: p.weight)
                break


def _firm(mention: Mention) -> tuple[bool, float]:
    """Names written as the gazetteer has them before variants, then great places before small."""
    return mention.score == 1, mention.chosen.weight if mention.chosen else -math.inf


def _km(a: Place, b: Place) -> float:
    if a.lat is None or a.lon is None or b.lat is None or b.lon is None:
        return 0.0 if a.governorate == b.governorate else math.inf
    return km_between(a.lat, a.lon, b.lat, b.lon)


def _choose(
    mention: Mention, units: list[Place], others: list[Place], boundaries: BoundarySet
) -> Place | None:
    pool = _meant(mention)
    if units:
        pool = [p for p in pool if p.weight >= BIG_TOWN or _fits(p, units, boundaries)]
    if not pool:
        return None
    order = _MEANT.get(mention.kind or "")
    if order and not (others or units):
        pool = [p for p in pool if p.kind == pool[0].kind]
    fit = {id(p): _fit(p, mention, units, others) for p in pool}
    best = max(pool, key=lambda p: fit[id(p)]) if others or units or order else pool[0]
    close = fit[id(best)] - (_CLOSE_VILLAGE if best.kind == "village" else _CLOSE)
    if best.kind == "village" and mention.kind == "town":
        close = -math.inf  # the town that is meant may be missing from the gazetteer
    mention.rivals = [
        p for p in pool
        if p.kind in SETTLEMENTS and fit[id(p)] > close and _km(p, best) > _RIVAL_KM
    ]  # fmt: skip
    return best


def _fit(place: Place, mention: Mention, units: list[Place], others: list[Place]) -> float:
    named_so = mention.score == 1 and compact(place.name) == compact(mention.text)
    return place.weight + _context(place, units, others) + (_OWN_NAME if named_so else 0.0)


def _meant(mention: Mention) -> list[Place]:
    """The places that the kind word allows, the likeliest first."""
    wanted = _MEANT.get(mention.kind or "")
    if wanted:
        order = {kind: i for i, kind in enumerate(wanted)}
        allowed = [*mention.places, *mention.capital_of]
        allowed = [p for p in allowed if p.kind in order]
        allowed = allowed or [p for p in mention.variants if p.kind in order]
        if allowed:
            main = min(order[p.kind] for p in allowed)
            best = [p for p in allowed if order[p.kind] == main or p.weight >= BIG_TOWN]
            return sorted(best, key=lambda p: (order[p.kind], -p.weight))
    if mention.near and any(p.kind == "town" for p in mention.places):
        # One is near a town; near a governorate of its name says nothing.
        return [p for p in mention.places if p.kind == "town"]
    plain = [p for p in mention.places if p.kind not in INSTALLATIONS] or mention.places
    if mention.kind in ("village", "neighbourhood"):
        plain = [p for p in plain if p.kind != "governorate"]
    governorates = [p for p in plain if p.kind == "governorate"]
    if governorates:
        return governorates
    if mention.score < 1:
        return plain
    return sorted(plain, key=lambda p: -p.weight)


def _context(place: Place, units: list[Place], others: list[Place]) -> float:
    bonus = 6.0 if any(place.governorate == unit.governorate for unit in units) else 0.0
    if place.lat is None or place.lon is None:
        return bonus
    for other in others:
        if other.lat is None or other.lon is None or other.kind == "governorate":
            continue
        km = km_between(place.lat, place.lon, other.lat, other.lon)
        bonus += 4.0 if km < 40 else 2.0 if km < 100 else 0.0
    return bonus


def _fits(place: Place, units: list[Place], boundaries: BoundarySet) -> bool:
    if any(place.governorate == unit.governorate for unit in units) or place.lat is None:
        return True
    if place.kind == "governorate":
        return True
    point = shapely.Point(place.lon, place.lat)
    shapes = [boundaries.unit(unit.governorate or "") for unit in units]
    return any(s is not None and shapely.dwithin(s.geometry, point, _FAR_DEG) for s in shapes)
