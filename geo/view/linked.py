"""A link before it is read: the saved view that it names, the revision that it is frozen at."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final
from urllib.parse import parse_qsl, urlsplit

from geo.errors import NotFoundError
from geo.store.saved_views import SavedView
from geo.view.problem import Problem
from geo.view.state import ViewState

VIEW: Final = "view"
"""Key of a link that names a saved view."""

Pairs = tuple[tuple[str, str], ...]


def expand(
    pairs: Iterable[tuple[str, str]], find: Callable[[str], SavedView]
) -> tuple[Pairs, SavedView | None, list[Problem]]:
    """A link with what its saved view holds in place of the name. Never raises for its values.

    What else stands in the link goes before what the view says by the same key.

    Parameters
    ----------
    find : gives the saved view of a name, or raises ``NotFoundError``.

    Returns
    -------
    The pairs without the name, the view (``None``: the link names none that there is), and what
    had to be ignored.
    """
    pairs = tuple(pairs)
    names = [value for key, value in pairs if key == VIEW]
    rest = tuple(pair for pair in pairs if pair[0] != VIEW)
    if not names:
        return rest, None, []
    problems = [Problem(VIEW, name, "given more than once") for name in names[1:]]
    try:
        saved = find(names[0])
    except NotFoundError as missing:
        return rest, None, [Problem(VIEW, names[0], str(missing)), *problems]
    own = {key for key, _ in rest}
    held = tuple(pair for pair in pairs_of(saved.query) if pair[0] not in own)
    return (*held, *rest), saved, problems


def asked_revision(pairs: Iterable[tuple[str, str]]) -> int | None:
    """The revision that a link is frozen at; ``None``: it is live.

    Raises
    ------
    NotFoundError
        What stands there is no revision: to answer with the newest data would break the promise.
    """
    state, problems = ViewState.from_query((key, value) for key, value in pairs if key == "rev")
    if problems:
        raise NotFoundError(f"the link is frozen at a revision that cannot be: {problems[0]}")
    return state.revision


def pairs_of(query: str) -> Pairs:
    """Decoded pairs of a query string, with or without the "?" before it."""
    return tuple(parse_qsl(query.removeprefix("?"), keep_blank_values=True))


def page_and_query(link: str) -> tuple[str, str]:
    """The page that a link of the app leads to ("" for the first one), and its query.

    >>> page_and_query("https://atlas.example/x/timeline?gov=IQG05#a")
    ('timeline', 'gov=IQG05')
    >>> page_and_query("gov=IQG05")
    ('', 'gov=IQG05')
    """
    if "=" in link.partition("?")[0]:
        return "", link
    parts = urlsplit(link)
    return parts.path.rpartition("/")[2], parts.query
