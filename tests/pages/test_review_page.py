"""The review page: drafts one after the other, each decision kept, nothing on the map before it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

import geo.places
from geo.extract.draft import (
    ArticleDraft,
    DraftActor,
    DraftIncident,
    DraftPlace,
    DraftStatement,
    Span,
)
from geo.extract.links import KnownIncident
from geo.extract.rows import Source
from geo.model import ActorMention, CountRange, DateInterval, DatePrec, ReportRow, Stance, Status
from geo.places.geocode import Geocoder
from geo.settings import Settings
from geo.store.drafts import DraftState, draft, open_count
from geo.store.live import shared
from geo.store.query import incident_detail, read_snapshot
from geo.store.queueing import queue_article, queue_rows
from pages.parts import data
from tests.pages.one_page import html_of, run_page

HOSTILE = "<img src=x onerror=alert(1)> **b**"
TEXT = f"Rockets hit the base near Samarra on Monday, a {HOSTILE} said. قالت الشرطة ذلك."
DAY = DateInterval(date(2020, 7, 13), date(2020, 7, 13), DatePrec.DAY, "on Monday")


def span(words: str) -> Span:
    at = TEXT.index(words)
    return Span(at, at + len(words))


def article() -> ArticleDraft:
    """Two statements on one incident: one by a name that is hostile, one by the police."""
    incident = DraftIncident(
        DAY, "Salah al-Din", (DraftPlace("Samarra", "Salah al-Din", span("Samarra")),), None,
        "rocket", "base", (DraftActor(ActorMention(HOSTILE, "claimed"), None, span(HOSTILE), 0.3),),
        (DraftStatement(HOSTILE, Stance.CLAIMS, span(HOSTILE), 0.4),
         DraftStatement("police", Stance.DENIES, span("الشرطة"), 0.8)),
        CountRange(), CountRange(), (), True,
        {"date": (span("on Monday"),), "places": (span("Samarra"),)}, {"date": 0.9, "places": 0.8},
    )  # fmt: skip
    return ArticleDraft(TEXT, (incident,), ())


@cache
def _geocoder() -> Geocoder:
    return geo.places.load(Settings.from_env({}))


@pytest.fixture
def url(own_store: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A copy of the built store that the pages read and change; one geocoder for all tests."""
    monkeypatch.setattr(data, "geocoder", _geocoder)
    monkeypatch.setenv("ATLAS_DATABASE_URL", own_store.database_url)
    st.cache_resource.clear()
    shared(Settings.from_env()).current()
    yield own_store.database_url
    st.cache_resource.clear()


def queued(url: str) -> tuple[int, ...]:
    known = KnownIncident("20200711-najmi", DAY, "Salah al-Din", "rocket", "base")
    source = Source(HOSTILE, date(2020, 7, 14), "javascript:alert(1)")
    return queue_article(url, article(), source, HOSTILE, [known]).ids


def rows(n: int) -> list[ReportRow]:
    return [
        ReportRow("ngo", f"k{at}", f"ngo-{at}", "An NGO", Stance.REPORTS, DAY, place_text="Hillah")
        for at in range(n)
    ]


def press(app: AppTest, key: str) -> AppTest:
    return app.button(key=key).click().run()


def labels(app: AppTest) -> dict[str, str]:
    return {button.key: button.label for button in app.button if button.key}


@pytest.mark.usefixtures("app_store")
def test_an_empty_queue_says_what_to_do_next() -> None:
    app = run_page("review")
    assert not app.exception
    assert "Nothing waits for review" in html_of(app)
    assert "--queue" in html_of(app)
    decided = run_page("review", "part=decided")
    assert "Nothing was decided yet" in html_of(decided)
    missing = run_page("review", "draft=999")
    assert "There is no draft 999" in missing.warning[0].value
    pinned = run_page("review", "rev=3")
    assert "pinned" in pinned.info[0].value
    assert not missing.exception
    assert not pinned.exception


