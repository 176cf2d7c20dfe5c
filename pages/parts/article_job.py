"""An article drafted in this session: what was read, and how its drafts would be placed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from geo.extract.draft import ArticleDraft, DraftIncident
from geo.extract.extract import extract
from geo.extract.links import KnownIncident, links
from geo.extract.rows import Source, drafted
from geo.extract.text import MAX_CHARACTERS
from geo.model import Location, ReportRow
from geo.places.corrections import Corrected, Corrections
from geo.places.place import place_reports
from geo.store.known import known_incidents
from geo.store.snapshot import Snapshot
from geo.view.article_cards import Card, card

if TYPE_CHECKING:
    from geo.claims.actor_index import ActorIndex
    from geo.places.geocode import Geocoder

LEAST_CHARACTERS: Final = 40
"""A shorter text says too little to draft from."""

Ask = Callable[[ArticleDraft], tuple[ArticleDraft | None, str]]
"""What a model proposes beyond a draft, and what a reader should know of it."""


@dataclass(frozen=True)
class Job:
    """An article, what was drafted from it and from where.

    ``proposed`` is what a model called ``model`` adds; ``notes`` are for the reader.
    """

    draft: ArticleDraft
    source: Source
    cards: tuple[Card, ...]
    known: tuple[KnownIncident, ...]
    proposed: ArticleDraft | None
    model: str
    notes: tuple[str, ...]

    @property
    def incidents(self) -> tuple[DraftIncident, ...]:
        """Those of all cards."""
        return self.draft.incidents + (self.proposed.incidents if self.proposed else ())


def draft_article(
    text: str, source: Source, geocoder: Geocoder, corrections: Corrections, index: ActorIndex,
    snapshot: Snapshot, model: str = "", ask: Ask | None = None,
) -> Job:  # fmt: skip
    """Draft an article, place what was drafted as the store would, and look for known incidents.

    Parameters
    ----------
    snapshot : the incidents that may be the same.
    model, ask : name of a language model and how to ask it; asked only when given.
    """
    notes = []
    if len(text) > MAX_CHARACTERS:
        notes.append(
            f"Only the first {MAX_CHARACTERS:,} of {len(text):,} characters are read and kept."
        )
    draft = extract(text, source.published, geocoder, index)
    proposed = None
    if ask is not None:
        proposed, said = ask(draft)
        notes.append(said)
    drafts = draft.incidents + (proposed.incidents if proposed else ())
    known = known_incidents(snapshot, [one.date for one in drafts if one.date is not None])
    governorates = {unit.key: unit.name for unit in geocoder.boundaries.governorates}
    locator = Corrected(geocoder, corrections)
    found: list[Card] = []
    for part, by in ((draft, None), (proposed, model)):
        for incident, place in zip(*_placed(part, source, locator), strict=True):
            near = links(incident, known)
            found.append(card(incident, len(found), place, near, governorates, by))
    return Job(draft, source, tuple(found), known, proposed, model, tuple(notes))


def _placed(
    draft: ArticleDraft | None, source: Source, locator: Corrected
) -> tuple[tuple[DraftIncident, ...], list[Location]]:
    """Incidents of a draft, and where the first report of each would lie."""
    if draft is None:
        return (), []
    firsts: dict[str, ReportRow] = {}
    for one in drafted(draft, source):
        firsts.setdefault(one.row.incident_key, one.row)
    return draft.incidents, place_reports(list(firsts.values()), locator)
