"""The two lists beside the reports: outlets, and armed groups with their spellings."""

from __future__ import annotations

from typing import Final

from geo.model import Actor, Outlet
from geo.read.reports import known_country
from geo.read.result import Format
from geo.validate import Row

_GRADES: Final = {grade.lower(): grade for grade in "ABCDEF"}


def parse_outlet(row: Row) -> Outlet:
    """Make the record of one outlet."""
    return Outlet(
        name=row.required("outlet"),
        country=known_country(row, "country"),
        type=row.text("type"),
        basis=row.text("basis"),
        grade=row.choice("grade", _GRADES),
    )


def parse_group(row: Row) -> Actor:
    """Make the record of one armed group; ``spellings`` are separated by "|"."""
    spellings = (spelling.strip() for spelling in row.cell("spellings").split("|"))
    return Actor(
        name=row.required("canonical"),
        arabic=row.text("arabic"),
        aliases=tuple(dict.fromkeys(spelling for spelling in spellings if spelling)),
        first_seen=row.text("first_seen"),
        hypothesis=row.text("hypothesis"),
        source_url=row.text("source_url"),
    )


OUTLETS: Final = Format(
    name="outlets",
    dataset="",
    title="List of outlets",
    key="outlet",
    required=("outlet", "country", "type"),
    parse=parse_outlet,
)
GROUPS: Final = Format(
    name="groups",
    dataset="",
    title="List of armed groups",
    key="canonical",
    required=("canonical", "spellings"),
    parse=parse_group,
)
