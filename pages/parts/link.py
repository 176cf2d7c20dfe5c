"""The link is the view: what a session shows, and its address in the browser, kept the same.

The session holds the filters and the state. An address that the session did not write itself
(first visit, back, forward) wins over them; else the session wins and the address follows. The
map writes its centre and zoom into the address by itself, and so does the playback with its
window; these never count as a change.

A view opened by its name stands in the address by that name until it is changed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, Final

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from geo.errors import NotFoundError
from geo.store.saved_views import SavedView
from geo.store.snapshot import Snapshot
from geo.view.filters import Filters
from geo.view.linked import VIEW, Pairs, expand, pairs_of
from geo.view.problem import Problem
from geo.view.state import ViewState, read_link

_FILTERS: Final = "atlas.filters"
_STATE: Final = "atlas.state"
_PROBLEMS: Final = "atlas.problems"
_PAGE: Final = "atlas.page"
_WRITTEN: Final = "atlas.written"
_OPENED: Final = "atlas.opened"
_BY_BROWSER: Final = ("map", "window", "step", "speed")
"""What the map and the playback write into the address themselves; no change by itself."""
_SET: Final = "atlas.set"
"""Those of ``_BY_BROWSER`` that a page has set itself and that the address does not show yet."""
_MAX_PROBLEMS: Final = 5
_FILTER_FIELDS: Final = frozenset(field.name for field in fields(Filters))


@dataclass(frozen=True, slots=True)
class Opened:
    """A saved view that was opened by its name, and what its link says (``_key``)."""

    saved: SavedView
    says: Pairs

    def is_shown(self, page: str, pairs: Iterable[tuple[str, str]]) -> bool:
        """Whether a page with the whole query of a view shows just this one."""
        return page == self.saved.page and _key(pairs) == self.says


def read(
    at: Callable[[int | None], Snapshot], find: Callable[[str], SavedView]
) -> tuple[Snapshot, Filters, ViewState]:
    """The view this run has to show, from the address or from the session.

    Parameters
    ----------
    at : gives the snapshot of a revision, or the newest for ``None``; raises ``NotFoundError``.
    find : gives the saved view of a name; raises ``NotFoundError``.
    """
    pairs = address()
    if not _is_own(pairs):
        whole, saved, ignored = expand(pairs, find)
        snapshot, filters, state, problems = parse(whole, at)
        keep(filters, state)
        st.session_state[_PROBLEMS] = [*ignored, *problems]
        if saved is None:
            st.session_state[_OPENED] = _written().get(_key(pairs))
        else:
            open_view(saved, at)
            go(saved.page)
            st.session_state[_SET] = frozenset(_BY_BROWSER)
        _remember(pairs)
        return snapshot, filters, state
    state = st.session_state[_STATE]
    own = st.session_state.get(_SET, frozenset())
    written = [pair for pair in pairs if pair[0] in _BY_BROWSER and pair[0] not in own]
    looked_at, _ = ViewState.from_query(written)
    newer = {key: getattr(looked_at, key) for key, _ in written}
    if newer:
        state = st.session_state[_STATE] = replace(state, **newer)
    return at(state.revision), st.session_state[_FILTERS], state


def open_view(saved: SavedView, at: Callable[[int | None], Snapshot]) -> None:
    """Hold a saved view as the one that the session looks at, or has changed since."""
    _, filters, state, _ = parse(pairs_of(saved.query), at)
    says = _key((*filters.to_query(), *state.to_query()))
    st.session_state[_OPENED] = Opened(saved, says)


def use_view(saved: SavedView, at: Callable[[int | None], Snapshot]) -> None:
    """Show a saved view, for callbacks: the run that follows goes to its page."""
    _, filters, state, found = parse(pairs_of(saved.query), at)
    keep(filters, state)
    open_view(saved, at)
    st.session_state[_SET] = frozenset(_BY_BROWSER)
    st.session_state[_PROBLEMS] = found
    go(saved.page)


def opened() -> Opened | None:
    """The saved view that the session has opened by its name, if any."""
    found: Opened | None = st.session_state.get(_OPENED)
    return found


def close_view() -> None:
    """Forget that a saved view was opened; what is shown stays."""
    st.session_state[_OPENED] = None


def parse(
    pairs: Pairs, at: Callable[[int | None], Snapshot]
) -> tuple[Snapshot, Filters, ViewState, list[Problem]]:
    """Read an address. What cannot be used is named and left out; never raises for its values."""
    revision = ViewState.from_query(pairs)[0].revision
    unknown = []
    try:
        snapshot = at(revision)
    except NotFoundError as missing:
        unknown = [Problem("rev", str(revision), str(missing))]
        snapshot, revision = at(None), None
    filters, state, problems = read_link(pairs, snapshot.vocab)
    return snapshot, filters, replace(state, revision=revision), [*unknown, *problems]


def address() -> Pairs:
    """The query of the browser's address as this run got it, decoded, in its order."""
    return tuple((key, value) for key in st.query_params for value in st.query_params.get_all(key))


