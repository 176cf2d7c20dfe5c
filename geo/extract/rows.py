"""Drafts as rows of the reports table, for a person to review before they are stored."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date

from geo.claims.syndication import simhash
from geo.extract.draft import ArticleDraft, DraftIncident, DraftStatement
from geo.model import DateInterval, DatePrec, ReportRow, Stance

DATASET = "article drafts"


@dataclass(frozen=True, slots=True)
class Source:
    """Where an article was published, as told by who hands it in."""

    outlet: str
    published: date
    url: str | None = None
    outlet_country: str | None = None
    retrieved: date | None = None


def report_rows(draft: ArticleDraft, source: Source) -> tuple[ReportRow, ...]:
    """One row for each incident and each stance on it; an incident without a stance is reported.

    The keys follow from the outlet and the text, so the same article drafted again gives the same
    rows. The governorate goes in as place words, not as a coded judgement.
    """
    digest = hashlib.sha256(draft.text.encode()).hexdigest()
    article = hashlib.sha256(f"{source.outlet}\n{digest}".encode()).hexdigest()[:12]
    similar = simhash(draft.text)
    rows = []
    for at, incident in enumerate(draft.incidents, 1):
        for nth, statement in enumerate(incident.statements or (None,), 1):
            key = f"{article}-{at}-{nth}"
            rows.append(_row(incident, statement, source, key, f"{article}-{at}", digest, similar))
    return tuple(rows)


def _row(
    incident: DraftIncident, statement: DraftStatement | None, source: Source, key: str,
    incident_key: str, digest: str, similar: str | None,
) -> ReportRow:  # fmt: skip
    day = source.published
    return ReportRow(
        dataset=DATASET,
        key=key,
        incident_key=incident_key,
        outlet=source.outlet,
        outlet_country=source.outlet_country,
        url=source.url,
        published=DateInterval(day, day, DatePrec.DAY),
        retrieved=source.retrieved,
        stance=statement.stance if statement else Stance.REPORTS,
        asserted_by=statement.by if statement else None,
        event_date=incident.date,
        place_text=_place_text(incident),
        route_text=(incident.route.text or None) if incident.route else None,
        admin1_text=incident.governorate,
        actors=tuple(actor.mention for actor in incident.actors),
        event_type=incident.event_type,
        target=incident.target,
        killed=incident.killed,
        wounded=incident.wounded,
        evidence_flags=incident.evidence,
        text_sha256=digest,
        text_simhash=similar,
    )


def _place_text(incident: DraftIncident) -> str | None:
    return ", ".join(place.text for place in incident.places) or None
