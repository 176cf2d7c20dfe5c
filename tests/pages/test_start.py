from __future__ import annotations

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from geo.errors import StoreError
from geo.settings import PROJECT_DIR, Settings
from geo.store.live import shared
from tests.pages.conftest import shown


def test_a_store_that_cannot_be_opened_says_why_and_can_be_tried_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("ATLAS_DATABASE_URL", "sqlite:////dev/null/atlas.sqlite")
    st.cache_resource.clear()
    with pytest.raises(StoreError) as failed:
        shared(Settings.from_env()).current()
    app = AppTest.from_file(PROJECT_DIR / "pages" / "main.py", default_timeout=120).run()
    assert not app.exception
    assert "The data could not be opened" in shown(app)
    assert str(failed.value)[:20] in shown(app)
    assert app.button("start_again").label == "Try again"
    st.cache_resource.clear()


def test_a_setting_that_cannot_be_used_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ATLAS_POLL_SECONDS", "often")
    st.cache_resource.clear()
    app = AppTest.from_file(PROJECT_DIR / "pages" / "main.py", default_timeout=120).run()
    assert not app.exception
    assert "ATLAS_POLL_SECONDS is 'often'" in app.error[0].value
    st.cache_resource.clear()
