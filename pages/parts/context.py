"""What every page is given: the snapshot, the view asked for, and the means to change it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NoReturn

import streamlit as st
from streamlit.navigation.page import Page

from geo.settings import Settings
from geo.store.snapshot import Snapshot
from geo.view.filters import Filters
from geo.view.index import Rows
from geo.view.reading import read
from geo.view.state import ViewState, link_query
from pages.parts import link


@dataclass(frozen=True)
class Context:
    """One run of one page.

    Attributes
    ----------
    whole : of the revision shown, with all its reports as stated.
    filters, state : the view.
    latest_revision : the newest in the store; differs from ``snapshot.revision`` when pinned.
    pages : by their address: "map", "timeline", "incident", "data".
    page : which of them is shown.
    """

    whole: Snapshot
    filters: Filters
    state: ViewState
    settings: Settings
    latest_revision: int
    pages: dict[str, Page]
    page: str

    @property
    def snapshot(self) -> Snapshot:
        """The atlas as the reader reads it; what every page shows."""
        return read(self.whole, self.state.reading)

    @property
    def rows(self) -> Rows:
        """Rows of the incidents selected; remembered by the filters themselves."""
        return self.filters.apply(self.snapshot)

    @property
    def counts(self) -> tuple[int, int]:
        """Incidents and reports selected."""
        return self.filters.counts(self.snapshot)

    @property
    def pinned(self) -> bool:
        """Whether the link names a revision."""
        return self.state.revision is not None

    def update(self, filters: Filters | None = None, **changes: Any) -> NoReturn:
        """Change the view and run again; a callback uses ``link.change`` instead.

        Parameters
        ----------
        filters : taken instead of those held.
        changes : fields of ``Filters`` and of ``ViewState``.
        """
        link.change(filters, **changes)
        st.rerun()

    def open(self, page: str, filters: Filters | None = None, **changes: Any) -> NoReturn:
        """Change the view and go to another page."""
        link.change(filters, **changes)
        pairs = link.query_of(*link.held(), page)
        st.switch_page(self.pages[page], query_params=link.grouped(pairs))

    def open_incident(self, key: str) -> NoReturn:
        """Go to the page of an incident, keeping the filters."""
        self.open("incident", incident=key)

    def address(self, page: str, filters: Filters | None = None, **changes: Any) -> str:
        """A link to a page for an ``href``, with the view as it is but for the changes."""
        chosen = self.filters if filters is None else filters
        query = link_query(*link.changed(chosen, self.state, changes))
        return ("./" if page == "map" else page) + (f"?{query}" if query else "")
