"""Incidents of the store that may be one, and the decision that two are two."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
import shapely
from numpy.typing import NDArray
from sqlalchemy import Engine, select

from geo.claims.duplicates import Features, Ground, Reason, Tier, concatenated
from geo.claims.duplicates_score import Proposed, propose, reasons
from geo.claims.duplicates_weights import Agreement, agreement
from geo.errors import DecisionError
from geo.model import EXACT_FORMS, Form, Location, ReportRow
from geo.store import schema
from geo.store.cache import per_snapshot
from geo.store.columns import Codes
from geo.store.decisions import Act, decide, engine_of, read_decisions
from geo.store.edited import APART, Change
from geo.store.engine import reading, writing
from geo.store.entries import INCIDENT, Kind, Outcome
from geo.store.incident_ids import live_incident, newest, redirects
from geo.store.incidents import refuse_if_touched
from geo.store.locations import to_columns, values_of
from geo.store.reports import valid_at
from geo.store.snapshot import FORMS, Snapshot, Unit, Vocabulary

Apart = frozenset[tuple[str, str]]
"""Pairs of permanent ids that somebody held apart, the lower one first."""
_Members = tuple[NDArray[np.int64], NDArray[np.integer]]
_CLOSER: Final = [FORMS.index(form) for form in (*EXACT_FORMS, Form.DISTRICT)]
_REACH_DAYS: Final = np.timedelta64(100, "D")
_MOST_OF_ONE: Final = 12
"""Reports of one incident that its known pairs are drawn from."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """Two incidents that may be one.

    ``score``: 0..1. ``reasons``: in the order of ``geo.claims.duplicates.ASPECTS``; their shares
    sum to the log-odds of the score.
    """

    first: str
    second: str
    score: float
    tier: Tier
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, eq=False, slots=True)
class Proposals:
    """Everything that is proposed of a revision, best first.

    ``left_out``: incidents of such busy places and days that they were not compared with others.
    ``more``: pairs beyond those listed.
    """

    pairs: tuple[Proposal, ...]
    left_out: int
    more: int


def proposals(snapshot: Snapshot, apart: Apart = frozenset()) -> tuple[Proposal, ...]:
    """Pairs of incidents that may be one, best first, without those that somebody held apart."""
    return all_proposals(snapshot, apart).pairs


@per_snapshot(maxsize=2)
def all_proposals(snapshot: Snapshot, apart: Apart = frozenset()) -> Proposals:
    """The same, with what was left out; remembered for the snapshot."""
    features, found = _found(snapshot)
    ids = snapshot.ids
    at = [
        row
        for row, (a, b) in enumerate(zip(found.first.tolist(), found.second.tolist(), strict=True))
        if ordered(ids[a], ids[b]) not in apart
    ]
    return Proposals(_told(features, found, at, ids, ids), found.left_out, found.more)


def would_merge(
    snapshot: Snapshot, rows: Sequence[tuple[ReportRow, Location]], apart: Apart = frozenset()
) -> tuple[Proposal, ...]:
    """Incidents of a file that may be one with an incident of the store, best first.

    Parameters
    ----------
    rows : reports that are not in the store, with their places.

    Returns
    -------
    ``first`` is the file's ``incident_key``, ``second`` an id of the store. Of the reports of
    one key the best pair counts. What the store has under the same id is none of them.
    """
    if not rows or not snapshot.n:
        return ()
    near = _around(snapshot, rows)
    mine = _of_rows(snapshot, rows)
    stored = features_of(snapshot).take(near)
    datasets = (*snapshot.vocab.datasets, "")
    table = concatenated(_with(stored, mine, datasets), _with(mine, mine, datasets))
    new = np.arange(table.n) >= stored.n
    found = propose(table, known_agreement(snapshot), only=new)
    across = np.flatnonzero(new[found.second] & ~new[found.first])
    keys = [row.incident_key for row, _ in rows]
    best: dict[tuple[str, str], int] = {}
    for at in across.tolist():
        store_id = str(snapshot.ids[near[found.first[at]]])
        key = keys[int(found.second[at]) - stored.n]
        if key != store_id and ordered(key, store_id) not in apart:
            best.setdefault((key, store_id), at)
    told = reasons(table, found, list(best.values()))
    return tuple(
        Proposal(key, store_id, float(found.score[at]), found.tier(at), why)
        for ((key, store_id), at), why in zip(best.items(), told, strict=True)
    )


def like_report(
    snapshot: Snapshot, row: ReportRow, location: Location, limit: int = 5
) -> tuple[Proposal, ...]:
    """Incidents of the store that one report may be about, best first; see ``would_merge``."""
    return would_merge(snapshot, [(row, location)])[:limit]


def keep_apart(store: str | Engine, first: str, second: str, act: Act) -> Outcome:
    """Hold that two incidents are two, so that they are not proposed as one again.

    Raises
    ------
    DecisionError
        Both are the same, one was merged before, they are held apart already, or one was changed
        after ``act.seen_revision``.
    NotFoundError
        There is no such incident.
    StoreError
        The store cannot be written; it is as it was.
    """
    with writing(engine_of(store)) as connection:
        one, other = ordered(live_incident(connection, first), live_incident(connection, second))
        if one == other:
            raise DecisionError(f"{one} cannot be held apart from itself")
        refuse_if_touched(connection, act, one)
        refuse_if_touched(connection, act, other)
        key = {"first_id": one, "second_id": other}
        held = APART.current(connection, key)
        if held is not None and not held["withdrawn"]:
            raise DecisionError(f"{one} and {other} are held apart already")
        return decide(
            connection,
            act,
            Kind.KEEP_APART,
            [(INCIDENT, one), (INCIDENT, other)],
            [Change(APART, key, {"withdrawn": False})],
            f"{one} and {other} held apart",
        )


def held_apart(store: str | Engine, revision: int | None = None) -> Apart:
    """Pairs held apart at a revision (``None``: the newest).

    A merged incident stands under the one that it was merged into.
    """
    table = schema.apart
    with reading(engine_of(store)) as connection:
        at = newest(connection) if revision is None else revision
        leads = redirects(read_decisions(connection, revision=at))
        query = select(table.c.first_id, table.c.second_id).where(
            valid_at(table, at), table.c.withdrawn.is_(False)
        )
        pairs = [
            ordered(*(leads.get(name, (name, 0))[0] for name in pair))
            for pair in connection.execute(query)
        ]
    return frozenset(pair for pair in pairs if pair[0] != pair[1])


def ordered(first: str, second: str) -> tuple[str, str]:
    """The two ids, the lower one first."""
    return (first, second) if first < second else (second, first)


def stays(snapshot: Snapshot, first: str, second: str) -> str:
    """Which of two ids a merge should leave: of the incident with more reports, else the lower."""
    rows = np.flatnonzero(np.isin(snapshot.ids, [first, second]))
    return str(min((-int(snapshot.n_reports[row]), str(snapshot.ids[row])) for row in rows)[1])


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


@per_snapshot(maxsize=1)
def _found(snapshot: Snapshot) -> tuple[Features, Proposed]:
    features = features_of(snapshot)
    return features, propose(features, known_agreement(snapshot))


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


def _around(snapshot: Snapshot, rows: Iterable[tuple[ReportRow, Location]]) -> NDArray[np.int64]:
    """Incidents near enough in time to matter for the rates and pairs of these reports."""
    dates = [row.event_date for row, _ in rows if row.event_date]
    if not dates:
        return np.zeros(0, np.int64)
    low = np.datetime64(min(date.start for date in dates)) - _REACH_DAYS
    high = np.datetime64(max(date.end for date in dates)) + _REACH_DAYS
    return np.flatnonzero((snapshot.end >= low) & (snapshot.start <= high))


def _of_rows(snapshot: Snapshot, rows: Sequence[tuple[ReportRow, Location]]) -> Features:
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


def _with(features: Features, words: Features, datasets: tuple[str, ...]) -> Features:
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


def _told(
    features: Features,
    found: Proposed,
    at: Sequence[int],
    first: NDArray[np.object_],
    second: NDArray[np.object_],
) -> tuple[Proposal, ...]:
    why = reasons(features, found, list(at))
    return tuple(
        Proposal(
            *ordered(str(first[found.first[row]]), str(second[found.second[row]])),
            float(found.score[row]),
            found.tier(row),
            told,
        )
        for row, told in zip(at, why, strict=True)
    )
