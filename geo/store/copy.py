"""Move a whole store to another database: every table, row, id and revision as it was."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, Integer, Table, cast, func, select
from sqlalchemy.dialects.postgresql import REGCLASS
from sqlalchemy.types import TypeEngine

from geo.errors import StoreError
from geo.store import schema
from geo.store.bulk import add_rows
from geo.store.engine import (
    HEAD,
    connect_engine,
    open_engine,
    reading,
    table_version,
    writing,
)
from geo.store.troubles import shown_url, sqlite_path

_BATCH: Final = 5_000
_MODULUS: Final = 1 << 256

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Digest:
    """What a table holds: its rows, and a checksum of their values in whatever order.

    The checksum is the sum of the SHA-256 of all rows (values as JSON), modulo 2^256.
    """

    table: str
    rows: int = 0
    total: int = 0

    @property
    def checksum(self) -> str:
        """``total`` as 64 hexadecimal digits."""
        return f"{self.total:064x}"

    def with_rows(self, rows: Sequence[Row], table: Table) -> Digest:
        """The same with more rows."""
        total = self.total
        for row in rows:
            total += int.from_bytes(_row_sha256(row, table), "big")
        return Digest(self.table, self.rows + len(rows), total % _MODULUS)


def copy_store(
    source: str, target: str, progress: Callable[[float, str], None] | None = None
) -> list[Digest]:
    """Copy the store at one address to another, in one transaction; what each table now holds.

    Every table is read back before the transaction ends and compared with what was read first.

    Raises
    ------
    StoreError
        There is no store at ``source`` or it is of another version, ``target`` is not empty or
        the same, a text cannot be kept there, or what was read back differs. Nothing is copied.
    """
    if source == target:
        raise StoreError("the store cannot be copied to itself")
    path = sqlite_path(source)
    if path is not None and not path.is_file():
        raise StoreError(f"there is no store at {path}")
    tell = progress or (lambda _share, _message: None)
    with reading(connect_engine(source)) as old:
        version = table_version(old)
        if version != HEAD:
            raise StoreError(
                f"the tables of {shown_url(source)} are of version {version}, not {HEAD}; "
                "run 'python -m geo build' on it first to bring them up to date"
            )
        engine = open_engine(target)
        with writing(engine) as new:
            refuse_unless_empty(new, target, "copy to a database of its own")
            return _copy(old, new, tell)


def digests(store: str) -> list[Digest]:
    """What each table of a store holds."""
    with reading(open_engine(store)) as connection:
        return [_digest(connection, table, lambda _n: None) for table in _tables()]


def _copy(old: Connection, new: Connection, tell: Callable[[float, str], None]) -> list[Digest]:
    total = 2 * sum(old.scalar(select(func.count()).select_from(table)) or 0 for table in _tables())
    done = 0
    copied = []
    for table in _tables():

        def step(n: int, word: str = table.name) -> None:
            nonlocal done
            done += n
            tell(min(done / max(total, 1), 1.0), f"Copying {word}")

        read = Digest(table.name)
        for rows in _rows(old, table):
            if new.dialect.name == "postgresql":
                _refuse_nul(table, rows)
            read = read.with_rows(rows, table)
            add_rows(new, table, rows)
            step(len(rows))
        written = _digest(new, table, step)
        if read != written:
            raise StoreError(
                f"table {table.name} is not the same in the copy ({read.rows} rows, "
                f"{written.rows} in the copy); nothing was copied"
            )
        _set_sequence(new, table)
        copied.append(written)
    return copied


def _tables() -> list[Table]:
    """Every table of the store, those that others point to first."""
    return schema.metadata.sorted_tables


def _rows(connection: Connection, table: Table) -> Iterator[list[Row]]:
    found = connection.execute(select(table), execution_options={"yield_per": _BATCH})
    for rows in found.mappings().partitions():
        yield [{**row} for row in rows]


def _digest(connection: Connection, table: Table, step: Callable[[int], None]) -> Digest:
    found = Digest(table.name)
    for rows in _rows(connection, table):
        found = found.with_rows(rows, table)
        step(len(rows))
    return found


def _row_sha256(row: Row, table: Table) -> bytes:
    values = [_canonical(row[column.name]) for column in table.c]
    return hashlib.sha256(json.dumps(values, sort_keys=True, default=str).encode()).digest()


def _canonical(value: Any) -> Any:
    """The value as both databases give it: SQLite knows no negative zero."""
    return value + 0.0 if isinstance(value, float) else value


def refuse_unless_empty(connection: Connection, url: str, instead: str) -> None:
    """Raise ``StoreError`` with what to do ``instead`` when a table of the store has rows."""
    for table in _tables():
        if connection.execute(select(*table.primary_key.columns).limit(1)).first() is not None:
            raise StoreError(
                f"the store {shown_url(url)} is not empty (table {table.name} has rows); {instead}"
            )


def _refuse_nul(table: Table, rows: Sequence[Row]) -> None:
    for row in rows:
        for name, value in row.items():
            if isinstance(value, str) and "\0" in value:
                which = ", ".join(str(row[column.name]) for column in table.primary_key)
                raise StoreError(
                    f"table {table.name}, row {which}, column {name}: the text holds a NUL "
                    "character (\\x00), which PostgreSQL cannot keep; nothing was copied"
                )


def _set_sequence(connection: Connection, table: Table) -> None:
    """Let PostgreSQL's own counter of ids, which the atlas does not use, go on after the last."""
    if connection.dialect.name != "postgresql" or not isinstance(_id_type(table), Integer):
        return
    counter = connection.scalar(select(func.pg_get_serial_sequence(table.name, "id")))
    last = connection.scalar(select(func.max(table.c.id)))
    if counter is not None and last is not None:
        connection.execute(select(func.setval(cast(counter, REGCLASS), last)))


def _id_type(table: Table) -> TypeEngine[Any] | None:
    return table.c.id.type if "id" in table.c else None
