"""What to do when a selection is empty."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Final

import numpy as np

from geo.store.cache import per_snapshot
from geo.store.snapshot import Snapshot
from geo.view.filters import Filters
from geo.view.words import counted, listed

NEARBY_DAYS: Final = (30, 365)
"""How far the date range is tried to be opened at either end."""

MAX_SUGGESTIONS: Final = 3

_NAMES: Final = {
    "governorates": "governorate",
    "districts": "district",
    "routes": "route",
    "event_types": "type",
    "targets": "target",
    "actors": "actor",
    "outlets": "outlet",
    "countries": "country",
    "stances": "stance",
    "statuses": "status",
    "precisions": "precision",
    "datasets": "data set",
    "text": "text",
}


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A wider selection: what it changes ("without the status filter"), and its incidents."""

    words: str
    filters: Filters
    count: int


@dataclass(frozen=True, slots=True)
class Widening:
    """A sentence for the reader and the selections it speaks of, nearest first."""

    sentence: str
    suggestions: tuple[Suggestion, ...]


@per_snapshot(maxsize=8)
def widen(snapshot: Snapshot, filters: Filters) -> Widening | None:
    """The nearest wider selections of an empty one; ``None`` when it is not empty.

    First one filter is set free, or the range opened by 30 days, then a year; if that gives
    nothing, any two. The smallest results are nearest.

    "No incident matches. Without the status filter there are 12; within 30 days of the range 5."
    """
    if len(filters.apply(snapshot)):
        return None
    found = _by_dates(snapshot, filters) + _by_fields(snapshot, filters, 1)
    if not found:
        found = _by_fields(snapshot, filters, 2)
    found = sorted(found, key=lambda s: s.count)[:MAX_SUGGESTIONS]
    if not found:
        if not snapshot.n:
            return Widening("No incident matches. Nothing is loaded yet.", ())
        everything = Suggestion("with all filters cleared", Filters(), snapshot.n)
        sentence = f"No incident matches. Cleared of all filters there are {snapshot.n:,}."
        return Widening(sentence, (everything,))
    first, *rest = found
    said = [f"{_start(first.words)} there {'is' if first.count == 1 else 'are'} {first.count:,}"]
    said += [f"{s.words} {s.count:,}" for s in rest]
    return Widening(f"No incident matches. {'; '.join(said)}.", tuple(found))


def _start(words: str) -> str:
    return words[0].upper() + words[1:]


def _by_dates(snapshot: Snapshot, filters: Filters) -> list[Suggestion]:
    """The range opened at both ends; the nearest opening that gives anything."""
    for days in NEARBY_DAYS:
        if not (filters.date_from or filters.date_to):
            break
        wider = replace(
            filters,
            date_from=_moved(filters.date_from, -days),
            date_to=_moved(filters.date_to, days),
        )
        count = len(wider.apply(snapshot))
        if count:
            return [Suggestion(f"within {counted(days, 'day')} of the range", wider, count)]
    return []


def _moved(day: date | None, days: int) -> date | None:
    if day is None:
        return None
    lowest, highest = date.min.toordinal(), date.max.toordinal()
    return date.fromordinal(int(np.clip(day.toordinal() + days, lowest, highest)))


def _by_fields(snapshot: Snapshot, filters: Filters, how_many: int) -> list[Suggestion]:
    """One or two filters set free; the date range is one of them."""
    groups: list[tuple[str, tuple[str, ...]]] = [
        (f"{_NAMES[name]} filter", (name,)) for name in filters.active() if name in _NAMES
    ]
    if filters.date_from or filters.date_to:
        groups.append(("date range", ("date_from", "date_to")))
    found = []
    for i, (words, names) in enumerate(groups):
        others = groups[i + 1 :] if how_many == 2 else [("", ())]
        for more_words, more_names in others:
            wider = filters.without(*names, *more_names)
            count = len(wider.apply(snapshot))
            if count:
                free = listed([f"the {w}" for w in (words, more_words) if w])
                found.append(Suggestion(f"without {free}", wider, count))
    return found
