"""What is derived once from a snapshot so that every view of it is quick."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from geo.claims.ragged import owners
from geo.model import EXACT_FORMS, Form
from geo.store.cache import per_snapshot
from geo.store.snapshot import FORMS, Snapshot, morton
from geo.view.codes import countries

Rows = NDArray[np.int64]
"""Row numbers of a snapshot, rising, each at most once."""

MAX_LAT: Final = 85.05112877980659
"""Where Web Mercator ends, degrees. Source: EPSG:3857."""

EXACT_CODES: Final = tuple(FORMS.index(form) for form in EXACT_FORMS)


class Index:
    """Columns beside those of the snapshot; each is made when it is first asked for."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot

    @cached_property
    def world_x(self) -> NDArray[np.float64]:
        """Web Mercator x in [0, 1], west to east; NaN when unplaced. Shape (n,)."""
        return (self._snapshot.lon + 180.0) / 360.0

    @cached_property
    def world_y(self) -> NDArray[np.float64]:
        """Web Mercator y in [0, 1], north to south; NaN when unplaced. Shape (n,)."""
        return world_y(self._snapshot.lat)

    @cached_property
    def exact(self) -> NDArray[np.bool_]:
        """Whether the form is one that may be a mark at its coordinate. Shape (n,)."""
        return np.isin(self._snapshot.form, EXACT_CODES)

    @cached_property
    def drawn(self) -> NDArray[np.int8]:
        """Code of the form each incident is drawn by. Shape (n,).

        It is the incident's own form, but where the boundary set in use or the roads do not have
        its unit: then the next larger one, district or stretch, else governorate, else country.
        """
        snapshot = self._snapshot
        drawn = snapshot.form.copy()
        for form, column in ((Form.DISTRICT, snapshot.district), (Form.STRETCH, snapshot.stretch)):
            drawn[(drawn == FORMS.index(form)) & (column < 0)] = FORMS.index(Form.GOVERNORATE)
        whole = drawn == FORMS.index(Form.GOVERNORATE)
        drawn[whole & (snapshot.governorate < 0)] = FORMS.index(Form.COUNTRY)
        return drawn

    @cached_property
    def morton(self) -> NDArray[np.uint64]:
        """Morton codes, rising. Shape (n,).

        Raises
        ------
        ValueError
            The rows of the snapshot are not in Morton order.
        """
        codes = morton(self._snapshot.lat, self._snapshot.lon)
        if np.any(codes[1:] < codes[:-1]):
            raise ValueError("the snapshot's incidents are not in Morton order")
        return codes

    @cached_property
    def report_incident(self) -> NDArray[np.int64]:
        """Row of the incident of each report. Shape (m,)."""
        return owners(self._snapshot.report_start)

    @cached_property
    def actor_incident(self) -> NDArray[np.int64]:
        """Row of the incident of each actor mention."""
        return owners(self._snapshot.actor_start)

    @cached_property
    def countries(self) -> tuple[str, ...]:
        """Countries of the outlets; position = code in ``report_country``."""
        return countries(self._snapshot.vocab)

    @cached_property
    def report_country(self) -> NDArray[np.int32]:
        """Code in ``countries`` of each report's outlet, -1 when not stated. Shape (m,)."""
        code = {name: i for i, name in enumerate(self.countries)}
        of_outlet = [code.get(o.country or "", -1) for o in self._snapshot.vocab.outlets]
        return np.array([*of_outlet, -1], dtype=np.int32)[self._snapshot.outlet]

    @cached_property
    def id_order(self) -> Rows:
        """Rows in the order of their ids."""
        return np.argsort(self._snapshot.ids.astype(str), kind="stable").astype(np.int64)

    @cached_property
    def row_of(self) -> Mapping[str, int]:
        """Row of each incident id."""
        return _RowOf(self._snapshot.ids, self.id_order)

    @cached_property
    def placed(self) -> int:
        """Number of incidents with a coordinate; the others come after them."""
        return int(np.count_nonzero(np.isfinite(self._snapshot.lat)))

    @cached_property
    def extent(self) -> tuple[float, float, float, float]:
        """West, south, east, north of all coordinates, degrees; of none, the whole world."""
        if not self.placed:
            return -180.0, -90.0, 180.0, 90.0
        lat, lon = self._snapshot.lat[: self.placed], self._snapshot.lon[: self.placed]
        return float(lon.min()), float(lat.min()), float(lon.max()), float(lat.max())


class _RowOf(Mapping[str, int]):
    """Ids to rows by binary search: a dictionary of a million ids would weigh 100 MB."""

    def __init__(self, ids: NDArray[np.object_], order: Rows) -> None:
        self._ids, self._order = ids, order

    def __getitem__(self, incident_id: str) -> int:
        at = int(np.searchsorted(self._ids, incident_id, sorter=self._order))
        if at == len(self._ids) or self._ids[self._order[at]] != incident_id:
            raise KeyError(incident_id)
        return int(self._order[at])

    def __iter__(self) -> Iterator[str]:
        return iter(self._ids[self._order])

    def __len__(self) -> int:
        return len(self._ids)


@per_snapshot(maxsize=1)
def index_of(snapshot: Snapshot) -> Index:
    """The one ``Index`` of a snapshot."""
    return Index(snapshot)


def world_y(lat: NDArray[np.float64]) -> NDArray[np.float64]:
    """Web Mercator y in [0, 1] of degrees; beyond ``MAX_LAT`` it stays on the edge.

    Source: Snyder, Map Projections - A Working Manual, USGS PP 1395, eq. 7-2 (sphere).
    """
    sine = np.sin(np.radians(np.clip(lat, -MAX_LAT, MAX_LAT)))
    y: NDArray[np.float64] = 0.5 - np.log((1 + sine) / (1 - sine)) / (4 * np.pi)
    return y
