"""UCDP Georeferenced Event Dataset: one event a row, in any of its published column sets.

Versions 5.0 to 25.1, the Candidate Events and the country exports on HDX (with a row of HXL tags)
share these names; older ones write ``best_est``, ``low_est``, ``high_est``, and a few releases of
the Candidate Events came without a header line. Columns that only serve other datasets
(``*_dset_id``, ``gwnoa``, ``priogrid_gid`` ...) are not needed.

Source: Sundberg & Melander 2013, Journal of Peace Research 50(4); UCDP GED Codebook 22.1.
"""

from __future__ import annotations

import re
from functools import lru_cache
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
from geo.read.given import coded, coordinate, refuse_other_country
from geo.read.result import Format
from geo.validate import Row

DATASET: Final = "ucdp-ged"
OUTLET: Final = Outlet(
    name="UCDP GED",
    country="Sweden",
    type="dataset",
    basis="Uppsala Conflict Data Program, Department of Peace and Conflict Research, Uppsala "
    "University",
)
IRAQ_GW: Final = 645
"""Number of Iraq in the state list of Gleditsch & Ward 1999, which ``country_id`` follows."""

_TYPES: Final = {1: "state-based conflict", 2: "non-state conflict", 3: "one-sided violence"}
_MOST_DEAD: Final = 10_000_000
_EXTRA: Final = (
    *("best", "low", "high", "deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown"),
    *("conflict_name", "dyad_name", "where_description", "event_clarity", "code_status"),
    *("relid", "conflict_new_id", "dyad_new_id", "side_a_new_id", "side_b_new_id"),
    *("source_article", "source_office", "source_date"),
)
"""Columns kept as they stand for the reader of an incident's page."""

_LAYOUT: Final = (
    *("id", "relid", "year", "active_year", "code_status", "type_of_violence"),
    *("conflict_dset_id", "conflict_new_id", "conflict_name", "dyad_dset_id", "dyad_new_id"),
    *("dyad_name", "side_a_dset_id", "side_a_new_id", "side_a", "side_b_dset_id"),
    *("side_b_new_id", "side_b", "number_of_sources", "source_article", "source_office"),
    *("source_date", "source_headline", "source_original", "where_prec", "where_coordinates"),
    *("where_description", "adm_1", "adm_2", "latitude", "longitude", "geom_wkt"),
    *("priogrid_gid", "country", "country_id", "region", "event_clarity", "date_prec"),
    *("date_start", "date_end", "deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown"),
    *("best", "high", "low", "gwnoa", "gwnob"),
)
"""The columns since version 19.1, in their order: for releases without a header line."""

_FIRST_CELLS: Final = re.compile(r"\d+(\.0)?,[^,]*,(19|20)\d\d(\.0)?,[^,]*,[^,]*,[123](\.0)?,")
"""id, relid, year, active_year, code_status, type_of_violence."""


def parse(row: Row) -> ReportRow:
    """Make the record of one UCDP event."""
    key = _event_id(row)
    _refuse_other_countries(row)
    kind = _TYPES.get(row.whole("type_of_violence", 1, 3) or 0)
    return ReportRow(
        dataset=DATASET,
        key=key,
        incident_key=f"ucdp-{key}",
        outlet=OUTLET.name,
        outlet_country=OUTLET.country,
        stance=Stance.REPORTS,
        event_date=_dates(row),
        asserted_by=row.text("source_original"),
        place_text=row.text("where_coordinates"),
        admin1_text=row.text("adm_1"),
        admin2_text=row.text("adm_2"),
        given=_given(row),
        actors=_actors(row),
        event_type=kind,
        target="civilians" if kind == _TYPES[3] else None,
        killed=_killed(row),
        headline=row.text("source_headline"),
        extra=_extra(row),
    )


def _event_id(row: Row) -> str:
    number = row.whole("id", 1, 10**12)
    if number is None:
        row.refuse("id", "an event needs its number")
    return str(number)


