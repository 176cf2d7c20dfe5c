"""Who somebody is that signed in, and what each role may; pure, whatever signed the person in.

What is known of a person are *claims*: what the token of the provider says, as a mapping.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import IntEnum, StrEnum
from typing import Any, Final

from geo.errors import AccessError, SignInError

MOST_NAME: Final = 80
"""Characters of an author; see ``geo.store.decisions.MOST_AUTHOR``."""


class Mode(StrEnum):
    """Who may do what without signing in."""

    OPEN = "open"
    """Everyone reads and edits; who is not signed in types a name."""
    PUBLIC = "public"
    """Everyone reads; editors who signed in write."""
    PRIVATE = "private"
    """Nothing is shown before somebody signs in who has a role."""


class Role(IntEnum):
    """What somebody may; each role may what those before it may."""

    NONE = 0
    VIEWER = 1
    EDITOR = 2
    ADMIN = 3

    @property
    def word(self) -> str:
        """Its name in lower case."""
        return self.name.lower()

    @classmethod
    def named(cls, word: str) -> Role:
        """The role of this name, in whatever case; raises ``ValueError`` when there is none."""
        try:
            return cls[word.strip().upper()]
        except KeyError:
            raise ValueError(
                f"{word!r} is no role; these are {', '.join(role.word for role in cls)}"
            ) from None


@dataclass(frozen=True, slots=True)
class AccessSetting:
    """How people get in and what they then may.

    Attributes
    ----------
    claim : name of the claim that holds roles; dots lead into nested ones. "": none does.
    values : value of that claim and the role it stands for.
    admins : identities (``Person.identities``) that are admins whatever else is said of them.
    default : role of who signed in and of whom nothing else is said.
    hours : how long somebody stays signed in.
    """

    mode: Mode = Mode.OPEN
    claim: str = ""
    values: tuple[tuple[str, Role], ...] = (
        ("viewer", Role.VIEWER),
        ("editor", Role.EDITOR),
        ("admin", Role.ADMIN),
    )
    admins: tuple[str, ...] = ()
    default: Role = Role.NONE
    hours: float = 12.0


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who signed in.

    Attributes
    ----------
    subject : "ISSUER#SUB", the identity that never changes.
    email : as the provider has verified it, in lower case; else "".
    name : as the person is called there; shown, never trusted.
    since : when the person signed in.
    session : names this sign-in and no other, without telling anything of it.
    claimed : the role that the claims give; ``None``: they give none.
    """

    subject: str
    email: str
    name: str
    since: datetime
    session: str
    claimed: Role | None = None

    @property
    def identities(self) -> tuple[str, ...]:
        """By what the person is known in settings and in the table of people."""
        return (self.subject, self.email) if self.email else (self.subject,)

    @property
    def author(self) -> str:
        """Who stands in decisions: always with an identity, for names are free to choose."""
        identity = self.email or self.subject
        if len(identity) > MOST_NAME:
            return f"{identity[: MOST_NAME - 17]}…{_digest(self.subject)[:16]}"
        full = f"{self.name} ({identity})"
        return full if self.name and len(full) <= MOST_NAME else identity

    @property
    def called(self) -> str:
        """What the person is called on the page."""
        return self.name or self.email or self.subject.rpartition("#")[2]

    def is_over(self, setting: AccessSetting) -> bool:
        """Whether so much time has passed that the person has to sign in again."""
        return datetime.now(UTC) >= self.since + timedelta(hours=setting.hours)


def person_of(claims: Mapping[str, Any], setting: AccessSetting) -> Person | None:
    """The person of whom the claims are; ``None`` when they are of nobody who signed in.

    Claims without a subject or without the time of the sign-in are of nobody.
    """
    if claims.get("is_logged_in") is not True:
        return None
    issuer, subject, issued = (claims.get(name) for name in ("iss", "sub", "iat"))
    if not (isinstance(issuer, str) and isinstance(subject, str) and subject):
        return None
    if isinstance(issued, bool) or not isinstance(issued, int | float):
        return None
    try:
        since = datetime.fromtimestamp(issued, UTC)
    except (OverflowError, OSError, ValueError):
        return None
    names = (_line(claims.get(key)) for key in ("name", "preferred_username"))
    return Person(
        subject=f"{issuer}#{subject}",
        email=_verified_email(claims),
        name=next((name for name in names if name), ""),
        since=since,
        session=_digest(issuer, subject, repr(issued), str(claims.get("nonce", ""))),
        claimed=_claimed(claims, setting),
    )


