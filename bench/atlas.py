"""Measure the atlas itself: the store's build, and the app in the browser."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import psutil
from playwright.sync_api import Browser, Page

from bench.browser import Figures, acted, bytes_of, opened, ready, tab
from tools.page_state import MAPS_DRAWN, SETTLED
from tools.serving import ROOT, serving

SECONDS = 60.0
LINK = "/?from=2014-01-01&to=2017-12-31&status=single+source&map=34.5,43.5,7"
MAP = "document.querySelector('iframe[title^=streamlit_folium]')"
MAP_DRAWN = f"{MAP} && {MAPS_DRAWN}"
MAP_SETTLED = f"{MAP} && {SETTLED}"


def build(folder: Path, figures: Figures) -> str:
    """Build a store from data/ and return its address; notes seconds and peak memory."""
    url = f"sqlite:///{folder / 'atlas.sqlite'}"
    for part in folder.glob("atlas.sqlite*"):
        part.unlink()
    start = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "geo", "build"],
        cwd=ROOT,
        env={**os.environ, "ATLAS_DATABASE_URL": url},
        stderr=subprocess.DEVNULL,
    )
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise RuntimeError(f"python -m geo build failed ({status})")
    figures.add("build", (time.perf_counter() - start) * 1000)
    figures.add("build memory", usage.ru_maxrss * 1024)
    return url


def measure(browser: Browser, url: str, folder: Path, repeats: int, n: int | None) -> Figures:
    """Open, filter, change page; over ``n`` synthetic incidents when it is given."""
    figures = Figures()
    module = ("-m", "streamlit") if n is None else (str(ROOT / "bench/large_app.py"), str(n))
    log = folder / f"atlas-{n or 'real'}.log"
    with serving(log, {"ATLAS_DATABASE_URL": url}, module=module) as server:
        server.wait_for("/api/health", b'"ready"')
        with tab(browser) as (page, _):
            ready(page, server.url + LINK, MAP_DRAWN, SECONDS)
        for _ in range(repeats):
            with tab(browser) as (page, traffic):
                figures.add("open", opened(page, server.url + LINK, MAP_DRAWN, SECONDS))
                figures.add("open wire", bytes_of(page, traffic))
        with tab(browser) as (page, traffic):
            ready(page, server.url, MAP_SETTLED, SECONDS)
            page.get_by_role("button", name="Dates").click()
            for turn in range(repeats + 1):
                before, query = bytes_of(page, traffic), _search(page)
                preset = page.get_by_role("button", name=("2000s", "2010s")[turn % 2])
                took = acted(
                    page, preset.click, f"location.search !== {query} && {SETTLED}", SECONDS
                )
                if turn:  # the first change of a session fills caches
                    figures.add("filter", took)
                    figures.add("wire", bytes_of(page, traffic) - before)
            page.keyboard.press("Escape")
            for turn in range(repeats + 1):
                name = ("Timeline", "Map")[turn % 2]
                path = f"location.pathname !== {json.dumps(_path(page))}"
                link = page.get_by_role("link", name=name, exact=True)
                drawn = MAP_SETTLED if name == "Map" else SETTLED
                took = acted(page, link.click, f"{path} && {drawn}", SECONDS)
                if turn:
                    figures.add("page", took)
        figures.add("memory", psutil.Process(server.process.pid).memory_info().rss)
    return figures


def _search(page: Page) -> str:
    return json.dumps(page.evaluate("location.search"))


def _path(page: Page) -> str:
    return str(page.evaluate("location.pathname"))
