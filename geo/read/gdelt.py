"""GDELT 2.0 events: what a machine read in the news; 61 columns, as published without a header.

The place is where the machine thinks that the action was, found in the article's words. A town
(``ActionGeo_Type`` 4) is therefore no better than within 25 km, a first-order unit (5) stands on
its centroid and is a governorate, 1 is the country. Each location says that a machine found it.
Events of cooperation and of words are taken too: their type tells them apart.

Source: GDELT Event Codebook V2.0 (2015); CAMEO Codebook 1.1b3 for the root codes.
"""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import urlsplit

from geo.model import ActorMention, Location, Outlet, ReportRow, Stance, WherePrec
from geo.read.dates import date_of
from geo.read.given import coded, coordinate, refuse_other_country
from geo.read.result import Format
from geo.validate import Row

DATASET: Final = "gdelt"
OUTLET: Final = Outlet(
    name="GDELT",
    country="United States",
    type="dataset",
    basis="Events that a program finds in news articles; nobody checks them",
)
IRAQ_FIPS: Final = "IZ"
FOUND_BY_MACHINE: Final = "a program found the place in the words of an article (GDELT)"
_PRECISION: Final = {
    1: WherePrec.COUNTRY,
    4: WherePrec.WITHIN_25_KM,
    5: WherePrec.GOVERNORATE,
}
_ROOTS: Final = {
    "01": "statement", "02": "appeal", "03": "intent to cooperate", "04": "consultation",
    "05": "diplomatic cooperation", "06": "material cooperation", "07": "aid", "08": "yielding",
    "09": "investigation", "10": "demand", "11": "disapproval", "12": "rejection",
    "13": "threat", "14": "protest", "15": "show of force", "16": "reduction of relations",
    "17": "coercion", "18": "assault", "19": "fighting", "20": "mass violence",
}  # fmt: skip
_LAYOUT: Final = (
    *("globaleventid", "sqldate", "monthyear", "year", "fractiondate"),
    *(
        f"actor{n}{part}"
        for n in (1, 2)
        for part in (
            *("code", "name", "countrycode", "knowngroupcode", "ethniccode", "religion1code"),
            *("religion2code", "type1code", "type2code", "type3code"),
        )
    ),
    *("isrootevent", "eventcode", "eventbasecode", "eventrootcode", "quadclass"),
    *("goldsteinscale", "nummentions", "numsources", "numarticles", "avgtone"),
    *(
        f"{who}geo_{part}"
        for who in ("actor1", "actor2", "action")
        for part in (
            *("type", "fullname", "countrycode", "adm1code", "adm2code", "lat", "long"),
            "featureid",
        )
    ),
    *("dateadded", "sourceurl"),
)
_FIRST_CELLS: Final = re.compile(
    r"\d{6,12},(19|20)\d{6},(19|20)\d{4},(19|20)\d\d,(19|20)\d\d\.\d+,"
)
_EXTRA: Final = (
    *("actiongeo_type", "actiongeo_adm1code", "actiongeo_featureid", "eventcode", "quadclass"),
    *("goldsteinscale", "nummentions", "numsources", "numarticles", "avgtone", "isrootevent"),
    *("actor1code", "actor2code", "dateadded"),
)


def parse(row: Row) -> ReportRow:
    """Make the record of one event."""
    number = row.whole("globaleventid", 1, 10**14)
    if number is None:
        row.refuse("globaleventid", "an event needs its number")
    if row.cell("actiongeo_countrycode").upper() != IRAQ_FIPS:
        refuse_other_country(row, "actiongeo_countrycode")
    url = row.web_address("sourceurl")
    root = row.cell("eventrootcode").zfill(2)
    return ReportRow(
        dataset=DATASET,
        key=str(number),
        incident_key=f"gdelt-{number}",
        outlet=OUTLET.name,
        outlet_country=OUTLET.country,
        stance=Stance.REPORTS,
        event_date=date_of(row, "sqldate"),
        published=date_of(row, "dateadded"),
        asserted_by=_site(url),
        url=url,
        place_text=row.text("actiongeo_fullname"),
        given=_given(row),
        actors=_actors(row),
        event_type=_ROOTS.get(root),
        extra=tuple((name, text) for name in _EXTRA if (text := row.text(name)) is not None),
    )


def _site(url: str | None) -> str | None:
    try:
        return url and urlsplit(url).hostname
    except ValueError:
        return None


def _given(row: Row) -> Location | None:
    where = coordinate(row, "actiongeo_lat", "actiongeo_long")
    kind = row.whole("actiongeo_type", 0, 5)
    if where is None:
        return None
    if kind not in _PRECISION:
        row.fault(
            "actiongeo_type",
            "not one of 1, 4, 5, as places in Iraq have it",
            used_instead="the coordinate is not used",
        )
        return None
    words = row.text("actiongeo_fullname")
    return coded(where, _PRECISION[kind], words, flags=(FOUND_BY_MACHINE,))


def _actors(row: Row) -> tuple[ActorMention, ...]:
    sides = ((row.text("actor1name"), "side a"), (row.text("actor2name"), "side b"))
    return tuple(ActorMention(text, role) for text, role in sides if text)


FORMAT: Final = Format(
    name="gdelt",
    dataset=DATASET,
    title="GDELT 2.0 events",
    key="globaleventid",
    required=(
        *("globaleventid", "sqldate", "eventrootcode", "actiongeo_type", "actiongeo_fullname"),
        *("actiongeo_countrycode", "actiongeo_lat", "actiongeo_long", "sourceurl"),
    ),
    parse=parse,
    layout=_LAYOUT,
    headless=_FIRST_CELLS,
    outlets=(OUTLET,),
)
