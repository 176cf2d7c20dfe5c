"""Incidents and reports of a snapshot, and reports of a file, as tables to be compared."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.claims.duplicates import Features, Ground
from geo.claims.duplicates_weights import Agreement, agreement
from geo.model import EXACT_FORMS, Form, Location, ReportRow
from geo.store.cache import per_snapshot
from geo.store.columns import Codes
from geo.store.locations import to_columns, values_of
from geo.store.snapshot import FORMS, Snapshot, Unit, Vocabulary

_Members = tuple[NDArray[np.int64], NDArray[np.integer]]
_CLOSER: Final = [FORMS.index(form) for form in (*EXACT_FORMS, Form.DISTRICT)]
_MOST_OF_ONE: Final = 12
"""Reports of one incident that its known pairs are drawn from."""


@per_snapshot(maxsize=1)
def features_of(snapshot: Snapshot) -> Features:
    """What is compared of the incidents of a snapshot, in its order."""
    columns = {name: getattr(snapshot, name) for name in snapshot.incident_columns()}
    actors, outlets = (
        (snapshot.actor_start, snapshot.actor),
        (snapshot.report_start, snapshot.outlet),
    )
    return _features(columns, actors, outlets, snapshot.vocab)


@per_snapshot(maxsize=1)
def report_features(snapshot: Snapshot) -> Features:
    """The same of each of its reports, by what it tells itself."""
    told = snapshot.told
    names = ("start", "end", "date_prec", "event_type", "target", "dataset")
    counts = ("killed_low", "killed_high", "wounded_low", "wounded_high")
    columns = {name: getattr(told, name) for name in (*names, *counts)}
    columns |= snapshot.locations.at(told.location)
    outlets = (np.arange(snapshot.m + 1, dtype=np.int64), snapshot.outlet)
    return _features(columns, (told.mention_start, told.actor), outlets, snapshot.vocab)


@per_snapshot(maxsize=1)
def known_agreement(snapshot: Snapshot) -> Agreement:
    """How the reports of one incident agree, by the incidents that have several."""
    return agreement_of(report_features(snapshot), snapshot.report_start)


def agreement_of(reports: Features, report_start: NDArray[np.int64]) -> Agreement:
    """The same of any reports that are ordered by incident.

    All pairs of an incident's reports together weigh one less than the number of reports.
    """
    first, second, weight = [], [], []
    several = np.flatnonzero(np.diff(report_start) > 1)
    for incident in several[:: max(1, len(several) // 20_000)].tolist():
        low, high = report_start[incident : incident + 2].tolist()
        size = min(high - low, _MOST_OF_ONE)
        a, b = np.triu_indices(size, 1)
        first.append(low + a)
        second.append(low + b)
        weight.append(np.full(len(a), 2.0 / size))
    none = np.zeros(0, np.int64)
    return agreement(
        reports,
        np.concatenate([none, *first]).astype(np.int64),
        np.concatenate([none, *second]).astype(np.int64),
        np.concatenate([np.zeros(0), *weight]),
    )


def _features(
    columns: dict[str, NDArray[Any]], actors: _Members, outlets: _Members, vocab: Vocabulary
) -> Features:
    """The table; members come as their offsets and codes."""

    def whole(name: str) -> NDArray[np.int64]:
        return columns[name].astype(np.int64)

    def real(name: str) -> NDArray[np.float64]:
        return columns[name].astype(np.float64)

    closer = np.isin(columns["form"], _CLOSER)
    return Features(
        start=columns["start"],
        end=columns["end"],
        date_prec=columns["date_prec"],
        lat=real("lat"),
        lon=real("lon"),
        form=columns["form"],
        radius_m=real("uncertainty_m"),
        governorate=whole("governorate"),
        district=whole("district"),
        stretch=whole("stretch"),
        place=np.where(closer, _named(vocab)[whole("place")], -1),
        event_type=whole("event_type"),
        target=whole("target"),
        dataset=whole("dataset"),
        killed_low=real("killed_low"),
        killed_high=real("killed_high"),
        wounded_low=real("wounded_low"),
        wounded_high=real("wounded_high"),
        actor_start=actors[0],
        actor=actors[1].astype(np.int64),
        outlet_start=outlets[0],
        outlet=outlets[1].astype(np.int64),
        types=vocab.event_types,
        targets=vocab.targets,
        actors=vocab.actors,
        datasets=vocab.datasets,
        outlets=tuple(outlet.name for outlet in vocab.outlets),
        ground=Ground(
            _circles(vocab.governorates),
            _circles(vocab.districts),
            np.array([shapely.from_wkt(line.wkt) for line in vocab.stretches], object),
        ),
    )


def _circles(units: Sequence[Unit]) -> NDArray[np.float64]:
    rows = [(unit.lat, unit.lon, math.sqrt(unit.area_km2 / math.pi)) for unit in units]
    return np.array(rows, np.float64).reshape(-1, 3)


def _named(vocab: Vocabulary) -> NDArray[np.int64]:
    """Code of each place, -1 for the names of units; one more -1 for what has no place."""
    units = {unit.name for level in (vocab.governorates, vocab.districts) for unit in level}
    codes = [-1 if name in units else code for code, name in enumerate(vocab.places)]
    return np.array([*codes, -1], np.int64)


def features_of_rows(snapshot: Snapshot, rows: Sequence[tuple[ReportRow, Location]]) -> Features:
    """Features of reports in the codes of the snapshot, extended by words of their own."""
    locations, vocab = to_columns([values_of(place) for _, place in rows], snapshot.vocab)
    types, targets, actors = (
        _codes(words) for words in (vocab.event_types, vocab.targets, vocab.actors)
    )
    meant = _meant(snapshot)
    named = [
        [
            actors[name]
            for mention in row.actors
            for name in meant.get(mention.text, (mention.text,))
        ]
        for row, _ in rows
    ]
    dates = [row.event_date for row, _ in rows]
    none = np.datetime64("NaT")

    def counts(of: str, bound: str) -> NDArray[np.float64]:
        values = [getattr(getattr(row, of), bound) for row, _ in rows]
        return np.array(values, np.float64)

    columns = locations.at(np.arange(locations.count)) | {
        "start": np.array([d.start if d else none for d in dates], "datetime64[D]"),
        "end": np.array([d.end if d else none for d in dates], "datetime64[D]"),
        "date_prec": np.array([d.prec if d else 0 for d in dates], np.int8),
        "event_type": np.array([types[row.event_type] for row, _ in rows], np.int64),
        "target": np.array([targets[row.target] for row, _ in rows], np.int64),
        "dataset": np.full(len(rows), len(snapshot.vocab.datasets), np.int64),
        **{
            f"{of}_{bound}": counts(of, bound)
            for of in ("killed", "wounded")
            for bound in ("low", "high")
        },
    }
    start = np.cumsum([0, *map(len, named)]).astype(np.int64)
    flat = np.array([code for codes in named for code in codes], np.int64)
    outlets = _codes(tuple(outlet.name for outlet in vocab.outlets))
    told_by = outlets.encode([row.outlet for row, _ in rows])
    each = np.arange(len(rows) + 1, dtype=np.int64)
    features = _features(columns, (start, flat), (each, told_by), vocab)
    return replace(
        features,
        types=tuple(types.values_seen),
        targets=tuple(targets.values_seen),
        actors=tuple(actors.values_seen),
        outlets=tuple(outlets.values_seen),
    )


def _codes(words: tuple[str, ...]) -> Codes:
    codes = Codes()
    codes.encode(words)
    return codes


@per_snapshot(maxsize=1)
def _meant(snapshot: Snapshot) -> dict[str, tuple[str, ...]]:
    """Who each spelling of the snapshot stands for."""
    told, vocab = snapshot.told, snapshot.vocab
    names: dict[str, dict[str, None]] = {}
    pairs = np.unique(np.stack([told.spelling, told.actor]), axis=1)
    for spelling, actor in pairs.T.tolist():
        names.setdefault(vocab.spellings[spelling], {})[vocab.actors[actor]] = None
    return {spelling: tuple(actors) for spelling, actors in names.items()}


def with_words(features: Features, words: Features, datasets: tuple[str, ...]) -> Features:
    """The same under longer lists of words, which begin with its own."""
    return replace(
        features,
        types=words.types,
        targets=words.targets,
        actors=words.actors,
        outlets=words.outlets,
        datasets=datasets,
        ground=words.ground,
    )
