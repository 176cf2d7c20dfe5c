"""What an export holds: the incidents of a view, and what is needed to tell of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from geo.export.about import About
from geo.export.records import Record, Urls, records
from geo.export.shapes import Shapes, shapes
from geo.export.urls import store_urls
from geo.places.roadbook import named_routes
from geo.settings import Settings
from geo.store.query import IncidentDetail
from geo.store.snapshot import Snapshot
from geo.view.along import references
from geo.view.filters import Filters
from geo.view.index import Rows
from geo.view.shown import shown
from geo.view.state import ViewState


@dataclass(frozen=True, eq=False)
class Selection:
    """The incidents that a view shows: those of its filters, without what its legend switches off.

    Where the map looks and which days the playback shows do not narrow it: they are how a reader
    goes through the selection, not what is selected.

    Attributes
    ----------
    snapshot : as the reader reads it (``geo.view.reading.read``).
    urls : addresses of reports; asked of the store of the settings when not given.
    site : address of the atlas, ending in a slash, so that links lead there; "" leaves them
        without it.
    detail : the one incident that ``snapshot`` holds, where the export is of one incident.
    """

    snapshot: Snapshot
    filters: Filters
    state: ViewState
    settings: Settings
    urls: Urls | None = None
    site: str = ""
    detail: IncidentDetail | None = None

    @cached_property
    def rows(self) -> Rows:
        """Rows of the incidents, rising."""
        return shown(self.snapshot, self.filters, self.state.hidden)

    @cached_property
    def about(self) -> About:
        """What the export says of itself."""
        one = None if self.detail is None else self.detail.id
        return About.of(self.snapshot, self.filters, self.state, self.site, one, True)

    @cached_property
    def shapes(self) -> Shapes:
        """Footprints of the incidents.

        Raises
        ------
        BoundaryError
            The boundary files cannot be read.
        """
        return shapes(self.settings.governorates, self.settings.districts)

    def records(self) -> Iterator[tuple[int, Record]]:
        """Row and record of each incident, in the order of the table."""
        urls = self.urls or store_urls(self.settings.database_url, self.snapshot.revision)
        reference = references(self.snapshot, named_routes(self.settings))
        return records(self.snapshot, self.rows, self.state, urls, reference)

    def batches(self, size: int) -> Iterator[list[tuple[int, Record]]]:
        """The same in lists of up to ``size``."""
        batch = []
        for entry in self.records():
            batch.append(entry)
            if len(batch) == size:
                yield batch
                batch = []
        if batch:
            yield batch
