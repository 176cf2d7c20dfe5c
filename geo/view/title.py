"""What a view is called where there is one line for it: a tab of the browser, a link preview."""

from __future__ import annotations

from typing import Final

from geo.store.snapshot import Snapshot
from geo.view.filters import Filters
from geo.view.reading import Reading
from geo.view.table import row_text
from geo.view.words import counted

ATLAS: Final = "Iraq Incident Atlas"
MOST: Final = 160
"""Characters of a title."""


def view_title(snapshot: Snapshot, filters: Filters, page: str = "") -> str:
    """Numbers first, then what they count.

    "24 of 178 incidents: roadside bombs in Qadisiyah, June 2020 · Iraq Incident Atlas"

    Parameters
    ----------
    snapshot : as the reader reads it.
    page : title of the page, for a view without filters; "" for the map.
    """
    if not filters.active():
        return f"{page} · {ATLAS}" if page else f"{ATLAS}: {counted(snapshot.n, 'incident')}"
    return f"{shortened(view_words(snapshot, filters), MOST - len(ATLAS) - 3)} · {ATLAS}"


def incident_title(snapshot: Snapshot, row: int) -> str:
    """One incident: what, when, where, how firm."""
    text = row_text(snapshot, row)
    kind = text["type"] or "incident"
    place = text["place"] or text["governorate"] or "place not known"
    named = f"{kind[:1].upper()}{kind[1:]}, {text['date']}, {place}: {text['status']}"
    return f"{shortened(named, MOST - len(ATLAS) - 3)} · {ATLAS}"


def view_words(snapshot: Snapshot, filters: Filters) -> str:
    """How many of how many incidents a selection holds, and which."""
    counts = filters.counts(snapshot)
    what, _, _ = filters.describe(snapshot, counts).rpartition(": ")
    return f"{counts[0]:,} of {counted(snapshot.n, 'incident')}: {what[:1].lower()}{what[1:]}"


def view_description(snapshot: Snapshot, filters: Filters, reading: Reading, pinned: bool) -> str:
    """The view in a sentence or two, for a preview of its link."""
    said = [
        filters.describe(snapshot),
        reading.describe(),
        f"{'frozen at' if pinned else 'as of'} revision {snapshot.revision}",
    ]
    return shortened("; ".join(filter(None, said)), 400)


def shortened(text: str, most: int) -> str:
    """The text, cut at a word if it is longer than ``most`` characters."""
    if len(text) <= most:
        return text
    cut = text[: most - 1]
    return (cut.rpartition(" ")[0] or cut).rstrip(" ,;:") + "…"
