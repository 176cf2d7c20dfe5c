"""The columnar snapshot: one revision of the store in memory, shared by every session.

Incidents are ordered by Morton code of their coordinate (unplaced ones last), so that a window
of the map is a few ranges of rows. All text is held once, in ``Vocabulary``; columns hold codes.
Code -1 always means "not stated". The arrays are read-only.

What each report tells by itself is kept beside (``Told``), so that an incident can be worked out
again from some of its reports: ``geo.store.derive``.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geo.claims.hypotheses import Hypothesis
from geo.model import Form, Stance, Status
from geo.store.told import Locations, Told, well_formed

FORMS: tuple[Form, ...] = tuple(Form)
STATUSES: tuple[Status, ...] = tuple(Status)
STANCES: tuple[Stance, ...] = tuple(Stance)
"""Code of a form, status or stance = its position in these tuples."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A governorate or district: ``key`` is the boundary set's key column (p-code).

    ``lat``, ``lon``: where its label goes, degrees EPSG:4326, NaN when that is not known.
    """

    key: str
    name: str
    name_ar: str | None
    area_km2: float
    parent: str | None = None
    lat: float = math.nan
    lon: float = math.nan


@dataclass(frozen=True, slots=True)
class StretchLine:
    """A distinct stretch of road some incidents are placed on; ``wkt`` is EPSG:4326 (lon lat)."""

    label: str
    route: str | None
    from_km: float | None
    to_km: float | None
    wkt: str


@dataclass(frozen=True, slots=True)
class OutletEntry:
    """What the snapshot knows of an outlet; see ``geo.model.Outlet``."""

    name: str
    country: str | None
    type: str | None
    grade: str | None


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What the codes stand for; position in the tuple = code.

    ``actors`` are canonical names, ``spellings`` what the sources wrote and ``roles`` those of
    ``geo.model.ActorMention``; ``origins`` are those of ``geo.claims.origins``, code 0 is the
    claimant. ``held``: where actors count as one under hypotheses, the names as stated that each
    of ``actors`` stands for, those of a group in one entry; empty when each stands for itself.
    """

    governorates: tuple[Unit, ...]
    districts: tuple[Unit, ...]
    stretches: tuple[StretchLine, ...]
    routes: tuple[str, ...]
    places: tuple[str, ...]
    event_types: tuple[str, ...]
    targets: tuple[str, ...]
    actors: tuple[str, ...]
    outlets: tuple[OutletEntry, ...]
    datasets: tuple[str, ...]
    origins: tuple[str, ...]
    spellings: tuple[str, ...]
    roles: tuple[str, ...]
    held: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, eq=False, slots=True)