def _refuse_other_countries(row: Row) -> None:
    """The world-wide files hold all countries; the atlas shows Iraq."""
    number, name = row.cell("country_id").partition(".")[0], row.cell("country")
    if number not in ("", str(IRAQ_GW)) or (not number and name not in ("", "Iraq")):
        column = "country" if name else "country_id"
        refuse_other_country(row, column)


def _dates(row: Row) -> DateInterval | None:
    start, end = row.period("date_start"), row.period("date_end")
    first = start or end
    if first is None:
        return None
    last = end or first
    stated = row.whole("date_prec", 1, 5)
    if last.end < first.start:
        row.fault("date_end", f"the event ends before it starts ({first.start})")
        last = first
    prec = DatePrec(stated) if stated else max(first.prec, last.prec)
    if not stated and last.end > first.end:
        prec = max(prec, DatePrec.DAYS)
    return DateInterval(first.start, last.end, prec)


def _given(row: Row) -> Location | None:
    """The stated coordinate with its stated precision; nothing where either is not usable."""
    where = coordinate(row)
    prec = row.whole("where_prec", 1, 7)
    if where is None:
        return None
    if prec is None:
        row.fault(
            "where_prec",
            "without a precision the coordinate would pass for an exact one",
            used_instead="the coordinate is not used",
        )
        return None
    return coded(where, WherePrec(prec), row.text("where_coordinates"))


def _actors(row: Row) -> tuple[ActorMention, ...]:
    sides = ((row.text("side_a"), "side a"), (row.text("side_b"), "side b"))
    return tuple(
        ActorMention(text, role) for text, role in sides if text and text.lower() != "civilians"
    )


def _killed(row: Row) -> CountRange:
    """The range from ``low`` to ``high``, stretched to hold ``best`` where they contradict.

    UCDP means low <= best <= high; 69 of the 7,473 events of Iraq break this, most by one.
    """
    low, best, high = (row.whole(name, 0, _MOST_DEAD) for name in ("low", "best", "high"))
    if best is None:
        if low is not None and high is not None and low > high:
            row.fault("high", f"the highest count is below the lowest ({low})")
            return CountRange()
        return CountRange(low, high)
    lowest, highest = min(best, best if low is None else low), max(best, high or best)
    if (low is not None and low > best) or (high is not None and high < best):
        row.fault(
            "best",
            f"the figures contradict each other (low {low}, best {best}, high {high})",
            used_instead=f"{lowest} to {highest} is used",
        )
    return _range(None if low is None else lowest, None if high is None else highest)


_range = lru_cache(maxsize=4_096)(CountRange)


def _extra(row: Row) -> tuple[tuple[str, str], ...]:
    pairs = [_pair(name, text) for name in _EXTRA if (text := row.text(name)) is not None]
    sources = row.whole("number_of_sources", -1, 100_000)
    if sources is not None and sources >= 0:  # -1: UCDP did not count them
        pairs.append(_pair("number_of_sources", str(sources)))
    return tuple(pairs)


@lru_cache(maxsize=4_096)
def _pair(name: str, text: str) -> tuple[str, str]:
    """One copy of a pair that recurs in thousands of events."""
    return (name, text)


FORMAT: Final = Format(
    name="ucdp-ged",
    dataset=DATASET,
    title="UCDP Georeferenced Event Dataset",
    key="id",
    required=(
        *("id", "type_of_violence", "side_a", "side_b", "where_prec", "latitude", "longitude"),
        *("date_start", "date_end", "low", "best", "high"),
    ),
    parse=parse,
    aliases={
        "best_est": "best",
        "low_est": "low",
        "high_est": "high",
        "event_id": "id",
        "adm1": "adm_1",
        "adm2": "adm_2",
    },
    layout=_LAYOUT,
    headless=_FIRST_CELLS,
    outlets=(OUTLET,),
)
