"""The article page: text in, drafts with their words out, and into the review queue."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from geo.errors import ModelError
from geo.extract.proposals import proposals
from geo.settings import Settings
from geo.store.drafts import ARTICLE, MODEL, article, drafts
from geo.store.query import latest_revision
from pages.parts import article_model
from tests.geo.read.web_pages import PAGES
from tests.pages.one_page import html_of, run_page

ARTICLES = Path(__file__).parents[1] / "data" / "articles"
TEXT = (
    "DIWANIYAH, Iraq - Gunmen burned trucks on the road between Diwaniyah and Samawah on Saturday "
    "night, police said. Nobody was hurt. A spokesman in Washington <script>alert(1)</script> "
    "denied that **any** convoy of the coalition was hit."
)


@pytest.fixture
def writable(own_store: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Let the page write to a store of this test alone."""
    monkeypatch.setenv("ATLAS_DATABASE_URL", own_store.database_url)
    st.cache_resource.clear()
    yield own_store.database_url
    st.cache_resource.clear()


def draft(app: AppTest, text: str, outlet: str = "Test Times", day: date | None = None) -> AppTest:
    app.text_area(key="article_text").set_value(text).run()
    box = app.selectbox(key="article_outlet")
    if outlet:
        box.options.append(outlet)  # as if the reader had typed a new one
        box.set_value(outlet)
    if day is not None:
        app.date_input(key="article_published").set_value(day)
    return app.button(key="article_draft").click().run()


def warned(app: AppTest) -> str:
    return app.warning[0].value.replace("\\", "")


@pytest.mark.usefixtures("app_store")
def test_what_is_missing_is_said_one_after_the_other() -> None:
    app = run_page("article")
    assert "From an article to draft reports" in html_of(app)
    assert "There is no text yet" in warned(app.button(key="article_draft").click().run())
    assert "10 characters; that is too short" in warned(draft(app, "x" * 10, ""))
    assert "which outlet" in warned(draft(app, TEXT, ""))
    assert "when it was published" in warned(draft(app, TEXT))
    app.text_input(key="article_url").set_value("javascript:alert(1)")
    assert "must begin with http" in warned(draft(app, TEXT, day=date(2020, 7, 12)))
    assert not app.exception


@pytest.mark.usefixtures("app_store")
def test_texts_that_are_no_article() -> None:
    app = run_page("article")
    app.text_area(key="article_text").set_value("a " * 3_000_000).run()
    assert "longer than 5,000,000 characters" in app.error[0].value.replace("\\", "")
    long = draft(app, "Nothing happened today. " * 45_000, day=date(2020, 7, 12))
    assert not long.exception
    assert "Only the first 50,000 of 1,080,000" in long.info[0].value.replace("\\", "")
    assert "No incident is told of in this text" in html_of(long)
    assert "article_send" not in [button.key for button in long.button]
    app.text_area(key="article_text").set_value("<html><body></body></html>").run()
    assert "holds no text" in app.error[0].value


@pytest.mark.usefixtures("app_store")
def test_a_pasted_page_fills_in_what_it_states_and_says_from_where() -> None:
    app = run_page("article")
    page = PAGES["semantic"]([TEXT, "Police gave no further details on Sunday."], "en")
    page = page.replace(
        "<title>",
        '<meta property="og:site_name" content="The <b>Times"><link rel="canonical" '
        'href="https://times.example/1"><title>',
    )
    app.text_area(key="article_text").set_value(page).run()
    assert app.date_input(key="article_published").value == date(2020, 7, 12)
    assert app.session_state["article_outlet"] == "The <b>Times"
    assert app.text_input(key="article_url").value == "https://times.example/1"
    said = "\n".join(caption.value for caption in app.caption).replace("\\", "")
    assert "found in the page: 12 Jul 2020 in its metadata (article:published_time)" in said
    assert "not read for drafts: News" in said
    drafted = app.button(key="article_draft").click().run()
    assert drafted.session_state["article.job"].source.headline == "News"


@pytest.mark.usefixtures("app_store")
def test_a_day_picked_from_the_text_is_asked_about_not_taken() -> None:
    app = run_page("article")
    page = PAGES["blog"]([TEXT, "Police gave no further details on Sunday."], "en")
    app.text_area(key="article_text").set_value(page).run()
    assert app.date_input(key="article_published").value is None
    app.button(key="article_take_2020-07-12").click().run()
    assert app.date_input(key="article_published").value == date(2020, 7, 12)
    assert "article_take_2020-07-12" not in [button.key for button in app.button]


def test_drafts_are_shown_with_their_words_and_sent_once(writable: str) -> None:
    app = draft(run_page("article"), TEXT, "Test <i>Times", date(2020, 7, 12))
    page = html_of(app)
    assert not app.exception
    assert "11 Jul 2020, Qadisiyah" in page
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert 'data-words="article_text-date-0"' in page
    assert 'id="article_text-date-0"' in page
    assert "20200711-najmi" in page
    assert "Washington" in page.partition("nothing happened there")[2]
    before = latest_revision(writable)
    assert "needs the name" in app.button(key="article_send").click().run().error[0].value
    app.text_input(key="article_author").set_value("Amal").run()
    app.button(key="article_send").click().run()
    assert "in the review queue" in app.success[0].value
    held = drafts(writable)
    assert held
    assert {(one.origin, one.author, one.row.outlet) for one in held} == {
        (ARTICLE, "Amal", "Test <i>Times")
    }
    kept = article(writable, held[0].article or 0)
    assert (kept.text, kept.published) == (TEXT, date(2020, 7, 12))
    assert latest_revision(writable) == before
    app.button(key="article_send").click().run()
    assert "nothing was added" in app.success[0].value
    assert len(drafts(writable)) == len(held)


