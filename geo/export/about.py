"""What an export says of itself: the view, the revision, the sources."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from geo.credits import credits
from geo.model import Form, Status
from geo.store.snapshot import Snapshot
from geo.view.filters import Filters
from geo.view.index import Rows
from geo.view.palette import FORM_STYLES, STATUS_STYLES
from geo.view.shown import shown
from geo.view.state import ViewState, link_query
from geo.view.words import counted

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
    """``query``: what stands behind the "?" of the frozen link to the same view.

    ``link``: that link, without the address of the atlas where it is not known.
    """

    title: str
    view: str
    revision: int
    created: str
    query: str
    link: str
    sources: tuple[str, ...]
    note: str = NOTE

    @classmethod
    def of(
        cls,
        snapshot: Snapshot,
        filters: Filters,
        state: ViewState,
        site: str = "",
        incident: str | None = None,
        legend: bool = False,
    ) -> About:
        """Describe an export of the view.

        Parameters
        ----------
        site : address of the atlas, ending in a slash, or "".
        incident : id of the one incident that it holds; the link then leads to its page.
        legend : whether what the legend switches off is left out.
        """
        hidden = state.hidden if legend else ()
        rows = shown(snapshot, filters, hidden)
        state = replace(state, revision=snapshot.revision)
        if incident is not None:
            state = replace(state, incident=incident)
        query = link_query(filters, state)
        page = "" if incident is None else "incident"
        codes = np.unique(snapshot.dataset[rows])
        names = [snapshot.vocab.datasets[code] for code in codes.tolist() if code >= 0]
        return cls(
            title="Iraq Incident Atlas",
            view="; ".join(filter(None, _words(snapshot, filters, state, rows, hidden, incident))),
            revision=snapshot.revision,
            created=snapshot.created,
            query=query,
            link=f"{site}{page}?{query}",
            sources=tuple(credits_of(names)),
        )


def _words(
    snapshot: Snapshot,
    filters: Filters,
    state: ViewState,
    rows: Rows,
    hidden: Sequence[str],
    incident: str | None,
) -> tuple[str, ...]:
    """The selection in words: filters with the counts, reading, what the legend switches off."""
    reading = state.reading.describe()
    if incident is not None:
        return (f"Incident {incident}: {counted(int(snapshot.n_reports.sum()), 'report')}", reading)
    reports = int(np.sum(snapshot.n_reports[rows], dtype=np.int64))
    said = filters.describe(snapshot, (len(rows), reports))
    return (said, reading, switched_off(hidden))


def switched_off(hidden: Sequence[str]) -> str:
    """What the legend leaves out of the view, in words; "" for nothing.

    >>> switched_off(("form:country", "rivers", "status:denied"))
    'without what the legend switches off: country only, denied'
    """
    words = [FORM_STYLES[form].label for form in Form if f"form:{form}" in hidden]
    words += [STATUS_STYLES[status].label for status in Status if f"status:{status}" in hidden]
    said = ", ".join(words).lower()
    return f"without what the legend switches off: {said}" if said else ""


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
