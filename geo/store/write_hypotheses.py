"""Hypotheses of a list; what people decided on one stands against what a list says."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from sqlalchemy import select

from geo.claims.actors import spelling_key
from geo.claims.hypotheses import Hypothesis
from geo.errors import ReadError
from geo.store import schema
from geo.store.edited import Values
from geo.store.hypotheses import evidence_values, key_of, known_rows, next_number
from geo.store.incident_ids import newest
from geo.store.reports import read_spellings
from geo.store.write import Writer

Key = tuple[int, str, int]


def stale_hypotheses(
    writer: Writer, hypotheses: Iterable[Hypothesis], file: str
) -> list[tuple[Hypothesis, bool]]:
    """Hypotheses that the store lacks or holds otherwise, and whether they are new.

    Raises
    ------
    ReadError
        Two names are spellings of one actor.
    """
    known = known_rows(writer.connection)
    ids = _actor_ids(writer)
    stale = []
    for hypothesis in hypotheses:
        actor, other = ids(hypothesis.actor), ids(hypothesis.other)
        if actor is None or other is None:
            stale.append((hypothesis, True))
            continue
        if actor == other:
            raise ReadError(
                f"{file}: {hypothesis.actor!r} and {hypothesis.other!r} stand for one actor in "
                f"the store, which cannot be {hypothesis.kind} itself"
            )
        row = known.get(key_of(actor, hypothesis.kind, other))
        if row is None or row["to_revision"] is not None:
            stale.append((hypothesis, True))
        elif row["decision_id"] is None and not _says_so(row, hypothesis):
            stale.append((hypothesis, False))
    return stale


def put_hypotheses(writer: Writer, hypotheses: Iterable[Hypothesis]) -> None:
    """Make these hold from this revision on; names that are no actor's yet become actors."""
    said = _by_key(writer, list(hypotheses))
    known = known_rows(writer.connection)
    number, first = next_number(writer.connection), writer.next(schema.hypothesis)
    rows: list[Values] = []
    for key, hypothesis in said.items():
        row = known.get(key)
        if row is not None and row["to_revision"] is None:
            writer.close(schema.hypothesis, [row["id"]])
        rows.append(
            {
                "id": first + len(rows),
                "number": number if row is None else row["number"],
                **dict(zip(("actor_id", "kind", "other_id"), key, strict=True)),
                "confidence": hypothesis.confidence.value,
                "evidence": evidence_values(hypothesis.evidence),
                "withdrawn": False,
                **writer.open(),
            }
        )
        number += row is None
    writer.add(schema.hypothesis, rows)


def _says_so(row: Values, hypothesis: Hypothesis) -> bool:
    """Whether the store holds the hypothesis just as the list does."""
    evidence = evidence_values(hypothesis.evidence)
    return (row["confidence"], row["evidence"]) == (hypothesis.confidence.value, evidence)


def _by_key(writer: Writer, hypotheses: list[Hypothesis]) -> dict[Key, Hypothesis]:
    """Hypotheses by what they are about, the last one of each; makes the actors that lack."""
    ids = _actor_ids(writer)
    names = dict.fromkeys(name for one in hypotheses for name in (one.actor, one.other))
    missing = [name for name in names if ids(name) is None]
    made = writer.named(schema.actor, missing)
    first = writer.next(schema.alias)
    aliases = [
        {"id": first + index, "actor_id": made[name], "text": name, "doubtful": False}
        for index, name in enumerate(missing)
    ]
    writer.add(schema.alias, [alias | writer.open() for alias in aliases])
    return {
        key_of(ids(one.actor) or made[one.actor], one.kind, ids(one.other) or made[one.other]): one
        for one in hypotheses
    }


def _actor_ids(writer: Writer) -> Callable[[str], int | None]:
    """What gives the id of the actor that a name or spelling stands for now, if there is one."""
    actor, alias = schema.actor.c, schema.alias.c
    query = (
        select(actor.name, actor.id)
        .join_from(schema.actor, schema.alias)
        .where(alias.to_revision.is_(None), alias.withdrawn.is_(False))
    )
    ids = {row.name: row.id for row in writer.connection.execute(query)}
    spellings = read_spellings(writer.connection, newest(writer.connection))

    def find(name: str) -> int | None:
        return ids.get(name) or ids.get(spellings.get(spelling_key(name), ""))

    return find
