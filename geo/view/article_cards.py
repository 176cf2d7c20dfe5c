"""What was drafted from an article, as lines for a reader: field, value, how sure, which words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from geo.extract.draft import DraftIncident
from geo.extract.links import Link
from geo.model import CountRange, DateInterval, DatePrec, Form, Location
from geo.view.palette import FORM_STYLES
from geo.view.words import interval_text, range_words

_PRECISION: Final = {
    DatePrec.DAY: "to the day", DatePrec.DAYS: "to some days", DatePrec.WEEK: "to the week",
    DatePrec.MONTH: "to the month", DatePrec.YEAR: "to the year",
}  # fmt: skip
_SURE: Final = 0.75
LIKELY: Final = 0.5
"""A confidence below it is unsure."""

_NO_WORDS: Final = "no words of the text; what is usual for the rest"


@dataclass(frozen=True, slots=True)
class Line:
    """One field of a card.

    Attributes
    ----------
    field : its name in the marked text: "date:0", "actors:0-1"; see ``geo.view.field_marks``.
    value : what was read.
    confidence : 0..1, no probability; ``None`` for what was not found.
    note : what a reader should know of the value.
    marked : whether words of the text are marked for it.
    """

    field: str
    label: str
    value: str
    confidence: float | None = None
    note: str | None = None
    marked: bool = True


@dataclass(frozen=True, slots=True)
class Card:
    """One incident that the article tells of.

    ``by`` names the model that proposed it; ``None``: the rules found it.
    """

    number: int
    title: str
    lines: tuple[Line, ...]
    location: Location
    links: tuple[Link, ...]
    background: bool
    by: str | None = None


def card(
    incident: DraftIncident, number: int, location: Location, links: Sequence[Link],
    governorates: Mapping[str, str], by: str | None = None,
) -> Card:  # fmt: skip
    """The card of an incident.

    Parameters
    ----------
    number : its position among all cards, from 0; part of the names of its fields.
    location : how its words would be placed.
    governorates : names by p-code.
    """
    when = interval_text(incident.date.start, incident.date.end) if incident.date else "no date"
    where = incident.governorate or "place not known"
    return Card(
        number, f"{when}, {where}", tuple(_lines(incident, number, location, governorates)),
        location, tuple(links), not incident.primary, by,
    )  # fmt: skip


def spans_of(incident: DraftIncident, number: int) -> dict[str, list[tuple[int, int]]]:
    """The words of each line of the card by field; empty where the text has none."""
    found = {
        f"{name}:{number}": [(s.start, s.end) for s in those]
        for name, those in incident.spans.items()
    }
    for nth, actor in enumerate(incident.actors):
        found[f"actors:{number}-{nth}"] = [(actor.span.start, actor.span.end)]
    for nth, said in enumerate(incident.statements):
        found[f"statements:{number}-{nth}"] = [(said.span.start, said.span.end)]
    return {field: those for field, those in found.items() if those}


def placed_words(location: Location, governorates: Mapping[str, str]) -> str:
    """How a place would be drawn, in words."""
    if location.form is Form.UNPLACED:
        return "could not be placed"
    phrase = FORM_STYLES[location.form].phrase
    if location.form is Form.DISC and location.uncertainty_m:
        phrase = f"within {location.uncertainty_m / 1000:,.0f} km"
    name = location.place or governorates.get(location.governorate_pcode or "") or "Iraq"
    return f"placed as {name} ({phrase})"


def sureness(confidence: float | None) -> str:
    """A confidence as a word; of an unknown one none.

    >>> sureness(0.9), sureness(0.6), sureness(0.35), sureness(None)
    ('sure', 'likely', 'unsure', '')
    """
    if confidence is None:
        return ""
    return "sure" if confidence >= _SURE else "likely" if confidence >= LIKELY else "unsure"


def _lines(
    incident: DraftIncident, number: int, location: Location, governorates: Mapping[str, str]
) -> list[Line]:
    def line(name: str, label: str, value: str | None, note: str | None = None) -> Line:
        sure = incident.confidence.get(name) if value else None
        marked = bool(incident.spans.get(name))
        if value and not marked and note is None:
            note = _NO_WORDS
        return Line(f"{name}:{number}", label, value or "not stated", sure, note, marked)

    places = ", ".join(place.text for place in incident.places)
    placed = placed_words(location, governorates)
    lies_in = governorates.get(location.governorate_pcode or "")
    if lies_in and incident.governorate not in (None, lies_in):
        placed += f"; that is in {lies_in}"
    found = [
        line("date", "Date", _when(incident.date), _said(incident.date)),
        line("places", "Place", places or None, placed),
        line("governorate", "Governorate", incident.governorate, ""),
    ]
    if incident.route:
        found.append(line("route", "Road", incident.route.text or incident.route.name))
    found += [
        line("event_type", "Type", incident.event_type),
        line("target", "Target", incident.target),
    ]
    for nth, actor in enumerate(incident.actors):
        other = actor.canonical if actor.canonical != actor.mention.text else None
        found.append(
            Line(
                f"actors:{number}-{nth}", "Group", actor.mention.text, actor.confidence,
                f"{actor.mention.role}{f'; taken for {other}' if other else ''}",
            )
        )  # fmt: skip
    for nth, said in enumerate(incident.statements):
        found.append(
            Line(f"statements:{number}-{nth}", "Says so", said.by, said.confidence, said.stance)
        )
    found += [
        line("killed", "Killed", _people(incident.killed)),
        line("wounded", "Wounded", _people(incident.wounded)),
        line("evidence", "Evidence", ", ".join(incident.evidence) or None, ""),
    ]
    return found


def _when(when: DateInterval | None) -> str | None:
    return f"{interval_text(when.start, when.end)}, {_PRECISION[when.prec]}" if when else None


def _said(when: DateInterval | None) -> str:
    return f"“{when.text}”" if when and when.text else ""


def _people(count: CountRange) -> str | None:
    return range_words(count) if count.known else None
