"""Which roads a view looks at, and the incidents along them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from geo.places.linear import Course, course_of_route
from geo.places.roadbook import Roadbook
from geo.store.cache import per_snapshot
from geo.store.snapshot import Snapshot
from geo.view.along import Along, along
from geo.view.route_profile import at_least_as_exact
from geo.view.shown import Within
from geo.view.state import ViewState

ROAD_KEYS: Final = ("road", "orig", "dest", "alt", "reach", "known", "km")
"""Keys of a link that say which incidents are along the roads."""

MOST_WAYS: Final = 3


@dataclass(frozen=True, slots=True)
class Choice:
    """The roads of a view; ``problem`` says what cannot be shown. ``chosen`` is looked at closely.

    ``courses`` is empty when nothing, or nothing known, is chosen.
    """

    courses: tuple[Course, ...] = ()
    chosen: int = 0
    problem: str = ""

    @property
    def course(self) -> Course:
        """The road that is looked at closely."""
        return self.courses[self.chosen]


def asked(state: ViewState) -> bool:
    """Whether the view names any road."""
    return bool(state.road or (state.orig and state.dest))


def choose(state: ViewState, book: Roadbook) -> Choice:
    """The named route, or the ways between two places."""
    if state.road:
        route = book.routes.by_label(state.road)
        if route is None:
            return Choice(problem=f"The atlas knows no route {state.road!r}.")
        return Choice((course_of_route(route),))
    if not (state.orig and state.dest):
        return Choice()
    for name in (state.orig, state.dest):
        if name not in book.towns:
            return Choice(problem=f"The atlas knows no town {name!r} to start or end a way.")
    courses = tuple(book.ways(state.orig, state.dest, MOST_WAYS))
    if not courses:
        return Choice(problem="A way needs two different places.")
    return Choice(courses, min(state.alt, len(courses) - 1))


def counted(snapshot: Snapshot, course: Course, state: ViewState) -> Along:
    """Incidents along one course with the view's reach and precision."""
    found = along(snapshot, course, state.reach * 1000.0)
    return at_least_as_exact(snapshot, found, state.known)


def within(snapshot: Snapshot, choice: Choice, state: ViewState) -> Within:
    """The rows along all roads of the choice, or in the kilometres looked at of the chosen one."""
    return _within(snapshot, choice.courses, choice.chosen, state.reach, state.known, state.km)


@per_snapshot(maxsize=12)
def _within(
    snapshot: Snapshot,
    courses: tuple[Course, ...],
    chosen: int,
    reach: int,
    known: int,
    km: tuple[float, float] | None,
) -> Within:
    state = ViewState(reach=reach, known=known)
    if km is not None:
        found = counted(snapshot, courses[chosen], state)
        return Within(found.rows[(found.low <= km[1]) & (found.high >= km[0])])
    rows = [counted(snapshot, course, state).rows for course in courses]
    return Within(np.unique(np.concatenate(rows)))
