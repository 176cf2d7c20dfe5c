"""Any table, by a mapping of its columns; KoBo and ODK exports, whose mapping is guessed.

A row is one report of the outlet that it names, or of the dataset, with stance ``reports`` unless
a column says another. Columns that no field takes are kept as they stand in ``extra``.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from geo.errors import ReadError
from geo.model import ActorMention, DateInterval, DatePrec, ReportRow, Stance
from geo.read import given
from geo.read.dates import date_of
from geo.read.mapping import ColumnMapping, dataset_name
from geo.read.result import Format
from geo.validate import Row

TABLE: Final = "table"
_OTHER: Final = "column:"
"""Stands before the names of columns that are no field, so that no field is mistaken for one."""
_STANCES: Final = {stance.value: stance for stance in Stance}
_ROLES: Final = {role: role for role in ("claimed", "attributed", "denied", "target")}
_COUNTED: Final = ("killed", "wounded")


@dataclass(frozen=True, slots=True)
class MappedFormat(Format):
    """A format whose columns a mapping names."""

    fields: tuple[tuple[str, str], ...] = ()
    """Column as written, trimmed -> field, in pairs."""

    def column(self, written: str) -> str:
        """The field that a column is, or its own name, marked as no field."""
        name = written.strip()
        return dict(self.fields).get(name) or (f"{_OTHER}{name}" if name else "")

    def shown(self, column: str) -> str:
        """A field's column as the file writes it."""
        return next((name for name, field in self.fields if field == column), column)


def mapped_format(
    file: str, names: Sequence[str], mapping: ColumnMapping, name: str = TABLE
) -> MappedFormat:
    """The format of a table with these columns.

    Raises
    ------
    ReadError
        The mapping names a column that the file lacks, or neither a date nor a place.
    """
    missing = [column for _, column in mapping.columns if column not in names]
    if missing:
        listed = ", ".join(map(repr, names[:30]))
        raise ReadError(f"{file}: there is no column {missing[0]!r}; the file has {listed}")
    dataset = mapping.dataset or dataset_name(file)
    fields = frozenset(field for field, _ in (*mapping.columns, *mapping.values))
    if not fields & {"event_date", "place_text", "latitude", "coordinates", "admin1"}:
        raise ReadError(f"{file}: the mapping names neither a date nor a place of the incidents")
    taken = {column for _, column in mapping.columns}
    others = [written for name in names if (written := name.strip()) and written not in taken]
    return MappedFormat(
        name=name,
        dataset=dataset,
        title="Table with mapped columns" if name == TABLE else "KoBo or ODK export",
        key="report_id" if "report_id" in fields else "",
        required=tuple(field for field, _ in mapping.columns),
        parse=_parser(dataset, fields, others),
        constants=mapping.values,
        fields=tuple((column, field) for field, column in mapping.columns),
    )


def _parser(
    dataset: str, fields: frozenset[str], others: Sequence[str]
) -> Callable[[Row], ReportRow]:
    has_counts = [name for name in _COUNTED if name in fields]
    texts = fields & {
        *("town_or_base", "route_text", "event_type", "target", "damage", "headline", "note"),
        *("asserted_by", "outlet_country"),
    }
    links = fields & {"url", "archive_url"}

    def parse(row: Row) -> ReportRow:
        _refuse_elsewhere(row)
        key = row.text("report_id") if "report_id" in fields else _fingerprint(row)
        if key is None:
            row.refuse("report_id", "the row has none, and cannot do without")
        place = _place(row)
        admin1, admin2 = row.text("admin1"), row.text("admin2")
        return ReportRow(
            dataset=dataset,
            key=key,
            incident_key=f"{dataset}-{row.text('incident_key') or key}",
            outlet=row.text("outlet") or dataset,
            stance=_stance(row),
            event_date=_dates(row),
            published=date_of(row, "published"),
            place_text=place,
            admin1_text=admin1,
            admin2_text=admin2,
            given=given.stated(row, place),
            actors=_actors(row),
            extra=_extra(row, others) if others else (),
            **{name: row.text(name) for name in texts},  # type: ignore[arg-type]
            **{name: row.web_address(name) for name in links},  # type: ignore[arg-type]
            **{name: row.count(name) for name in has_counts},  # type: ignore[arg-type]
        )

    return parse


def _refuse_elsewhere(row: Row) -> None:
    country = row.text("country")
    if country is not None and country.lower() not in given.IRAQ:
        given.refuse_other_country(row, "country")


def _fingerprint(row: Row) -> str:
    """A key from what the row says, for files that give none."""
    return hashlib.sha256("\x1f".join(row.cells).encode("utf-8", "replace")).hexdigest()[:20]


def _place(row: Row) -> str | None:
    """The words for the place, with the governorate behind them, where the words lack it."""
    words = row.text("place_text")
    units = (row.text("admin2") if words is None else None, row.text("admin1"))
    parts = [words] if words else []
    parts += [unit for unit in units if unit and unit.lower() not in (words or "").lower()]
    return ", ".join(parts) or None


def _stance(row: Row) -> Stance:
    stance = row.choice("stance", _STANCES)
    if stance is not None:
        return stance
    if row.text("stance") is not None:  # a wrong stance would turn a denial into an assertion
        row.refuse("stance", f"not one of {', '.join(_STANCES)}")
    return Stance.REPORTS


def _dates(row: Row) -> DateInterval | None:
    start, end = date_of(row, "event_date"), date_of(row, "end_date")
    first, last = start or end, end or start
    if first is None or last is None:
        return None
    if last.end < first.start:
        row.fault("end_date", f"the event ends before it starts ({first.start})")
        last = first
    stated = row.whole("date_prec", 1, 5)
    if stated is None and first is last:
        return first
    prec = DatePrec(stated) if stated else max(first.prec, last.prec)
    if not stated and last.end > first.end:
        prec = max(prec, DatePrec.DAYS)
    return replace(first, end=last.end, prec=prec)


def _actors(row: Row) -> tuple[ActorMention, ...]:
    first, second = row.text("actor_text"), row.text("actor2_text")
    if first is None and second is None:
        return ()
    role = row.choice("actor_role", _ROLES) or ("side a" if second else "attributed")
    sides = ((first, role), (second, "side b"))
    return tuple(ActorMention(text, role) for text, role in sides if text)


def _extra(row: Row, others: Sequence[str]) -> tuple[tuple[str, str], ...]:
    return tuple(
        (name, text) for name in others if (text := row.text(f"{_OTHER}{name}")) is not None
    )
