"""Rows and values that could not be taken, with the reason: filtered, paged, and as a file."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from functools import partial

import streamlit as st

from geo.export.csv_file import harmless
from geo.store.query import DatasetEntry, RejectionEntry, count_rejections, rejections
from geo.view.words import counted
from pages.parts import sheet
from pages.parts.context import Context
from pages.parts.loaded import table
from pages.parts.wording import quoted

PAGE = 20
_FILE_PAGE = 5000
_HEADS = ("File", "Line", "Column", "Value", "Reason")


def draw(ctx: Context, entries: Sequence[DatasetEntry]) -> None:
    """The rejections of the store; a whole row or one value of a row that was kept."""
    url = ctx.settings.database_url
    sheet.html(
        "<h2>Not taken as it stood</h2><p>Every row or value that could not be used, with the "
        "reason. A line that names a column was kept, without that value or with the correction "
        "named.</p>"
    )
    if not count_rejections(url):
        sheet.html('<p class="missing">Every row was taken as it stood.</p>')
        return
    load_id, words = _filters(entries)
    total = count_rejections(url, load_id, words)
    pages = max(1, -(-total // PAGE))
    page = _page(pages) if pages > 1 else 0
    found = rejections(url, page, PAGE, load_id, words)
    if not found:
        sheet.html('<p class="missing">None with these words. Try others, or another file.</p>')
        return
    first = page * PAGE + 1
    sheet.html(
        f'<p class="quiet">{first:,} to {first + len(found) - 1:,} of '
        f"{counted(total, 'line')}</p>{table(_HEADS, [_cells(entry) for entry in found])}"
    )
    st.download_button(
        "Download these lines as CSV",
        partial(as_csv, url, load_id, words),
        "rejections.csv",
        "text/csv; charset=utf-8",
        key="data_rejections_csv",
        on_click="ignore",
    )


def _filters(entries: Sequence[DatasetEntry]) -> tuple[int | None, str]:
    """Choice of a file and of words."""
    loads = {load.id: load for entry in entries for load in entry.loads if load.n_rejected}
    names = {None: "All files"} | {
        key: f"{load.file}, revision {load.revision} ({load.n_rejected:,})"
        for key, load in loads.items()
    }
    file, words = st.columns([1, 1])
    load_id = file.selectbox(
        "File", list(names), format_func=lambda key: names.get(key, ""), key="data_rejections_file"
    )
    text = words.text_input(
        "Words in the reason, the column, the value or the row",
        key="data_rejections_words",
        max_chars=200,
    )
    return load_id, (text or "").strip()


def _page(pages: int) -> int:
    """Page chosen, from 0; a page beyond the last (after a filter) is the last."""
    key = "data_rejections_page"
    if st.session_state.get(key, 1) > pages:
        st.session_state[key] = pages
    return int(st.number_input(f"Page, of {pages:,}", 1, pages, key=key, width=160)) - 1


def _cells(entry: RejectionEntry) -> list[str]:
    return [
        quoted(entry.file),
        f"{entry.line:,}",
        quoted(entry.column, "whole row"),
        quoted(entry.value[:300] if entry.value else entry.value, "empty"),
        quoted(entry.reason),
    ]


def as_csv(url: str, load_id: int | None, words: str) -> bytes:
    """All these rejections with their raw rows; nothing in them can be a formula."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(["revision", "file", "line", "column", "value", "reason", "raw"])
    page = 0
    while found := rejections(url, page, _FILE_PAGE, load_id, words):
        writer.writerows(
            [
                entry.revision,
                harmless(entry.file),
                entry.line,
                *(harmless(text or "") for text in (entry.column, entry.value, entry.reason)),
                harmless(entry.raw),
            ]
            for entry in found
        )
        page += 1
    return out.getvalue().encode("utf-8-sig")
