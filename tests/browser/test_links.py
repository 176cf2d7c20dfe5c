"""The link is the view: on a fresh server, in a fresh browser, back and forward, frozen."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page, expect

from geo.settings import Settings
from geo.store.load import load_files
from tests.browser.conftest import NewContext, database_url, map_frame, settled
from tools.serving import Server

NAJMI = "20200711-najmi"


def sentence(page: Page) -> str:
    return page.locator(".atlas-sentence").inner_text()


def wait_for_query(page: Page, *, has: str = "", lacks: str = "", path: str = "/") -> None:
    """Wait for the address; the browser tells of a rewritten one by no event."""
    page.wait_for_function(
        "([has, lacks, path]) => location.search.includes(has) && location.pathname === path"
        " && !(lacks && location.search.includes(lacks))",
        arg=[has, lacks, path],
    )


def test_a_deep_link_is_the_first_thing_a_fresh_server_is_asked(
    page: Page, fresh_server: Server
) -> None:
    page.goto(f"{fresh_server.url}/incident?gov=IQG05&id={NAJMI}")
    expect(page.locator(".ledger")).to_be_visible()
    expect(page.locator(".atlas-sentence")).to_contain_text("Qadisiyah")
    assert page.evaluate("location.pathname + location.search") == (
        f"/incident?gov=IQG05&id={NAJMI}"
    )


def test_filters_in_the_bar_reach_the_address_and_another_browser(
    page: Page, server: Server, new_context: NewContext
) -> None:
    page.goto(server.url)
    settled(page)
    bar = page.locator(".filters")
    bar.get_by_role("button", name="Where", exact=True).click()
    page.get_by_role("checkbox", name="Qadisiyah").check()
    wait_for_query(page, has="gov=IQG05")
    page.keyboard.press("Escape")
    bar.get_by_role("button", name="Dates", exact=True).click()
    page.get_by_role("button", name="2020s").click()
    wait_for_query(page, has="from=2020-01-01")
    settled(page)
    other = new_context().new_page()
    other.goto(page.evaluate("location.href"))
    settled(other)
    assert sentence(other) == sentence(page)


def test_back_and_forward_show_the_views_again(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/?gov=IQG05")
    settled(page)
    first = sentence(page)
    page.locator(".panel[data-ready]").wait_for(state="attached")
    page.locator('[data-act="only:statuses"][data-value="confirmed"]').click()
    wait_for_query(page, has="status=confirmed")
    expect(page.locator(".atlas-sentence")).to_contain_text("confirmed")
    page.get_by_role("link", name="Timeline", exact=True).click()
    wait_for_query(page, has="status=confirmed", path="/timeline")
    expect(page.locator(".timeline")).to_be_visible()
    settled(page)
    page.go_back()
    wait_for_query(page, has="status=confirmed")
    expect(page.locator(".atlas-sentence")).to_contain_text("confirmed")
    settled(page)
    page.go_back()
    wait_for_query(page, lacks="status")
    expect(page.locator(".atlas-sentence")).to_have_text(first.replace("\n", ""))
    page.go_forward()
    wait_for_query(page, has="status=confirmed")
    expect(page.locator(".atlas-sentence")).to_contain_text("confirmed")


def test_what_the_link_has_wrong_is_named_and_dropped(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/?gov=IQG05&status=perhaps&colour=%3Cimg%20src%3Dx%3E")
    note = page.get_by_text("Ignored in the link")
    expect(note).to_contain_text("status=perhaps")
    expect(note).to_contain_text("colour=<img src=x>")
    settled(page)
    assert page.evaluate("location.search") == "?gov=IQG05"


def test_a_frozen_link_keeps_its_numbers_when_newer_data_come(
    new_context: NewContext, fresh_server: Server, tmp_path: Path
) -> None:
    context = new_context(permissions=["clipboard-read", "clipboard-write"])
    live = context.new_page()
    live.goto(f"{fresh_server.url}/?set=reports")
    settled(live)
    live.get_by_role("button", name="Frozen link").click()
    frozen_link = live.evaluate("navigator.clipboard.readText()")
    assert "rev=" in frozen_link
    frozen = context.new_page()
    frozen.goto(frozen_link)
    expect(frozen.get_by_text("pinned; it is also the newest")).to_be_visible()
    before = sentence(frozen)

    more = tmp_path / "more.csv"
    source = Path("data/incidents/reports_2019_2024.csv").read_text(encoding="utf-8").splitlines()
    more.write_text("\n".join([source[0], _another(source)]) + "\n", encoding="utf-8")
    settings = Settings.from_env({"ATLAS_DATABASE_URL": database_url(tmp_path)})
    load_files(settings.database_url, [more], settings)

    expect(live.locator(".atlas-sentence")).to_contain_text("179 of 7,652 incidents")
    expect(frozen.get_by_text("pinned; newer data exist")).to_be_visible()
    assert sentence(frozen) == before
    frozen.get_by_role("button", name="Go live").click()
    wait_for_query(frozen, lacks="rev=")
    expect(frozen.locator(".atlas-sentence")).to_contain_text("179 of 7,652 incidents")


def _another(source: list[str]) -> str:
    """A copy of the first report as a report of another incident."""
    key, incident, rest = source[1].split(",", 2)
    return f"{key}x,{incident}-again,{rest}"


def test_the_map_keeps_its_place_through_a_filter_and_in_the_link(
    page: Page, server: Server, new_context: NewContext
) -> None:
    page.goto(f"{server.url}/?map=31.98000,44.93000,8")
    settled(page)
    page.locator(".panel[data-ready]").wait_for(state="attached")
    page.locator('[data-act="only:statuses"][data-value="contested"]').click()
    wait_for_query(page, has="status=contested")
    settled(page)
    wait_for_query(page, has="map=31.98")
    other = new_context().new_page()
    other.goto(page.evaluate("location.href"))
    settled(other)
    drawn = [
        map_frame(one).locator(".atlas-map").get_attribute("data-drawn") for one in (page, other)
    ]
    assert drawn[0] == drawn[1]
