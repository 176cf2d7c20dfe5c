"""What stands in the fields of the form of one report."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from geo.model import Location, ReportRow
from geo.view.report_words import count_text, interval_texts, published_text

ROLES: Final = ("claimed", "attributed", "denied", "target", "side a", "side b")
"""Parts that a source gives an actor; see ``geo.model.ActorMention``."""

MOST: Final = 4_000
"""Characters that a field may have."""

TEXTS: Final = (
    *("outlet_country", "asserted_by", "place_text", "town_or_base", "route_text"),
    *("admin1_text", "admin2_text", "event_type", "target", "damage", "headline", "note"),
    *("relays",),
)
DATES: Final = ("event_date", "event_end", "date_prec", "event_text")
FIELDS: Final = (
    *("outlet", "stance", "url", "archive_url", "text_sha256", "published", "retrieved"),
    *(*DATES, "killed", "wounded", *TEXTS),
)
"""Fields of one line of text; those of ``ReportRow`` by its names."""

EVENT_TEXT: Final = "event_date_text"
"""Name in ``ReportRow.extra`` of date words that no date could be read from, as files have it."""


@dataclass(frozen=True, slots=True)
class Answers:
    """What stands in the form.

    Attributes
    ----------
    texts : by name in ``FIELDS``; one that is missing is empty.
    actors : spelling and role of each.
    flags : on the evidence.
    given : a place that somebody picked by hand, or that the source states by coordinates.
    """

    texts: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    actors: tuple[tuple[str, str], ...] = ()
    flags: tuple[str, ...] = ()
    given: Location | None = None

    def text(self, name: str) -> str:
        """What a field holds, trimmed."""
        return self.texts.get(name, "").strip()


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a field cannot be taken as it is; of actors it is "actors.0" and so on."""

    field: str
    reason: str


def answers_of(row: ReportRow) -> Answers:
    """What the form shows of a report."""
    event = row.event_date
    first, last, prec = interval_texts(event)
    words = event.text if event else dict(row.extra).get(EVENT_TEXT)
    texts = {name: getattr(row, name) or "" for name in TEXTS}
    texts |= {
        "outlet": row.outlet, "stance": row.stance.value, "url": row.url or "",
        "archive_url": row.archive_url or "", "text_sha256": row.text_sha256 or "",
        "published": published_text(row.published),
        "retrieved": row.retrieved.isoformat() if row.retrieved else "",
        "event_date": first, "event_end": last, "date_prec": prec, "event_text": words or "",
        "killed": count_text(row.killed), "wounded": count_text(row.wounded),
    }  # fmt: skip
    actors = tuple((actor.text, actor.role) for actor in row.actors)
    return Answers(MappingProxyType(texts), actors, row.evidence_flags, row.given)
