"""The geocode page in a real browser: words, a click on the map, a decision, undo, a phone."""

from __future__ import annotations

import csv
from pathlib import Path

import pandas as pd
from playwright.sync_api import Page, expect

from geo.model import Form
from geo.store.corrections import correction_history, read_corrections
from tests.browser.conftest import database_url, map_frame, settled
from tools.serving import Server


def place(page: Page, server: Server, *lines: str) -> None:
    page.goto(server.url + "/geocode")
    settled(page)
    page.get_by_label("Place words, one place a line").fill("\n".join(lines))
    page.get_by_role("button", name="Place the words").click()
    expect(page.get_by_text(f"{len(lines)} lines:")).to_be_visible()
    settled(page)


def decide(page: Page, name: str, reason: str) -> None:
    page.get_by_label("Why").first.fill(reason)
    page.get_by_label("Your name").first.fill(name)
    page.get_by_label("Your name").first.press("Enter")
    page.get_by_role("button", name="Correct", exact=True).click()
    expect(page.get_by_text("Corrected: decision")).to_be_visible()


def test_words_are_placed_corrected_by_a_click_used_and_taken_back(
    fresh_server: Server, page: Page, tmp_path: Path
) -> None:
    url = database_url(tmp_path)
    place(page, fresh_server, "Green Zone", "<img src=x onerror=document.title='hit'>")
    page.get_by_text("Where I click on the map").click()
    atlas = map_frame(page).locator(".atlas-map")
    expect(map_frame(page).get_by_text("Click where the words mean")).to_be_visible()
    atlas.click(position={"x": 250, "y": 150})
    expect(page.get_by_text("Chosen: 3")).to_be_visible()
    decide(page, "Amal", "seen on the ground")
    held = read_corrections(url).find("the-Green zone"[4:])
    assert held is not None
    assert (held.location.form, held.author) == (Form.DISC, "Amal")
    expect(page.locator(".placed")).to_contain_text("decision 1 of Amal")
    with page.expect_download() as started:
        page.get_by_role("button", name="Download the results as CSV").click()
    text = Path(started.value.path()).read_text(encoding="utf-8-sig")
    row = next(csv.DictReader(text.splitlines()))
    assert (row["words"], row["method"]) == ("Green Zone", "corrected")
    page.get_by_text("Take a correction back").click()
    page.get_by_label("Why").last.fill("only a test")
    page.get_by_label("Why").last.press("Enter")
    page.get_by_role("button", name="Take it back").click()
    expect(page.get_by_text("Taken back: decision")).to_be_visible()
    assert len(read_corrections(url)) == 0
    assert [entry.decision.author for entry in correction_history(url)] == ["Amal", "Amal"]
    assert page.title() != "hit"


def test_a_column_of_a_workbook_is_placed(server: Server, page: Page, tmp_path: Path) -> None:
    path = tmp_path / "places.xlsx"
    rows = {"id": ["+1+1", "b"], "where": ["Camp Taji", "Babil"]}
    pd.DataFrame(rows).to_excel(path, index=False)
    page.goto(server.url + "/geocode")
    settled(page)
    page.get_by_role("tab", name="Upload a table").click()
    page.locator('input[type="file"]').set_input_files(path)
    expect(page.get_by_text("2 rows, 2 columns")).to_be_visible()
    page.get_by_role("button", name="Place the column").click()
    expect(page.get_by_text("2 lines: 1 at or near a place and 1 by governorate")).to_be_visible()
    settled(page)
    with page.expect_download() as started:
        page.get_by_role("button", name="Download the results as CSV").click()
    text = Path(started.value.path()).read_text(encoding="utf-8-sig")
    first, second = csv.DictReader(text.splitlines())
    assert (first["id"], first["governorate"], first["where_prec"]) == ("'+1+1", "Baghdad", "1")
    assert (second["latitude"], second["where_prec"]) == ("", "4")


def test_a_phone_reads_it_without_scrolling_sideways(server: Server, phone: Page) -> None:
    place(phone, server, "Camp Taji", "Balad")
    expect(map_frame(phone).locator(".atlas-map")).to_be_visible()
    assert phone.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
