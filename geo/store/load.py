"""Bring files into the store: new rows are added, changed rows become new versions.

A call is one transaction: it happens wholly or not at all, also when the process is killed. Files
are read and placed before the store is locked; under the lock only what differs from the store as
it then is gets written, so that two loads at once add nothing twice. Each file that changes
anything, or that was never seen before, makes one revision. Rows that a newer file no longer has
stay: a file need not be complete.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, select

from geo.errors import ReadError
from geo.model import ReportRow
from geo.read import ReadOptions, ReadResult, read_file
from geo.settings import DATA_DIR, Settings
from geo.store import schema
from geo.store.corrections import corrections_at
from geo.store.current import current_rows
from geo.store.engine import open_engine, reading, sqlite_path, writing
from geo.store.incident_ids import newest
from geo.store.loads import without_undone
from geo.store.placing import Placer, fingerprint, same_boundaries
from geo.store.records import content_sha256
from geo.store.write import Writer
from geo.store.write_hypotheses import put_hypotheses, stale_hypotheses
from geo.store.write_names import put_actors, put_outlets, stale_actors, stale_outlets
from geo.store.write_reports import put_reports

Progress = Callable[[float, str], None]
"""Called with the share done, 0..1, and what is being done."""

INCIDENTS_DIR: Final = DATA_DIR / "incidents"
FIRST_START: Final = "first start"
"""Author of the loads that no person asked for."""
_READ, _PLACED = 0.15, 0.75


@dataclass(frozen=True, slots=True)
class FileReport:
    """What became of one file. ``n_read`` = new + changed + same + whole rows rejected."""

    file: str
    format: str
    dataset: str
    n_read: int
    n_new: int
    n_changed: int
    n_same: int
    n_rejected: int
    revision: int | None

    def __str__(self) -> str:
        outcome = (
            f"{self.n_new} new, {self.n_changed} changed, {self.n_same} as before, "
            f"{self.n_rejected} remarks or rejections"
        )
        when = "nothing to add" if self.revision is None else f"revision {self.revision}"
        return f"{self.file} ({self.format}): {self.n_read} rows read: {outcome}; {when}"


@dataclass(frozen=True, slots=True)
class LoadReport:
    """Outcome of a load; ``revision`` is the store's newest afterwards.

    ``was_empty``: nothing had ever been loaded into the store before. ``moved``: how many reports
    of the store got another place because what places rest on had changed; ``None``: it had not.
    """

    files: tuple[FileReport, ...]
    revision: int
    was_empty: bool
    moved: int | None = None

    @property
    def changed(self) -> bool:
        """Whether the store is different now."""
        return bool(self.moved) or any(file.revision is not None for file in self.files)


def load_files(
    url: str,
    paths: Sequence[Path],
    settings: Settings,
    format: str | None = None,
    progress: Progress | None = None,
    author: str = "loader",
    options: ReadOptions | Sequence[ReadOptions] | None = None,
    remark: str = "",
    check: Callable[[ReadResult], None] | None = None,
) -> LoadReport:
    """Load files into the store at ``url``; idempotent.

    Reports that are in the store already are placed anew, as a revision of its own, when the
    boundary set, the geocoder, the gazetteer or the roads are others than when it was last done.

    Parameters
    ----------
    options : how the files are to be read, for all or for each; by default only the settings'
        limits hold.
    remark : stands in the summary of the revisions.
    check : sees what each file holds before anything is placed or stored, and raises to stop.

    Raises
    ------
    ReadError
        A file cannot be read at all; nothing of any file is loaded then.
    BoundaryError
        The boundary files of the settings cannot be used.
    StoreError
        The store cannot be opened or written; it is as it was.
    """
    tell = progress or _silent
    engine = open_engine(url)
    results = read_files(paths, format, options or ReadOptions(limits=settings.limits), tell)
    if check is not None:
        for result in results:
            check(result)
    placer = Placer(settings)
    mark = fingerprint(settings)
    hashed = [[(content_sha256(row), row) for row in result.rows] for result in results]
    rows = list(chain.from_iterable(hashed))
    with reading(engine) as connection:
        known = current_hashes(connection, {row.dataset for _, row in rows})
        todo = [(sha, row) for sha, row in rows if known.get((row.dataset, row.key)) != sha]
        if current_fingerprint(connection) not in (None, mark):
            todo.extend(current_rows(connection))
        placer.use(corrections_at(connection))
    tell(_READ, "Placing reports")
    placer.prepare(todo, _share(tell, _READ, _PLACED, "Placing reports"))
    tell(_PLACED, "Writing the store")
    with writing(engine) as connection:
        writer = Writer(connection, author, datetime.now(UTC))
        if placer.use(corrections_at(connection)):
            placer.prepare(todo)  # someone corrected a place meanwhile
        former = current_fingerprint(connection)
        moved = None if former == mark else _place_anew(writer, placer, former, mark)
        files = []
        for index, (result, own) in enumerate(zip(results, hashed, strict=True)):
            low = _PLACED + (1 - _PLACED) * index / len(results)
            high = _PLACED + (1 - _PLACED) * (index + 1) / len(results)
            shared = _share(tell, low, high, f"Writing {result.file}")
            files.append(_write_file(writer, result, own, placer, shared, remark))
        latest = newest(connection)
    tell(1.0, "Done")
    return LoadReport(tuple(files), latest, former is None, None if former is None else moved)


def place_anew(settings: Settings, progress: Progress | None = None) -> LoadReport | None:
    """Place the reports of the store anew if that is due; ``None`` when there is no store yet.

    Raises
    ------
    BoundaryError, RoadError
        The files of the settings cannot be used.
    StoreError
        The store cannot be opened or written; it is as it was.
    """
    path = sqlite_path(settings.database_url)
    if path is not None and not path.exists():
        return None
    with reading(open_engine(settings.database_url)) as connection:
        if current_fingerprint(connection) is None:
            return None
    return load_files(settings.database_url, [], settings, None, progress, author="placer")


def build_store(settings: Settings, progress: Progress | None = None) -> LoadReport:
    """Load all that the project ships in data/incidents; a store that has it stays as it is.

    A file whose load somebody took back is left out until somebody loads it by name.
    """
    files = sorted(INCIDENTS_DIR.glob("*.csv"))
    if not files:
        raise ReadError(f"{INCIDENTS_DIR} holds no .csv files; the project's data/ is incomplete")
    kept = without_undone(settings.database_url, files, FIRST_START)
    return load_files(settings.database_url, kept, settings, None, progress, author=FIRST_START)


def needs_build(settings: Settings) -> bool:
    """Whether the store is empty, or what its places rest on is not what it was."""
    with reading(open_engine(settings.database_url)) as connection:
        stored = current_fingerprint(connection)
    return stored is None or stored != fingerprint(settings)


def current_fingerprint(connection: Connection) -> str | None:
    """``geo.store.placing.fingerprint`` of the store's places; ``None`` when it is empty."""
    table = schema.boundary_set.c
    return connection.scalar(select(table.fingerprint).where(table.to_revision.is_(None)))


