"""A store on PostgreSQL: its connections, and what a transaction that reads or writes there is."""

from __future__ import annotations

import threading
from typing import Final

from sqlalchemy import URL, Connection, Engine, create_engine, text

from geo.store.schema import metadata

_TURN: Final = 7651
"""Key of the advisory lock that whoever writes or migrates holds till the transaction's end."""

_CONNECT: Final = {
    "connect_timeout": 10,
    "application_name": "iraq-incident-atlas",
    # Notice a server that is gone without a word: nobody waits for it for longer than this.
    "keepalives_idle": 20,
    "keepalives_interval": 5,
    "keepalives_count": 4,
    "tcp_user_timeout": 40_000,
    # Poolers that give each transaction another connection know nothing of prepared statements.
    "prepare_threshold": None,
}

_engines: dict[str, Engine] = {}
_lock = threading.Lock()


def engine(address: URL) -> Engine:
    """The engine of this process for an address; its connections are tried before they are used.

    Raises
    ------
    sqlalchemy.exc.NoSuchModuleError, ModuleNotFoundError
        The address names a driver that is not there.
    """
    key = address.render_as_string(hide_password=False)
    with _lock:
        if key not in _engines:
            _engines[key] = create_engine(
                address,
                pool_pre_ping=True,
                pool_size=8,
                max_overflow=8,
                pool_timeout=30,
                connect_args=dict(_CONNECT),
            )
        return _engines[key]


def for_reading(connection: Connection) -> Connection:
    """Let the next transaction see one moment of the store, and change nothing."""
    return connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)


def for_writing(connection: Connection) -> Connection:
    """Let each statement of the next transaction see what was written before its turn came."""
    return connection.execution_options(isolation_level="READ COMMITTED")


def take_turn(connection: Connection, seconds: float) -> None:
    """Wait, inside a transaction, until no other one writes.

    The wait ends with an error after ``seconds``.
    """
    connection.execute(
        text("SELECT set_config('lock_timeout', :wait, true)"), {"wait": f"{seconds * 1000:.0f}ms"}
    )
    connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _TURN})


def order_plainly(connection: Connection) -> None:
    """Let the store's text be compared by code point, as SQLite and Python do.

    Else ``first_id < second_id`` would mean another thing here, rows would come in another order,
    and an upgrade of the server's sorting rules would damage indexes.
    """
    others = text(
        "SELECT table_name, column_name, CASE WHEN data_type = 'text' THEN 'text' "
        "ELSE 'varchar(' || character_maximum_length || ')' END "
        "FROM information_schema.columns WHERE table_schema = current_schema() "
        "AND data_type IN ('text', 'character varying') AND collation_name IS DISTINCT FROM 'C' "
        "AND table_name = ANY(:tables)"
    )
    quote = connection.dialect.identifier_preparer.quote
    for table, column, kind in connection.execute(others, {"tables": list(metadata.tables)}).all():
        connection.execute(
            text(f'ALTER TABLE {quote(table)} ALTER COLUMN {quote(column)} TYPE {kind} COLLATE "C"')
        )
