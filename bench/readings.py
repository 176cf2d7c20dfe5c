"""Measure how long a reading takes that leaves sources out: part of ``make bench``.

Medians over several runs, in milliseconds of processor time and of the clock. Two synthetic
revisions: one with the mix of the real data, most of whose incidents have a single report, and
one of incidents from the table of reports alone, where most have several. A run is counted after
one that is not: the first also pays for memory that the system has to find.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from bench import atlas
from bench.browser import Figures
from bench.synthetic import resample
from geo.settings import Settings
from geo.store.live import SnapshotStore
from geo.store.partial import of_reports
from geo.store.snapshot import Snapshot
from geo.view.reading import Reading, work_out

MOST_MS = 300.0
TABLE = "reports"
"""Name of the data set that has several reports an incident."""


def main() -> None:
    options = argparse.ArgumentParser(prog="python -m bench.readings", description=__doc__)
    options.add_argument("--incidents", type=int, default=1_000_000, metavar="N")
    options.add_argument("--repeats", type=int, default=7)
    asked = options.parse_args()
    if not asked.incidents:
        return
    with tempfile.TemporaryDirectory(prefix="atlas-bench-") as folder:
        url = atlas.build(Path(folder), Figures())
        real = SnapshotStore(url, Settings.from_env({"ATLAS_DATABASE_URL": url})).current()
    print(f"| left out | incidents | reports left | processor | clock | at most {MOST_MS:.0f} ms |")
    print("| --- " * 6 + "|")
    for snapshot in revisions(real, asked.incidents):
        print(f"| *{snapshot.n:,} incidents, {snapshot.m:,} reports* | | | | | |", flush=True)
        for without in perspectives(snapshot):
            print(line(snapshot, without, asked.repeats), flush=True)


def revisions(real: Snapshot, n: int) -> Iterator[Snapshot]:
    """The real mix at ``n`` incidents, then as many reports of incidents with several."""
    yield resample(real, n)
    table = real.vocab.datasets.index(TABLE)
    several = of_reports(real, real.told.dataset == table).snapshot
    yield resample(several, round(n * several.n / several.m))


def perspectives(snapshot: Snapshot) -> list[tuple[str, ...]]:
    """A small outlet, the largest one, the country with most reports beside it, claims, a type."""
    count = np.bincount(snapshot.outlet, minlength=len(snapshot.vocab.outlets))
    outlets = [snapshot.vocab.outlets[code] for code in np.argsort(count) if count[code]]
    largest = outlets[-1]
    by_country: dict[str, int] = {}
    for code, outlet in enumerate(snapshot.vocab.outlets):
        if outlet is not largest and outlet.country:
            by_country[outlet.country] = by_country.get(outlet.country, 0) + int(count[code])
    country = max(by_country, key=by_country.__getitem__)
    return [
        (f"outlet:{outlets[0].name}",),
        (f"country:{country}",),
        ("type:state",),
        ("claims",),
        (f"country:{country}", "type:state", "claims"),
        (f"outlet:{largest.name}",),
    ]


def line(snapshot: Snapshot, without: tuple[str, ...], repeats: int) -> str:
    """One row of the table."""
    reading = Reading(without)
    processor, clock = [], []
    for turn in range(repeats + 1):
        used, began = time.process_time(), time.perf_counter()
        found = work_out(snapshot, reading).snapshot
        if turn:
            processor.append((time.process_time() - used) * 1000)
            clock.append((time.perf_counter() - began) * 1000)
    median = statistics.median(processor)
    verdict = "yes" if median <= MOST_MS else "**no**"
    return (
        f"| {', '.join(without)} | {found.n:,} | {found.m:,} | {median:.0f} ms "
        f"| {statistics.median(clock):.0f} ms | {verdict} |"
    )


if __name__ == "__main__":
    main()
