"""Tables of the data page, as HTML: data sets, places, boundary set, revisions, licences."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from fnmatch import fnmatch

import numpy as np

from geo.credits import Credit, credits
from geo.store.adding import FORMATS
from geo.store.outcomes import PlacingCount
from geo.store.query import DatasetEntry, LoadEntry, RevisionEntry
from geo.store.snapshot import Snapshot
from geo.view.palette import FORM_STYLES, PRECISION_LABELS
from geo.view.words import counted, day_text
from pages.parts.wording import esc, quoted, source_link


def datasets(entries: Sequence[DatasetEntry], revision: int) -> str:
    """What is loaded: one line a file, with what became of its rows and under which licence."""
    lines = [_file(entry, load) for entry in entries for load in _together(entry.loads)]
    heads = ("Data set", "File", "Rows read", "New", "Changed", "As before", "Rejected",
             "Revision", "Licence")  # fmt: skip
    empty = '<p class="missing">Nothing is loaded yet. See "Load more" below.</p>'
    return f"<h2>Loaded, up to revision {revision}</h2>" + (table(heads, lines) if lines else empty)


def _file(entry: DatasetEntry, load: LoadEntry) -> list[str]:
    counts = (load.n_read, load.n_new, load.n_changed, load.n_same, load.n_rejected)
    return [
        f"<b>{quoted(entry.name)}</b>{_held(entry)}",
        f"{quoted(load.file)}<small>{esc(load.sha256[:12])}</small>",
        *(f"{count:,}" for count in counts),
        f"{load.revision}{_undone(load)}<small>{esc(day_text(load.loaded_at.date()))}, "
        f"{quoted(load.author)}</small>",
        _licence(load),
    ]


def _undone(load: LoadEntry) -> str:
    if load.undone_by is None:
        return ""
    return f"<small><b>taken back by decision {load.undone_by}</b></small>"


def _together(loads: Sequence[LoadEntry]) -> list[LoadEntry]:
    """The loads, those that people made of one article or file by single decisions as one."""
    found: dict[tuple[str, ...], LoadEntry] = {}
    for load in loads:
        single = load.format not in FORMATS
        key = (str(load.id),) if single else (load.format, load.file)
        former = found.get(key)
        found[key] = load if former is None else _sum(former, load)
    return list(found.values())


def _sum(former: LoadEntry, load: LoadEntry) -> LoadEntry:
    """Both as one: the later one's revision, and the reports of those that still hold."""
    standing = [one for one in (former, load) if one.undone_by is None]
    authors = dict.fromkeys((*former.author.split(", "), load.author))
    return replace(
        load,
        author=", ".join(authors),
        n_read=sum(one.n_read for one in standing),
        n_new=sum(one.n_new for one in standing),
        undone_by=None if standing else load.undone_by,
    )


def waiting(number: int, href: str) -> str:
    """How many drafts wait for a person; "" when none do."""
    if not number:
        return ""
    waits = "waits" if number == 1 else "wait"
    return (
        f'<p class="why"><a href="{esc(href)}">{counted(number, "draft")}</a> {waits} for review; '
        "what waits does not count here.</p>"
    )


def _held(entry: DatasetEntry) -> str:
    if not entry.reports:
        return "<small>names only</small>"
    return f"<small>{entry.incidents:,} incidents, {entry.reports:,} reports</small>"


def _licence(load: LoadEntry) -> str:
    """Licence of a shipped file, known by its name; files of the reader's own have none here."""
    for credit in credits():
        if any(fnmatch(load.file, pattern.rpartition("/")[2]) for pattern in credit.files):
            return f"{quoted(credit.licence)}<small>{quoted(credit.credit)}</small>"
    return quoted(None, "not stated; see its source")


def placings(counts: Iterable[PlacingCount]) -> str:
    """How the places of the reports were found."""
    lines = [
        [
            quoted(count.method, "not placed"),
            esc(PRECISION_LABELS[count.where_prec or 0]),
            esc(FORM_STYLES[count.form].label),
            f"{count.reports:,}",
        ]
        for count in counts
    ]
    heads = ("Found by", "Precision", "Drawn as", "Reports")
    return "<h2>How places were found</h2>" + table(heads, lines)


def precision(snapshot: Snapshot) -> str:
    """Incidents by how exactly their place is known."""
    counts = np.bincount(snapshot.where_prec, minlength=8)
    lines = [
        [esc(label), f"{int(counts[code]):,}"]
        for code, label in PRECISION_LABELS.items()
        if counts[code]
    ]
    return "<h2>How exactly incidents are placed</h2>" + table(("Precision", "Incidents"), lines)


def boundaries(snapshot: Snapshot, label: str | None) -> str:
    """The boundary set in use."""
    vocab = snapshot.vocab
    return (
        f"<h2>Boundary set in use</h2><p>{quoted(label)}: {len(vocab.governorates)} governorates, "
        f"{len(vocab.districts)} districts. Another set is chosen by the settings "
        "ATLAS_GOVERNORATES and ATLAS_DISTRICTS.</p>"
    )


def history(entries: Iterable[RevisionEntry], address: Callable[[int], str]) -> str:
    """Every revision with its author; each opens the atlas as it was then."""
    lines = [
        [
            f'<a href="{esc(address(entry.number))}">{entry.number}</a>',
            esc(f"{day_text(entry.created_at.date())} {entry.created_at:%H:%M} UTC"),
            quoted(entry.author),
            quoted(entry.kind),
            quoted(entry.summary),
        ]
        for entry in entries
    ]
    heads = ("Revision", "When", "Who", "What", "Summary")
    return "<h2>Revision history</h2>" + table(heads, lines)


def licences() -> str:
    """Who must be named for the data, as ``data/SOURCES.md`` says."""
    heads = ("Source", "Credit", "Licence", "Address")
    return "<h2>Sources and licences</h2>" + table(heads, [_credit(c) for c in credits()])


def _credit(credit: Credit) -> list[str]:
    files = ", ".join(credit.files)
    return [
        f"<b>{quoted(credit.name)}</b><small>{quoted(files)}</small>",
        quoted(credit.credit),
        quoted(credit.licence),
        source_link(credit.url, "Open the source"),
    ]


def bullets(texts: Iterable[str]) -> str:
    """A list of plain texts."""
    return "<ul>" + "".join(f"<li>{quoted(text)}</li>" for text in texts) + "</ul>"


def table(heads: Sequence[str], lines: Iterable[Sequence[str]]) -> str:
    """A table of cells that are HTML already; on a phone each line becomes a card."""
    head = "".join(f'<th scope="col">{esc(name)}</th>' for name in heads)
    body = "".join(
        "<tr>"
        + "".join(
            f'<td data-head="{esc(name)}">{cell}</td>'
            for name, cell in zip(heads, line, strict=True)
        )
        + "</tr>"
        for line in lines
    )
    return f'<table class="stack"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'
