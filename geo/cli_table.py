"""Tables in and out of the commands that add columns to one."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

import typer

from geo.cli_say import write_whole
from geo.errors import ReadError

if TYPE_CHECKING:
    import pandas as pd

STANDARD: Final = "-"
"""Name of standard input and output."""

_ALL_ROWS: Final = 1_000_000_000


def read_column(source: str, column: str | None) -> tuple[pd.DataFrame, str]:
    """A CSV, XLSX or Parquet file (CSV from standard input), and the column that is meant.

    A table of one column needs no name of it.

    Raises
    ------
    ReadError
        The file is no table, or has no such column.
    OSError
        The file cannot be read.
    """
    from geo.read.words_table import read_words_table

    if source == STANDARD:
        table, _ = read_words_table(sys.stdin.buffer.read(), "standard input", _ALL_ROWS, "csv")
    else:
        table, _ = read_words_table(Path(source).read_bytes(), source, _ALL_ROWS)
    if column is None and len(table.columns) == 1:
        column = str(table.columns[0])
    if column is None or column not in table.columns:
        known = ", ".join(repr(name) for name in table.columns)
        asked = "no --column was given" if column is None else f"there is no column {column!r}"
        raise ReadError(f"{source}, line 1: {asked}; it has {known}")
    return table, column


def write_table(table: pd.DataFrame, out: str) -> None:
    """Write a table as CSV, to a file (wholly or not at all) or to standard output."""
    text = table.to_csv(index=False)
    if out == STANDARD:
        typer.echo(text, nl=False)
    else:
        write_whole(Path(out), text)
