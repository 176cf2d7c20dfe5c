"""What a load would do, as a value that passes from one process to another."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any, Final

from geo.claims.duplicates import Reason, Tier
from geo.model import Location, Rejection, ReportRow
from geo.store.entries import LoadEntry
from geo.store.proposals import Proposal

SAMPLE: Final = 5_000
"""Rows that are placed, of those that would be new or changed."""
MOST_KEPT: Final = 10_000
"""Rejections that are kept as they are; all are counted."""


@dataclass(frozen=True, slots=True)
class FilePreview:
    """What a load of one file would do.

    Attributes
    ----------
    n_read : rows; each is new, changed, same or refused, and those refused that repeat another
        row of the file are ``n_repeated`` of them.
    n_remarks : values that would be left unknown in rows that are taken.
    incidents_new, incidents_grown : that would come, or get reports they have not.
    n_dated, first, last : rows with a date of the incident, and the days these span.
    n_placed : rows that were placed for ``places``: all that are new or changed, or ``SAMPLE``.
    places : form, ``where_prec`` or 0, number of rows.
    reasons : column or "", reason without its figures, how often; the commonest first.
    rejections : the first ``MOST_KEPT``.
    loaded_before : what became of loads of exactly this content, the newest first.
    """

    file: str
    sha256: str
    format: str
    title: str
    dataset: str
    encoding: str
    n_read: int
    n_new: int
    n_changed: int
    n_same: int
    n_refused: int
    n_repeated: int
    n_remarks: int
    incidents_new: int
    incidents_grown: int
    n_dated: int
    first: date | None
    last: date | None
    n_placed: int
    places: tuple[tuple[str, int, int], ...]
    reasons: tuple[tuple[str, str, int], ...]
    rejections: tuple[Rejection, ...]
    loaded_before: tuple[LoadEntry, ...]

    @property
    def n_taken(self) -> int:
        """Rows that a load would take or has already."""
        return self.n_read - self.n_refused

    @property
    def n_todo(self) -> int:
        """Rows that would be written."""
        return self.n_new + self.n_changed

    @property
    def n_rejections(self) -> int:
        """Rejections in all: of whole rows and of values."""
        return self.n_refused + self.n_remarks


@dataclass(frozen=True, slots=True)
class Preview:
    """What a load would do to a store; ``revision`` is the newest that it was compared with.

    ``merges``: new incidents that may be incidents of the store, best first; of the rows in
    ``sample`` alone. ``sample``: rows that would be new or changed, ``SAMPLE`` of each file at
    most, with places.
    """

    files: tuple[FilePreview, ...]
    revision: int
    merges: tuple[Proposal, ...] = ()
    sample: tuple[tuple[ReportRow, Location], ...] = ()

    def to_json(self) -> str:
        """All but the sample, to be read by ``from_json`` in another process."""
        value = {**asdict(self), "sample": ()}
        return json.dumps(value, default=lambda moment: moment.isoformat(), ensure_ascii=True)

    @classmethod
    def from_json(cls, text: str) -> Preview:
        """What ``to_json`` wrote; without a sample."""
        value = json.loads(text)
        merges = tuple(
            Proposal(
                **{
                    **one,
                    "tier": Tier(one["tier"]),
                    "reasons": tuple(Reason(**reason) for reason in one["reasons"]),
                }
            )
            for one in value["merges"]
        )
        return cls(tuple(map(_file, value["files"])), value["revision"], merges)


def _file(value: dict[str, Any]) -> FilePreview:
    days = {name: value[name] and date.fromisoformat(value[name]) for name in ("first", "last")}
    return FilePreview(
        **{
            **value,
            **days,
            "places": tuple(map(tuple, value["places"])),
            "reasons": tuple(map(tuple, value["reasons"])),
            "rejections": tuple(Rejection(**one) for one in value["rejections"]),
            "loaded_before": tuple(
                LoadEntry(**{**one, "loaded_at": datetime.fromisoformat(one["loaded_at"])})
                for one in value["loaded_before"]
            ),
        }
    )
