"""The app starts, draws from our own server alone, and works on a phone."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import map_frame, settled
from tools.serving import Server


@pytest.mark.parametrize("path", ["/", "/timeline", "/incident?id=20200711-najmi", "/data"])
def test_every_page_opens_by_its_link(server: Server, page: Page, path: str) -> None:
    page.goto(server.url + path)
    expect(page.locator("body")).to_contain_text("revision")
    settled(page)


def test_map_draws_what_its_link_says(server: Server, page: Page) -> None:
    page.goto(server.url + "/?from=2019-01-01&to=2024-12-31")
    expect(page.locator("body")).to_contain_text("of 7,651 incidents")
    settled(page)
    assert map_frame(page).locator(".atlas-map").get_attribute("data-drawn")


def test_fresh_server_opens_a_deep_link_with_its_filters(fresh_server: Server, page: Page) -> None:
    page.goto(fresh_server.url + "/timeline?from=2020-07-01&to=2020-07-31")
    expect(page.locator("body")).to_contain_text("Jul 2020")
    settled(page)
    assert "/timeline?" in page.url
    assert "from=2020-07-01" in page.url


def test_phone_page_does_not_scroll_sideways(server: Server, phone: Page) -> None:
    phone.goto(server.url)
    expect(phone.locator("body")).to_contain_text("7,651 incidents")
    settled(phone)
    assert phone.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
