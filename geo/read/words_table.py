"""Any table with a column of place words: CSV, Excel workbook or Parquet, as text.

Unlike the readers of incident files nothing is recognised or refused here: the table is taken as
it is, so that it can be given back with columns added.
"""

from __future__ import annotations

import csv
import io
from itertools import dropwhile, islice
from pathlib import PurePath
from typing import TYPE_CHECKING, Final

from geo.errors import ReadError

if TYPE_CHECKING:
    import pandas as pd

SUFFIXES: Final = ("csv", "tsv", "txt", "xlsx", "parquet")
_DELIMITERS: Final = (",", ";", "\t", "|")
_ENCODINGS: Final = ("utf-8-sig", "cp1256")


def read_words_table(
    content: bytes, name: str, most: int, suffix: str | None = None
) -> tuple[pd.DataFrame, bool]:
    """The first rows of a table, every cell as text, and whether there were more.

    Parameters
    ----------
    name : of the file; its ending says what it is, if no ``suffix`` does.
    most : rows to read at most.
    suffix : one of ``SUFFIXES``, for what has no file name.

    Raises
    ------
    ReadError
        The file is none of ``SUFFIXES``, holds no rows, or cannot be read.
    """
    suffix = suffix or PurePath(name).suffix.lower().lstrip(".")
    readers = {"xlsx": _workbook, "parquet": _parquet}
    if suffix not in SUFFIXES:
        raise ReadError(f"{name}: a table must be {', '.join(SUFFIXES[:-1])} or {SUFFIXES[-1]}")
    try:
        table = readers.get(suffix, _text)(content, most + 1)
    except ReadError as error:
        raise ReadError(f"{name}: {error}") from error
    except Exception as error:  # the libraries raise what they please for damaged files
        line = (str(error).strip().splitlines() or [type(error).__name__])[0][:200]
        raise ReadError(f"{name}: not a table that can be read ({line})") from error
    if not len(table) or not len(table.columns):
        raise ReadError(f"{name}: the table has no rows")
    table.columns = _names(table.columns)
    return table.iloc[:most].fillna("").astype(str), len(table) > most


def _text(content: bytes, rows: int) -> pd.DataFrame:
    import pandas as pd

    for encoding in _ENCODINGS:
        try:
            content.decode(encoding)
        except UnicodeDecodeError:
            continue
        text = content.decode(encoding)
        first = text.lstrip().partition("\n")[0].strip()
        # Guessing among all characters would take the "e" of "where" for a delimiter.
        delimiter = max(_DELIMITERS, key=first.count)
        if delimiter not in first:
            lines = [_unquoted(line.strip()) for line in text.strip().splitlines()]
            return pd.DataFrame({_unquoted(first): lines[1 : rows + 1]})
        return _cells(text, delimiter, rows)
    raise ReadError("the text is neither UTF-8 nor Windows Arabic; save it as UTF-8")


def _unquoted(line: str) -> str:
    if len(line) > 1 and line[0] == line[-1] == '"':
        return line[1:-1].replace('""', '"')
    return line


def _cells(text: str, delimiter: str, rows: int) -> pd.DataFrame:
    """Delimited text; a row with too many cells keeps what is over in its last one."""
    import pandas as pd

    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    # Empty lines are none, but a row of empty cells behind the names is one and keeps its place.
    lines = (row for row in dropwhile(lambda row: not any(row), reader) if row)
    found = list(islice(lines, rows + 1))
    names = found[0] if found else []
    n = len(names)
    whole = [
        [*row[: n - 1], delimiter.join(row[n - 1 :])]
        if len(row) > n
        else row + [""] * (n - len(row))
        for row in found[1:]
    ]
    return pd.DataFrame(whole, columns=names, dtype=str)


def _workbook(content: bytes, rows: int) -> pd.DataFrame:
    import pandas as pd

    source = io.BytesIO(content)
    return pd.read_excel(source, dtype=str, nrows=rows, engine="openpyxl", keep_default_na=False)


def _parquet(content: bytes, rows: int) -> pd.DataFrame:
    import pyarrow as pa
    import pyarrow.parquet as pq

    file = pq.ParquetFile(io.BytesIO(content))
    batches, have = [], 0
    for batch in file.iter_batches(batch_size=min(rows, 4096)):
        batches.append(batch)
        have += batch.num_rows
        if have >= rows:
            break
    return pa.Table.from_batches(batches, file.schema_arrow).to_pandas()


def _names(columns: pd.Index) -> list[str]:
    """Names of the columns as text, each once."""
    names: list[str] = []
    for column in columns:
        name, number = str(column) or "column", 2
        wanted = name
        while name in names:
            name, number = f"{wanted} ({number})", number + 1
        names.append(name)
    return names
