"""Spellings of groups, and hypotheses, as CSV in the manner of ``geo.export.csv_file``."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Final

from geo.claims.hypotheses import Hypothesis
from geo.export.about import About
from geo.export.csv_file import harmless, harmless_line
from geo.view.spellings import SpellingUse

SPELLING_COLUMNS: Final = (
    *("actor", "spelling", "script", "outlet", "outlet_country", "reports", "first", "last"),
    *("report_ids", "incident_ids"),
)
HYPOTHESIS_COLUMNS: Final = (
    *("number", "actor", "kind", "other", "confidence", "side", "evidence", "source"),
    *("author", "decision", "revision"),
)


def spellings_csv(about: About, uses: Iterable[SpellingUse]) -> bytes:
    """A line for each spelling and outlet that writes it; days are those of publication.

    Where a report has no date of its own, the day of its incident stands in its place.
    """
    rows = [
        [
            use.actor, use.text, use.script, writer.outlet, writer.country, len(writer.reports),
            writer.first, writer.last, "; ".join(one.report for one in writer.reports),
            "; ".join(dict.fromkeys(one.incident for one in writer.reports)),
        ]
        for use in uses
        for writer in use.writers
    ]  # fmt: skip
    return _file(about, "spellings of groups", SPELLING_COLUMNS, rows)


def hypotheses_csv(about: About, held: Iterable[Hypothesis]) -> bytes:
    """A line for each piece of evidence; one without evidence has a line with none."""
    rows = []
    for one in held:
        facts = [one.number, one.actor, one.kind.value, one.other, one.confidence.value]
        made = [one.author, one.decision, one.revision]
        for item in one.evidence or (None,):
            said = [item.side.value, item.text, item.source] if item else [None, None, None]
            rows.append([*facts, *said, *made])
    return _file(about, "hypotheses of who is who", HYPOTHESIS_COLUMNS, rows)


def _file(about: About, what: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """The table with a head that says what it is; UTF-8 with a byte order mark."""
    buffer = io.StringIO()
    buffer.write("\ufeff")
    head = [
        f"{about.title}: {what}; {about.view}",
        f"Revision {about.revision} of {about.created}",
        f"Frozen link: groups?{about.query}",
        *(f"Source: {line}" for line in about.sources),
    ]
    for line in head:
        buffer.write(f"# {harmless_line(line)}\r\n")
    writer = csv.writer(buffer, quoting=csv.QUOTE_NONNUMERIC)
    writer.writerow(columns)
    writer.writerows([_cell(value) for value in row] for row in rows)
    return buffer.getvalue().encode()


def _cell(value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    return harmless(value) if isinstance(value, str) else value
