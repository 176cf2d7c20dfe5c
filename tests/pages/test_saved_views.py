"""Saved views on the pages: opened by name, changed, saved, told when missing; in a frame."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from types import SimpleNamespace

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from geo.errors import DecisionError
from geo.settings import PROJECT_DIR, Settings
from geo.store.live import shared
from geo.store.saved_views import change_view, find_view, remove_view, save_view, saved_views
from pages.parts import deciding, embedded
from tests.pages.conftest import shown
from tests.pages.one_page import html_of, run_page

NAME = "qadisiyah"
HOSTILE = "<script>alert(1)</script> [a](javascript:x) **b**"
Open = Callable[..., AppTest]


@pytest.fixture
def url(own_store: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A store of its own with one saved view."""
    monkeypatch.setenv("ATLAS_DATABASE_URL", own_store.database_url)
    st.cache_resource.clear()
    shared(Settings.from_env()).current()
    save_view(
        own_store.database_url, NAME, "map", "gov=IQG05&map=31.98000,44.93000,8", "Amal",
        title=HOSTILE, note=HOSTILE,
    )  # fmt: skip
    yield own_store.database_url
    st.cache_resource.clear()


@pytest.fixture
def visit(url: str) -> Open:
    """Run the main script with a query."""

    def run(**query: str) -> AppTest:
        app = AppTest.from_file(str(PROJECT_DIR / "pages" / "main.py"), default_timeout=120)
        for key, value in query.items():
            app.query_params[key] = value
        return app.run()

    return run


def sentence(app: AppTest) -> str:
    return next(e.proto.body for e in app.get("html") if "atlas-sentence" in e.proto.body)


def test_a_view_is_opened_changed_and_gone_back_to(visit: Open) -> None:
    app = visit(view=NAME)
    assert not app.exception
    assert "in Qadisiyah" in sentence(app)
    assert f"· view {NAME}" in sentence(app)
    assert app.session_state["atlas.state"].map.zoom == 8
    assert "<script>alert" not in shown(app)
    app.radio(key="map_shade").set_value("governorate").run()
    assert f"· changed from {NAME}" in sentence(app)
    app.button(key="view_back").click().run()
    assert f"· view {NAME}" in sentence(app)
    app.button(key="view_close").click().run()
    assert NAME not in sentence(app)
    assert "in Qadisiyah" in sentence(app)


def test_a_view_is_saved_and_saved_again_as_a_new_version(visit: Open, url: str) -> None:
    app = visit(gov="IQG07")
    app.text_input(key="view_name").set_value("Baghdad now")
    app.text_input(key="view_title").set_value("بغداد")
    app.radio(key="view_kind").set_value("frozen")
    app.button(key="view_save").click().run()
    assert "Give your name" in app.error[0].value
    app.text_input(key="view_author").set_value("Basim")
    app.button(key="view_save").click().run()
    saved = find_view(url, "baghdad-now")
    revision = shared(Settings.from_env()).current().revision
    assert (saved.query, saved.title, saved.author) == (
        f"gov=IQG07&rev={revision}",
        "بغداد",
        "Basim",
    )
    assert "· view baghdad-now" in sentence(app)
    app.text_input(key="view_name").set_value(NAME)
    app.button(key="view_save").click().run()
    assert "already" in app.error[0].value
    app.radio(key="map_shade").set_value("district").run()
    app.button(key="view_change").click().run()
    assert find_view(url, "baghdad-now").version == 2
    assert "shade=district" in find_view(url, "baghdad-now").query
    app.button(key=f"view_open_{find_view(url, NAME).number}").click().run()
    assert f"· view {NAME}" in sentence(app)


def test_what_the_name_does_not_lead_to_is_told(visit: Open, url: str) -> None:
    remove_view(url, NAME, "Basim")
    assert "was removed by Basim" in shown(visit(view=NAME))
    app = visit(view="<b>x", gov="IQG05")
    assert "there is no saved view &#x27;&lt;b&gt;x&#x27;" in shown(app)
    assert "in Qadisiyah" in sentence(app)


@pytest.mark.parametrize("revision", ["abc", "77777", "-1"])
def test_a_broken_promise_is_told_loudly(visit: Open, revision: str) -> None:
    app = visit(rev=revision)
    assert not app.exception
    assert "This link is frozen at a revision that cannot be shown" in app.warning[0].value


def test_the_data_page_renames_and_removes(url: str) -> None:
    app = run_page("data")
    assert not app.exception
    assert "&lt;script&gt;alert(1)" in html_of(app)
    assert "<script>" not in html_of(app)
    app.segmented_control(key="views_what").set_value("Rename").run()
    app.text_input(key="views_author").set_value("Cem")
    app.text_input(key="views_name").set_value("diwaniyah").run()
    change_view(url, NAME, "Basim", note="meanwhile")
    app.button(key="views_do").click().run()
    assert "meanwhile" in app.error[0].value
    app.segmented_control(key="views_what").set_value("Rename").run()
    app.text_input(key="views_name").set_value("diwaniyah").run()
    app.button(key="views_do").click().run()
    assert find_view(url, NAME).name == "diwaniyah"
    app.segmented_control(key="views_what").set_value("Remove").run()
    app.button(key="views_do").click().run()
    assert saved_views(url) == []


@pytest.mark.parametrize("query", [{"view": NAME}, {"gov": "IQG05", "rev": "2"}, {"rev": "x"}])
def test_a_frame_offers_nothing_to_change(
    visit: Open, monkeypatch: pytest.MonkeyPatch, query: dict[str, str]
) -> None:
    monkeypatch.setattr(embedded, "on", lambda: True)
    app = visit(**query)
    assert not app.exception
    assert "atlas-sentence" in shown(app)
    assert "open in the atlas" in shown(app)
    kinds = ("text_input", "text_area", "button", "radio", "toggle", "selectbox", "file_uploader")
    assert [one for kind in kinds for one in app.get(kind)] == []


def test_nothing_is_written_from_a_frame(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(st, "context", SimpleNamespace(is_embedded=True))
    with pytest.raises(DecisionError, match="within a frame"):
        deciding.act("a", "b")
    with pytest.raises(DecisionError, match="within a frame"):
        deciding.loader("a", "b")
