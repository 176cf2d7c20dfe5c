"""From a filter to a name, through new data, into another site's page."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from geo.settings import Settings
from geo.store.load import load_files
from tests.browser.conftest import NewContext, at_address, database_url, map_frame, settled
from tests.browser.test_links import _another, sentence, wait_for_query
from tools.serving import Server


def save(page: Page, name: str, numbers: str, *, first: bool = False) -> None:
    """Save what is shown from the popover, and close it; the form of the first one is open."""
    page.get_by_role("button", name="Saved views").click()
    if not first:
        page.get_by_text("Save this view").click()
    page.get_by_label("Short name").fill(name)
    page.get_by_label("Title", exact=True).fill(f"Reports, {name}")
    page.get_by_text(numbers).click()
    page.get_by_label("Your name").fill("Amal")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text(f"Saved: the link ends in ?view={name}")).to_be_visible()
    page.keyboard.press("Escape")
    wait_for_query(page, has=f"view={name}")
    settled(page)


def test_a_view_by_name_live_frozen_and_in_a_frame(
    new_context: NewContext, fresh_server: Server, tmp_path: Path
) -> None:
    context = new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(f"{fresh_server.url}/?set=reports&map=31.98000,44.93000,8")
    settled(page)
    assert page.title() == (
        "178 of 7,651 incidents: incidents, in the data set reports · Iraq Incident Atlas"
    )
    save(page, "now", "Follows new data", first=True)
    save(page, "then", "Frozen at revision")
    expect(page.locator(".atlas-sentence")).to_contain_text("· view then")
    before = sentence(page).partition("revision")[0]
    page.get_by_role("button", name="Embed").click()
    code = page.evaluate("navigator.clipboard.readText()")

    # A changed filter leaves the name out of the address; there is a way back.
    page.locator('[data-act="only:statuses"][data-value="contested"]').click()
    wait_for_query(page, has="status=contested", lacks="view=")
    expect(page.locator(".atlas-sentence")).to_contain_text("· changed from then")
    page.go_back()
    wait_for_query(page, has="view=then", lacks="status")
    expect(page.locator(".atlas-sentence")).to_contain_text("· view then")

    source = Path("data/incidents/reports_2019_2024.csv").read_text(encoding="utf-8").splitlines()
    more = tmp_path / "more.csv"
    more.write_text("\n".join([source[0], _another(source)]) + "\n", encoding="utf-8")
    settings = Settings.from_env({"ATLAS_DATABASE_URL": database_url(tmp_path)})
    load_files(settings.database_url, [more], settings)

    live = new_context().new_page()
    live.goto(f"{fresh_server.url}/v/now")
    expect(live.locator(".atlas-sentence")).to_contain_text("179 of 7,652 incidents")
    settled(live)
    at_address(live, r"\?view=now&map=31\.98")  # the map is where it was, and says so
    frozen = new_context().new_page()
    frozen.goto(f"{fresh_server.url}/?view=then")
    expect(frozen.get_by_text("pinned; newer data exist")).to_be_visible()
    assert sentence(frozen).partition("revision")[0] == before
    settled(frozen)
    drawn = map_frame(frozen).locator(".atlas-map").get_attribute("data-drawn") or ""
    assert re.search(r"set=reports", drawn)

    # In a page of another site (another port is another origin).
    blog = new_context(viewport={"width": 640, "height": 460}).new_page()
    blog.set_content(f"<h1>A blog</h1>{code}")
    inside = blog.frame_locator("iframe").first
    expect(inside.locator(".atlas-sentence")).to_contain_text("178")
    expect(inside.get_by_text("frozen, open in the atlas")).to_be_in_viewport()
    expect(inside.get_by_role("button", name="Saved views")).to_have_count(0)
    expect(inside.locator(".filters")).to_have_count(0)
    expect(inside.locator("header")).to_be_hidden()
    full = inside.get_by_role("link", name="open in the atlas")
    assert "set=reports" in (full.get_attribute("href") or "")
    assert "embed" not in (full.get_attribute("href") or "")
    # Without embed mode no other site can show the atlas in a frame.
    with blog.expect_console_message(lambda message: "frame-ancestors" in message.text):
        blog.set_content(f'<iframe src="{fresh_server.url}/?set=reports"></iframe>')
