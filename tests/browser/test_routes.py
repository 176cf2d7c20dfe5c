"""The routes page in a real browser: a road, the brush over its chart, another way, the link."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import map_frame, settled
from tools.serving import Server


def test_a_road_is_brushed_and_the_link_holds_it(server: Server, page: Page) -> None:
    page.goto(f"{server.url}/routes?set=reports&orig=Safwan&dest=Baghdad")
    chart = page.locator(".road .chart")
    expect(chart).to_be_visible()
    expect(page.get_by_role("heading", name="Ways side by side")).to_be_visible()
    settled(page)
    expect(map_frame(page).locator(".atlas-map")).to_have_attribute(
        "data-drawn", re.compile("orig=Safwan&dest=Baghdad")
    )
    box = chart.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 200, box["y"] + 50)
    page.mouse.down()
    page.mouse.move(box["x"] + 420, box["y"] + 52, steps=4)
    expect(page.locator(".road .tip")).to_contain_text("km ")
    page.mouse.up()
    page.wait_for_url(re.compile(r"km=\d"))
    expect(page.get_by_role("button", name="Whole road")).to_be_visible()
    settled(page)
    page.get_by_role("link", name="Way 2").click()
    page.wait_for_url(re.compile(r"alt=1"))
    expect(page.get_by_role("link", name="Way 1")).to_be_visible()
    chart.focus()
    for key in ("Home", "Shift+ArrowRight", "Enter"):
        page.keyboard.press(key)
    page.wait_for_url(re.compile(r"km=0-40"))


def test_a_phone_shows_it_without_scrolling_sideways(server: Server, phone: Page) -> None:
    phone.goto(f"{server.url}/routes?set=reports&road=Highway+8")
    expect(phone.locator(".road .chart")).to_be_visible()
    settled(phone)
    assert phone.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
