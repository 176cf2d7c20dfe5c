"""The map page: the brush, the table of what is in view, the panel, empty views, a phone."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import NewContext, at_address, map_frame, settled
from tests.browser.test_links import NAJMI, sentence, wait_for_query
from tools.serving import Server


def brush(page: Page, start: float, end: float) -> None:
    """Drag over the histogram from one share of its width to another."""
    chart = page.locator('[data-testid="stVegaLiteChart"]')
    chart.locator("canvas, svg").first.wait_for()
    box = chart.bounding_box()
    assert box is not None
    y = box["y"] + box["height"] * 0.45
    page.mouse.move(box["x"] + box["width"] * start, y)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * (start + end) / 2, y)
    page.mouse.move(box["x"] + box["width"] * end, y)
    page.mouse.up()


def total(page: Page) -> str:
    return page.locator(".table .said").inner_text().split(" ", 1)[0]


def test_the_brush_sets_dates_for_map_table_and_link(
    page: Page, server: Server, new_context: NewContext
) -> None:
    page.goto(server.url)
    settled(page)
    brush(page, 0.72, 0.81)
    wait_for_query(page, has="from=")
    settled(page)
    number = sentence(page).split(" ", 1)[0]
    expect(page.locator(".table .said")).to_contain_text(f"{number} incidents")
    other = new_context(timezone_id="Asia/Baghdad").new_page()
    other.goto(page.evaluate("location.href"))
    settled(other)
    assert sentence(other) == sentence(page)
    assert other.evaluate("location.search") == page.evaluate("location.search")
    expect(other.locator(".table .said")).to_contain_text(f"{number} incidents")


def test_the_table_follows_the_window_of_the_map_and_is_sorted_by_the_server(
    page: Page, server: Server
) -> None:
    page.goto(f"{server.url}/?set=reports")
    settled(page)
    expect(page.locator(".table .said")).to_contain_text("in the window of the map")
    before = int(total(page))
    zoom = map_frame(page).get_by_role("button", name="Zoom in")
    for _ in range(3):
        zoom.click()
    wait_for_query(page, has="map=")
    page.wait_for_function(
        "(n) => [...document.querySelectorAll('*')].some((e) => e.shadowRoot && Number("
        "e.shadowRoot.querySelector('.said')?.textContent.split(' ')[0]) < n)",
        arg=before,
    )
    with page.expect_response(lambda answer: "sort=-reports" in answer.url) as answered:
        page.locator(".table").get_by_role("button", name="Reports").click()
    wait_for_query(page, has="sort=-reports")
    listed = [row["reports"] for row in answered.value.json()["rows"]]
    expect(page.locator(".table td.reports")).to_have_text(listed)
    numbers = [int(text) for text in listed]
    assert len(set(numbers)) > 1
    assert numbers == sorted(numbers, reverse=True)


def test_a_row_opens_its_incident_and_back_returns(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/?set=reports&sort=-reports")
    settled(page)
    page.locator(f'.table tr[data-id="{NAJMI}"]').click()
    at_address(page, rf"/incident\?.*id={NAJMI}")
    expect(page.locator(".ledger")).to_be_visible()
    page.go_back()
    at_address(page, "/incident", lacks=True)
    expect(page.get_by_label("The chosen incident")).to_contain_text("Pentagon")


def test_the_panel_closes_and_the_summary_narrows(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/?id={NAJMI}")
    expect(page.get_by_label("The chosen incident")).to_contain_text("All 23 reports")
    page.locator(".panel[data-ready]").wait_for(state="attached")
    page.get_by_label("The chosen incident").get_by_label("Close").click()
    wait_for_query(page, lacks="id=")
    page.get_by_label("Summary of the view").get_by_role("button", name="Babil").click()
    wait_for_query(page, has="gov=")
    expect(page.locator(".atlas-sentence")).to_contain_text("Babil")


def test_an_empty_view_offers_the_nearest_wider_one(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/?gov=IQG05&q=nosuchword")
    nearer = page.get_by_role("button", name=re.compile("^Show [0-9]+ incidents"))
    number = nearer.inner_text().split()[1]
    nearer.click()
    wait_for_query(page, lacks="q=")
    expect(page.locator(".atlas-sentence")).to_contain_text(f"{number} of 7,651 incidents")


def test_everything_of_the_first_screen_is_there_without_scrolling(
    page: Page, server: Server
) -> None:
    page.goto(server.url)
    settled(page)
    chart = page.locator('[data-testid="stVegaLiteChart"]').bounding_box()
    frame = page.locator('iframe[title^="streamlit_folium"]').bounding_box()
    assert chart is not None
    assert frame is not None
    assert chart["y"] + chart["height"] <= 900
    assert frame["width"] >= 0.6 * 1440
    assert page.evaluate("document.documentElement.scrollWidth") <= 1440


def test_a_phone_shows_map_brush_and_list_and_filters_in_a_drawer(
    phone: Page, server: Server
) -> None:
    phone.goto(server.url)
    settled(phone)
    places = [
        phone.locator(css).first.bounding_box()
        for css in (".atlas-sentence", "iframe", '[data-testid="stVegaLiteChart"]', ".table")
    ]
    tops = [place["y"] for place in places if place]
    assert len(tops) == 4
    assert tops == sorted(tops)
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    phone.get_by_role("button", name="Filters", exact=True).tap()
    phone.get_by_text("Where", exact=True).locator("visible=true").tap()
    phone.get_by_role("checkbox", name="Qadisiyah").check()
    wait_for_query(phone, has="gov=IQG05")
    phone.get_by_role("button", name="Show the incidents").tap()
    expect(phone.locator(".atlas-sentence")).to_contain_text("Qadisiyah")
