"""Pages run in this process, over the store built from data/."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from threading import current_thread, main_thread

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from geo.settings import PROJECT_DIR, Settings
from geo.store.engine import guard_writes
from geo.store.live import shared
from pages.parts import access

Open = Callable[..., AppTest]


@pytest.fixture(autouse=True)
def _writes_are_guarded() -> Iterator[None]:
    """As in the app: a page writes for who may write, or not at all. The test itself may."""
    guard_writes(lambda: current_thread() is main_thread() or access.is_writing())
    yield
    guard_writes(None)


@pytest.fixture
def app_store(built_settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let the pages read the built store, and forget it afterwards."""
    monkeypatch.setenv("ATLAS_DATABASE_URL", built_settings.database_url)
    st.cache_resource.clear()
    shared(Settings.from_env()).current()  # else the page would show how far the store has come
    yield
    st.cache_resource.clear()


@pytest.fixture
def open_page(app_store: None) -> Open:
    """Run the main script with a query: ``open_page(gov=["IQG05"], q="convoy")``."""

    def run(**query: str | list[str]) -> AppTest:
        app = AppTest.from_file(str(PROJECT_DIR / "pages" / "main.py"), default_timeout=120)
        for key, value in query.items():
            app.query_params[key] = value
        return app.run()

    return run


def shown(app: AppTest) -> str:
    """All that a reader finds on the page: its HTML, texts and labels of buttons."""
    parts = [element.proto.body for element in app.get("html")]
    parts += [
        element.value for kind in ("markdown", "caption", "info") for element in app.get(kind)
    ]
    return "\n".join([*parts, *(button.label for button in app.button)])
