"""The launcher: serves the pages and the app's own routes from one process.

Start it with ``streamlit run app.py``. The script of the pages is ``pages/main.py``, see
docs/decisions/010-launcher.md. Never import ``streamlit_folium`` here: its component would be
registered before the server knows of components, and answer 404 for good.
"""

from __future__ import annotations

import gc
import sys
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import import_module
from typing import Any

import streamlit as st
from starlette.middleware import Middleware

from geo.errors import AtlasError, SettingsError
from geo.export import postgis
from geo.settings import PROJECT_DIR, Settings
from geo.store.engine import guard_writes
from geo.store.live import shared
from pages.parts import access, base_layers
from pages.parts.preview import Frames, page_routes
from pages.parts.routes import api_routes

HEAVY = ("altair", "folium", "pandas")
"""Modules that the pages need; loaded before ``gc.freeze`` takes them out of every collection."""


@asynccontextmanager
async def lifespan(_app: st.App) -> AsyncIterator[None]:
    """Serve at once; the data come up in the background.

    From now on this process writes only on behalf of readers who may.
    """
    guard_writes(access.is_writing)
    threading.Thread(target=warm_up, name="atlas-warm-up", daemon=True).start()
    yield


def warm_up() -> None:
    """Open the store, building it on the first start, then set aside what will live on.

    After each run of a page Streamlit collects garbage, which costs 80 to 100 ms beside a geo
    stack and a few after ``gc.freeze``.
    """
    settings = Settings.from_env()
    store = shared(settings)
    store.tell(lambda snapshot: postgis.show(snapshot, settings))
    store.start()
    for name in HEAVY:
        import_module(name)
    try:
        store.current()
        base_layers.digest()
    except AtlasError:
        return  # the pages show store.state, which has the message
    gc.collect()
    gc.freeze()


def base_path() -> str:
    """The server's base path with a slash before and none after, or ""."""
    path = str(st.get_option("server.baseUrlPath")).strip("/")
    return f"/{path}" if path else ""


def secrets() -> dict[str, Any] | None:
    """Who signs people in, as Streamlit takes it; ``None``: what its file of secrets says holds.

    With a setting that cannot be used nothing is served: it may be the one that keeps people out.
    """
    try:
        provider = Settings.from_env().provider
    except SettingsError as error:
        sys.exit(f"Error: {error}")
    if provider is None:
        return None
    names = ("redirect_uri", "cookie_secret", "client_id", "client_secret")
    auth = {name: getattr(provider, name) for name in names}
    return {"auth": {**auth, "server_metadata_url": provider.metadata_url}}


app = st.App(
    PROJECT_DIR / "pages" / "main.py",
    routes=[*api_routes(base_path()), *page_routes(base_path(), may_tell=access.may_tell)],
    middleware=[Middleware(Frames, base=base_path())],
    lifespan=lifespan,
    secrets=secrets(),
)

if __name__ == "__main__":
    app.run()