def keep(filters: Filters, state: ViewState) -> None:
    """Make this the view of the session; the address follows at the end of the run."""
    st.session_state[_FILTERS] = filters
    st.session_state[_STATE] = state


def change(filters: Filters | None = None, **changes: Any) -> None:
    """Change the view of the session, for callbacks of widgets (the run comes after them).

    Parameters
    ----------
    filters : taken instead of those held.
    changes : fields of ``Filters`` and of ``ViewState``.
    """
    keep(*changed(*held() if filters is None else (filters, held()[1]), changes))
    st.session_state[_SET] = st.session_state.get(_SET, frozenset()).union(changes)
    forget_problems()


def changed(
    filters: Filters, state: ViewState, changes: Mapping[str, Any]
) -> tuple[Filters, ViewState]:
    """The view with some fields of either part changed."""
    of_filters = {name: value for name, value in changes.items() if name in _FILTER_FIELDS}
    of_state = {name: value for name, value in changes.items() if name not in _FILTER_FIELDS}
    return replace(filters, **of_filters), replace(state, **of_state)


def go(page: str) -> None:
    """Go to another page of the atlas, for callbacks: the run that follows switches to it."""
    st.session_state[_PAGE] = page


def page_to_go() -> str | None:
    """The page that a callback asked for, once."""
    page: str | None = st.session_state.pop(_PAGE, None)
    return page


def held() -> tuple[Filters, ViewState]:
    """The view of the session as it stands now."""
    return st.session_state[_FILTERS], st.session_state[_STATE]


def write(filters: Filters, state: ViewState, page: str) -> None:
    """Bring the address in line with the view, as one step of the browser's history."""
    wanted = query_of(filters, state, page)
    own = st.session_state.get(_SET, frozenset())
    st.session_state[_SET] = frozenset()
    now = address()
    missing = [pair for pair in wanted if pair[0] in own and pair not in now]
    if missing or _key(wanted) != _key(now):
        st.query_params.from_dict(grouped(wanted))


def query_of(filters: Filters, state: ViewState, page: str) -> Pairs:
    """What the address of a view says, from then on known as the session's own.

    Of a saved view that is shown as it was saved, that is its name.
    """
    whole = (*filters.to_query(), *state.to_query())
    found = opened()
    if found is not None and found.is_shown(page, whole):
        whole = ((VIEW, found.saved.name), *(pair for pair in whole if pair[0] in _BY_BROWSER))
    _remember(whole)
    return whole


def grouped(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """Pairs as a mapping, the way Streamlit takes them."""
    groups: dict[str, list[str]] = {}
    for key, value in pairs:
        groups.setdefault(key, []).append(value)
    return groups


def not_frozen() -> Problem | None:
    """What is wrong with the revision that the address names, if anything is."""
    found: list[Problem] = st.session_state.get(_PROBLEMS, [])
    return next((problem for problem in found if problem.key == "rev"), None)


def problems() -> str:
    """What else of the address was ignored, as one quiet line; empty when nothing was."""
    every: list[Problem] = st.session_state.get(_PROBLEMS, [])
    found = [problem for problem in every if problem.key != "rev"]
    if not found:
        return ""
    named = "; ".join(str(problem) for problem in found[:_MAX_PROBLEMS])
    more = len(found) - _MAX_PROBLEMS
    return f"Ignored in the link: {named}" + (f"; and {more} more" if more > 0 else "")


def forget_problems() -> None:
    """The reader has seen them, or has moved on."""
    st.session_state[_PROBLEMS] = []


def _is_own(pairs: Pairs) -> bool:
    """Whether the session knows this address already and the reader did not go back to it."""
    if _STATE not in st.session_state:
        return False
    run = get_script_run_ctx()
    went_back = run is not None and run.is_history_navigation
    return not went_back and _key(pairs) in _written()


def _written() -> dict[Pairs, Opened | None]:
    """Addresses that the session wrote, each with the saved view that was open then.

    An empty address comes with a page switch as well; it never means "clear" by itself.
    """
    found: dict[Pairs, Opened | None] = st.session_state.setdefault(_WRITTEN, {_key(()): None})
    return found


def _remember(pairs: Iterable[tuple[str, str]]) -> None:
    _written()[_key(pairs)] = opened()


def _key(pairs: Iterable[tuple[str, str]]) -> Pairs:
    return tuple(sorted(pair for pair in pairs if pair[0] not in _BY_BROWSER))
