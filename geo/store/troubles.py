"""What a database says, in words that a reader can act on; addresses without their passwords."""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path
from typing import Final

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError, DatabaseError, DBAPIError, TimeoutError

from geo.errors import StoreAwayError, StoreError

_SECRET: Final = re.compile(r"(://[^:/?#\s]*:)[^/\s]*(@)")
_SECRET_WORDS: Final = ("password", "sslpassword")
_AWAY: Final = "cannot be reached"
_TOO_MUCH: Final = {
    "22003": "a number is larger than PostgreSQL keeps",
    "22001": "a word is longer than the store keeps",
    "54000": "a name or an id is longer than PostgreSQL can look up, some 2,700 bytes",
}
_UNREACHABLE: Final = re.compile(
    r"connection failed|connection refused|could not connect|connection is (?:lost|closed|bad)"
    r"|the connection is|terminating connection|server closed the connection|timeout expired"
    r"|(?:starting up|shutting down)$|consuming input failed|could not translate host"
    r"|failed to resolve host|SSL SYSCALL",
    re.IGNORECASE,
)


def parsed(url: str) -> URL:
    """The address in its parts; PostgreSQL without a driver's name is spoken to by psycopg.

    Raises
    ------
    StoreError
        It is none; the message leaves the password out.
    """
    try:
        address = make_url(url)
    except (ArgumentError, ValueError) as error:
        shown = _SECRET.sub(r"\1***\2", url)
        raise StoreError(
            f"ATLAS_DATABASE_URL is {shown!r}; it must be a database URL, for instance "
            "sqlite:////path/to/atlas.sqlite"
        ) from error
    if address.drivername in ("postgres", "postgresql"):
        return address.set(drivername="postgresql+psycopg")
    return address


def shown_url(url: str) -> str:
    """The URL without its password."""
    address = parsed(url)
    hidden = {name: "***" for name in _SECRET_WORDS if name in address.query}
    return address.update_query_dict(hidden).render_as_string(hide_password=True)


def sqlite_path(url: str) -> Path | None:
    """File of an SQLite URL; ``None`` for another database.

    Raises
    ------
    StoreError
        The URL is not understood.
    """
    address = parsed(url)
    if address.get_backend_name() != "sqlite" or address.database in (None, "", ":memory:"):
        return None
    return Path(str(address.database))


def explained(url: str, error: Exception, busy_seconds: float) -> StoreError:
    """What happened to the store at ``url`` and what to do, as an error with one line."""
    message = _advice(url, error, busy_seconds)
    return (StoreAwayError if _AWAY in message else StoreError)(message)


def _advice(url: str, error: Exception, busy_seconds: float) -> str:
    if isinstance(error, UnicodeEncodeError):
        return (
            f"a text holds half of a character ({error.object[error.start : error.end]!r}), which "
            "no store can keep; nothing was changed"
        )
    raw = getattr(error, "orig", None) or error
    lines = str(raw).strip().splitlines() or [type(raw).__name__]
    cause = lines[0]
    if isinstance(error, DatabaseError | sqlite3.Error) and re.search(
        r"malformed|not a database|disk I/O error|corrupt", cause
    ):
        return damage_advice(url, cause)
    if parsed(url).get_backend_name() == "postgresql":
        return _postgresql(url, error, cause, busy_seconds)
    if "locked" in cause or "busy" in cause:
        return _busy(url, busy_seconds)
    if re.search(r"unable to open|readonly|read-only", cause):
        return read_only(url, cause)
    if "full" in cause:
        return _full(url)
    return f"the store {shown_url(url)} answered: {cause}"


def _postgresql(url: str, error: Exception, cause: str, busy_seconds: float) -> str:
    state = getattr(getattr(error, "orig", None), "sqlstate", None) or ""
    shown = shown_url(url)
    if state == "55P03":
        return _busy(url, busy_seconds)
    if state == "53100":
        return _full(url)
    if "NUL (0x00)" in cause:
        return (
            "a text holds a NUL character (\\x00), which PostgreSQL cannot keep; nothing was "
            "changed. Take the character out and try again"
        )
    if state in _TOO_MUCH:
        return f"{_TOO_MUCH[state]} ({cause}); nothing was changed"
    if state == "25006":
        return f"the store {shown} is on a server that only reads; nothing was changed"
    if state in ("42501", "3F000"):
        return (
            f"the user of the store {shown} may not do this ({cause}); it must own the database, "
            "or be granted CREATE and USAGE on its schema"
        )
    if "authentication failed" in cause or "no password supplied" in cause:
        return f"the store {shown} does not let us in; check user and password of its address"
    if re.search(r'database ".*" does not exist', cause):
        return f"there is no database for the store {shown}; make it first: createdb"
    gone = isinstance(error, DBAPIError) and error.connection_invalidated
    if (
        gone
        or isinstance(error, TimeoutError)
        or state[:2] in ("57", "08")
        or (_UNREACHABLE.search(cause))
    ):
        return away(url, _short(cause))
    return f"the store {shown} answered: {cause}"


def away(url: str, cause: str) -> str:
    """What a reader is told while the store is not there."""
    then = "its server answers" if sqlite_path(url) is None else "it is back"
    return f"the store {shown_url(url)} {_AWAY} ({cause}); it is used again as soon as {then}"


def _short(cause: str) -> str:
    """The last part of what the driver says, after the address that is shown anyway."""
    return cause.removeprefix("connection failed: ").rpartition(" failed: ")[2]


def _busy(url: str, busy_seconds: float) -> str:
    return (
        f"the store {shown_url(url)} is being written by another process for more than "
        f"{busy_seconds:.0f} s; try again when it has ended"
    )


def _full(url: str) -> str:
    return f"the disk of {shown_url(url)} is full; nothing was changed. Free space, run again"


def read_only(url: str, cause: str) -> str:
    """What to do about an SQLite file or folder that cannot be written."""
    return (
        f"the store {shown_url(url)} cannot be written ({cause}); "
        "point ATLAS_DATABASE_URL to a folder that can be, for instance "
        "sqlite:////path/to/atlas.sqlite"
    )


def damage_advice(url: str, cause: str) -> str:
    """What to do about a damaged store, in one message."""
    path = sqlite_path(url)
    if path is None:
        return (
            f"the store {shown_url(url)} is damaged ({cause}). Stop the app, restore a backup of "
            "the database, then load again what came after it"
        )
    return (
        f"the store {path} is damaged ({cause}). Stop the app, move the file and "
        f"its -wal and -shm companions away (mv {path} {path}.damaged), then bring a backup back "
        "(python -m geo restore --from FILE) or run 'python -m geo build' to build it again from "
        "data/ and load your own files again"
    )
