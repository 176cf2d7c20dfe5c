"""ACLED exports: today's, and older ones with their other names and ways to write dates.

ACLED's scales are its own. ``geo_precision`` 1 is the named town, at the town's coordinate: a
disc. 2 is near a town or a small part of a region: within 25 km. 3 is a larger region, which
stands on a provincial capital: a governorate, never a point. ``time_precision`` 1 is the day, 2
the week about it, 3 its month. ``fatalities`` 0 also stands for "none reported", so it is not
read as a count of nobody.

Source: ACLED Codebook (2023), sections on time and geo-precision and on fatalities.
"""

from __future__ import annotations

import calendar
from datetime import timedelta
from typing import Final

from geo.model import (
    ActorMention,
    CountRange,
    DateInterval,
    DatePrec,
    Location,
    Outlet,
    ReportRow,
    Stance,
    WherePrec,
)
from geo.read.dates import date_of
from geo.read.given import IRAQ, TOWN_M, coded, coordinate, refuse_other_country
from geo.read.result import Format
from geo.validate import Row

DATASET: Final = "acled"
OUTLET: Final = Outlet(
    name="ACLED",
    country="United States",
    type="dataset",
    basis="Armed Conflict Location & Event Data Project",
)
_TOWN, _NEAR, _REGION = 1, 2, 3
_DAY, _WEEK, _MONTH = 1, 2, 3
_MOST_DEAD: Final = 1_000_000
_EXTRA: Final = (
    *("geo_precision", "time_precision", "sub_event_type", "disorder_type", "inter1", "inter2"),
    *("interaction", "assoc_actor_1", "assoc_actor_2", "civilian_targeting", "admin3"),
    *("source_scale", "tags", "timestamp", "fatalities", "event_id_no_cnty", "data_id"),
)


def parse(row: Row) -> ReportRow:
    """Make the record of one ACLED event."""
    key = row.required("event_id_cnty")
    if row.cell("country").lower() not in IRAQ:
        refuse_other_country(row, "country")
    return ReportRow(
        dataset=DATASET,
        key=key,
        incident_key=f"acled-{key}",
        outlet=OUTLET.name,
        outlet_country=OUTLET.country,
        stance=Stance.REPORTS,
        event_date=_dates(row),
        asserted_by=row.text("source"),
        place_text=row.text("location"),
        admin1_text=row.text("admin1"),
        admin2_text=row.text("admin2"),
        given=_given(row),
        actors=_actors(row),
        event_type=row.text("event_type"),
        target=_target(row),
        killed=_killed(row),
        note=row.text("notes"),
        extra=tuple((name, text) for name in _EXTRA if (text := row.text(name)) is not None),
    )


def _dates(row: Row) -> DateInterval | None:
    """The days that the stated one and its precision stand for."""
    stated = date_of(row, "event_date")
    precision = row.whole("time_precision", _DAY, _MONTH)
    if stated is None or stated.prec is not DatePrec.DAY:
        return stated
    day = stated.start
    match precision:
        case 2:  # ACLED takes the middle of the week
            around = timedelta(days=3)
            return DateInterval(day - around, day + around, DatePrec.WEEK)
        case 3:
            last = calendar.monthrange(day.year, day.month)[1]
            return DateInterval(day.replace(day=1), day.replace(day=last), DatePrec.MONTH)
        case None:
            row.fault("time_precision", "without it the day would pass for a certain one",
                      "the day is taken as one of several")  # fmt: skip
            return DateInterval(day, day, DatePrec.DAYS)
        case _:
            return stated


def _given(row: Row) -> Location | None:
    where = coordinate(row)
    precision = row.whole("geo_precision", _TOWN, _REGION)
    if where is None:
        return None
    words = row.text("location")
    if precision == _TOWN:
        return coded(where, WherePrec.EXACT, words, TOWN_M)
    if precision == _NEAR:
        return coded(where, WherePrec.WITHIN_25_KM, words)
    if precision == _REGION:
        return coded(where, WherePrec.GOVERNORATE, row.text("admin1") or words)
    row.fault(
        "geo_precision",
        "without a precision the coordinate would pass for an exact one",
        used_instead="the coordinate is not used",
    )
    return None


def _actors(row: Row) -> tuple[ActorMention, ...]:
    """Both sides with those who acted with them; civilians are no actor but a target."""
    found = []
    for number, role in ((1, "side a"), (2, "side b")):
        spelled = (row.cell(f"actor{number}"), *row.cell(f"assoc_actor_{number}").split(";"))
        found += [
            ActorMention(text, role)
            for text in dict.fromkeys(word.strip() for word in spelled)
            if text and not text.lower().startswith("civilians")
        ]
    return tuple(found)


def _target(row: Row) -> str | None:
    is_civilian = row.cell("actor2").lower().startswith("civilians")
    return "civilians" if is_civilian or row.text("civilian_targeting") else None


def _killed(row: Row) -> CountRange:
    dead = row.whole("fatalities", 0, _MOST_DEAD)
    return CountRange(dead, dead) if dead else CountRange()


FORMAT: Final = Format(
    name="acled",
    dataset=DATASET,
    title="ACLED",
    key="event_id_cnty",
    required=(
        *("event_id_cnty", "event_date", "time_precision", "event_type", "actor1", "actor2"),
        *("country", "location", "latitude", "longitude", "geo_precision", "source", "fatalities"),
    ),
    parse=parse,
    aliases={
        "ally_actor_1": "assoc_actor_1",
        "ally_actor_2": "assoc_actor_2",
        "associated_actor_1": "assoc_actor_1",
        "associated_actor_2": "assoc_actor_2",
        "time_prec": "time_precision",
        "geo_prec": "geo_precision",
        # Shapefiles cut names to ten letters.
        "event_id_c": "event_id_cnty",
        "event_id_n": "event_id_no_cnty",
        "time_preci": "time_precision",
        "geo_precis": "geo_precision",
        "sub_event_": "sub_event_type",
        "sub_event": "sub_event_type",
        "assoc_acto": "assoc_actor_1",
        "assoc_ac_1": "assoc_actor_2",
        "civilian_t": "civilian_targeting",
        "disorder_t": "disorder_type",
        "interactio": "interaction",
        "source_sca": "source_scale",
    },
    outlets=(OUTLET,),
)
