"""The link is the view: what a session shows, and its address in the browser, kept the same.

The session holds the filters and the state. An address that the session did not write itself
(first visit, back, forward) wins over them; else the session wins and the address follows. The
map writes its centre and zoom into the address by itself, and so does the playback with its
window; these never count as a change.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, replace
from typing import Any, Final
from urllib.parse import parse_qsl

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from geo.errors import NotFoundError
from geo.store.snapshot import Snapshot
from geo.view.filters import Filters
from geo.view.problem import Problem
from geo.view.state import ViewState, read_link

Pairs = tuple[tuple[str, str], ...]
_FILTERS: Final = "atlas.filters"
_STATE: Final = "atlas.state"
_PROBLEMS: Final = "atlas.problems"
_PAGE: Final = "atlas.page"
_WRITTEN: Final = "atlas.written"
_BY_BROWSER: Final = ("map", "window", "step", "speed")
"""What the map and the playback write into the address themselves; no change by itself."""
_SET: Final = "atlas.set"
"""Those of ``_BY_BROWSER`` that a page has set itself and that the address does not show yet."""
_MAX_PROBLEMS: Final = 5
_FILTER_FIELDS: Final = frozenset(field.name for field in fields(Filters))


def read(at: Callable[[int | None], Snapshot]) -> tuple[Snapshot, Filters, ViewState]:
    """The view this run has to show, from the address or from the session.

    Parameters
    ----------
    at : gives the snapshot of a revision, or the newest for ``None``; raises ``NotFoundError``.
    """
    pairs = address()
    if not _is_own(pairs):
        snapshot, filters, state, problems = parse(pairs, at)
        keep(filters, state)
        st.session_state[_PROBLEMS] = problems
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


def write(filters: Filters, state: ViewState) -> None:
    """Bring the address in line with the view, as one step of the browser's history."""
    wanted = (*filters.to_query(), *state.to_query())
    _remember(wanted)
    st.session_state[_SET] = frozenset()
    if _key(wanted) != _key(address()):
        st.query_params.from_dict(grouped(wanted))


def grouped(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """Pairs as a mapping, the way Streamlit takes them."""
    groups: dict[str, list[str]] = {}
    for key, value in pairs:
        groups.setdefault(key, []).append(value)
    return groups


def problems() -> str:
    """What of the address was ignored, as one quiet line; empty when nothing was."""
    found: list[Problem] = st.session_state.get(_PROBLEMS, [])
    if not found:
        return ""
    named = "; ".join(str(problem) for problem in found[:_MAX_PROBLEMS])
    more = len(found) - _MAX_PROBLEMS
    return f"Ignored in the link: {named}" + (f"; and {more} more" if more > 0 else "")


def forget_problems() -> None:
    """The reader has seen them, or has moved on."""
    st.session_state[_PROBLEMS] = []


def pairs_of(query: str) -> Pairs:
    """Decoded pairs of a query string."""
    return tuple(parse_qsl(query, keep_blank_values=True))


def _is_own(pairs: Pairs) -> bool:
    """Whether the session knows this address already and the reader did not go back to it."""
    if _STATE not in st.session_state:
        return False
    run = get_script_run_ctx()
    went_back = run is not None and run.is_history_navigation
    return not went_back and _key(pairs) in st.session_state[_WRITTEN]


def _remember(pairs: Iterable[tuple[str, str]]) -> None:
    # An empty address comes with a page switch as well; it never means "clear" by itself.
    st.session_state.setdefault(_WRITTEN, {_key(())}).add(_key(pairs))


def _key(pairs: Iterable[tuple[str, str]]) -> Pairs:
    return tuple(sorted(pair for pair in pairs if pair[0] not in _BY_BROWSER))
