"""The Export list: what it says it gives is what the files hold, and a brief runs nothing."""

from __future__ import annotations

import json
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.conftest import NewContext, settled
from tools.serving import Server


def test_the_export_list_gives_what_is_shown(
    server: Server, page: Page, new_context: NewContext, tmp_path: Path
) -> None:
    page.goto(f"{server.url}/?set=reports&hide=status:contested&map=33.3,44.4,9")
    settled(page)
    page.get_by_role("button", name="Export", exact=True).click()
    panel = page.locator(".panel.exports")
    expect(panel).to_contain_text("158 incidents: all that the filters select, also outside of")
    expect(panel).to_contain_text("without what the legend switches off: contested")
    assert panel.locator("a").count() == 9
    with page.expect_download() as started:
        panel.get_by_role("link", name="GeoJSON").click()
    body = json.loads(Path(started.value.path()).read_text("utf-8"))
    assert len(body["features"]) == 158
    assert body["about"]["link"].startswith(f"{server.url}/?set=reports&map=")

    with page.expect_download() as started:
        panel.get_by_role("link", name="Brief, HTML").click()
    brief = tmp_path / "brief.html"
    started.value.save_as(brief)
    assert started.value.suggested_filename.startswith("iraq-brief-revision-")
    context = new_context(java_script_enabled=True)
    reader = context.new_page()
    refused: list[str] = []
    reader.on("console", lambda message: refused.append(message.text))
    reader.set_content(brief.read_text("utf-8"))
    expect(reader.locator("h1")).to_have_text("Incidents, in the data set reports")
    assert (
        reader.evaluate("document.querySelector('figure svg').getBoundingClientRect().width") > 300
    )
    assert reader.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert refused == []