def test_drafts_are_decided_on_one_after_the_other(url: str) -> None:
    first, second = queued(url)
    before = read_snapshot(url)
    app = run_page("review", f"draft={first}")
    words = html_of(app)
    assert not app.exception
    assert "<img" not in words
    assert 'href="javascript' not in words
    assert "2 drafts wait: 2 from an article" in words
    assert "Would be placed at <b><bdi" in words
    assert "unsure: " in words
    assert f'data-draft="{second}"' in words
    assert labels(app)["review_accept"] == "Accept as a new incident"

    app = press(app, "review_accept")
    assert "needs the name of who makes it" in html_of(app)
    app.text_input(key="review_author").set_value("Amal").run()
    app = press(app, "review_accept")
    words = html_of(app)
    assert f"Draft {first} accepted, decision 1; it is in 20200713-samarra" in words
    assert labels(app)["review_accept"].startswith("Accept into 20200713")  # the next one is there
    assert read_snapshot(url).n == before.n + 1

    app = press(app, "review_reject")
    assert "say why it is rejected" in html_of(app)
    app.selectbox(key="review_why").set_value("read wrongly").run()
    app = press(app, "review_reject")
    assert f"Draft {second} rejected, decision 2" in html_of(app)
    assert draft(url, second).state is DraftState.REJECTED
    app = press(app, "review_undo_last")
    assert "Decision 2 was taken back by decision 3" in html_of(app)
    assert open_count(url) == 1
    app = press(app, "review_accept")
    detail = incident_detail("20200713-samarra", url)
    assert detail.status is Status.CONTESTED
    assert [made.author for made in detail.decisions] == ["Amal", "Amal"]
    assert not app.exception
    app = run_page("review", f"draft={first}")
    assert f"Draft {first} was <b>accepted</b> by" in html_of(app)
    assert "review_accept" not in labels(app)


def test_a_draft_goes_to_the_incident_that_is_chosen(url: str) -> None:
    first, _ = queued(url)
    app = run_page("review", f"draft={first}")
    assert labels(app)["review_link"] == r"Accept for 20200711\-najmi"
    app.text_input(key=f"review_find_{first}").set_value("20200711-qayyarah ucdp-114064").run()
    assert not app.exception
    app.text_input(key=f"review_find_{first}").set_value("ucdp-114064").run()
    app.radio(key=f"review_target_{first}").set_value("ucdp-114064").run()
    assert labels(app)["review_link"] == r"Accept for ucdp\-114064"
    app.text_input(key="review_author").set_value("Amal").run()
    app = press(app, "review_link")
    assert "it is in ucdp-114064" in html_of(app)
    assert len(incident_detail("ucdp-114064", url).reports) == 2


def test_an_edit_keeps_what_was_proposed(url: str) -> None:
    first, _ = queued(url)
    app = run_page("review", f"draft={first}")
    app = press(app, "review_edit")
    key = f"draft_{first}_0"
    app.text_input(key=f"{key}_url").set_value("no address")
    app.text_input(key="review_author").set_value("Amal").run()
    app = press(app, "review_save")
    assert "Nothing was saved yet" in html_of(app)
    app.text_input(key=f"{key}_url").set_value("https://example.org/1")
    app.text_input(key=f"{key}_killed").set_value("2-3").run()
    app = press(app, "review_save")
    words = html_of(app)
    assert f"Draft {first} was edited" in words
    assert "Edited by" in words
    assert "2 to 3" in words
    held = draft(url, first)
    assert held.row.killed == CountRange(2, 3)
    assert held.proposed is not None
    assert (held.proposed.killed, held.proposed.url) == (CountRange(), "javascript:alert(1)")
    assert not app.exception


def test_a_file_is_decided_on_as_a_whole_after_a_confirmation(url: str) -> None:
    queue_rows(url, rows(30), f"{HOSTILE}.csv", "Basim")
    app = run_page("review", "draft=20")
    assert "13 to 24 of 30" in html_of(app)
    assert "review_all_accept" not in labels(app)
    app.selectbox(key="review_queue").set_value(f"file:{HOSTILE}.csv").run()
    assert app.button(key="review_all_accept").disabled
    app.checkbox(key="review_all_sure").check()
    app.text_input(key="review_all_author").set_value("Amal").run()
    app = press(app, "review_all_accept")
    assert "30 drafts accepted: decision 1" in html_of(app)
    assert "Nothing waits for review" in html_of(app)
    assert len(incident_detail("ngo-29", url).reports) == 1

    app = run_page("review", "part=decided")
    words = html_of(app)
    assert "30 reports added to 30 incidents, 30 of them new" in words
    assert "<img" not in words
    app.text_input(key="decided_why").set_value("too early")
    app.text_input(key="decided_author").set_value("Dana")
    app = press(app, "decided_undo_go")
    assert "30 reports left the atlas" in html_of(app)
    assert open_count(url) == 30
