"""Pages run in this process, over the store built from data/."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import streamlit as st

from geo.settings import Settings


@pytest.fixture
def app_store(built_settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let the pages read the built store, and forget it afterwards."""
    monkeypatch.setenv("ATLAS_DATABASE_URL", built_settings.database_url)
    st.cache_resource.clear()
    yield
    st.cache_resource.clear()
