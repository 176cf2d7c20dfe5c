"""The app starts, draws from our own server alone, and works on a phone."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import settled
from tools.serving import Server


@pytest.mark.parametrize("path", ["/", "/timeline", "/incident", "/data"])
def test_every_page_opens_by_its_link(server: Server, page: Page, path: str) -> None:
    page.goto(server.url + path)
    settled(page)
    expect(page.get_by_test_id("stException")).to_have_count(0)


def test_fresh_server_opens_a_deep_link_with_its_filters(fresh_server: Server, page: Page) -> None:
    page.goto(fresh_server.url + "/timeline?from=2020-07-01&to=2020-07-31")
    settled(page)
    expect(page.locator("body")).to_contain_text("Jul 2020")
    assert "from=2020-07-01" in page.url


def test_phone_page_does_not_scroll_sideways(server: Server, phone: Page) -> None:
    phone.goto(server.url)
    settled(phone)
    assert phone.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_app_answers_health(server: Server) -> None:
    status, _ = server.get("/_stcore/health")
    assert status == 200
