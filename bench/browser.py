"""What the bench does in the browser: open, act, wait for the drawn state, count bytes."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, Route
from playwright.sync_api import Error as PlaywrightError

ROOT = Path(__file__).resolve().parent.parent
VIEWPORT = {"width": 1440, "height": 900}

QUIET_MS = 250

STARTED = """() => {
  const note = () => { window.benchStart ??= performance.now(); };
  for (const kind of ['pointerdown', 'keydown']) addEventListener(kind, note, {capture: true});
}"""


class Figures:
    """Samples by name: milliseconds or bytes. ``None`` is a sample that was given up."""

    def __init__(self) -> None:
        self.samples: dict[str, list[float | None]] = {}

    def add(self, name: str, value: float | None) -> bool:
        """Keep a sample; whether it is one."""
        self.samples.setdefault(name, []).append(value)
        return value is not None

    def finished(self, name: str) -> bool:
        """Whether there are samples of ``name``, and none was given up."""
        return None not in self.samples.get(name, [None])

    def median(self, name: str) -> float | None:
        """Return the median, or ``None`` when a sample was given up or there is none."""
        if not self.finished(name):
            return None
        return statistics.median(value for value in self.samples[name] if value is not None)


@dataclass
class Traffic:
    """Bytes that came over the wire, HTTP (as encoded) and WebSocket together."""

    received: int = 0


@contextmanager
def tab(browser: Browser, offline_cdn: bool = False) -> Iterator[tuple[Page, Traffic]]:
    """A tab of a fresh browser profile, and the bytes that it receives."""
    context = browser.new_context(viewport=VIEWPORT)
    try:
        if offline_cdn:
            context.route(lambda url: not url.startswith("http://127.0.0.1"), _answer_locally)
        page = context.new_page()
        page.add_init_script(f"({STARTED})()")
        yield page, _count(page)
    finally:
        context.close()


def opened(page: Page, url: str, drawn: str, seconds: float) -> float | None:
    """Open ``url``; milliseconds from the start of the navigation until ``drawn``."""
    page.goto(url, wait_until="commit")
    return _when(page, f"() => ({drawn}) && performance.now()", seconds)


def ready(page: Page, url: str, drawn: str, seconds: float) -> None:
    """Open ``url`` without measuring.

    Raises
    ------
    RuntimeError
        It was not ``drawn`` after ``seconds``.
    """
    if opened(page, url, drawn, seconds) is None:
        raise RuntimeError(f"{url} was not drawn after {seconds:.0f} s")


def acted(page: Page, act: Callable[[], object], drawn: str, seconds: float) -> float | None:
    """Do ``act``; milliseconds from its first key or mouse event until ``drawn``."""
    page.evaluate("() => { window.benchStart = undefined; }")
    act()
    return _when(page, f"() => ({drawn}) && performance.now() - window.benchStart", seconds)


def bytes_of(page: Page, traffic: Traffic) -> int:
    """Bytes received so far, once nothing has come for a moment."""
    seen = -1
    while seen != traffic.received:
        seen = traffic.received
        page.evaluate(f"() => new Promise((done) => setTimeout(done, {QUIET_MS}))")
    return seen


def _when(page: Page, condition: str, seconds: float) -> float | None:
    """Look at every frame until ``condition`` gives a number.

    ``None`` when it has not after ``seconds``, or when the page died of what it had to draw.
    """
    try:
        handle = page.wait_for_function(condition, polling="raf", timeout=seconds * 1000)
    except PlaywrightError:
        return None
    return float(handle.json_value())


def _count(page: Page) -> Traffic:
    traffic = Traffic()
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")

    def http(event: dict[str, float]) -> None:
        traffic.received += int(event["encodedDataLength"])

    def websocket(event: dict[str, dict[str, str | int]]) -> None:
        frame = event["response"]
        size = len(str(frame["payloadData"]))
        # Binary frames are reported as base64.
        traffic.received += size if frame["opcode"] == 1 else size * 3 // 4

    session.on("Network.loadingFinished", http)
    session.on("Network.webSocketFrameReceived", websocket)
    return traffic


_LOCAL = {
    "leaflet.js": ROOT / "assets/vendor/leaflet/leaflet.js",
    "leaflet.css": ROOT / "assets/vendor/leaflet/leaflet.css",
    "leaflet.markercluster.js": ROOT / "bench/vendor/markercluster/leaflet.markercluster.js",
    "MarkerCluster.css": ROOT / "bench/vendor/markercluster/MarkerCluster.css",
    "MarkerCluster.Default.css": ROOT / "bench/vendor/markercluster/MarkerCluster.Default.css",
}


def _answer_locally(route: Route) -> None:
    """Stand in for the content networks: scripts that are drawn with are real, others empty."""
    name = route.request.url.split("?")[0].rsplit("/", 1)[-1]
    kind = {".js": "text/javascript", ".css": "text/css"}.get(Path(name).suffix)
    if name in _LOCAL:
        route.fulfill(path=_LOCAL[name], content_type=kind)
    elif kind:
        route.fulfill(body="", content_type=kind)
    else:
        route.abort()
