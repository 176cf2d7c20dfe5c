"""The queue of pairs that may be one: seen, merged, held apart, skipped, taken back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from geo.settings import Settings
from geo.store.load import load_files
from geo.store.proposals import held_apart
from geo.store.query import read_snapshot
from tests.geo.store.conftest import write_table
from tests.pages.conftest import shown
from tests.pages.one_page import html_of, run_page

HOSTILE = "<img src=x onerror=alert(1)> **b**"
KEY = "review_merges"


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with three accounts of one attack, two of another, and one that stands alone."""
    path = tmp_path_factory.mktemp("merges")
    url = f"sqlite:///{path / 'atlas.sqlite'}"
    far = {"place_text": "Mosul", "event_date": "2021-03-02", "event_type": "drone"}
    rows = [
        {"incident_key": "a", "outlet": "NRT", "killed": "3"},
        {"incident_key": "a", "outlet": "AFP", "killed": "3"},
        {"incident_key": "b", "outlet": HOSTILE, "killed": "3"},
        {"incident_key": "c", "outlet": "Reuters", "killed": "3"},
        {"incident_key": "m", "outlet": "NRT", **far},
        {"incident_key": "n", "outlet": "Shafaq", **far},
        {"incident_key": "z", "outlet": "NRT", "place_text": "Basra", "event_date": "2020-01-01"},
    ]
    settings = Settings.from_env({"ATLAS_DATABASE_URL": url})
    load_files(url, [write_table(path / "rows.csv", rows)], settings)
    return path / "atlas.sqlite"


@pytest.fixture
def url(loaded: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    from tests.conftest import copy_database

    copy_database(loaded, tmp_path / "atlas.sqlite")
    url = f"sqlite:///{tmp_path / 'atlas.sqlite'}"
    monkeypatch.setenv("ATLAS_DATABASE_URL", url)
    st.cache_resource.clear()
    yield url
    st.cache_resource.clear()


def _script(revision: int | None) -> None:
    from geo.view.filters import Filters
    from geo.view.state import ViewState
    from pages.parts import data, review_merges
    from pages.parts.context import Context

    newest = data.store().current()
    whole = newest if revision is None else data.store().at(revision)
    state = ViewState(revision=revision)
    review_merges.draw(
        Context(whole, Filters(), state, data.settings(), newest.revision, {}, "review")
    )


def open_part(revision: int | None = None) -> AppTest:
    return AppTest.from_function(_script, args=(revision,), default_timeout=120).run()


def decide(app: AppTest, button: str, reason: str = "a test") -> AppTest:
    app.text_input(key=f"{KEY}_author").set_value("Amal").run()
    app.text_input(key=f"{KEY}_reason").set_value(reason).run()
    return app.button(key=f"{KEY}_{button}").click().run()


def said(app: AppTest) -> str:
    return app.success[0].value.replace("\\", "")


def incidents(url: str) -> set[str]:
    return set(read_snapshot(url).ids.tolist())


def test_three_that_hang_together_are_merged_and_taken_apart_again(url: str) -> None:
    app = open_part()
    assert not app.exception
    text = shown(app)
    assert "4 pairs of incidents may be one" in text.replace("\\", "")
    assert "3 incidents hang together: a, b, c" in text.replace("\\", "")
    assert "same, " in text
    assert "both 3 killed" in text
    assert "<img src=x" not in html_of(app)
    app = decide(app, "merge_all", "")
    assert "needs its reason" in app.error[0].value.replace("\\", "")
    app = decide(app, "merge_all")
    assert said(app).startswith("2 incidents merged into a: decision 2")
    assert incidents(url) == {"a", "m", "n", "z"}
    assert "m</bdi>" in html_of(app)
    app.text_input(key=f"{KEY}_undo_reason").set_value("they are two").run()
    app = app.button(key=f"{KEY}_undo_go").click().run()
    assert "taken back" in said(app)
    assert len(incidents(url)) == 5


def test_one_is_merged_one_kept_apart_one_skipped(url: str) -> None:
    app = open_part()
    app.selectbox(key=f"{KEY}_of").set_value("within reports").run()
    ids = next(radio.options for radio in app.radio)
    app = app.radio[0].set_value("b" if "b" in ids else "c").run()
    app = decide(app, "merge")
    assert "merged into" in said(app)
    assert len(incidents(url)) == 5
    app = app.button(key=f"{KEY}_skip").click().run()
    first = html_of(app)
    app = decide(app, "apart")
    assert "held apart" in said(app)
    assert len(held_apart(url)) == 1
    assert html_of(app) != first
    assert "You have seen them all" in shown(app)
    app = app.button(key=f"{KEY}_again").click().run()
    assert app.button(key=f"{KEY}_merge")


def test_a_tier_without_pairs_and_an_earlier_revision_only_show(url: str) -> None:
    app = open_part()
    app = app.segmented_control(key=f"{KEY}_tier").set_value("review").run()
    assert "No pair is of this kind" in shown(app)
    app = open_part(read_snapshot(url).revision)
    assert not [button for button in app.button if button.key == f"{KEY}_merge"]
    assert "This revision is pinned" in shown(app).replace("\\", "")


def test_the_incident_page_says_what_may_be_the_same(url: str) -> None:
    app = run_page("incident", "id=a")
    assert not app.exception
    assert "May be the same as" in html_of(app)
    assert 'data-incident="b"' in html_of(app)
    assert "May be the same as" not in html_of(run_page("incident", "id=z"))
