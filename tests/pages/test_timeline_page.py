"""The timeline page keeps its choices in the view and says why it is empty."""

from __future__ import annotations

from datetime import date

import pytest

from tests.pages.one_page import run_page


@pytest.mark.usefixtures("app_store")
def test_choices_come_from_the_link_and_go_into_it() -> None:
    app = run_page("timeline", "set=reports&bin=week&stack=type")
    assert not app.exception
    assert app.session_state["timeline_bin"] == "week"
    app.button_group(key="timeline_stack").set_value("governorate").run()
    assert not app.exception
    assert app.session_state["atlas.state"].stack == "governorate"
    assert app.session_state["atlas.state"].bin == "week"


@pytest.mark.usefixtures("app_store")
def test_a_range_can_be_widened_and_left() -> None:
    app = run_page("timeline", "from=2020-07-01&to=2020-07-31")
    app.button(key="timeline_wider").click().run()
    assert app.session_state["atlas.filters"].date_from == date(2020, 5, 31)
    app.button(key="timeline_all").click().run()
    assert app.session_state["atlas.filters"].date_from is None
    assert not app.exception


@pytest.mark.usefixtures("app_store")
def test_an_empty_selection_says_what_to_do() -> None:
    app = run_page("timeline", "q=no+such+words+anywhere")
    assert not app.exception
    assert "Clear a filter" in app.info[0].value


@pytest.mark.usefixtures("app_store")
def test_bars_too_thin_are_made_coarser_and_it_is_said() -> None:
    app = run_page("timeline", "bin=day")
    assert any("too thin" in caption.value for caption in app.caption)
