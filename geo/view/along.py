"""The incidents along a road: which, at which kilometre, how far beside it.

What is placed at a point or in a disc has a kilometre when its middle lies within reach of the
road. A report of a stretch has the range of kilometres that the two roads share. What is known
only to a district or larger has no place on a road and is not counted along it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from geo.model import Form
from geo.places.linear import Course, course_of_route, covered, project
from geo.places.routes import RouteSet
from geo.store.snapshot import FORMS, Snapshot
from geo.view.cache import per_snapshot
from geo.view.index import Rows, index_of

Floats = NDArray[np.float64]
REACH_M: Final = 5_000.0
"""How far beside a named route an incident may be to have a kilometre on it."""

_BESIDE_M: Final = 3_000.0
_SAME_ROAD_M: Final = 100.0
_STRETCH: Final = FORMS.index(Form.STRETCH)


@dataclass(frozen=True, eq=False, slots=True)
class Along:
    """Incidents along a course, by row. All arrays have one entry an incident.

    Attributes
    ----------
    rows : rows of the snapshot, rising.
    low, high : kilometres; equal for a point, a range for a disc or a stretch.
    offset_m : metres beside the road, NaN for a stretch.
    placed : whether its kilometre, or the middle of its range, counts as one (``where_prec`` 1 or
        2: a point, a disc, a stretch near one town); the others are coarse, somewhere in theirs.
    """

    rows: Rows
    low: Floats
    high: Floats
    offset_m: Floats
    placed: NDArray[np.bool_]

    def only(self, keep: NDArray[np.bool_]) -> Along:
        """Those where ``keep`` is true."""
        return Along(
            self.rows[keep], self.low[keep], self.high[keep], self.offset_m[keep], self.placed[keep]
        )

    @property
    def middle(self) -> Floats:
        """Kilometre of the middle of each range."""
        return (self.low + self.high) / 2


@per_snapshot(maxsize=24)
def along(snapshot: Snapshot, course: Course, reach_m: float = REACH_M) -> Along:
    """All incidents of the snapshot along the course, whatever the filters."""
    exact = np.flatnonzero(index_of(snapshot).exact)
    near, km, offset = project(
        course.line, course.km, snapshot.lat[exact], snapshot.lon[exact], reach_m
    )
    points = exact[near]
    radius = np.nan_to_num(snapshot.uncertainty_m[points].astype(np.float64)) / 1000
    radius[snapshot.form[points] != FORMS.index(Form.DISC)] = 0.0
    stretches = [covered(course, line.wkt, _BESIDE_M) for line in snapshot.vocab.stretches]
    on = np.array([span is not None for span in stretches] + [False])
    ranges = np.array([span or (np.nan, np.nan) for span in stretches] + [(np.nan, np.nan)])
    lit = np.flatnonzero((snapshot.form == _STRETCH) & on[snapshot.stretch])
    span = ranges[snapshot.stretch[lit]].reshape(-1, 2)
    rows = np.concatenate([points, lit]).astype(np.int64)
    order = np.argsort(rows, kind="stable")
    rows = rows[order]
    return Along(
        rows,
        np.concatenate([np.maximum(km - radius, 0.0), span[:, 0]])[order],
        np.concatenate([np.minimum(km + radius, course.length_km), span[:, 1]])[order],
        np.concatenate([offset, np.full(len(lit), np.nan)])[order],
        np.isin(snapshot.where_prec[rows], (1, 2)),
    )


@dataclass(frozen=True, eq=False, slots=True)
class Reference:
    """Position of every incident on a named route; arrays of shape (n,).

    Attributes
    ----------
    labels : the routes' labels; ``route`` holds a position in it, -1 for no route.
    km, offset_m : of what has a point or disc; NaN otherwise.
    from_km, to_km : the range of a disc or stretch; equal to ``km`` for a point.
    """

    labels: tuple[str, ...]
    route: NDArray[np.int16]
    km: Floats
    offset_m: Floats
    from_km: Floats
    to_km: Floats


@per_snapshot(maxsize=2)
def references(snapshot: Snapshot, routes: RouteSet) -> Reference:
    """The named route of every incident that is near or on one.

    A route that the sources name wins; else the nearest, and of several on the same road the
    first of the table (motorways, then highways, then military names).
    """
    n = snapshot.n
    route = np.full(n, -1, dtype=np.int16)
    km, low, high = (np.full(n, np.nan) for _ in range(3))
    offset, rank = np.full(n, np.nan), np.full(n, np.inf)
    labels = tuple(r.label for r in routes.routes)
    stated = np.array([*snapshot.vocab.routes, ""], dtype=object)[snapshot.route]
    for number, one in enumerate(routes.routes):
        found = along(snapshot, course_of_route(one))
        rows = found.rows
        # Metres decide; a stated route comes first, a stretch after all that has a kilometre.
        here = np.where(np.isnan(found.offset_m), REACH_M, found.offset_m)
        here = here - np.where(stated[rows] == one.label, 10 * REACH_M, 0.0)
        better = here < rank[rows] - np.where(np.isfinite(rank[rows]), _SAME_ROAD_M, 0.0)
        at = rows[better]
        route[at], rank[at] = number, here[better]
        offset[at] = found.offset_m[better]
        low[at], high[at] = found.low[better], found.high[better]
        km[at] = np.where(np.isnan(found.offset_m), np.nan, found.middle)[better]
    return Reference(labels, route, km, offset, low, high)
