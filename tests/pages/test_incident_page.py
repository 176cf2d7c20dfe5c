"""The incident page tells of an incident, or helps to find one; never a traceback."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from geo.settings import Settings
from geo.store.decisions import Act
from geo.store.incidents import incident_grades, split_incident
from geo.store.live import shared
from geo.store.query import incident_detail, latest_revision
from tests.pages.one_page import html_of, run_page


@pytest.mark.usefixtures("app_store")
def test_the_july_incident() -> None:
    app = run_page("incident", "id=20200711-najmi")
    assert not app.exception
    words = html_of(app)
    for part in ("11 Jul 2020", "Contested", "Claims it", "Denies it", "stretch of road", "R0071"):
        assert part in words


@pytest.mark.usefixtures("app_store")
def test_a_ucdp_event_with_one_report() -> None:
    app = run_page("incident", "id=ucdp-114064")
    assert not app.exception
    assert "Single source" in html_of(app)
    assert "The report" in html_of(app)
    assert "What agrees" not in html_of(app)


@pytest.mark.usefixtures("app_store")
@pytest.mark.parametrize("query", ["id=%3Cscript%3Ealert(1)%3C/script%3E", "id=" + "x" * 5000])
def test_an_unknown_id_is_said_calmly(query: str) -> None:
    app = run_page("incident", query)
    assert not app.exception
    assert "There is no such incident" in html_of(app)
    assert "<script>" not in html_of(app)


@pytest.mark.usefixtures("app_store")
def test_without_an_id_it_searches() -> None:
    app = run_page("incident")
    assert "Which incident?" in html_of(app)
    app.text_input(key="incident_search").set_value("Najmi").run()
    assert "20200711-najmi" in html_of(app)
    app.text_input(key="incident_search").set_value("no such words anywhere").run()
    assert "Nothing found" in html_of(app)
    app.text_input(key="incident_search").set_value("20200711-najmi").run()
    assert "1 incident found" in html_of(app)
    assert not app.exception


@pytest.mark.usefixtures("app_store")
def test_neighbours_keep_the_filters() -> None:
    words = html_of(run_page("incident", "set=reports&id=20200711-najmi"))
    assert 'href="incident?set=reports&amp;id=' in words


@pytest.mark.usefixtures("app_store")
def test_agreement_story_and_earlier_incidents_stand_on_the_page() -> None:
    words = html_of(run_page("incident", "id=20200711-najmi"))
    for part in (
        "What agrees and what differs", "fits, more exact", "In which order it was told",
        "First denial", "Hinges on", "grade 4, doubtful", 'data-report="R0071"', 'data-place="C"',
    ):  # fmt: skip
        assert part in words
    before = words[words.index("<h2>Before it</h2>") : words.index("<h2>After it</h2>")]
    assert "June 2020" in before
    assert "10 Feb 2020" in before
    assert "told together by Jerusalem Post" in before


@pytest.fixture
def own_app(own_store: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Let the pages read and change a copy of the built store."""
    monkeypatch.setenv("ATLAS_DATABASE_URL", own_store.database_url)
    st.cache_resource.clear()
    shared(Settings.from_env()).current()
    yield own_store.database_url
    st.cache_resource.clear()


def editing(query: str, act: str) -> AppTest:
    """The page with the form of an act open."""
    app = run_page("incident", query)
    app.toggle(key="incident_editing").set_value(True).run()
    return app.segmented_control(key="edit_act").set_value(act).run()


def decide(app: AppTest, author: str = "An editor", reason: str = "a reason") -> AppTest:
    app.text_input(key="edit_why").set_value(reason)
    app.text_input(key="edit_author").set_value(author)
    return app.button(key="edit_go").click().run()


def said(app: AppTest) -> str:
    return " ".join(element.value for kind in ("success", "error") for element in app.get(kind))


