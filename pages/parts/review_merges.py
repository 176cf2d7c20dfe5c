"""Pairs of incidents that may be one, for an editor to merge, to hold apart or to leave."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

import streamlit as st

from geo.claims.duplicates import Tier
from geo.store.decisions import Act
from geo.store.entries import INCIDENT, HistoryEntry, Kind, Outcome
from geo.store.incidents import merge_incidents
from geo.store.proposals import Proposal, Proposals, all_proposals, keep_apart, stays
from geo.store.undo import undo
from geo.view.duplicates import chosen, group_of, kinds
from geo.view.words import counted
from pages.parts import data, deciding, merge_pair, sheet
from pages.parts.context import Context
from pages.parts.decision_table import decision_table
from pages.parts.wording import plain

_KEY: Final = "review_merges"
_SKIPPED: Final = f"{_KEY}_skipped"
_LISTED: Final = 50
_EVERY: Final = "all"


def draw(ctx: Context) -> None:
    """The queue: what is proposed, one pair in full, the decision on it, what was decided."""
    sheet.style("merges.css")
    deciding.say()
    with st.spinner("Comparing incidents…"):
        found = all_proposals(ctx.whole, data.apart(ctx.whole.revision))
    pairs = _selected(ctx, found)
    skipped = st.session_state.setdefault(_SKIPPED, set())
    waiting = [pair for pair in pairs if (pair.first, pair.second) not in skipped]
    if waiting:
        _one(ctx, found, waiting)
    else:
        _nothing(bool(found.pairs), bool(pairs))
    if any((pair.first, pair.second) in skipped for pair in pairs):
        st.button("Show the skipped ones again", key=f"{_KEY}_again", on_click=skipped.clear)
    if len(waiting) > 1:
        with st.expander(f"All of them: {counted(len(waiting), 'pair')}"):
            sheet.html(merge_pair.listing(ctx.whole, waiting[:_LISTED], _address(ctx)))
            if len(waiting) > _LISTED:
                st.caption(f"The {_LISTED} most likely of {counted(len(waiting), 'pair')}.")
    _decided(ctx)


def _address(ctx: Context) -> merge_pair.Href:
    return lambda key: ctx.address("incident", incident=key)


def _selected(ctx: Context, found: Proposals) -> list[Proposal]:
    """How many pairs there are, and those of the tier and datasets that the reader wants."""
    same = sum(pair.tier is Tier.SAME for pair in found.pairs)
    said = (
        f"{counted(len(found.pairs), 'pair')} of incidents may be one: {same:,} held to be the "
        f"same, {len(found.pairs) - same:,} to be reviewed."
    )
    if found.left_out:
        said += (
            f" {counted(found.left_out, 'incident')} of the busiest places and days were not "
            "compared, since agreement says nothing there."
        )
    if found.more:
        said += f" {counted(found.more, 'less likely pair')} are not listed."
    st.caption(plain(said))
    of = {str(one): (one, n) for one, n in kinds(ctx.whole, found.pairs).items()}
    left, right = st.columns([2, 3], gap="medium", vertical_alignment="bottom")
    with left:
        tier = st.segmented_control(
            "How likely",
            [_EVERY, *Tier],
            default=_EVERY,
            format_func=lambda one: "All" if one == _EVERY else merge_pair.TIERS[one].capitalize(),
            key=f"{_KEY}_tier",
        )
    with right:
        wanted = st.selectbox(
            "Datasets",
            [_EVERY, *of],
            format_func=lambda one: (
                "All datasets" if one == _EVERY else plain(f"{one} ({of[one][1]:,})")
            ),
            key=f"{_KEY}_of",
        )
    return chosen(
        ctx.whole,
        found.pairs,
        None if tier in (None, _EVERY) else Tier(tier),
        of[wanted][0] if wanted in of else None,
    )


def _nothing(any_at_all: bool, any_here: bool) -> None:
    if not any_at_all:
        words = "No two incidents are likely to be one. What is loaded next is compared as well."
    elif not any_here:
        words = "No pair is of this kind; choose others above."
    else:
        words = "You have seen them all."
    st.info(words, icon=":material/done_all:")


def _one(ctx: Context, found: Proposals, waiting: Sequence[Proposal]) -> None:
    """The most likely pair that waits, in full, with the forms."""
    pair = waiting[0]
    group = group_of(found.pairs, pair)
    title = f"1 of {len(waiting):,}: {merge_pair.likely(pair)}"
    sheet.html(f"<h2>{title}</h2>")
    if group:
        st.info(
            plain(
                f"{len(group)} incidents hang together: {', '.join(group)}. Each is likely to be "
                "the same as the others; merging them all makes one incident."
            ),
            icon=":material/hub:",
        )
    left, right = st.columns([6, 5], gap="large")
    with left:
        sheet.html(merge_pair.both(ctx.whole, pair, _address(ctx)))
    with right:
        sheet.html(merge_pair.why(pair.reasons))
    if ctx.pinned:
        st.caption("An earlier revision is shown; go to the newest one to decide.")
        return
    _forms(ctx, pair, group)


def _forms(ctx: Context, pair: Proposal, group: Sequence[str]) -> None:
    better = stays(ctx.whole, pair.first, pair.second)
    ids = [better, pair.second if better == pair.first else pair.first]
    stay = st.radio(
        "The id that stays (the other one leads to it)",
        ids,
        format_func=lambda key: (
            plain(key) + (" (proposed: more reports, else the lower id)" if key == better else "")
        ),
        horizontal=True,
        key=f"{_KEY}_stays_{pair.first}_{pair.second}",
    )
    who, why = st.columns([2, 5], gap="small")
    with who:
        deciding.author(f"{_KEY}_author")
    with why:
        deciding.reason(f"{_KEY}_reason")
    url, seen = data.settings().database_url, ctx.whole.revision
    target = stay or better
    former = pair.second if target == pair.first else pair.first

    def merge() -> Outcome:
        by = deciding.act(f"{_KEY}_author", f"{_KEY}_reason", seen)
        return merge_incidents(url, former, target, by)

    def merge_all() -> Outcome:
        by = deciding.act(f"{_KEY}_author", f"{_KEY}_reason", seen)
        return _merged(url, [key for key in group if key != target], target, by)

    def hold() -> Outcome:
        by = deciding.act(f"{_KEY}_author", f"{_KEY}_reason", seen)
        return keep_apart(url, pair.first, pair.second, by)

    with st.container(horizontal=True):
        _button("Merge", "merge", merge, f"{former} merged into {target}", primary=True)
        if group:
            _button(
                f"Merge all {len(group)}", "merge_all", merge_all,
                f"{counted(len(group) - 1, 'incident')} merged into {target}",
            )  # fmt: skip
        _button("Keep apart", "apart", hold, f"{pair.first} and {pair.second} held apart")
        st.button("Skip", key=f"{_KEY}_skip", on_click=_skip, args=(pair,))


def _skip(pair: Proposal) -> None:
    st.session_state[_SKIPPED].add((pair.first, pair.second))


def _merged(url: str, formers: Sequence[str], target: str, by: Act) -> Outcome:
    """Merge several incidents, each by a decision of its own."""
    moved = 0
    for former in formers:
        done = merge_incidents(url, former, target, by)
        moved += done.moved
        by = Act(by.author, by.reason, done.revision)
    return Outcome(done.decision, done.revision, target, moved)


def _button(
    label: str, name: str, act: Callable[[], Outcome], said: str, primary: bool = False
) -> None:
    st.button(
        label,
        key=f"{_KEY}_{name}",
        type="primary" if primary else "secondary",
        on_click=deciding.make,
        args=(
            act,
            lambda done: f"{said}: decision {done.decision}, revision {done.revision}.",
            {f"{_KEY}_reason": ""},
        ),
    )


def _decided(ctx: Context) -> None:
    """Merges and pairs held apart, and a way to take one back."""
    every = data.decided(None, ctx.whole.revision, data.newest_revision())
    made = [
        entry
        for entry in every
        if entry.decision.subject_type == INCIDENT
        and entry.decision.kind in (Kind.MERGE, Kind.KEEP_APART, Kind.UNDO)
    ]
    if not made:
        return
    with st.expander(f"Decided: {counted(len(made), 'decision')}"):
        sheet.html(decision_table(made[:_LISTED]))
        standing = {
            entry.decision.id: entry
            for entry in made
            if entry.stands and entry.decision.kind != Kind.UNDO
        }
        if standing and not ctx.pinned:
            _undo(standing)


def _undo(standing: dict[int, HistoryEntry]) -> None:
    number = st.selectbox(
        "Take back",
        list(standing),
        format_func=lambda one: (
            plain(f"{one}: {standing[one].decision.summary[:120]}") if one in standing else ""
        ),
        key=f"{_KEY}_undo",
    )
    deciding.reason(f"{_KEY}_undo_reason", "Why it is taken back")
    deciding.author(f"{_KEY}_undo_author")

    def act() -> Outcome:
        by = deciding.act(f"{_KEY}_undo_author", f"{_KEY}_undo_reason")
        return undo(data.settings().database_url, int(number or 0), by)

    st.button(
        "Take it back",
        key=f"{_KEY}_undo_go",
        on_click=deciding.make,
        args=(
            act,
            lambda done: f"Decision {number} taken back: revision {done.revision}.",
            {f"{_KEY}_undo_reason": ""},
        ),
    )
