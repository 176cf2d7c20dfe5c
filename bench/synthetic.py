"""A large snapshot that keeps the shape of a real one.

Incidents are drawn again from the real ones, with their reports, actors and statuses, moved a
little in place (within their own uncertainty) and in time. The same seed gives the same result.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from geo.claims.ragged import ragged
from geo.model import EXACT_FORMS
from geo.store.snapshot import FORMS, Snapshot, morton
from geo.store.told import Told

POINT_JITTER_M = 1_500.0
"""Radius for exact places, whose uncertainty is not known."""

DATE_JITTER_DAYS = 45
METRES_PER_DEGREE = 111_195.0


def resample(snapshot: Snapshot, n: int, seed: int = 20200711) -> Snapshot:
    """Draw ``n`` incidents with replacement and jitter them.

    Dates keep their length and stay within the span of the real ones. Coarse forms keep their
    place: a footprint does not move. What the reports themselves tell is not moved.
    """
    rng = np.random.default_rng(seed)
    source = rng.integers(0, snapshot.n, n)
    lat, lon = _moved(snapshot, source, rng)
    order = np.argsort(morton(lat, lon), kind="stable")
    source, lat, lon = source[order], lat[order], lon[order]
    shift = _shift(snapshot, source, rng)
    reports, report_start = ragged(snapshot.report_start, source)
    actors, actor_start = ragged(snapshot.actor_start, source)
    columns = {name: getattr(snapshot, name) for name in Snapshot.incident_columns()}
    plain = {
        name: column[source]
        for name, column in columns.items()
        if name not in ("ids", "start", "end", "lat", "lon")
    }
    return Snapshot(
        revision=snapshot.revision,
        created=snapshot.created,
        vocab=snapshot.vocab,
        ids=_names("syn-", n),
        start=snapshot.start[source] + shift,
        end=snapshot.end[source] + shift,
        lat=lat,
        lon=lon,
        report_start=report_start,
        report_ids=_names("synr-", len(reports)),
        outlet=snapshot.outlet[reports],
        stance=snapshot.stance[reports],
        published=snapshot.published[reports],
        told=_own_text(snapshot.told.take(reports)),
        locations=snapshot.locations,
        actor_start=actor_start,
        actor=snapshot.actor[actors],
        hypotheses=snapshot.hypotheses,
        **plain,
    )


def _names(prefix: str, count: int) -> NDArray[np.object_]:
    return np.array([f"{prefix}{number:07d}" for number in range(count)], dtype=object)


def _own_text(told: Told) -> Told:
    """Each report with a text of its own, as a million real ones would have."""
    text = told.text.take(pa.array(told.text_row))
    return replace(told, text=text, text_row=np.arange(len(text), dtype=np.int32))


def _moved(
    snapshot: Snapshot, source: NDArray[np.int64], rng: np.random.Generator
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Positions anywhere in the disc of uncertainty of exact forms; others as they are."""
    exact = np.isin(snapshot.form[source], [FORMS.index(form) for form in EXACT_FORMS])
    known = np.nan_to_num(snapshot.uncertainty_m[source].astype(np.float64), nan=POINT_JITTER_M)
    radius = np.where(exact, known, 0.0) * np.sqrt(rng.random(len(source)))
    angle = rng.random(len(source)) * 2 * np.pi
    lat = snapshot.lat[source] + radius * np.sin(angle) / METRES_PER_DEGREE
    across = METRES_PER_DEGREE * np.cos(np.radians(lat))
    return lat, snapshot.lon[source] + radius * np.cos(angle) / across


def _shift(
    snapshot: Snapshot, source: NDArray[np.int64], rng: np.random.Generator
) -> NDArray[np.timedelta64]:
    """Days to move each date by, never beyond the span of the real ones."""
    days = rng.integers(-DATE_JITTER_DAYS, DATE_JITTER_DAYS + 1, len(source))
    start, end = snapshot.start[source], snapshot.end[source]
    dated = ~np.isnat(start)
    if not dated.any():
        return days.astype("timedelta64[D]")
    low = np.where(dated, (start[dated].min() - start).astype(np.int64), 0)
    high = np.where(dated, (end[dated].max() - end).astype(np.int64), 0)
    return np.clip(days, low, high).astype("timedelta64[D]")
