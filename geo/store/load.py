"""Bring files into the store: new rows are added, changed rows become new versions.

A call is one transaction: it happens wholly or not at all, also when the process is killed. Files
are read and placed before the store is locked; under the lock only what differs from the store as
it then is gets written, so that two loads at once add nothing twice. Each file that changes
anything, or that was never seen before, makes one revision. Rows that a newer file no longer has
stay: a file need not be complete.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, select

from geo.errors import ReadError
from geo.model import Location, ReportRow
from geo.read import ReadOptions, ReadResult, read_into
from geo.settings import DATA_DIR, Settings
from geo.store import schema
from geo.store.corrections import corrections_at
from geo.store.current import current_rows
from geo.store.engine import open_engine, reading, sqlite_path, writing
from geo.store.incident_ids import newest
from geo.store.load_file import FileReport, Known, write_file
from geo.store.loads import without_undone
from geo.store.placing import Placer, fingerprint, same_boundaries
from geo.store.spool import Spool
from geo.store.write import Writer

Progress = Callable[[float, str], None]
"""Called with the share done, 0..1, and what is being done."""

INCIDENTS_DIR: Final = DATA_DIR / "incidents"
FIRST_START: Final = "first start"
"""Author of the loads that no person asked for."""
_PLACED: Final = 0.7
_OBJECTS: Final = 200_000


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
    check : sees what each file holds before anything is stored, and raises to stop.

    Raises
    ------
    ReadError
        A file cannot be read at all; nothing of any file is loaded then.
    BoundaryError
        The boundary files of the settings cannot be used.
    StoreError
        The store cannot be opened or written; it is as it was.
    """
    how = options or ReadOptions(limits=settings.limits)
    each = [how] * len(paths) if isinstance(how, ReadOptions) else how
    with _collecting_seldom():
        return _load(
            url, paths, Placer(settings), format, progress or _silent, author, each, remark, check
        )


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


def _load(
    url: str,
    paths: Sequence[Path],
    placer: Placer,
    format: str | None,
    tell: Progress,
    author: str,
    options: Sequence[ReadOptions],
    remark: str,
    check: Callable[[ReadResult], None] | None,
) -> LoadReport:
    engine = open_engine(url)
    mark = fingerprint(placer.settings)
    with reading(engine) as connection:
        known = Known(connection)
        placer.use(corrections_at(connection))
        due = current_fingerprint(connection) not in (None, mark)
        share = _PLACED / 2 if due else _PLACED
        spools = _read(paths, format, options, tell, share, known, placer)
        if check is not None:
            for result, _ in spools:
                check(result)
        if due:
            shared = _share(tell, share, _PLACED, "Placing reports")
            placer.prepare(current_rows(connection), shared)
    tell(_PLACED, "Writing the store")
    with writing(engine) as connection:
        writer = Writer(connection, author, datetime.now(UTC))
        anew = placer.use(corrections_at(connection))  # someone corrected a place meanwhile
        former = current_fingerprint(connection)
        moved = None if former == mark else _place_anew(writer, placer, former, mark)
        files = []
        for index, (result, spool) in enumerate(spools):
            low = _PLACED + (1 - _PLACED) * index / len(spools)
            high = _PLACED + (1 - _PLACED) * (index + 1) / len(spools)
            shared = _share(tell, low, high, f"Writing {result.file}")
            known = known.seen_by(connection)
            files.append(write_file(writer, result, spool, known, placer, shared, anew, remark))
        latest = newest(connection)
    tell(1.0, "Done")
    return LoadReport(tuple(files), latest, former is None, None if former is None else moved)


@contextmanager
def _collecting_seldom() -> Iterator[None]:
    """Look for garbage in circles every 200,000 objects, not every 700: a tenth of a load's time.

    Reports are made by the million and hold no circles.
    """
    before = gc.get_threshold()
    gc.set_threshold(_OBJECTS, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


def _read(
    paths: Sequence[Path],
    format: str | None,
    options: Sequence[ReadOptions],
    tell: Progress,
    share: float,
    known: Known,
    placer: Placer,
) -> list[tuple[ReadResult, Spool]]:
    """Read all files, up to ``share`` of the work.

    Those that say who is who come first, then what is held of them.
    """
    results = []
    for index, (path, own) in enumerate(zip(paths, options, strict=True)):
        part = _Part(tell, share * index / len(paths), share / len(paths), path.name)

        def place(rows: list[tuple[str, ReportRow]], part: _Part = part) -> list[Location]:
            part.say("Placing reports of")
            return placer.places(rows)

        spool = Spool(known.has, place)
        results.append((read_into(spool.take, path, format, part, own), spool))
        spool.close()
    return sorted(results, key=lambda read: (bool(len(read[1])), bool(read[0].hypotheses)))


class _Part:
    """Progress of reading one file, told as a share of the whole."""

    def __init__(self, tell: Progress, low: float, width: float, name: str) -> None:
        self._tell, self._low, self._width, self._name = tell, low, width, name
        self(0, 1)

    def __call__(self, done: int, total: int) -> None:
        self._share = self._low + self._width * done / max(total, 1)
        self.say("Reading")

    def say(self, what: str) -> None:
        """Tell what is being done with the file, as far as it has come."""
        self._tell(self._share, f"{what} {self._name}")


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


def _share(tell: Progress, low: float, high: float, message: str) -> Callable[[int, int], None]:
    """Progress of a part, as (done, total), told as a share of the whole."""
    return lambda done, total: tell(low + (high - low) * done / max(total, 1), message)


def _silent(_share: float, _message: str) -> None:
    """No one asked for progress."""
