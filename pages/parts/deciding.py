"""What every form for a decision shares: who decides, the act itself, what became of it.

Who is signed in decides under the identity that the provider has verified. Where the atlas is open
and nobody is, the session remembers the name that the reader gives, for every such form.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import streamlit as st

from geo.errors import AtlasError, DecisionError
from geo.store.decisions import MOST_AUTHOR, MOST_REASON, Act, tidy
from geo.store.entries import Outcome
from pages.parts import access, data, sheet
from pages.parts.context import Context
from pages.parts.wording import esc, plain

_AUTHOR: Final = "atlas.author"
_SAID: Final = "atlas.decided"
_QUICK: Final = 100_000
"""Incidents of a store that is read again at once; a larger one follows in the background."""


def barred(ctx: Context, doing: str) -> bool:
    """Whether this reader cannot do something here; if so, a line says why.

    Parameters
    ----------
    doing : what cannot be done, such as "to grade an outlet".
    """
    if is_reader(doing):
        return True
    if ctx.pinned:
        st.caption(f"This revision is pinned: go live {doing}.")
        return True
    return False


def is_reader(doing: str) -> bool:
    """Whether this reader may not write anywhere; if so, a line says why, as in ``barred``."""
    found = access.standing()
    if not found.may_write:
        why = esc(f"Only editors may {doing.removeprefix('to ')}: {found.why_not}.")
        sheet.html(f'<p class="quiet" role="note">{why}</p>')
    return not found.may_write


def can(ctx: Context) -> bool:
    """Whether this reader can decide here at all, without a word."""
    return not ctx.pinned and access.standing().may_write


def author(key: str) -> None:
    """The field for the name of who decides; an empty one takes the name given before."""
    person = access.standing().person
    if person is not None:
        name = person.author
        st.text_input("You are signed in as", name, key=f"{key}_signed_in", disabled=True)
        return
    if not st.session_state.get(key):
        st.session_state[key] = st.session_state.get(_AUTHOR, "")
    st.text_input("Your name", key=key, max_chars=MOST_AUTHOR, on_change=named, args=(key,))


def named(key: str) -> str:
    """The name in a field, remembered for fields yet to come; of an empty field the one before.

    Fields that stand on the page already are never written to: a browser that has not heard of
    it yet would send their former content back as if the reader had typed it. Who is signed in has
    one name only, whatever a field holds.
    """
    person = access.standing().person
    if person is not None:
        return person.author
    name = str(st.session_state.get(key) or "")
    if name:
        st.session_state[_AUTHOR] = name
    return name or str(st.session_state.get(_AUTHOR, ""))


def reason(key: str, label: str = "Why") -> None:
    """The field for the reason."""
    st.text_input(label, key=key, max_chars=MOST_REASON)


def act(author_key: str, reason_key: str, seen_revision: int | None = None) -> Act:
    """Who decides and why, as the fields stand; raises as ``act_for``."""
    return act_for(author_key, str(st.session_state.get(reason_key) or ""), seen_revision)


def act_for(author_key: str, why: str, seen_revision: int | None = None) -> Act:
    """Who decides, as the field stands, and why; see ``geo.store.decisions.Act``.

    No page makes an ``Act`` in another way: whoever has one may write.

    Raises
    ------
    AccessError
        The reader may not decide.
    DecisionError
        The name or the reason is missing, or the page is shown in a frame.
    """
    _not_in_a_frame()
    access.standing().needs_write()
    return Act(named(author_key), why, seen_revision)


def loader(author_key: str, remark_key: str) -> tuple[str, str]:
    """Who loads, and a remark that may be empty.

    Raises
    ------
    DecisionError
        The name is missing, or the page is shown in a frame.
    """
    _not_in_a_frame()
    name = tidy(named(author_key))
    if not name:
        raise DecisionError("Give your name: it stands in the history of the atlas")
    return name, tidy(str(st.session_state.get(remark_key) or ""))


def _not_in_a_frame() -> None:
    """Refuse what comes from a frame of another site, which could lay anything over a button."""
    if st.context.is_embedded:
        raise DecisionError("Nothing is changed from within a frame: open the atlas itself")


def make(
    decide: Callable[[], Outcome], said: Callable[[Outcome], str], fields: dict[str, Any]
) -> None:
    """Decide, for callbacks: before the run that shows the new state.

    Parameters
    ----------
    said : what to tell the reader of the outcome.
    fields : fields of the form by key, and what they are set to afterwards.
    """
    try:
        with access.writing():
            done = decide()
    except AtlasError as error:
        tell(False, f"Nothing was changed: {error}.")
        return
    tell(True, said(done))
    for key, empty in fields.items():
        st.session_state[key] = empty
    refresh()


def refresh() -> None:
    """Read a store that has changed again, where that is quick."""
    store = data.store()
    if store.current().n <= _QUICK:
        store.refresh()


def tell(done: bool, text: str) -> None:
    """Let ``say`` tell the reader this in the run that follows, for callbacks."""
    st.session_state[_SAID] = (done, text)


def said(key: str = _SAID) -> tuple[bool, str]:
    """Whether the last decision was made, and what became of it, once; "" when there is none."""
    done, text = st.session_state.pop(key, (True, ""))
    return bool(done), str(text)


def say(key: str = _SAID) -> None:
    """What became of the last decision, once; ``key``: where it is held."""
    done, text = said(key)
    if text and done:
        st.success(plain(text), icon=":material/check:")
    elif text:
        st.error(plain(text), icon=":material/error:")
