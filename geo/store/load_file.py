"""Write one file into the store, under its lock: what differs from it as it is then."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Final

from sqlalchemy import Connection, select

from geo.model import Outlet
from geo.read import ReadResult
from geo.store import schema
from geo.store.incident_ids import newest
from geo.store.placing import Placer
from geo.store.spool import Head, Ready, Spool
from geo.store.stored import stored_location
from geo.store.write import Writer
from geo.store.write_hypotheses import put_hypotheses, stale_hypotheses
from geo.store.write_names import put_actors, put_outlets, stale_actors, stale_outlets
from geo.store.write_reports import ReportWriter

_ROWS_AT_ONCE: Final = 20_000


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


class Known:
    """Fingerprints of the current reports of a store, read by dataset when first asked for."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._revision = newest(connection)
        self._hashes: dict[str, dict[str, str]] = {}

    def sha(self, dataset: str, key: str) -> str | None:
        """The fingerprint of a report; ``None`` where the store has none."""
        hashes = self._hashes.get(dataset)
        if hashes is None:
            hashes = self._hashes[dataset] = dict(self._read(dataset))
        return hashes.get(key)

    def has(self, dataset: str, key: str, sha: str) -> bool:
        """Whether the store has the report as it is."""
        return self.sha(dataset, key) == sha

    def seen_by(self, connection: Connection) -> Known:
        """The same of what this connection sees; what is read already is used while it holds."""
        if newest(connection) != self._revision:
            return Known(connection)
        self._connection = connection
        return self

    def _read(self, name: str) -> Iterator[tuple[str, str]]:
        report = schema.report.c
        found = self._connection.execute(
            select(report.key, report.content_sha256)
            .join_from(schema.report, schema.dataset)
            .where(report.to_revision.is_(None), schema.dataset.c.name == name)
            .execution_options(yield_per=_ROWS_AT_ONCE)
        )
        return ((key, sha) for key, sha in found)


@dataclass
class _Differing:
    """What of a file's reports is not in the store as it is: how many, whose, and of what."""

    new: int = 0
    changed: int = 0
    outlets: dict[str, Outlet] = field(default_factory=dict)
    datasets: set[str] = field(default_factory=set)


def write_file(
    writer: Writer,
    result: ReadResult,
    spool: Spool,
    known: Known,
    placer: Placer,
    progress: Callable[[int, int], None],
    place_anew: bool = False,
    remark: str = "",
) -> FileReport:
    """Write what a file brings; makes a revision when it brings anything, or was never seen.

    Parameters
    ----------
    result, spool : the file, and its reports.
    known : as the writer's connection sees it now.
    place_anew : whether the places that the reports were given are not to be used.
    remark : stands in the summary of the revision.
    """
    differ = _differing(spool.heads(), known)
    outlets = stale_outlets(writer, result.outlets)
    actors = stale_actors(writer, result.actors)
    held = stale_hypotheses(writer, result.hypotheses, result.file)
    # A table of reports may bring its publisher along: that is no row of the file.
    named = [] if result.dataset else [is_new for _, is_new in (*outlets, *actors, *held)]
    n_new = differ.new + sum(named)
    n_changed = differ.changed + len(named) - sum(named)
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
    put = ReportWriter(writer, differ.outlets.values(), differ.datasets)
    total, done = differ.new + differ.changed, 0
    for chunk in spool.chunks():
        before = [known.sha(one.dataset, one.key) for one in chunk]
        differing = [one for one, sha in zip(chunk, before, strict=True) if sha != one.sha]
        if differing:
            changed = [one for one, sha in zip(chunk, before, strict=True) if sha not in
                       (None, one.sha)]  # fmt: skip
            put(_placed(differing, placer, place_anew), changed)
            done += len(differing)
            progress(done, total)
    return replace(report, revision=number)


def _differing(heads: Iterable[list[Head]], known: Known) -> _Differing:
    found = _Differing()
    for chunk in heads:
        for head in chunk:
            before = known.sha(head.dataset, head.key)
            if before == head.sha:
                continue
            if before is None:
                found.new += 1
            else:
                found.changed += 1
            found.outlets[head.outlet] = Outlet(head.outlet, head.country)
            found.datasets.add(head.dataset)
    return found


def _placed(reports: list[Ready], placer: Placer, anew: bool) -> list[Ready]:
    """The reports with their places; those that have none, or all of them, are placed now."""
    todo = [(one.sha, one.row()) for one in reports if anew or one.place is None]
    if not todo:
        return reports
    places = dict(zip((sha for sha, _ in todo), placer.places(todo), strict=True))
    return [
        one._replace(place=stored_location(places[one.sha])) if one.sha in places else one
        for one in reports
    ]
