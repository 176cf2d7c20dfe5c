"""A reviewer's journey in a real browser: by keyboard, from a link, with words of any script."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from playwright.sync_api import Page, expect

from geo.extract.draft import ArticleDraft, DraftIncident, DraftPlace, DraftStatement, Span
from geo.extract.rows import Source
from geo.model import CountRange, DateInterval, DatePrec, Stance
from geo.store.drafts import DraftState, draft, open_count
from geo.store.query import incident_detail, latest_revision
from geo.store.queueing import queue_article
from tests.browser.conftest import at_address, database_url, map_frame, settled
from tools.serving import Server

TEXT = (
    "قالت الشرطة إن صواريخ أصابت القاعدة قرب سامراء يوم الاثنين.\n"
    "<b>Rockets</b> hit the base near Samarra on Monday, residents said, and a channel denied it."
)
DAY = DateInterval(date(2020, 7, 13), date(2020, 7, 13), DatePrec.DAY, "on Monday")


def span(words: str) -> Span:
    at = TEXT.index(words)
    return Span(at, at + len(words))


def drafted() -> ArticleDraft:
    incident = DraftIncident(
        DAY, "Salah al-Din", (DraftPlace("Samarra", "Salah al-Din", span("Samarra")),), None,
        "rocket", "base", (),
        (DraftStatement("police", Stance.CONFIRMS, span("الشرطة"), 0.9),
         DraftStatement("residents", Stance.REPORTS, span("residents"), 0.8),
         DraftStatement("channel", Stance.DENIES, span("channel"), 0.4)),
        CountRange(), CountRange(), (), True,
        {"date": (span("on Monday"),), "places": (span("Samarra"),)}, {"date": 0.9},
    )  # fmt: skip
    return ArticleDraft(TEXT, (incident,), ())


def test_drafts_are_decided_on_by_keyboard(
    fresh_server: Server, page: Page, tmp_path: Path
) -> None:
    url = database_url(tmp_path)
    source = Source("شفق نيوز", date(2020, 7, 14), "https://example.org/1")
    first, second, third = queue_article(url, drafted(), source, "Basim").ids
    revision = latest_revision(url)
    page.goto(f"{fresh_server.url}/review?draft={first}&qsort=new")
    settled(page)
    expect(page.get_by_text("3 drafts wait: 3 from an article")).to_be_visible()
    expect(page.locator(".article-text p").first).to_have_css("direction", "rtl")
    expect(page.locator(".article-text b")).to_have_count(0)
    expect(map_frame(page).locator(".atlas-map")).to_be_in_viewport()
    expect(page.get_by_role("button", name="Accept as a new incident")).to_be_in_viewport()

    name = page.get_by_label("Your name").first
    name.fill("Amal")  # keys that are typed into a field are no commands
    name.press("Tab")
    settled(page)
    page.locator(".review-title").click()
    page.keyboard.press("j")
    at_address(page, rf"draft={second}(&|$)")
    settled(page)
    page.keyboard.press("k")
    at_address(page, rf"draft={first}(&|$)")
    settled(page)
    assert latest_revision(url) == revision

    page.keyboard.press("a")
    expect(page.get_by_text(f"Draft {first} accepted, decision 1")).to_be_visible()
    at_address(page, rf"draft={second}(&|$)")
    expect(page.get_by_role("button", name="Accept into 20200713-samarra")).to_be_visible()
    settled(page)
    page.keyboard.press("x")
    expect(page.get_by_text("say why it is rejected")).to_be_visible()
    settled(page)
    page.keyboard.press("a")
    expect(page.get_by_text(f"Draft {second} accepted, decision 2")).to_be_visible()
    settled(page)
    page.locator(f'a[data-draft="{third}"]').press("Enter")
    at_address(page, rf"draft={third}(&|$)")
    settled(page)
    page.keyboard.press("a")
    expect(page.get_by_text("Nothing waits for review")).to_be_visible()
    assert [draft(url, n).state for n in (first, second, third)] == [DraftState.ACCEPTED] * 3
    detail = incident_detail("20200713-samarra", url)
    assert (len(detail.reports), str(detail.status)) == (3, "contested")

    page.keyboard.press("u")
    expect(page.get_by_text("Decision 3 was taken back by decision 4")).to_be_visible()
    settled(page)
    assert open_count(url) == 1
    page.get_by_text("Decided", exact=True).click()
    expect(page.get_by_role("cell", name="taken back by decision 4")).to_be_visible()
    page.go_back()
    at_address(page, "part=decided", lacks=True)
    expect(page.get_by_role("button", name="Accept into 20200713-samarra")).to_be_visible()
