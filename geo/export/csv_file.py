"""CSV of a view.

UTF-8 with a byte order mark (spreadsheets then read Arabic), commas, CRLF, every text quoted. The
first lines begin with "#" and say what the file is, its revision, sources and licences;
``pandas.read_csv(path, comment="#")`` passes them over. An empty field is "not known".
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from geo.export.about import About
from geo.export.records import ROUTE_FIELDS, Record

COLUMNS: Final = (
    *("id", "date_start", "date_end", "date_prec", "date", "event_type", "target", "actors"),
    *("status", "form", "where_prec", "uncertainty_m", "latitude", "longitude", "place"),
    *("governorate", "governorate_pcode", "district", "district_pcode", "route", "from_km"),
    *(
        "to_km",
        "stretch",
        *ROUTE_FIELDS,
        "killed_low",
        "killed_high",
        "wounded_low",
        "wounded_high",
    ),
    *("n_reports", "n_origins", "outlets", "stances", "report_ids", "report_urls", "dataset"),
    "revision",
)
CHUNK: Final = 64 * 1024
_FORMULA: Final = re.compile(r"^\s*[=+\-@\t\r＝＋－＠]")
_IN_LINE: Final = re.compile(r"([,;\t]\s*)(?=[=+\-@＝＋－＠])")


def csv_bytes(about: About, records: Iterable[Record]) -> Iterator[bytes]:
    """The file in pieces."""
    buffer = io.StringIO()
    buffer.write("\ufeff")
    for line in _head(about):
        buffer.write(f"# {line}\r\n")
    writer = csv.writer(buffer, quoting=csv.QUOTE_NONNUMERIC)
    writer.writerow(COLUMNS)
    for record in records:
        writer.writerow([_cell(value) for value in flat(record)])
        if buffer.tell() > CHUNK:
            yield buffer.getvalue().encode("utf-8", "replace")
            buffer = io.StringIO()
            writer = csv.writer(buffer, quoting=csv.QUOTE_NONNUMERIC)
    yield buffer.getvalue().encode("utf-8", "replace")


def table_bytes(
    head: Iterable[str], columns: Sequence[str], rows: Iterable[Sequence[Any]]
) -> bytes:
    """A small table in the same manner: ``head`` in lines that begin with "#", then the rows.

    ``None`` becomes an empty field; text is made harmless.
    """
    buffer = io.StringIO()
    buffer.write("\ufeff")
    for line in head:
        buffer.write(f"# {harmless_line(line)}\r\n")
    writer = csv.writer(buffer, quoting=csv.QUOTE_NONNUMERIC)
    writer.writerow(columns)
    writer.writerows([_cell(value) for value in row] for row in rows)
    return buffer.getvalue().encode("utf-8", "replace")


def _head(about: About) -> list[str]:
    lines = [
        f"{about.title}: {about.view}",
        f"Revision {about.revision} of {about.created}",
        f"Frozen link: {about.link}",
        about.note,
        *(f"Source: {line}" for line in about.sources),
    ]
    return [harmless_line(line) for line in lines]


def harmless_line(line: str) -> str:
    """Text on one line that no spreadsheet takes for a formula, even when cut at its commas."""
    return _IN_LINE.sub(r"\1'", " ".join(line.split()))


def harmless(text: str) -> str:
    """Text that no spreadsheet takes for a formula.

    >>> harmless("=1+1"), harmless("Al-Najmi")
    ("'=1+1", 'Al-Najmi')
    """
    text = text.replace("\x00", "")
    return "'" + text if _FORMULA.match(text) else text


def flat(record: Record) -> list[Any]:
    """Values of a record in the order of ``COLUMNS``; lists become texts with semicolons."""
    reports = record["reports"]
    row = record | {
        "actors": "; ".join(record["actors"]),
        "outlets": "; ".join(report["outlet"] for report in reports),
        "stances": "; ".join(report["stance"] for report in reports),
        "report_ids": "; ".join(report["id"] for report in reports),
        "report_urls": "; ".join(report["url"] for report in reports if report["url"]),
    }
    return [row[name] for name in COLUMNS]


def _cell(value: Any) -> Any:
    if value is None:
        return ""
    return harmless(value) if isinstance(value, str) else value
