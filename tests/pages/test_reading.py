"""Pages under a reading: the sentence, the incident page, the compare page."""

from __future__ import annotations

import numpy as np
import pytest

from geo.settings import Settings
from geo.store.snapshot import Snapshot
from geo.view.compare import compare
from geo.view.filters import Filters
from geo.view.reading import Reading, read
from tests.pages.conftest import Open, shown
from tests.pages.one_page import html_of, run_page

IRAN = Reading(("country:Iran",))
TABLE = Filters(datasets=("reports",))
NAJMI = "20200711-najmi"


def test_the_sentence_says_what_is_left_out_and_one_click_puts_it_back(
    open_page: Open, snapshot: Snapshot
) -> None:
    app = open_page(without="country:Iran", set="reports")
    assert not app.exception
    selected = len(TABLE.apply(read(snapshot, IRAN)))
    change = compare(snapshot, Reading(), IRAN, TABLE)
    text = shown(app)
    assert f"<b>{selected}</b> of" in text
    assert f"without outlets of Iran: {len(change.first)} incidents fewer" in text
    app.button(key="put_back").click().run()
    assert "without outlets of Iran" not in shown(app)
    assert f"<b>{len(TABLE.apply(snapshot))}</b> of" in shown(app)


def test_unknown_sources_are_named_and_ignored(open_page: Open, snapshot: Snapshot) -> None:
    app = open_page(without=["country:Atlantis", "type:state"], beside="outlet:&lt;x&gt;")
    text = shown(app)
    assert "without=country:Atlantis: no country of an outlet in the present data" in text
    assert "beside=outlet:" in text
    assert "without state outlets" in text


def test_a_reading_in_which_nothing_is_left_says_so(open_page: Open, snapshot: Snapshot) -> None:
    types = sorted({f"type:{outlet.type or '-'}" for outlet in snapshot.vocab.outlets})
    app = open_page(without=types)
    assert not app.exception
    assert f"with all sources {snapshot.n:,} would" in shown(app)


@pytest.mark.usefixtures("app_store")
def test_the_incident_page_keeps_what_is_left_out_in_sight(snapshot: Snapshot) -> None:
    text = html_of(run_page("incident", f"id={NAJMI}&without=country:Iran"))
    counted, _, left_out = text.partition("Left out of this reading")
    found = read(snapshot, IRAN)
    kept = found.n_reports[found.ids == NAJMI][0]
    gone = snapshot.n_reports[snapshot.ids == NAJMI][0] - kept
    assert gone
    assert counted.count('<tr class="report ') == kept
    assert left_out.count('<tr class="report ') == gone
    assert f"{gone} reports of this incident, without outlets of Iran" in left_out


@pytest.mark.usefixtures("app_store")
def test_an_incident_with_no_report_left_is_said_so(snapshot: Snapshot) -> None:
    gone = snapshot.ids[~np.isin(snapshot.ids, read(snapshot, IRAN).ids)]
    text = html_of(run_page("incident", f"id={gone[0]}&without=country:Iran"))
    assert "Every report of this incident is left out of this reading" in text
    assert "There is no such incident" not in text
    assert "Left out of this reading" in text


@pytest.mark.usefixtures("app_store")
def test_the_map_panel_under_a_reading(snapshot: Snapshot) -> None:
    gone = snapshot.ids[~np.isin(snapshot.ids, read(snapshot, IRAN).ids)]
    text = html_of(run_page("map", f"id={gone[0]}&without=country:Iran"))
    assert "Every report of the chosen incident is left out" in text


@pytest.mark.usefixtures("app_store")
@pytest.mark.parametrize("listed", ["second", "differ", "first"])
def test_the_compare_page_counts_and_lists(snapshot: Snapshot, listed: str) -> None:
    app = run_page("compare", f"without=country:Iran&set=reports&list={listed}")
    assert not app.exception
    text = html_of(app)
    found = compare(snapshot, IRAN, Reading(), TABLE)
    assert f"<b>{len(found.both_first)}</b> in both" in text
    assert f"<b>{len(found.second)}</b> only in the second" in text
    assert f"<b>{found.differ}</b> in both, with another status" in text
    number = {"second": len(found.second), "differ": found.differ, "first": 0}[listed]
    assert f"<h2>{number} incident" in text
    assert text.count("<td><a ") == min(number, 20)


@pytest.mark.usefixtures("app_store")
def test_the_two_readings_are_swapped_and_the_second_is_chosen() -> None:
    app = run_page("compare", "without=country:Iran&set=reports")
    app.button(key="compare_swap").click().run()
    text = html_of(app)
    assert "First: all sources" in text
    assert "Second: without outlets of Iran" in text
    app.multiselect(key="compare_beside").select("claims").run()
    assert "Second: without outlets of Iran and claims by the claimant alone" in html_of(app)


@pytest.mark.usefixtures("app_store")
def test_equal_readings_offer_others(built_settings: Settings) -> None:
    app = run_page("compare")
    label = "Without state outlets"
    next(button for button in app.button if button.label == label).click().run()
    assert "Second: without state outlets" in html_of(app)
    assert not app.exception
