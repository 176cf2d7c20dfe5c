"""The first start: no store yet, as on a hosting service. The app answers while it builds one."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import database_url, settled
from tools.serving import Server, serving


@pytest.fixture
def empty_server(tmp_path: Path) -> Iterator[Server]:
    """A server started in a folder where there is no store."""
    environment = {"ATLAS_DATABASE_URL": database_url(tmp_path)}
    with serving(tmp_path / "server.log", environment) as running:
        yield running


def test_first_visit_sees_progress_then_the_data(empty_server: Server, page: Page) -> None:
    status, body = empty_server.get("/api/health")
    assert status == 200
    assert json.loads(body)["state"] == "building"

    page.goto(empty_server.url + "/?from=2020-07-01&to=2020-07-31")
    expect(page.get_by_role("progressbar")).to_be_visible()

    empty_server.wait_for("/api/health", b'"ready"')
    expect(page.get_by_role("progressbar")).to_have_count(0)
    expect(page.locator("iframe[title^=streamlit_folium]")).to_be_visible()
    settled(page)
    assert "from=2020-07-01" in page.url
