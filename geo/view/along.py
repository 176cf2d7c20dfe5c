"""The incidents along a road: which, at which kilometre, how far beside it.

What is placed at a point or in a disc has a kilometre when its middle lies within reach of the
road. A report of a stretch has the range of kilometres that the two roads share. What is known
only to a district or larger has no place on a road and is not counted along it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from geo.model import EXACT_FORMS, Form
from geo.places.linear import Course, course_of_route, covered, project
from geo.places.routes import RouteSet
from geo.store.cache import per_snapshot
from geo.store.snapshot import FORMS, Snapshot
from geo.view.index import Rows

Floats = NDArray[np.float64]
REACH_M: Final = 5_000.0
"""How far beside a named route an incident may be to have a kilometre on it."""

_BESIDE_M: Final = 3_000.0
_SAME_ROAD_M: Final = 100.0
_BESIDE_TOLD_M: Final = 100.0
_EXACT: Final = [FORMS.index(form) for form in EXACT_FORMS]
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
    return _found(snapshot, course, np.arange(snapshot.n), reach_m)


def _found(snapshot: Snapshot, course: Course, rows: Rows, reach_m: float) -> Along:
    """Those of the rows that are along the course."""
    form = snapshot.form[rows]
    exact = rows[np.isin(form, _EXACT)]
    near, km, offset = project(
        course.line, course.km, snapshot.lat[exact], snapshot.lon[exact], reach_m
    )
    points = exact[near]
    radius = np.nan_to_num(snapshot.uncertainty_m[points].astype(np.float64)) / 1000
    radius[snapshot.form[points] != FORMS.index(Form.DISC)] = 0.0
    roads = rows[form == _STRETCH]
    codes, which = np.unique(snapshot.stretch[roads], return_inverse=True)
    spans = [covered(course, snapshot.vocab.stretches[code].wkt, _BESIDE_M) for code in codes]
    ranges = np.array([span or (np.nan, np.nan) for span in spans]).reshape(-1, 2)[which]
    on = ~np.isnan(ranges[:, 0])
    lit, span = roads[on], ranges[on]
    found = np.concatenate([points, lit]).astype(np.int64)
    order = np.argsort(found, kind="stable")
    found = found[order]
    return Along(
        found,
        np.concatenate([np.maximum(km - radius, 0.0), span[:, 0]])[order],
        np.concatenate([np.minimum(km + radius, course.length_km), span[:, 1]])[order],
        np.concatenate([offset, np.full(len(lit), np.nan)])[order],
        np.isin(snapshot.where_prec[found], (1, 2)),
    )


@dataclass(frozen=True, eq=False, slots=True)
class Reference:
    """Position of incidents on a named route; arrays of shape (n,), one entry a row asked for.

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

    def text(self, at: int) -> str:
        """Route, kilometre or range, and how far beside it, in words; "" for no route.

        "Highway 8, km 182, 1.2 km off", "M1, km 262 to 354".
        """
        if self.route[at] < 0:
            return ""
        name, low, high = self.labels[self.route[at]], self.from_km[at], self.to_km[at]
        where = f"km {low:,.0f}" + (f" to {high:,.0f}" if round(high) > round(low) else "")
        metres = self.offset_m[at]
        beside = f", {metres / 1000:.1f} km off" if metres >= _BESIDE_TOLD_M else ""
        return f"{name}, {where}{beside}"


@per_snapshot(maxsize=2)
def references(snapshot: Snapshot, routes: RouteSet) -> Reference:
    """The named route of every incident that is near or on one; see ``references_of``."""
    return _refer(snapshot, routes, np.arange(snapshot.n), along)


def references_of(snapshot: Snapshot, routes: RouteSet, rows: Rows) -> Reference:
    """The named route that each of a few incidents is near or on.

    A route that the sources name wins; else the nearest, and of several on the same road the
    first of the table (motorways, then highways, then military names).
    """
    rising, place = np.unique(rows, return_inverse=True)
    found = _refer(
        snapshot, routes, rising, lambda one, course: _found(one, course, rising, REACH_M)
    )
    return Reference(
        found.labels, found.route[place], found.km[place], found.offset_m[place],
        found.from_km[place], found.to_km[place],
    )  # fmt: skip


def _refer(
    snapshot: Snapshot, routes: RouteSet, rows: Rows, find: Callable[[Snapshot, Course], Along]
) -> Reference:
    """``rows`` rise; ``find`` gives those of them that are along a course."""
    n = len(rows)
    route = np.full(n, -1, dtype=np.int16)
    km, low, high = (np.full(n, np.nan) for _ in range(3))
    offset, rank = np.full(n, np.nan), np.full(n, np.inf)
    labels = tuple(r.label for r in routes.routes)
    stated = np.array([*snapshot.vocab.routes, ""], dtype=object)[snapshot.route]
    for number, one in enumerate(routes.routes):
        found = find(snapshot, course_of_route(one))
        place = np.searchsorted(rows, found.rows)
        # Metres decide; a stated route comes first, a stretch after all that has a kilometre.
        here = np.where(np.isnan(found.offset_m), REACH_M, found.offset_m)
        here = here - np.where(stated[found.rows] == one.label, 10 * REACH_M, 0.0)
        better = here < rank[place] - np.where(np.isfinite(rank[place]), _SAME_ROAD_M, 0.0)
        at = place[better]
        route[at], rank[at] = number, here[better]
        offset[at] = found.offset_m[better]
        low[at], high[at] = found.low[better], found.high[better]
        km[at] = np.where(np.isnan(found.offset_m), np.nan, found.middle)[better]
        # Farther off, but the sources say that it is on this route: the range that they give.
        said = rows[(route < 0) & (stated[rows] == one.label) & np.isfinite(snapshot.from_km[rows])]
        at = np.searchsorted(rows, said)
        route[at], low[at], high[at] = number, snapshot.from_km[said], snapshot.to_km[said]
    return Reference(labels, route, km, offset, low, high)
