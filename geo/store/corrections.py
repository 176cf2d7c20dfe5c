"""Corrections of place words: decisions that are only ever appended, and what they move.

A decision of kind "correct" places some words, one of kind "undo" takes back the correction in
force for them; what held before then holds again. Each is one revision, in which the reports of
the store with these words get their new places. See ``geo.store.decisions`` for all the others.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import ColumnElement, Connection, Engine, or_, select

from geo.errors import DecisionError
from geo.model import Form, Location
from geo.places.corrections import Correction, Corrections, clean_words, correction_key
from geo.store import schema
from geo.store.current import current_rows
from geo.store.decisions import Act, append, engine_of, read_decisions
from geo.store.engine import reading, sqlite_path, writing
from geo.store.entries import PLACE_WORDS, DecisionEntry, Kind, Outcome
from geo.store.records import location, location_values
from geo.store.write import Writer

if TYPE_CHECKING:
    from geo.places.corrections import Locator

_COLUMNS: Final = ("place_text", "town_or_base", "route_text", "admin1_text")
"""What a report's place may be read from."""


@dataclass(frozen=True, slots=True)
class CorrectionEntry:
    """A decision on place words, for a reader.

    ``words`` as the author had them; ``location`` what holds since, ``None`` for the geocoder's
    own answer; ``in_force``: no later decision has taken its place.
    """

    decision: DecisionEntry
    words: str
    location: Location | None
    in_force: bool

    def __str__(self) -> str:
        made = self.decision
        where = "as the geocoder has it" if self.location is None else where_words(self.location)
        state = "in force" if self.in_force else "not in force"
        return (
            f"{made.id}\trevision {made.revision}\t{made.decided_at:%Y-%m-%d %H:%M} UTC\t"
            f"{made.author}\t{made.kind}\t{self.words}\t{where}\t{made.reason}\t{state}"
        )


def in_force(decisions: Iterable[DecisionEntry]) -> dict[str, list[DecisionEntry]]:
    """The corrections that hold, by key: the last of each list does, those before it held earlier.

    Parameters
    ----------
    decisions : on place words, in the order of their ids.
    """
    held: dict[str, list[DecisionEntry]] = {}
    for decision in decisions:
        stack = held.setdefault(correction_key(_words(decision)), [])
        if decision.kind == Kind.CORRECT:
            stack.append(decision)
        elif stack and stack[-1].id == decision.before["decision"]:
            stack.pop()
    return {key: stack for key, stack in held.items() if stack}


def _words(decision: DecisionEntry) -> str:
    return str((decision.after if decision.kind == Kind.CORRECT else decision.before)["words"])


def read_corrections(store: str | Engine, revision: int | None = None) -> Corrections:
    """The corrections in force at a revision, ``None`` for the newest.

    A store that does not exist has none, and is not made by asking.
    """
    if isinstance(store, str) and (path := sqlite_path(store)) is not None and not path.exists():
        return Corrections()
    with reading(engine_of(store)) as connection:
        return corrections_at(connection, revision)


def corrections_at(connection: Connection, revision: int | None = None) -> Corrections:
    """As ``read_corrections``, in an open transaction."""
    held = in_force(_decisions(connection, revision))
    return Corrections(
        Correction(_words(top), location(top.after["location"]), top.author, top.id)
        for top in (stack[-1] for stack in held.values())
    )


def correction_history(store: str | Engine, revision: int | None = None) -> list[CorrectionEntry]:
    """Every decision on place words up to a revision, the newest first."""
    with reading(engine_of(store)) as connection:
        decisions = _decisions(connection, revision)
    holding = {stack[-1].id for stack in in_force(decisions).values()}
    return [
        CorrectionEntry(
            decision,
            _words(decision),
            location(decision.after["location"]) if decision.after else None,
            decision.id in holding,
        )
        for decision in reversed(decisions)
    ]


def correct(
    store: str | Engine,
    words: str,
    place: Location,
    author: str,
    reason: str,
    geocoder: Locator,
) -> Outcome:
    """Place some words from now on.

    Parameters
    ----------
    place : as ``geo.places.corrections`` makes it.
    geocoder : what would place the words, and places the reports, without corrections.

    Raises
    ------
    DecisionError
        Words, author or reason are missing or too long, or the words are placed so already.
    StoreError
        The store cannot be written; it is as it was.
    """
    words, act = clean_words(words), Act(author, reason)
    with writing(engine_of(store)) as connection:
        held = corrections_at(connection).find(words)
        if held is not None and held.location == place:
            raise DecisionError(
                f"these words are placed so already, by decision {held.decision} of {held.author}"
            )
        before = _values(held, words, geocoder)
        after = {"words": words, "location": location_values(place)}
        summary = f"“{_short(words)}”: {where_words(place)}"
        return _decide(connection, Kind.CORRECT, act, before, after, summary, geocoder)


