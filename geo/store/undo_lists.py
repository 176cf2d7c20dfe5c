"""What a load brought beside reports, taken back: facts of outlets, spellings, hypotheses."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from sqlalchemy import Connection, Table, or_, select

from geo.errors import DecisionError
from geo.store import schema
from geo.store.decisions import read_decisions, undone
from geo.store.edited import Values
from geo.store.write import Writer

_KEYS: Final = (
    (schema.outlet_fact, ("outlet_id",)),
    (schema.alias, ("actor_id", "text")),
    (schema.hypothesis, ("number",)),
)


def take_back_lists(writer: Writer, revision: int, load: str) -> None:
    """End what the load of a revision brought; what it replaced holds again.

    The facts of a new outlet stay while reports of other loads name it.

    Parameters
    ----------
    load : what messages call it.

    Raises
    ------
    DecisionError
        Something that it brought was changed since, or is named by a hypothesis.
    """
    _refuse_orphans(writer.connection, revision, load)
    taken_back = _taken_back(writer.connection)
    for table, keys in _KEYS:
        made = _rows(writer.connection, table, revision, "from_revision")
        replaced = {
            _key(row, keys): row for row in _rows(writer.connection, table, revision, "to_revision")
        }
        stays = _needed(writer.connection) if table is schema.outlet_fact else _nothing
        ending, back = [], []
        for row in made:
            former = replaced.get(_key(row, keys))
            if former is None and stays(row):
                continue
            now = _now(writer.connection, table, keys, row, taken_back)
            if now["to_revision"] is not None:
                _refuse(writer.connection, now["to_revision"], load, table)
            ending.append(now["id"])
            if former is not None:
                back.append(former)
        writer.close(table, ending)
        first = writer.next(table)
        writer.add(
            table, [{**row, "id": first + at, **writer.open()} for at, row in enumerate(back)]
        )


def _rows(connection: Connection, table: Table, revision: int, column: str) -> list[Values]:
    found = connection.execute(select(table).where(table.c[column] == revision)).mappings()
    return [{**row} for row in found]


def _key(row: Values, keys: tuple[str, ...]) -> tuple[object, ...]:
    return tuple(row[name] for name in keys)


def _taken_back(connection: Connection) -> dict[int, int]:
    """Revisions of loads and decisions that were taken back -> the revision that did it."""
    decisions = read_decisions(connection)
    at = {one.id: one.revision for one in decisions}
    table = schema.load.c
    undone_loads = connection.execute(
        select(table.revision, table.undone_by).where(table.undone_by.is_not(None))
    )
    return {row.revision: at[row.undone_by] for row in undone_loads} | {
        at[made]: at[by] for made, by in undone(decisions).items()
    }


def _now(
    connection: Connection,
    table: Table,
    keys: tuple[str, ...],
    row: Values,
    taken_back: dict[int, int],
) -> Values:
    """The version that a version came back as, where what had ended it was taken back."""
    while (by := taken_back.get(row["to_revision"])) is not None:
        same = [table.c[name] == row[name] for name in keys]
        query = select(table).where(table.c.from_revision == by, *same)
        back = connection.execute(query).mappings().one_or_none()
        if back is None:
            break
        row = {**back}
    return row


def _nothing(_row: Values) -> bool:
    return False


def _needed(connection: Connection) -> Callable[[Values], bool]:
    """Tells whether reports that hold now name the outlet of a fact."""
    report = schema.report.c

    def needed(row: Values) -> bool:
        query = select(report.id).where(
            report.outlet_id == row["outlet_id"], report.to_revision.is_(None)
        )
        return connection.scalar(query.limit(1)) is not None

    return needed


def _refuse(connection: Connection, revision: int, load: str, table: Table) -> None:
    what = {"outlet_fact": "an outlet", "alias": "a spelling", "hypothesis": "a hypothesis"}
    made = connection.execute(
        select(schema.revision).where(schema.revision.c.number == revision)
    ).one()
    raise DecisionError(
        f"{load} brought {what[table.name]} that revision {revision} of {made.author} "
        f"({made.summary}) changed since; take that back first"
    )


def _refuse_orphans(connection: Connection, revision: int, load: str) -> None:
    """Take no actor away that other hypotheses name."""
    alias, held = schema.alias.c, schema.hypothesis.c
    mine = select(alias.actor_id).where(alias.from_revision == revision)
    others = select(alias.actor_id).where(
        alias.from_revision != revision, alias.to_revision.is_(None)
    )
    leaving = [*connection.scalars(mine.where(alias.actor_id.not_in(others)).distinct())]
    query = select(held.number).where(
        held.to_revision.is_(None),
        held.withdrawn.is_(False),
        held.from_revision != revision,
        or_(held.actor_id.in_(leaving), held.other_id.in_(leaving)),
    )
    number = connection.scalar(query.limit(1)) if leaving else None
    if number is not None:
        raise DecisionError(
            f"hypothesis {number} names a group that {load} brought; withdraw that one first"
        )
