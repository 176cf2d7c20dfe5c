"""A table with the places of its words, as a file that no spreadsheet takes for formulas."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from geo.export.csv_file import harmless

if TYPE_CHECKING:
    import pandas as pd


def geocoded_csv(table: pd.DataFrame) -> bytes:
    """CSV in UTF-8 with a byte order mark; what is not known is empty."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([harmless(str(name)) for name in table.columns])
    blank = table.astype(object).where(table.notna(), "")
    for row in blank.itertuples(index=False, name=None):
        writer.writerow([harmless(cell) if isinstance(cell, str) else cell for cell in row])
    return out.getvalue().encode("utf-8-sig", "replace")