def undo(
    store: str | Engine, decision: int, author: str, reason: str, geocoder: Locator
) -> Outcome:
    """Take a correction back; what held before it holds again.

    Raises
    ------
    DecisionError
        There is no such correction, or it is not in force any more.
    StoreError
        The store cannot be written; it is as it was.
    """
    act = Act(author, reason)
    with writing(engine_of(store)) as connection:
        stacks = in_force(_decisions(connection)).values()
        stack = next((s for s in stacks if s[-1].id == decision), None)
        if stack is None:
            raise DecisionError(
                f"decision {decision} is no correction in force; it was undone or replaced"
            )
        top = stack[-1]
        before = {**top.after, "decision": top.id}
        after = {**stack[-2].after, "decision": stack[-2].id} if len(stack) > 1 else None
        summary = f"“{_short(_words(top))}”: decision {decision} undone"
        return _decide(connection, Kind.UNDO, act, before, after, summary, geocoder)


def _values(held: Correction | None, words: str, geocoder: Locator) -> dict[str, Any]:
    """Where the words were until now."""
    if held is not None:
        same = {"words": held.words, "location": location_values(held.location)}
        return {**same, "decision": held.decision}
    return {"words": words, "location": location_values(geocoder.locate(words))}


def _decide(
    connection: Connection,
    kind: Kind,
    act: Act,
    before: dict[str, Any],
    after: dict[str, Any] | None,
    summary: str,
    geocoder: Locator,
) -> Outcome:
    """Append the decision as a revision, and move the reports that it concerns."""
    key = correction_key(before["words"])
    subjects = [(PLACE_WORDS, key)]
    writer, number = append(connection, act, kind, subjects, before, after, summary, "correction")
    return Outcome(number, writer.revision, key, _move(writer, key, geocoder))


def _move(writer: Writer, key: str, geocoder: Locator) -> int:
    """Place the current reports with these words anew; those that an editor placed stay."""
    from geo.places.corrections import Corrected
    from geo.places.place import place_reports

    condition = _with_words(writer.connection, key)
    if condition is None:
        return 0
    rows = current_rows(writer.connection, condition)
    corrected = Corrected(geocoder, corrections_at(writer.connection))
    places = place_reports([row for _, row in rows], corrected)
    wanted = {sha: place for (sha, _), place in zip(rows, places, strict=True)}
    table, report = schema.location, schema.report
    held = (
        writer.connection.execute(
            select(table, report.c.content_sha256)
            .join_from(table, report)
            .where(
                table.c.to_revision.is_(None),
                table.c.decision_id.is_(None),
                report.c.to_revision.is_(None),
                condition,
            )
        )
        .mappings()
        .all()
    )
    moved = [row for row in held if location({**row}) != wanted[row["content_sha256"]]]
    writer.close(table, [row["id"] for row in moved])
    writer.add_locations((row["report_pk"], wanted[row["content_sha256"]]) for row in moved)
    return len(moved)


def _with_words(connection: Connection, key: str) -> ColumnElement[bool] | None:
    """Condition on ``schema.report``: current, and read from these words; ``None``: no report."""
    table = schema.report.c
    parts = []
    for name in _COLUMNS:
        column = table[name]
        query = select(column).where(table.to_revision.is_(None), column.is_not(None)).distinct()
        texts = [text for text in connection.scalars(query) if correction_key(text) == key]
        if texts:
            parts.append(column.in_(texts))
    return or_(*parts) if parts else None


def _decisions(connection: Connection, revision: int | None = None) -> list[DecisionEntry]:
    return read_decisions(connection, revision=revision, subject_type=PLACE_WORDS)


def _short(words: str) -> str:
    return words if len(words) <= 80 else words[:79] + "…"


def where_words(place: Location) -> str:
    """A location in a few words, for the history."""
    if place.form is Form.UNPLACED or place.lat is None or place.lon is None:
        return "names no place"
    name = f"{place.place}, " if place.place else ""
    if place.form in (Form.DISTRICT, Form.GOVERNORATE):
        return f"{name}{place.form}"
    if place.form is Form.STRETCH:
        km = place.from_km is not None and place.to_km is not None
        where = f"km {place.from_km:,.0f} to {place.to_km:,.0f}" if km else "a stretch of road"
        return f"{name}{where}"
    return f"{name}{place.lat:.4f}, {place.lon:.4f}"
