"""Measure the page that everyone writes first (``baseline_app.py``) over the same incidents."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import psutil
from playwright.sync_api import Browser

from bench.browser import Figures, acted, bytes_of, opened, ready, tab
from geo.store.snapshot import Snapshot
from tools.serving import ROOT, serving

SECONDS = 150.0
"""Patience for one figure; what takes longer is written as "more than"."""

DRAWN = """(() => {
  const app = document.querySelector('[data-testid="stApp"]');
  if (app?.dataset.testScriptState !== 'notRunning') return false;
  const said = document.body.innerText.match(/[\\d,]+ incidents from .*/)?.[0];
  const frame = document.querySelector('iframe[title^="streamlit_folium"]');
  if (!said || said === window.benchSaid || !frame || frame === window.benchFrame) return false;
  return Boolean(frame.contentDocument?.querySelector('.marker-cluster'));
})()"""
"""The run has ended, the text has changed, and a map other than the last one has its clusters."""

REMEMBER = """() => {
  window.benchSaid = document.body.innerText.match(/[\\d,]+ incidents from .*/)[0];
  window.benchFrame = document.querySelector('iframe[title^="streamlit_folium"]');
}"""


def measure(browser: Browser, snapshot: Snapshot, folder: Path, repeats: int) -> Figures:
    """Open the page, then move the start of its date slider by a day, each ``repeats`` times.

    Once something took longer than ``SECONDS``, the rest is left out.
    """
    figures = Figures()
    file = folder / "incidents.parquet"
    _write(snapshot, file)
    environment = {"BENCH_INCIDENTS": str(file)}
    with serving(folder / "yardstick.log", environment, ROOT / "bench/baseline_app.py") as server:
        for _ in range(repeats):
            with tab(browser, offline_cdn=True) as (page, traffic):
                if not figures.add("open", opened(page, server.url, DRAWN, SECONDS)):
                    break
        if figures.finished("open"):
            with tab(browser, offline_cdn=True) as (page, traffic):
                ready(page, server.url, DRAWN, SECONDS)
                thumb = page.get_by_test_id("stSlider").locator("input").first
                thumb.focus()
                for _ in range(repeats):
                    page.evaluate(REMEMBER)
                    before = bytes_of(page, traffic)
                    took = acted(page, lambda: thumb.press("ArrowRight"), DRAWN, SECONDS)
                    if not figures.add("filter", took):
                        break
                    figures.add("wire", bytes_of(page, traffic) - before)
        figures.add("memory", psutil.Process(server.process.pid).memory_info().rss)
    return figures


def _write(snapshot: Snapshot, file: Path) -> None:
    """The incidents that have a date and a coordinate, as the yardstick reads them."""
    drawn = np.isfinite(snapshot.lat) & ~np.isnat(snapshot.start)
    table = pd.DataFrame(
        {
            "id": snapshot.ids[drawn],
            "date": snapshot.start[drawn].astype("datetime64[s]"),
            "lat": snapshot.lat[drawn],
            "lon": snapshot.lon[drawn],
        }
    )
    table.to_parquet(file)
