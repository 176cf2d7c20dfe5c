"""The article page in a real browser: a saved page in, words lit up by their field, drafts sent."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page, expect

from geo.store.drafts import drafts
from tests.browser.conftest import database_url, map_frame, settled
from tests.geo.read.web_pages import PAGES
from tools.serving import Server

PARAGRAPHS = (
    "DIWANIYAH, Iraq - Gunmen burned trucks on the road between Diwaniyah and Samawah on Saturday "
    "night, police said. Nobody was hurt.",
    "<script>document.title = 'hit'</script> A similar attack was claimed in June.",
    "قال مصدر أمني إن الهجوم وقع مساء السبت قرب الديوانية.",
)


def test_a_saved_page_becomes_drafts_whose_words_light_up(
    fresh_server: Server, page: Page, tmp_path: Path
) -> None:
    story = tmp_path / "story.html"
    story.write_text(PAGES["semantic"](PARAGRAPHS, "en"), encoding="utf-8")
    page.goto(fresh_server.url + "/article")
    settled(page)
    page.get_by_role("tab", name="Upload a page").click()
    page.locator("input[type=file]").set_input_files(story)
    expect(page.get_by_text("found in the page: 12 Jul 2020 in its metadata")).to_be_visible()
    settled(page)
    outlet = page.get_by_role("combobox", name="Outlet", exact=False).first
    outlet.fill("Test Times")
    outlet.press("Enter")
    settled(page)
    page.get_by_role("button", name="Draft", exact=True).click()
    card = page.locator(".draft-card").first
    expect(card).to_contain_text("11 Jul 2020, Qadisiyah", timeout=60_000)
    settled(page)
    expect(map_frame(page).locator(".atlas-map")).to_be_visible()

    words = page.locator("#article_text-date-0")
    expect(words).to_have_text("on Saturday night")
    plain = words.evaluate("e => getComputedStyle(e).backgroundColor")
    card.get_by_role("link", name="Date").hover()
    lit = words.evaluate("e => getComputedStyle(e).backgroundColor")
    assert lit != plain
    page.locator("h2.draft-count").hover()
    assert words.evaluate("e => getComputedStyle(e).backgroundColor") == plain
    card.get_by_role("link", name="Date").click()
    assert "#" not in page.url
    assert words.evaluate("e => getComputedStyle(e).backgroundColor") == lit
    arabic = page.locator(".article-text p").last
    assert arabic.evaluate("e => getComputedStyle(e).direction") == "rtl"

    page.get_by_label("Your name").fill("Amal")
    page.get_by_role("button", name="Send to the review queue").click()
    expect(page.get_by_text("in the review queue.")).to_be_visible()
    held = drafts(database_url(tmp_path))
    assert {(one.author, one.row.outlet) for one in held} == {("Amal", "Test Times")}
    assert page.title() != "hit"
