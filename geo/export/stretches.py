"""The table of a road's stretches as CSV, in the manner of ``geo.export.csv_file``."""

from __future__ import annotations

from typing import Final

from geo.export.about import About
from geo.export.csv_file import table_bytes
from geo.places.linear import Course
from geo.view.poisson import INTERVAL_NAME
from geo.view.route_profile import Profile, Rate

COLUMNS: Final = (
    *("road", "from_km", "to_km", "first_town", "last_town", "placed", "coarse_share"),
    *("placed_per_100km_month", "placed_low", "placed_high", "hot_placed"),
    *("all_per_100km_month", "all_low", "all_high", "hot_all"),
)


def stretch_csv(about: About, course: Course, found: Profile) -> bytes:
    """The table with a head that says what it is; UTF-8 with a byte order mark."""
    head = [
        f"{about.title}: stretches of {course.label}, {course.length_km:.0f} km, over "
        f"{found.months:.1f} months",
        f"{about.view}",
        *course.remarks,
        f"Rates are incidents per 100 km and month with the {INTERVAL_NAME}; placed: where_prec 1 "
        "or 2 and beside the road; coarse ones are shared out evenly over their range",
        f"Revision {about.revision} of {about.created}",
        f"Frozen link: routes?{about.query}",
        *(f"Source: {line}" for line in about.sources),
    ]
    rows = (
        [
            course.label, round(part.from_km, 1), round(part.to_km, 1),
            part.first, part.last, part.placed, round(part.coarse, 3),
            *_rate(part.rate), int(part.hot), *_rate(part.rate_all), int(part.hot_all),
        ]
        for part in found.stretches
    )  # fmt: skip
    return table_bytes(head, COLUMNS, rows)


def _rate(rate: Rate | None) -> list[float | str]:
    if rate is None:
        return ["", "", ""]
    return [round(value, 5) for value in (rate.value, rate.low, rate.high)]
