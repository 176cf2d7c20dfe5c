"""Who the reader is and what this one may: asked at every run, every route and every write.

Streamlit signs people in (``st.login``) and keeps what the provider says of them in a signed
cookie; what follows from it is ``geo.access``. Whatever writes passes ``writing``: the launcher
lets the store refuse every write outside of it (``geo.store.engine.guard_writes``).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Final

import streamlit as st
from starlette.requests import HTTPConnection
from streamlit.auth_util import get_cookie_with_chunks
from streamlit.web.server.server_util import AUTH_COOKIE_NAME, get_cookie_secret
from streamlit.web.server.starlette.starlette_app_utils import decode_signed_value

from geo.access import Mode, Role, Standing, person_of, role_of
from geo.errors import AtlasError
from geo.settings import Settings
from geo.store.live import Phase, SnapshotStore, shared
from geo.store.people import end_session, shared_people
from pages.parts import data

_allowed: ContextVar[bool] = ContextVar("atlas_allowed", default=False)
_DEFAULT: Final = "default"


def standing(*, now: bool = False) -> Standing:
    """Of the reader of this session.

    Parameters
    ----------
    now : as the store says at this moment; else as it said some seconds ago.

    Raises
    ------
    StoreError
        The store does not answer, and has not answered before.
    """
    return standing_of(st.user.to_dict(), data.store(), now=now)


def standing_of(claims: Mapping[str, Any], store: SnapshotStore, *, now: bool = False) -> Standing:
    """Of somebody with these claims; raises as ``standing``."""
    settings = store.settings
    setting = settings.access
    person = person_of(claims, setting)
    if person is None:
        return Standing(setting.mode)
    # While the store is built nothing of it is shown, and who is in it cannot be asked.
    if store.state.phase is not Phase.READY:
        is_over, role = person.is_over(setting), role_of(person, setting, {})
    else:
        people = shared_people(settings.database_url)
        is_over = people.is_over(person, setting, now=now)
        role = Role.NONE if is_over else people.role(person, setting)
    return Standing(setting.mode, over=True) if is_over else Standing(setting.mode, person, role)


def claims_of(request: HTTPConnection) -> dict[str, Any]:
    """What the provider said of who asks, from Streamlit's signed cookie; {} for nobody.

    Signature and age are checked by Streamlit's own functions, so that a cookie that opens a page
    opens the routes as well, and no other.
    """

    def one(name: str) -> bytes | None:
        value = request.cookies.get(name)
        if value is None:
            return None
        return decode_signed_value(get_cookie_secret(), name, value.encode("latin-1", "replace"))

    try:
        found = json.loads(get_cookie_with_chunks(one, AUTH_COOKIE_NAME) or b"{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def may_tell(request: HTTPConnection) -> bool:
    """Whether who asks may know what the atlas shows; not while that cannot be found out."""
    try:
        return standing_of(claims_of(request), shared(Settings.from_env())).may_read
    except AtlasError:
        return False


def is_writing() -> bool:
    """Whether the code that asks runs on behalf of somebody who may write."""
    return _allowed.get()


@contextmanager
def writing() -> Iterator[Standing]:
    """Everything that a page writes is written in here; gives who writes.

    Raises
    ------
    AccessError
        The reader may not write; checked in the store itself, not as some seconds ago.
    """
    found = standing(now=True)
    found.needs_write()
    with _granted():
        yield found


@contextmanager
def administering() -> Iterator[Standing]:
    """As ``writing``, for what only admins may."""
    found = standing(now=True)
    found.needs_admin()
    with _granted():
        yield found


@contextmanager
def _granted() -> Iterator[None]:
    token = _allowed.set(True)
    try:
        yield
    finally:
        _allowed.reset(token)


def providers() -> list[str]:
    """Names of those that can sign people in; none: it is not set up."""
    if not st.secrets.load_if_toml_exists():
        return []
    section = st.secrets.get("auth", {})
    if "client_id" in section:
        return [_DEFAULT]
    return [
        name
        for name, value in section.items()
        if isinstance(value, Mapping) and "client_id" in value
    ]


def sign_in(provider: str) -> None:
    """Lead the reader to the provider, for callbacks."""
    st.login(None if provider == _DEFAULT else provider)


def sign_out() -> None:
    """End the sign-in here and everywhere that its cookie is known, for callbacks."""
    person = person_of(st.user.to_dict(), data.settings().access)
    if person is not None:
        with _granted():
            end_session(data.engine(), person.session)
        shared_people(data.settings().database_url).forget()
    st.logout()


def is_asked_for() -> bool:
    """Whether signing in is any use here: it is set up, or nothing is done without it."""
    return data.settings().access.mode is not Mode.OPEN or bool(providers())
