"""Random snapshots: every form, status, missing value and odd spelling can occur."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

import numpy as np
import pyarrow as pa
import pytest

from geo.model import Form
from geo.places.names import fold
from geo.store.snapshot import (
    FORMS,
    STANCES,
    STATUSES,
    OutletEntry,
    Snapshot,
    StretchLine,
    Unit,
    Vocabulary,
    morton,
)
from geo.store.told import Locations, Told

WORDS = ("Baghdad", "Najmi", "الديوانية", "Dīwānīyah", "road & bridge", "x=1;y", "Taji", "'quoted'")
VOCAB = Vocabulary(
    governorates=tuple(
        Unit(f"G{i}", name, "محافظة", 1000.0 * (i + 1))
        for i, name in enumerate(["Anbar", "Babil", "Qadisiyah"])
    ),
    districts=tuple(
        Unit(f"G{i}D{j}", f"District {i}{j}", None, 100.0, f"G{i}")
        for i in range(3)
        for j in range(2)
    ),
    stretches=(
        StretchLine(
            "Diwaniyah - Samawah road", "8", 0.0, 90.0, "LINESTRING (44.92 31.99, 45.28 31.31)"
        ),
        StretchLine(
            "two parts", None, None, None, "MULTILINESTRING ((44 33, 44.5 33.2), (45 33, 45.2 33))"
        ),
    ),
    routes=("8", "M1"),
    places=WORDS,
    event_types=("roadside bomb", "rocket", "odd & rare=type;"),
    targets=("base", "civilians", "convoy"),
    actors=("Group A", "Group B", "مجموعة"),
    outlets=(
        OutletEntry("Fars", "Iran", None, None),
        OutletEntry("Reuters", "United Kingdom", None, None),
        OutletEntry("Pentagon", "United States", None, None),
        OutletEntry("AP", "United States", None, None),
        OutletEntry("a leaflet", None, None, None),
    ),
    datasets=("reports", "ucdp-ged"),
    origins=("the claimant", "Fars", "Reuters", "Pentagon", "AP", "a leaflet", "security source"),
    spellings=("Group A", "Groupe A", "Group B", "مجموعة"),
    roles=("attributed", "claimed"),
)
_MEANT = np.array([0, 0, 1, 2])
"""Actor of each spelling."""


def build(seed: int, n: int) -> Snapshot:
    """A snapshot of n incidents that depends on the seed alone."""
    rng = np.random.default_rng(seed)

    def code(size: int, count: int = n, missing: float = 0.15) -> np.ndarray:
        codes = rng.integers(0, size, count)
        return np.where(rng.random(count) < missing, -1, codes)

    form = rng.integers(0, len(FORMS), n)
    unplaced = form == FORMS.index(Form.UNPLACED)
    lat, lon = rng.uniform(29.6, 37.3, n), rng.uniform(38.8, 48.4, n)
    clumped = rng.random(n) < 0.4  # several incidents at the very same place
    lat, lon = np.where(clumped, np.round(lat), lat), np.where(clumped, np.round(lon), lon)
    lat, lon = np.where(unplaced, np.nan, lat), np.where(unplaced, np.nan, lon)
    order = np.argsort(morton(lat, lon), kind="stable")
    form, lat, lon, unplaced = form[order], lat[order], lon[order], unplaced[order]
    start = np.datetime64("2019-01-01") + rng.integers(0, 1200, n).astype("timedelta64[D]")
    end = start + (rng.integers(0, 40, n) * (rng.random(n) < 0.3)).astype("timedelta64[D]")
    unknown = rng.random(n) < 0.1
    start[unknown] = end[unknown] = np.datetime64("NaT")
    n_reports, n_actors = rng.integers(1, 4, n), rng.integers(0, 3, n)
    m = int(n_reports.sum())
    killed = np.where(rng.random(n) < 0.5, np.nan, rng.integers(0, 9, n)).astype(np.float32)
    where = Locations(
        lat=lat,
        lon=lon,
        form=form.astype(np.int8),
        where_prec=np.where(unplaced, 0, rng.integers(1, 8, n)).astype(np.int8),
        uncertainty_m=np.where(form == FORMS.index(Form.DISC), 5000.0, np.nan).astype(np.float32),
        governorate=code(3).astype(np.int16),
        district=code(6).astype(np.int16),
        stretch=np.where(form == FORMS.index(Form.STRETCH), code(2, missing=0.1), -1).astype("i4"),
        route=code(2).astype(np.int16),
        place=code(len(WORDS)).astype(np.int32),
        from_km=np.full(n, np.nan, np.float32),
        to_km=np.full(n, np.nan, np.float32),
    )
    location = np.arange(n, dtype=np.int32)
    of = np.repeat(location, n_reports)
    later = rng.integers(-2, 60, m).astype("timedelta64[D]")
    published = np.where(rng.random(m) < 0.3, np.datetime64("NaT"), start[of] + later)
    return Snapshot(
        revision=7,
        created="2026-01-01T00:00:00Z",
        vocab=VOCAB,
        ids=np.array([f"i{seed}-{k}" for k in rng.permutation(n)], dtype=object),
        start=start,
        end=end,
        date_prec=np.where(unknown, 0, 1).astype(np.int8),
        **where.at(location),
        location=location,
        event_type=code(3).astype(np.int16),
        target=code(3).astype(np.int16),
        dataset=code(2, missing=0).astype(np.int16),
        status=rng.integers(0, len(STATUSES), n).astype(np.int8),
        n_reports=n_reports.astype(np.int32),
        n_origins=np.ones(n, np.int32),
        killed_low=killed,
        killed_high=killed + 2,
        wounded_low=np.full(n, np.nan, np.float32),
        wounded_high=np.full(n, np.nan, np.float32),
        report_start=_offsets(n_reports),
        report_ids=np.array([f"r{k}" for k in range(m)], dtype=object),
        outlet=rng.integers(0, 5, m).astype(np.int32),
        stance=rng.integers(0, len(STANCES), m).astype(np.int8),
        published=published,
        told=_told(rng, of, start, end, where.place, published),
        locations=where,
        actor_start=_offsets(n_actors),
        actor=rng.integers(0, 3, int(n_actors.sum())).astype(np.int32),
    )


def _told(
    rng: np.random.Generator,
    of: np.ndarray,
    start: np.ndarray,
    end: np.ndarray,
    place: np.ndarray,
    published: np.ndarray,
) -> Told:
    """What the reports of the incidents ``of`` tell: their place and date, all else by chance."""
    m = len(of)
    month = (rng.integers(1, 31, m) * (rng.random(m) < 0.2)).astype("timedelta64[D]")
    texts = [
        fold(f"{WORDS[p]} {WORDS[(p + k) % len(WORDS)]}") if p >= 0 else ""
        for p, k in zip(place[of], rng.integers(0, 3, m), strict=True)
    ]
    killed = np.where(rng.random(m) < 0.5, np.nan, rng.integers(0, 9, m)).astype(np.float32)
    n_origins, n_mentions = rng.integers(1, 3, m), rng.integers(0, 3, m)
    spelling = rng.integers(0, len(VOCAB.spellings), int(n_mentions.sum()))
    return Told(
        start=start[of],
        end=end[of],
        date_prec=np.where(np.isnat(start[of]), 0, 1).astype(np.int8),
        published_end=published + month,
        event_type=rng.integers(-1, 3, m).astype(np.int16),
        target=rng.integers(-1, 3, m).astype(np.int16),
        dataset=rng.integers(0, 2, m).astype(np.int16),
        killed_low=killed,
        killed_high=killed + 2,
        wounded_low=np.full(m, np.nan, np.float32),
        wounded_high=np.full(m, np.nan, np.float32),
        location=of.astype(np.int32),
        carrier=rng.integers(0, 6, m).astype(np.int32),
        text_row=np.arange(len(texts), dtype=np.int32),
        text=pa.array(texts, type=pa.large_string()),
        origin_start=_offsets(n_origins),
        origin=rng.integers(0, 7, int(n_origins.sum())).astype(np.int32),
        mention_start=_offsets(n_mentions),
        actor=_MEANT[spelling].astype(np.int32),
        spelling=spelling.astype(np.int32),
        role=rng.integers(0, 2, len(spelling)).astype(np.int8),
    )


def _offsets(sizes: np.ndarray) -> np.ndarray:
    return np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)


@pytest.fixture(scope="session")
def make_snapshot() -> Callable[[int, int], Snapshot]:
    """``make_snapshot(seed, n)``, remembered."""
    return lru_cache(maxsize=16)(build)
