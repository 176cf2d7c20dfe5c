"""A report added by hand in a real browser: its place picked on the map, then taken back."""

from __future__ import annotations

import hashlib
from pathlib import Path

from playwright.sync_api import Page, expect

from geo.model import Form, WherePrec
from geo.store.query import incident_detail
from tests.browser.conftest import choose, database_url, settled
from tools.serving import Server

INCIDENT = "20200711-najmi"
ARCHIVE = "https://web.archive.org/web/2020/https://example.org/denial"


def test_a_denial_is_added_with_a_place_on_the_map_and_taken_back(
    fresh_server: Server, page: Page, tmp_path: Path
) -> None:
    url = database_url(tmp_path)
    before = incident_detail(INCIDENT, url)
    page.goto(f"{fresh_server.url}/incident?id={INCIDENT}")
    settled(page)
    strip, ledger = page.locator(".strip"), page.locator("table.ledger")
    strip_before, ledger_before = strip.inner_text(), ledger.inner_text()
    page.get_by_text("Add a report", exact=True).click()
    choose(page.get_by_label("Outlet", exact=True), "<b>Hand Agency</b>", "Add: <b>Hand Agency</b>")
    choose(page.get_by_label("What it does with the incident", exact=True), "Denies", "Denies it")
    page.get_by_label("On whose word").fill("A new spokesman")
    page.get_by_label("Archived copy").fill(ARCHIVE)
    page.get_by_label("Published").fill("13 Jul 2020")
    page.get_by_label("When, in its words").fill("Saturday night")
    page.get_by_label("Killed").fill("several")
    page.locator('input[type="file"]').set_input_files(
        {"name": "denial.html", "mimeType": "text/html", "buffer": b"It did not happen."}
    )
    sha256 = hashlib.sha256(b"It did not happen.").hexdigest()
    expect(page.get_by_label("SHA-256 of the file")).to_have_value(sha256)
    expect(page.get_by_text("Read as 11 Jul 2020")).to_be_visible()
    page.get_by_text("Where I click on the map").click()
    picker = page.locator('iframe[title^="streamlit_folium"]').last.content_frame
    expect(picker.get_by_text("Click where it was")).to_be_visible()
    settled(page)
    picker.locator(".atlas-map").click(position={"x": 500, "y": 200})
    expect(page.get_by_label("Latitude, longitude (or MGRS)")).not_to_have_value("")
    page.get_by_role("button", name="Add the report").click()
    expect(page.get_by_text("Nothing is stored yet")).to_contain_text("say who you are")
    page.get_by_label("Why it belongs here").fill("seen in the archive")
    page.get_by_label("Your name").first.fill("Amal")
    page.get_by_label("Your name").first.press("Enter")
    page.get_by_role("button", name="Add the report").click()
    expect(page.get_by_text("Added: decision 1, revision")).to_be_visible()
    settled(page)
    line = page.locator(".report.denies").filter(has_text="<b>Hand Agency</b>")
    expect(line).to_contain_text("within 5 km")
    expect(line.get_by_role("link", name="Archived copy")).to_have_attribute("href", ARCHIVE)
    expect(line).to_contain_text(f"SHA-256 {sha256[:8]}")
    after = incident_detail(INCIDENT, url)
    (new,) = (report for report in after.reports if report.row.outlet == "<b>Hand Agency</b>")
    assert (new.location.form, new.location.where_prec) == (Form.DISC, WherePrec.WITHIN_25_KM)
    assert (new.location.method, new.location.uncertainty_m) == ("picked by hand", 5_000)
    assert "picked by hand by Amal" in new.location.flags
    assert strip.inner_text() != strip_before
    expect(page.locator(".atlas-page").filter(has_text="History")).to_contain_text("Amal")
    page.get_by_label("Why", exact=True).last.fill("only a test")
    page.get_by_label("Why", exact=True).last.press("Enter")
    page.get_by_role("button", name="Take it back").click()
    expect(page.get_by_text("Taken back by decision 2, revision")).to_be_visible()
    settled(page)
    expect(line).to_have_count(0)
    assert (strip.inner_text(), ledger.inner_text()) == (strip_before, ledger_before)
    again = incident_detail(INCIDENT, url)
    assert [report.id for report in again.reports] == [report.id for report in before.reports]
    assert (again.status, again.explanation) == (before.status, before.explanation)
