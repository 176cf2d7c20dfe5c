"""From place words to a location: the rules that decide between the names of a phrase.

1. Words that give two ends ("between A and B", "A - B road") are a stretch of road, unless a
   finer place is named beside them.
2. Otherwise the finest place counts, the first of equals; places that only say from where a
   direction is taken ("north of Baghdad") step back behind it.
3. A name that a governorate shares with its capital is the governorate, unless a kind word
   ("city", "base", "district") says otherwise.
4. Places far outside a governorate that the phrase names are not meant by it.
5. Likeness of sound is enough only with likeness of letters; fuzzy likeness is only proposed.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from rapidfuzz import fuzz, process

from geo.model import UNPLACED, Candidate, Form, Location, WherePrec
from geo.places import vocabulary as words
from geo.places.boundaries import BoundarySet
from geo.places.choose import choose_all, fineness, is_unit
from geo.places.context import annotate, pair
from geo.places.coordinates import around_iraq, written_coordinate
from geo.places.gazetteer import Gazetteer
from geo.places.locations import (
    MOST_CANDIDATES,
    at_point,
    candidate_of,
    disc,
    in_unit,
    larger,
    offset,
    one_of_several,
    only_proposed,
)
from geo.places.names import fold_letters
from geo.places.on_road import kilometres, on_road, reading_of
from geo.places.phrases import Mention, mentions
from geo.places.roads import RoadNetwork
from geo.places.routes import RouteSet
from geo.places.stretches import Ways, stretch_between
from geo.places.tokens import Token, clean, tokens


class Geocoder:
    """Place words to ``Location``; never raises on any text."""

    def __init__(self, boundaries: BoundarySet, gazetteer: Gazetteer, roads: RoadNetwork) -> None:
        self.boundaries = boundaries
        self.gazetteer = gazetteer
        self.roads = roads
        self.routes = RouteSet.load(roads)
        self._ways = Ways(roads, self.routes, boundaries)
        self.locate = lru_cache(maxsize=50_000)(self._locate)

    def _locate(self, text: str) -> Location:
        """The location that ``text`` names; ``UNPLACED`` with a flag saying why when none.

        Deterministic, so the answer for a text is kept.
        """
        shown = text.strip()[:200] or None
        written = written_coordinate(text)
        if written is not None and not around_iraq(*written[:2]):
            where = f"{written[0]:.2f}, {written[1]:.2f}"
            return replace(UNPLACED, words=shown, flags=(f"not placed: {where} is not in Iraq",))
        if written is not None:
            given = at_point(*written, self.boundaries, None, 1.0, "coordinates in the words")
            return replace(given, words=shown)
        plain = clean(text)
        row = tokens(plain)
        found = mentions(row, self.gazetteer)
        annotate(row, found)
        choose_all(found, self.boundaries, self.gazetteer)
        named = [m for m in found if m.chosen is not None]
        ends = pair(row, named)
        road = self.routes.alias_in(plain) if ends is None else None
        if road:  # "طريق الموت" is the road of that name, not one to Mawet
            found = [m for m in found if fold_letters(m.text) not in road]
        location = self._decide(row, found, ends, plain)
        return replace(on_road(location, plain, self._ways), words=shown)

    def with_route(self, location: Location, text: str | None) -> Location:
        """A disc with the kilometres of the route that other words name, if one passes there."""
        if location.form is not Form.DISC or location.route is not None or not text:
            return location
        return kilometres(location, clean(text), self._ways)

    def route_reading(self, candidate: Candidate) -> Location | None:
        """The stretch that a candidate which is a named route stands for; else ``None``."""
        return reading_of(candidate, self._ways)

    def _decide(
        self,
        row: list[Token],
        found: list[Mention],
        ends: tuple[Mention, Mention] | None,
        text: str,
    ) -> Location:
        named = [m for m in found if m.chosen is not None]
        if ends is not None:
            others = [m for m in named if m not in ends and fineness(m) <= 1]
            if not others:
                stretch = self._stretch(*ends, text)
                return stretch if stretch else self._place(ends[0], named)
            named = others
        named = [m for m in named if not (m.alone and m.partial)]
        if not named:
            return self._nothing_named(row, found)
        direct = [m for m in named if m.bearing is None] or named
        first = min(direct, key=fineness)
        if first.kind == "river" and first.chosen and first.chosen.kind != "river":
            return larger(f"{first.text} river", [first.chosen], "river name")
        peers = [m for m in direct if fineness(m) == 4] if fineness(first) == 4 else []
        peers = peers or [first, *_listed(row, first, direct)]
        units = {m.chosen.governorate: m.chosen for m in peers if m.chosen}
        if len(units) > 1 and not any(m.near or m.inside for m in peers):
            label = " / ".join(place.shown for place in units.values())
            return larger(label, list(units.values()), "several places named")
        return self._place(first, named)

    def _stretch(self, a: Mention, b: Mention, text: str) -> Location | None:
        ends = []
        for mention in (a, b):
            place = mention.chosen
            label = place.shown if place else mention.text
            if place is not None and place.kind == "governorate" and place.governorate:
                towns = [p for p in mention.places if p.kind == "town"]
                if towns and mention.kind != "governorate":
                    place, label = towns[0], towns[0].shown
                else:
                    place = self.gazetteer.capitals.get(place.governorate or "", place)
            if place is None or place.lat is None or place.lon is None:
                return None
            ends.append((-place.lat, label, place))
        # From north to south, whichever end the source named first: one road, one name.
        (_, first, start), (_, last, end) = sorted(ends, key=lambda item: item[:2])
        label = f"{first} - {last} road"
        score = min(a.score, b.score)
        return stretch_between(start, end, label, score, text, self._ways)

    def _place(self, mention: Mention, named: list[Mention]) -> Location:
        place = mention.chosen
        assert place is not None  # noqa: S101 - only mentions that chose a place come here
        candidates = tuple(
            candidate_of(other, mention.score) for other in mention.places if other is not place
        )[:5]
        if mention.bearing is not None:
            town = self.gazetteer.capitals.get(place.governorate or "")
            start = town if town and place.kind == "governorate" else place
            return offset(mention, start, self.boundaries)
        if place.kind == "governorate" or place.kind == "district" or place.lat is None:
            return in_unit(place, mention, candidates)
        if place.kind == "river":
            return larger(place.shown, [place], "river name")
        if mention.rivals:
            return one_of_several(place, mention, self.boundaries)
        if mention.alone:
            return only_proposed(place, mention, candidates, self.boundaries)
        found = disc(place, mention, candidates)
        stated = {m.chosen.governorate: m.chosen.shown for m in named if is_unit(m) and m.chosen}
        if stated and place.governorate not in stated:
            also = "the words also name " + ", ".join(stated.values())
            return replace(found, flags=(*found.flags, also), score=round(mention.score * 0.7, 3))
        return found

    def _nothing_named(self, row: list[Token], found: list[Mention]) -> Location:
        forms = {form for token in row for form in token.forms}
        if forms & words.COUNTRY:
            region = [t.text for t in row if t.word in words.REGION or t.word in words.BEARINGS]
            return Location(
                form=Form.COUNTRY,
                where_prec=(
                    WherePrec.LINEAR_OR_LARGER
                    if region or forms & words.CROSSING
                    else WherePrec.COUNTRY
                ),
                place=" ".join([*region, "Iraq"]),
                method="country name",
                score=1.0,
            )
        alike = [candidate_of(p, 0.6 * m.score) for m in found for p in m.places[:3]]
        proposals = tuple((alike + self._proposals(row))[:MOST_CANDIDATES])
        reason = "no name of the gazetteer in these words" if row else "no words for the place"
        if alike:
            reason = "only a likeness or a part of a name is known"
        return Location(form=Form.UNPLACED, candidates=proposals, flags=(f"not placed: {reason}",))

    def _proposals(self, row: list[Token]) -> list[Candidate]:
        """Fuzzy likeness proposes places; a person may choose one."""
        names = [t.word for t in row if t.word not in words.FUNCTION and len(t.word) > 3][:6]
        hits = [
            hit
            for name in names
            for hit in process.extract(
                name, self.gazetteer.keys_like(name), scorer=fuzz.ratio, score_cutoff=80, limit=3
            )
        ]
        hits.sort(key=lambda hit: -hit[1])
        places = [(self.gazetteer.exact(key)[0], score) for key, score, _ in hits[:5]]
        return [candidate_of(place, 0.6 * score / 100) for place, score in places]


def _listed(row: list[Token], first: Mention, named: list[Mention]) -> list[Mention]:
    """The places joined to the first by "and" alone."""
    listed = []
    for other in named:
        gap = row[first.end : other.start]
        linked = bool(gap) or (other.start == first.end and row[other.start].and_before)
        if other is not first and linked and len(gap) <= 1 and not row[other.start].broken:
            listed += [other] if all(t.word in words.AND and not t.broken for t in gap) else []
    return listed