def role_of(person: Person, setting: AccessSetting, listed: Mapping[str, Role]) -> Role:
    """The role of a person: admins by the settings, then the table, then claims, then the default.

    Parameters
    ----------
    listed : the table of people, by identity. What an admin set there outweighs what the claims
        say, also where it is less.
    """
    if any(identity in setting.admins for identity in person.identities):
        return Role.ADMIN
    for identity in person.identities:
        if identity in listed:
            return listed[identity]
    return setting.default if person.claimed is None else person.claimed


@dataclass(frozen=True, slots=True)
class Standing:
    """Who asks for something, and what this one may.

    Attributes
    ----------
    person : ``None`` for who is not signed in, or not any more.
    over : whether somebody is there whose sign-in is over.
    """

    mode: Mode
    person: Person | None = None
    role: Role = Role.NONE
    over: bool = False

    @property
    def may_read(self) -> bool:
        """Whether the atlas is shown."""
        return self.mode is not Mode.PRIVATE or self.role >= Role.VIEWER

    @property
    def may_write(self) -> bool:
        """Whether decisions, loads and drafts are taken."""
        return self.mode is Mode.OPEN or self.role >= Role.EDITOR

    @property
    def may_see_drafts(self) -> bool:
        """Whether what nobody has looked at yet is shown: where all may read, not to all."""
        return self.mode is Mode.OPEN or self.role >= Role.VIEWER

    @property
    def may_admin(self) -> bool:
        """Whether roles are given; never without signing in."""
        return self.role is Role.ADMIN

    @property
    def why_not(self) -> str:
        """Why this one may not do something and what would help, after a colon."""
        if self.over:
            return "your sign-in is over, sign in again"
        if self.person is None:
            return "sign in first"
        has = f"are {self.role.word}" if self.role else "have no role here"
        return f"you {has}, an admin can give you another role"

    def needs_read(self) -> None:
        """Raise ``SignInError`` or ``AccessError`` where the atlas is not shown to this one."""
        if not self.may_read:
            kind = SignInError if self.person is None else AccessError
            raise kind(f"the atlas is shown to those who have a role: {self.why_not}")

    def needs_write(self) -> None:
        """Raise ``AccessError`` where this one may not write."""
        if not self.may_write:
            raise AccessError(f"only editors may change the atlas: {self.why_not}")

    def needs_admin(self) -> None:
        """Raise ``AccessError`` where this one may not give roles."""
        if not self.may_admin:
            raise AccessError(f"only admins may give roles: {self.why_not}")


def identity(text: str) -> str:
    """An identity as it is compared: addresses in lower case; raises ``ValueError`` for no such."""
    tidied = _line(text)
    if re.fullmatch(r"[^#]+#.+", tidied):
        return tidied
    if re.fullmatch(r"[^\s@#]+@[^\s@#]+", tidied):
        return tidied.lower()
    raise ValueError(
        f"{text!r} names nobody; it must be an e-mail address, or ISSUER#SUBJECT as the page shows "
        "it to who signed in"
    )


def _verified_email(claims: Mapping[str, Any]) -> str:
    """Only an address that the provider has verified: any other may be somebody else's."""
    verified = claims.get("email_verified")
    if verified is not True and verified != "true":
        return ""
    text = _line(claims.get("email"))
    return text.lower() if text.count("@") == 1 else ""


def _claimed(claims: Mapping[str, Any], setting: AccessSetting) -> Role | None:
    """The highest role that the values of the claim stand for."""
    if not setting.claim:
        return None
    found: Any = claims.get(setting.claim)
    if found is None:
        found = claims
        for step in setting.claim.split("."):
            found = found.get(step) if isinstance(found, Mapping) else None
    given = [found] if isinstance(found, str) else found
    if not isinstance(given, Sequence):
        return None
    return max((role for value, role in setting.values if value in given), default=None)


def _line(text: object) -> str:
    """Text on one line, without what cannot be printed; "" for what is no text."""
    if not isinstance(text, str):
        return ""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _digest(*parts: str) -> str:
    return hashlib.sha256("\x00".join(parts).encode("utf-8", "replace")).hexdigest()
