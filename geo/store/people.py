"""People and their roles, and the sign-ins that were ended; see ``geo.access``."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from sqlalchemy import Engine, delete, func, insert, select

from geo.access import AccessSetting, Person, Role, identity, role_of
from geo.errors import DecisionError, NotFoundError, StoreError
from geo.store import schema
from geo.store.decisions import MOST_AUTHOR, engine_of, tidy
from geo.store.engine import open_engine, reading, writing
from geo.store.write import Writer

_MOST_IDENTITY: Final = 400
_LONGEST: Final = timedelta(days=31)
"""How long an ended sign-in is remembered: longer than any sign-in lasts."""


@dataclass(frozen=True, slots=True)
class PersonEntry:
    """What was set of an identity, by whom and when; ``role`` is ``None`` where it was removed."""

    identity: str
    role: Role | None
    set_at: datetime
    author: str


def people(store: str | Engine) -> list[PersonEntry]:
    """Who has a role now, by identity."""
    newest = {one.identity: one for one in reversed(people_history(store))}
    return sorted((one for one in newest.values() if one.role is not None), key=_identity)


def people_history(store: str | Engine, limit: int | None = None) -> list[PersonEntry]:
    """Every act on the table of people, the newest first; ``limit``: at most so many."""
    table = schema.person.c
    query = select(table.identity, table.role, table.set_at, table.author)
    with reading(engine_of(store)) as connection:
        found = connection.execute(query.order_by(table.id.desc()).limit(limit)).all()
    return [
        PersonEntry(who, None if role is None else Role.named(role), set_at, author)
        for who, role, set_at, author in found
    ]


def set_role(store: str | Engine, who: str, role: Role, author: str) -> PersonEntry:
    """Give somebody a role.

    Parameters
    ----------
    who : an e-mail address, or ISSUER#SUBJECT.
    role : ``Role.NONE`` keeps a person out, whatever claims say.

    Raises
    ------
    DecisionError
        ``who`` names nobody, the author is missing, or the role holds already.
    StoreError
        The store cannot be written; it is as it was.
    """
    return _put(store, who, role, author)


def remove_person(store: str | Engine, who: str, author: str) -> PersonEntry:
    """Forget what was set of somebody: settings and claims say again what the person may.

    Raises
    ------
    DecisionError
        ``who`` names nobody, or the author is missing.
    NotFoundError
        Nothing is set of this identity.
    StoreError
        The store cannot be written; it is as it was.
    """
    return _put(store, who, None, author)


def _put(store: str | Engine, who: str, role: Role | None, author: str) -> PersonEntry:
    try:
        key = identity(who)
    except ValueError as error:
        raise DecisionError(str(error)) from error
    author = tidy(author)
    if not author or len(author) > MOST_AUTHOR:
        raise DecisionError(f"this needs the name of who sets it, of {MOST_AUTHOR} at most")
    if len(key) > _MOST_IDENTITY:
        raise DecisionError(f"an identity may have {_MOST_IDENTITY} characters at most")
    table, now = schema.person, datetime.now(UTC)
    with writing(engine_of(store)) as connection:
        query = select(table.c.role).where(table.c.identity == key).order_by(table.c.id.desc())
        held = connection.scalars(query.limit(1)).first()
        if role is None and held is None:
            raise NotFoundError(f"nothing is set of {key}")
        if role is not None and held == role.word:
            raise DecisionError(f"{key} is {role.word} already")
        writer = Writer(connection, author, now)
        row = {
            "id": writer.next(table), "identity": key, "set_at": now, "author": author,
            "role": None if role is None else role.word,  # the lowest is a role as well
        }  # fmt: skip
        writer.add(table, [row])
    return PersonEntry(key, role, now, author)


def end_session(store: str | Engine, session: str) -> None:
    """Remember that a sign-in was ended, so that a copy of its cookie opens nothing any more."""
    table, now = schema.signed_out, datetime.now(UTC)
    with writing(engine_of(store)) as connection:
        connection.execute(delete(table).where(table.c.ended_at < now - _LONGEST))
        known = select(func.count()).select_from(table).where(table.c.session == session)
        if not connection.scalar(known):
            connection.execute(insert(table).values(session=session, ended_at=now))


class People:
    """Roles and ended sign-ins of a store, kept for some seconds; threads may share it.

    A store that does not answer leaves what was read last in force.

    Parameters
    ----------
    url : of the store; it must exist.
    fresh_s : seconds after which it is read again.
    """

    def __init__(self, url: str, fresh_s: float = 3.0) -> None:
        self._url, self._fresh_s = url, fresh_s
        self._lock = threading.Lock()
        self._engine: Engine | None = None
        self._read_at = -float("inf")
        self._roles: Mapping[str, Role] = {}
        self._ended: frozenset[str] = frozenset()

    def role(self, person: Person, setting: AccessSetting, *, now: bool = False) -> Role:
        """What the person may; ``now``: as the store says at this moment, for one who writes.

        Raises
        ------
        StoreError
            The store was never read and does not answer, or does not answer ``now``.
        """
        self._read(now)
        return role_of(person, setting, self._roles)

    def is_over(self, person: Person, setting: AccessSetting, *, now: bool = False) -> bool:
        """Whether the person has to sign in again: the time is up, or the sign-in was ended."""
        if person.is_over(setting):
            return True
        self._read(now)
        return person.session in self._ended

    def forget(self) -> None:
        """Read the store again when next asked."""
        with self._lock:
            self._read_at = min(self._read_at, time.monotonic() - self._fresh_s)

    def _read(self, now: bool) -> None:
        with self._lock:
            began = time.monotonic()
            if not now and began - self._read_at < self._fresh_s:
                return
            first = self._read_at == -float("inf")
            try:
                self._engine = self._engine or open_engine(self._url)
                held = people(self._engine)
                roles = {one.identity: one.role for one in held if one.role is not None}
                with reading(self._engine) as connection:
                    ended = frozenset(connection.scalars(select(schema.signed_out.c.session)))
            except StoreError:
                if now or first:
                    raise
                self._read_at = began  # asked again after the same time
                return
            self._roles, self._ended, self._read_at = roles, ended, began


def _identity(one: PersonEntry) -> str:
    return one.identity


_shared: dict[str, People] = {}
_shared_lock = threading.Lock()


def shared_people(url: str) -> People:
    """The one holder of this process for a store."""
    with _shared_lock:
        if url not in _shared:
            _shared[url] = People(url)
        return _shared[url]
