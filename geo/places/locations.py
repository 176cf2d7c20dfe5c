"""What was chosen as a ``Location``: a unit, a disc of its radius, a direction from a place."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Final

import numpy as np
import shapely

from geo.model import Candidate, Form, Location, WherePrec
from geo.places.boundaries import BoundarySet
from geo.places.phrases import Mention
from geo.places.records import INSTALLATIONS, SETTLEMENTS, Place

_WIDE: Final = frozenset({"subdistrict", "area", "mountain", "lake", "river"})
_NAMESAKES: Final = frozenset({"mountain", "lake", "dam"})
_NAMESAKE_M, _BESIDE_BASE_M = 50_000.0, 15_000.0
_NEAR_FACTOR, _NEAR_LEAST_M = 2.0, 8_000.0
_OFFSET_M, _OFFSET_RADIUS_M = 20_000.0, 20_000.0
_OFFSET_LEAST_M: Final = 5_000.0
_MOST_M: Final = 25_000.0
_ALONE_SCORE: Final = 0.4
MOST_CANDIDATES: Final = 10


def candidate_of(place: Place, score: float) -> Candidate:
    """The place as another reading, a little less likely than the one taken."""
    return Candidate(
        name=place.shown, kind=place.kind, lat=place.lat or 0.0, lon=place.lon or 0.0,
        score=round(score * 0.8, 3), governorate_pcode=place.governorate,
    )  # fmt: skip


def in_unit(place: Place, mention: Mention, candidates: tuple[Candidate, ...]) -> Location:
    """A governorate or district, or a place only known to lie in one."""
    district = place.district if place.kind != "governorate" else None
    flags: tuple[str, ...] = ()
    method = f"{place.kind} name"
    if place.lat is None:
        method = "gazetteer"
        flags = ("no source has a coordinate for this place; its unit is shown",)
    return Location(
        form=Form.DISTRICT if district else Form.GOVERNORATE,
        where_prec=WherePrec.DISTRICT if district else WherePrec.GOVERNORATE,
        lat=place.lat, lon=place.lon, place=place.shown,
        governorate_pcode=place.governorate, district_pcode=district,
        method=method, score=round(mention.score, 3), candidates=candidates, flags=flags,
    )  # fmt: skip


def disc(place: Place, mention: Mention, candidates: tuple[Candidate, ...]) -> Location:
    """A named place with the radius that its mention may mean, wider when only near it."""
    radius = _radius_m(place, mention)
    prec = WherePrec.EXACT if radius == place.radius_m else WherePrec.WITHIN_25_KM
    flags: tuple[str, ...] = ()
    if place.kind in _WIDE or place.within_another:
        prec = WherePrec.WITHIN_25_KM
    if place.within_another:
        flags = ("no source has a coordinate for this place; the town that holds it is shown",)
    if mention.near and mention.distance_m:
        radius = max(radius, mention.distance_m)
    if radius > _MOST_M:
        prec = WherePrec.DISTRICT if place.kind == "subdistrict" else WherePrec.LINEAR_OR_LARGER
    return Location(
        form=Form.DISC, where_prec=prec, lat=place.lat, lon=place.lon, uncertainty_m=radius,
        place=place.shown, governorate_pcode=place.governorate, district_pcode=place.district,
        method="gazetteer" if mention.score == 1 else "gazetteer, by sound",
        score=round(mention.score, 3), candidates=candidates, flags=flags,
    )  # fmt: skip


def _radius_m(place: Place, mention: Mention) -> float:
    """The place's own radius, or a wider one when the words mean something by it or called so."""
    own, asked = place.radius_m, mention.kind
    if asked in _NAMESAKES and place.kind not in (asked, "other"):
        return max(own, _NAMESAKE_M)  # the lake behind a town's dam
    if asked in SETTLEMENTS and place.kind in INSTALLATIONS:
        return max(own, _BESIDE_BASE_M)
    if place.kind in _WIDE:
        return max(own, _NEAR_LEAST_M)
    near = mention.near or asked in ("road", "area", "facility")
    unlike = asked in (*INSTALLATIONS, "bridge") and place.kind not in (*INSTALLATIONS, "bridge")
    unlike = unlike or (asked in ("crossing", "bridge") and place.kind != asked)
    return max(own * _NEAR_FACTOR, _NEAR_LEAST_M) if near or unlike else own


