"""A private atlas and a real provider: three people sign in, and each may what the role says."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from geo.store.outlets import outlet_grades
from geo.store.people import people_history
from tests.browser.conftest import NewContext, at_address, choose, database_url, settled
from tests.conftest import copy_database
from tests.provider import Provider, providing
from tools.serving import Server, free_port, serving

OUTLET = "South Front"
SOURCES = "/sources?set=reports&about=South+Front"
HOURS = 1


def known(name: str, role: str | None = None) -> dict[str, Any]:
    said = {"name": name, "email": f"{name.split()[0].lower()}@example.org", "email_verified": True}
    return {**said, "roles": [role]} if role else said


PEOPLE = {"ada": known("Ada Admin"), "ed": known("Ed"), "vi": known("Vi Viewer", "viewer")}


@pytest.fixture
def provider() -> Iterator[Provider]:
    with providing(PEOPLE) as running:
        yield running


@pytest.fixture
def private(provider: Provider, built_database: Path, tmp_path: Path) -> Iterator[Server]:
    """A private atlas where Ada is admin by the settings and roles are claims."""
    copy_database(built_database, tmp_path / "atlas.sqlite")
    port = free_port()
    environment = {
        "ATLAS_DATABASE_URL": database_url(tmp_path), "ATLAS_ACCESS": "private",
        "ATLAS_ROLE_CLAIM": "roles", "ATLAS_ADMINS": "ada@example.org",
        "ATLAS_SESSION_HOURS": str(HOURS), **provider.environment(f"http://127.0.0.1:{port}"),
    }  # fmt: skip
    with serving(tmp_path / "server.log", environment, port=port) as running:
        running.wait_for("/api/health", b'"ready"')
        yield running
        assert "Traceback" not in running.messages(), running.messages()


def sign_in(page: Page, who: str) -> None:
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="Who are you?")).to_be_visible()
    page.get_by_role("link", name=who, exact=True).click()


def sign_out(page: Page) -> None:
    page.locator(".st-key-account_of button").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", name="Sign in to see the atlas")).to_be_visible()


def asked(page: Page, server: Server, path: str = "/api/facets/6") -> int:
    """Status of a route for this browser, with the cookies that it has."""
    return page.request.get(server.url + path).status


def test_roles_from_sign_in_to_sign_out(
    new_context: NewContext, private: Server, provider: Provider, tmp_path: Path
) -> None:
    url = database_url(tmp_path)
    vi = new_context().new_page()
    vi.goto(private.url + SOURCES)
    expect(vi.get_by_role("heading", name="Sign in to see the atlas")).to_be_visible()
    expect(vi.locator(".atlas-sentence, iframe, nav a")).to_have_count(0)
    for path in ("/api/facets/6", "/api/export.csv", "/api/basemap/governorates.json"):
        assert asked(vi, private, path) == 401

    # A viewer comes back to the link that was opened, sees all and finds no form.
    sign_in(vi, "vi")
    at_address(vi, "/sources\\?.*about=South")
    expect(vi.get_by_text("Only editors may grade an outlet")).to_be_visible()
    expect(vi.get_by_text("Grade this outlet")).to_have_count(0)
    assert asked(vi, private) == 200

    # Ed signs in and has no role; the admin gives him one while he waits.
    ed = new_context().new_page()
    ed.goto(private.url + SOURCES)
    sign_in(ed, "ed")
    expect(ed.get_by_role("heading", name="You have no role here yet")).to_be_visible()
    assert asked(ed, private) == 403
    ada = new_context().new_page()
    ada.goto(private.url + "/data")
    sign_in(ada, "ada")
    at_address(ada, "/data")
    who = ada.get_by_role("combobox", name="Who (an e-mail address")
    who.fill("ed@example.org")
    who.press("Enter")
    give = ada.get_by_role("button", name="Give the role")
    expect(give).to_be_enabled()
    role = ada.get_by_role("combobox", name="Role")
    choose(role, "editor")
    give.click()
    expect(ada.get_by_text("ed@example.org is editor now")).to_be_visible()
    assert [(one.identity, one.author) for one in people_history(url)] == [
        ("ed@example.org", "Ada Admin (ada@example.org)")
    ]

    # He grades an outlet under the name that the provider has verified.
    ed.goto(private.url + SOURCES)
    settled(ed)
    ed.get_by_text("Grade this outlet").click()
    signed = ed.get_by_label("You are signed in as").last
    expect(signed).to_have_value("Ed (ed@example.org)")
    expect(signed).to_be_disabled()
    choose(ed.get_by_role("combobox", name="Grade", exact=True), "E: unreliable")
    ed.locator(".st-key-sources_grade_reason input").fill("often wrong")
    ed.locator(".st-key-sources_grade_reason input").press("Enter")
    ed.get_by_role("button", name="Set the grade").click()
    expect(ed.get_by_text("Graded: decision")).to_be_visible()
    made = outlet_grades(url)[OUTLET]
    assert (made.grade, made.author) == ("E", "Ed (ed@example.org)")

    # Signed out, a copy of the cookies opens nothing any more.
    copied = vi.context.storage_state()
    sign_out(vi)
    assert asked(vi, private) == 401
    thief = new_context(storage_state=copied).new_page()
    assert asked(thief, private) == 401
    thief.goto(private.url)
    expect(thief.get_by_role("heading", name="Your sign-in is over")).to_be_visible()

    # A sign-in that is older than its hours is none.
    provider.age_s = HOURS * 3600 - 8
    sign_in(vi, "vi")
    expect(vi.locator(".atlas-sentence")).to_be_visible()
    expect(vi.get_by_role("heading", name="Your sign-in is over")).to_be_visible()
    assert asked(vi, private) == 401
    assert provider.seen == ["vi", "ed", "ada", "vi"]
