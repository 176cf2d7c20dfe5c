"""The import page in a real browser: a hostile table from upload to map and back again."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page, expect

from geo.store.loads import loads
from geo.store.query import latest_revision, read_snapshot
from tests.browser.conftest import database_url, settled
from tools.serving import Server

TABLE = """\
Date,Place,Who <b>x</b>,"=cmd|' /C calc'!A0",Dead
03/04/2020,Hillah,"<img src=x onerror=document.title='hit'>",x,2
05/06/2020,Kirkuk,Group,y,1
05/06/2020,Kirkuk,Group,y,1
07/08/2020,"<script>document.title='hit'</script>",Group,z,
"""
NAME = "<img src=x onerror=document.title='hit'> **a**.csv"


def test_a_table_is_mapped_previewed_loaded_seen_and_taken_back(
    fresh_server: Server, page: Page, tmp_path: Path
) -> None:
    url = database_url(tmp_path)
    page.goto(fresh_server.url + "/import")
    settled(page)
    before = latest_revision(url)
    upload = {"name": NAME, "mimeType": "text/csv", "buffer": TABLE.encode()}
    page.locator('input[type="file"]').set_input_files([upload])
    page.get_by_text("day first: 03/04/2020 is 3 Apr 2020").click()
    expect(page.get_by_text("The first rows as the atlas reads them")).to_be_visible()
    page.get_by_role("textbox", name="Name of the data set").fill("sheet")
    page.get_by_role("textbox", name="Name of the data set").press("Enter")
    settled(page)
    page.get_by_role("button", name="Preview the load").click()
    expect(page.get_by_text("How they would be placed")).to_be_visible()
    expect(page.get_by_text("1 repeated in the file")).to_be_visible()
    assert latest_revision(url) == before
    page.get_by_label("Your name").last.fill("Amal")
    page.get_by_label("Your name").last.press("Enter")
    page.get_by_text("its rows may stand on the map unreviewed").click()
    settled(page)
    page.get_by_role("button", name="Load 3 rows into the atlas").click()
    expect(page.get_by_text("Loaded: the store is at revision")).to_be_visible()
    assert loads(url)[0].author == "Amal"
    page.get_by_role("link", name="sheet on the map").click()
    expect(page.get_by_text("3 reports")).to_be_visible()
    settled(page)
    assert "set=sheet" in page.url
    page.goto(fresh_server.url + "/data")
    settled(page)
    page.get_by_text("Take a load back", exact=True).first.click()
    page.get_by_label("Why").fill("a wrong file")
    page.get_by_label("Your name").fill("Basim")
    page.get_by_label("Your name").press("Enter")
    settled(page)
    page.get_by_role("button", name="Take it back").click()
    expect(page.get_by_text("is taken back by decision 1")).to_be_visible()
    assert "sheet" not in read_snapshot(url).vocab.datasets
    assert page.title() != "hit"
