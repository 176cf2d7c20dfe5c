"""Rows of files into the queue for review: none is in the atlas before somebody accepts it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from sqlalchemy import Engine

from geo.errors import ReadError
from geo.model import ReportRow
from geo.read import FileReader, ReadOptions
from geo.store.queueing import queue_rows


def queue_files(
    store: str | Engine,
    paths: Sequence[Path],
    options: Sequence[ReadOptions],
    author: str,
    tell: Callable[[float, str], None] = lambda _share, _message: None,
    format: str | None = None,
) -> int:
    """Queue the reports of files; how many are new there.

    Each file is one transaction.

    Raises
    ------
    ReadError
        A file cannot be read, or holds names, which nobody reviews row by row; nothing of it is
        queued then.
    DecisionError
        The author is missing.
    StoreError
        The store cannot be written.
    """
    added = 0
    for at, (path, own) in enumerate(zip(paths, options, strict=True)):
        low, step = at / len(paths), 1 / len(paths)

        def told(done: int, total: int, low: float = low, step: float = step) -> None:
            tell(low + step * done / max(total, 1), "Queueing for review")

        with FileReader(path, format, told, own) as reader:
            if not reader.format.dataset:
                raise ReadError(f"{path.name}: lists of names are loaded, not reviewed")
            rows = (item for item in reader if isinstance(item, ReportRow))
            added += queue_rows(store, rows, path.name, author)
    return added
