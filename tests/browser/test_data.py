"""The data page in a real browser."""

from __future__ import annotations

import csv
import re
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.conftest import at_address, settled
from tools.serving import Server


def test_rejections_can_be_searched_and_taken_away(server: Server, page: Page) -> None:
    page.goto(server.url + "/data")
    settled(page)
    expect(page.get_by_text("ucdp_ged_iraq_1989_2018.csv").first).to_be_visible()
    words = page.get_by_label("Words in the reason")
    words.fill("low 6610")
    words.press("Enter")
    expect(page.get_by_text("1 to 1 of 1 line")).to_be_visible()
    with page.expect_download() as started:
        page.get_by_role("button", name="Download these lines as CSV").click()
    text = Path(started.value.path()).read_text(encoding="utf-8-sig")
    assert [row["line"] for row in csv.DictReader(text.splitlines())] == ["84"]


def test_a_revision_opens_the_atlas_as_it_was(server: Server, page: Page) -> None:
    page.goto(server.url + "/data")
    settled(page)
    line = page.get_by_role("row", name=re.compile("reports_2019_2024"))
    line.get_by_role("link").first.click()
    at_address(page, "rev=")
    settled(page)
    expect(page.locator("body")).to_contain_text("178 incidents")


def test_a_phone_reads_it_without_scrolling_sideways(server: Server, phone: Page) -> None:
    phone.goto(server.url + "/data")
    settled(phone)
    assert phone.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
