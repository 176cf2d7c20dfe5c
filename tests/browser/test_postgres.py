"""Two apps over one PostgreSQL: what one does the other shows; the server goes away and is back."""

from __future__ import annotations

import time
from pathlib import Path

from playwright.sync_api import Page, expect

from geo.settings import Settings
from geo.store.copy import copy_store
from geo.store.decisions import Act
from geo.store.engine import connect_engine
from geo.store.incidents import grade_incident
from tests.browser.conftest import settled
from tools import postgres
from tools.serving import serving

NAJMI = "20200711-najmi"
SHOWN_WITHIN_S = 15.0
"""3 s are promised; the machine may be busy with something else."""


def test_an_app_shows_what_others_write_and_outlives_the_loss_of_its_server(
    page: Page, alone: postgres.Server, built_database: Path, tmp_path: Path
) -> None:
    url = alone.create("atlas")
    copy_store(f"sqlite:///{built_database}", url)
    log = tmp_path / "server.log"
    with serving(log, {"ATLAS_DATABASE_URL": url}) as app:
        page.goto(f"{app.url}/incident?id={NAJMI}")
        settled(page)
        done = grade_incident(url, NAJMI, 2, Act("Amal", "in another process"))
        began = time.monotonic()
        expect(page.get_by_text(f"New data are shown: revision {done.revision}")).to_be_visible()
        assert time.monotonic() - began < SHOWN_WITHIN_S

        away = page.get_by_text("The store does not answer")
        for _ in range(2):
            alone.stop()
            expect(away).to_be_visible()
            page.goto(f"{app.url}/?gov=IQG05")
            expect(away).to_be_visible()
            expect(page.locator(".atlas-sentence")).to_contain_text("Qadisiyah")
            assert alone.password not in page.content()
            alone.start()
            expect(away).to_have_count(0)
        page.goto(f"{app.url}/incident?id={NAJMI}")
        expect(page.locator(".ledger")).to_be_visible()
        assert "Traceback" not in app.messages()
        assert alone.password not in app.messages()
    connect_engine(url).dispose()
    assert Settings.from_env({}).poll_seconds <= 2
