"""The atlas as a reader reads it: some sources left out, actors under hypotheses.

A reading turns a snapshot into another snapshot, so that whatever works on one - pages, routes,
exports - works on the reading alike.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from geo.claims import perspective
from geo.claims.hypotheses import Confidence
from geo.claims.joining import joined
from geo.claims.perspective import Perspective
from geo.store.cache import per_snapshot
from geo.store.partial import Part, of_reports
from geo.store.snapshot import Snapshot, Vocabulary
from geo.store.united import united

WITHOUT: Final = "without"
HYP: Final = "hyp"
"""Keys of a link that make the reading."""

CONFIDENCES: Final = ("", "low", "moderate", "high")
"""Least confidence of the hypotheses that hold; "" is "as stated": none holds."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How a snapshot is read; ``Reading()`` takes it as it is.

    Attributes
    ----------
    without : entries of ``geo.claims.perspective``, sorted.
    hyp : one of ``CONFIDENCES``.

    Raises
    ------
    ValueError
        A value is not among those allowed; the message says which are.
    """

    without: tuple[str, ...] = ()
    hyp: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "without", Perspective(self.without).without)
        if self.hyp not in CONFIDENCES:
            raise ValueError(f"not one of {', '.join(value or 'nothing' for value in CONFIDENCES)}")

    @property
    def perspective(self) -> Perspective:
        """The sources left out."""
        return Perspective(self.without)

    def to_query(self) -> list[tuple[str, str]]:
        """Pairs for a link or a request to the app's own routes."""
        pairs = [(WITHOUT, entry) for entry in self.without]
        return [*pairs, (HYP, self.hyp)] if self.hyp else pairs

    @property
    def level(self) -> Confidence | None:
        """Least confidence of the hypotheses that hold; ``None``: none holds."""
        return Confidence(self.hyp) if self.hyp else None

    def describe(self) -> str:
        """The reading in words, or "" for the plain one."""
        parts = (self.perspective.describe(), self.hypotheses_in_words())
        return "; ".join(part for part in parts if part)

    def hypotheses_in_words(self) -> str:
        """Which hypotheses hold, or "" for none: "under hypotheses of at least low confidence"."""
        return f"under hypotheses of at least {self.hyp} confidence" if self.hyp else ""


def problem_with(entry: str, vocab: Vocabulary | None) -> str | None:
    """Why an entry of ``without`` cannot be used, or ``None``; see ``geo.claims.perspective``."""
    return perspective.problem_with(entry, None if vocab is None else vocab.outlets)


def read(snapshot: Snapshot, reading: Reading) -> Snapshot:
    """The snapshot under a reading; itself when that changes nothing. Remembered."""
    return part(snapshot, reading).snapshot if reading != Reading() else snapshot


def source_rows(snapshot: Snapshot, reading: Reading) -> NDArray[np.int64]:
    """Row in ``snapshot`` of each incident of ``read(snapshot, reading)``."""
    return part(snapshot, reading).source


@per_snapshot(maxsize=3)
def part(snapshot: Snapshot, reading: Reading) -> Part:
    """``work_out``, remembered for the last few readings of a revision."""
    return work_out(snapshot, reading)


def work_out(snapshot: Snapshot, reading: Reading) -> Part:
    """The snapshot under a reading, and where its incidents come from."""
    found = of_reports(snapshot, counted_reports(snapshot, reading))
    groups = joined(snapshot.hypotheses, reading.level).groups
    return Part(united(found.snapshot, groups), found.source) if groups else found


def counted_reports(snapshot: Snapshot, reading: Reading) -> NDArray[np.bool_]:
    """Reports that are not left out. Shape (m,)."""
    told = snapshot.told
    return reading.perspective.kept(
        snapshot.vocab.outlets, snapshot.outlet, told.origin_start, told.origin
    )
