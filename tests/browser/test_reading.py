"""Sources left out, from a link on a fresh server, from the bar, and side by side."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, NewContext, settled
from tests.browser.test_links import wait_for_query
from tools.serving import Server

MAPS = 'iframe[title^="streamlit_folium"]'


def test_a_link_with_sources_left_out_on_a_fresh_server(page: Page, fresh_server: Server) -> None:
    page.goto(f"{fresh_server.url}/?without=country:Iran&set=reports")
    sentence = page.locator(".atlas-sentence")
    expect(sentence).to_contain_text("without outlets of Iran")
    settled(page)
    shown = int(sentence.locator("b").inner_text())
    drawn = page.frame_locator(MAPS).locator("[data-drawn]")
    expect(drawn).to_have_attribute("data-drawn", re.compile("without=country%3AIran"))
    page.get_by_role("button", name="Export", exact=True).click()
    link = page.locator(".panel.exports").get_by_role("link", name=re.compile("^Table, CSV"))
    answer = page.request.get(str(link.get_attribute("href")))
    lines = answer.text().splitlines()
    assert "without outlets of Iran" in "\n".join(lines[:12])
    assert sum(not line.startswith(("#", "\ufeff#")) for line in lines) - 1 == shown
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Put all back").click()
    wait_for_query(page, lacks="without", has="set=reports")
    expect(sentence).not_to_contain_text("without")
    settled(page)
    assert int(sentence.locator("b").inner_text()) > shown


def test_sources_are_left_out_in_the_bar(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/timeline?set=reports")
    settled(page)
    page.locator(".filters").get_by_role("button", name="Sources", exact=True).click()
    page.get_by_role("checkbox", name="Party").check()
    wait_for_query(page, has="without=type", path="/timeline")
    expect(page.locator(".atlas-sentence")).to_contain_text("without party outlets")
    page.get_by_role("searchbox", name="Find a country of the outlet").fill("leban")
    page.get_by_role("checkbox", name="Lebanon").check()
    wait_for_query(page, has="Lebanon", path="/timeline")
    page.get_by_role("button", name="Without claims by the claimant alone").click()
    wait_for_query(page, has="without=claims", path="/timeline")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Clear", exact=True).click()
    wait_for_query(page, lacks="without", path="/timeline")


def test_two_readings_side_by_side(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/compare?without=country:Iran&set=reports&map=33.2,43.7,6")
    first, second = (page.frame_locator(MAPS).nth(at) for at in (0, 1))
    for frame in (first, second):
        expect(frame.locator("[data-drawn]")).to_be_visible()
    page.locator(".panel[data-ready]").wait_for(state="attached")
    only = page.get_by_role("button", name="only in the second")
    number = int(only.locator("b").inner_text())
    only.click()
    wait_for_query(page, has="list=second", path="/compare")
    expect(
        page.get_by_role("heading", name=f"{number} incidents only in the second")
    ).to_be_visible()
    # The second map looks where the first one is moved to.
    with page.expect_response(
        lambda answer: "/api/view/" in answer.url and "/7/" in answer.url
        and "without" not in answer.url
    ):  # fmt: skip
        first.get_by_role("button", name="Zoom in").click()
    wait_for_query(page, has=",7", path="/compare")
    page.locator("table.near a[data-incident]").first.click()
    wait_for_query(page, has="id=", path="/incident")
    expect(page.get_by_text("Every report of this incident is left out")).to_be_visible()


def test_the_compare_page_on_a_phone(new_context: NewContext, server: Server) -> None:
    page = new_context(**PHONE).new_page()
    page.goto(f"{server.url}/compare?without=type:state&set=reports&list=differ")
    expect(page.get_by_role("heading", name="Second: all sources")).to_be_visible()
    for at in (0, 1):
        expect(page.frame_locator(MAPS).nth(at).locator("[data-drawn]")).to_be_visible()
    boxes = [page.locator(MAPS).nth(at).bounding_box() for at in (0, 1)]
    assert all(boxes)
    top, below = (box for box in boxes if box)
    assert below["y"] >= top["y"] + top["height"], "the maps stand below one another"
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
