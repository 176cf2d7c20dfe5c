"""Forms to hold something of two actors: propose, change, withdraw, merge and unmerge."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

import streamlit as st

from geo.claims.hypotheses import Confidence, Evidence, Hypothesis, HypothesisKind, Side
from geo.errors import DecisionError
from geo.store.actors import new_actor
from geo.store.decisions import Act
from geo.store.entries import Outcome
from geo.store.hypotheses import change, merge_actors, propose, unmerge_actors, withdraw
from pages.parts import data, deciding
from pages.parts.context import Context
from pages.parts.wording import plain

_KEY: Final = "groups_hyp"
_WHO: Final = f"{_KEY}_author"
_WHY: Final = f"{_KEY}_reason"
_ONE, _OTHER, _KIND, _LEVEL = (f"{_KEY}_{name}" for name in ("one", "other", "kind", "level"))
_WORDS: Final = {
    HypothesisKind.SAME_AS: "is the same as",
    HypothesisKind.REBRAND_OF: "is a rebrand of",
    HypothesisKind.FACADE_OF: "is a facade of",
    HypothesisKind.SPLINTER_OF: "is a splinter of",
    HypothesisKind.DISTINCT: "is distinct from",
}


def prefill(first: str, second: str) -> None:
    """Fill a pair into the proposal, for callbacks; the reader still has to say what and why."""
    st.session_state[_ONE], st.session_state[_OTHER] = first, second
    st.session_state[f"{_KEY}_open"] = True
    st.session_state[f"{_KEY}_filled"] = f"{first} and {second}"


def draw(ctx: Context, names: Sequence[str], held: Sequence[Hypothesis], about: str = "") -> None:
    """The forms, or why there are none.

    Parameters
    ----------
    names : actors that can be chosen, as stated.
    held : hypotheses that can be changed.
    about : the group that is looked at; it is the first of the pair unless the reader changes it.
    """
    if deciding.barred(ctx, "to hold or change a hypothesis"):
        return
    filled = st.session_state.pop(f"{_KEY}_filled", None)
    if filled:
        st.toast(
            plain(f"{filled} are filled in under “Propose, merge or change”; say what and why."),
            icon=":material/edit:",
        )
    opened = bool(st.session_state.get(f"{_KEY}_open"))
    with st.expander("Propose, merge or change", expanded=opened, icon=":material/edit:"):
        who, why = st.columns([2, 5], gap="small")
        with who:
            deciding.author(_WHO)
        with why:
            deciding.reason(_WHY, "Why (kept with the decision)")
        st.caption(
            "Every act is a decision with your name and reason, and can be taken back below."
        )
        _proposal(ctx, names, about)
        if held:
            _standing(held)


def _proposal(ctx: Context, names: Sequence[str], about: str) -> None:
    if st.session_state.get(f"{_KEY}_about") != about:
        st.session_state[f"{_KEY}_about"] = about
        st.session_state[_ONE] = about if about in names else None
    one, kind, other, level = st.columns([4, 3, 4, 2], gap="small")
    with one:
        first = st.selectbox("Actor", names, index=None, key=_ONE, placeholder="Choose an actor")
    with kind:
        what = st.selectbox("Would be", list(HypothesisKind), format_func=_WORDS.get, key=_KIND)
    with other:
        second = st.selectbox(
            "Other actor", names, index=None, key=_OTHER, placeholder="Choose another"
        )
    with level:
        st.selectbox("Confidence", list(Confidence), key=_LEVEL)
    _evidence_fields("new")
    ready = bool(first and second and first != second)
    if first and first == second:
        st.caption("These are one and the same name.")

    def proposed(by: Act) -> Outcome:
        made = Hypothesis(
            first, HypothesisKind(what), second, Confidence(st.session_state[_LEVEL]),
            _evidence("new"),
        )  # fmt: skip
        _listed((first, second), by)
        return propose(_url(), made, by)

    def merged(by: Act) -> Outcome:
        _listed((first, second), by)
        return merge_actors(_url(), first, second, by, _evidence("new"))

    emptied = {**_emptied("new"), _OTHER: None}
    with st.container(horizontal=True):
        _button("Propose", "propose", proposed, emptied, not ready, primary=True)
        _button("Merge (same as, high)", "merge", merged, emptied, not ready)
        same = HypothesisKind.SAME_AS
        if any(
            h.kind is same and {h.actor, h.other} == {first, second} for h in ctx.whole.hypotheses
        ):
            _button("Unmerge", "unmerge", lambda by: unmerge_actors(_url(), first, second, by), {})


def _standing(held: Sequence[Hypothesis]) -> None:
    st.divider()
    by_number = {one.number: one for one in held if one.number is not None}
    what, level = st.columns([8, 2], gap="small")
    with what:
        number = st.selectbox(
            "A hypothesis that is held",
            list(by_number),
            index=None,
            placeholder="Choose one to change or withdraw",
            format_func=lambda n: f"{n}: {by_number[n].name}" if n in by_number else "",
            key=f"{_KEY}_number",
        )
    one = by_number.get(number or -1)
    if one is None:
        return
    with level:
        levels = list(Confidence)
        chosen = st.selectbox(
            "Confidence", levels, index=levels.index(one.confidence), key=f"{_KEY}_to_{number}"
        )
    _evidence_fields("more")

    def changed(by: Act) -> Outcome:
        more = _evidence("more")
        evidence = (*one.evidence, *more) if more else None
        return change(_url(), number, by, confidence=Confidence(chosen), evidence=evidence)

    with st.container(horizontal=True):
        _button("Save the change", "change", changed, _emptied("more"))
        gone = {f"{_KEY}_number": None}
        _button("Withdraw", "withdraw", lambda by: withdraw(_url(), number, by), gone)


def _evidence_fields(which: str) -> None:
    side, words, source = st.columns([2, 6, 5], gap="small")
    with side:
        st.selectbox("Evidence", list(Side), key=f"{_KEY}_{which}_side")
    with words:
        st.text_input("What it is", key=f"{_KEY}_{which}_text", max_chars=1000)
    with source:
        label = "Its source: an address or the id of a report"
        st.text_input(label, key=f"{_KEY}_{which}_source", max_chars=2000)


def _evidence(which: str) -> tuple[Evidence, ...]:
    """The evidence in the fields, none when they are empty.

    Raises
    ------
    DecisionError
        There is a source without words, or the source is neither an address nor an id.
    """
    side, text, source = (
        str(st.session_state.get(f"{_KEY}_{which}_{name}") or "").strip()
        for name in ("side", "text", "source")
    )
    if not text and not source:
        return ()
    try:
        return (Evidence(Side(side), text, source or None),)
    except ValueError as fault:
        raise DecisionError(str(fault)) from fault


def _emptied(which: str) -> dict[str, str | None]:
    return {f"{_KEY}_{which}_text": "", f"{_KEY}_{which}_source": "", _WHY: ""}


def _listed(names: Sequence[str], by: Act) -> None:
    """Make names that only reports know actors of the list; a decision each."""
    known = data.listed_actors(data.newest_revision())
    for name in names:
        if name not in known:
            new_actor(_url(), name, replace(by, reason=f"{by.reason} (to hold a hypothesis of it)"))


def _button(
    label: str,
    name: str,
    decide: Callable[[Act], Outcome],
    fields: dict[str, str | None],
    disabled: bool = False,
    primary: bool = False,
) -> None:
    def act() -> Outcome:
        return decide(deciding.act(_WHO, _WHY))

    def said(done: Outcome) -> str:
        return f"{label}: decision {done.decision}, revision {done.revision}."

    st.button(
        label,
        key=f"{_KEY}_{name}",
        type="primary" if primary else "secondary",
        disabled=disabled,
        on_click=deciding.make,
        args=(act, said, {**fields, _WHY: "", f"{_KEY}_open": True}),
    )


def _url() -> str:
    return data.settings().database_url
