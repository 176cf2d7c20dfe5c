"""What an export says of itself: the view, the revision, the sources."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from geo.credits import credits
from geo.store.snapshot import Snapshot
from geo.view.filters import Filters
from geo.view.state import ViewState, link_query

NOTE: Final = (
    "Only incidents of form point have an exact place; a disc is known within uncertainty_m; "
    "all others are known to the district, governorate, stretch of road or country named"
)

_INCIDENT_FILES: Final = {"ucdp-ged": "incidents/ucdp_", "reports": "incidents/reports_"}
"""How the shipped file of a data set is named."""

_TERMS: Final = {
    "acled": "ACLED, Armed Conflict Location & Event Data Project. Licence: ACLED's terms of use; "
    "its rows may not be passed on",
    "gtd": "Global Terrorism Database, START, University of Maryland. Licence: START's end user "
    "licence; its rows may not be passed on",
    "gdelt": "The GDELT Project, https://www.gdeltproject.org. Licence: free use with this credit",
}
"""Of data sets that are not shipped and whose publishers are known."""

_PLACE_FOLDERS: Final = ("boundaries/", "gazetteer/", "roads/")


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
            view="; ".join(filter(None, (filters.describe(snapshot), state.reading.describe()))),
            revision=snapshot.revision,
            created=snapshot.created,
            query=link_query(filters, replace(state, revision=snapshot.revision)),
            sources=tuple(credits_of(names)),
        )


def credits_of(datasets: Sequence[str]) -> list[str]:
    """Lines of credit and licence for these data sets, and for what located their places."""
    lines = []
    for name in datasets:
        prefix = _INCIDENT_FILES.get(name, "?")
        found = [c for c in credits() if any(file.startswith(prefix) for file in c.files)]
        lines += [f"{c.name}. {c.credit}. Licence: {c.licence}" for c in found]
        if not found:
            lines.append(_TERMS.get(name, f"{name}. Licence: to be asked of who loaded it"))
    places = [
        f"{c.credit} ({c.licence})"
        for c in credits()
        if any(file.startswith(_PLACE_FOLDERS) for file in c.files)
    ]
    return [*lines, f"Places found with: {'; '.join(dict.fromkeys(places))}"]
