from __future__ import annotations

from datetime import UTC, datetime

import pytest

from geo.errors import NotFoundError
from geo.store.saved_views import SavedView, ViewAct
from geo.store.snapshot import Snapshot
from geo.view.filters import Filters
from geo.view.linked import asked_revision, expand, page_and_query, pairs_of
from geo.view.title import MOST, shortened, view_title

SAVED = SavedView(
    1, 1, ViewAct.SAVED, "x", "map", "gov=IQG05&gov=IQG07&rev=3", "X", "", "Amal",
    datetime(2026, 1, 1, tzinfo=UTC),
)  # fmt: skip


def find(name: str) -> SavedView:
    if name != "x":
        raise NotFoundError(f"there is no saved view {name!r}")
    return SAVED


def test_a_name_stands_for_what_it_holds_and_the_link_goes_before_it() -> None:
    pairs, saved, problems = expand(pairs_of("?view=x&gov=IQG01&embed=true"), find)
    assert pairs == (("rev", "3"), ("gov", "IQG01"), ("embed", "true"))
    assert (saved, problems) == (SAVED, [])
    pairs, saved, problems = expand(pairs_of("view=y&q=a&view=x"), find)
    assert (pairs, saved) == ((("q", "a"),), None)
    assert [problem.value for problem in problems] == ["y", "x"]
    assert expand((), find) == ((), None, [])


@pytest.mark.parametrize("text", ["abc", "", "-1", "1.0", "١", "1_0"])
def test_what_is_no_revision_is_never_taken_for_the_newest(text: str) -> None:
    with pytest.raises(NotFoundError, match="rev="):
        asked_revision([("gov", "IQG05"), ("rev", text)])


def test_a_revision_is_read() -> None:
    assert asked_revision([("rev", "12")]) == 12
    assert asked_revision([("status", "perhaps")]) is None
    with pytest.raises(NotFoundError, match="more than once"):
        asked_revision([("rev", "12"), ("rev", "13")])


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        ("https://x.example/a/timeline?q=a/b?c#d", ("timeline", "q=a/b?c")),
        ("q=a/b?c", ("", "q=a/b?c")),
        ("?gov=IQG05", ("", "gov=IQG05")),
        ("http://x.example/", ("", "")),
        ("/compare", ("compare", "")),
        ("", ("", "")),
    ],
)
def test_links_and_queries_are_told_apart(link: str, expected: tuple[str, str]) -> None:
    assert page_and_query(link) == expected


def test_titles_are_short_and_begin_with_the_numbers(snapshot: Snapshot) -> None:
    title = view_title(snapshot, Filters(text="x" * 500))
    assert title.startswith(f"0 of {snapshot.n:,} incidents: incidents, mentioning")
    assert len(title) <= MOST
    assert view_title(snapshot, Filters(), "Routes") == "Routes · Iraq Incident Atlas"
    assert shortened("one two three", 9) == "one two…"
