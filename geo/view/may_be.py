"""Which incidents of the atlas a draft may be about, in words, for who decides."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from geo.model import Location
from geo.store.drafts import Draft
from geo.store.snapshot import Snapshot
from geo.view.find import find, newest
from geo.view.table import row_text


@dataclass(frozen=True, slots=True)
class MayBe:
    """An incident that a draft may be about.

    ``row``: in the snapshot; ``told``: what it is, in a line; ``why``: what agrees, "" where a
    person searched for it.
    """

    incident: str
    row: int
    told: str
    why: str


def may_be(snapshot: Snapshot, draft: Draft, place: Location) -> list[MayBe]:
    """Incidents that agree with a draft, the likeliest first; only those that are there now."""
    found = []
    for link in draft.links:
        rows = np.flatnonzero(snapshot.ids == link.key)
        if len(rows):
            found.append(_told(snapshot, int(rows[0]), ", ".join(link.reasons)))
    return found


def searched(snapshot: Snapshot, words: str, most: int = 6) -> list[MayBe]:
    """Incidents that a person looks for by an id, or by words."""
    if not words.strip():
        return []
    rows = newest(snapshot, find(snapshot, words), most)
    return [_told(snapshot, int(row), "") for row in rows]


def _told(snapshot: Snapshot, row: int, why: str) -> MayBe:
    text = row_text(snapshot, row)
    parts = (text["date"], text["type"], text["place"] or text["governorate"], text["status"])
    return MayBe(text["id"], row, ", ".join(part for part in parts if part), why)
