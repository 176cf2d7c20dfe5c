"""The data page accounts for every file and every rejection."""

from __future__ import annotations

import csv
import io

import pytest

from geo.settings import Settings
from geo.store.query import count_rejections
from pages.parts.rejections import as_csv
from tests.pages.one_page import html_of, run_page


@pytest.mark.usefixtures("app_store")
def test_files_places_history_and_licences() -> None:
    app = run_page("data")
    assert not app.exception
    words = html_of(app)
    for part in (
        "ucdp_ged_iraq_1989_2018.csv", "7,473 incidents", "398 reports", "OpenStreetMap",
        "CC BY", "18 governorates, 101 districts", "given coordinates", "first start",
    ):  # fmt: skip
        assert part in words


@pytest.mark.usefixtures("app_store")
def test_rejections_are_filtered_and_paged(built_settings: Settings) -> None:
    total = count_rejections(built_settings.database_url)
    app = run_page("data")
    assert f"1 to 20 of {total} lines" in html_of(app)
    app.number_input(key="data_rejections_page").set_value(4).run()
    assert f"61 to {total} of {total} lines" in html_of(app)
    app.text_input(key="data_rejections_words").set_value("low 6610").run()
    assert "1 to 1 of 1 line" in html_of(app)
    app.text_input(key="data_rejections_words").set_value("50%_no").run()
    assert "None with these words" in html_of(app)
    assert not app.exception


@pytest.mark.usefixtures("app_store")
def test_the_store_is_checked_when_asked() -> None:
    app = run_page("data")
    app.button(key="data_check").click().run()
    assert app.success[0].value == "The store is whole."


def test_all_rejections_as_a_file(built_settings: Settings) -> None:
    url = built_settings.database_url
    rows = list(csv.DictReader(io.StringIO(as_csv(url, None, "").decode("utf-8-sig"))))
    assert len(rows) == count_rejections(url)
    assert all(row["reason"] and row["raw"] for row in rows)
