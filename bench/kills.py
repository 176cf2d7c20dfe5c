"""Kill a process while it writes, again and again: nothing may be lost or half-written.

``python -m bench.kills --kills 200 --seed 1`` prints what it found. Each round starts a process
that makes decisions and loads files over one store, kills it (SIGKILL) after a random time, and
compares the store with what the process had been told was done.
"""

from __future__ import annotations

import argparse
import csv
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import text

from geo.settings import Settings
from geo.store.check import check
from geo.store.decisions import Act
from geo.store.engine import connect_engine, reading
from geo.store.incidents import grade_incident, incident_grades
from geo.store.load import build_store, load_files
from geo.store.query import latest_revision
from tools.serving import ROOT

GRADED = ("20200711-najmi", "20200810-jraishan")
ROWS = 40
LONGEST_S = 1.2
"""A process is killed at a random moment of so long after it began to write."""


class LostError(Exception):
    """Something that was told as done is not in the store, or something is in it in part."""


def _hold(condition: bool, told: object) -> None:
    if not condition:
        raise LostError(told)


@dataclass
class Found:
    """What came of the kills."""

    kills: int = 0
    writes: int = 0
    under_way: int = 0
    kept: int = 0
    faults: int = 0


def write_on(url: str, seed: int, folder: Path) -> Iterator[tuple[str, int]]:
    """Decide and load without end: what was done, and the revision it made."""
    dice = random.Random(seed)
    settings = Settings.from_env({"ATLAS_DATABASE_URL": url})
    for n in range(1_000_000):
        if dice.random() < 0.5:
            yield f"decision {seed}-{n}", _decide(url, GRADED[n % 2], f"{seed}-{n}")
        else:
            path = folder / f"load-{seed}-{n}.csv"
            _table(path, f"{seed}-{n}")
            yield f"load {path.name}", load_files(url, [path], settings).revision


def _decide(url: str, incident: str, mark: str) -> int:
    """Give an incident another grade than it has; the revision."""
    held = incident_grades(url).get(incident)
    grade = 1 + (int(held.grade) if held else 0) % 6
    return grade_incident(url, incident, grade, Act("Kills", mark)).revision


def _table(path: Path, mark: str) -> None:
    with (ROOT / "data/incidents/reports_2019_2024.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))[:ROWS]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        for n, row in enumerate(rows):
            writer.writerow(row | {"report_id": f"K{mark}-{n}", "incident_key": f"k-{mark}-{n}"})


def kill_often(url: str, kills: int, seed: int, folder: Path) -> Found:
    """Kill so many writers of a store one after the other.

    Raises
    ------
    LostError
        A write was lost, or is in the store in part.
    """
    dice, found = random.Random(seed), Found()
    for n in range(kills):
        before = latest_revision(url)
        told = _one(url, seed * 100_000 + n, dice.random() * LONGEST_S, folder)
        found.kills += 1
        found.writes += len(told)
        after = latest_revision(url)
        last = max((revision for _what, revision in told), default=before)
        _hold(last <= after <= last + 1, (before, told, after))
        found.under_way += after == last
        found.kept += after == last + 1
        faults = check(url)
        found.faults += len(faults)
        _hold(not faults, faults)
        _whole_loads(url)
        _decisions(url, told)
    return found


def _one(url: str, seed: int, after_s: float, folder: Path) -> list[tuple[str, int]]:
    command = [sys.executable, "-m", "bench.kills", "--write", url, "--seed", str(seed)]
    with subprocess.Popen(
        [*command, "--folder", folder],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "ATLAS_DATABASE_URL": url},
    ) as process:
        if process.stdout is None:
            raise RuntimeError("the writer has no output")
        begun = process.stdout.readline()
        _hold(begun == "begin\n", f"the writer did not begin: {begun}")
        time.sleep(after_s)
        process.send_signal(signal.SIGKILL)
        lines = [line.rstrip("\n").split("\t") for line in process.stdout if line.endswith("\n")]
    _hold(process.returncode == -signal.SIGKILL, "the writer ended by itself")
    return [(what, int(revision)) for what, revision in lines]


def _whole_loads(url: str) -> None:
    """Every load has all its rows."""
    query = (
        "SELECT l.file, count(r.id) FROM load l JOIN report r ON r.load_id = l.id "
        "WHERE l.file LIKE 'load-%' GROUP BY l.id, l.file"
    )
    with reading(connect_engine(url)) as connection:
        for file, rows in connection.execute(text(query)):
            _hold(rows == ROWS, (file, rows))


def _decisions(url: str, told: list[tuple[str, int]]) -> None:
    """Every decision that was told as made is in the store with its revision."""
    with reading(connect_engine(url)) as connection:
        held = dict(
            connection.execute(
                text("SELECT reason, revision FROM decision WHERE author = 'Kills'")
            ).all()
        )
    for what, revision in told:
        kind, _, name = what.partition(" ")
        if kind == "decision":
            _hold(held.get(name) == revision, what)


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--kills", type=int, default=200)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--url", help="a store to write to; a new SQLite file when left out")
    asked.add_argument("--write", help=argparse.SUPPRESS)
    asked.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    given = asked.parse_args()
    if given.write:
        # What is imported late would else be killed more often than what is written.
        writer = write_on(given.write, given.seed, given.folder)
        first = next(writer)
        print("begin", flush=True)
        print(*first, sep="\t", flush=True)
        for what, revision in writer:
            print(what, revision, sep="\t", flush=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        url = given.url or f"sqlite:///{folder / 'atlas.sqlite'}"
        build_store(Settings.from_env({"ATLAS_DATABASE_URL": url}))
        began = time.monotonic()
        found = kill_often(url, given.kills, given.seed, folder)
        print(
            f"{found.kills} kills in {time.monotonic() - began:.0f} s, {found.writes} writes told "
            f"as done, {found.kept} writes done but not told, 0 lost or half-written"
        )


if __name__ == "__main__":
    main()
