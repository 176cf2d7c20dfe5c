"""Rows of a query as columns: text as codes, numbers and dates as arrays. No object outlives it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import Any, Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from sqlalchemy import Connection, Select

_CHUNK: Final = 20_000


class Codes(dict[Any, int]):
    """Gives each new value the next code; ``None`` is always -1."""

    def __init__(self) -> None:
        super().__init__({None: -1})
        self.values_seen: list[Any] = []

    def __missing__(self, value: Any) -> int:
        code = self[value] = len(self.values_seen)
        self.values_seen.append(value)
        return code

    def encode(self, values: Sequence[Any]) -> NDArray[np.int64]:
        """Codes of values, int64, same length."""
        return np.fromiter(map(self.__getitem__, values), dtype=np.int64, count=len(values))

    def ordered(self) -> tuple[tuple[Any, ...], NDArray[np.int64]]:
        """Values in sorted order, and where each code went (with -1 kept in the last place)."""
        order = sorted(range(len(self.values_seen)), key=lambda code: str(self.values_seen[code]))
        moved = np.full(len(order) + 1, -1, dtype=np.int64)
        moved[order] = np.arange(len(order))
        return tuple(self.values_seen[code] for code in order), moved


def fetch(connection: Connection, query: Select[Any], kinds: dict[str, str]) -> dict[str, Any]:
    """Run a query and return its columns by name.

    Parameters
    ----------
    kinds : for each column of the query, in order: "code" (its ``Codes`` stand in the result under
        name + "_codes"), "int", "float" (NaN for NULL), "date" (datetime64[D], NaT for NULL),
        "object" or "text" (pyarrow large_string). Columns of kind "group:name" become one "code"
        column of tuples with that name.
    """
    parts: dict[str, list[Any]] = {}
    codes: dict[str, Codes] = {}
    for chunk in _chunks(connection, query, len(kinds)):
        groups: dict[str, list[Sequence[Any]]] = {}
        for (name, kind), values in zip(kinds.items(), chunk, strict=True):
            what, _, group = kind.partition(":")
            if what == "group":
                groups.setdefault(group, []).append(values)
            elif what == "code":
                parts.setdefault(name, []).append(codes.setdefault(name, Codes()).encode(values))
            else:
                parts.setdefault(name, []).append(_array(what, values))
        for name, columns in groups.items():
            book = codes.setdefault(name, Codes())
            parts.setdefault(name, []).append(book.encode(list(zip(*columns, strict=True))))
    result: dict[str, Any] = {f"{name}_codes": book for name, book in codes.items()}
    for name, arrays in parts.items():
        result[name] = _join(arrays)
    return result


def _chunks(
    connection: Connection, query: Select[Any], width: int
) -> Iterator[tuple[Sequence[Any], ...]]:
    """Columns of the query's rows, some thousand rows at a time; one empty chunk at least."""
    result = connection.execute(query, execution_options={"yield_per": _CHUNK})
    yield tuple(() for _ in range(width))
    for rows in result.partitions():
        yield tuple(zip_longest(*rows))


def _array(kind: str, values: Sequence[Any]) -> Any:
    if kind == "date":
        return np.array(values, dtype="datetime64[D]")
    if kind == "text":
        return pa.array(values, type=pa.large_string())
    if kind == "object":
        array = np.empty(len(values), dtype=object)
        array[:] = values
        return array
    return np.array(values, dtype={"int": np.int64, "float": np.float64}[kind])


def _join(arrays: list[Any]) -> Any:
    if isinstance(arrays[0], pa.Array):
        return pa.concat_arrays(arrays)
    return np.concatenate(arrays)
