"""How often the geocoder is right, beside two plain ways of looking names up.

Truth is UCDP's governorate and coordinate, and the governorate that the compiler of the reports
coded; neither is ever an input of the geocoder. UCDP's own names are held out of the gazetteer in
five folds by name, so that no name is looked up in the list it was taken from.
"""

from __future__ import annotations

import csv
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import chain
from typing import Final, NamedTuple

import numpy as np
import pyproj
import shapely
from rapidfuzz import fuzz, process

from geo.crs import GEOGRAPHIC_CRS, METRIC_CRS
from geo.model import Form, Location
from geo.places.gazetteer import Gazetteer
from geo.places.gazetteer_sources import UCDP_FILE
from geo.places.geocode import Geocoder
from geo.places.governorates import GovernorateNames
from geo.places.names import fold, is_arabic
from geo.places.records import SETTLEMENTS, Place, compact, km_between
from geo.places.stretches import crossed
from geo.places.vocabulary import KINDS
from geo.settings import DATA_DIR

REPORTS_FILE: Final = DATA_DIR / "incidents" / "reports_2019_2024.csv"
FOLDS: Final = 5
_FEWEST: Final = 10
_WRATIO_LEAST: Final = 80.0


class Answer(NamedTuple):
    """What a way of placing said: governorate's key, coordinate, radius in metres, kind, all keys.

    ``crossed`` are the names of every governorate that the answer touches.
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
    kinds = {(p.lat, p.lon): p.kind for p in places}

    def place(words: str) -> Answer:
        found = geocoder.locate(words)
        return Answer(
            found.governorate_pcode, found.lat, found.lon,
            found.uncertainty_m if found.form is Form.DISC else None,
            _kind(found, kinds), frozenset(crossed(found)),
        )  # fmt: skip

    return place


def _kind(found: Location, kinds: dict[tuple[float | None, float | None], str]) -> str:
    if found.form is not Form.DISC:
        return found.form.value
    if found.method == "direction from a place":
        return "direction"
    return kinds.get((found.lat, found.lon), "other")


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


WAYS: Final = ("geocoder", "exact lookup", "WRatio")


def evaluate(geocoder: Geocoder, baselines: bool = True) -> str:
    """Tables in Markdown: accuracy beside the baselines, calibration by kind, roads, speed."""
    units = geocoder.boundaries

    def unit(key: str | None) -> str | None:
        found = units.unit(key or "")
        return found.name if found else None

    ways = WAYS if baselines else WAYS[:1]
    held: dict[str, list[Tally]] = defaultdict(list)
    events = ucdp_cases()
    for held_out in folds(events):
        cases = [case for case in events if case.words in held_out]
        gazetteer = Gazetteer.load(units, without=held_out)
        other = Geocoder(units, gazetteer, geocoder.roads)
        for way in ways:
            held[way].append(measure(cases, _way(way, other), unit))
    reports = report_cases()
    arabic = [case for case in reports if is_arabic(case.words)]
    columns = [
        [
            *_ucdp_cells(merged(held[way])),
            *_report_cells(measure(reports, place, unit)),
            *_report_cells(measure(arabic, place, unit)),
        ]
        for way in ways
        for place in (_way(way, geocoder),)
    ]
    accuracy = _table(("", *ways), zip(_ROWS, *columns, strict=True))
    return "\n".join(
        (
            "## Right answers\n", accuracy, "## Calibration, names held out\n",
            calibration(merged(held["geocoder"])), "## Roads\n", roads(geocoder, events),
            "## Speed\n", speed(geocoder, [*events, *reports]),
        )
    )  # fmt: skip


_ROWS: Final = (
    "UCDP, names held out: governorate right", "… median error", "… within 25 km, codes 1 and 2",
    "… no governorate given", "reports: governorate right", "… right or crossed",
    "reports in Arabic script: governorate right", "… right or crossed",
)  # fmt: skip


def _way(name: str, geocoder: Geocoder) -> Placing:
    if name == WAYS[0]:
        return by_geocoder(geocoder)
    return (by_exact_lookup if name == WAYS[1] else by_wratio)(geocoder.gazetteer)


def folds(events: Sequence[Case]) -> list[frozenset[str]]:
    """UCDP's distinct words in five parts, every fifth of their sorted list."""
    words = sorted({case.words for case in events})
    return [frozenset(words[i::FOLDS]) for i in range(FOLDS)]


