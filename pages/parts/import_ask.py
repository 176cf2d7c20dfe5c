"""How uploaded files are to be read: what no file says itself is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import streamlit as st

from geo.errors import AmbiguousDatesError, ReadError
from geo.model import Rejection, ReportRow
from geo.read import ColumnMapping, ReadOptions
from geo.read.formats import KOBO
from geo.read.generic import TABLE
from geo.read.look import Look, first_rows
from geo.settings import Settings
from geo.store.work import FileToRead
from geo.validate import DateOrder
from geo.view.words import counted
from pages.parts import date_question, import_told, mapping_form, sheet
from pages.parts.uploads import Upload
from pages.parts.wording import plain, quoted

_FIRST: Final = "import.first"
_SHOWN_ROWS: Final = 8


def how_to_read(kept: Sequence[Upload], settings: Settings) -> list[FileToRead] | None:
    """How each file is to be read; ``None`` while something is still to be said."""
    mappings: dict[str, ColumnMapping | None] = {}
    orders: dict[str, DateOrder | None] = {}
    complete = True
    for one in kept:
        look = one.look
        if look is None:
            continue
        name = mapping_form.name_of(look)
        if name not in mappings:
            mappings[name], usable = _mapping(look, settings)
            complete = complete and usable
            if usable:
                orders[name], answered = _order(one, look, name, mappings[name], settings)
                complete = complete and answered
    if not complete:
        return None
    names = [mapping_form.name_of(one.look) for one in kept if one.look]
    return [
        FileToRead(one.path, mappings[name], orders[name])
        for one, name in zip(kept, names, strict=True)
    ]


def _mapping(look: Look, settings: Settings) -> tuple[ColumnMapping | None, bool]:
    """The mapping of a table, where it needs one or its reader wants one; and whether it is set."""
    name = mapping_form.name_of(look)
    if look.format == KOBO and not st.toggle(
        plain(f"Change what the columns of {look.file} are"), key=f"own_{name}"
    ):
        return None, True
    if look.format not in (KOBO, TABLE):
        return None, True
    sheet.html(
        f"<h2>What the columns of {quoted(look.file)} are</h2>"
        '<p class="quiet">Guessed from names and cells; change what is wrong. Columns that no '
        "field takes are kept as they are.</p>"
    )
    _raw(look)
    mapping = mapping_form.draw(look, settings)
    return mapping, mapping is not None


def _raw(look: Look) -> None:
    """The first rows as they stand in the file."""
    import pandas as pd

    names = [f"{at}: {name}" if look.columns.count(name) > 1 or not name else name
             for at, name in enumerate(look.columns, start=1)]  # fmt: skip
    st.caption(f"The first {counted(len(look.rows), 'row')} as they stand in the file")
    st.dataframe(
        pd.DataFrame([row[: len(names)] for row in look.rows], columns=names),
        hide_index=True,
        height=min(36 * (len(look.rows) + 1) + 2, 220),
        key=f"raw_{mapping_form.name_of(look)}",
    )


def _order(
    one: Upload, look: Look, name: str, mapping: ColumnMapping | None, settings: Settings
) -> tuple[DateOrder | None, bool]:
    """The order of day and month, asked where it must be; and whether reading can go on."""
    found = _first(one, look, mapping, None, settings)
    if isinstance(found, AmbiguousDatesError):
        date_question.remember(name, found)
    elif isinstance(found, ReadError):
        st.error(plain(f"{found}."), icon=":material/error:")
        return None, False
    order = None
    if date_question.is_asked(name):
        order = date_question.draw(name)
        if order is None:
            return None, False
        found = _first(one, look, mapping, order, settings)
    if mapping is not None and isinstance(found, tuple):
        _as_read(*found)
    return order, True


def _first(
    one: Upload,
    look: Look,
    mapping: ColumnMapping | None,
    order: DateOrder | None,
    settings: Settings,
) -> tuple[list[ReportRow], list[Rejection]] | ReadError:
    """The first rows as they are read, or why they cannot be; read once for each mapping."""
    key = (look.sha256, mapping and mapping.to_json(), order)
    held: dict[Any, Any] = st.session_state.setdefault(_FIRST, {})
    if key not in held:
        while len(held) >= 32:
            held.pop(next(iter(held)))
        try:
            options = ReadOptions(mapping, order, settings.limits)
            held[key] = first_rows(one.path, options, _SHOWN_ROWS)
        except ReadError as error:
            held[key] = error
    found: tuple[list[ReportRow], list[Rejection]] | ReadError = held[key]
    return found


def _as_read(rows: Sequence[ReportRow], rejected: Sequence[Rejection]) -> None:
    """The live preview of a mapping."""
    sheet.html("<h2>The first rows as the atlas reads them</h2>")
    if rows:
        sheet.html(f'<div class="wide">{import_told.as_read(rows)}</div>')
    else:
        sheet.html('<p class="missing">No row can be read so.</p>')
    if rejected:
        sheet.html(import_told.rejections(rejected[:5]))
