"""Saved views: a page with all that its link says, under a short name that people give.

Every change is a new version; none is ever lost. A name leads to the newest version of the view
that has it or, where none has it any more, of the view that had it last.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, Final
from urllib.parse import parse_qsl

from sqlalchemy import ColumnElement, Connection, Engine, select, true, update

from geo.errors import DecisionError, NotFoundError
from geo.store import schema
from geo.store.decisions import MOST_AUTHOR, engine_of, tidy
from geo.store.engine import reading, writing
from geo.store.write import Writer

MOST_NAME: Final = 40
MOST_TITLE: Final = 120
MOST_NOTE: Final = 1000
MOST_QUERY: Final = 8000
_NAME: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_TABLE: Final = schema.saved_view


class ViewAct(StrEnum):
    """What made a version of a saved view."""

    SAVED = "saved"
    CHANGED = "changed"
    RENAMED = "renamed"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class SavedView:
    """One version of a saved view.

    Attributes
    ----------
    number : permanent, the same through all versions and names.
    version : from 1 up.
    page : address of a page, such as "map".
    query : what stands behind the "?" of its link, percent-encoded; with ``rev=`` it is frozen.
    """

    number: int
    version: int
    act: ViewAct
    name: str
    page: str
    query: str
    title: str
    note: str
    author: str
    saved_at: datetime

    @property
    def revision(self) -> str | None:
        """The revision that it is frozen at, as its link has it; ``None``: it follows new data."""
        return dict(parse_qsl(self.query, keep_blank_values=True)).get("rev")

    @property
    def removed(self) -> bool:
        """Whether this version says that the view was removed."""
        return self.act is ViewAct.REMOVED


def valid_name(text: str) -> str:
    """A name as it stands in addresses: in lower case, with hyphens for spaces.

    Raises
    ------
    DecisionError
        It has other characters than the letters a to z, digits and hyphens, or too many.
    """
    name = re.sub(r"[\s_-]+", "-", unicodedata.normalize("NFKC", tidy(text)).lower()).strip("-")
    if not (2 <= len(name) <= MOST_NAME and _NAME.fullmatch(name)):
        raise DecisionError(
            f"{tidy(text)[:60]!r} cannot be the name of a view: it needs 2 to {MOST_NAME} letters "
            "a to z, digits and hyphens, such as diwaniyah-2020; the title may be in any script"
        )
    return name


def save_view(
    store: str | Engine,
    name: str,
    page: str,
    query: str,
    author: str,
    *,
    title: str = "",
    note: str = "",
) -> SavedView:
    """Save a view under a name; of a removed view of that name this is a further version.

    Raises
    ------
    DecisionError
        A value is missing or too long, or another view has the name.
    StoreError
        The store cannot be written.
    """
    name = valid_name(name)
    values = _said(page, query, title or name, note)
    with writing(engine_of(store)) as connection:
        held = _led_to(connection, name)
        if held is not None and not held.removed and held.name == name:
            raise DecisionError(
                f"there is a view {name!r} already: {held.title}, saved by {held.author} on "
                f"{held.saved_at:%Y-%m-%d}; choose another name, or change that view"
            )
        again = held is not None and held.name == name
        number = held.number if held is not None and again else _next_number(connection)
        return _append(connection, number, ViewAct.SAVED, {**values, "name": name}, author)


def change_view(
    store: str | Engine,
    name: str,
    author: str,
    *,
    page: str | None = None,
    query: str | None = None,
    title: str | None = None,
    note: str | None = None,
    seen: int | None = None,
) -> SavedView:
    """Make a new version of a view; what is ``None`` stays as it is.

    Parameters
    ----------
    seen : the version that the author saw; when it is not the newest, nothing is changed.

    Raises
    ------
    DecisionError
        A value is missing or too long, nothing would change, or somebody was faster.
    NotFoundError
        There is no such view, or it was removed.
    """
    with writing(engine_of(store)) as connection:
        held = _standing(connection, name, seen)
        values = _said(
            held.page if page is None else page,
            held.query if query is None else query,
            held.title if title is None else title or held.name,
            held.note if note is None else note,
        )
        if all(getattr(held, key) == value for key, value in values.items()):
            raise DecisionError(f"the view {held.name!r} is like that already")
        return _append(
            connection, held.number, ViewAct.CHANGED, {**values, "name": held.name}, author
        )


def rename_view(
    store: str | Engine, name: str, new: str, author: str, seen: int | None = None
) -> SavedView:
    """Give a view another name; its former names lead to it as long as no other view has them.

    Raises
    ------
    DecisionError
        The new name cannot be used, or is another view's; or as in ``change_view``.
    NotFoundError
        There is no such view, or it was removed.
    """
    new = valid_name(new)
    with writing(engine_of(store)) as connection:
        held = _standing(connection, name, seen)
        if new == held.name:
            raise DecisionError(f"the view is called {new!r} already")
        if connection.scalar(select(_TABLE.c.id).where(_TABLE.c.name == new, _TABLE.c.open)):
            raise DecisionError(f"another view is called {new!r}")
        values = {**_values(held), "name": new}
        return _append(connection, held.number, ViewAct.RENAMED, values, author)


def remove_view(store: str | Engine, name: str, author: str, seen: int | None = None) -> SavedView:
    """Remove a view; its versions are kept, and saving one under its name brings it back.

    Raises
    ------
    DecisionError
        As in ``change_view``.
    NotFoundError
        There is no such view, or it was removed.
    """
    with writing(engine_of(store)) as connection:
        held = _standing(connection, name, seen)
        return _append(connection, held.number, ViewAct.REMOVED, _values(held), author)


def saved_views(store: str | Engine) -> list[SavedView]:
    """The newest version of every view that was not removed, by name."""
    with reading(engine_of(store)) as connection:
        found = _versions(connection, true())
    newest = {one.number: one for one in found}
    return sorted((one for one in newest.values() if not one.removed), key=lambda one: one.name)


def find_view(store: str | Engine, name: str) -> SavedView:
    """The newest version of the view that a name leads to.

    Raises
    ------
    NotFoundError
        There is none, or it was removed; the message says so.
    """
    with reading(engine_of(store)) as connection:
        return _found(connection, name)


def view_history(store: str | Engine, name: str) -> list[SavedView]:
    """All versions of the view that a name leads to, the newest first; also of a removed one.

    Raises
    ------
    NotFoundError
        No view ever had the name.
    """
    with reading(engine_of(store)) as connection:
        held = _led_to(connection, _folded(name))
        if held is None:
            raise NotFoundError(_unknown(name))
        return _versions(connection, _TABLE.c.number == held.number)[::-1]


def _said(page: str, query: str, title: str, note: str) -> dict[str, str]:
    """Values of a version, tidied; raises ``DecisionError`` for what cannot be kept."""
    query = query.removeprefix("?")
    for what, text, most in (
        ("title", tidy(title), MOST_TITLE),
        ("note", tidy(note), MOST_NOTE),
        ("link", query, MOST_QUERY),
    ):
        if len(text) > most:
            raise DecisionError(f"the {what} of a view has at most {most:,} characters")
    if any(key == "view" for key, _ in parse_qsl(query, keep_blank_values=True)):
        raise DecisionError("a saved view holds a whole link, not the name of another view")
    return {"page": page, "query": query, "title": tidy(title), "note": tidy(note)}


def _values(held: SavedView) -> dict[str, str]:
    return {key: getattr(held, key) for key in ("name", "page", "query", "title", "note")}


def _append(
    connection: Connection, number: int, act: ViewAct, values: Mapping[str, str], author: str
) -> SavedView:
    """Add a version, which is the newest from then on."""
    author = tidy(author)
    if not author or len(author) > MOST_AUTHOR:
        raise DecisionError(
            f"a saved view needs the name of who saves it, of {MOST_AUTHOR} characters at most"
        )
    connection.execute(
        update(_TABLE).where(_TABLE.c.number == number, _TABLE.c.open).values(open=False)
    )
    now = datetime.now(UTC)
    writer = Writer(connection, author, now)
    row: dict[str, Any] = {
        **values,
        "id": writer.next(_TABLE),
        "number": number,
        "act": act.value,
        "author": author,
        "saved_at": now,
        "open": act is not ViewAct.REMOVED,
    }
    writer.add(_TABLE, [row])
    return _versions(connection, _TABLE.c.number == number)[-1]


def _versions(connection: Connection, condition: ColumnElement[bool]) -> list[SavedView]:
    """Versions of views, each view's oldest first."""
    counted: dict[int, int] = {}
    found = []
    for row in connection.execute(select(_TABLE).where(condition).order_by(_TABLE.c.id)):
        counted[row.number] = counted.get(row.number, 0) + 1
        found.append(
            SavedView(
                row.number,
                counted[row.number],
                ViewAct(row.act),
                *(row.name, row.page, row.query, row.title, row.note, row.author, row.saved_at),
            )
        )
    return found


