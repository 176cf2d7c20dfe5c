"""The only file that keeps things between runs: settings, the store, and what is made of them."""

from __future__ import annotations

import streamlit as st

from geo.settings import Settings
from geo.store.live import SnapshotStore, shared
from geo.store.query import IncidentDetail, incident_detail


@st.cache_resource(show_spinner=False)
def settings() -> Settings:
    """The environment, read once.

    Raises
    ------
    SettingsError
        A variable has a value that the atlas cannot work with.
    """
    return Settings.from_env()


def store() -> SnapshotStore:
    """The one holder of snapshots of this process, shared by every session."""
    return shared(settings())


@st.cache_resource(show_spinner=False, max_entries=64)
def incident(key: str, revision: int) -> IncidentDetail:
    """An incident with all its reports as of a revision, which never changes.

    Raises
    ------
    NotFoundError
        There is no such incident at that revision.
    """
    return incident_detail(key, settings().database_url, revision)
