"""The sources page: what it says of a selection, how an outlet is graded and footage linked."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from geo.settings import Settings
from geo.store.decisions import Act
from geo.store.footage import footage
from geo.store.live import shared
from geo.store.outlets import grade_outlet, outlet_grades
from geo.view.filters import Filters
from pages.parts.gap_chart import narrowed
from tests.pages.one_page import html_of, run_page


@pytest.fixture
def own(own_store: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Settings]:
    """A store of this test alone, and the pages over it."""
    monkeypatch.setenv("ATLAS_DATABASE_URL", own_store.database_url)
    monkeypatch.setenv("ATLAS_POLL_SECONDS", "3600")  # a page sees only what it did itself
    st.cache_resource.clear()
    shared(Settings.from_env()).current()
    yield own_store
    st.cache_resource.clear()


def grade(app: AppTest, letter: str, why: str, who: str = "Amal") -> AppTest:
    app.selectbox(key="sources_grade").set_value(letter).run()
    app.text_input(key="sources_grade_reason").set_value(why).run()
    app.text_input(key="sources_grade_author").set_value(who).run()
    return app.button(key="sources_grade_go").click().run()


@pytest.mark.usefixtures("app_store")
@pytest.mark.parametrize(
    "query", ["", "set=reports", "set=ucdp-ged", "from=2020-07-11&to=2020-07-11"]
)
def test_every_selection_has_its_sentence(query: str) -> None:
    app = run_page("sources", query)
    assert not app.exception
    assert not app.error
    html = html_of(app)
    assert "Of " in html or "Nobody claims an incident" in html
    assert "Who publishes first" in html
    assert "Evidence: recycled footage" in html


@pytest.mark.usefixtures("app_store")
def test_an_empty_selection_says_what_to_do() -> None:
    app = run_page("sources", "q=no+such+words")
    assert "Clear a filter" in app.info[0].value
    assert "Outlets" not in html_of(app)


@pytest.mark.usefixtures("app_store")
def test_figures_in_words() -> None:
    app = run_page("sources", "set=reports")
    html = html_of(app)
    assert "Of 58 incidents claimed, 11 Mar 2020 to 20 Jan 2024" in html
    captions = " ".join(caption.value for caption in app.caption)
    assert "126 reports without a publication date" in captions
    assert "24 more incidents are told by a channel of a group" in captions
    assert "120 of reports" in captions
    app.button_group(key="sources_claims").set_value("channels").run()
    assert "Of 82 incidents claimed" in html_of(app)
    assert app.session_state["atlas.state"].claims == "channels"


@pytest.mark.usefixtures("app_store")
def test_one_outlet_in_full() -> None:
    html = html_of(run_page("sources", "set=reports&about=South+Front"))
    assert "63 reports of 60 incidents" in html
    assert "It carries the claim of 29 incidents" in html
    assert "not graded" in html
    assert "map?" in html or "./?" in html
    origin = html_of(run_page("sources", "set=reports&about=Iraqi+military"))
    assert "Relayed by" in origin
    hostile = html_of(run_page("sources", "about=%3Cimg+src%3Dx%3E"))
    assert "There is no outlet or origin" in hostile
    assert "<img" not in hostile


def test_a_grade_is_set_shown_and_taken_back(own: Settings) -> None:
    app = run_page("sources", "set=reports&about=South+Front")
    grade(app, "E", "reposts the claimant's channel")
    assert not app.exception
    assert "Graded" in app.success[0].value
    html = html_of(app)
    assert "<b>E</b>, unreliable" in html
    assert "claimant&#x27;s channel" in html
    assert "<b>in force</b>" in html
    assert outlet_grades(own.database_url)["South Front"].author == "Amal"
    app.text_input(key="sources_undo_reason").set_value("too harsh").run()
    app.button(key="sources_undo").click().run()
    assert "undone" in app.success[0].value
    assert "not graded" in html_of(app)
    assert "undone by" in html_of(app)
    assert "South Front" not in outlet_grades(own.database_url) or (
        outlet_grades(own.database_url)["South Front"].grade is None
    )


def test_a_grade_needs_its_reason_and_a_fresh_look(own: Settings) -> None:
    app = run_page("sources", "about=Press+TV")
    grade(app, "C", "")
    assert "Nothing was changed" in app.error[0].value
    grade_outlet(own.database_url, "Press TV", "D", Act("Basim", "state outlet"))
    grade(app, "C", "mine")
    assert "Basim" in app.error[0].value
    assert outlet_grades(own.database_url)["Press TV"].grade == "D"


def test_a_pinned_revision_cannot_be_changed(own: Settings) -> None:
    app = run_page("sources", "rev=5&about=Press+TV")
    assert not app.exception
    assert any("pinned" in caption.value for caption in app.caption)
    with pytest.raises(KeyError):
        app.button(key="sources_grade_go")


def test_footage_is_linked_and_taken_back(own: Settings) -> None:
    app = run_page("sources", "set=reports")
    app.selectbox(key="sources_footage_report").set_value("R0067").run()
    app.text_input(key="sources_footage_from").set_value("20200213-k1").run()
    app.text_input(key="sources_footage_by").set_value("Jerusalem Post").run()
    app.text_input(key="sources_footage_source").set_value("javascript:alert(1)").run()
    app.text_input(key="sources_footage_reason").set_value("the same frames").run()
    app.text_input(key="sources_footage_author").set_value("Amal").run()
    app.button(key="sources_footage_go").click().run()
    assert "Nothing was changed" in app.error[0].value
    app.text_input(key="sources_footage_source").set_value("https://example.org/a").run()
    app.button(key="sources_footage_go").click().run()
    assert "Linked as footage link 1" in app.success[0].value
    html = html_of(app)
    assert 'href="https://example.org/a"' in html
    assert "20200213-k1" in html
    assert [one.found_by for one in footage(own.database_url)] == ["Jerusalem Post"]
    app.text_input(key="sources_footage_undo_reason").set_value("a mistake").run()
    app.button(key="sources_footage_undo_go").click().run()
    assert not app.exception
    assert footage(own.database_url) == []
    assert "No footage has been linked" in html_of(app)


@pytest.mark.parametrize(
    ("message", "wanted"),
    [
        ({"key": "outlet", "value": "Fars"}, Filters(outlets=("Fars",))),
        ({"key": "country", "value": "-"}, Filters(countries=("-",))),
        ({"key": "status", "value": "contested"}, Filters(statuses=("contested",))),
        ({"key": "status", "value": "made up"}, None),
        ({"from": "2020-07-31", "to": "2020-07-01"}, None),
        ({"from": "soon", "to": "later"}, None),
        ({"key": "text", "value": "x"}, None),
        ("nonsense", None),
    ],
)
def test_a_message_of_the_chart_is_a_filter_or_nothing(message: object, wanted: object) -> None:
    assert narrowed(Filters(), message) == wanted


def test_what_is_chosen_alone_is_set_free() -> None:
    chosen = Filters(outlets=("Fars",))
    assert narrowed(chosen, {"key": "outlet", "value": "Fars"}) == Filters()


@pytest.mark.usefixtures("app_store")
def test_sources_that_are_left_out_are_in_no_figure() -> None:
    app = run_page("sources", "set=reports&without=country:Russia&about=South+Front")
    assert not app.exception
    html = html_of(app)
    assert "Of 58 incidents" not in html
    assert "No report of its own in this selection" in html
    assert "Of 40 incidents claimed" in html
