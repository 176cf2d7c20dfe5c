"""The geocode page: words in, places out, corrections kept, undone and seen as of a revision."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

import pandas as pd
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from geo.export.geocoded import geocoded_csv
from geo.model import Candidate, Form, Location, WherePrec
from geo.places.corrections import Corrections
from geo.places.geocode_table import COLUMNS
from geo.settings import Settings
from geo.store.corrections import correction_history, read_corrections
from geo.store.query import latest_revision
from pages.parts import placed_map, words_input, words_job
from tests.pages.one_page import html_of, run_page

HOSTILE = "<img src=x onerror=alert(1)> **Balad** [a](javascript:b)"


@pytest.fixture
def writable(own_store: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Let the page write to a store of this test alone."""
    monkeypatch.setenv("ATLAS_DATABASE_URL", own_store.database_url)
    st.cache_resource.clear()
    yield own_store.database_url
    st.cache_resource.clear()


def place(app: AppTest, *lines: str) -> AppTest:
    app.text_area(key="geocode_text").set_value("\n".join(lines)).run()
    return app.button(key="geocode_place").click().run()


def correct(app: AppTest, line: int, choice: str, author: str, reason: str) -> AppTest:
    app.number_input(key="geocode_line").set_value(line + 1).run()
    app.radio(key=f"geocode_choice_{line}").set_value(choice).run()
    app.text_input(key="geocode_reason").set_value(reason).run()
    app.text_input(key="geocode_author").set_value(author).run()
    return app.button(key="geocode_correct").click().run()


@pytest.mark.usefixtures("app_store")
def test_before_anything_is_pasted_the_page_says_what_it_does() -> None:
    app = run_page("geocode")
    assert not app.exception
    assert "Each line becomes a place" in html_of(app)
    assert "No place words have been corrected yet" in html_of(app)
    app = place(app, "", "  ")
    assert "There are no words yet" in app.warning[0].value
    assert not app.exception


@pytest.mark.usefixtures("app_store")
def test_lines_become_a_table_with_their_places() -> None:
    app = place(run_page("geocode"), "Camp Taji", "", HOSTILE, "qqxx", "x" * 10_000, "😀\x07")
    assert not app.exception
    frame = app.dataframe[0].value
    assert frame["Line"].tolist() == [1, 2, 3, 4, 5]
    assert (frame["Place"][0], frame["Governorate"][0]) == ("Camp Taji", "Baghdad")
    assert frame["Found by"][2] == "not placed"
    app.number_input(key="geocode_line").set_value(2).run()
    page = html_of(app)
    assert "<img" not in page
    assert "&lt;img src=x" in page
    app.segmented_control(key="geocode_shown").set_value("Corrected").run()
    assert "No line is corrected" in html_of(app)
    app.segmented_control(key="geocode_shown").set_value("Not placed").run()
    assert 3 in app.dataframe[0].value["Line"].tolist()
    assert not app.exception


def test_a_correction_is_kept_used_and_taken_back(writable: str) -> None:
    app = place(run_page("geocode"), "Green Zone", "Camp Taji")
    before = app.dataframe[0].value["Place"][0]
    app = correct(app, 0, "none", "Amal <b>", "a test <i>")
    assert not app.exception
    assert "8 reports of the atlas placed anew" in app.success[0].value
    assert app.dataframe[0].value["Precision"].tolist()[0] == "place not known"
    assert app.text_input(key="geocode_undo_author").value == "Amal <b>"
    page = html_of(app)
    assert "Amal &lt;b&gt;" in page
    assert "a test &lt;i&gt;" in page
    assert "<i>" not in page
    held = read_corrections(writable).find("green zone")
    assert held is not None
    assert held.location.form is Form.UNPLACED
    app.text_input(key="geocode_undo_reason").set_value("it was one").run()
    app = app.button(key="geocode_undo_go").click().run()
    assert not app.exception
    assert app.dataframe[0].value["Place"][0] == before
    assert len(read_corrections(writable)) == 0
    assert len(correction_history(writable)) == 2


def test_a_road_that_may_be_two_is_decided_by_choosing_one(writable: str) -> None:
    app = place(run_page("geocode"), "Route 1")
    assert app.dataframe[0].value["Place"][0] == "Highway 1 or M1"
    app.radio(key="geocode_choice_0").set_value("1").run()
    assert not [box for box in app.selectbox if str(box.key).startswith("geocode_reach")]
    app = correct(app, 0, "1", "Amal", "the convoy came from Kuwait")
    assert not app.exception
    held = read_corrections(writable).find("route 1")
    assert held is not None
    assert (held.location.form, held.location.route) == (Form.STRETCH, "M1")
    assert app.dataframe[0].value["Place"][0] == "M1"
    page = html_of(app)
    assert "Corridor: 35.0 km to each side" in page
    assert "crosses Anbar" in page


