"""A small table of incidents to compare, given by what matters to a test."""

from __future__ import annotations

from typing import Any

import numpy as np
import shapely

from geo.claims.duplicates import FORMS, Features, Ground
from geo.model import Form

TYPES = ("drone", "other", "roadside bomb", "rocket")
TARGETS = ("base", "convoy")
ACTORS = ("Ashab al-Kahf", "Islamic State")
DATASETS = ("one", "other")
OUTLETS = ("AFP", "NRT", "Reuters", "Shafaq")
GROUND = Ground(
    governorates=np.array([(32.0, 45.0, 50.0), (36.3, 43.1, 100.0), (31.0, 46.0, 60.0)]),
    districts=np.array([(32.0, 45.0, 20.0)]),
    stretches=np.array([shapely.from_wkt("LINESTRING (44.9 32.0, 45.3 31.6)")], object),
)
CODES = {"event_type": TYPES, "target": TARGETS, "dataset": DATASETS, "form": FORMS}
ROW: dict[str, Any] = {
    "start": "2020-07-11",
    "days": 1,
    "date_prec": 1,
    "lat": 32.0,
    "lon": 45.0,
    "form": Form.DISC,
    "radius_m": 4_000.0,
    "governorate": 0,
    "district": -1,
    "stretch": -1,
    "place": -1,
    "event_type": "rocket",
    "target": "base",
    "dataset": "one",
    "killed": None,
    "wounded": None,
    "actors": (),
    "outlets": ("AFP",),
}


def table(*rows: dict[str, Any]) -> Features:
    """The incidents; each is ``ROW`` but for what is given."""
    full = [ROW | row for row in rows]

    def column(name: str, dtype: Any) -> Any:
        values = [row[name] for row in full]
        if name in CODES:
            values = [-1 if value is None else CODES[name].index(value) for value in values]
        return np.array(values, dtype)

    start = column("start", "datetime64[D]")

    def members(name: str, words: tuple[str, ...]) -> tuple[Any, Any]:
        lists = [[words.index(word) for word in row[name]] for row in full]
        flat = np.array([code for codes in lists for code in codes], np.int64)
        return np.cumsum([0, *map(len, lists)]).astype(np.int64), flat

    counts = {
        f"{name}_{bound}": np.array(
            [np.nan if row[name] is None else row[name] for row in full], np.float64
        )
        for name in ("killed", "wounded")
        for bound in ("low", "high")
    }
    actor_start, actor = members("actors", ACTORS)
    outlet_start, outlet = members("outlets", OUTLETS)
    return Features(
        start=start,
        end=start + (column("days", np.int64) - 1).astype("timedelta64[D]"),
        date_prec=column("date_prec", np.int8),
        lat=column("lat", np.float64),
        lon=column("lon", np.float64),
        form=column("form", np.int8),
        radius_m=column("radius_m", np.float64),
        governorate=column("governorate", np.int64),
        district=column("district", np.int64),
        stretch=column("stretch", np.int64),
        place=column("place", np.int64),
        event_type=column("event_type", np.int64),
        target=column("target", np.int64),
        dataset=column("dataset", np.int64),
        **counts,
        actor_start=actor_start,
        actor=actor,
        outlet_start=outlet_start,
        outlet=outlet,
        types=TYPES,
        targets=TARGETS,
        actors=ACTORS,
        datasets=DATASETS,
        outlets=OUTLETS,
        ground=GROUND,
    )
