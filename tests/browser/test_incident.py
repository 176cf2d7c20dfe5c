"""The incident page in a real browser: the ledger, safe words, ways to others."""

from __future__ import annotations

import csv
from pathlib import Path

from playwright.sync_api import Page, expect

from geo.settings import DATA_DIR, Settings
from geo.store.load import load_files
from tests.browser.conftest import at_address, database_url, settled
from tools.serving import Server

JULY = "/incident?set=reports&id=20200711-najmi"
HOSTILE = "<img src=x onerror=\"document.title='hit'\"><script>document.title='hit'</script>*b*"


def test_ten_seconds_tell_who_says_what(server: Server, page: Page) -> None:
    page.goto(server.url + JULY)
    settled(page)
    for words in ("Ambush with arson, 11 Jul 2020", "stretch of road", "Claims it", "Denies it"):
        expect(page.get_by_text(words).first).to_be_in_viewport()
    expect(page.get_by_text("US Department of Defense").first).to_be_in_viewport()
    expect(page.locator(".locator .stretch")).to_be_in_viewport()
    expect(page.locator(".locator .point")).to_have_count(0)
    expect(page.locator(".ledger .report")).to_have_count(23)
    links = page.locator(".ledger a")
    assert links.count() == 23
    for at in range(23):
        assert links.nth(at).get_attribute("rel") == "noopener noreferrer"


def test_a_neighbour_opens_without_loading_the_page_anew(server: Server, page: Page) -> None:
    page.goto(server.url + JULY)
    settled(page)
    page.evaluate("window.same = true")
    link = page.locator(".near a").first
    neighbour = link.get_attribute("data-incident")
    link.click()
    at_address(page, f"id={neighbour}")
    at_address(page, "set=reports")
    settled(page)
    assert page.evaluate("window.same") is True
    page.go_back()
    at_address(page, "id=20200711-najmi")
    expect(page.get_by_role("heading", name="Ambush with arson, 11 Jul 2020")).to_be_visible()


def test_the_files_of_one_incident(server: Server, page: Page) -> None:
    page.goto(server.url + JULY)
    settled(page)
    with page.expect_download() as started:
        page.get_by_role("button", name="Reports as CSV").click()
    text = Path(started.value.path()).read_text(encoding="utf-8-sig")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    assert len(list(csv.DictReader(lines))) == 23
    with page.expect_download() as started:
        page.get_by_role("button", name="Incident as GeoJSON").click()
    assert '"LineString"' in Path(started.value.path()).read_text(encoding="utf-8") or (
        '"MultiLineString"' in Path(started.value.path()).read_text(encoding="utf-8")
    )


def test_hostile_words_are_shown_as_words(fresh_server: Server, page: Page, tmp_path: Path) -> None:
    with (DATA_DIR / "incidents" / "reports_2019_2024.csv").open(encoding="utf-8") as file:
        row = dict.fromkeys(csv.DictReader(file).fieldnames or [], "")
    row |= dict.fromkeys(
        ("outlet", "place_text", "actor_text", "note", "damage", "asserted_by", "event_type"),
        HOSTILE,
    )
    row |= {
        "report_id": "X1", "incident_key": "hostile", "event_date": "2020-07-11",
        "stance": "claims", "actor_role": "claimed", "url": "javascript:document.title='hit'",
    }  # fmt: skip
    path = tmp_path / "hostile.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(row))
        writer.writeheader()
        writer.writerow(row)
    url = database_url(tmp_path)
    load_files(url, [path], Settings.from_env({"ATLAS_DATABASE_URL": url}))
    for address in ("/incident?id=hostile", "/timeline?id=hostile&from=2020-07-11&to=2020-07-11"):
        # The running server takes the new revision within its polling time.
        page.goto(fresh_server.url + address)
        settled(page)
    expect(page.locator(".chart")).to_be_visible()
    page.goto(fresh_server.url + "/incident?id=hostile")
    expect(page.locator(".ledger .report")).to_have_count(1)
    expect(page.locator(".ledger")).to_contain_text("<script>document.title='hit'</script>*b*")
    expect(page.locator(".ledger a")).to_have_count(0)
    expect(page.locator(".atlas-page img, .atlas-page script")).to_have_count(0)
    assert page.title() != "hit"


def test_an_unknown_incident_is_said_calmly(server: Server, page: Page) -> None:
    page.goto(server.url + "/incident?id=nothing-like-this")
    settled(page)
    expect(page.get_by_role("heading", name="There is no such incident")).to_be_visible()
    page.get_by_label("Find an incident").fill("Najmi")
    page.get_by_label("Find an incident").press("Enter")
    link = page.locator('a[data-incident="20200711-najmi"]')
    expect(link).to_be_visible()
    link.click()
    expect(page.get_by_role("heading", name="Ambush with arson, 11 Jul 2020")).to_be_visible()


def test_a_phone_reads_it_without_scrolling_sideways(server: Server, phone: Page) -> None:
    phone.goto(server.url + JULY)
    settled(phone)
    expect(phone.get_by_text("Denies it").first).to_be_in_viewport()
    assert phone.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
