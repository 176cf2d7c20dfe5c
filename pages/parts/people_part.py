"""Who did what, for editors; and who has which role, for admins."""

from __future__ import annotations

from typing import Final

import streamlit as st

from geo.access import Role
from geo.errors import AtlasError
from geo.store.acts import Deed, deeds
from geo.store.people import PersonEntry, people, remove_person, set_role, shared_people
from geo.view.words import day_text
from pages.parts import access, data, deciding, sheet
from pages.parts.context import Context
from pages.parts.loaded import table
from pages.parts.wording import esc, plain, quoted

_LISTED: Final = 50
_WHO: Final = "people_who"
_ROLE: Final = "people_role"
_WORDS: Final = {
    Role.NONE: "none: kept out",
    Role.VIEWER: "viewer: sees",
    Role.EDITOR: "editor: sees and decides",
    Role.ADMIN: "admin: gives roles as well",
}


def acts(ctx: Context) -> None:
    """The latest acts of everybody, or of whom the reader asks for."""
    if not access.standing().may_write:
        return
    sheet.html("<h2>Who did what</h2>")
    words = st.text_input(
        "Only of", key="acts_author", max_chars=80, placeholder="A name, or a part of it",
        width=320,
    )  # fmt: skip
    found = deeds(data.engine(), _LISTED + 1, str(words or "").strip())
    if not found:
        sheet.html('<p class="missing">Nothing was done under such a name.</p>')
        return
    heads = ("When", "Who", "What", "On what", "Revision")
    more = f'<p class="missing">The newest {_LISTED}.</p>' if len(found) > _LISTED else ""
    sheet.html(table(heads, [_deed(ctx, one) for one in found[:_LISTED]]) + more)


def _deed(ctx: Context, one: Deed) -> list[str]:
    revision = ""
    if one.revision is not None:
        href = ctx.address("map", revision=one.revision)
        revision = f'<a href="{esc(href)}">{one.revision}</a>'
    when = f"{esc(day_text(one.at.date()))}<small>{one.at:%H:%M} UTC</small>"
    return [when, quoted(one.author), quoted(one.what), quoted(one.about), revision]


def roles() -> None:
    """Everybody who has a role by the table of people, and the form that gives one."""
    found = access.standing()
    if not found.may_admin:
        return
    sheet.html("<h2>People and roles</h2>")
    listed = people(data.engine())
    heads = ("Who", "Role", "Set by", "When")
    if listed:
        sheet.html(table(heads, map(_person, listed)))
    else:
        sheet.html('<p class="missing">Nobody has a role by this table yet.</p>')
    setting = data.settings().access
    rest = [f"{quoted(one)} is admin by the settings" for one in setting.admins]
    if setting.claim:
        rest.append(f"Others have the role that the claim {quoted(setting.claim)} gives them")
    rest.append(f"Whoever else signs in has the role {esc(setting.default.word)}")
    sheet.html(f'<p class="quiet">{". ".join(rest)}.</p>')
    _form(listed)


def _person(one: PersonEntry) -> list[str]:
    role = one.role.word if one.role is not None else ""
    return [quoted(one.identity), esc(role), quoted(one.author), esc(day_text(one.set_at.date()))]


def _form(listed: list[PersonEntry]) -> None:
    who, role, give, remove = st.columns([5, 3, 2, 2], gap="small", vertical_alignment="bottom")
    with who:
        chosen = st.selectbox(
            "Who (an e-mail address, or ISSUER#SUBJECT)", [one.identity for one in listed],
            index=None, key=_WHO, accept_new_options=True, placeholder="Choose, or write",
            format_func=plain,
        )  # fmt: skip
    with role:
        st.selectbox("Role", list(Role), index=1, key=_ROLE, format_func=_WORDS.__getitem__)
    with give:
        st.button(
            "Give the role", key="people_give", type="primary", disabled=not chosen,
            on_click=_give, width="stretch",
        )  # fmt: skip
    with remove:
        st.button(
            "Remove", key="people_remove", on_click=_remove, width="stretch",
            disabled=not any(one.identity == chosen for one in listed),
        )  # fmt: skip


def _give() -> None:
    who, role = str(st.session_state.get(_WHO) or ""), st.session_state[_ROLE]
    try:
        with access.administering() as found:
            assert found.person is not None  # noqa: S101 - nobody else is an admin
            done = set_role(data.engine(), who, role, found.person.author)
    except AtlasError as error:
        deciding.tell(False, f"Nothing was changed: {error}.")
        return
    _done(f"{done.identity} is {role.word} now.")


def _remove() -> None:
    who = str(st.session_state.get(_WHO) or "")
    try:
        with access.administering() as found:
            assert found.person is not None  # noqa: S101 - as above
            done = remove_person(data.engine(), who, found.person.author)
    except AtlasError as error:
        deciding.tell(False, f"Nothing was changed: {error}.")
        return
    _done(f"Nothing is set of {done.identity} any more.")


def _done(said: str) -> None:
    shared_people(data.settings().database_url).forget()
    st.session_state[_WHO] = None
    deciding.tell(True, said)
