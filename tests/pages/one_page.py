"""Runs one page without a browser, over the store built from data/."""

from __future__ import annotations

from typing import Any

from streamlit.testing.v1 import AppTest


def _script(page: str, query: str) -> None:
    from importlib import import_module
    from urllib.parse import parse_qsl

    from geo.view.state import read_link
    from pages.parts import data, link
    from pages.parts.context import Context

    snapshot = data.store().current()
    import streamlit as st

    if "atlas.state" not in st.session_state:
        filters, state, _ = read_link(parse_qsl(query), snapshot.vocab)
        link.keep(filters, state)
    filters, state = link.held()
    newest = snapshot.revision
    if state.revision is not None:
        snapshot = data.store().at(state.revision)
    ctx = Context(snapshot, filters, state, data.settings(), newest, {}, page)
    import_module(f"pages.{page}").show(ctx)


def run_page(page: str, query: str = "", user: dict[str, Any] | None = None) -> AppTest:
    """The page after its first run; a test acts on it and runs it again.

    ``user``: what Streamlit holds of who is signed in.
    """
    app = AppTest.from_function(_script, args=(page, query), default_timeout=120)
    app.user = user or {}
    return app.run()


def html_of(app: Any) -> str:
    """All HTML that the page put out itself."""
    return "\n".join(element.proto.body for element in app.get("html"))
