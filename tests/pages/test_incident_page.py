"""The incident page tells of an incident, or helps to find one; never a traceback."""

from __future__ import annotations

import pytest

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
