"""What the reports of an incident agree on, in words: lines for a page to draw."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isinf
from typing import Final

import numpy as np

from geo.claims.agreement import Aspect, Named, Relation, Topic, Value, Verdict
from geo.claims.origins import CLAIMANT
from geo.model import CountRange, Form, Location, Stance
from geo.store.entries import IncidentDetail, ReportDetail
from geo.view.palette import FORM_STYLES
from geo.view.table import date_text, range_text, row_text
from geo.view.words import LETTERS, counted, interval_text, listed, range_words

TITLES: Final[Mapping[Topic, str]] = {
    Topic.STANCE: "Stance",
    Topic.DATE: "Date",
    Topic.PLACE: "Place",
    Topic.GROUP: "Group, as meant",
    Topic.TYPE: "Type",
    Topic.TARGET: "Target",
    Topic.KILLED: "Killed",
    Topic.WOUNDED: "Wounded",
    Topic.DAMAGE: "Damage",
}

_STANCES: Final = {
    Stance.CLAIMS: "claim it",
    Stance.CONFIRMS: "confirm it",
    Stance.REPORTS: "report it",
    Stance.DOUBTS: "doubt it",
    Stance.DENIES: "deny it",
    Stance.WITHDRAWS: "withdrew",
}


@dataclass(frozen=True, slots=True)
class Given:
    """A value for a reader; no text is escaped.

    Attributes
    ----------
    text, detail : the value, and how exactly or by whom it is meant.
    letter : of a claimed place, else "".
    relation : how it stands to the leading value, in words; "" for that one itself.
    contradicts : whether it cannot be true beside the leading one.
    against : letters of the places that it contradicts, where it fits the leading one.
    written : as the reports spell or word it, where that is not the text itself.
    reports, outlets, origins : who gives it.
    """

    text: str
    detail: str
    letter: str
    relation: str
    contradicts: bool
    against: str
    written: tuple[str, ...]
    reports: tuple[str, ...]
    outlets: tuple[str, ...]
    origins: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """An aspect for a reader.

    ``taken``: what the incident goes by, "" where that is no more than the leading value.
    ``notes``: what else to know (how far apart, which origins were told differently).
    """

    topic: Topic
    title: str
    verdict: Verdict
    says: str
    stated: int
    silent: int
    values: tuple[Given, ...]
    taken: str
    notes: tuple[str, ...]


def lines(detail: IncidentDetail, aspects: Sequence[Aspect]) -> list[Line]:
    """The aspects of an incident as lines of a table.

    Parameters
    ----------
    aspects : of its reports, as ``geo.claims.agreement.agreement`` gives them.
    """
    by_id = {report.id: report for report in detail.reports}
    return [_line(detail, aspect, by_id) for aspect in aspects]


def _line(detail: IncidentDetail, aspect: Aspect, by_id: Mapping[str, ReportDetail]) -> Line:
    values = aspect.values
    if aspect.topic is Topic.STANCE:
        values = tuple(sorted(values, key=lambda value: list(Stance).index(value.what)))  # type: ignore[arg-type]
    given = tuple(_given(aspect.topic, at, value, by_id) for at, value in enumerate(values))
    stated = len(by_id) - len(aspect.silent)
    return Line(
        aspect.topic,
        TITLES[aspect.topic],
        aspect.verdict,
        _says(aspect),
        stated,
        len(aspect.silent),
        given,
        _taken(detail, aspect.topic),
        _notes(aspect),
    )


def _says(aspect: Aspect) -> str:
    """The verdict in words, with how far apart."""
    match aspect.verdict:
        case Verdict.SILENT:
            return "no report says"
        case Verdict.ONE:
            return "one origin says"
        case Verdict.AGREE:
            return "agree"
        case Verdict.FIT:
            if aspect.topic is Topic.STANCE:
                return "nobody objects"
            return "fit, told more or less exactly"
        case Verdict.WORDS:
            return f"worded {len(aspect.values)} ways"
        case Verdict.CONTRADICT:
            return f"contradict{_measure(aspect.topic, aspect.apart, ': ')}"


def _measure(topic: Topic, apart: float, before: str = "") -> str:
    """How far apart two values are, in words; "" where there is no measure."""
    if isinf(apart) or apart <= 0:
        return ""
    match topic:
        case Topic.PLACE:
            return f"{before}{apart:,.0f} km apart"
        case Topic.DATE:
            return f"{before}{counted(round(apart), 'day')} apart"
        case Topic.KILLED | Topic.WOUNDED:
            return f"{before}{apart:,.0f} apart"
        case _:
            return ""


def _notes(aspect: Aspect) -> tuple[str, ...]:
    if not aspect.torn or aspect.topic is Topic.STANCE:
        return ()
    names = listed([origin_name(origin) for origin in aspect.torn])
    return (f"{names}: told differently by those who pass it on",)


def origin_name(origin: str) -> str:
    """An origin for a reader, with a capital."""
    return origin[:1].upper() + origin[1:]


def _given(topic: Topic, at: int, value: Value, by_id: Mapping[str, ReportDetail]) -> Given:
    tellers = [by_id[key] for key in value.reports]
    text, detail = _words(value, tellers)
    return Given(
        text=text,
        detail=detail,
        letter=LETTERS[at] if topic is Topic.PLACE and at < len(LETTERS) else "",
        relation=_relation(topic, value),
        contradicts=value.relation is Relation.CONTRADICTS,
        against=_against(topic, value),
        written=tuple(words for words in value.written if words != text),
        reports=value.reports,
        outlets=value.outlets,
        origins=tuple(origin_name(origin) for origin in value.origins if origin != CLAIMANT)
        + tuple("The claimant" for origin in value.origins if origin == CLAIMANT),
    )


def _words(value: Value, tellers: Sequence[ReportDetail]) -> tuple[str, str]:
    """A value in words, and what to add."""
    match value.what:
        case Stance() as stance:
            return _STANCES[stance], ""
        case (start, end):
            return interval_text(start, end), ""
        case Location() as place:
            return place_words(place, [told.location for told in tellers])
        case Named(actor, part):
            return actor, _part(actor, part, tellers)
        case CountRange() as count:
            return range_words(count), ""
        case text:
            return str(text), ""


def place_words(place: Location, told: Sequence[Location] = ()) -> tuple[str, str]:
    """A location's names ("النجمي / Al-Najmi"), and how exactly it is known.

    Parameters
    ----------
    told : locations that are the same place, for its other names.
    """
    if place.form is Form.UNPLACED:
        return "not placed", ""
    names = dict.fromkeys(one.place for one in (place, *told) if one.place)
    exactly = FORM_STYLES[place.form].phrase
    if place.form is Form.DISC and place.uncertainty_m:
        exactly = f"within {place.uncertainty_m / 1000:,.0f} km"
    return " / ".join(list(names)[:3]) or "unnamed place", exactly


def _part(actor: str, part: str, tellers: Sequence[ReportDetail]) -> str:
    """What the reports say of a group, most said first."""
    roles = [
        mention.role
        for told in tellers
        for mention, meant in zip(told.row.actors, told.meant, strict=True)
        if meant == actor and (mention.role == "denied") == (part == "denies it")
    ]
    ranked = sorted(set(roles), key=lambda role: (-roles.count(role), role))
    return ", ".join(f"{role} ×{roles.count(role)}" for role in ranked)


def _relation(topic: Topic, value: Value) -> str:
    match value.relation:
        case Relation.CONTRADICTS if topic is not Topic.STANCE:
            return _measure(topic, value.apart).replace(" apart", " off") or "contradicts"
        case Relation.FINER:
            return "fits, more exact"
        case Relation.COARSER:
            return "fits, less exact"
        case Relation.FITS if topic is not Topic.STANCE:
            return "fits"
        case _:
            return ""


def _against(topic: Topic, value: Value) -> str:
    if topic is not Topic.PLACE or value.relation is Relation.CONTRADICTS:
        return ""
    return listed([LETTERS[at] for at in value.against if 0 < at < len(LETTERS)])


def _taken(detail: IncidentDetail, topic: Topic) -> str:
    """What the incident goes by, see ``geo.claims.merge`` and ``where``."""
    snapshot = detail.snapshot
    match topic:
        case Topic.DATE:
            return date_text(snapshot, 0)
        case Topic.PLACE:
            text = row_text(snapshot, 0)
            return text["place"] or text["governorate"]
        case Topic.TYPE:
            return row_text(snapshot, 0)["type"]
        case Topic.KILLED:
            return range_text(float(snapshot.killed_low[0]), float(snapshot.killed_high[0]))
        case Topic.WOUNDED:
            return range_text(float(snapshot.wounded_low[0]), float(snapshot.wounded_high[0]))
        case Topic.TARGET if (code := int(np.asarray(snapshot.target)[0])) >= 0:
            return snapshot.vocab.targets[code]
        case _:
            return ""
