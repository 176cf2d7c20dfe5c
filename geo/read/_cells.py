"""Cells of workbooks, Parquet and geo files as the text that a CSV file would hold."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from typing import Final

from geo.read._table import Record

_LONGEST_CELL: Final = 131_072
"""As ``csv`` has it: one limit for every kind of file."""
_WHOLE_BELOW: Final = 1e15


def cell_text(value: object) -> str:
    """A value as text: dates as ISO 8601, whole numbers without ".0", nothing as "".

    >>> cell_text(3.0), cell_text(datetime(2020, 7, 11)), cell_text(None)
    ('3', '2020-07-11', '')
    """
    match value:
        case str():
            return value
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case float():
            if value != value:
                return ""
            whole = abs(value) < _WHOLE_BELOW and value == int(value)
            return str(int(value)) if whole else repr(value)
        case datetime():
            midnight = value.time() == time.min
            return value.date().isoformat() if midnight else value.isoformat(" ", "seconds")
        case date() | time():
            return value.isoformat()
        case bytes():
            return value.decode(errors="replace")
        case list() | dict() | tuple():
            return json.dumps(value, ensure_ascii=False, default=str)
        case _:
            return str(value)


def record(line: int, cells: list[str], where: Sequence[str] = ()) -> Record | None:
    """A row of such a file, ``None`` when it holds nothing; ``raw`` is its cells with tabs.

    ``where``: cells of its geometry, which may be long and are no part of ``raw``.
    """
    if not any(cells) and not any(where):
        return None
    raw = "\t".join(cells)
    if len(raw) > _LONGEST_CELL and max(map(len, cells)) > _LONGEST_CELL:
        return Record(line, None, raw[:_LONGEST_CELL], "a cell has more than 131,072 characters")
    return Record(line, [*cells, *where], raw)


def names(written: Iterable[object]) -> tuple[str, ...]:
    """Names of columns as text, trimmed."""
    return tuple(cell_text(name).strip() for name in written)
