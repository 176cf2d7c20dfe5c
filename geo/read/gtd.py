"""Global Terrorism Database: one attack a row, with its own scales kept for what they mean.

``specificity`` 1 is the town, at its coordinate: a disc. 2 and 3 stand on the centroid of the
smallest unit known, a district; 4 on that of the first-order one, a governorate; 5 is nowhere
finer than the country. Month or day 0 is: not known. ``vicinity`` 1 is near the town, not in it.

Source: START, Global Terrorism Database Codebook (2021).
"""

from __future__ import annotations

import math
from typing import Final

from geo.model import (
    ActorMention,
    CountRange,
    DateInterval,
    Location,
    Outlet,
    ReportRow,
    Stance,
    WherePrec,
)
from geo.read.given import IRAQ, TOWN_M, coded, coordinate, refuse_other_country
from geo.read.result import Format
from geo.validate import Row, parse_period

DATASET: Final = "gtd"
OUTLET: Final = Outlet(
    name="Global Terrorism Database",
    country="United States",
    type="dataset",
    basis="National Consortium for the Study of Terrorism and Responses to Terrorism (START)",
)
IRAQ_CODE: Final = "95"
_TOWN: Final = 1
_PRECISION: Final = {
    2: WherePrec.DISTRICT,
    3: WherePrec.DISTRICT,
    4: WherePrec.GOVERNORATE,
    5: WherePrec.COUNTRY,
}
_MOST: Final = 1_000_000
_NOBODY: Final = frozenset(("unknown", "."))
_EXTRA: Final = (
    *("specificity", "vicinity", "iyear", "imonth", "iday", "approxdate", "resolution", "location"),
    *("doubtterr", "alternative_txt", "multiple", "success", "suicide", "targtype1_txt"),
    *("targsubtype1_txt", "corp1", "natlty1_txt", "attacktype2_txt", "attacktype3_txt"),
    *("weaptype1_txt", "weapsubtype1_txt", "weapdetail", "motive", "gsubname", "guncertain1"),
    *("guncertain2", "guncertain3", "individual", "claimed", "claimmode_txt", "compclaim"),
    *("nkill", "nkillus", "nkillter", "nwound", "nwoundus", "nwoundte", "propextent_txt"),
    *("ishostkid", "nhostkid", "hostkidoutcome_txt", "addnotes", "scite2", "scite3", "dbsource"),
    "related",
)


def parse(row: Row) -> ReportRow:
    """Make the record of one attack."""
    number = row.whole("eventid", 1, 10**14)
    if number is None:
        row.refuse("eventid", "an attack needs its number")
    _refuse_other_countries(row)
    return ReportRow(
        dataset=DATASET,
        key=str(number),
        incident_key=f"gtd-{number}",
        outlet=OUTLET.name,
        outlet_country=OUTLET.country,
        stance=Stance.REPORTS,
        event_date=_date(row),
        asserted_by=row.text("scite1"),
        place_text=_named(row, "city"),
        admin1_text=_named(row, "provstate"),
        given=_given(row),
        actors=_actors(row),
        event_type=row.text("attacktype1_txt"),
        target=row.text("target1") or row.text("targtype1_txt"),
        killed=_count(row, "nkill"),
        wounded=_count(row, "nwound"),
        damage=row.text("propcomment"),
        note=row.text("summary"),
        extra=tuple((name, text) for name in _EXTRA if (text := row.text(name)) is not None),
    )


def _refuse_other_countries(row: Row) -> None:
    code, name = row.cell("country").partition(".")[0], row.cell("country_txt").lower()
    if code not in ("", IRAQ_CODE) or (not code and name not in IRAQ):
        refuse_other_country(row, "country_txt" if name else "country")


def _named(row: Row, column: str) -> str | None:
    text = row.text(column)
    return None if text is None or text.lower() in _NOBODY else text


def _date(row: Row) -> DateInterval | None:
    """Day, month or year; 0 is unknown, and an unknown month leaves no day."""
    year = row.whole("iyear", 1900, 9999)
    month, day = row.whole("imonth", 0, 12), row.whole("iday", 0, 31)
    if year is None:
        return None
    text = f"{year}"
    if month:
        text += f"-{month}"
        text += f"-{day}" if day else ""
    try:
        return parse_period(text)
    except ValueError as error:
        row.fault("iday" if day else "iyear", str(error))
        return None


def _given(row: Row) -> Location | None:
    where = coordinate(row)
    specificity = row.whole("specificity", 1, 5)
    if where is None:
        return None
    words = _named(row, "city") or _named(row, "provstate")
    if specificity == _TOWN:
        if row.whole("vicinity", -9, 1) == 1:
            return coded(where, WherePrec.WITHIN_25_KM, words)
        return coded(where, WherePrec.EXACT, words, TOWN_M)
    if specificity is None:
        row.fault(
            "specificity",
            "without it the coordinate would pass for an exact one",
            used_instead="the coordinate is not used",
        )
        return None
    return coded(where, _PRECISION[specificity], words)


def _actors(row: Row) -> tuple[ActorMention, ...]:
    """Groups; ``claimed`` tells whether the first one said so itself, ``claim2`` the second."""
    found = []
    for name, claim in (("gname", "claimed"), ("gname2", "claim2"), ("gname3", "claim3")):
        if group := _named(row, name):
            role = "claimed" if row.whole(claim, -9, 1) == 1 else "attributed"
            found.append(ActorMention(group, role))
    return tuple(found)


def _count(row: Row, column: str) -> CountRange:
    """A count; GTD splits the dead of attacks it cannot part, which gives fractions."""
    number = row.number(column, -99, _MOST, "people")
    if number is None or number < 0:  # -9 and -99: not known
        return CountRange()
    return CountRange(math.floor(number), math.ceil(number))


FORMAT: Final = Format(
    name="gtd",
    dataset=DATASET,
    title="Global Terrorism Database",
    key="eventid",
    required=(
        *("eventid", "iyear", "imonth", "iday", "country", "provstate", "city", "latitude"),
        *("longitude", "specificity", "attacktype1_txt", "gname", "nkill", "nwound"),
    ),
    parse=parse,
    outlets=(OUTLET,),
)
