"""The tables of ``python -m geo evaluate geocoder``, as Markdown."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import partial
from typing import Final

import numpy as np
import pyproj
import shapely

from geo.crs import GEOGRAPHIC_CRS, METRIC_CRS
from geo.places.evaluate import (
    Case,
    Placing,
    Tally,
    by_exact_lookup,
    by_geocoder,
    by_wratio,
    folds,
    measure,
    merged,
    report_cases,
    ucdp_cases,
)
from geo.places.gazetteer import Gazetteer
from geo.places.geocode import Geocoder
from geo.places.names import is_arabic
from geo.places.speed import Speed, in_new_process
from geo.settings import Settings

_FEWEST: Final = 10
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
    words = sorted({case.words for case in (*events, *reports)})
    return "\n".join(
        (
            "## Right answers\n", accuracy, "## Calibration, names held out\n",
            calibration(merged(held["geocoder"])), "## Forms of the answers, names held out\n",
            forms(merged(held["geocoder"])), "## Roads\n", roads(geocoder, events),
            "## Speed\n", speed(in_new_process(Settings.from_env(), words)),
        )
    )  # fmt: skip


_ROWS: Final = (
    "UCDP, names held out: governorate right", "… median error", "… within 25 km, codes 1 and 2",
    "… no governorate given", "reports: governorate right", "… right, crossed or in the radius",
    "reports in Arabic script: governorate right", "… right, crossed or in the radius",
)  # fmt: skip


def _way(name: str, geocoder: Geocoder) -> Placing:
    if name == WAYS[0]:
        return by_geocoder(geocoder)
    return (by_exact_lookup if name == WAYS[1] else by_wratio)(geocoder.gazetteer)


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


def forms(tally: Tally) -> str:
    """What codes 1 and 2 of UCDP were answered with, and how far off: not all get a disc."""
    found: dict[str, list[float]] = defaultdict(list)
    for answer, km in tally.answers:
        found["disc" if answer.uncertainty_m is not None else answer.kind].append(km)
    rows = [
        (form, str(len(km)), _share(np.array(km) <= 25), _share(np.array(km) <= 100))
        for form, km in sorted(found.items(), key=lambda item: -len(item[1]))
    ]
    return _table(("answer", "events", "within 25 km", "within 100 km"), rows)


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


def speed(measured: Speed) -> str:
    """Distinct phrases a second on one core, in a process that has seen none of them."""
    rows = [
        ("reading the built gazetteer, boundaries and roads", f"{measured.load_seconds:.1f} s"),
        ("memory that this takes", f"{measured.load_mib:.0f} MiB"),
        (f"{measured.phrases} distinct phrases, first pass", f"{measured.first_pass:.0f} a second"),
        ("the same again, no answer kept", f"{measured.second_pass:.0f} a second"),
    ]  # fmt: skip
    return _table(("one core", ""), rows)


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines) + "\n"
