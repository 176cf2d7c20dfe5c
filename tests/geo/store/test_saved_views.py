"""Views under names: nothing lost, names that lead on, two editors at once."""

from __future__ import annotations

import pytest
from sqlalchemy import func, insert, select
from sqlalchemy.exc import IntegrityError

from geo.errors import DecisionError, NotFoundError, StoreError
from geo.settings import Settings
from geo.store import schema
from geo.store.engine import open_engine, reading, writing
from geo.store.query import latest_revision
from geo.store.saved_views import (
    MOST_NAME,
    ViewAct,
    change_view,
    find_view,
    remove_view,
    rename_view,
    save_view,
    saved_views,
    valid_name,
    view_history,
)

QUERY = "gov=IQG05&rev=3&q=%3Cscript%3E"


@pytest.fixture
def url(settings: Settings) -> str:
    save_view(
        settings.database_url, "Diwaniyah convoys", "timeline", QUERY, "Amal",
        title="الديوانية <b>", note="for the brief",
    )  # fmt: skip
    return settings.database_url


def test_a_view_is_kept_as_it_was_saved(url: str) -> None:
    found = find_view(url, "diwaniyah-convoys")
    assert (found.name, found.version, found.act) == ("diwaniyah-convoys", 1, ViewAct.SAVED)
    assert (found.page, found.query, found.revision) == ("timeline", QUERY, "3")
    assert (found.title, found.note, found.author) == ("الديوانية <b>", "for the brief", "Amal")
    assert saved_views(url) == [found]
    assert find_view(url, " Diwaniyah_Convoys ") == found
    assert latest_revision(url) == 0  # of the data nothing has changed


def test_a_changed_view_is_shown_by_its_name_and_keeps_its_history(url: str) -> None:
    changed = change_view(url, "diwaniyah-convoys", "Basim", query="gov=IQG07", title="", seen=1)
    assert (changed.version, changed.title, changed.note) == (2, changed.name, "for the brief")
    assert changed.revision is None
    renamed = rename_view(url, "diwaniyah-convoys", "qadisiyah", "Cem", seen=2)
    assert find_view(url, "diwaniyah-convoys") == find_view(url, "qadisiyah") == renamed
    assert [(one.version, one.act, one.author) for one in view_history(url, "qadisiyah")] == [
        (3, ViewAct.RENAMED, "Cem"),
        (2, ViewAct.CHANGED, "Basim"),
        (1, ViewAct.SAVED, "Amal"),
    ]
    # The former name is free for another view, and leads there from then on.
    other = save_view(url, "diwaniyah-convoys", "map", "", "Amal")
    assert find_view(url, "diwaniyah-convoys") == other
    assert [one.name for one in saved_views(url)] == ["diwaniyah-convoys", "qadisiyah"]


def test_a_removed_view_is_told_of_and_can_come_back(url: str) -> None:
    remove_view(url, "diwaniyah-convoys", "Basim", seen=1)
    assert saved_views(url) == []
    with pytest.raises(NotFoundError, match="removed by Basim on"):
        find_view(url, "diwaniyah-convoys")
    with pytest.raises(NotFoundError, match="removed by Basim"):
        change_view(url, "diwaniyah-convoys", "Amal", title="x")
    assert len(view_history(url, "diwaniyah-convoys")) == 2
    again = save_view(url, "diwaniyah-convoys", "map", "", "Amal")
    assert again.version == 3
    assert view_history(url, "diwaniyah-convoys")[-1].query == QUERY


def test_conflicts_are_told_and_change_nothing(url: str) -> None:
    with pytest.raises(DecisionError, match=r"a view 'diwaniyah-convoys' already.*Amal"):
        save_view(url, "diwaniyah convoys", "map", "", "Basim")
    save_view(url, "other", "map", "", "Basim")
    with pytest.raises(DecisionError, match="another view is called 'other'"):
        rename_view(url, "diwaniyah-convoys", "other", "Basim")
    with pytest.raises(DecisionError, match="called 'other' already"):
        rename_view(url, "other", "Other", "Basim")
    change_view(url, "other", "Basim", note="mine")
    with pytest.raises(DecisionError, match=r"Basim changed .* \(version 2\)"):
        remove_view(url, "other", "Amal", seen=1)
    with pytest.raises(DecisionError, match="like that already"):
        change_view(url, "other", "Amal", note=" mine ")
    with pytest.raises(DecisionError, match="name of another view"):
        change_view(url, "other", "Amal", query="view=diwaniyah-convoys")
    for missing in ("no-such", "<script>", "", "\x00"):
        with pytest.raises(NotFoundError, match="no saved view"):
            find_view(url, missing)
    assert [one.version for one in saved_views(url)] == [1, 2]


@pytest.mark.parametrize(
    "name",
    ["", "a", "-", "a" * (MOST_NAME + 1), "a/b", "../etc", "<b>x", "الديوانية", "a.b", "a%20b"],
)
def test_names_are_short_and_plain(name: str) -> None:
    with pytest.raises(DecisionError, match="cannot be the name of a view"):
        valid_name(name)


@pytest.mark.parametrize(
    "wrong",
    [{"author": " "}, {"author": "A" * 81}, {"title": "t" * 121}, {"note": "n" * 1001},
     {"query": "q=" + "x" * 8000}],
)  # fmt: skip
def test_what_is_too_long_or_missing_is_refused(url: str, wrong: dict[str, str]) -> None:
    values = {"name": "new", "page": "map", "query": "", "author": "Amal"} | wrong
    with pytest.raises(DecisionError):
        save_view(url, **values)  # type: ignore[arg-type]
    assert len(saved_views(url)) == 1


def test_the_database_itself_refuses_a_second_view_of_a_name(url: str) -> None:
    engine = open_engine(url)
    with reading(engine) as connection:
        row = dict(connection.execute(select(schema.saved_view)).mappings().one())
    with pytest.raises(StoreError) as refused, writing(engine) as connection:
        connection.execute(insert(schema.saved_view), [row | {"id": 2, "number": 2}])
    assert isinstance(refused.value.__cause__, IntegrityError)
    with reading(engine) as connection:
        assert connection.scalar(select(func.count()).select_from(schema.saved_view)) == 1
