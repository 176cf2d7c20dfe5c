"""The table of a road's stretches as CSV, in the manner of ``geo.export.csv_file``."""

from __future__ import annotations

import csv
import io
from typing import Final

from geo.export.about import About
from geo.export.csv_file import harmless, harmless_line
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
    buffer = io.StringIO()
    buffer.write("\ufeff")
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
    for line in head:
        buffer.write(f"# {harmless_line(line)}\r\n")
    writer = csv.writer(buffer, quoting=csv.QUOTE_NONNUMERIC)
    writer.writerow(COLUMNS)
    for part in found.stretches:
        writer.writerow([
            harmless(course.label), round(part.from_km, 1), round(part.to_km, 1),
            harmless(part.first), harmless(part.last), part.placed, round(part.coarse, 3),
            *_rate(part.rate), int(part.hot), *_rate(part.rate_all), int(part.hot_all),
        ])  # fmt: skip
    return buffer.getvalue().encode()


def _rate(rate: Rate | None) -> list[float | str]:
    if rate is None:
        return ["", "", ""]
    return [round(value, 5) for value in (rate.value, rate.low, rate.high)]
