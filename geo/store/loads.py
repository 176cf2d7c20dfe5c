"""The loads of a store: which files came in, which were taken back."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, Engine, or_, select

from geo.errors import ReadError
from geo.store import schema
from geo.store.decisions import engine_of
from geo.store.engine import reading
from geo.store.entries import LoadEntry


def loads(store: str | Engine, revisions: Sequence[int] | None = None) -> list[LoadEntry]:
    """All loads, the newest first, or those that made these revisions."""
    if revisions is None:
        return _loads(store)
    return _loads(store, schema.load.c.revision.in_(list(revisions)))


def loads_of(store: str | Engine, sha256: str) -> list[LoadEntry]:
    """Loads of exactly this content, under whatever name, the newest first."""
    return _loads(store, schema.load.c.sha256 == sha256)


def file_sha256(path: Path) -> str:
    """Hash of a file's content, as a load keeps it.

    Raises
    ------
    ReadError
        The file cannot be read.
    """
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise ReadError(f"{path.name}: cannot be read ({error.strerror or error})") from error


def without_undone(store: str | Engine, files: Sequence[Path], author: str) -> list[Path]:
    """The files of which nobody took the last load back.

    Parameters
    ----------
    author : who loads by itself; another version of a file that it brought, and that was taken
        back, is left out as well.
    """
    table = schema.load.c
    kept = []
    for path in files:
        its = or_(
            table.sha256 == file_sha256(path), (table.file == path.name) & (table.author == author)
        )
        last = next(iter(_loads(store, its)), None)
        if last is None or last.undone_by is None:
            kept.append(path)
    return kept


def _loads(store: str | Engine, *conditions: ColumnElement[bool]) -> list[LoadEntry]:
    query: Any = select(schema.load).where(*conditions).order_by(schema.load.c.id.desc())
    with reading(engine_of(store)) as connection:
        return [LoadEntry(**row) for row in connection.execute(query).mappings()]
