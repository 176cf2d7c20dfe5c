"""The form for a report on the page of an incident: problems at their fields, nothing lost."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
import streamlit as st
from sqlalchemy import func, select
from streamlit.testing.v1 import AppTest

from geo.model import Form, Stance
from geo.settings import Settings
from geo.store import schema
from geo.store.decisions import engine_of
from geo.store.engine import reading
from geo.store.live import shared
from geo.store.query import incident_detail, latest_revision
from pages.parts import data
from pages.parts.adding import key_of
from pages.parts.pick_place import reading_key
from tests.pages.one_page import html_of, run_page

INCIDENT = "20200711-najmi"
KEY = key_of(INCIDENT)


@pytest.fixture
def own_app(own_store: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Let the pages read and change a copy of the built store."""
    monkeypatch.setenv("ATLAS_DATABASE_URL", own_store.database_url)
    st.cache_resource.clear()
    shared(Settings.from_env()).current()
    yield own_store.database_url
    st.cache_resource.clear()


def opened(query: str = f"id={INCIDENT}", key: str = KEY) -> AppTest:
    """The page with the form open."""
    app = run_page("incident", query)
    app.session_state[f"{key}_open"] = True
    return app.run()


def _form_alone(incident: str) -> None:
    from geo.view.filters import Filters
    from geo.view.state import ViewState
    from pages.parts import adding, data, link
    from pages.parts.context import Context

    snapshot = data.store().current()
    link.keep(Filters(), ViewState())
    filters, state = link.held()
    ctx = Context(snapshot, filters, state, data.settings(), snapshot.revision, {}, "incident")
    adding.to_incident(ctx, data.incident(incident, snapshot.revision))


def alone() -> AppTest:
    """The section for a report without the rest of the page, open."""
    app = AppTest.from_function(_form_alone, args=(INCIDENT,), default_timeout=120)
    app.session_state[f"{KEY}_open"] = True
    return app.run()


def signed(app: AppTest, key: str = KEY) -> AppTest:
    app.text_input(key=f"{key}_why").set_value("seen in the archive")
    app.text_input(key=f"{key}_author").set_value("Amal")
    return app.button(key=f"{key}_store").click().run()


def problems(app: AppTest) -> str:
    found = (element.proto.body for element in app.get("html"))
    return " ".join(body for body in found if "field-problem" in body)


def said(app: AppTest) -> str:
    text = " ".join(element.value for kind in ("success", "error") for element in app.get(kind))
    return text.replace("\\", "")


def test_problems_stand_at_their_fields_and_nothing_typed_is_lost(own_app: str) -> None:
    before = latest_revision(own_app)
    app = alone()
    assert problems(app) == ""
    app.text_input(key=f"{KEY}_url").set_value("javascript:alert(1)")
    app.text_input(key=f"{KEY}_published").set_value("03/04/2020")
    app.text_input(key=f"{KEY}_note").set_value("<script>alert(1)</script>")
    app = app.run()
    assert "Not a web address" in problems(app)
    assert "write 3 Apr 2020" in problems(app)
    assert "Say who publishes it" not in problems(app)
    app = app.button(key=f"{KEY}_store").click().run()
    for words in ("Say who publishes it", "Say what it does", "Nothing is stored yet",
                  "say who you are", "“Outlet”"):  # fmt: skip
        assert words in problems(app)
    assert app.text_input(key=f"{KEY}_url").value == "javascript:alert(1)"
    assert app.text_input(key=f"{KEY}_note").value == "<script>alert(1)</script>"
    app.session_state[f"{KEY}_open"] = False
    app = app.run()
    assert not [one for one in app.text_input if one.key == f"{KEY}_url"]
    app.session_state[f"{KEY}_open"] = True
    app = app.run()
    assert app.text_input(key=f"{KEY}_url").value == "javascript:alert(1)"
    assert latest_revision(own_app) == before
    assert not app.exception