def test_what_is_missing_is_said_and_nothing_is_changed(writable: str) -> None:
    app = place(run_page("geocode"), "Green Zone")
    revision = latest_revision(writable)
    app = correct(app, 0, "none", "", "a reason")
    assert "Nothing was changed: a decision needs the name" in app.error[0].value.replace("\\", "")
    assert latest_revision(writable) == revision
    app.radio(key="geocode_choice_0").set_value("click").run()
    assert app.button(key="geocode_correct").disabled
    app.text_input(key="geocode_written").set_value("nowhere").run()
    assert any("no coordinate" in caption.value for caption in app.caption)
    app.text_input(key="geocode_written").set_value("33.3001, 44.4002").run()
    app.selectbox(key="geocode_reach_0_click").set_value("10km").run()
    app.text_input(key="geocode_author").set_value("Amal").run()
    app = app.button(key="geocode_correct").click().run()
    held = read_corrections(writable).find("Green Zone")
    assert held is not None
    assert (held.location.lat, held.location.lon) == (33.3001, 44.4002)
    assert (held.location.form, held.location.uncertainty_m) == (Form.DISC, 10_000)
    assert not app.exception


def test_a_pinned_revision_shows_what_held_then(writable: str) -> None:
    app = place(run_page("geocode"), "Green Zone")
    app = correct(app, 0, "none", "Amal", "a test")
    newest = latest_revision(writable)
    pinned = run_page("geocode", f"rev={newest - 1}")
    assert "No place words have been corrected yet" in html_of(pinned)
    pinned = place(pinned, "Green Zone")
    assert pinned.dataframe[0].value["Place"][0]
    assert any("go live" in caption.value for caption in pinned.caption)
    assert not pinned.radio
    assert not pinned.exception


@pytest.mark.usefixtures("app_store")
def test_too_many_lines_are_cut_and_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(words_input, "MOST_LINES", 3)
    app = place(run_page("geocode"), "Balad", "Basra", "Kut", "Hit", "Erbil")
    assert len(app.dataframe[0].value) == 3
    assert "5 lines were pasted; the first 3 are placed" in app.warning[0].value.replace("\\", "")


def test_nothing_coarse_becomes_a_spot() -> None:
    places = [
        Location(Form.POINT, WherePrec.EXACT, 33.0, 44.0),
        Location(Form.DISC, WherePrec.WITHIN_25_KM, 33.0, 44.0, 5_000.0),
        Location(Form.GOVERNORATE, WherePrec.GOVERNORATE, 33.0, 44.0, governorate_pcode="G"),
        Location(Form.DISTRICT, WherePrec.DISTRICT, 33.0, 44.0, district_pcode="D"),
        Location(Form.STRETCH, WherePrec.LINEAR_OR_LARGER, 33.0, 44.0,
                 stretch_wkt="LINESTRING (44 33, 45 32)"),
        Location(Form.COUNTRY, WherePrec.COUNTRY, 33.0, 44.0),
        Location(Form.UNPLACED),
    ]  # fmt: skip
    drawn = placed_map.shapes([*places, *places])
    assert len(drawn["spots"]) == 2
    assert drawn["areas"] == [["governorate", "G", "placed"], ["district", "D", "placed"]]
    assert drawn["stretches"] == [["placed", [[[33.0, 44.0], [32.0, 45.0]]]]]


@pytest.mark.parametrize(
    "message",
    [None, {}, {"kind": "click"}, {"kind": "click", "lat": "x", "lon": 1, "reach_m": 2},
     {"kind": "click", "lat": float("nan"), "lon": 1, "reach_m": 2},
     {"kind": "click", "lat": 99, "lon": 1, "reach_m": 2}, {"lat": 1, "lon": 1, "reach_m": 2}, 7],
)  # fmt: skip
def test_a_message_that_is_no_click_means_nothing(message: object) -> None:
    assert placed_map.understand(message) is None


def test_the_summary_counts_every_line_once() -> None:
    found = (
        Location(Form.COUNTRY, WherePrec.COUNTRY),
        Location(Form.UNPLACED, candidates=(Candidate("A", "town", 33.0, 44.0, 0.5),)),
    )
    placed = words_job.Placed(words_job.Job("x", ("a", "b"), found), Corrections(), found)
    assert placed.summary() == "2 lines: 1 by country only and 1 not placed."
    assert placed.rows("To check") == [1]
    assert placed.rows("Not placed") == [1]


def test_a_file_of_results_holds_no_formula() -> None:
    table = pd.DataFrame({"=cmd": ["=1+1", "Balad"], "n": pd.array([1, None], dtype="Int64")})
    rows = list(csv.reader(io.StringIO(geocoded_csv(table).decode("utf-8-sig"))))
    assert rows == [["'=cmd", "n"], ["'=1+1", "1"], ["Balad", ""]]


def test_the_columns_of_the_download_are_those_of_the_command() -> None:
    assert COLUMNS[0] == "governorate"
    assert "method" in COLUMNS