def current_hashes(connection: Connection, datasets: Iterable[str]) -> dict[tuple[str, str], str]:
    """Content fingerprint of each current report, by (dataset, key)."""
    report, dataset = schema.report.c, schema.dataset.c
    found = connection.execute(
        select(dataset.name, report.key, report.content_sha256)
        .join_from(schema.report, schema.dataset)
        .where(report.to_revision.is_(None), dataset.name.in_(list(datasets)))
    )
    return {(name, key): sha for name, key, sha in found}


def read_files(
    paths: Sequence[Path],
    format: str | None,
    options: ReadOptions | Sequence[ReadOptions],
    tell: Progress,
) -> list[ReadResult]:
    """Read all files; those that say who is who come first, then what is held of them."""
    results = []
    each = [options] * len(paths) if isinstance(options, ReadOptions) else options
    for index, (path, own) in enumerate(zip(paths, each, strict=True)):
        low, high = _READ * index / len(paths), _READ * (index + 1) / len(paths)
        tell(low, f"Reading {path.name}")
        shared = _share(tell, low, high, f"Reading {path.name}")
        results.append(read_file(path, format, shared, own))
    return sorted(results, key=lambda result: (bool(result.rows), bool(result.hypotheses)))


def _place_anew(writer: Writer, placer: Placer, former: str | None, mark: str) -> int:
    """Note what places rest on from now on; move the current reports that lie elsewhere by it."""
    label = placer.settings.governorates.path.name
    if former is not None and same_boundaries(former, mark):
        writer.new_revision("places", "Placed anew by the geocoder, gazetteer and roads of today")
    else:
        writer.new_revision("boundaries", f"Boundary set {label}")
    writer.replace_units(mark, label, placer.units())
    rows = current_rows(writer.connection)
    return writer.replace_locations([(sha, placer.place(sha, row)) for sha, row in rows])


def _write_file(
    writer: Writer,
    result: ReadResult,
    rows: Sequence[tuple[str, ReportRow]],
    placer: Placer,
    progress: Callable[[int, int], None],
    remark: str,
) -> FileReport:
    known = current_hashes(writer.connection, {row.dataset for _, row in rows})
    distinct = {(row.dataset, row.key): (sha, row) for sha, row in rows}
    new = [pair for at, pair in distinct.items() if at not in known]
    changed = [pair for at, pair in distinct.items() if at in known and known[at] != pair[0]]
    outlets = stale_outlets(writer, result.outlets)
    actors = stale_actors(writer, result.actors)
    held = stale_hypotheses(writer, result.hypotheses, result.file)
    # A table of reports may bring its publisher along: that is no row of the file.
    named = [] if result.dataset else [is_new for _, is_new in (*outlets, *actors, *held)]
    n_new = len(new) + sum(named)
    n_changed = len(changed) + len(named) - sum(named)
    report = FileReport(
        file=result.file,
        format=result.format,
        dataset=result.dataset,
        n_read=result.n_read,
        n_new=n_new,
        n_changed=n_changed,
        n_same=result.n_read - result.n_refused - n_new - n_changed,
        n_rejected=len(result.rejections),
        revision=None,
    )
    if not (n_new or n_changed or outlets or actors or held) and writer.knows_file(
        result.sha256, result.format
    ):
        return report
    summary = f"{n_new} new, {n_changed} changed from {result.file}"
    number = writer.new_revision("load", f"{summary}: {remark}" if remark else summary)
    counts = {
        name: getattr(report, name)
        for name in (
            *("file", "format", "dataset", "n_read", "n_new", "n_changed", "n_same", "n_rejected"),
        )
    }
    writer.add_load(result.sha256, counts, result.rejections)
    put_outlets(writer, [outlet for outlet, _ in outlets])
    put_actors(writer, [actor for actor, _ in actors])
    put_hypotheses(writer, [hypothesis for hypothesis, _ in held])
    located = [(sha, row, placer.place(sha, row)) for sha, row in (*new, *changed)]
    put_reports(writer, located, progress)
    return FileReport(**counts, revision=number)


def _share(tell: Progress, low: float, high: float, message: str) -> Callable[[int, int], None]:
    """Progress of a part, as (done, total), told as a share of the whole."""
    return lambda done, total: tell(low + (high - low) * done / max(total, 1), message)


def _silent(_share: float, _message: str) -> None:
    """No one asked for progress."""
