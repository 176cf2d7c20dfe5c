"""Measure the speed of the atlas, beside the page that everyone writes first: ``make bench``.

Medians; milliseconds from the first key or mouse event (or the start of the navigation) to the
drawn state, taken in the browser. Bytes are what the browser received; messages over the WebSocket
count before they are packed. Samples are written to bench/out.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser

from bench import atlas, yardstick
from bench.browser import Figures
from bench.synthetic import resample
from geo.settings import Settings
from geo.store.live import SnapshotStore
from tools.chromium import chromium
from tools.serving import ROOT

OUT = ROOT / "bench" / "out"


@dataclass(frozen=True)
class Line:
    """A line of the table: the figure, its words, its unit, and what it may be at most."""

    name: str
    words: str
    unit: str
    most: float | None = None


LINES = (
    Line("open", "open a deep link to a drawn map", "s", 1500),
    Line("open wire", "received for it", "kB"),
    Line("filter", "filter change to settled map and chart", "ms", 200),
    Line("wire", "received for it", "kB", 30_000),
    Line("page", "page change", "ms", 500),
    Line("memory", "memory of the app", "MB", 400e6),
    Line("build", "store built from data/", "s", 60_000),
    Line("build memory", "memory of the build", "MB", 1e9),
)
SCALE = {"s": 1e3, "ms": 1.0, "kB": 1e3, "MB": 1e6}


def main() -> None:
    options = argparse.ArgumentParser(prog="make bench", description=__doc__)
    options.add_argument("--synthetic", type=int, default=1_000_000, metavar="N")
    options.add_argument("--repeats", type=int, default=5)
    asked = options.parse_args()
    stamp = time.strftime("%Y%m%d-%H%M%S")
    lines = ""
    with tempfile.TemporaryDirectory(prefix="atlas-bench-") as folder, chromium() as browser:
        for columns in measure(browser, Path(folder), asked.repeats, asked.synthetic):
            lines = table(columns)
            write(stamp, columns, lines)
    print(lines)


def write(stamp: str, columns: dict[str, Figures], lines: str) -> None:
    """Keep the samples and the table in bench/out."""
    OUT.mkdir(exist_ok=True)
    (OUT / f"{stamp}.md").write_text(lines + "\n", encoding="utf-8")
    samples = {title: figures.samples for title, figures in columns.items()}
    (OUT / f"{stamp}.json").write_text(
        json.dumps({"machine": machine(), "samples": samples}, indent=1), encoding="utf-8"
    )


def measure(
    browser: Browser, folder: Path, repeats: int, synthetic: int
) -> Iterator[dict[str, Figures]]:
    """Yield the figures by the title of their column, again after each column."""
    say("building the store")
    builds = Figures()
    for _ in range(repeats):
        url = atlas.build(folder, builds)
    snapshot = SnapshotStore(url, Settings.from_env({"ATLAS_DATABASE_URL": url})).current()
    say(f"the atlas over {snapshot.n:,} incidents")
    real = atlas.measure(browser, url, folder, repeats, None)
    real.samples |= builds.samples
    columns = {f"atlas, {snapshot.n:,}": real}
    yield columns
    say(f"the usual page over {snapshot.n:,} incidents")
    columns[f"usual page, {snapshot.n:,}"] = yardstick.measure(browser, snapshot, folder, repeats)
    yield columns
    if synthetic:
        say(f"the atlas over {synthetic:,} synthetic incidents")
        columns[f"atlas, {synthetic:,}"] = atlas.measure(browser, url, folder, repeats, synthetic)
        yield columns
        say(f"the usual page over {synthetic:,} synthetic incidents, once")
        many = resample(snapshot, synthetic)
        columns[f"usual page, {synthetic:,}"] = yardstick.measure(browser, many, folder, 1)
        yield columns


def table(columns: dict[str, Figures]) -> str:
    """The medians as a table in Markdown; one that misses its limit is in bold."""
    rows = [["", "at most", *columns], ["---"] * (len(columns) + 2)]
    for line in LINES:
        limit = "" if line.most is None else text(line.most, line.unit)
        cells = [cell(line, title, figures) for title, figures in columns.items()]
        rows.append([line.words, limit, *cells])
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)


def cell(line: Line, title: str, figures: Figures) -> str:
    """One figure; the limits are those of the atlas."""
    median = figures.median(line.name)
    if median is None:
        return "not drawn" if line.name in figures.samples else ""
    missed = line.most is not None and median > line.most and title.startswith("atlas")
    return f"**{text(median, line.unit)}**" if missed else text(median, line.unit)


def text(value: float, unit: str) -> str:
    """A value in milliseconds or bytes, in ``unit``, with three digits that matter."""
    scaled = value / SCALE[unit]
    return f"{scaled:,.{0 if scaled >= 100 else 1 if scaled >= 10 else 2}f} {unit}"


def machine() -> dict[str, object]:
    """Where and when this was measured."""
    return {
        "date": time.strftime("%Y-%m-%d %H:%M"),
        "system": platform.platform(),
        "python": platform.python_version(),
        "cores": os.cpu_count(),
        "load": os.getloadavg(),
    }


def say(what: str) -> None:
    """Tell on the terminal what is measured now."""
    print(f"{time.strftime('%H:%M:%S')} {what} ...", flush=True)


if __name__ == "__main__":
    main()
