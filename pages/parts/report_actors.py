"""The groups that a report names: rows of spelling and part, each with whom it is taken for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

import streamlit as st

from geo.claims.listed_names import Match, Tier
from geo.view.report_answers import ROLES
from pages.parts import sheet
from pages.parts.wording import esc, quoted

_MOST: Final = 20
_TIERS: Final = {Tier.AUTO: "Taken for", Tier.REVIEW: "May be", Tier.NEW: "Not a listed group"}


def fill(key: str, actors: Sequence[tuple[str, str]]) -> None:
    """Put actors into the rows."""
    st.session_state[_rows(key)] = list(range(len(actors)))
    for at, (text, role) in enumerate(actors):
        st.session_state[_text(key, at)] = text
        st.session_state[_role(key, at)] = role


def read(key: str) -> tuple[tuple[str, str], ...]:
    """Spelling and role of each row, in order."""
    state = st.session_state
    return tuple(
        (str(state.get(_text(key, at)) or ""), str(state.get(_role(key, at)) or ""))
        for at in state.get(_rows(key), [0])
    )


def draw(
    key: str, means: Callable[[str], tuple[Match, ...]], problems: Callable[[str], None]
) -> None:
    """The rows; ``problems`` shows what is wrong with "actors.0" and so on, by position."""
    rows: list[int] = st.session_state.setdefault(_rows(key), [0])
    for position, at in enumerate(rows):
        first, second, third = st.columns([6, 4, 2], gap="small", vertical_alignment="bottom")
        with first:
            text = st.text_input(
                "Spelling, as written", key=_text(key, at), max_chars=300, persist_state="session"
            )
        with second:
            st.selectbox(
                "Its part, as the source has it", ROLES, index=None, key=_role(key, at),
                placeholder="Choose", persist_state="session",
            )  # fmt: skip
        with third:
            st.button("Remove", key=f"{key}_drop_{at}", on_click=_drop, args=(key, at))
        if text and text.strip():
            sheet.html(f'<p class="read-as">{_meant(means(text))}</p>')
        problems(f"actors.{position}")
    st.button(
        "Add a group", key=f"{key}_more", icon=":material/add:", on_click=_more, args=(key,),
        disabled=len(rows) >= _MOST,
    )  # fmt: skip


def _meant(matches: Sequence[Match]) -> str:
    """Whom a spelling is taken for, in words."""
    said = []
    for match in matches:
        names = [match.actor] if match.actor else []
        if match.tier is Tier.REVIEW:
            names = [one.actor for one in match.candidates[:3]]
        who = " or ".join(f"<b>{quoted(name)}</b>" for name in names)
        tail = "" if match.tier is Tier.AUTO else f" <small>({esc(match.reason)})</small>"
        said.append(f"{_TIERS[match.tier]} {who}{tail}")
    return "; ".join(said)


def _more(key: str) -> None:
    rows = st.session_state[_rows(key)]
    st.session_state[_rows(key)] = [*rows, max(rows, default=-1) + 1]


def _drop(key: str, at: int) -> None:
    rows = st.session_state[_rows(key)]
    st.session_state[_rows(key)] = [one for one in rows if one != at]
    for name in (_text(key, at), _role(key, at)):
        st.session_state.pop(name, None)


def _rows(key: str) -> str:
    return f"{key}_actors"


def _text(key: str, at: int) -> str:
    return f"{key}_actor_{at}"


def _role(key: str, at: int) -> str:
    return f"{key}_role_{at}"
