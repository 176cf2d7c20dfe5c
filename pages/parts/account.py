"""Who is signed in, in the header; and what stands in place of the atlas for who may not see it."""

from __future__ import annotations

from typing import Final
from urllib.parse import parse_qsl, unquote

import streamlit as st
from streamlit.navigation.page import Page

from geo.access import Standing
from pages.parts import access, link, sheet
from pages.parts.component import component
from pages.parts.wording import esc, plain, quoted

BACK_COOKIE: Final = "atlas_back"
"""Where somebody was who went to sign in: "PAGE?QUERY", percent-encoded by ``account.js``."""
_LED_BACK: Final = "atlas.led_back"


def draw(found: Standing) -> None:
    """Name and way out, or the way in; nothing where nobody can sign in and nobody has to."""
    if not access.is_asked_for():
        return
    component("account")(key="account_script", data={"signedIn": found.person is not None})
    with st.container(key="account", horizontal=True):
        if found.person is None:
            if found.may_read:
                _ways_in("header", "Sign in again" if found.over else "Sign in")
            return
        with st.popover(plain(found.person.called), icon=":material/person:", key="account_of"):
            role = found.role.word if found.role else "no role here"
            sheet.html(
                f"<p>{quoted(found.person.name or None, 'no name given')}<br>"
                f"{quoted(found.person.email or found.person.subject)}<br>"
                f"<small>Role: {esc(role)}</small></p>"
            )
            st.button("Sign out", key="sign_out", on_click=access.sign_out, width="stretch")


def wall(found: Standing) -> None:
    """What who may not see the atlas sees in its place."""
    with st.container(key="wall"):
        if found.person is None:
            said = "Your sign-in is over" if found.over else "Sign in to see the atlas"
            rest = (
                "It is shown to people who have a role in it."
                if access.providers()
                else "Signing in is not set up yet; whoever hosts the atlas finds the steps in its "
                "documentation."
            )
            sheet.html(f"<h1>{said}</h1><p>{rest}</p>")
            _ways_in("wall", "Sign in", primary=True)
            return
        sheet.html(
            "<h1>You have no role here yet</h1><p>You are signed in as "
            f"{quoted(found.person.author)}. Ask an admin of the atlas to give you one; you are "
            f"known here as</p><p><code>{quoted(found.person.identities[-1])}</code></p>"
        )


def _ways_in(where: str, label: str, *, primary: bool = False) -> None:
    names = access.providers()
    for name in names:
        st.button(
            plain(label if len(names) == 1 else f"{label} with {name}"),
            key=f"sign_in_{where}_{name}", on_click=access.sign_in, args=(name,),
            type="primary" if primary else "secondary",
        )  # fmt: skip


def lead_back(found: Standing, pages: dict[str, Page]) -> None:
    """Lead who has just signed in to the address where this one was, once in a session."""
    if found.person is None or _LED_BACK in st.session_state:
        return
    st.session_state[_LED_BACK] = True
    kept = st.context.cookies.get(BACK_COOKIE)
    if not isinstance(kept, str) or not kept or link.address():
        return
    page, _, query = unquote(kept).partition("?")
    pairs = parse_qsl(query, keep_blank_values=True)
    st.switch_page(pages.get(page, pages["map"]), query_params=link.grouped(pairs))
