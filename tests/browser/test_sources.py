"""The sources page in a real browser: the gap, a graded outlet, links that hold it all."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import at_address, choose, settled
from tools.serving import Server


def test_the_gap_is_seen_and_a_bar_sets_the_dates(server: Server, page: Page) -> None:
    page.goto(f"{server.url}/sources?set=reports")
    chart = page.locator(".gap .chart")
    expect(chart).to_contain_text("58 claimed")
    expect(chart).to_contain_text("20 confirmed")
    expect(chart).to_contain_text("gap: 38")
    settled(page)
    chart.focus()
    for key in ("End", "Enter"):
        page.keyboard.press(key)
    at_address(page, r"from=2024-01-01&to=2024-01-31")
    expect(page.locator("p.lead")).to_contain_text("Of 1 incident claimed")
    page.go_back()
    expect(page.locator("p.lead")).to_contain_text("Of 58 incidents claimed")
    page.locator(".gap .lists").get_by_role("button", name=re.compile("South Front")).click()
    at_address(page, r"outlet=South")
    expect(page.locator("p.lead")).to_contain_text("incidents claimed")
    settled(page)
    page.locator(".gap .legend").get_by_role("button", name=re.compile("Contested")).click()
    at_address(page, r"status=contested")


def test_an_outlet_is_graded_and_the_grade_taken_back(fresh_server: Server, page: Page) -> None:
    page.goto(f"{fresh_server.url}/sources?set=reports&find=south")
    row = page.locator(".outlets tbody tr")
    expect(row).to_have_count(1)
    row.get_by_role("button", name="South Front").click()
    at_address(page, r"about=South")
    expect(page.locator("div.about")).to_contain_text("not graded")
    settled(page)
    page.get_by_text("Grade this outlet").click()
    choose(page.get_by_role("combobox", name="Grade", exact=True), "E: unreliable")
    form = page.locator(".st-key-sources_grade_reason input")
    form.fill("reposts the claimant's channel")
    form.press("Tab")
    name = page.locator(".st-key-sources_grade_author input")
    name.fill("Amal")
    name.press("Tab")
    settled(page)
    page.get_by_role("button", name="Set the grade").click()
    expect(page.locator("div.about")).to_contain_text("E, unreliable")
    expect(row.locator("td.grade")).to_have_text("E")
    expect(page.get_by_text("Amal").first).to_be_visible()
    settled(page)
    why = page.locator(".st-key-sources_undo_reason input")
    why.fill("too harsh")
    why.press("Tab")
    settled(page)
    page.get_by_role("button", name=re.compile("Undo decision")).click()
    expect(page.locator("div.about")).to_contain_text("not graded")
    expect(page.get_by_text("undone by")).to_be_visible()


def test_a_link_opens_the_same_on_a_fresh_server(fresh_server: Server, page: Page) -> None:
    page.goto(
        f"{fresh_server.url}/sources?set=reports&claims=channels&bin=year&about=Iraqi+military"
        "&osort=outlet&find=iran"
    )
    expect(page.locator("p.lead")).to_contain_text("Of 82 incidents claimed")
    expect(page.locator(".gap .chart")).to_contain_text("By year of the incident")
    expect(page.locator("div.about")).to_contain_text("Relayed by")
    expect(page.locator(".outlets th").first).to_have_attribute("aria-sort", "ascending")
    expect(page.locator(".outlets input")).to_have_value("iran")


def test_a_node_filters_by_its_outlet(server: Server, page: Page) -> None:
    page.goto(f"{server.url}/sources?set=reports")
    node = page.locator(".relays .node", has_text="Press TV")
    expect(node).to_be_visible()
    settled(page)
    node.focus()
    page.keyboard.press("Enter")
    at_address(page, r"outlet=Press")
    expect(page.locator(".relays .node.chosen")).to_contain_text("Press TV")


def test_a_phone_shows_it_without_scrolling_sideways(server: Server, phone: Page) -> None:
    phone.goto(f"{server.url}/sources?set=reports")
    expect(phone.locator(".gap .legend")).to_contain_text("Claimed only")
    settled(phone)
    assert phone.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
