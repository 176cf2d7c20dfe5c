"""The timeline in a real browser: the brush, the keyboard, the playback and its link."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import NewContext, at_address, map_frame, settled
from tools.serving import Server

COUNT_RUNS = """() => {
  const app = document.querySelector('[data-testid="stApp"]');
  window.runs = 0;
  new MutationObserver(() => { window.runs += app.dataset.testScriptState === 'running'; })
    .observe(app, { attributes: true, attributeFilter: ['data-test-script-state'] });
}"""

WINDOW_OF_LINK = """(words) => {
  const [, from] = /window=([0-9-]+)/.exec(location.search) || [];
  const style = { month: 'long', timeZone: 'UTC' };
  return from && words.startsWith(new Date(from).toLocaleString('en', style));
}"""


def opened(page: Page, server: Server, query: str) -> Page:
    page.goto(f"{server.url}/timeline?{query}")
    expect(page.locator(".chart .bars").first).to_be_visible()
    return settled(page)


def test_dragging_over_the_bars_sets_the_dates(server: Server, page: Page) -> None:
    opened(page, server, "set=reports")
    box = page.locator(".chart").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 300, box["y"] + 100)
    page.mouse.down()
    page.mouse.move(box["x"] + 420, box["y"] + 100, steps=4)
    expect(page.locator(".tip")).to_contain_text("incidents")
    page.mouse.up()
    at_address(page, r"from=2020-\d\d-01&to=20\d\d-\d\d-\d\d")
    expect(page.get_by_role("button", name="Wider dates")).to_be_enabled()
    settled(page)
    page.go_back()
    at_address(page, r"timeline\?set=reports$")
    expect(page.get_by_text("Drag over the bars")).to_be_visible()


def test_the_keyboard_sets_the_dates(server: Server, page: Page) -> None:
    opened(page, server, "set=reports")
    page.locator(".chart").focus()
    for key in ("Home", "ArrowRight", "Shift+ArrowRight"):
        page.keyboard.press(key)
    expect(page.locator(".tip strong")).to_have_text("Dec 2019 to Jan 2020")
    page.keyboard.press("Enter")
    at_address(page, "from=2019-12-01&to=2020-01-31")


def test_playing_moves_the_map_without_a_run(
    server: Server, page: Page, new_context: NewContext
) -> None:
    opened(page, server, "set=reports&bin=month")
    page.evaluate(COUNT_RUNS)
    page.get_by_role("button", name="Play", exact=True).click()
    at_address(page, "window=")
    page.get_by_role("button", name="Pause").click()
    words = page.locator(".readout").inner_text()
    page.wait_for_function(WINDOW_OF_LINK, arg=words)
    first = re.search(r"window=(\d{4}-\d\d-\d\d)", page.url)
    assert first is not None
    expect(map_frame(page).locator(".atlas-map")).to_have_attribute(
        "data-drawn", re.compile(f"from={first[1]}")
    )
    assert page.evaluate("window.runs") == 0

    other = new_context().new_page()
    other.goto(page.url)
    expect(other.locator(".readout")).to_have_text(words)
    expect(map_frame(other).locator(".atlas-map")).to_have_attribute(
        "data-drawn", re.compile(f"from={first[1]}")
    )


def test_a_window_survives_a_change_of_the_chart(server: Server, page: Page) -> None:
    opened(page, server, "set=reports&bin=month&window=2020-08-01..2020-08-31")
    expect(page.locator(".readout")).to_have_text("August 2020: 11 incidents")
    page.get_by_role("radio", name="Type").check(force=True)
    at_address(page, "stack=type")
    expect(page.locator(".readout")).to_have_text("August 2020: 11 incidents")
    assert "window=2020-08-01..2020-08-31" in page.url
    page.get_by_role("button", name="One step forward").click()
    expect(page.locator(".readout")).to_contain_text("September 2020")
    page.get_by_role("button", name="Show the whole time again").click()
    expect(page.locator(".readout")).to_have_text("The whole time is shown")
    at_address(page, "window", lacks=True)


def test_the_chosen_incident_is_ringed(server: Server, page: Page) -> None:
    opened(page, server, "set=reports&id=20200711-najmi")
    expect(page.locator(".ring circle")).to_have_count(1)


def test_readers_who_want_little_motion_get_few_steps(
    server: Server, new_context: NewContext
) -> None:
    page = new_context(reduced_motion="reduce").new_page()
    opened(page, server, "set=reports&speed=16")
    page.evaluate(
        """() => {
          window.steps = [];
          new BroadcastChannel('atlas').onmessage = ({ data }) => {
            if (data.type === 'window') window.steps.push(performance.now());
          };
        }"""
    )
    page.get_by_role("button", name="Play", exact=True).click()
    page.wait_for_function("window.steps.length >= 3")
    _, second, third = page.evaluate("window.steps.slice(0, 3)")
    assert third - second > 700


def test_a_phone_shows_it_without_scrolling_sideways(server: Server, phone: Page) -> None:
    opened(phone, server, "set=reports")
    assert phone.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    expect(phone.get_by_role("button", name="Play", exact=True)).to_be_visible()
