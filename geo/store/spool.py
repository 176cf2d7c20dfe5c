"""Reports of a file that wait for the lock of the store: read, placed, and packed small.

A report takes 60 to 100 bytes here, 1,500 as a ``ReportRow``, so that a file of a million reports
needs no more memory than one of a few thousand.
"""

from __future__ import annotations

import marshal
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

import pyarrow as pa

from geo.model import ActorMention, Location, ReportRow
from geo.store.records import report_row
from geo.store.stored import (
    KEY,
    Stored,
    fingerprint,
    search_text,
    stored_location,
    stored_report,
    typed_report,
)

CHUNK: Final = 5_000
_CODEC: Final = "zstd"


class Head(NamedTuple):
    """What says whether a report is new."""

    dataset: str
    key: str
    sha: str
    outlet: str
    country: str | None


class Ready(NamedTuple):
    """A report as it is written.

    ``mentions``: text and role of its actors; ``report``, ``place``: see ``geo.store.stored``.
    ``place`` is ``None`` where the report was the same as the store's when it was read.
    """

    sha: str
    dataset: str
    outlet: str
    mentions: tuple[tuple[str, str], ...]
    report: Stored
    search_text: str
    place: Stored | None

    @property
    def key(self) -> str:
        """Names the report within its dataset."""
        key: str = self.report[KEY]
        return key

    def row(self) -> ReportRow:
        """The report as it was read."""
        actors = tuple(ActorMention(*mention) for mention in self.mentions)
        return report_row(typed_report(self.report), self.dataset, self.outlet, actors)


def ready(sha: str, row: ReportRow, place: Location) -> Ready:
    """A report that is at hand."""
    return Ready(
        sha,
        row.dataset,
        row.outlet,
        _mentions(row),
        stored_report(row),
        search_text(row),
        stored_location(place),
    )


Place = Callable[[list[tuple[str, ReportRow]]], list[Location]]
IsSame = Callable[[str, str, str], bool]


@dataclass
class Spool:
    """Takes reports one by one and gives them back, chunk by chunk, as often as is asked.

    Parameters
    ----------
    is_same : whether the store has a report, by dataset, key and fingerprint; it is not placed.
    place : the locations of reports, given with their fingerprints.
    """

    is_same: IsSame
    place: Place
    _waiting: list[tuple[Head, ReportRow, tuple[Any, ...]]] = field(default_factory=list)
    _heads: list[_Packed] = field(default_factory=list)
    _bodies: list[_Packed] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self._bodies)

    def take(self, row: ReportRow) -> None:
        """Take one more report."""
        mentions, report = _mentions(row), stored_report(row)
        sha = fingerprint(row.dataset, row.outlet, mentions, report)
        head = Head(row.dataset, row.key, sha, row.outlet, row.outlet_country)
        self._waiting.append((head, row, (mentions, report, search_text(row))))
        if len(self._waiting) == CHUNK:
            self.close()

    def close(self) -> None:
        """Place and pack what waits."""
        waiting, self._waiting = self._waiting, []
        if not waiting:
            return
        todo = [
            (head.sha, row)
            for head, row, _ in waiting
            if not self.is_same(head.dataset, head.key, head.sha)
        ]
        places = {
            sha: stored_location(place)
            for (sha, _), place in zip(todo, self.place(todo), strict=True)
        }
        self._heads.append(_pack([tuple(head) for head, _, _ in waiting]))
        self._bodies.append(
            _pack(
                [
                    (head.sha, head.dataset, head.outlet, *told, places.get(head.sha))
                    for head, _, told in waiting
                ]
            )
        )

    def heads(self) -> Iterator[list[Head]]:
        """Chunks, in the order of the file."""
        for packed in self._heads:
            yield [Head._make(values) for values in _unpack(packed)]

    def chunks(self) -> Iterator[list[Ready]]:
        """The same chunks, whole."""
        for packed in self._bodies:
            yield [Ready._make(values) for values in _unpack(packed)]


_Packed = tuple[int, bytes]


def _pack(values: list[tuple[Any, ...]]) -> _Packed:
    plain = marshal.dumps(values)
    return len(plain), pa.compress(plain, codec=_CODEC, asbytes=True)


def _unpack(packed: _Packed) -> list[tuple[Any, ...]]:
    size, data = packed
    found: list[tuple[Any, ...]] = marshal.loads(  # noqa: S302 - packed by this process
        pa.decompress(data, decompressed_size=size, codec=_CODEC, asbytes=True)
    )
    return found


def _mentions(row: ReportRow) -> tuple[tuple[str, str], ...]:
    return tuple([(mention.text, mention.role) for mention in row.actors])
