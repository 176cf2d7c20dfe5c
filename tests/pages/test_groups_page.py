"""The groups page: the list, one group, hypotheses proposed, undone and read, spellings decided."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from geo.claims.hypotheses import Confidence, HypothesisKind, Side
from geo.settings import Settings
from geo.store.actors import actors
from geo.store.hypotheses import hypotheses
from geo.store.query import latest_revision
from tests.pages.conftest import shown
from tests.pages.one_page import html_of, run_page

HOSTILE = "<img src=x onerror=alert(1)> **b**"


@pytest.fixture
def writable(own_store: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Let the page write to a store of this test alone."""
    monkeypatch.setenv("ATLAS_DATABASE_URL", own_store.database_url)
    st.cache_resource.clear()
    yield own_store.database_url
    st.cache_resource.clear()


def said(app: AppTest) -> str:
    """What the page says of the last decision, without Markdown's escapes."""
    return app.success[0].value.replace("\\", "")


def decide(app: AppTest, button: str, author: str = "Amal", reason: str = "a test") -> AppTest:
    app.text_input(key="groups_hyp_author").set_value(author).run()
    app.text_input(key="groups_hyp_reason").set_value(reason).run()
    return app.button(key=f"groups_hyp_{button}").click().run()


def choose(app: AppTest, first: str, second: str, kind: HypothesisKind) -> AppTest:
    app.selectbox(key="groups_hyp_one").set_value(first).run()
    app.selectbox(key="groups_hyp_other").set_value(second).run()
    return app.selectbox(key="groups_hyp_kind").set_value(kind).run()


@pytest.mark.usefixtures("app_store")
@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("", ("Islamic State", "Government of Iraq", "States")),
        ("set=reports", ("Ashab al-Kahf", "outlaw group", "Described, not named")),
        ("set=ucdp-ged", ("al-Mahdi Army", "6,191")),
        ("set=reports&gsort=name", ("Ashab al-Kahf",)),
        ("q=no+such+words+at+all", ("No incident fits these filters",)),
        ("actor=-&set=reports", ("names anybody",)),
        ("from=2023-10-17&to=2023-10-17", ("Tashkil al-Waritheen",)),
        ("hyp=low", ("Kataib Hezbollah + 3 under hypotheses", "set aside")),
    ],
)
def test_every_selection_shows_who_is_named(query: str, words: tuple[str, ...]) -> None:
    app = run_page("groups", query)
    assert not app.exception
    text = shown(app)
    for word in words:
        assert word in text
    assert "Likeness is no proof" in text
    assert "facade of" in text


@pytest.mark.usefixtures("app_store")
def test_one_group_has_its_spellings_and_its_hypotheses() -> None:
    app = run_page("groups", "group=Ashab+al-Kahf")
    assert not app.exception
    text = html_of(app)
    assert "أصحاب الكهف" in text
    assert "&#x27;Ashab al-Kahf" in text
    assert "South Front" in text
    assert 'data-incident="' in text
    assert "Asaib Ahl al-Haq" in text
    app.button(key="groups_all").click().run()
    assert app.session_state["atlas.state"].group == ""


@pytest.mark.usefixtures("app_store")
@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("group=Liwa+Khaybar", "No report of this selection names this group"),
        ("group=nobody+at+all", "The list of groups does not have it either"),
        ("group=Ashab+al-Kahf&set=ucdp-ged", "No report of this selection names this group"),
    ],
)
def test_who_is_not_named_is_said(query: str, words: str) -> None:
    app = run_page("groups", query)
    assert not app.exception
    assert words in shown(app)


@pytest.mark.usefixtures("app_store")
def test_a_name_near_a_listed_one_is_proposed_for_review() -> None:
    app = run_page("groups", "group=1920+Revolution+Brigades")
    assert not app.exception
    text = html_of(app)
    assert "Armed group, not in the list of groups" in text
    assert "May be, for review" in text
    assert "Saraya Thawrat al-Ishrin al-Thaniya" in text


@pytest.mark.usefixtures("app_store")
def test_a_group_is_found_by_any_name_under_hypotheses() -> None:
    for name in ("Saraya+al-Muntaqim", "Kataib+Hezbollah"):
        text = html_of(run_page("groups", f"group={name}&hyp=low"))
        assert "Kataib Hezbollah + 3 under hypotheses" in text
        assert "Counted as one under hypotheses" in text


@pytest.mark.usefixtures("app_store")
def test_the_level_goes_into_the_link_and_back() -> None:
    app = run_page("groups", "set=reports")
    app.button_group(key="groups_level").set_value("moderate").run()
    assert app.session_state["atlas.state"].hyp == "moderate"
    assert "under hypotheses" in html_of(app)
    app.button_group(key="groups_level").set_value("").run()
    assert app.session_state["atlas.state"].hyp == ""
    assert "+ 1 under hypotheses" not in html_of(app)