def _led_to(connection: Connection, name: str) -> SavedView | None:
    """The newest version of the view that has the name or, if none has, that had it last."""
    number = connection.scalar(
        select(_TABLE.c.number)
        .where(_TABLE.c.name == name)
        .order_by(_TABLE.c.open.desc(), _TABLE.c.id.desc())
        .limit(1)
    )
    return None if number is None else _versions(connection, _TABLE.c.number == number)[-1]


def _found(connection: Connection, name: str) -> SavedView:
    held = _led_to(connection, _folded(name))
    if held is None:
        raise NotFoundError(_unknown(name))
    if held.removed:
        raise NotFoundError(
            f"the saved view {held.name!r} was removed by {held.author} on "
            f"{held.saved_at:%Y-%m-%d}; its versions are kept"
        )
    return held


def _standing(connection: Connection, name: str, seen: int | None) -> SavedView:
    held = _found(connection, name)
    if seen is not None and held.version != seen:
        raise DecisionError(
            f"{held.author} {held.act} the view {held.name!r} meanwhile (version {held.version}); "
            "look at it and try again"
        )
    return held


def _next_number(connection: Connection) -> int:
    newest = connection.scalar(select(_TABLE.c.number).order_by(_TABLE.c.number.desc()).limit(1))
    return (newest or 0) + 1


def _folded(name: str) -> str:
    """A name as it was saved, from what stands in an address; "" for what can be none."""
    try:
        return valid_name(name)
    except DecisionError:
        return ""


def _unknown(name: str) -> str:
    return f"there is no saved view {tidy(name)[:60]!r}"
