"""What an export says of itself: the view, the revision, the sources."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from geo.export.credits import credits_of
from geo.store.snapshot import Snapshot
from geo.view.filters import Filters
from geo.view.state import ViewState, link_query

NOTE = (
    "Only incidents of form point have an exact place; a disc is known within uncertainty_m; "
    "all others are known to the district, governorate, stretch of road or country named"
)


@dataclass(frozen=True, slots=True)
class About:
    """``query``: what stands behind the "?" of the frozen link to the same view."""

    title: str
    view: str
    revision: int
    created: str
    query: str
    sources: tuple[str, ...]
    note: str = NOTE

    @classmethod
    def of(cls, snapshot: Snapshot, filters: Filters, state: ViewState) -> About:
        """Describe an export of the view."""
        rows = filters.apply(snapshot)
        codes = np.unique(snapshot.dataset[rows])
        names = [snapshot.vocab.datasets[code] for code in codes.tolist() if code >= 0]
        return cls(
            title="Iraq Incident Atlas",
            view=filters.describe(snapshot),
            revision=snapshot.revision,
            created=snapshot.created,
            query=link_query(filters, replace(state, revision=snapshot.revision)),
            sources=tuple(credits_of(names)),
        )
