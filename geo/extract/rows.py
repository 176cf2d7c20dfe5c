"""Drafts as rows of the reports table, for a person to review before they are stored."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from geo.claims.syndication import simhash
from geo.extract.draft import ArticleDraft, DraftIncident, DraftStatement, Span
from geo.model import DateInterval, DatePrec, ReportRow, Stance

DATASET = "articles"


@dataclass(frozen=True, slots=True)
class Source:
    """Where an article was published, as told by who hands it in; ``note``: of all its drafts."""

    outlet: str
    published: date
    url: str | None = None
    outlet_country: str | None = None
    retrieved: date | None = None
    archive_url: str | None = None
    headline: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Drafted:
    """A draft report, the incident of the article that it is of, and what it was read from.

    ``spans`` (into the article's text) and ``confidence`` (0..1) are by field of the row.
    """

    row: ReportRow
    incident: DraftIncident
    spans: Mapping[str, tuple[Span, ...]]
    confidence: Mapping[str, float]


def drafted(draft: ArticleDraft, source: Source) -> tuple[Drafted, ...]:
    """One report for each incident and each stance on it; one without a stance is reported.

    The keys follow from the outlet and the text, so the same article drafted again gives the same
    rows. The governorate goes in as place words, not as a coded judgement.
    """
    digest = hashlib.sha256(draft.text.encode()).hexdigest()
    article = hashlib.sha256(f"{source.outlet}\n{digest}".encode()).hexdigest()[:12]
    similar = simhash(draft.text)
    found = []
    for at, incident in enumerate(draft.incidents, 1):
        for nth, statement in enumerate(incident.statements or (None,), 1):
            key = f"{article}-{at}-{nth}"
            row = _row(incident, statement, source, key, f"{article}-{at}", digest, similar)
            found.append(
                Drafted(row, incident, _spans(incident, statement), _sure(incident, statement))
            )
    return tuple(found)


_FIELDS: Final = {
    "date": "event_date", "governorate": "admin1_text", "places": "place_text",
    "route": "route_text", "event_type": "event_type", "target": "target", "killed": "killed",
    "wounded": "wounded", "evidence": "evidence_flags",
}  # fmt: skip
"""Field of a draft -> field of a report."""


def _spans(
    incident: DraftIncident, statement: DraftStatement | None
) -> dict[str, tuple[Span, ...]]:
    spans = {_FIELDS[name]: tuple(those) for name, those in incident.spans.items() if those}
    if incident.actors:
        spans["actors"] = tuple(actor.span for actor in incident.actors)
    if statement is not None:
        spans |= {"asserted_by": (statement.span,), "stance": (statement.span,)}
    return spans


def _sure(incident: DraftIncident, statement: DraftStatement | None) -> dict[str, float]:
    sure = {_FIELDS[name]: value for name, value in incident.confidence.items()}
    if incident.route is None:
        sure.pop("route_text", None)
    if incident.actors:
        sure["actors"] = min(actor.confidence for actor in incident.actors)
    if statement is not None:
        sure["stance"] = statement.confidence
    return sure


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
        archive_url=source.archive_url,
        headline=source.headline,
        note=source.note,
    )


def _place_text(incident: DraftIncident) -> str | None:
    """The places, without the two towns of a stretch: it happened between them, in neither."""
    route = incident.route
    stretch = (route.span,) if route and route.start and route.end else ()
    return ", ".join(
        place.text
        for place in incident.places
        if not any(one.start <= place.span.start < one.end for one in stretch)
    ) or None  # fmt: skip
