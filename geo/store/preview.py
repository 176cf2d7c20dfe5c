"""What a load would do, found out without writing anything.

Files are read as a load reads them, row by row, so that a file of any size fits; what is new is
placed as a load places it, of many rows a sample.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from itertools import islice
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, Engine, select

from geo.claims.hypotheses import Hypothesis
from geo.model import Actor, Location, Outlet, Rejection, ReportRow
from geo.read import FileReader, ReadOptions
from geo.read.reader import is_repetition
from geo.settings import Settings
from geo.store import schema
from geo.store.corrections import corrections_at
from geo.store.decisions import read_decisions
from geo.store.engine import open_engine, reading
from geo.store.entries import LoadEntry
from geo.store.incident_ids import newest, redirects
from geo.store.load import Progress
from geo.store.load_file import Known
from geo.store.loads import loads_of
from geo.store.placing import Placer
from geo.store.previewed import MOST_KEPT, SAMPLE, FilePreview, Preview
from geo.store.proposals import Proposal, held_apart, would_merge
from geo.store.query import read_snapshot
from geo.store.records import content_sha256
from geo.store.write import Writer
from geo.store.write_hypotheses import stale_hypotheses
from geo.store.write_names import stale_actors, stale_outlets

_REASONS: Final = 200
_READ: Final = 0.85
_NUMBER: Final = re.compile(r"\d[\d.,]*")
_BATCH: Final = 1_000


def preview(
    url: str,
    paths: Sequence[Path],
    settings: Settings,
    format: str | None = None,
    progress: Progress | None = None,
    options: ReadOptions | Sequence[ReadOptions] | None = None,
) -> Preview:
    """Find out what ``geo.store.load.load_files`` would do with the same arguments.

    Raises
    ------
    ReadError
        A file cannot be read at all.
    BoundaryError, RoadError
        What places rest on cannot be read.
    StoreError
        The store cannot be opened.
    """
    tell = progress or (lambda _share, _message: None)
    each = options or ReadOptions(limits=settings.limits)
    asked = [each] * len(paths) if isinstance(each, ReadOptions) else list(each)
    engine = open_engine(url)
    placer = Placer(settings)
    files: list[FilePreview] = []
    sample: list[tuple[ReportRow, Location]] = []
    seen: dict[tuple[str, str], str] = {}
    with reading(engine) as connection:
        revision = newest(connection)
        placer.use(corrections_at(connection))
        for at, (path, own) in enumerate(zip(paths, asked, strict=True)):
            low, step = at / len(paths), 1 / len(paths)
            counting = _Counting(connection, Known(connection), seen if len(paths) > 1 else None)
            reader = FileReader(
                path, format, _within(tell, low, low + _READ * step, f"Reading {path.name}"), own
            )
            with reader:
                counting.take(reader)
            tell(low + _READ * step, f"Placing rows of {path.name}")
            placed = counting.placed(placer)
            sample += placed
            before = tuple(loads_of(engine, reader.facts.sha256))
            files.append(counting.result(reader, placed, before))
    tell(_READ + (1 - _READ) / 2, "Looking for incidents that may be the same")
    merges = _merges(engine, revision, sample)
    tell(1.0, "Done")
    return Preview(tuple(files), revision, merges, tuple(sample))


def _merges(
    engine: Engine, revision: int, sample: Sequence[tuple[ReportRow, Location]]
) -> tuple[Proposal, ...]:
    """Incidents of the sample that may be one with an incident of the store under another id."""
    if not sample or not revision:
        return ()
    whole = read_snapshot(engine, revision)
    there = set(whole.ids.tolist())
    new = [(row, place) for row, place in sample if row.incident_key not in there]
    return would_merge(whole, new, held_apart(engine, revision))


@dataclass
class _Counting:
    """One file under way. ``seen``: rows of the files before it, when there are several."""

    connection: Connection
    known: Known
    seen: dict[tuple[str, str], str] | None
    n: Counter[str] = field(default_factory=Counter)
    reasons: Counter[tuple[str, str]] = field(default_factory=Counter)
    kept: list[Rejection] = field(default_factory=list)
    incidents: set[str] = field(default_factory=set)
    chosen: list[ReportRow] = field(default_factory=list)
    first: date | None = None
    last: date | None = None
    outlets: list[Outlet] = field(default_factory=list)
    actors: list[Actor] = field(default_factory=list)
    hypotheses: list[Hypothesis] = field(default_factory=list)
    _chance: random.Random = field(default_factory=lambda: random.Random(1))  # noqa: S311

    def take(self, reader: FileReader) -> None:
        """Count all rows and rejections."""
        for item in reader:
            match item:
                case Rejection():
                    self._reject(item)
                case ReportRow():
                    self._row(item)
                case Outlet():
                    self.outlets.append(item)
                case Actor():
                    self.actors.append(item)
                case Hypothesis():
                    self.hypotheses.append(item)
        self._lists(reader)

    def _reject(self, item: Rejection) -> None:
        self.n["rejections"] += 1
        self.n["repeated"] += is_repetition(item)
        # Numbers differ from row to row; the examples of how to write a value do not.
        told, such_as, examples = item.reason.partition(" such as ")
        self.reasons[item.column or "", _NUMBER.sub("…", told) + such_as + examples] += 1
        if len(self.kept) < MOST_KEPT:
            self.kept.append(item)

    def _row(self, row: ReportRow) -> None:
        at = (row.dataset, row.key)
        held = (self.seen or {}).get(at) or self.known.sha(*at)
        sha = content_sha256(row) if held is not None or self.seen is not None else ""
        state = "new" if held is None else "same" if held == sha else "changed"
        if self.seen is not None:
            self.seen[at] = sha
        self.n[state] += 1
        if row.event_date is not None:
            self.n["dated"] += 1
            start, end = row.event_date.start, row.event_date.end
            self.first = start if self.first is None else min(start, self.first)
            self.last = end if self.last is None else max(end, self.last)
        if state == "same":
            return
        if state == "new":
            self.incidents.add(row.incident_key)
        todo = self.n["new"] + self.n["changed"]
        if todo <= SAMPLE:
            self.chosen.append(row)
        elif (place := self._chance.randrange(todo)) < SAMPLE:  # each row with the same chance
            self.chosen[place] = row

    def _lists(self, reader: FileReader) -> None:
        """Names and hypotheses, counted as a load counts them."""
        writer = Writer(self.connection, "", datetime.now(UTC))
        stale = [
            *stale_outlets(writer, self.outlets),
            *stale_actors(writer, self.actors),
            *stale_hypotheses(writer, self.hypotheses, reader.file),
        ]
        if not reader.format.dataset:  # else it brings its publisher along, no row of the file
            new = sum(is_new for _, is_new in stale)
            total = len(self.outlets) + len(self.actors) + len(self.hypotheses)
            self.n.update(new=new, changed=len(stale) - new, same=total - len(stale))

    def placed(self, placer: Placer) -> list[tuple[ReportRow, Location]]:
        """The sample with its places."""
        rows = [(content_sha256(row), row) for row in self.chosen]
        placer.prepare(rows)
        return [(row, placer.place(sha, row)) for sha, row in rows]

    def result(
        self,
        reader: FileReader,
        placed: Sequence[tuple[ReportRow, Location]],
        before: tuple[LoadEntry, ...],
    ) -> FilePreview:
        """All of it as a value."""
        wanted, there = self._incidents()
        places = Counter((place.form.value, int(place.where_prec or 0)) for _, place in placed)
        n = self.n
        return FilePreview(
            file=reader.file,
            sha256=reader.facts.sha256,
            format=reader.format.name,
            title=reader.format.title,
            dataset=reader.format.dataset,
            encoding=reader.facts.encoding,
            n_read=reader.n_read,
            n_new=n["new"],
            n_changed=n["changed"],
            n_same=n["same"],
            n_refused=reader.n_refused,
            n_repeated=n["repeated"],
            n_remarks=n["rejections"] - reader.n_refused,
            incidents_new=wanted - there,
            incidents_grown=there,
            n_dated=n["dated"],
            first=self.first,
            last=self.last,
            n_placed=len(placed),
            places=tuple((*key, count) for key, count in places.most_common()),
            reasons=tuple((*key, count) for key, count in self.reasons.most_common(_REASONS)),
            rejections=tuple(self.kept),
            loaded_before=before,
        )

    def _incidents(self) -> tuple[int, int]:
        """How many incidents get new reports, and how many of these the store has already."""
        leads = redirects(read_decisions(self.connection))
        wanted = {leads.get(key, (key, 0))[0] for key in self.incidents}
        table = schema.report.c
        found, rest = 0, iter(wanted)
        while batch := list(islice(rest, _BATCH)):
            query = select(table.incident_id).where(
                table.incident_id.in_(batch), table.to_revision.is_(None)
            )
            found += len(set(self.connection.scalars(query.distinct())))
        return len(wanted), found


def _within(tell: Progress, low: float, high: float, message: str) -> Callable[[int, int], None]:
    """Progress of a part, as (done, total), told as a share of the whole."""
    return lambda done, total: tell(low + (high - low) * done / max(total, 1), message)
