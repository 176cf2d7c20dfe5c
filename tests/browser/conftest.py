"""A real Chromium in front of a real server. Nothing sleeps: everything waits for a state."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, TimeoutError, expect

from tests.conftest import copy_database
from tools.chromium import chromium
from tools.page_state import SETTLED
from tools.serving import Server, serving

WAIT_MS = 60_000
DESKTOP = {"viewport": {"width": 1440, "height": 900}}
PHONE = {
    "viewport": {"width": 390, "height": 844},
    "device_scale_factor": 2,
    "is_mobile": True,
    "has_touch": True,
}

expect.set_options(timeout=WAIT_MS)


@dataclass
class Guard:
    """What the pages of a test asked for outside of this machine, and what broke in them.

    The requests are blocked by the browser itself. A test ends with an error when anything is
    left in either list: a test that provokes such a thing looks at it and clears the list.
    """

    outside: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def watch(self, context: BrowserContext) -> None:
        """Record the requests and script errors of every page of ``context``."""
        context.on("request", lambda request: self._note(request.url))
        context.on("weberror", lambda error: self.errors.append(str(error.error)))
        context.on("page", lambda page: page.on("websocket", lambda ws: self._note(ws.url)))

    def _note(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in {"data", "blob", "about"} and parts.hostname != "127.0.0.1":
            self.outside.append(url)


NewContext = Callable[..., BrowserContext]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


@pytest.fixture(scope="session")
def server(built_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A warm server that all tests share; its store is a copy that nobody changes."""
    folder = tmp_path_factory.mktemp("server")
    with _serving(folder, built_database) as running:
        yield running


@pytest.fixture
def fresh_server(built_database: Path, tmp_path: Path) -> Iterator[Server]:
    """A server that nobody has asked for a page yet, over a store of its own.

    Load into that store with ``database_url(tmp_path)``.
    """
    with _serving(tmp_path, built_database) as running:
        yield running


@pytest.fixture(autouse=True)
def _no_tracebacks(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail a test during which a page failed on the server, whatever the reader saw of it."""
    servers = [name for name in ("server", "fresh_server") if name in request.fixturenames]
    running: list[Server] = [request.getfixturevalue(name) for name in servers]
    before = [len(one.messages()) for one in running]
    yield
    for one, length in zip(running, before, strict=True):
        assert "Traceback" not in one.messages()[length:], one.messages()[length:]


@pytest.fixture
def guard() -> Iterator[Guard]:
    kept = Guard()
    yield kept
    assert kept.outside == [], "a page asked for something outside of this machine"
    assert kept.errors == [], "a script of a page failed"


@pytest.fixture
def new_context(browser: Browser, guard: Guard) -> Iterator[NewContext]:
    """Open another browser (own cookies, cache and storage): ``new_context(**options)``."""
    with ExitStack() as stack:

        def open_context(**options: Any) -> BrowserContext:
            context = browser.new_context(**{**DESKTOP, **options})
            context.set_default_timeout(WAIT_MS)
            guard.watch(context)
            stack.callback(context.close)
            return context

        yield open_context


@pytest.fixture
def page(new_context: NewContext) -> Page:
    """An empty tab of 1440 by 900 pixels."""
    return new_context().new_page()


@pytest.fixture
def phone(new_context: NewContext) -> Page:
    """An empty tab of a phone of 390 by 844 points."""
    return new_context(**PHONE).new_page()


def database_url(folder: Path) -> str:
    """Return the address of the store in ``folder``."""
    return f"sqlite:///{folder / 'atlas.sqlite'}"


@contextmanager
def _serving(folder: Path, database: Path) -> Iterator[Server]:
    copy_database(database, folder / "atlas.sqlite")
    environment = {"ATLAS_DATABASE_URL": database_url(folder)}
    with serving(folder / "server.log", environment) as running:
        running.wait_for("/api/health", b'"ready"')
        yield running


def at_address(page: Page, pattern: str, *, lacks: bool = False) -> None:
    """Wait until the address matches (or no longer matches) a JavaScript regular expression.

    Playwright's own ``wait_for_url`` waits for an event; a rewritten address gives none.
    """
    page.wait_for_function(
        "([pattern, lacks]) => new RegExp(pattern).test(location.href) !== lacks",
        arg=[pattern, lacks],
    )


def choose(box: Locator, name: str, option: str | re.Pattern[str] | None = None) -> None:
    """Choose an option of a list as a reader does: open it, type a part of it, click.

    A run of the page may close the list: then it is opened again.
    """
    found = box.page.get_by_role("option", name=option or name).first
    for _ in range(10):
        if box.get_attribute("aria-expanded") != "true":
            box.click()
        box.fill(name)
        try:
            found.click(timeout=WAIT_MS / 10)
        except TimeoutError:
            continue
        return
    raise AssertionError(f"{name} could not be chosen")


def settled(page: Page) -> Page:
    """Wait until the page shows what its link says: run ended, every map drawn; return it.

    After an action first wait for what it changes (``expect``), then for this.
    """
    page.wait_for_function(f"() => {SETTLED}", polling="raf")
    return page


def map_frame(page: Page) -> Any:
    """Return the frame of the page's map."""
    return page.frame_locator('iframe[title^="streamlit_folium"]')
