"""The routes page: a road or two places in, a profile and its table out."""

from __future__ import annotations

import pytest

from tests.pages.conftest import shown
from tests.pages.one_page import html_of, run_page


@pytest.mark.usefixtures("app_store")
def test_nothing_chosen_says_what_to_do() -> None:
    app = run_page("routes", "")
    assert not app.exception
    assert "Choose a route" in app.info[0].value
    html = html_of(app)
    assert "Named routes" in html
    assert "road=Highway+8" in html
    assert "1,115 km" in html


@pytest.mark.usefixtures("app_store")
def test_a_named_route_shows_its_profile_and_its_doubts() -> None:
    app = run_page("routes", "set=reports&road=Highway+8&seg=50")
    assert not app.exception
    text = shown(app)
    assert "Highway 8" in text
    assert "unverified" in text
    assert "95% exact Poisson interval (Garwood)" in text
    assert "Counting only where_prec 1 or 2" in text
    app.button_group(key="routes_known").set_value(1).run()
    assert app.session_state["atlas.state"].known == 1
    assert not app.exception


@pytest.mark.usefixtures("app_store")
def test_ways_from_the_border_side_by_side() -> None:
    app = run_page("routes", "orig=Safwan&dest=Baghdad&alt=1&km=100-200")
    assert not app.exception
    html = html_of(app)
    assert "Way 1" in html
    assert "Way 2" in html
    app.button(key="routes_all_km").click().run()
    assert app.session_state["atlas.state"].km is None


@pytest.mark.usefixtures("app_store")
def test_choosing_a_place_goes_into_the_link() -> None:
    app = run_page("routes", "orig=Safwan&dest=Baghdad")
    app.selectbox(key="routes_dest").set_value("Mosul").run()
    assert not app.exception
    assert app.session_state["atlas.state"].dest == "Mosul"


@pytest.mark.usefixtures("app_store")
@pytest.mark.parametrize(
    "query", ["road=Highway+99", "orig=Nowhere&dest=Baghdad", "orig=Mosul&dest=Mosul"]
)
def test_what_cannot_be_shown_is_said(query: str) -> None:
    app = run_page("routes", query)
    assert not app.exception
    assert len(app.info) == 1


@pytest.mark.usefixtures("app_store")
def test_a_road_without_incidents() -> None:
    app = run_page("routes", "road=M55&q=no+such+words")
    assert not app.exception
    assert "No incident is along this road" in html_of(app)
