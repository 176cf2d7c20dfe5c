"""The incident page in a real browser: the ledger, safe words, ways to others."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

from playwright.sync_api import Page, expect

from geo.settings import DATA_DIR, Settings
from geo.store.decisions import Act
from geo.store.incidents import split_incident
from geo.store.load import load_files
from geo.store.query import incident_detail
from tests.browser.conftest import at_address, choose, database_url, map_frame, settled
from tools.serving import Server

JULY = "/incident?set=reports&id=20200711-najmi"
HOSTILE = "<img src=x onerror=\"document.title='hit'\"><script>document.title='hit'</script>*b*"


def test_ten_seconds_tell_who_says_what(server: Server, page: Page) -> None:
    page.goto(server.url + JULY)
    settled(page)
    for words in (
        "Ambush with arson, 11 Jul 2020", "stretch of road", "Claims it", "Denies it",
        "What agrees and what differs",
    ):  # fmt: skip
        expect(page.get_by_text(words).first).to_be_in_viewport()
    expect(page.get_by_text("US Department of Defense").first).to_be_in_viewport()
    expect(map_frame(page).locator(".atlas-map")).to_be_in_viewport()
    expect(page.locator(".ledger .report")).to_have_count(23)
    links = page.locator(".ledger a[target]")
    assert links.count() == 23
    for at in range(23):
        assert links.nth(at).get_attribute("rel") == "noopener noreferrer"


def test_ids_of_the_status_lead_to_their_lines(server: Server, page: Page) -> None:
    page.goto(server.url + JULY)
    settled(page)
    page.locator('.why a[data-report="R0071"]').click()
    line = page.locator("#report-R0071")
    expect(line).to_be_focused()
    expect(line).to_be_in_viewport()
    at_address(page, r"id=20200711-najmi$")


def test_a_place_is_looked_at_in_the_table_and_on_the_map(server: Server, page: Page) -> None:
    page.goto(server.url + JULY)
    settled(page)
    chart = map_frame(page).locator(".atlas-map")
    page.locator('[data-place="C"]').hover()
    expect(chart).to_have_attribute("data-lit", "C")
    page.get_by_role("heading", name="Ambush with arson").hover()
    expect(chart).to_have_attribute("data-lit", "")
    x, y = json.loads(chart.get_attribute("data-letters") or "")["B"]
    chart.hover(position={"x": x, "y": y})
    expect(page.locator('[data-place="B"]')).to_have_class(re.compile(r"\blit\b"))
    expect(page.locator(".given.lit")).to_have_count(1)


def test_split_two_reports_off_and_take_it_back(fresh_server: Server, page: Page) -> None:
    page.goto(fresh_server.url + "/incident?id=20200711-najmi")
    settled(page)
    page.get_by_text("Edit", exact=True).click()
    form = page.locator(".st-key-incident_edit")
    form.get_by_text("Split off", exact=True).click()
    box = form.get_by_role("combobox", name="Which reports")
    for key in ("R0069", "R0086"):
        choose(box, key)
        expect(form.get_by_text(re.compile(f"^{key} "))).to_be_visible()
    box.press("Escape")
    expect(form.get_by_role("heading", name="What they become")).to_be_visible()
    expect(form.locator(".near tbody tr")).to_have_count(2)
    form.get_by_label("Why").fill("they tell of another ambush")
    form.get_by_label("Your name").fill("An editor")
    form.locator(".st-key-edit_go button").click()
    expect(page.get_by_text("2 reports moved")).to_be_visible()
    expect(page.locator(".ledger .report")).to_have_count(21)
    page.locator('a[data-incident="20200711-najmi-b"]').first.click()
    at_address(page, "id=20200711-najmi-b")
    settled(page)
    expect(page.locator(".ledger .report")).to_have_count(2)
    page.go_back()
    at_address(page, "id=20200711-najmi$")
    expect(page.locator(".ledger .report")).to_have_count(21)
    undo = page.locator(".st-key-history_why").get_by_label("Why")
    undo.fill("they tell of this one")
    undo.press("Tab")
    page.locator(".st-key-history_undo_go button").click()
    expect(page.get_by_text("2 reports moved back")).to_be_visible()
    expect(page.locator(".ledger .report")).to_have_count(23)
    expect(page.get_by_role("cell", name="taken back by decision")).to_be_visible()
    expect(page.get_by_text(re.compile(r"^Decision \d+ taken back$"))).to_be_visible()
    # The state between the two is a link away, and there nobody edits.
    made = page.locator('td[data-head="After"] a').last
    made.click()
    at_address(page, r"rev=\d+")
    settled(page)
    expect(page.locator(".ledger .report")).to_have_count(21)
    expect(page.get_by_text("go live to edit the incident")).to_be_visible()
    page.goto(fresh_server.url + "/incident?id=20200711-najmi-b")
    at_address(page, "id=20200711-najmi$")
    expect(page.get_by_text("leads here")).to_be_visible()


def test_an_old_page_is_refused(fresh_server: Server, page: Page, tmp_path: Path) -> None:
    page.goto(fresh_server.url + "/incident?id=20200810-jraishan")
    settled(page)
    page.get_by_text("Edit", exact=True).click()
    form = page.locator(".st-key-incident_edit")
    form.get_by_text("Grade", exact=True).click()
    form.get_by_text("2, probably true").click()
    form.get_by_label("Why").fill("seen by many")
    form.get_by_label("Your name").fill("An editor")
    keys = [
        report.id for report in incident_detail("20200810-jraishan", database_url(tmp_path)).reports
    ]
    split_incident(
        database_url(tmp_path), "20200810-jraishan", keys[:1], Act("Somebody else", "first")
    )
    form.locator(".st-key-edit_go button").click()
    expect(page.get_by_text("by Somebody else")).to_be_visible()


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
    page.get_by_role("button", name="Other formats").click()
    with page.expect_download() as started:
        page.get_by_role("button", name="GeoJSON").click()
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
    other = row | {"report_id": "X2", "stance": "denies", "place_text": "Najaf " + HOSTILE}
    path = tmp_path / "hostile.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(row))
        writer.writeheader()
        writer.writerows([row, other])
    url = database_url(tmp_path)
    load_files(url, [path], Settings.from_env({"ATLAS_DATABASE_URL": url}))
    for address in ("/incident?id=hostile", "/timeline?id=hostile&from=2020-07-11&to=2020-07-11"):
        # The running server takes the new revision within its polling time.
        page.goto(fresh_server.url + address)
        settled(page)
    expect(page.locator(".chart")).to_be_visible()
    page.goto(fresh_server.url + "/incident?id=hostile")
    expect(page.locator(".ledger .report")).to_have_count(2)
    for part in (".agreement", ".story", ".why", ".strip"):
        expect(page.locator(part)).to_contain_text("document.title='hit'")
    expect(page.locator(".ledger")).to_contain_text("<script>document.title='hit'</script>*b*")
    expect(page.locator(".ledger a[target]")).to_have_count(0)
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
