"""Reports and locations as rows of the store, and back. Nothing is lost on the way."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, fields
from datetime import date
from typing import Any

from geo.model import (
    ActorMention,
    Candidate,
    CountRange,
    DateInterval,
    DatePrec,
    Form,
    Location,
    ReportRow,
    Stance,
    WherePrec,
)

Values = dict[str, Any]

_PLAIN = (
    *("incident_key", "outlet_country", "asserted_by", "retrieved", "url", "place_text"),
    *("town_or_base", "route_text", "admin1_text", "admin2_text", "coded_governorate"),
    *("event_type", "target", "damage", "headline", "note", "text_sha256", "text_simhash"),
    *("relays", "archive_url"),
)
"""Fields of a report that are columns of the same name and type."""


def report_id(dataset: str, key: str) -> str:
    """Permanent public id of a report: "R0067" for the reports table, else with its dataset."""
    if dataset == "reports":
        return key
    return f"{dataset.removesuffix('-ged')}-{key}"


def content_sha256(row: ReportRow) -> str:
    """Fingerprint of all that the source says; equal fingerprints mean nothing changed."""
    mentions = [(mention.text, mention.role) for mention in row.actors]
    said = [row.dataset, row.outlet, mentions, report_values(row)]
    text = json.dumps(said, default=str, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def report_values(row: ReportRow) -> Values:
    """Columns of ``schema.report`` that follow from the row alone (no ids, no validity)."""
    values: Values = {name: getattr(row, name) for name in _PLAIN}
    values |= _interval_values("event", row.event_date)
    values |= _interval_values("published", row.published)
    return values | {
        "key": row.key,
        "report_id": report_id(row.dataset, row.key),
        "stance": row.stance.value,
        "given": None if row.given is None else location_values(row.given),
        "killed_low": row.killed.low,
        "killed_high": row.killed.high,
        "wounded_low": row.wounded.low,
        "wounded_high": row.wounded.high,
        "evidence_flags": list(row.evidence_flags),
        "extra": [list(pair) for pair in row.extra],
    }


def report_row(
    values: Mapping[str, Any], dataset: str, outlet: str, actors: tuple[ActorMention, ...]
) -> ReportRow:
    """The report as it was read, from its columns in ``schema.report``."""
    return ReportRow(
        **{name: values[name] for name in _PLAIN},
        dataset=dataset,
        key=values["key"],
        outlet=outlet,
        stance=Stance(values["stance"]),
        event_date=_interval("event", values),
        published=_interval("published", values),
        given=None if values["given"] is None else location(values["given"]),
        actors=actors,
        killed=CountRange(values["killed_low"], values["killed_high"]),
        wounded=CountRange(values["wounded_low"], values["wounded_high"]),
        evidence_flags=tuple(values["evidence_flags"]),
        extra=tuple((name, value) for name, value in values["extra"]),
    )


def location_values(place: Location) -> Values:
    """Columns of ``schema.location`` that follow from the location alone."""
    values = {field.name: getattr(place, field.name) for field in fields(place)}
    values["form"] = place.form.value
    values["where_prec"] = None if place.where_prec is None else int(place.where_prec)
    values["candidates"] = [asdict(candidate) for candidate in place.candidates]
    values["flags"] = list(place.flags)
    return values


def location(values: Mapping[str, Any]) -> Location:
    """The location from its columns in ``schema.location``."""
    kept = {field.name: values[field.name] for field in fields(Location)}
    prec = kept["where_prec"]
    return Location(
        **kept
        | {
            "form": Form(kept["form"]),
            "where_prec": None if prec is None else WherePrec(prec),
            "candidates": tuple(Candidate(**candidate) for candidate in kept["candidates"]),
            "flags": tuple(kept["flags"]),
        }
    )


def _interval_values(prefix: str, interval: DateInterval | None) -> Values:
    return {
        f"{prefix}_start": interval.start if interval else None,
        f"{prefix}_end": interval.end if interval else None,
        f"{prefix}_prec": int(interval.prec) if interval else None,
        f"{prefix}_text": interval.text if interval else None,
    }


def _interval(prefix: str, values: Mapping[str, Any]) -> DateInterval | None:
    start: date | None = values[f"{prefix}_start"]
    if start is None:
        return None
    return DateInterval(
        start,
        values[f"{prefix}_end"],
        DatePrec(values[f"{prefix}_prec"]),
        values[f"{prefix}_text"],
    )
