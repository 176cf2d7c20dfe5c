"""The routes obey the same sign-in as the pages, by the cookie that Streamlit itself signs."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from starlette.applications import Starlette
from streamlit.auth_util import set_cookie_with_chunks
from streamlit.web.server.server_util import AUTH_COOKIE_NAME, get_cookie_secret
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value

from geo.access import AccessSetting, Mode, Role, person_of
from geo.settings import Settings
from geo.store.live import SnapshotStore
from geo.store.people import end_session, set_role, shared_people
from pages.parts.routes import api_routes
from tests.parts.conftest import Ask, asking

PRIVATE = AccessSetting(mode=Mode.PRIVATE, claim="roles", hours=2)
GUARDED = (
    "/api/view/6/6/38.0,29.0,49.0,38.0", "/api/table/6", "/api/facets/6",
    "/api/basemap/governorates.json", "/api/export.csv?gov=IQG05",
)  # fmt: skip


def claims(**more: Any) -> dict[str, Any]:
    held = {"is_logged_in": True, "iss": "https://id.example", "sub": "7", "nonce": "n"}
    return {**held, "iat": time.time(), "origin": "http://localhost", "roles": ["viewer"], **more}


def cookie(said: dict[str, Any], secret: str | None = None) -> str:
    """The header of a browser that Streamlit has given its cookie, in pieces where it is long."""
    given: dict[str, str] = {}

    def sign(name: str, value: str) -> bytes:
        return create_signed_value(secret or get_cookie_secret(), name, value)

    def keep(name: str, value: str) -> None:
        given[name] = sign(name, value).decode()

    set_cookie_with_chunks(keep, sign, AUTH_COOKIE_NAME, said, cookie_attr_size=80)
    return "; ".join(f"{name}={value}" for name, value in given.items())


AskWith = Callable[[AccessSetting], Ask]


@pytest.fixture
def ask_with(own_store: Settings) -> AskWith:
    store = SnapshotStore(own_store.database_url, own_store)
    store.current()

    def ask(setting: AccessSetting) -> Ask:
        store.settings = replace(own_store, access=setting)
        return asking(Starlette(routes=api_routes(store=lambda: store)))

    return ask


def test_private_routes_answer_those_who_have_a_role(
    ask_with: AskWith, own_store: Settings
) -> None:
    ask = ask_with(PRIVATE)
    signed = cookie(claims())
    expired = cookie(claims(iat=time.time() - 2.01 * 3600))
    other = cookie(claims(), "another secret of somebody else")
    for address in GUARDED:
        anonymous = ask(address)
        assert (anonymous.status, anonymous.headers["cache-control"]) == (401, "no-store")
        assert "sign in first" in anonymous.json["error"]
        assert ask(address, cookie=signed).status == 200
        assert "public" not in ask(address, cookie=signed).headers["cache-control"]
        assert "sign in again" in ask(address, cookie=expired).json["error"]
        assert ask(address, cookie=other).status == 401
        assert ask(address, cookie=cookie(claims(roles=[]))).status == 403
    assert ask("/api/health").status == 200
    assert ask("/assets/app.css").status == 200

    # Roles of the table and ended sign-ins count as on the pages.
    url, address = own_store.database_url, GUARDED[2]
    set_role(url, "https://id.example#7", Role.NONE, "Boss")
    shared_people(url).forget()
    assert ask(address, cookie=signed).status == 403
    set_role(url, "https://id.example#7", Role.VIEWER, "Boss")
    shared_people(url).forget()
    assert ask(address, cookie=signed).status == 200
    later = claims(nonce="later")
    found = person_of(later, PRIVATE)
    assert found is not None
    end_session(url, found.session)
    shared_people(url).forget()
    assert ask(address, cookie=cookie(later)).status == 401
    assert ask(address, cookie=signed).status == 200


def test_a_cookie_in_pieces_opens_and_a_changed_one_does_not(ask_with: AskWith) -> None:
    ask = ask_with(PRIVATE)
    whole = cookie(claims(groups=[f"group-{n:05}" for n in range(1500)]))
    assert whole.count("; ") >= 1, "it is in pieces"
    assert ask(GUARDED[2], cookie=whole).status == 200
    pieces = whole.split("; ")
    assert ask(GUARDED[2], cookie="; ".join(pieces[:-1])).status == 401
    last = pieces[-1]
    # Not the last letter: some of its bits say nothing.
    changed = f"{last[:-9]}{'a' if last[-9] != 'a' else 'b'}{last[-8:]}"
    assert ask(GUARDED[2], cookie="; ".join([*pieces[:-1], changed])).status == 401
    for text in ("_streamlit_user=", "_streamlit_user=chunks-9", "_streamlit_user=\xff"):
        assert ask(GUARDED[2], cookie=text).status == 401


@pytest.mark.parametrize("mode", [Mode.OPEN, Mode.PUBLIC])
def test_where_all_may_read_nobody_is_asked(ask_with: AskWith, mode: Mode) -> None:
    ask = ask_with(AccessSetting(mode=mode))
    assert {ask(address).status for address in GUARDED} == {200}
    assert "max-age" in ask(GUARDED[2]).headers["cache-control"]


def test_every_route_asks_who_it_is_but_health_and_assets(ask_with: AskWith) -> None:
    """A route that is added later has to say so as well."""
    ask = ask_with(PRIVATE)
    filled = {
        "{revision:int}": "6", "{zoom:float}": "6", "{bbox}": "38.0,29.0,49.0,38.0",
        "{layer}": "governorates", "{form}": "csv",
    }  # fmt: skip
    unguarded = set()
    for route in api_routes():
        path = getattr(route, "path", "")
        address = path
        for name, value in filled.items():
            address = address.replace(name, value)
        if ask(re.sub(r"\{[^}]*\}", "x", address)).status != 401:
            unguarded.add(path)
    assert unguarded == {"/api/health", "/api/{rest:path}", "/assets"}
