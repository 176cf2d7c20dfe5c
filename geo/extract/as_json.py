"""A draft as plain data: the form of the hand-made articles, with spans and confidences."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from geo.extract.draft import ArticleDraft, DraftIncident, Span
from geo.extract.links import KnownIncident, Link, links
from geo.model import CountRange, DateInterval, DatePrec

_PRECISION: Final = {
    DatePrec.DAY: "day", DatePrec.DAYS: "days", DatePrec.WEEK: "week", DatePrec.MONTH: "month",
    DatePrec.YEAR: "year",
}  # fmt: skip
_SHOWN: Final = {DatePrec.MONTH: 7, DatePrec.YEAR: 4}


def as_json(draft: ArticleDraft, known: Sequence[KnownIncident] = ()) -> dict[str, Any]:
    """The draft as a JSON object.

    ``date`` is a day, "2020-06" or "2020"; "days" and "week" are intervals, whose last day it is,
    with both ends in ``date_interval``. ``links`` are incidents of ``known`` that may be the same.
    Spans are [start, end) in characters of the text.
    """
    return {
        "incidents": [
            {**_incident(i), "links": [_link(link) for link in links(i, known)]}
            for i in draft.incidents
        ],
        "not_event_places": [place.text for place in draft.other_places],
        "not_event_spans": [_span(place.span) for place in draft.other_places],
    }


def _incident(incident: DraftIncident) -> dict[str, Any]:
    route = incident.route
    return {
        "date": _date(incident.date),
        "date_precision": _PRECISION[incident.date.prec] if incident.date else None,
        "date_interval": _interval(incident.date),
        "date_text": incident.date.text if incident.date else None,
        "governorate": incident.governorate,
        "places": [place.text for place in incident.places],
        "route": [route.start, route.end, route.name] if route else None,
        "event_type": incident.event_type,
        "target": incident.target,
        "actors": [
            {
                "spelled": actor.mention.text, "canonical": actor.canonical,
                "role": actor.mention.role, "span": _span(actor.span),
                "confidence": actor.confidence,
            }
            for actor in incident.actors
        ],
        "statements": [
            {
                "by": statement.by, "stance": statement.stance.value,
                "span": _span(statement.span), "confidence": statement.confidence,
            }
            for statement in incident.statements
        ],
        "killed": _people(incident.killed),
        "wounded": _people(incident.wounded),
        "killed_range": [incident.killed.low, incident.killed.high],
        "wounded_range": [incident.wounded.low, incident.wounded.high],
        "evidence": list(incident.evidence),
        "primary": incident.primary,
        "spans": {
            name: [_span(span) for span in spans]
            for name, spans in incident.spans.items()
            if spans
        },
        "confidence": dict(incident.confidence),
    }  # fmt: skip


def _link(link: Link) -> dict[str, Any]:
    return {"incident": link.key, "score": link.score, "reasons": list(link.reasons)}


def _date(interval: DateInterval | None) -> str | None:
    if interval is None:
        return None
    return interval.end.isoformat()[: _SHOWN.get(interval.prec, 10)]


def _interval(interval: DateInterval | None) -> list[str] | None:
    return [interval.start.isoformat(), interval.end.isoformat()] if interval else None


def _people(people: CountRange) -> int | None:
    return people.high if people.high is not None else people.low


def _span(span: Span) -> list[int]:
    return [span.start, span.end]
