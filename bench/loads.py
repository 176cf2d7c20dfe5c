"""Measure how fast files are loaded and read back, and in how much memory: part of ``make bench``.

Two tables with columns that nobody has to map: one with coordinates, one with place words alone.
Each is loaded by ``python -m geo load`` into a store of its own, and loaded once more, when nothing
may change. Seconds of the clock and of the processor (user and system), memory at its highest.
"""

from __future__ import annotations

import argparse
import csv
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import numpy as np

from bench import atlas
from bench.browser import Figures
from geo.settings import Settings
from geo.store.live import SnapshotStore
from tools.serving import ROOT

SEED = 20200711
WORDS_SHARE = 10
"""One row with place words alone for so many with coordinates."""

LIMITS = {"coordinates": 20_000.0, "words": 5_000.0}
"""Rows a second of the clock at least."""

MOST_MB = 1_500.0
_TYPES = ("roadside bomb", "rocket attack", "drone attack", "shooting", "sabotage")
_ACTORS = ("Ashab al-Kahf", "Saraya Thawrat al-Ashrin", "Islamic State", "Qasim al-Jabbarin", "")
_HOW = ("{}", "near {}", "5 km north of {}", "{} city", "between {} and {}", "outskirts of {}")


@dataclass(frozen=True)
class Run:
    """What one command took: seconds, and megabytes at its highest."""

    clock_s: float
    processor_s: float
    peak_mb: float


def main() -> None:
    options = argparse.ArgumentParser(prog="python -m bench.loads", description=__doc__)
    options.add_argument("--rows", type=int, default=1_000_000, metavar="N")
    asked = options.parse_args()
    if not asked.rows:
        return
    print("| what | rows | a second | at least | processor | clock | memory |")
    print("| --- " * 7 + "|")
    with tempfile.TemporaryDirectory(prefix="atlas-bench-") as name:
        folder = Path(name)
        url = atlas.build(folder, Figures())
        names = place_names(url)
        for kind, rows in (
            ("coordinates", asked.rows),
            ("words", max(asked.rows // WORDS_SHARE, 1)),
        ):
            table = folder / f"{kind}.csv"
            write_table(table, kind, rows, names)
            for line in measure(folder, table, kind, rows):
                print(line, flush=True)


def measure(folder: Path, table: Path, kind: str, rows: int) -> Iterator[str]:
    """Lines of the result for one table."""
    store = {"ATLAS_DATABASE_URL": f"sqlite:///{folder / kind}.sqlite"}
    load = run([*_GEO, "load", str(table)], store)
    yield line(f"load, {kind}", rows, load, LIMITS[kind])
    yield line(f"load again, {kind}", rows, run([*_GEO, "load", str(table)], store))
    if kind == "coordinates":
        yield line("snapshot for the app", rows, run(_SNAPSHOT, store))
        out = folder / "export.csv"
        yield line("export to CSV", rows, run([*_GEO, "export", "--out", str(out)], store))


_GEO = [sys.executable, "-m", "geo"]
_SNAPSHOT = [
    *(sys.executable, "-c"),
    "from geo.settings import Settings\n"
    "from geo.store.query import read_snapshot\n"
    "read_snapshot(Settings.from_env().database_url)",
]


def run(command: list[str], environment: dict[str, str]) -> Run:
    """Run a command to its end; its children count."""
    began = time.perf_counter()
    with subprocess.Popen(
        command, cwd=ROOT, env=os.environ | environment, stderr=subprocess.PIPE, text=True
    ) as process:
        said = process.stderr.read() if process.stderr else ""
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{command} failed: {said}")
    clock = time.perf_counter() - began
    return Run(clock, used.ru_utime + used.ru_stime, used.ru_maxrss * 1024 / 1e6)


def line(what: str, rows: int, taken: Run, least: float | None = None) -> str:
    """One row of the table; what misses its limit is in bold."""
    rate = rows / taken.clock_s
    shown = f"{rate:,.0f}" if least is None or rate >= least else f"**{rate:,.0f}**"
    memory = f"{taken.peak_mb:,.0f} MB"
    return (
        f"| {what} | {rows:,} | {shown} | {'' if least is None else f'{least:,.0f}'} "
        f"| {taken.processor_s:,.1f} s | {taken.clock_s:,.1f} s "
        f"| {memory if taken.peak_mb <= MOST_MB else f'**{memory}**'} |"
    )


def place_names(url: str) -> list[str]:
    """Names of places in the real data."""
    snapshot = SnapshotStore(url, Settings.from_env({"ATLAS_DATABASE_URL": url})).current()
    return sorted({place for place in snapshot.vocab.places if "road" not in place})


def write_table(path: Path, kind: str, rows: int, names: list[str]) -> None:
    """Write a table of reports drawn with a seed, 110 bytes a row with coordinates."""
    rng = np.random.default_rng(SEED)
    days = rng.integers(0, 7_000, rows).tolist()
    lat, lon = rng.uniform(29.5, 37.0, rows).tolist(), rng.uniform(41.0, 47.5, rows).tolist()
    place, other = (rng.integers(0, len(names), rows).tolist() for _ in range(2))
    choice = rng.integers(0, 1_000_000, rows).tolist()
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        first = ["id", "event_date", "event_type", "actor"]
        where = ["latitude", "longitude", "location"] if kind == "coordinates" else ["location"]
        table.writerow([*first, *where, "killed", "notes"])
        for i in range(rows):
            day = date(2004, 1, 1) + timedelta(days[i])
            pick = choice[i]
            cells = [f"E{i:07d}", day, _TYPES[pick % 5], _ACTORS[pick % 7 % 5]]
            name, second = names[place[i]], names[other[i]]
            if kind == "coordinates":
                cells += [f"{lat[i]:.5f}", f"{lon[i]:.5f}", name]
            else:
                cells.append(_HOW[pick % 6].format(name, second))
            table.writerow([*cells, pick % 11 or "", f"note {pick} on what was seen"])


if __name__ == "__main__":
    main()
