"""The import page: recognised or mapped, previewed, loaded, taken back; nothing stored before."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from geo.read import ColumnMapping
from geo.settings import Settings
from geo.store.loads import loads
from geo.store.mappings import find_mapping, save_mapping, saved_mappings
from geo.store.query import latest_revision, read_snapshot
from pages.parts.mapping_form import LABELS, name_of
from pages.parts.uploads import safe_name
from tests.conftest import TEST_DATA
from tests.pages.one_page import html_of, run_page

HOSTILE = """\
Date,Place,Who <b>x</b>,"=cmd|' /C calc'!A0",Dead
03/04/2020,Hillah,"<img src=x onerror=alert(1)>",x,2
05/06/2020,Kirkuk,Group,y,1
05/06/2020,Kirkuk,Group,y,1
07/08/2020,"<script>alert(2)</script>",Group,z,
"""
NAME = "../a <img src=x onerror=alert(3)> **b**.csv"
WAIT_S = 120


@pytest.fixture
def writable(own_store: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Let the page write to a store of this test alone."""
    monkeypatch.setenv("ATLAS_DATABASE_URL", own_store.database_url)
    st.cache_resource.clear()
    yield own_store.database_url
    st.cache_resource.clear()


def upload(*files: tuple[str, bytes | str]) -> AppTest:
    app = run_page("bring_in")
    assert not app.exception
    given = [
        (name, text.encode() if isinstance(text, str) else text, "text/csv") for name, text in files
    ]
    return app.file_uploader[0].set_value(given).run()


def ended(app: AppTest, key: str) -> AppTest:
    """The page once the process under this key has ended."""
    held: Any = app.session_state[key]
    work = held[1] if isinstance(held, tuple) else held
    assert work.wait(WAIT_S)
    app = app.run()
    assert not app.exception
    return app


def field(app: AppTest, name: str) -> Any:
    return next(box for box in app.selectbox if box.label == LABELS[name])


@pytest.mark.usefixtures("app_store")
def test_files_that_cannot_be_read_stop_the_load_and_say_why() -> None:
    app = upload(("empty.csv", ""), ("acled.csv", (TEST_DATA / "read" / "acled.csv").read_bytes()))
    page = html_of(app)
    assert "the file is empty" in page
    assert "ACLED" in page
    assert "empty.csv cannot be read, so nothing is loaded" in app.error[0].value.replace("\\", "")
    assert "import.preview" not in app.session_state
    assert not [button for button in app.button if button.key == "import_load"]


@pytest.mark.usefixtures("app_store")
def test_a_file_with_rejected_rows_only_has_nothing_to_load() -> None:
    text = "report_id,incident_key,outlet,event_date,stance\n<b>1</b>,k,NRT,2020-07-11,=cheers()\n"
    app = ended(upload(("bad.csv", text)), "import.preview")
    page = html_of(app)
    assert "<b>1</b>" not in page
    assert "=cheers()" in page
    assert "There is nothing to load" in app.info[0].value
    assert not [button for button in app.button if button.key == "import_load"]


