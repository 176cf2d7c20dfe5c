"""Measure how fast files are loaded and read back, and in how much memory: part of ``make bench``.

Two tables whose columns are guessed: one with coordinates, one with place words alone, both drawn
from the places and the place words of the real data.
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
from sqlalchemy import select

from bench import atlas
from bench.browser import Figures
from geo.store import schema
from geo.store.engine import open_engine, reading
from tools.serving import ROOT

SEED = 20200711
WORDS_SHARE = 10
"""One row with place words alone for so many with coordinates."""

LIMITS = {"coordinates": 20_000.0, "words": 5_000.0}
"""Rows a second of the clock at least."""

MOST_MB = 1_500.0
_TYPES = ("roadside bomb", "rocket attack", "drone attack", "shooting", "sabotage")
_ACTORS = ("Ashab al-Kahf", "Saraya Thawrat al-Ashrin", "Islamic State", "Qasim al-Jabbarin", "")


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
        words = place_words(url)
        for kind, rows in (
            ("coordinates", asked.rows),
            ("words", max(asked.rows // WORDS_SHARE, 1)),
        ):
            table = folder / f"{kind}.csv"
            write_table(table, kind, rows, words)
            for line in measure(folder, table, kind, rows):
                print(line, flush=True)


def measure(folder: Path, table: Path, kind: str, rows: int) -> Iterator[str]:
    """Lines of the result for one table."""
    store = {"ATLAS_DATABASE_URL": f"sqlite:///{folder / kind}.sqlite"}
    load = [*_GEO, "load", "--format", "table", str(table)]
    yield line(f"load, {kind}", rows, run(load, store), LIMITS[kind])
    yield line(f"load again, {kind}", rows, run(load, store))
    if kind == "coordinates":
        yield line("snapshot for the app", rows, run(_SNAPSHOT, store))
        out = folder / "export.csv"
        yield line(
            "export to CSV",
            rows,
            run([*_GEO, "export", "--format", "csv", "--out", str(out)], store),
        )


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


def place_words(url: str) -> list[str]:
    """What the reports of the real data say of their places, each wording once."""
    with reading(open_engine(url)) as connection:
        column = schema.report.c.place_text
        found = connection.scalars(select(column).distinct().where(column.is_not(None)))
        return sorted(text for text in found if text)


def write_table(path: Path, kind: str, rows: int, words: list[str]) -> None:
    """Write a table of reports drawn with a seed, 110 bytes a row with coordinates."""
    rng = np.random.default_rng(SEED)
    days = rng.integers(0, 7_000, rows).tolist()
    lat, lon = rng.uniform(29.5, 37.0, rows).tolist(), rng.uniform(41.0, 47.5, rows).tolist()
    place = rng.integers(0, len(words), rows).tolist()
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
            if kind == "coordinates":
                cells += [f"{lat[i]:.5f}", f"{lon[i]:.5f}"]
            cells.append(words[place[i]])
            table.writerow([*cells, pick % 11 or "", f"note {pick} on what was seen"])


if __name__ == "__main__":
    main()
