"""As a team hosts it: two apps over PostgreSQL behind nginx, with the configuration of deploy/."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from geo.store.decisions import Act
from geo.store.incidents import grade_incident
from pages.parts.page_names import FIRST, PAGES
from tests.browser.conftest import Guard, NewContext, settled
from tests.databases import Databases
from tools import nginx
from tools.serving import Server, serving

NAJMI = "/incident?id=20200711-najmi"
JRAISHAN = "20200810-jraishan"
WITHIN_S = 15.0
"""3 s are promised where the machine is not busy with something else; no test times it."""
VALUES = {
    "ATLAS_MAX_UPLOAD_MB": "200",
    "ATLAS_FRAME_ANCESTORS": "'self'",
    "ATLAS_TILES_ORIGIN": "https://tile.openstreetmap.org",
}
TELL_VIOLATIONS = (
    "document.addEventListener('securitypolicyviolation', (event) => console.error("
    "'policy violated: ' + event.effectiveDirective + ' ' + event.blockedURI))"
)


@pytest.fixture
def url(databases: Databases) -> Iterator[str]:
    with databases.own("built") as address:
        yield address


@pytest.fixture
def apps(url: str, tmp_path: Path) -> Iterator[list[Server]]:
    environment = {"ATLAS_DATABASE_URL": url, "STREAMLIT_SERVER_COOKIE_SECRET": "of both"}
    with ExitStack() as stack:
        running = [
            stack.enter_context(serving(tmp_path / f"{name}.log", environment)) for name in "ab"
        ]
        for app in running:
            app.wait_for("/api/health", b'"ready"')
        yield running


@pytest.fixture
def hosted(apps: list[Server]) -> Iterator[Server]:
    try:
        nginx.program()
    except nginx.MissingError as error:
        pytest.fail(str(error))
    with nginx.proxy(apps, VALUES) as proxy:
        yield proxy


def addresses() -> list[str]:
    """The addresses of all pages."""
    found = [f"/{name}" for name in PAGES if name != FIRST]
    return ["/", *found, NAJMI, "/groups?group=Ashab%20al-Kahf", "/compare?without=country:Iran"]


def app_of(page: Page, proxy: Server) -> str:
    """Which app the session of a page is on, as nginx has it: ``host:port``."""
    [cookie] = [one for one in page.context.cookies() if one["name"] == "atlas_node"]
    asked = f"/api/health?of={cookie['value']}-{time.monotonic_ns()}"
    page.request.get(proxy.url + asked)
    line = re.compile(rf"^at (?:.*, )?(\S+) GET {re.escape(asked)} ", re.MULTILINE)
    deadline = time.monotonic() + 10
    while not (found := line.search(proxy.messages())):
        assert time.monotonic() < deadline
    return found[1]


def test_two_apps_behind_nginx(
    hosted: Server, apps: list[Server], url: str, new_context: NewContext, guard: Guard
) -> None:
    # Every page works under the security policy, and nothing on it is refused.
    said: list[str] = []
    context = new_context()
    context.add_init_script(TELL_VIOLATIONS)
    context.on("console", lambda message: said.append(message.text))
    page = context.new_page()
    for address in addresses():
        answer = page.goto(hosted.url + address)
        assert answer
        headers = answer.headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy
        scripts = f"'self' blob: 'wasm-unsafe-eval' 'sha256-{nginx.inline_sha256()}'"
        assert f"script-src {scripts};" in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert "referrer-policy" in headers
        assert "permissions-policy" in headers
        settled(page)
    assert [text for text in said if re.search("policy violated|Content Security", text)] == []
    for path in ("/_stcore/metrics", "/_stcore/agent/openapi.json", "/assets/none.js"):
        status, _ = hosted.get(path)
        assert status == 404

    # Another reader's session is on the other app, and stays there.
    page.goto(hosted.url + NAJMI)
    here = app_of(page, hosted)
    for _ in range(30):
        other = new_context().new_page()
        other.goto(hosted.url + "/api/health")
        if app_of(other, hosted) != here:
            break
        other.context.close()
    there = app_of(other, hosted)
    assert {here, there} == {urlsplit(app.url).netloc for app in apps}
    settled(other.goto(hosted.url + NAJMI) and other)
    assert app_of(other, hosted) == there

    # What is decided on one app shows on the other.
    settled(page)
    page.get_by_text("Edit", exact=True).click()
    form = page.locator(".st-key-incident_edit")
    form.get_by_text("Grade", exact=True).click()
    form.get_by_text("2, probably true").click()
    form.get_by_label("Why").fill("seen by many")
    form.get_by_label("Your name").fill("An editor")
    form.locator(".st-key-edit_go button").click()
    expect(
        page.locator(".st-key-incident_edit").get_by_text("2, probably true").first
    ).to_be_visible()
    began = time.monotonic()
    expect(other.get_by_text(re.compile("New data are shown: revision"))).to_be_visible()
    assert time.monotonic() - began < WITHIN_S

    # When its app is killed, a session goes on with the other one.
    [victim] = [app for app in apps if urlsplit(app.url).netloc == there]
    other.evaluate("window.same = true")
    victim.process.kill()
    victim.process.wait()
    revision = grade_incident(url, JRAISHAN, 2, Act("Amal", "after the loss")).revision
    expect(other.get_by_text(f"revision {revision}").first).to_be_visible()
    assert app_of(other, hosted) == here
    assert other.evaluate("window.same") is True
    assert guard.errors == []