def offset(mention: Mention, place: Place, boundaries: BoundarySet) -> Location:
    """A direction from a place, with a distance or without."""
    distance = mention.distance_m if mention.distance_m is not None else _OFFSET_M
    radius = 0.25 * distance if mention.distance_m is not None else _OFFSET_RADIUS_M
    bearing = math.radians(mention.bearing or 0.0)
    if place.lat is None or place.lon is None:
        return in_unit(place, mention, ())
    lat = place.lat + distance * math.cos(bearing) / 111_200
    lon = place.lon + distance * math.sin(bearing) / (111_200 * math.cos(math.radians(lat)))
    radius = max(radius, _OFFSET_LEAST_M)
    found = at_point(
        lat, lon, radius, boundaries, place=place.shown,
        score=round(0.8 * mention.score, 3), method="direction from a place",
    )  # fmt: skip
    home = boundaries.unit(place.governorate or "")
    if home is None or found.governorate_pcode == home.key:
        return found
    if shapely.dwithin(home.geometry, shapely.Point(lon, lat), radius / 111_200):
        # The town that a direction is taken from is mostly one of the same governorate.
        other = boundaries.unit(found.governorate_pcode or "")
        flags = (f"the disc reaches into {other.name}",) if other else ()
        return replace(found, governorate_pcode=home.key, district_pcode=None, flags=flags)
    return found


def at_point(
    lat: float, lon: float, radius_m: float, boundaries: BoundarySet,
    place: str | None, score: float | None, method: str,
) -> Location:  # fmt: skip
    """A disc about a coordinate, joined to the boundary set."""
    governorate, district, _ = boundaries.locate(np.array([lat]), np.array([lon]))
    g, d = int(governorate[0]), int(district[0])
    return Location(
        form=Form.DISC,
        where_prec=WherePrec.WITHIN_25_KM if radius_m <= _MOST_M else WherePrec.LINEAR_OR_LARGER,
        lat=lat, lon=lon, uncertainty_m=radius_m, place=place,
        governorate_pcode=boundaries.governorates[g].key if g >= 0 else None,
        district_pcode=boundaries.districts[d].key if d >= 0 else None,
        method=method, score=score,
    )  # fmt: skip


def one_of_several(place: Place, mention: Mention, boundaries: BoundarySet) -> Location:
    """Places of one name that nothing tells apart: the unit that holds them all, if one does."""
    places = [place, *mention.rivals]
    candidates = tuple(candidate_of(p, mention.score) for p in places)[:MOST_CANDIDATES]
    flags = (f"{len(places)} places of this name are as likely; the words do not tell which",)
    score = round(mention.score / len(places), 3)
    governorates = {p.governorate for p in places}
    districts = {p.district for p in places}
    if len(governorates) > 1 or None in governorates:
        found = larger(place.shown, places, "several places of one name")
        return replace(found, candidates=candidates, flags=flags, score=score)
    district = place.district if len(districts) == 1 else None
    return _unit_of(place, district, boundaries, "several places of one name", score, candidates,
                    flags)  # fmt: skip


def only_proposed(
    place: Place, mention: Mention, candidates: tuple[Candidate, ...], boundaries: BoundarySet
) -> Location:
    """A small place by a name that many bear: written so, its governorate; by likeness, none."""
    proposed = (candidate_of(place, mention.score), *candidates)[:MOST_CANDIDATES]
    flags = (f"a {place.kind} of this name is known, but nothing else in the words speaks for it",)
    if mention.score == 1 and place.governorate:
        return _unit_of(place, None, boundaries, "name alone", _ALONE_SCORE, proposed, flags)
    found = larger(place.shown, [place], "name alone")
    return replace(found, candidates=proposed, flags=flags, score=_ALONE_SCORE / 2)


def _unit_of(
    place: Place, district: str | None, boundaries: BoundarySet, method: str, score: float,
    candidates: tuple[Candidate, ...], flags: tuple[str, ...],
) -> Location:  # fmt: skip
    """The governorate, or the district in it, that holds a place."""
    unit = boundaries.unit(district or place.governorate or "")
    inside = None if unit is None else shapely.point_on_surface(unit.geometry)
    return Location(
        form=Form.DISTRICT if district else Form.GOVERNORATE,
        where_prec=WherePrec.DISTRICT if district else WherePrec.GOVERNORATE,
        lat=None if inside is None else inside.y, lon=None if inside is None else inside.x,
        place=place.shown, governorate_pcode=place.governorate, district_pcode=district,
        method=method, score=score, candidates=candidates, flags=flags,
    )  # fmt: skip


def larger(label: str, places: list[Place], method: str) -> Location:
    """Somewhere larger than a governorate: none of the places is taken, all are proposed."""
    return Location(
        form=Form.COUNTRY, where_prec=WherePrec.LINEAR_OR_LARGER, place=label, method=method,
        score=0.5, candidates=tuple(candidate_of(place, 0.5) for place in places),
    )  # fmt: skip
