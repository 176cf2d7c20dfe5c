"""The map's component: it stays mounted, asks for its own data, and never asks a stranger."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Frame, Page, Route, expect
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState

from tests.browser.conftest import NewContext, at_address, settled
from tools.serving import Server

MAP = "iframe[title^='streamlit_folium']"
FOUNDING = "from=2020-06-01&to=2020-08-31"
NEAR = "map=31.9,44.9,8"


def map_frame(page: Page) -> Frame:
    frame = page.wait_for_selector(MAP).content_frame()
    assert frame is not None
    frame.wait_for_selector(".atlas-map[data-drawn]")
    return frame


def opened(page: Page, server: Server, query: str = "") -> Frame:
    page.goto(f"{server.url}/?{query}")
    settled(page)
    return map_frame(page)


def drawn(frame: Frame) -> str:
    return str(frame.evaluate("document.querySelector('.atlas-map').dataset.drawn"))


def centre(page: Page) -> tuple[float, float]:
    box = page.locator(MAP).bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def pixels_of(frame: Frame) -> int:
    """How much is painted on the canvas of the marks."""
    return int(
        frame.evaluate(
            """() => {
              const c = document.querySelector('.leaflet-atlasMarks-pane canvas');
              const { data } = c.getContext('2d').getImageData(0, 0, c.width, c.height);
              let n = 0;
              for (let i = 3; i < data.length; i += 4) if (data[i]) n += 1;
              return n;
            }"""
        )
    )


@dataclass
class Wire:
    """The runs of the script that a page asked for, other than those of its own clock."""

    runs: list[ClientState] = field(default_factory=list)

    def hear(self, page: Page) -> None:
        page.on("websocket", lambda ws: ws.on("framesent", self.note))

    def note(self, sent: str | bytes) -> None:
        message = BackMsg.FromString(sent if isinstance(sent, bytes) else sent.encode())
        if message.HasField("rerun_script") and not message.rerun_script.is_auto_rerun:
            self.runs.append(message.rerun_script)


def test_map_never_remounts_on_a_filter_change(server: Server, page: Page) -> None:
    frame = opened(page, server)
    frame.evaluate("window.stillHere = true")
    before = pixels_of(frame)
    search = page.get_by_placeholder("Search places")
    search.fill("Fallujah")
    search.press("Enter")
    at_address(page, "q=Fallujah")
    settled(page)
    assert "q=Fallujah" in drawn(frame)
    assert frame.evaluate("window.stillHere") is True
    assert 0 < pixels_of(frame) < before


def test_panning_and_zooming_need_no_rerun(server: Server, page: Page) -> None:
    wire = Wire()
    wire.hear(page)
    frame = opened(page, server, NEAR)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    wire.runs.clear()
    x, y = centre(page)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x - 420, y, steps=8)
    page.mouse.up()
    page.wait_for_function("!location.search.includes('map=31.9,44.9,8')")
    frame.locator(".leaflet-control-zoom-in").click()
    page.wait_for_function("/map=[^&]*,9(&|$)/.test(location.search)")
    frame.wait_for_function("window.map.getZoom() === 9 && !window.map._animatingZoom")
    assert wire.runs == []
    assert any("/api/view/" in url for url in asked)


def test_link_brings_the_map_back(server: Server, new_context: NewContext) -> None:
    first = new_context().new_page()
    frame = opened(first, server)
    frame.evaluate("window.map.setView([32.5, 44.25], 9, { animate: false })")
    first.wait_for_function("location.search.includes('map=32.50000,44.25000,9')")
    second = new_context().new_page()
    second.goto(first.url)
    settled(second)
    view = map_frame(second).evaluate(
        "[window.map.getCenter().lat, window.map.getCenter().lng, window.map.getZoom()]"
    )
    assert view == pytest.approx([32.5, 44.25, 9], abs=1e-3)


def hits(frame: Frame, kind: str) -> list[dict[str, Any]]:
    """What is drawn, with its place in the frame; asked of the layer by hovering over a grid."""
    found = frame.evaluate(
        """async (kind) => {
          const map = window.map;
          const size = map.getSize();
          const box = document.querySelector('.atlas-tip');
          const hits = [];
          for (let y = 6; y < size.y - 40; y += 8) {
            for (let x = 60; x < size.x - 210; x += 8) {
              map.fire('mousemove', { containerPoint: L.point(x, y) });
              const text = box.hidden ? '' : box.textContent;
              if (text.includes(kind)) hits.push({ x, y, text });
            }
          }
          return hits;
        }""",
        kind,
    )
    return list(found)


def click_at(page: Page, spot: dict[str, Any]) -> None:
    box = page.locator(MAP).bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + spot["x"], box["y"] + spot["y"])


def test_click_on_an_incident_puts_it_into_the_link(server: Server, page: Page) -> None:
    frame = opened(page, server, f"{FOUNDING}&{NEAR}")
    spots = [spot for spot in hits(frame, "report") if "Click" not in spot["text"]]
    assert spots, "a single incident is in sight"
    click_at(page, spots[0])
    page.wait_for_function("new URLSearchParams(location.search).has('id')")
    settled(page)
    assert frame.evaluate("Boolean(window.map)")


def test_click_on_a_cluster_zooms_in(server: Server, page: Page) -> None:
    frame = opened(page, server)
    zoom = frame.evaluate("window.map.getZoom()")
    click_at(page, hits(frame, "Click to zoom in")[0])
    frame.wait_for_function("(zoom) => window.map.getZoom() > zoom", arg=zoom)


def test_legend_switches_and_counts(server: Server, page: Page) -> None:
    frame = opened(page, server, FOUNDING)
    entry = frame.get_by_role("button", name="Corroborated")
    total = entry.locator(".atlas-legend-count").text_content()
    before = pixels_of(frame)
    entry.press("Enter")
    page.wait_for_function("new URLSearchParams(location.search).getAll('hide').length === 1")
    settled(page)
    expect(entry).to_have_attribute("aria-pressed", "false")
    frame.wait_for_function(
        "document.querySelector('.atlas-map').dataset.drawn.includes('hide=status')"
    )
    assert pixels_of(frame) < before
    assert entry.locator(".atlas-legend-count").text_content() == total


def test_failure_is_said_and_tried_again(server: Server, page: Page) -> None:
    frame = opened(page, server, NEAR)
    broken = True

    def answer(route: Route) -> None:
        if broken:
            route.fulfill(status=503, json={"error": "<b>the disk is full</b>"})
        else:
            route.continue_()

    page.route("**/api/view/**", answer)
    kept = pixels_of(frame)
    frame.evaluate("window.map.setView([35.5, 44.25], 9, { animate: false })")
    notice = frame.locator(".atlas-notice")
    expect(notice).to_contain_text("could not be loaded, retrying")
    expect(notice).to_contain_text("<b>the disk is full</b>")
    assert kept > 0
    broken = False
    expect(notice).to_be_hidden()


def test_hostile_words_are_only_words(server: Server, page: Page) -> None:
    hostile = "<img src=x onerror='window.parent.hacked=1'>"

    def answer(route: Route) -> None:
        response = route.fetch()
        body = response.json()
        for cell in body["cells"]:
            if cell[8]:
                cell[8][:3] = [hostile] * 3
        route.fulfill(response=response, body=json.dumps(body))

    page.route("**/api/view/**", answer)
    frame = opened(page, server, f"{FOUNDING}&{NEAR}")
    spots = hits(frame, hostile)
    assert spots, "the words stand in the tooltip as they are"
    assert page.evaluate("window.hacked") is None
    assert frame.locator(".atlas-tip img").count() == 0


def test_playback_narrows_the_map_without_a_rerun(server: Server, page: Page) -> None:
    wire = Wire()
    wire.hear(page)
    frame = opened(page, server)
    wire.runs.clear()
    page.evaluate(
        """() => new BroadcastChannel('atlas').postMessage(
             { type: 'window', from: '2020-06-01', to: '2020-08-31' })"""
    )
    frame.wait_for_function(
        "document.querySelector('.atlas-map').dataset.drawn.includes('from=2020-06-01')"
    )
    page.evaluate(
        "new BroadcastChannel('atlas').postMessage({ type: 'window', from: null, to: null })"
    )
    frame.wait_for_function(
        "!document.querySelector('.atlas-map').dataset.drawn.includes('from=2020-06-01')"
    )
    assert wire.runs == []


def test_map_tells_its_window(server: Server, page: Page) -> None:
    frame = opened(page, server)
    page.evaluate(
        """() => {
          window.told = [];
          new BroadcastChannel('atlas').onmessage = ({ data }) => window.told.push(data);
        }"""
    )
    frame.evaluate("window.map.setView([32, 45], 9, { animate: false })")
    page.wait_for_function("window.told.some((m) => m.type === 'viewport' && m.zoom === 9)")
    west, south, east, north = page.evaluate(
        "window.told.findLast((m) => m.type === 'viewport').bbox"
    )
    assert west < 45 < east
    assert south < 32 < north


def test_map_by_keyboard(server: Server, page: Page) -> None:
    frame = opened(page, server, NEAR)
    frame.locator(".atlas-map").focus()
    page.keyboard.press("+")
    frame.wait_for_function("window.map.getZoom() >= 8.5")
    page.keyboard.press("ArrowRight")
    page.wait_for_function("!location.search.includes('map=31.9,44.9,8')")
    expect(frame.locator(".atlas-cross")).to_be_visible()


def test_phone_has_a_folded_legend(server: Server, phone: Page) -> None:
    frame = opened(phone, server)
    head = frame.get_by_role("button", name="Legend")
    expect(head).to_have_attribute("aria-expanded", "false")
    head.tap()
    expect(frame.get_by_role("button", name="Contested")).to_be_visible()
    expect(frame.locator(".leaflet-control-attribution")).to_contain_text("OpenStreetMap")


def test_everything_comes_from_our_own_server(server: Server, page: Page) -> None:
    """The guard of every test fails on a request to another host; here the map is used a little."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    frame = opened(page, server, "shade=district&metric=density")
    for zoom in (6, 8, 11, 14):
        frame.evaluate("(z) => window.map.setView([33.33, 44.4], z, { animate: false })", zoom)
        frame.wait_for_function("(z) => window.map.getZoom() === z", arg=zoom)
    hosts = {urlsplit(url).netloc for url in asked if urlsplit(url).scheme.startswith("http")}
    assert hosts == {urlsplit(server.url).netloc}


def test_frozen_link_asks_for_its_revision(server: Server, page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    opened(page, server, "rev=4")
    views = [url for url in asked if "/api/view/" in url]
    assert views
    assert all("/api/view/4/" in url for url in views)
    assert parse_qs(urlsplit(page.url).query)["rev"] == ["4"]
