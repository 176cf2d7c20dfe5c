"""What each report tells by itself, as columns: from it an incident can be worked out again."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from geo.claims.ragged import ragged


@dataclass(frozen=True, eq=False, slots=True)
class Locations:
    """The distinct locations of reports and incidents, as columns of one length.

    Columns and codes are those of the snapshot's incidents; ``geo.model.Location`` has the words.
    """

    lat: NDArray[np.float64]
    lon: NDArray[np.float64]
    form: NDArray[np.int8]
    where_prec: NDArray[np.int8]
    uncertainty_m: NDArray[np.float32]
    governorate: NDArray[np.int16]
    district: NDArray[np.int16]
    stretch: NDArray[np.int32]
    route: NDArray[np.int16]
    place: NDArray[np.int32]
    from_km: NDArray[np.float32]
    to_km: NDArray[np.float32]

    def __post_init__(self) -> None:
        well_formed(self, {field.name: len(self.lat) for field in fields(self)})

    @property
    def count(self) -> int:
        """Number of distinct locations."""
        return len(self.lat)

    def at(self, code: NDArray[np.integer]) -> dict[str, NDArray[Any]]:
        """The columns by name, for the locations with these codes."""
        return {field.name: getattr(self, field.name)[code] for field in fields(self)}


@dataclass(frozen=True, eq=False, slots=True)
class Told:
    """What each of ``m`` reports tells by itself, in the order of the snapshot's reports.

    Columns (length m)
        start, end          datetime64[D], closed interval; NaT when not known
        date_prec           int8, UCDP 1-5, 0 when not known
        published_end       datetime64[D], last day on which it may have been published; the
                            first is ``Snapshot.published``
        event_type, target, dataset
                            int16, codes in the vocabulary, -1 when not stated
        killed_low, killed_high, wounded_low, wounded_high   float32, NaN when not known
        location            int32, row of ``Locations``
        carrier             int32, the outlet as a code in ``vocab.origins``
        text_row            int32, row of ``text``
    Text (any length, shared by all that is taken from one revision)
        text                pyarrow large_string, folded text that the search looks in
    Origins (ordered by report)
        origin_start        int64, length m + 1: origins of report r
        origin              int32, codes in ``vocab.origins``
    Actor mentions (ordered by report, as the source lists them)
        mention_start       int64, length m + 1: mentions of report r
        actor, spelling     int32, codes in the vocabulary: who is meant, and as written
        role                int8, code in the vocabulary
    """

    start: NDArray[np.datetime64]
    end: NDArray[np.datetime64]
    date_prec: NDArray[np.int8]
    published_end: NDArray[np.datetime64]
    event_type: NDArray[np.int16]
    target: NDArray[np.int16]
    dataset: NDArray[np.int16]
    killed_low: NDArray[np.float32]
    killed_high: NDArray[np.float32]
    wounded_low: NDArray[np.float32]
    wounded_high: NDArray[np.float32]
    location: NDArray[np.int32]
    carrier: NDArray[np.int32]
    text_row: NDArray[np.int32]
    text: pa.LargeStringArray

    origin_start: NDArray[np.int64]
    origin: NDArray[np.int32]

    mention_start: NDArray[np.int64]
    actor: NDArray[np.int32]
    spelling: NDArray[np.int32]
    role: NDArray[np.int8]

    def __post_init__(self) -> None:
        m = len(self.start)
        sizes = {field.name: m for field in fields(self)}
        sizes |= {"origin_start": m + 1, "mention_start": m + 1}
        sizes |= {"origin": int(self.origin_start[-1]), "text": len(self.text)}
        sizes |= dict.fromkeys(("actor", "spelling", "role"), int(self.mention_start[-1]))
        well_formed(self, sizes)

    def take(self, rows: NDArray[np.int64]) -> Told:
        """The same of these reports, in this order."""
        origins, origin_start = ragged(self.origin_start, rows)
        mentions, mention_start = ragged(self.mention_start, rows)
        of_mentions = ("actor", "spelling", "role")
        columns: dict[str, Any] = {
            field.name: getattr(self, field.name)[mentions if field.name in of_mentions else rows]
            for field in fields(self)
            if field.name not in ("text", "origin_start", "origin", "mention_start")
        }
        return Told(
            **columns,
            text=self.text,
            origin_start=origin_start,
            origin=self.origin[origins],
            mention_start=mention_start,
        )


def well_formed(owner: Any, sizes: dict[str, int]) -> None:
    """Refuse columns of a wrong length; make the arrays read-only."""
    for name, size in sizes.items():
        if len(getattr(owner, name)) != size:
            raise ValueError(f"snapshot column {name} does not have {size} rows")
    for name in owner.__slots__:
        value: Any = getattr(owner, name)
        if isinstance(value, np.ndarray):
            value.setflags(write=False)
