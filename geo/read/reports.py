"""The reports table: one row an outlet's account of an incident.

``event_date`` and ``published`` are a day, a month ("2020-06") or a year. ``governorate`` is the
compiler's judgement: it is kept beside the outlet's own words and never used to place a report.
Of a column ``text`` with what was read only the hashes are kept: the words are the outlet's.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import Final

from geo.claims.syndication import simhash
from geo.model import ActorMention, DateInterval, ReportRow, Stance
from geo.read.result import Format
from geo.validate import Row

DATASET: Final = "reports"
_STANCES: Final = {stance.value: stance for stance in Stance}
_ROLES: Final = ("claimed", "attributed", "denied", "target")
_UNKNOWN_ROLE: Final = "attributed"
_REQUIRED: Final = ("report_id", "incident_key", "outlet", "event_date", "stance")
_READ: Final = frozenset(
    (
        *_REQUIRED,
        *("url", "outlet_country", "published", "retrieved", "event_date_text", "place_text"),
        *("governorate", "town_or_base", "route_text", "event_type", "target", "actor_text"),
        *("actor_role", "asserted_by", "killed", "wounded", "damage", "evidence_flags"),
        *("headline", "note", "text", "text_sha256", "relays", "archive_url"),
    )
)


def parse(row: Row) -> ReportRow:
    """Make the record of one report."""
    stance = row.choice("stance", _STANCES)
    if stance is None:
        row.refuse("stance", f"not one of {', '.join(_STANCES)}")
    retrieved = row.period("retrieved")
    text = row.text("text")
    return ReportRow(
        dataset=DATASET,
        key=row.required("report_id"),
        incident_key=row.required("incident_key"),
        outlet=row.required("outlet"),
        stance=stance,
        event_date=_event_date(row),
        outlet_country=known_country(row, "outlet_country"),
        url=row.web_address("url"),
        published=row.period("published"),
        retrieved=retrieved.start if retrieved else None,
        asserted_by=row.text("asserted_by"),
        place_text=row.text("place_text"),
        town_or_base=row.text("town_or_base"),
        route_text=row.text("route_text"),
        coded_governorate=row.text("governorate"),
        actors=_actors(row),
        event_type=row.text("event_type"),
        target=row.text("target"),
        killed=row.count("killed"),
        wounded=row.count("wounded"),
        damage=row.text("damage"),
        evidence_flags=_flags(row),
        headline=row.text("headline"),
        note=row.text("note"),
        text_sha256=_sha256(row, text),
        text_simhash=simhash(text) if text else None,
        relays=row.text("relays"),
        archive_url=row.web_address("archive_url"),
        extra=_extra(row),
    )


def _sha256(row: Row, text: str | None) -> str | None:
    """The hash that the file states, else that of the text."""
    stated = row.sha256("text_sha256")
    return hashlib.sha256(text.encode()).hexdigest() if stated is None and text else stated


def _event_date(row: Row) -> DateInterval | None:
    interval = row.period("event_date")
    return interval and replace(interval, text=row.text("event_date_text"))


def known_country(row: Row, column: str) -> str | None:
    """A country's name; "unknown" is none."""
    name = row.text(column)
    return None if name is None or name.lower() == "unknown" else name


def _actors(row: Row) -> tuple[ActorMention, ...]:
    text = row.text("actor_text")
    if text is None:
        return ()
    role = row.cell("actor_role").lower()
    if role not in _ROLES:
        row.fault("actor_role", f"not one of {', '.join(_ROLES)}", f"read as {_UNKNOWN_ROLE}")
        role = _UNKNOWN_ROLE
    return (ActorMention(text, role),)


def _flags(row: Row) -> tuple[str, ...]:
    flags = (flag.strip() for flag in row.cell("evidence_flags").split(";"))
    return tuple(dict.fromkeys(flag for flag in flags if flag))


def _extra(row: Row) -> tuple[tuple[str, str], ...]:
    """Columns that only the file's author knows, and date words without a date."""
    pairs = [(name, text) for name in row.columns if name not in _READ and (text := row.text(name))]
    words = row.text("event_date_text")
    if words and row.text("event_date") is None:
        pairs.append(("event_date_text", words))
    return tuple(pairs)


FORMAT: Final = Format(
    name="reports",
    dataset=DATASET,
    title="Reports table",
    key="report_id",
    required=_REQUIRED,
    parse=parse,
)
