"""The groups page in a real browser: the list, the lanes, a hypothesis and its way back."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from geo.claims.hypotheses import HypothesisKind
from geo.store.hypotheses import hypotheses
from tests.browser.conftest import (
    NewContext,
    at_address,
    choose,
    database_url,
    map_frame,
    settled,
)
from tools.serving import Server

JOINT = "Kataib Hezbollah + 1 under hypotheses"


def expander(page: Page, title: str) -> Locator:
    """Open an expander of the page; its fields are looked for in it alone."""
    found = page.locator('[data-testid="stExpander"]', has_text=title)
    found.get_by_text(title).click()
    return found


def fill(field: Locator, text: str) -> None:
    field.fill(text)
    field.press("Enter")


def incidents_of(page: Page, server: Server, query: str) -> str:
    page.goto(f"{server.url}/?set=reports&actor=Kataib+Hezbollah{query}")
    settled(page)
    return page.locator(".atlas-sentence b").inner_text()


def test_a_merge_changes_the_map_under_hypotheses_and_its_undo_gives_it_back(
    fresh_server: Server, page: Page, tmp_path: Path
) -> None:
    stated = incidents_of(page, fresh_server, "")
    assert incidents_of(page, fresh_server, "&hyp=high") == stated
    page.goto(f"{fresh_server.url}/groups?set=reports&hyp=high&group=Kataib+Hezbollah")
    expect(page.get_by_role("heading", name="Kataib Hezbollah", exact=False).first).to_be_visible()
    settled(page)
    form = expander(page, "Propose, merge or change")
    choose(
        form.get_by_role("combobox", name="Other actor"),
        "Saraya Awliya al-Dam",
        re.compile("^Saraya Awliya al-Dam$"),
    )
    fill(form.get_by_label("Your name"), "Amal")
    fill(form.get_by_label("Why (kept with the decision)"), "one statement signed by both")
    form.get_by_role("button", name="Merge (same as, high)").click()
    expect(page.get_by_text("Merge (same as, high): decision 1")).to_be_visible()
    expect(page.get_by_role("heading", name=JOINT)).to_be_visible()
    (held,) = [h for h in hypotheses(database_url(tmp_path)) if h.author == "Amal"]
    assert held.kind is HypothesisKind.SAME_AS

    joint = incidents_of(page, fresh_server, "&hyp=high")
    assert int(joint) > int(stated)
    expect(page.locator(".atlas-sentence")).to_contain_text(JOINT)
    expect(map_frame(page).locator(".atlas-map")).to_have_attribute(
        "data-drawn", re.compile("hyp=high")
    )
    page.get_by_role("button", name="As stated").click()
    at_address(page, "hyp=", lacks=True)
    expect(page.locator(".atlas-sentence b")).to_have_text(stated)

    page.goto(f"{fresh_server.url}/groups?set=reports&hyp=high&group=Kataib+Hezbollah")
    settled(page)
    form = expander(page, "Take a decision back")
    fill(form.get_by_label("Your name"), "Amal")
    fill(form.get_by_label("Why", exact=True), "it was a copy")
    form.get_by_role("button", name="Take it back").click()
    expect(page.get_by_text("Decision 1 undone: revision")).to_be_visible()
    expect(page.get_by_role("heading", name=JOINT)).to_have_count(0)
    assert not [h for h in hypotheses(database_url(tmp_path)) if h.author == "Amal"]
    assert incidents_of(page, fresh_server, "&hyp=high") == stated


def test_a_deep_link_on_a_fresh_server_shows_the_group(fresh_server: Server, page: Page) -> None:
    page.goto(f"{fresh_server.url}/groups?set=reports&group=Saraya+al-Muntaqim&hyp=low")
    expect(page.get_by_role("heading", name=re.compile("Kataib Hezbollah \\+ 3"))).to_be_visible()
    settled(page)
    assert "group=Saraya+al-Muntaqim" in page.url
    expect(page.locator(".lanes .chart")).to_be_visible()
    expect(page.locator(".graph .actor").first).to_be_visible()


def test_the_list_sorts_the_lanes_choose_and_back_goes_back(server: Server, page: Page) -> None:
    page.goto(f"{server.url}/groups?set=reports")
    settled(page)
    page.locator('.panel[data-ready="yes"]').first.wait_for(state="attached")
    page.get_by_role("button", name=re.compile("^Claims")).first.click()
    at_address(page, "gsort=-claims")
    page.locator(".groups tbody button").first.click()
    at_address(page, "group=Ashab")
    expect(page.locator(".group-head h1")).to_contain_text("Ashab al-Kahf")
    settled(page)
    page.go_back()
    at_address(page, "group=", lacks=True)
    # The address is back before the page is: keys would go to the chart of the group.
    expect(page.locator(".group-head h1")).to_have_count(0)
    settled(page)
    chart = page.locator(".lanes .chart")
    chart.focus()
    for key in ("ArrowDown", "ArrowRight"):
        page.keyboard.press(key)
    expect(page.locator(".lanes .tip")).to_contain_text("Click to open")
    page.keyboard.press("Enter")
    at_address(page, "/incident\\?.*id=")
    page.go_back()
    at_address(page, "/groups")
    settled(page)
    page.locator(".graph .actor", has_text="Kataib Hezbollah").first.click()
    at_address(page, "group=Kataib")


def test_a_phone_in_the_dark_reads_it_without_scrolling_sideways(
    server: Server, new_context: NewContext
) -> None:
    phone = new_context(
        viewport={"width": 390, "height": 844}, is_mobile=True, has_touch=True, color_scheme="dark"
    ).new_page()
    for query in ("set=reports", "set=reports&group=Ashab+al-Kahf", "q=nothing+of+the+kind"):
        phone.goto(f"{server.url}/groups?{query}")
        expect(phone.get_by_text("Likeness is no proof").first).to_be_visible()
        settled(phone)
        assert phone.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
