"""Saved mappings: which column of a table holds what, under a name that people give."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from sqlalchemy import Engine, delete, select, update

from geo.errors import DecisionError, NotFoundError
from geo.read import ColumnMapping
from geo.store import schema
from geo.store.decisions import MOST_AUTHOR, engine_of, tidy
from geo.store.engine import reading, writing
from geo.store.write import Writer

MOST_NAME: Final = 80


@dataclass(frozen=True, slots=True)
class SavedMapping:
    """A mapping with its name, and who saved it when."""

    name: str
    mapping: ColumnMapping
    saved_at: datetime
    author: str

    def fits(self, columns: Iterable[str]) -> bool:
        """Whether a table with these columns has all that the mapping names."""
        return {column for _, column in self.mapping.columns} <= set(columns)


def save_mapping(store: str | Engine, name: str, mapping: ColumnMapping, author: str) -> None:
    """Save a mapping; one of the same name is replaced.

    Raises
    ------
    DecisionError
        The name or the author is missing or too long.
    StoreError
        The store cannot be written.
    """
    name, author = _name(name), tidy(author)
    if not author or len(author) > MOST_AUTHOR:
        raise DecisionError(f"a mapping needs the name of who saves it, of {MOST_AUTHOR} at most")
    table = schema.mapping
    now = datetime.now(UTC)
    values = {"mapping": json.loads(mapping.to_json()), "saved_at": now, "author": author}
    with writing(engine_of(store)) as connection:
        known = connection.scalar(select(table.c.id).where(table.c.name == name))
        if known is None:
            writer = Writer(connection, author, now)
            writer.add(table, [{"id": writer.next(table), "name": name, **values}])
        else:
            connection.execute(update(table).where(table.c.id == known).values(**values))


def saved_mappings(store: str | Engine) -> list[SavedMapping]:
    """All saved mappings, by name."""
    table = schema.mapping
    with reading(engine_of(store)) as connection:
        found = connection.execute(select(table).order_by(table.c.name)).all()
    return [
        SavedMapping(
            row.name, ColumnMapping.from_json(json.dumps(row.mapping)), row.saved_at, row.author
        )
        for row in found
    ]


def find_mapping(store: str | Engine, name: str) -> ColumnMapping:
    """The mapping saved under a name.

    Raises
    ------
    NotFoundError
        There is none; the message lists those that there are.
    """
    saved = saved_mappings(store)
    for one in saved:
        if one.name == tidy(name):
            return one.mapping
    known = ", ".join(one.name for one in saved) or "none"
    raise NotFoundError(f"there is no saved mapping {name!r}; saved are: {known}")


def rename_mapping(store: str | Engine, name: str, new: str) -> None:
    """Give a saved mapping another name.

    Raises
    ------
    DecisionError
        The new name is missing, too long, or another mapping's.
    NotFoundError
        There is no mapping of the old name.
    """
    new = _name(new)
    table = schema.mapping
    with writing(engine_of(store)) as connection:
        if new != name and connection.scalar(select(table.c.id).where(table.c.name == new)):
            raise DecisionError(f"there is a mapping {new!r} already")
        done = connection.execute(update(table).where(table.c.name == name).values(name=new))
        if not done.rowcount:
            raise NotFoundError(f"there is no saved mapping {name!r}")


def delete_mapping(store: str | Engine, name: str) -> None:
    """Forget a saved mapping; raises ``NotFoundError`` when there is none of that name."""
    table = schema.mapping
    with writing(engine_of(store)) as connection:
        if not connection.execute(delete(table).where(table.c.name == name)).rowcount:
            raise NotFoundError(f"there is no saved mapping {name!r}")


def best_fit(saved: Sequence[SavedMapping], columns: Sequence[str]) -> SavedMapping | None:
    """The saved mapping that names most of a table's columns, all of which are there."""
    fitting = [one for one in saved if one.fits(columns)]
    return max(fitting, key=lambda one: (len(one.mapping.columns), one.saved_at), default=None)


def _name(text: str) -> str:
    name = tidy(text)
    if not name or len(name) > MOST_NAME:
        raise DecisionError(f"a mapping needs a name of {MOST_NAME} characters at most")
    return name