def _ucdp_cells(tally: Tally) -> list[str]:
    km = np.array(tally.km)
    return [
        _share(tally.right), _km(float(np.median(km))) if km.size else "–", _share(km <= 25),
        f"{100 * tally.unplaced / max(1, len(tally.right)):.1f} %",
    ]  # fmt: skip


def _km(km: float) -> str:
    return f"{km:.1f} km" if np.isfinite(km) else "not placed"


def _report_cells(tally: Tally) -> list[str]:
    return [_share(tally.right), _share(tally.crossed)]


def _share(hits: Sequence[bool] | np.typing.NDArray[np.bool_]) -> str:
    n = len(hits)
    return f"{100 * float(np.mean(hits)):.1f} % of {n}" if n else "–"


def calibration(tally: Tally) -> str:
    """How often the point lies within the stated uncertainty, by kind of place."""
    found: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for answer, km in tally.answers:
        if answer.uncertainty_m is not None:
            found[answer.kind].append((km, answer.uncertainty_m / 1000))
            found["all"].append((km, answer.uncertainty_m / 1000))
    rows = []
    for kind, pairs in sorted(found.items(), key=lambda item: -len(item[1])):
        if len(pairs) < _FEWEST:
            continue
        km, stated = np.array(pairs).T
        rows.append(
            (kind, str(len(pairs)), f"{np.median(stated):.1f} km",
             f"{np.percentile(km, 90):.1f} km",
             *(_part(km <= factor * stated) for factor in (0.5, 1.0, 2.0)))
        )  # fmt: skip
    head = ("kind", "events", "stated, median", "error, 90th percentile", "inside half", "inside",
            "inside twice")  # fmt: skip
    return _table(head, rows)


def _part(hits: np.typing.NDArray[np.bool_]) -> str:
    return f"{100 * hits.mean():.0f} %"


def road_offsets_km(geocoder: Geocoder, events: Sequence[Case]) -> list[tuple[float, float]]:
    """Of the events on a road between two places: UCDP's point from the stretch, its corridor.

    Both in km; a place that is no stretch is infinitely far and has no corridor (0).
    """
    metric = pyproj.Transformer.from_crs(GEOGRAPHIC_CRS, METRIC_CRS, always_xy=True)
    projected = partial(_project, metric)
    off_km = []
    for case in events:
        if not case.words.casefold().startswith("road between") or case.point is None:
            continue
        found = geocoder.locate(case.words)
        if found.stretch_wkt is None:
            off_km.append((np.inf, 0.0))
            continue
        line = shapely.transform(shapely.from_wkt(found.stretch_wkt), projected)
        point = shapely.Point(metric.transform(case.point[1], case.point[0]))
        off_km.append((float(line.distance(point)) / 1000, (found.uncertainty_m or 0.0) / 1000))
    return off_km


def _project(
    metric: pyproj.Transformer, xy: np.typing.NDArray[np.float64]
) -> np.typing.NDArray[np.float64]:
    return np.column_stack(metric.transform(xy[:, 0], xy[:, 1]))


def roads(geocoder: Geocoder, events: Sequence[Case]) -> str:
    """The events on a road between two places, against the stretch that the words give."""
    off_km, corridor = np.array(road_offsets_km(geocoder, events)).reshape(-1, 2).T
    wide = f"{np.median(corridor):.0f} km to each side in the median" if corridor.size else "none"
    rows = [
        ("a stretch of road", _share(np.isfinite(off_km))),
        (f"UCDP's point inside the corridor ({wide})", _share(off_km <= corridor)),
        ("… within 10 km of the line", _share(off_km <= 10)),
    ]  # fmt: skip
    return _table(("road between two places", "events"), rows)


def speed(geocoder: Geocoder, cases: Sequence[Case]) -> str:
    """Distinct phrases a second on one core, none remembered."""
    words = sorted({case.words for case in cases})
    geocoder.locate.cache_clear()
    start = time.process_time()
    for text in words:
        geocoder.locate(text)
    seconds = max(time.process_time() - start, 1e-9)
    return _table(
        ("distinct phrases", "a second"), [(str(len(words)), f"{len(words) / seconds:.0f}")]
    )


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines) + "\n"
