"""Which incidents of the atlas a draft may be about, in words, for who decides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from geo.claims.duplicates import Reason
from geo.model import Location
from geo.store.drafts import Draft
from geo.store.proposals import like_report
from geo.store.snapshot import Snapshot
from geo.view.find import find, newest
from geo.view.table import row_text

_TELLING: Final = 0.5
_MOST_REASONS: Final = 4


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
    """Incidents that agree with a draft, the likeliest first; only those that are there now.

    Parameters
    ----------
    place : where the report would be placed.
    """
    found = {
        one.second: f"{round(100 * one.score)}%: {_because(one.reasons)}"
        for one in like_report(snapshot, draft.row, place)
    }
    for link in draft.links:
        found.setdefault(link.key, ", ".join(link.reasons))
    rows = {str(snapshot.ids[row]): row for row in np.flatnonzero(np.isin(snapshot.ids, [*found]))}
    return [_told(snapshot, int(rows[key]), why) for key, why in found.items() if key in rows]


def _because(reasons: Sequence[Reason]) -> str:
    """What weighs most, for and against."""
    telling = [one for one in reasons if one.aspect != "rate" and abs(one.share) >= _TELLING]
    ranked = sorted(telling, key=lambda one: -abs(one.share))[:_MOST_REASONS]
    against = [one.words for one in ranked if one.share < 0]
    parts = [one.words for one in ranked if one.share > 0]
    return "; ".join([*parts, *(f"but {words}" for words in against)]) or "near in time and place"


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
