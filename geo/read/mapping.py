"""Which column of a table holds what: a value that can be saved as JSON and used again.

::

    {"dataset": "ngo-incidents",
     "columns": {"event_date": "Date", "latitude": "Y", "longitude": "X", "place_text": "Village"},
     "values": {"outlet": "An NGO", "where_prec": "2"},
     "dates": "day-first"}
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Final

from geo.errors import ReadError
from geo.validate import DateOrder

FIELDS: Final = {
    "report_id": "what identifies the row for ever; without one, its content does",
    "incident_key": "what groups rows that tell of the same incident",
    "event_date": "day, month or year of the incident, or its first day",
    "end_date": "last day of the incident",
    "date_prec": "how exactly the date is known, as UCDP has it: 1 day to 5 year",
    "published": "day of publication",
    "country": "rows of other countries than Iraq are left out",
    "place_text": "words for the place",
    "town_or_base": "nearest town or base",
    "route_text": "road or route",
    "admin1": "governorate",
    "admin2": "district",
    "latitude": "degrees, EPSG:4326",
    "longitude": "degrees, EPSG:4326",
    "coordinates": "latitude and longitude in one cell, or a geometry as WKT",
    "where_prec": "how exactly the place is known, as UCDP has it: 1 exact to 7 water or air",
    "uncertainty_m": "radius in metres that should hold the place",
    "event_type": "kind of incident",
    "target": "what was hit",
    "actor_text": "who did it, as spelled",
    "actor_role": "claimed, attributed, denied or target",
    "actor2_text": "the other side",
    "stance": "claims, confirms, reports, doubts, denies or withdraws",
    "outlet": "who publishes the row",
    "outlet_country": "country of the outlet",
    "asserted_by": "who says so, where that is not the outlet",
    "killed": "people killed: 3, 3-5 or 3+",
    "wounded": "people wounded",
    "damage": "what was damaged",
    "headline": "headline or title",
    "note": "remarks",
    "url": "web address",
    "archive_url": "web address of an archived copy",
}
"""Every field that a column can be, with what it means."""

GROUPS: Final = {
    "When": ("event_date", "end_date", "date_prec", "published"),
    "Where": (
        *("place_text", "admin1", "admin2", "country", "latitude", "longitude", "coordinates"),
        *("where_prec", "uncertainty_m", "town_or_base", "route_text"),
    ),
    "What": ("event_type", "target", "killed", "wounded", "damage", "headline", "note"),
    "Who": ("actor_text", "actor_role", "actor2_text"),
    "Source": (
        *("outlet", "outlet_country", "asserted_by", "stance", "url", "archive_url"),
        *("report_id", "incident_key"),
    ),
}
"""The fields as a person looks for them."""

_DATASET: Final = re.compile(r"[a-z0-9][a-z0-9_-]{0,59}")
_TAKEN: Final = frozenset({"ucdp-ged", "reports", "acled", "gtd", "gdelt"})


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """What the columns of a table are.

    Attributes
    ----------
    dataset : name of the set of incidents, small letters, digits, "-" and "_"; "": the file's.
    columns : field of ``FIELDS`` -> column as the file writes it, in pairs.
    values : field -> what every row says, where no column does, in pairs.
    dates : order of day and month, where the columns do not tell.
    """

    dataset: str = ""
    columns: tuple[tuple[str, str], ...] = ()
    values: tuple[tuple[str, str], ...] = ()
    dates: DateOrder | None = None

    def __post_init__(self) -> None:
        fields = [field for field, _ in (*self.columns, *self.values)]
        for field in fields:
            if field not in FIELDS:
                raise ReadError(f"mapping: there is no field {field!r}; known: {', '.join(FIELDS)}")
        twice = [field for field in FIELDS if fields.count(field) > 1]
        if twice:
            raise ReadError(f"mapping: the field {twice[0]!r} has a column and a value")
        if self.dataset and not _DATASET.fullmatch(self.dataset):
            raise ReadError(
                f"mapping: the dataset {self.dataset!r} is not a name of small letters, digits, "
                "'-' and '_'"
            )
        if self.dataset in _TAKEN:
            raise ReadError(f"mapping: the dataset {self.dataset!r} is another format's")
        columns = [column for _, column in self.columns]
        doubled = [column for column in columns if columns.count(column) > 1]
        if doubled:
            raise ReadError(f"mapping: the column {doubled[0]!r} stands for two fields")

    @classmethod
    def from_json(cls, text: str) -> ColumnMapping:
        """Read a mapping as ``to_json`` writes it.

        Raises
        ------
        ReadError
            It is no such JSON; the message says what is wrong.
        """
        try:
            value = json.loads(text)
        except (ValueError, RecursionError) as error:
            raise ReadError(f"mapping: not JSON ({error})") from error
        if not isinstance(value, dict):
            raise ReadError("mapping: must be an object with 'columns'")
        unknown = sorted(set(value) - {"dataset", "columns", "values", "dates"})
        if unknown:
            raise ReadError(f"mapping: {unknown[0]!r} is none of dataset, columns, values, dates")
        dataset, dates = value.get("dataset") or "", value.get("dates")
        if not isinstance(dataset, str):
            raise ReadError("mapping: 'dataset' must be a name")
        if dates not in (None, *DateOrder):
            raise ReadError(f"mapping: 'dates' must be {' or '.join(DateOrder)}")
        return cls(
            dataset,
            _pairs(value, "columns"),
            _pairs(value, "values"),
            None if dates is None else DateOrder(dates),
        )

    def to_json(self) -> str:
        """The mapping as JSON, for a person to look at and change."""
        value = {
            "dataset": self.dataset,
            "columns": dict(self.columns),
            "values": dict(self.values),
            "dates": self.dates,
        }
        return json.dumps(value, ensure_ascii=False, indent=2)


def _pairs(value: dict[str, object], name: str) -> tuple[tuple[str, str], ...]:
    part = value.get(name) or {}
    if not isinstance(part, dict) or not all(isinstance(v, str) for v in part.values()):
        raise ReadError(f"mapping: {name!r} must be an object of field and text")
    return tuple((field, text.strip()) for field, text in part.items() if text.strip())


def dataset_name(file: str) -> str:
    """A dataset's name from that of its file.

    >>> dataset_name("NGO incidents (2020).csv")
    'ngo-incidents-2020'
    """
    name = re.sub(r"[^a-z0-9_]+", "-", file.rpartition(".")[0].lower() or file.lower()).strip("-_")
    name = name[:50].rstrip("-_") or "table"
    return f"{name}-table" if name in _TAKEN else name