@pytest.mark.usefixtures("app_store")
def test_another_article_does_not_keep_what_was_filled_in_for_the_one_before() -> None:
    app = draft(run_page("article"), TEXT, day=date(2019, 1, 2))
    page = PAGES["semantic"]([TEXT, "Police gave no further details on Sunday."], "en")
    app.text_area(key="article_text").set_value(page).run()
    assert app.date_input(key="article_published").value == date(2020, 7, 12)
    app.button(key="article_clear").click().run()
    assert not app.exception
    assert app.text_area(key="article_text").value == ""
    assert app.date_input(key="article_published").value is None
    assert app.selectbox(key="article_outlet").value is None
    assert "There is no text yet" in warned(app.button(key="article_draft").click().run())


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.html", b"%PDF-1.7 \xff", "a.html is a PDF"),
        ("a.txt", b"a\0b", "is not a text file"),
        ("a.txt", b"\x8f\xe9\x90\xea " * 99, "save it as UTF-8"),
        ("<b>.txt", b"", "holds no text"),
    ],
)
@pytest.mark.usefixtures("app_store")
def test_uploads_that_are_no_article(name: str, content: bytes, words: str) -> None:
    app = run_page("article")
    app.file_uploader[0].set_value((name, content, "text/plain")).run()
    assert not app.exception
    assert words in app.error[0].value.replace("\\", "")


@pytest.mark.usefixtures("app_store")
def test_several_incidents_can_be_marked_one_by_one_and_together() -> None:
    case = json.loads((ARTICLES / "later-04.json").read_text(encoding="utf-8"))
    app = draft(run_page("article"), case["text"], day=date.fromisoformat(case["dateline"]))
    page = html_of(app)
    count = page.count('class="draft-card" aria-label')
    assert count >= 3
    assert page.count("still") > 0
    app.segmented_control(key="article_shown").set_value(-1).run()
    everything = html_of(app)
    assert not app.exception
    assert everything.count("loud") > page.count("loud")


@pytest.mark.usefixtures("app_store")
def test_without_a_model_nobody_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: Any, **__: Any) -> None:
        raise AssertionError("a draft opened a connection")

    app = run_page("article")
    assert not app.checkbox
    monkeypatch.setattr(socket, "create_connection", refused)
    assert not draft(app, TEXT, day=date(2020, 7, 12)).exception


@pytest.fixture
def model(monkeypatch: pytest.MonkeyPatch, writable: str) -> str:
    monkeypatch.setenv("ATLAS_MODEL_URL", "http://127.0.0.1:1/v1")
    monkeypatch.setenv("ATLAS_MODEL_NAME", "a*model*")
    st.cache_resource.clear()
    return writable


def test_a_model_is_asked_only_when_ticked_and_what_it_proposes_is_marked(
    model: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    def answer(setting: Any, rules: Any, published: date, governorates: Any) -> Any:
        asked.append(published)
        one = {"what": {"words": "convoy of the coalition was hit", "type": "other"}}
        return proposals({"incidents": [one, {}]}, rules, governorates)

    monkeypatch.setattr(article_model, "ask", answer)
    app = run_page("article")
    box = app.checkbox(key="article_ask")
    assert (box.value, box.label) == (False, "Also ask a\\*model\\* at 127\\.0\\.0\\.1\\:1")
    draft(app, TEXT, day=date(2020, 7, 12))
    assert not asked
    by_rules = html_of(app).count('class="draft-card" aria-label')
    app.checkbox(key="article_ask").check()
    draft(app, TEXT, day=date(2020, 7, 12))
    assert asked == [date(2020, 7, 12)]
    page = html_of(app)
    assert page.count('class="draft-card" aria-label') == by_rules + 1
    assert page.count("proposed by a model: a*model*") == 1
    assert "1 further incident" in app.info[0].value
    app.text_input(key="article_author").set_value("Amal").run()
    app.button(key="article_send").click().run()
    (held,) = [one for one in drafts(model) if one.origin == MODEL]
    assert held.row.note == "proposed by a model: a*model*"
    assert all(one.row.note is None for one in drafts(model) if one.origin == ARTICLE)


def test_a_model_that_fails_leaves_the_drafts_of_the_rules(
    model: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: Any) -> None:
        raise ModelError("it took longer than 60 s")

    monkeypatch.setattr(article_model, "ask", fails)
    app = run_page("article")
    app.checkbox(key="article_ask").check()
    draft(app, TEXT, day=date(2020, 7, 12))
    assert not app.exception
    assert "What the rules drafted stands" in app.info[0].value
    assert "11 Jul 2020, Qadisiyah" in html_of(app)
