"""Find incidents by an id, a day, month or year, and words."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from typing import Final

import numpy as np

from geo.store.snapshot import Snapshot
from geo.view.filters import Filters
from geo.view.index import Rows

_DATE: Final = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


def find(snapshot: Snapshot, words: str) -> Rows:
    """Rows whose id is the words; else those that all of them fit.

    A word like 2020, 2020-07 or 2020-07-11 is a time in which the incident may have been; every
    other word must be part of the incident's names, places, headlines or id.
    """
    wanted = words.strip()
    exact = np.flatnonzero(snapshot.ids == wanted).astype(np.int64)
    if len(exact):
        return exact
    times, texts = [], []
    for word in wanted.split():
        span = _span(word)
        if span:
            times.append(span)
        else:
            texts.append(word)
    rows = Filters(text=" ".join(texts)).apply(snapshot)
    for first, last in times:
        rows = rows[(snapshot.start[rows] <= last) & (snapshot.end[rows] >= first)]
    if len(rows) or not wanted:
        return rows
    part = wanted.casefold()
    held = [row for row, key in enumerate(snapshot.ids.tolist()) if part in key.casefold()]
    return np.array(held, dtype=np.int64)


def newest(snapshot: Snapshot, rows: Rows, most: int = 20) -> Rows:
    """The latest incidents, newest first; those without a date last."""
    start = snapshot.start[rows]
    ago = np.where(np.isnat(start), np.iinfo(np.int64).max, -start.astype(np.int64))
    return rows[np.argsort(ago, kind="stable")[:most]]


def _span(word: str) -> tuple[np.datetime64, np.datetime64] | None:
    """The days of a day, month or year that a word writes."""
    match = _DATE.fullmatch(word)
    if not match:
        return None
    year, month, day = (int(part) if part else None for part in match.groups())
    try:
        first = date(year or 0, month or 1, day or 1)
    except ValueError:
        return None
    days = monthrange(first.year, month or 12)[1]
    last = first if day else date(first.year, month or 12, days)
    return np.datetime64(first, "D"), np.datetime64(last, "D")
