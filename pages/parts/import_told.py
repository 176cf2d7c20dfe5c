"""What a load would do, and what was rejected, as tables of the import page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Final

import streamlit as st

from geo.claims.duplicates import Tier
from geo.export.rejected import rejected_csv
from geo.model import DateInterval, Form, Rejection, ReportRow
from geo.read.look import Look, Sureness
from geo.store.previewed import MOST_KEPT, FilePreview, Preview
from geo.view.palette import FORM_STYLES, PRECISION_LABELS
from geo.view.words import counted, day_text
from pages.parts import sheet
from pages.parts.context import Context
from pages.parts.loaded import table
from pages.parts.wording import esc, quoted

PAGE: Final = 20
_REASONS: Final = 12
_SURE: Final = {
    Sureness.CERTAIN: "recognised", Sureness.LIKELY: "recognised, its columns are guessed",
    Sureness.OPEN: "not known: say below what its columns are",
}  # fmt: skip


def files(looks: Iterable[tuple[str, Look | None, str]]) -> str:
    """The files as uploaded: name, what it is, how sure that is and why; or why not."""
    lines = []
    for name, look, error in looks:
        if look is None:
            lines.append([f"<b>{quoted(name)}</b>", "<b>cannot be read</b>", quoted(error)])
            continue
        mega = look.size >= 100_000
        size = f"{look.size / 1e6:,.1f} MB" if mega else f"{look.size / 1e3:,.1f} kB"
        lines.append(
            [
                f"<b>{quoted(name)}</b><small>{esc(size)}, {esc(look.kind)}</small>",
                f"<b>{quoted(look.title)}</b><small>{esc(_SURE[look.sure])}</small>",
                quoted(look.why),
            ]
        )
    return table(("File", "Format", "Why"), lines)


def counts(preview: Preview) -> str:
    """One line a file: what would become of its rows."""
    heads = ("File", "Rows read", "New", "Changed", "In the atlas already", "Left out",
             "Values not taken", "Incidents", "Dates")  # fmt: skip
    return table(heads, [_counts(file) for file in preview.files])


def _counts(file: FilePreview) -> list[str]:
    repeated = f"<small>{file.n_repeated:,} repeated in the file</small>" if file.n_repeated else ""
    before = ""
    if file.loaded_before:
        last = file.loaded_before[0]
        state = ", taken back since" if last.undone_by else ""
        before = f"<small>the same file was loaded in revision {last.revision}{state}</small>"
    grown = f"<small>{file.incidents_grown:,} get other reports</small>"
    incidents = f"{file.incidents_new:,} new{grown if file.incidents_grown else ''}"
    return [
        f"<b>{quoted(file.file)}</b><small>{quoted(file.dataset or file.title)}</small>{before}",
        f"{file.n_read:,}",
        f"<b>{file.n_new:,}</b>",
        f"<b>{file.n_changed:,}</b>",
        f"{file.n_same:,}",
        f"{file.n_refused:,}{repeated}",
        f"{file.n_remarks:,}",
        incidents if file.dataset else "none: names only",
        _dates(file),
    ]


def _dates(file: FilePreview) -> str:
    if not file.dataset:
        return ""
    unknown = file.n_taken - file.n_dated
    span = ""
    if file.first and file.last:
        span = f"<small>{esc(_day(file.first))} to {esc(_day(file.last))}</small>"
    return f"{file.n_dated:,} known, {unknown:,} not{span}"


def _day(day: date) -> str:
    return day_text(day)


def places(preview: Preview) -> str:
    """How what is new or changed would be placed."""
    total: dict[tuple[str, int], int] = {}
    for file in preview.files:
        for form, prec, n in file.places:
            total[form, prec] = total.get((form, prec), 0) + n
    if not total:
        return ""
    placed = sum(file.n_placed for file in preview.files)
    todo = sum(file.n_todo for file in preview.files if file.dataset)
    sample = (
        f'<p class="quiet">Of {todo:,} rows {placed:,} were placed, drawn by lot; the load places '
        "all.</p>"
        if placed < todo
        else ""
    )
    lines = [
        [esc(FORM_STYLES[Form(form)].label), esc(PRECISION_LABELS[prec]), f"{n:,}"]
        for (form, prec), n in sorted(total.items(), key=lambda one: -one[1])
    ]
    return f"<h2>How they would be placed</h2>{sample}" + table(
        ("Drawn as", "Precision", "Rows"), lines
    )


def reasons(preview: Preview) -> str:
    """Why rows and values are not taken, the commonest reasons first."""
    total: dict[tuple[str, str], int] = {}
    for file in preview.files:
        for column, reason, n in file.reasons:
            total[column, reason] = total.get((column, reason), 0) + n
    if not total:
        return "<h2>What is not taken</h2><p>Every row is taken as it stands.</p>"
    ordered = sorted(total.items(), key=lambda one: -one[1])
    lines = [
        [quoted(column, "whole row"), quoted(reason), f"{n:,}"]
        for (column, reason), n in ordered[:_REASONS]
    ]
    more = len(ordered) - _REASONS
    rest = f'<p class="quiet">and {counted(more, "other reason")}.</p>' if more > 0 else ""
    return f"<h2>What is not taken</h2>{table(('Column', 'Reason', 'Times'), lines)}{rest}"


def merges(ctx: Context, preview: Preview) -> str:
    """New incidents that may be incidents of the atlas, the likeliest first."""
    if not preview.merges:
        return ""
    lines = [
        [
            quoted(one.first),
            f'<a href="{esc(ctx.address("incident", incident=one.second))}">{esc(one.second)}</a>',
            f"{'very likely' if one.tier is Tier.SAME else 'to be looked at'}"
            f"<small>{one.score:.0%}</small>",
            quoted("; ".join(reason.words for reason in one.reasons if reason.share > 0)),
        ]
        for one in preview.merges[:PAGE]
    ]
    more = len(preview.merges) - PAGE
    rest = f'<p class="quiet">and {counted(more, "other pair")}.</p>' if more > 0 else ""
    return (
        "<h2>May be in the atlas already, under another id</h2><p>A load merges nothing; the "
        "Review page proposes such pairs afterwards.</p>"
        + table(("In the file", "In the atlas", "How likely", "Because"), lines)
        + rest
    )


def rejected(preview: Preview) -> None:
    """The rejected rows and values, page by page, and as a file."""
    rows = [row for file in preview.files for row in file.rejections]
    total = sum(file.n_rejections for file in preview.files)
    if not rows:
        return
    with st.expander(f"Rows and values that are not taken: {total:,}"):
        pages = -(-len(rows) // PAGE)
        page = 1
        if pages > 1:
            page = int(
                st.number_input(f"Page, of {pages:,}", 1, pages, key="import_page", width=160)
            )
        sheet.html(rejections(rows[(page - 1) * PAGE : page * PAGE]))
        if total > len(rows):
            st.caption(f"The first {MOST_KEPT:,} of each file are listed; after a load the Data "
                       "page has all of them.")  # fmt: skip
        st.download_button(
            "Download them as CSV",
            lambda: rejected_csv(rows),
            "rejected.csv",
            "text/csv; charset=utf-8",
            key="import_rejected_csv",
            on_click="ignore",
        )


def rejections(rows: Sequence[Rejection]) -> str:
    """Rejections as a table."""
    heads = ("File", "Line", "Column", "Value", "Reason")
    return table(
        heads,
        [
            [
                quoted(row.file),
                f"{row.line:,}",
                quoted(row.column, "whole row"),
                quoted(row.value[:300] if row.value else row.value, "empty"),
                quoted(row.reason),
            ]
            for row in rows
        ],
    )


def as_read(rows: Sequence[ReportRow]) -> str:
    """Rows as the atlas reads them."""
    columns: tuple[tuple[str, Callable[[ReportRow], str | None]], ...] = (
        ("Date", lambda row: row.event_date and _interval(row.event_date)),
        ("Place", lambda row: row.place_text),
        ("Coordinate", _coordinate),
        ("Type", lambda row: row.event_type),
        ("Target", lambda row: row.target),
        ("Killed", lambda row: _range(row.killed.low, row.killed.high)),
        ("Wounded", lambda row: _range(row.wounded.low, row.wounded.high)),
        ("Who", lambda row: "; ".join(f"{one.text} ({one.role})" for one in row.actors)),
        ("Outlet", lambda row: f"{row.outlet}, {row.stance.value}"),
        ("According to", lambda row: row.asserted_by),
        ("Headline or note", lambda row: row.headline or row.note),
    )
    told = [[get(row) for _, get in columns] for row in rows]
    used = [at for at in range(len(columns)) if any(line[at] for line in told)]
    return table(
        [columns[at][0] for at in used],
        [[quoted((line[at] or "")[:120], "–") for at in used] for line in told],
    )


def _interval(days: DateInterval) -> str:
    first, last = day_text(days.start), day_text(days.end)
    return first if first == last else f"{first} to {last}"


def _coordinate(row: ReportRow) -> str | None:
    if row.given is None or row.given.lat is None or row.given.lon is None:
        return None
    where = f"{row.given.lat:.4f}, {row.given.lon:.4f}"
    if row.given.uncertainty_m:
        return f"{where} within {row.given.uncertainty_m / 1000:g} km"
    return f"{where} ({PRECISION_LABELS[int(row.given.where_prec or 0)]})"


def _range(low: int | None, high: int | None) -> str | None:
    if low is None and high is None:
        return None
    if high is None:
        return f"{low}+"
    return str(low) if low == high else f"{low or 0} to {high}"