def test_a_report_is_added_after_a_likely_copy_is_told(own_app: str) -> None:
    before = incident_detail(INCIDENT, own_app)
    twin = next(one for one in before.reports if one.row.stance is Stance.DENIES and one.row.url)
    app = opened()
    app.selectbox(key=f"{KEY}_outlet").set_value(twin.row.outlet)
    app.selectbox(key=f"{KEY}_stance").set_value("denies")
    app.selectbox(key=f"{KEY}_relays").set_value(twin.id)
    app.text_input(key=f"{KEY}_url").set_value(twin.row.url)
    app.text_input(key=f"{KEY}_archive_url").set_value("https://web.archive.org/x")
    app.text_input(key=f"{KEY}_actor_0").set_value("Saraya Thawrat al-Eshreen al-Thaniya")
    app.selectbox(key=f"{KEY}_role_0").set_value("denied")
    app.radio(key=f"{KEY}_where").set_value("click")
    app = signed(app)  # all at once: nothing was told yet, so nothing is stored
    assert "may be in the atlas already" in html_of(app)
    assert "the same address" in html_of(app)
    assert "Click on the map where it was" in problems(app)
    app.text_input(key=f"{KEY}_point").set_value("31.6, 45.1")
    app.selectbox(key=f"{KEY}_reach_click").set_value("district")
    app = app.run()
    assert app.button(key=f"{KEY}_store").label == "Add the report all the same"
    app = app.button(key=f"{KEY}_store").click().run()
    assert "Added: decision" in said(app)
    after = incident_detail(INCIDENT, own_app)
    (new,) = {one.id for one in after.reports} - {one.id for one in before.reports}
    report = next(one for one in after.reports if one.id == new)
    assert re.fullmatch(r"by-hand-[a-z2-9]{10}", new)
    assert (report.location.form, report.location.uncertainty_m) == (Form.DISTRICT, None)
    assert (report.row.event_date, report.row.event_type) == (None, None)
    assert (report.row.relays, report.origins) == (twin.id, twin.origins)
    assert report.row.outlet_country == twin.row.outlet_country
    assert report.meant == ("Saraya Thawrat al-Ishrin al-Thaniya",)
    words = html_of(app)
    assert f'id="report-{new}"' in words
    assert 'href="https://web.archive.org/x"' in words
    assert "picked by hand by Amal" in words
    assert f"{new} added to {INCIDENT}" in words
    app.session_state[f"{KEY}_open"] = True
    app = app.run()  # the form is a new one
    assert app.text_input(key=f"{KEY}_url").value == ""
    app.text_input(key="history_why").set_value("only a test")
    app = app.button(key="history_undo_go").click().run()
    again = incident_detail(INCIDENT, own_app)
    assert [one.id for one in again.reports] == [one.id for one in before.reports]
    assert (again.status, again.explanation) == (before.status, before.explanation)
    assert "not in the atlas" in html_of(app)
    assert not app.exception


def test_a_new_incident_begins_with_a_report(own_app: str) -> None:
    app = opened("", "add_new")
    app.selectbox(key="add_new_outlet").set_value("Reuters")
    app.selectbox(key="add_new_stance").set_value("reports")
    app = signed(app, "add_new")
    assert "needs a date or a place" in problems(app)
    app.text_input(key="add_new_published").set_value("12 Jul 2020")
    app.text_input(key="add_new_event_text").set_value("Saturday night")
    app.text_input(key="add_new_place_text").set_value("about 20 km north of Hillah")
    app = app.run()
    assert "Read as 11 Jul 2020" in html_of(app)
    assert any("As the words are read" in option for option in app.radio[0].options)
    app = app.button(key="add_new_store").click().run()
    assert "Recorded: decision" in said(app)
    assert "Single source" in html_of(app)
    with reading(engine_of(own_app)) as connection:
        newest = connection.scalar(select(func.max(schema.report.c.id)))
        query = select(schema.report.c.incident_id).where(schema.report.c.id == newest)
        incident = connection.scalar(query)
    assert str(incident).startswith("20200711-")
    assert str(incident) in said(app)
    assert not app.exception


@pytest.mark.usefixtures("app_store")
def test_a_reading_is_picked_for_its_words_only() -> None:
    app = alone()
    app.text_input(key=f"{KEY}_place_text").set_value("Balad")
    app = app.run()
    radio = app.radio(key=f"{KEY}_where")
    others = data.geocoder().locate("Balad").candidates
    assert len(radio.options) == 2 + len(others)
    base = reading_key(next(one for one in others if one.name == "Balad Air Base"))
    app = radio.set_value(base).run()
    assert app.selectbox(key=f"{KEY}_reach_{base}").value == "5km"
    app.text_input(key=f"{KEY}_place_text").set_value("Hillah")
    app = app.run()
    assert "The words have changed since" in problems(app)
    assert app.radio(key=f"{KEY}_where").value == "words"
    assert "The words have changed" not in problems(app.run())
    assert not app.exception


@pytest.mark.usefixtures("app_store")
def test_a_pinned_revision_has_no_form() -> None:
    for query, key in ((f"id={INCIDENT}&rev=5", KEY), ("rev=5", "add_new")):
        app = opened(query, key)
        assert "go live" in " ".join(element.value for element in app.caption)
        assert not [one for one in app.text_input if one.key == f"{key}_url"]