class Snapshot:
    """One revision. ``n`` incidents, ``m`` reports; every column below has one of these lengths.

    Incident columns (length n)
        ids                 object, permanent incident ids
        start, end          datetime64[D], closed interval; NaT when not known
        date_prec           int8, UCDP 1-5, 0 when not known
        lat, lon            float64 degrees EPSG:4326, NaN when unplaced; only a label position
                            unless ``form`` is point or disc
        form                int8, code in FORMS
        where_prec          int8, UCDP 1-7, 0 when unplaced
        uncertainty_m       float32 metres, NaN when not known
        governorate, district, stretch, route, place, event_type, target, dataset
                            int16/int32, codes in the vocabulary, -1 when not stated
        from_km, to_km      float32 along ``route``, NaN when not known
        location            int32, row of ``locations`` that the columns on place are taken from
        status              int8, code in STATUSES
        n_reports, n_origins  int32
        killed_low, killed_high, wounded_low, wounded_high   float32, NaN when not known
    Report columns (length m), ordered by incident
        report_start        int64, length n + 1: reports of incident i are [start[i], start[i+1])
        report_ids          object
        outlet              int32 code, country via ``vocab.outlets``
        stance              int8, code in STANCES
        published           datetime64[D], the first day on which it may have been published,
                            NaT when not known
        told                what else each report tells, see ``Told``
    Actors (ordered by incident, each once)
        actor_start         int64, length n + 1: actors of incident i
        actor               int32 codes
    hypotheses              what is held of actors at this revision
    """

    revision: int
    created: str
    vocab: Vocabulary

    ids: NDArray[np.object_]
    start: NDArray[np.datetime64]
    end: NDArray[np.datetime64]
    date_prec: NDArray[np.int8]
    lat: NDArray[np.float64]
    lon: NDArray[np.float64]
    form: NDArray[np.int8]
    where_prec: NDArray[np.int8]
    uncertainty_m: NDArray[np.float32]
    governorate: NDArray[np.int16]
    district: NDArray[np.int16]
    stretch: NDArray[np.int32]
    route: NDArray[np.int16]
    place: NDArray[np.int32]
    event_type: NDArray[np.int16]
    target: NDArray[np.int16]
    dataset: NDArray[np.int16]
    from_km: NDArray[np.float32]
    to_km: NDArray[np.float32]
    status: NDArray[np.int8]
    n_reports: NDArray[np.int32]
    n_origins: NDArray[np.int32]
    killed_low: NDArray[np.float32]
    killed_high: NDArray[np.float32]
    wounded_low: NDArray[np.float32]
    wounded_high: NDArray[np.float32]
    location: NDArray[np.int32]

    report_start: NDArray[np.int64]
    report_ids: NDArray[np.object_]
    outlet: NDArray[np.int32]
    stance: NDArray[np.int8]
    published: NDArray[np.datetime64]
    told: Told
    locations: Locations

    actor_start: NDArray[np.int64]
    actor: NDArray[np.int32]

    hypotheses: tuple[Hypothesis, ...] = ()

    def __post_init__(self) -> None:
        n, m = len(self.ids), len(self.report_ids)
        sizes = dict.fromkeys(self.incident_columns(), n)
        sizes |= dict.fromkeys(("outlet", "stance", "published"), m)
        sizes |= dict.fromkeys(("report_start", "actor_start"), n + 1)
        well_formed(self, sizes)
        if len(self.told.start) != m:
            raise ValueError(f"snapshot column told does not have {m} rows")

    @property
    def n(self) -> int:
        """Number of incidents."""
        return len(self.ids)

    @property
    def m(self) -> int:
        """Number of reports."""
        return len(self.report_ids)

    @staticmethod
    def incident_columns() -> tuple[str, ...]:
        """Names of the columns with one row an incident."""
        return (
            *("ids", "start", "end", "date_prec", "lat", "lon", "form", "where_prec"),
            *("uncertainty_m", "governorate", "district", "stretch", "route", "place"),
            *("event_type", "target", "dataset", "from_km", "to_km", "status", "n_reports"),
            *("n_origins", "killed_low", "killed_high", "wounded_low", "wounded_high", "location"),
        )


def morton(lat: NDArray[np.float64], lon: NDArray[np.float64]) -> NDArray[np.uint64]:
    """Morton (Z-order) code of degrees, 21 bits an axis; NaN sorts last.

    Parameters
    ----------
    lat, lon : float64, shape (n,), degrees EPSG:4326.
    """
    placed = np.isfinite(lat) & np.isfinite(lon)
    scale = float(2**21 - 1)
    x = np.where(placed, (lon + 180.0) / 360.0 * scale, 0.0).astype(np.uint64)
    y = np.where(placed, (lat + 90.0) / 180.0 * scale, 0.0).astype(np.uint64)
    code = _spread(x) | (_spread(y) << np.uint64(1))
    code[~placed] = np.iinfo(np.uint64).max
    return code


def _spread(value: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Put one zero bit between each of the low 21 bits of every value."""
    value = value & np.uint64(0x1FFFFF)
    for shift, mask in (
        (16, 0x0000FFFF0000FFFF),
        (8, 0x00FF00FF00FF00FF),
        (4, 0x0F0F0F0F0F0F0F0F),
        (2, 0x3333333333333333),
        (1, 0x5555555555555555),
    ):
        value = (value | (value << np.uint64(shift))) & np.uint64(mask)
    return value
