"""Rejected rows and values as CSV, for whoever mends the file."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from geo.export.csv_file import harmless
from geo.model import Rejection
from geo.store.entries import RejectionEntry

COLUMNS = ("file", "line", "column", "value", "reason", "raw")


def rejected_csv(rows: Iterable[Rejection | RejectionEntry]) -> bytes:
    """The rejections with their raw rows; nothing in them can be a formula."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for row in rows:
        texts = (row.file, row.column or "", row.value or "", row.reason, row.raw)
        file, column, value, reason, raw = map(harmless, texts)
        writer.writerow([file, row.line, column, value, reason, raw])
    # What cannot be encoded came from bytes that are no text in the file's encoding.
    return out.getvalue().encode("utf-8-sig", "replace")
