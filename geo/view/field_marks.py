"""How the words of each field are marked in a text: colour, letter and underline.

A field is named as drafts or rows of reports name it. Several of a kind stand apart after a colon:
"actors:0", "actors:1".
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class FieldMark:
    """A kind of field.

    ``letter`` stands before the words, ``line`` is the CSS style of the line under them. ``tint``
    and ``dark_tint`` (sRGB hex) lie behind the text of the light and the dark theme, ``colour``
    and ``dark`` are for line and letter, on tint and page alike: 4.5:1 or better.
    """

    name: str
    label: str
    letter: str
    line: str
    tint: str
    colour: str
    dark_tint: str
    dark: str


FIELD_MARKS: Final = (
    FieldMark("date", "date", "D", "solid", "#dceafc", "#0b4fb3", "#14304f", "#9cc8ff"),
    FieldMark("places", "place", "P", "double", "#d9f0e2", "#0f6130", "#123a27", "#86e0ae"),
    FieldMark(
        "governorate", "governorate", "G", "dashed", "#e3eed0", "#4a5c0a", "#2e3a12", "#c6dd7a"
    ),
    FieldMark("route", "road", "R", "wavy", "#cfeeee", "#035c63", "#0d3a3d", "#74dde0"),
    FieldMark("event_type", "type", "T", "solid", "#fde8d0", "#8a3f00", "#452a10", "#ffb978"),
    FieldMark("target", "target", "X", "dashed", "#f9ecb9", "#6b5200", "#3e340e", "#f0d264"),
    FieldMark("actors", "group", "A", "double", "#ece0fa", "#5f2aa8", "#33224f", "#cfb0ff"),
    FieldMark(
        "statements", "who says so", "S", "dotted", "#fbdcee", "#98005f", "#4a1836", "#ff9fd6"
    ),
    FieldMark("killed", "killed", "K", "solid", "#fbdad7", "#97191a", "#4b1c1b", "#ffa9a2"),
    FieldMark("wounded", "wounded", "W", "dotted", "#f6ddd3", "#8a3620", "#46261c", "#f5b09a"),
    FieldMark("evidence", "evidence", "E", "wavy", "#e4e4e6", "#45484d", "#33373b", "#c9ced4"),
)  # fmt: skip
"""In the order of the legend."""

OTHER: Final = FieldMark(
    "other", "other", "?", "dotted", "#ececec", "#4d4d4d", "#343434", "#cfcfcf"
)
"""For fields of any other name."""

_BY_NAME: Final = {mark.name: mark for mark in FIELD_MARKS}
_AS_IN_ROWS: Final = {
    "event_date": "date",
    "place_text": "places",
    "town_or_base": "places",
    "admin1_text": "governorate",
    "admin2_text": "governorate",
    "route_text": "route",
    "stance": "statements",
    "asserted_by": "statements",
    "evidence_flags": "evidence",
}


def mark_of(field: str) -> FieldMark:
    """The mark of a field.

    >>> mark_of("actors:1").letter, mark_of("event_date").letter, mark_of("damage").letter
    ('A', 'D', '?')
    """
    name = field.partition(":")[0]
    return _BY_NAME.get(_AS_IN_ROWS.get(name, name), OTHER)
