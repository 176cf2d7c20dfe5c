"""How often the geocoder is right, beside two plain ways of looking names up.

Truth is UCDP's governorate and coordinate, and the governorate that the compiler of the reports
coded; neither is ever an input of the geocoder. UCDP's own names are held out of the gazetteer in
five folds by name, so that no name is looked up in the list it was taken from.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Final, NamedTuple

import numpy as np
import shapely
from rapidfuzz import fuzz, process

from geo.model import Form, Location
from geo.places.boundaries import BoundarySet
from geo.places.gazetteer import Gazetteer
from geo.places.gazetteer_sources import UCDP_FILE
from geo.places.geocode import Geocoder
from geo.places.governorates import GovernorateNames
from geo.places.names import fold
from geo.places.records import KM_PER_DEG, SETTLEMENTS, Place, compact, km_between
from geo.places.stretches import crossed
from geo.places.vocabulary import KINDS
from geo.settings import DATA_DIR

_GREAT: Final = 500_000
REPORTS_FILE: Final = DATA_DIR / "incidents" / "reports_2019_2024.csv"
FOLDS: Final = 5
_WRATIO_LEAST: Final = 80.0


class Answer(NamedTuple):
    """What a way of placing said: governorate's key, coordinate, radius in metres, kind, all keys.

    ``crossed`` are the names of every governorate that the answer touches: by its stretch, or by
    the disc of its stated radius.
    """

    governorate: str | None = None
    lat: float | None = None
    lon: float | None = None
    uncertainty_m: float | None = None
    kind: str = "not placed"
    crossed: frozenset[str] = frozenset()


class Case(NamedTuple):
    """Words, the governorate's name that is right, and where there is one, the coordinate."""

    words: str
    governorate: str | None
    point: tuple[float, float] | None
    fine: bool  # UCDP codes 1 and 2


_Kinds = dict[tuple[float | None, float | None, str | None], str]
Placing = Callable[[str], Answer]


@dataclass(slots=True)
class Tally:
    """What one way of placing reached on one set of cases."""

    right: list[bool] = field(default_factory=list)
    crossed: list[bool] = field(default_factory=list)
    km: list[float] = field(default_factory=list)
    answers: list[tuple[Answer, float]] = field(default_factory=list)
    unplaced: int = 0

    def add(self, case: Case, answer: Answer, name: str | None) -> None:
        """Compare an answer with the truth; ``name`` is its governorate's."""
        if case.governorate:
            self.right.append(name == case.governorate)
            self.crossed.append(name == case.governorate or case.governorate in answer.crossed)
            self.unplaced += name is None
        if case.point and case.fine:
            km = np.inf
            if answer.lat is not None and answer.lon is not None:
                km = km_between(*case.point, answer.lat, answer.lon)
            self.km.append(km)
            self.answers.append((answer, km))


def ucdp_cases() -> list[Case]:
    """The events of UCDP with their words."""
    names = GovernorateNames.load()
    cases = []
    with UCDP_FILE.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            if not row["id"].replace(".", "").isdigit():
                continue  # the row of HXL tags
            known = names.find(row["adm_1"].replace(" province", "").strip())
            point = (float(row["latitude"]), float(row["longitude"]))
            fine = row["where_prec"] in ("1", "2")
            words = row["where_coordinates"].strip()
            cases.append(Case(words, known.name if known else None, point, fine))
    return cases


def report_cases() -> list[Case]:
    """The place words of the reports that have a coded governorate."""
    with REPORTS_FILE.open(encoding="utf-8-sig", newline="") as file:
        return [
            Case(row["place_text"], row["governorate"], None, fine=False)
            for row in csv.DictReader(file)
            if row["place_text"] and row["governorate"]
        ]


def by_geocoder(geocoder: Geocoder) -> Placing:
    """The geocoder as a way of placing."""
    places = sorted(geocoder.gazetteer.places, key=lambda p: p.kind in SETTLEMENTS)
    kinds: _Kinds = {
        (p.lat, p.lon, p.shown): "great city" if p.population >= _GREAT else p.kind
        for p in places
        if p.kind != "governorate"
    }

    def place(words: str) -> Answer:
        found = geocoder.locate(words)
        return Answer(
            found.governorate_pcode, found.lat, found.lon,
            found.uncertainty_m if found.form is Form.DISC else None,
            _kind(found, kinds), frozenset(touched(found, geocoder.boundaries)),
        )  # fmt: skip

    return place


def _kind(found: Location, kinds: dict[tuple[float | None, float | None, str | None], str]) -> str:
    if found.form is not Form.DISC:
        return found.form.value
    if found.method == "direction from a place":
        return "direction"
    return kinds.get((found.lat, found.lon, found.place), "other")


def touched(found: Location, boundaries: BoundarySet) -> Iterable[str]:
    """The names of the governorates that a stretch crosses, or a disc of its radius touches."""
    yield from crossed(found)
    if found.form is Form.DISC and found.lat is not None:
        degrees = (found.uncertainty_m or 0.0) / 1000 / KM_PER_DEG
        point = shapely.Point(found.lon, found.lat)
        for unit in boundaries.governorates:
            if shapely.dwithin(unit.geometry, point, degrees):
                yield unit.name


def by_exact_lookup(gazetteer: Gazetteer) -> Placing:
    """Baseline: the words but for kinds ("town") as a name; the likeliest place of it."""

    def find(words: str) -> Answer:
        bare = " ".join(word for word in fold(words).split() if word not in KINDS)
        return _answer(next(iter(gazetteer.exact(compact(bare))), None))

    return find


def by_wratio(gazetteer: Gazetteer) -> Placing:
    """Baseline: the name of the gazetteer that rapidfuzz's ``WRatio`` finds most alike."""
    names: dict[str, Place] = {}
    for place in sorted(gazetteer.places, key=lambda p: -p.weight):
        for name in (place.name, *place.names):
            names.setdefault(fold(name), place)
    choices = list(names)

    def find(words: str) -> Answer:
        best = process.extractOne(
            fold(words), choices, scorer=fuzz.WRatio, score_cutoff=_WRATIO_LEAST
        )
        return _answer(names[best[0]] if best else None)

    return find


def _answer(place: Place | None) -> Answer:
    if place is None:
        return Answer()
    return Answer(place.governorate, place.lat, place.lon, place.radius_m, place.kind)


def measure(
    cases: Sequence[Case], place: Placing, unit: Callable[[str | None], str | None]
) -> Tally:
    """Every case placed once a distinct phrase; ``unit`` gives the name of a governorate's key."""
    tally = Tally()
    known: dict[str, Answer] = {}
    for case in cases:
        if case.words not in known:
            known[case.words] = place(case.words)
        answer = known[case.words]
        tally.add(case, answer, unit(answer.governorate))
    return tally


def merged(tallies: Iterable[Tally]) -> Tally:
    """Several tallies as one."""
    every = list(tallies)
    return Tally(
        right=list(chain.from_iterable(t.right for t in every)),
        crossed=list(chain.from_iterable(t.crossed for t in every)),
        km=list(chain.from_iterable(t.km for t in every)),
        answers=list(chain.from_iterable(t.answers for t in every)),
        unplaced=sum(t.unplaced for t in every),
    )


def folds(events: Sequence[Case]) -> list[frozenset[str]]:
    """UCDP's distinct words in five parts, every fifth of their sorted list."""
    words = sorted({case.words for case in events})
    return [frozenset(words[i::FOLDS]) for i in range(FOLDS)]