def test_a_hypothesis_is_proposed_changed_read_and_taken_back(writable: str) -> None:
    first, second = "Qasim al-Jabbarin", "Ashab al-Kahf"
    app = choose(run_page("groups", "hyp=moderate"), first, second, HypothesisKind.REBRAND_OF)
    app.selectbox(key="groups_hyp_level").set_value(Confidence.MODERATE).run()
    app.text_input(key="groups_hyp_new_text").set_value(HOSTILE).run()
    app.text_input(key="groups_hyp_new_source").set_value("R0063").run()
    app = decide(app, "propose")
    assert not app.exception
    assert "Propose: decision 1" in said(app)
    (held,) = [one for one in hypotheses(writable) if one.actor == first]
    assert (held.kind, held.author) == (HypothesisKind.REBRAND_OF, "Amal")
    text = html_of(app)
    assert "Ashab al-Kahf + 1 under hypotheses" in text
    assert "<img" not in text
    assert "&lt;img src=x" in text

    app.selectbox(key="groups_hyp_number").set_value(held.number).run()
    app.selectbox(key=f"groups_hyp_to_{held.number}").set_value(Confidence.LOW).run()
    app.selectbox(key="groups_hyp_more_side").set_value(Side.AGAINST).run()
    app.text_input(key="groups_hyp_more_text").set_value("other channels").run()
    app = decide(app, "change")
    (held,) = [one for one in hypotheses(writable) if one.actor == first]
    assert held.confidence is Confidence.LOW
    assert [item.side for item in held.evidence] == [Side.FOR, Side.AGAINST]
    assert "Ashab al-Kahf + 1 under hypotheses" not in html_of(app)

    app.selectbox(key="groups_undo").set_value(2).run()
    app.text_input(key="groups_undo_reason").set_value("too early").run()
    app = app.button(key="groups_undo_go").click().run()
    assert "Ashab al-Kahf + 1 under hypotheses" in html_of(app)
    app.selectbox(key="groups_hyp_number").set_value(held.number).run()
    app = decide(app, "withdraw")
    assert not [one for one in hypotheses(writable) if one.actor == first]
    assert "Ashab al-Kahf + 1 under hypotheses" not in html_of(app)
    assert not app.exception


def test_merge_is_one_click_and_unmerge_another(writable: str) -> None:
    app = run_page("groups", "hyp=high&group=Ulu+al-Azm")
    app.selectbox(key="groups_hyp_other").set_value("KDP").run()
    app = decide(app, "merge")  # KDP is no listed group: it becomes one by a decision of its own
    assert not app.exception
    (held,) = [one for one in hypotheses(writable) if one.kind is HypothesisKind.SAME_AS
               and one.confidence is Confidence.HIGH]  # fmt: skip
    assert {held.actor, held.other} == {"KDP", "Ulu al-Azm"}
    assert "KDP" in {entry.name for entry in actors(writable)}
    assert "KDP + 1 under hypotheses" in html_of(app)
    app.selectbox(key="groups_hyp_one").set_value("Ulu al-Azm").run()
    app.selectbox(key="groups_hyp_other").set_value("KDP").run()
    app = decide(app, "unmerge")
    assert not app.exception
    assert "KDP + 1 under hypotheses" not in html_of(app)


def test_what_is_missing_is_said_and_nothing_is_changed(writable: str) -> None:
    revision = latest_revision(writable)
    app = run_page("groups")
    assert app.button(key="groups_hyp_propose").disabled
    app = choose(app, "Ulu al-Azm", "Ashab al-Kahf", HypothesisKind.DISTINCT)
    app = decide(app, "propose", author="")
    assert "Nothing was changed" in app.error[0].value.replace("\\", "")
    app.text_input(key="groups_hyp_new_source").set_value("not a source").run()
    app.text_input(key="groups_hyp_new_text").set_value("words").run()
    app = decide(app, "propose")
    assert "neither a web address" in app.error[0].value.replace("\\", "")
    assert latest_revision(writable) == revision
    app = choose(app, "Ulu al-Azm", "Ulu al-Azm", HypothesisKind.DISTINCT)
    assert app.button(key="groups_hyp_propose").disabled
    pinned = run_page("groups", f"rev={revision}")
    assert any("go live" in caption.value for caption in pinned.caption)
    assert not pinned.exception


def test_spellings_are_accepted_freed_and_made_groups(writable: str) -> None:
    app = run_page("groups", "group=Ashab+al-Kahf")
    app.selectbox(key="groups_name_spelling").set_value("Ashab al-Kahaf").run()
    app.text_input(key="groups_name_author").set_value("Amal").run()
    app.text_input(key="groups_name_reason").set_value("another group").run()
    app = app.button(key="groups_name_free").click().run()
    assert not app.exception
    assert "Let it stand for itself: decision 1" in said(app)
    text = html_of(run_page("groups", "group=Ashab+al-Kahaf"))
    assert "Armed group, not in the list of groups" in text
    app = run_page("groups", "group=Ashab+al-Kahaf")
    app.selectbox(key="groups_name_spelling").set_value("Ashab al-Kahaf").run()
    app.selectbox(key="groups_name_group").set_value("Ashab al-Kahf").run()
    app.text_input(key="groups_name_author").set_value("Amal").run()
    app.text_input(key="groups_name_reason").set_value("it was right").run()
    app = app.button(key="groups_name_assign").click().run()
    assert not app.exception
    assert "decision 2" in said(app)
    app = run_page("groups", "group=outlaw+group")
    app.selectbox(key="groups_name_spelling").set_value("outlaw group").run()
    app.text_input(key="groups_name_author").set_value("Amal").run()
    app.text_input(key="groups_name_reason").set_value("a name after all").run()
    app = app.button(key="groups_name_actor").click().run()
    assert not app.exception
    assert "outlaw group" in {entry.name for entry in actors(writable)}