def test_split_off_and_take_back(own_app: str) -> None:
    app = editing("id=20200711-najmi", "Split off")
    assert app.button(key="edit_go").disabled
    app.multiselect(key="edit_reports").set_value(["R0069", "R0086"]).run()
    assert "What they become" in html_of(app)
    first = latest_revision(own_app)
    app = decide(app)
    assert f"revision {first + 1}" in said(app)
    assert "2 reports moved" in said(app)
    words = html_of(app)
    assert 'data-incident="20200711-najmi-b"' in words
    assert 'id="report-R0069"' not in words
    assert "Split off" in words
    assert f"as of revision {first}" in words
    new = incident_detail("20200711-najmi-b", own_app)
    assert {report.id for report in new.reports} == {"R0069", "R0086"}
    app.text_input(key="history_why").set_value("no, they belong here")
    app = app.button(key="history_undo_go").click().run()
    assert f"revision {first + 2}" in said(app)
    assert "2 reports moved back" in said(app)
    assert 'id="report-R0069"' in html_of(app)
    assert "taken back by decision" in html_of(app)
    assert not app.exception


def test_move_to_an_incident_found_by_its_date(own_app: str) -> None:
    app = editing("id=20200711-najmi", "Move reports")
    app.multiselect(key="edit_reports").set_value(["R0067"]).run()
    app.text_input(key="edit_target").set_value("2020-06 thawrat").run()
    assert app.selectbox(key="edit_found").value == "202006-thawrat-claim"
    assert "1 report moved" in said(decide(app))
    assert len(incident_detail("202006-thawrat-claim", own_app).reports) == 2


def test_a_merged_incident_leads_on(own_app: str) -> None:
    app = editing("id=202006-thawrat-claim", "Merge")
    app.text_input(key="edit_target").set_value("20200711-najmi").run()
    app = decide(app)
    assert "Ambush with arson" in html_of(app)
    assert "leads here" in " ".join(element.value for element in app.info)
    assert not app.exception


def test_a_grade_is_set_against_the_rule_and_given_back(own_app: str) -> None:
    app = editing("id=20200711-najmi", "Grade")
    app.radio(key="edit_grade_None").set_value(2).run()
    app = decide(app, reason="the police saw it")
    assert "grade 2, probably true, set by" in html_of(app)
    assert "the police saw it" in html_of(app)
    app = decide(app, reason="the rule will do")
    assert "grade 4, doubtful." in html_of(app)
    assert incident_grades(own_app) == {}


def test_footage_is_linked_on_both_pages(own_app: str) -> None:
    app = editing("id=20200711-najmi", "Link footage")
    app.selectbox(key="edit_shown_by").set_value("R0067").run()
    app.text_input(key="edit_target").set_value("202006-thawrat-claim").run()
    app.text_input(key="edit_found_by").set_value("<script>alert(1)</script>").run()
    words = html_of(decide(app))
    assert "showed footage of" in words
    assert "<script>" not in words
    assert "was shown for" in html_of(run_page("incident", "id=202006-thawrat-claim"))


def test_what_changed_since_is_not_decided_on(own_app: str) -> None:
    app = editing("id=20200711-najmi", "Split off")
    app.multiselect(key="edit_reports").set_value(["R0069"]).run()
    other = split_incident(own_app, "20200711-najmi", ["R0086"], Act("Somebody else", "first"))
    app = decide(app)
    assert "Nothing was changed" in said(app)
    assert "Somebody else" in said(app)
    assert latest_revision(own_app) == other.revision


def test_names_and_reasons_are_asked_for(own_app: str) -> None:
    app = editing("id=20200711-najmi", "Split off")
    app.multiselect(key="edit_reports").set_value(["R0069"]).run()
    before = latest_revision(own_app)
    assert "needs its reason" in said(decide(app, reason=" "))
    assert "needs the name" in said(decide(app, author=""))
    assert latest_revision(own_app) == before


@pytest.mark.usefixtures("app_store")
def test_a_pinned_revision_cannot_be_edited() -> None:
    app = run_page("incident", "id=20200711-najmi&rev=5")
    assert not app.get("toggle")
    assert "go live to edit" in " ".join(element.value for element in app.caption)
