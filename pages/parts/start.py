"""What a reader sees while there are no data to show yet."""

from __future__ import annotations

import html
from typing import Final

import streamlit as st

from geo.store.live import Phase, SnapshotStore

_EVERY_S: Final = 0.7


def ready(store: SnapshotStore) -> bool:
    """Whether there is a snapshot to show; if not, shows how far the store has come."""
    if store.state.phase is not Phase.FAILED:  # else it would be tried again at every run
        store.start()
    match store.state.phase:
        case Phase.READY:
            return True
        case Phase.FAILED:
            _failed(store)
        case Phase.BUILDING:
            _progress(store)
    return False


@st.fragment(run_every=_EVERY_S)
def _progress(store: SnapshotStore) -> None:
    state = store.state
    if state.phase is not Phase.BUILDING:
        st.rerun()
    with st.container(key="start"):
        st.html(
            '<div class="atlas-start"><h1>The atlas is getting ready</h1><p>On its first start, '
            "and when the geocoder, roads or boundaries have changed, it reads the incidents and "
            "places every report. This takes less than a minute.</p></div>"
        )
        st.progress(min(state.fraction, 1.0), text=state.message or "Opening the store")


@st.fragment(run_every=_EVERY_S)
def _until_it_works(store: SnapshotStore) -> None:
    """Go on by itself when a server that did not answer is back."""
    if store.state.phase is not Phase.FAILED:
        st.rerun()


def _failed(store: SnapshotStore) -> None:
    with st.container(key="start"):
        st.html(
            '<div class="atlas-start"><h1>The data could not be opened</h1>'
            f"<p>{html.escape(store.state.message)}.</p></div>"
        )
        again = st.button("Try again", key="start_again")
        _until_it_works(store)
    if again:
        store.start()
        st.rerun()
