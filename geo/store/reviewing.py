"""What people do with drafts: edit, accept into the atlas, reject; each kept with who and why.

A draft that was decided on is so for good until the decision is taken back
(``geo.store.undo``); then it waits again as it was.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Final

from sqlalchemy import Connection, Engine, select, update

from geo.errors import DecisionError, NotFoundError
from geo.model import ReportRow
from geo.store import schema
from geo.store.adding import Addition, ComesFrom, add_reports, place_ahead
from geo.store.decisions import Act, append, engine_of, find_decision, tidy
from geo.store.drafts import Draft, DraftState, entry, find_draft
from geo.store.engine import reading, writing
from geo.store.entries import DRAFT, Kind, Outcome
from geo.store.placing import Placer
from geo.store.row_json import row_json

_CHUNK: Final = 500


def edit_draft(
    store: str | Engine, number: int, row: ReportRow, author: str, seen: int | None = None
) -> Draft:
    """Give a draft other values; what was proposed at first is kept beside them.

    Parameters
    ----------
    row : its data set, key and incident key stay those of the draft.
    seen : ``Draft.edits`` as the author saw it; ``None``: whatever it is now.

    Raises
    ------
    DecisionError
        It was decided on or edited meanwhile, the author is missing, or the row is another one.
    NotFoundError
        There is no such draft.
    StoreError
        The store cannot be written; it is as it was.
    """
    who = tidy(author)
    if not who:
        raise DecisionError("an edit needs the name of who makes it")
    with writing(engine_of(store)) as connection:
        held = find_draft(connection, number)
        _refuse_decided(connection, held)
        _refuse_edited(held, seen)
        if _named(row) != _named(held.row):
            raise DecisionError(f"draft {number} is another report than {row.key}")
        if row == held.row:
            return held
        first = held.proposed or held.row
        table = schema.draft
        connection.execute(
            update(table)
            .where(table.c.id == number)
            .values(
                row=row_json(row), proposed=row_json(first), edits=held.edits + 1,
                edited_by=who, edited_at=datetime.now(UTC),
            )
        )  # fmt: skip
        return find_draft(connection, number)


def accept(
    store: str | Engine,
    placer: Placer,
    number: int,
    incident: str | None,
    act: Act,
    seen: int | None = None,
) -> Outcome:
    """Make a draft a report of the atlas; ``Outcome.subject`` is the incident it is in.

    Parameters
    ----------
    incident : that it is about; ``None``: the one to which an earlier draft of the same incident
        key went, else a new one.
    seen : ``Draft.edits`` as the author saw it; ``None``: whatever it is now.

    Raises
    ------
    DecisionError
        Somebody decided on it or edited it meanwhile (the message names who), the atlas has the
        report already, or the incident was merged into another.
    NotFoundError
        There is no such draft or incident.
    StoreError
        The store cannot be written; it is as it was.
    """
    return _accept(store, placer, [number], incident, act, seen)


def accept_all(store: str | Engine, placer: Placer, numbers: Iterable[int], act: Act) -> Outcome:
    """Accept many drafts in one decision, or none of them; ``moved`` counts them.

    Raises as ``accept``.
    """
    return _accept(store, placer, list(dict.fromkeys(numbers)), None, act, None)


def reject(store: str | Engine, numbers: Iterable[int], act: Act) -> Outcome:
    """Decide that drafts are not taken, in one decision; ``moved`` counts them.

    Raises
    ------
    DecisionError
        None is named, or somebody decided on one meanwhile.
    NotFoundError
        There is no such draft.
    StoreError
        The store cannot be written; it is as it was.
    """
    chosen = list(dict.fromkeys(numbers))
    with writing(engine_of(store)) as connection:
        held = _open(connection, chosen)
        what = f"Draft {chosen[0]}" if len(chosen) == 1 else f"{len(chosen):,} drafts"
        writer, decision = append(
            connection,
            act,
            Kind.REJECT,
            [(DRAFT, str(number)) for number in chosen],
            {"records": []},
            {"records": []},
            f"{what} of {_sources(held)} rejected",
        )
        _close(connection, chosen, DraftState.REJECTED, decision)
    return Outcome(decision, writer.revision, str(chosen[0]), len(chosen))


def reopen(connection: Connection, decision: int) -> int:
    """Let the drafts of a decision wait again, when it is taken back; how many."""
    table = schema.draft
    done = connection.execute(
        update(table)
        .where(table.c.decision_id == decision)
        .values(state=DraftState.OPEN.value, decision_id=None)
    )
    return done.rowcount


def _accept(
    store: str | Engine,
    placer: Placer,
    chosen: Sequence[int],
    incident: str | None,
    act: Act,
    seen: int | None,
) -> Outcome:
    engine = engine_of(store)
    with reading(engine) as connection:
        held = _open(connection, chosen)
    place_ahead(engine, placer, [one.row for one in held])
    with writing(engine) as connection:
        held = _open(connection, chosen)
        for one in held:
            _refuse_edited(one, seen)
        additions = [Addition(one.row, incident, _comes_from(connection, one)) for one in held]
        subjects = [(DRAFT, str(one.id)) for one in held]
        outcome = add_reports(connection, placer, act, Kind.ACCEPT, additions, subjects)
        _close(connection, chosen, DraftState.ACCEPTED, outcome.decision)
    return outcome


def _open(connection: Connection, chosen: Sequence[int]) -> list[Draft]:
    """The drafts, in this order, all of them open."""
    if not chosen:
        raise DecisionError("name the drafts to decide on")
    table = schema.draft
    found: dict[int, Draft] = {}
    for first in range(0, len(chosen), _CHUNK):
        query = select(table).where(table.c.id.in_(chosen[first : first + _CHUNK]))
        for row in connection.execute(query).mappings():
            found[row["id"]] = entry({**row})
    for number in chosen:
        if number not in found:
            raise NotFoundError(f"there is no draft {number}")
        _refuse_decided(connection, found[number])
    return [found[number] for number in chosen]


def _refuse_decided(connection: Connection, held: Draft) -> None:
    if held.state is DraftState.OPEN:
        return
    made = find_decision(connection, held.decision or 0)
    raise DecisionError(
        f"draft {held.id} was {held.state} by {made.author} on {made.decided_at:%d %b %Y %H:%M} "
        f"UTC, decision {made.id} ({made.reason})"
    )


def _refuse_edited(held: Draft, seen: int | None) -> None:
    if seen is not None and held.edits != seen:
        raise DecisionError(
            f"draft {held.id} was edited by {held.edited_by} meanwhile; look at it again"
        )


def _close(connection: Connection, chosen: Sequence[int], state: DraftState, decision: int) -> None:
    table = schema.draft
    for first in range(0, len(chosen), _CHUNK):
        these = table.c.id.in_(chosen[first : first + _CHUNK])
        connection.execute(
            update(table).where(these).values(state=state.value, decision_id=decision)
        )


def _comes_from(connection: Connection, one: Draft) -> ComesFrom:
    """The article or the file of a draft."""
    if one.article is None:
        return ComesFrom("reviewed file", one.source, "")
    table = schema.article.c
    sha256 = connection.scalar(select(table.sha256).where(table.id == one.article))
    published = one.row.published.start.isoformat() if one.row.published else "no day"
    return ComesFrom("article", f"{one.source}, {published}", sha256 or "")


def _sources(held: Sequence[Draft]) -> str:
    """The outlets and files of the drafts, in a few words."""
    names = list(dict.fromkeys(one.source for one in held))
    return names[0] if len(names) == 1 else f"{len(names):,} sources"


def _named(row: ReportRow) -> tuple[str, str, str]:
    return row.dataset, row.key, row.incident_key
