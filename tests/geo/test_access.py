"""Who somebody is and what a role may, from whatever a provider says."""

from __future__ import annotations

import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.access import MOST_NAME, AccessSetting, Mode, Role, Standing, identity, person_of, role_of
from geo.errors import AccessError, SettingsError, SignInError
from geo.settings import VARIABLES, Settings
from geo.store.decisions import MOST_AUTHOR, Act

STORE = {"ATLAS_DATABASE_URL": "sqlite:////tmp/none.sqlite"}
OPEN = AccessSetting()
OIDC = {
    "ATLAS_OIDC_METADATA_URL": "https://id.example/.well-known/openid-configuration",
    "ATLAS_OIDC_CLIENT_ID": "atlas",
    "ATLAS_OIDC_CLIENT_SECRET": "word-of-the-client",
    "ATLAS_OIDC_REDIRECT_URI": "https://atlas.example/oauth2callback",
    "ATLAS_OIDC_COOKIE_SECRET": "0123456789abcdef0123456789abcdef",
}


def claims(**more: Any) -> dict[str, Any]:
    """What Streamlit holds of somebody who signed in just now."""
    held = {"is_logged_in": True, "iss": "https://id.example", "sub": "42", "iat": time.time()}
    return {**held, "email": "Ada@Example.org", "email_verified": True, "name": "Ada", **more}


def test_a_person_is_known_by_subject_and_verified_address() -> None:
    ada = person_of(claims(), OPEN)
    assert ada is not None
    assert ada.identities == ("https://id.example#42", "ada@example.org")
    assert ada.author == "Ada (ada@example.org)"
    for unproved in (False, None, "false", 1, "yes"):
        other = person_of(claims(email_verified=unproved), OPEN)
        assert other is not None
        assert other.identities == ("https://id.example#42",)
        assert "ada@example.org" not in other.author


@pytest.mark.parametrize(
    "fault",
    [
        {"is_logged_in": False}, {"is_logged_in": "yes"}, {"sub": ""}, {"sub": 42}, {"iss": None},
        {"iat": None}, {"iat": "now"}, {"iat": True}, {"iat": 1e300}, {"iat": float("nan")},
    ],
)  # fmt: skip
def test_claims_that_lack_what_identifies_are_of_nobody(fault: dict[str, Any]) -> None:
    assert person_of(claims(**fault), OPEN) is None


def test_each_sign_in_is_a_session_of_its_own() -> None:
    one, same, other = (person_of(claims(iat=5, nonce=nonce), OPEN) for nonce in "aab")
    assert one is not None
    assert same is not None
    assert other is not None
    assert one.session == same.session != other.session
    assert len(one.session) == 64


def test_a_sign_in_ends_after_its_hours() -> None:
    setting = AccessSetting(hours=2)
    for age_h, over in ((1.99, False), (2.01, True), (900, True)):
        person = person_of(claims(iat=time.time() - age_h * 3600), setting)
        assert person is not None
        assert person.is_over(setting) is over


def test_roles_come_from_settings_table_claims_and_default_in_that_order() -> None:
    setting = AccessSetting(
        claim="realm.roles", values=(("atlas-ed", Role.EDITOR), ("atlas-vi", Role.VIEWER)),
        admins=("boss@example.org",), default=Role.VIEWER,
    )  # fmt: skip

    def role(listed: dict[str, Role], **more: Any) -> Role:
        person = person_of(claims(**more), setting)
        assert person is not None
        return role_of(person, setting, listed)

    told = {"realm": {"roles": ["x", "atlas-vi", "atlas-ed"]}}
    assert role({}) is Role.VIEWER
    assert role({}, **told) is Role.EDITOR
    assert role({}, realm={"roles": "atlas-vi"}) is Role.VIEWER
    assert role({}, realm={"roles": {"atlas-ed": 1}}) is Role.VIEWER
    assert role({"ada@example.org": Role.NONE}, **told) is Role.NONE
    assert role({"https://id.example#42": Role.ADMIN}, **told) is Role.ADMIN
    assert role({}, email="BOSS@example.org") is Role.ADMIN
    assert role({}, email="boss@example.org", email_verified=False) is Role.VIEWER
    assert role({"boss@example.org": Role.NONE}, email="boss@example.org") is Role.ADMIN


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=120),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
CLAIMS = st.dictionaries(
    st.sampled_from(["iss", "sub", "iat", "email", "email_verified", "name", "roles", "nonce"])
    | st.text(max_size=5),
    JSON,
)


