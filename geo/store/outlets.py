"""Decisions on outlets: the Admiralty grade of a source, A to F."""

from __future__ import annotations

from sqlalchemy import Engine, select

from geo.claims.grade import SOURCE_GRADES
from geo.errors import DecisionError, NotFoundError
from geo.store import schema
from geo.store.decisions import Act, decide, engine_of
from geo.store.edited import OUTLET_GRADE, Change
from geo.store.engine import reading, writing
from geo.store.entries import OUTLET, GradeEntry, Kind, Outcome
from geo.store.incident_ids import newest
from geo.store.reports import valid_at


def grade_outlet(store: str | Engine, name: str, grade: str | None, act: Act) -> Outcome:
    """Set the grade of an outlet; ``None`` takes it away.

    A later list of outlets does not change it.

    Raises
    ------
    DecisionError
        There is no such grade, it holds already, or the outlet was changed after
        ``act.seen_revision``.
    NotFoundError
        There is no such outlet.
    StoreError
        The store cannot be written; it is as it was.
    """
    if grade is not None and grade not in SOURCE_GRADES:
        raise DecisionError(f"{grade!r} is no grade of a source; these are A to F")
    with writing(engine_of(store)) as connection:
        outlet = schema.outlet.c
        outlet_id = connection.scalar(select(outlet.id).where(outlet.name == name))
        if outlet_id is None:
            raise NotFoundError(f"there is no outlet {name!r}")
        row = OUTLET_GRADE.current(connection, {"outlet_id": outlet_id})
        how = f"graded {grade}" if grade else "without a grade"
        if grade == (row["grade"] if row else None):
            raise DecisionError(f"{name} is {how} already")
        change = Change(OUTLET_GRADE, {"outlet_id": outlet_id}, {"grade": grade})
        return decide(
            connection, act, Kind.GRADE_OUTLET, [(OUTLET, name)], [change], f"{name} {how}"
        )


def outlet_grades(store: str | Engine, revision: int | None = None) -> dict[str, GradeEntry]:
    """Grades that editors set, by outlet, at a revision (``None``: the newest).

    The grade itself, whoever set it, is in the snapshot's ``OutletEntry``.
    """
    with reading(engine_of(store)) as connection:
        at = newest(connection) if revision is None else revision
        fact, made = schema.outlet_fact, schema.decision.c
        query = (
            select(
                *(schema.outlet.c.name, fact.c.grade, made.author, made.decided_at),
                *(made.reason, made.id),
            )
            .join_from(fact, schema.decision)
            .join(schema.outlet)
            .where(valid_at(fact, at))
            .order_by(schema.outlet.c.name)
        )
        return {name: GradeEntry(*rest) for name, *rest in connection.execute(query)}


def outlet_bases(store: str | Engine, revision: int) -> dict[str, str]:
    """On what the country and type of an outlet rest, by its name, where a list says so."""
    fact = schema.outlet_fact
    query = (
        select(schema.outlet.c.name, fact.c.basis)
        .join_from(schema.outlet, fact)
        .where(valid_at(fact, revision), fact.c.basis.is_not(None))
    )
    with reading(engine_of(store)) as connection:
        return {row.name: row.basis for row in connection.execute(query)}