def test_a_hostile_table_is_mapped_asked_about_loaded_and_taken_back(writable: str) -> None:
    before = latest_revision(writable)
    app = upload((NAME, HOSTILE))
    assert not app.exception
    page = html_of(app)
    assert "<img" not in page
    assert "a &lt;img src=x" in page
    assert "are of none of ucdp-ged" in page
    radio = next(one for one in app.radio if one.label == "Dates are written")
    assert [text.replace("\\", "") for text in radio.options] == [
        "day first: 03/04/2020 is 3 Apr 2020", "month first: 03/04/2020 is 4 Mar 2020",
    ]  # fmt: skip
    radio.set_value("day-first").run()
    options = field(app, "actor_text").options
    field(app, "actor_text").select_index(options.index("Who <b>x</b>")).run()
    field(app, "outlet").select_index(1).run()
    says = next(text for text in app.text_input if text.label == "Outlet of every row")
    says.set_value("<i>Own</i>").run()
    page = html_of(app)
    assert "&lt;img src=x onerror=alert(1)&gt; (attributed)" in page
    assert "<script" not in page
    assert "&lt;i&gt;Own&lt;/i&gt;" in page
    app = ended(app.button(key="import_preview").click().run(), "import.preview")
    assert "1 repeated in the file" in html_of(app)
    assert latest_revision(writable) == before
    assert app.button(key="import_load").disabled
    app.checkbox(key="import_trust").check().run()
    app.button(key="import_load").click().run()
    assert "Give your name" in app.error[0].value
    app.text_input(key="import_author").set_value("Amal").run()
    app.text_input(key="import_remark").set_value("weekly sheet").run()
    app = ended(app.button(key="import_load").click().run(), "import.load")
    load = loads(writable)[0]
    assert (load.author, load.n_new, load.n_same) == ("Amal", 3, 0)
    assert "/" not in load.file
    assert f"set={load.dataset}" in html_of(app)
    assert read_snapshot(writable).vocab.datasets.count(load.dataset) == 1
    app.text_input(key="undo_load_import_why").set_value("a wrong file").run()
    app.button(key="undo_load_import_go").click().run()
    assert "is taken back by decision 1" in app.success[0].value
    assert loads(writable)[0].undone_by == 1
    assert load.dataset not in read_snapshot(writable).vocab.datasets
    app.button(key="import_more").click().run()
    assert "Bring records in" in html_of(app)
    assert not app.exception


def test_a_mapping_is_saved_proposed_renamed_and_deleted(writable: str) -> None:
    text = (TEST_DATA / "read" / "table.csv").read_text()
    app = upload(("first.csv", text))
    key = name_of(next(iter(app.session_state["import.uploads"].uploads.values())).look)
    app.text_input(key=f"map_{key}_name").set_value("our <sheet>").run()
    app.button(key=f"map_{key}_save").click().run()
    assert "Not saved" in app.error[0].value
    app.text_input(key=f"map_{key}_author").set_value("Amal").run()
    field(app, "note").select_index(0).run()
    app.button(key=f"map_{key}_save").click().run()
    assert [one.name for one in saved_mappings(writable)] == ["our <sheet>"]
    assert "note" not in dict(find_mapping(writable, "our <sheet>").columns)
    again = upload(("second.csv", text))
    assert again.selectbox(key=f"map_{key}_saved").value == "our <sheet>"
    assert field(again, "note").value == -1
    again.text_input(key=f"map_{key}_new").set_value("renamed").run()
    again.button(key=f"map_{key}_rename").click().run()
    assert [one.name for one in saved_mappings(writable)] == ["renamed"]
    again.button(key=f"map_{key}_delete").click().run()
    assert saved_mappings(writable) == []
    assert not again.exception


def test_a_mapping_for_other_columns_is_not_proposed(writable: str) -> None:
    other = ColumnMapping("x", (("event_date", "Tag"), ("place_text", "Ort")))
    save_mapping(writable, "other", other, "Amal")
    app = upload(("first.csv", (TEST_DATA / "read" / "table.csv").read_text()))
    assert not [box for box in app.selectbox if box.label.startswith("Saved mapping")]
    field(app, "event_type").select_index(2).run()
    assert "stands for two fields" in app.error[0].value.replace("\\", "")


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\x\\..\\b.csv", "b.csv"),
        ("\x00\x1b[2J.csv", "[2J.csv"),
        ("...", "table"),
        ("", "table"),
        ("x" * 500 + ".csv", "x" * 116 + ".csv"),
        ("كشف الحوادث.xlsx", "كشف الحوادث.xlsx"),
    ],
)
def test_names_of_uploads_lead_nowhere(name: str, safe: str) -> None:
    assert safe_name(name) == safe
    assert Path(safe_name(name)).name == safe_name(name)