@given(CLAIMS, st.booleans())
def test_no_claims_break_it_and_whoever_it_finds_can_sign_decisions(
    said: dict[str, Any], whole: bool
) -> None:
    setting = AccessSetting(claim="roles")
    person = person_of({**claims(), **said} if whole else {"is_logged_in": True, **said}, setting)
    if person is None:
        return
    assert len(person.author) <= MOST_NAME == MOST_AUTHOR
    assert role_of(person, setting, {}) in Role
    if person.author.strip():
        assert Act(person.author, "why").author


@pytest.mark.parametrize(
    ("mode", "role", "reads", "writes", "drafts"),
    [
        (Mode.OPEN, Role.NONE, True, True, True),
        (Mode.PUBLIC, Role.NONE, True, False, False),
        (Mode.PUBLIC, Role.VIEWER, True, False, True),
        (Mode.PUBLIC, Role.EDITOR, True, True, True),
        (Mode.PRIVATE, Role.NONE, False, False, False),
        (Mode.PRIVATE, Role.VIEWER, True, False, True),
        (Mode.PRIVATE, Role.ADMIN, True, True, True),
    ],
)
def test_what_a_role_may(mode: Mode, role: Role, reads: bool, writes: bool, drafts: bool) -> None:
    found = Standing(mode, person_of(claims(), OPEN), role)
    assert (found.may_read, found.may_write, found.may_see_drafts) == (reads, writes, drafts)
    assert found.may_admin is (role is Role.ADMIN)
    for may, ask in ((reads, found.needs_read), (writes, found.needs_write)):
        if may:
            ask()
        else:
            with pytest.raises(AccessError, match="an admin can give you"):
                ask()


def test_who_is_not_signed_in_is_told_to() -> None:
    with pytest.raises(SignInError, match="sign in first"):
        Standing(Mode.PRIVATE).needs_read()
    with pytest.raises(SignInError, match="sign in again"):
        Standing(Mode.PRIVATE, over=True).needs_read()
    with pytest.raises(AccessError, match="only admins"):
        Standing(Mode.OPEN).needs_admin()


@pytest.mark.parametrize("text", ["", "ada", "@x", "a@", "a b@c", "#", "x#", "a@b@c", "#a@b"])
def test_what_names_nobody_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="names nobody"):
        identity(text)


def test_settings_say_who_may_and_go_on_to_another_process() -> None:
    env = {
        **STORE, **OIDC, "ATLAS_ACCESS": "private", "ATLAS_ROLE_CLAIM": "groups",
        "ATLAS_ROLE_VALUES": "staff=editor, boss = admin, cn=atlas=viewer",
        "ATLAS_DEFAULT_ROLE": "viewer",
        "ATLAS_ADMINS": "Boss@Example.org, https://id.example#7", "ATLAS_SESSION_HOURS": "1.5",
    }  # fmt: skip
    settings = Settings.from_env(env)
    access = settings.access
    assert access.mode is Mode.PRIVATE
    assert access.values == (
        ("staff", Role.EDITOR), ("boss", Role.ADMIN), ("cn=atlas", Role.VIEWER)
    )  # fmt: skip
    assert access.admins == ("boss@example.org", "https://id.example#7")
    assert (access.hours, access.default) == (1.5, Role.VIEWER)
    passed_on = settings.to_env()
    assert set(passed_on) == set(VARIABLES)
    assert Settings.from_env(passed_on) == settings
    assert "word-of-the-client" not in repr(settings)
    assert OIDC["ATLAS_OIDC_COOKIE_SECRET"] not in repr(settings)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ATLAS_ACCESS", "closed"), ("ATLAS_SESSION_HOURS", "0"), ("ATLAS_SESSION_HOURS", "nan"),
        ("ATLAS_SESSION_HOURS", "721"), ("ATLAS_ROLE_VALUES", "editors"),
        ("ATLAS_ROLE_VALUES", "x=boss"), ("ATLAS_ROLE_VALUES", "=editor"),
        ("ATLAS_DEFAULT_ROLE", "owner"), ("ATLAS_ADMINS", "ada"),
        ("ATLAS_OIDC_CLIENT_ID", ""), ("ATLAS_OIDC_COOKIE_SECRET", "short"),
    ],
)  # fmt: skip
def test_a_setting_that_cannot_be_used_is_named(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=name):
        Settings.from_env({**STORE, **OIDC, name: value})
