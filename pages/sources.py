"""The sources page: what is claimed and confirmed, who is first, who relays whom, outlets."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Final

import streamlit as st

from geo.export.about import About
from geo.export.sources import gap_csv, outlet_csv, relay_csv
from geo.view.evidence import Members
from geo.view.gap import Carrier, carriers, gap
from geo.view.gap_words import sentence, unclaimed_words
from geo.view.latency import latency
from geo.view.outlets import Source, sources
from geo.view.relays import network, outlets_of, relays
from geo.view.state import BINS, CLAIMS
from geo.view.words import counted
from pages.parts import (
    data,
    deciding,
    flag_tables,
    footage_links,
    gap_chart,
    latency_table,
    link,
    outlet_detail,
    outlet_table,
    relay_chart,
    sheet,
)
from pages.parts.context import Context
from pages.parts.wording import esc

_CLAIM_NAMES: Final = {"said": "Responsibility claimed", "channels": "Also told by their channels"}
_BIN_NAMES: Final = {"auto": "Auto", **{name: name.capitalize() for name in BINS[1:]}}


def show(ctx: Context) -> None:
    """Draw the page for the selection of the link."""
    sheet.style("sources.css")
    with st.container():  # always there, so that what follows keeps its place when it empties
        deciding.say()
    if not len(ctx.rows):
        st.info(
            "No incident fits these filters, so no source has anything to say of it. Clear a "
            "filter above, or take a wider date range."
        )
        return
    _gap(ctx)
    _latency(ctx)
    _relays(ctx)
    _outlets(ctx)
    _evidence(ctx)


def _channels(ctx: Context) -> bool:
    return ctx.state.claims == "channels"


def _gap(ctx: Context) -> None:
    """The one chart: what is claimed, what of it anyone confirms, and who carries the rest."""
    found = gap(ctx.snapshot, ctx.filters, _channels(ctx), ctx.state.bin)
    sheet.html(f'<p class="lead">{esc(sentence(found))}</p>')
    if found.claimed:
        by = [
            carriers(ctx.snapshot, ctx.filters, _channels(ctx), group)
            for group in ("outlet", "country")
        ]
        drawn = gap_chart.chart_data(found, by[0], by[1], ctx.filters)
        asked = gap_chart.draw(drawn, ctx.filters, key="sources_gap")
        if asked is not None:
            ctx.update(filters=asked)
    what, bars, file = st.columns([5, 6, 2], vertical_alignment="bottom")
    with what:
        _choice("Counted as claimed", "claims", {n: _CLAIM_NAMES[n] for n in CLAIMS}, ctx)
    with bars:
        _choice("Bars", "bin", _BIN_NAMES, ctx)
    with file:
        _download(ctx, "Gap as CSV", "gap", gap_csv, found)
    others = (
        gap(ctx.snapshot, ctx.filters, True).claimed - gap(ctx.snapshot, ctx.filters, False).claimed
    )
    notes = [
        "Bars stand at the middle of an incident's dates.",
        f"{counted(others, 'more incident')} "
        f"{'is' if others == 1 else 'are'} told by a channel of a group without a claim of "
        "responsibility."
        if others
        else "",
        unclaimed_words(found),
    ]
    st.caption(" ".join(note for note in notes if note))


def _choice(label: str, field: str, names: dict[str, str], ctx: Context) -> None:
    """One choice that is kept in the link."""
    key = f"sources_{field}"
    st.session_state[key] = getattr(ctx.state, field)

    def chosen() -> None:
        value = st.session_state.get(key)
        if value is not None:
            link.change(**{field: value})

    st.segmented_control(
        label, list(names), format_func=names.__getitem__, key=key, on_change=chosen
    )


def _latency(ctx: Context) -> None:
    found = latency(ctx.snapshot, ctx.filters, _channels(ctx))
    sheet.html("<h2>Who publishes first</h2>")
    if not found.timed:
        sheet.html(
            '<p class="missing">No report of this selection has a day of publication and an '
            "incident whose own day is known, so nothing can be timed.</p>"
        )
    else:
        left, right = st.columns([1, 1], gap="medium")
        with left:
            sheet.html(latency_table.firsts(found))
        with right:
            sheet.html(latency_table.outlet_lags(found.outlets))
    st.caption(latency_table.words(found))


def _relays(ctx: Context) -> None:
    found = relays(ctx.snapshot, ctx.filters)
    sheet.html(f"<h2>Who relays whom</h2><p>{esc(relay_chart.words(found))}</p>")
    if not found.relays:
        return
    vocab = ctx.snapshot.vocab
    drawn = relay_chart.chart_data(network(found), vocab, ctx.filters, ctx.state.about)
    picked = relay_chart.draw(drawn, key="sources_relays")
    if picked is not None:
        outlets = outlets_of(vocab, picked)
        if not outlets:
            ctx.update(about=picked)
        ctx.update(outlets=() if outlets == ctx.filters.outlets else outlets)
    table, file = st.columns([11, 2])
    with table.expander(f"As a table: {counted(len(found.relays), 'pair')}"):
        sheet.html(relay_chart.relay_table(found))
    with file:
        _download(ctx, "Relays as CSV", "relays", relay_csv, found)


def _outlets(ctx: Context) -> None:
    found = sources(ctx.snapshot, ctx.filters)
    claims = carriers(ctx.snapshot, ctx.filters, _channels(ctx), "outlet")
    sheet.html(f"<h2>Outlets: {len(found):,}</h2>")
    with st.container():
        if not ctx.state.about:
            st.caption("Choose an outlet to see all that is known of it, and to grade it.")
    left, right = st.columns([9, 4], gap="medium") if ctx.state.about else (st.container(), None)
    with left:
        outlet_table.draw(found, ctx.state, key="sources_outlets")
        lags = latency(ctx.snapshot, ctx.filters, _channels(ctx)).outlets
        _download(ctx, "Outlets as CSV", "outlets", outlet_csv, found, claims, lags)
    if right is not None:
        with right:
            _about(ctx, found, claims)


def _about(ctx: Context, found: Sequence[Source], claims: Sequence[Carrier]) -> None:
    """The outlet or origin that the link names."""
    name = ctx.state.about
    entries = {entry.name: entry for entry in ctx.snapshot.vocab.outlets}
    pairs = relays(ctx.snapshot, ctx.filters).relays
    if st.button("Close", key="sources_close", type="tertiary", icon=":material/close:"):
        ctx.update(about="")
    if name not in entries and all(name != pair.origin for pair in pairs):
        sheet.html(
            f'<p class="missing">There is no outlet or origin “{esc(name)}” in this selection.</p>'
        )
        return
    carrier = next((one for one in claims if one.name == name), None)
    source = next((one for one in found if one.entry.name == name), None)
    outlet_detail.draw(ctx, entries.get(name), source, carrier, pairs)


def _evidence(ctx: Context) -> None:
    revision = ctx.snapshot.revision
    members = Members(ctx.snapshot, ctx.filters)
    flagged = [one for one in data.flagged(revision) if members.tells(one)]
    linked = [
        one
        for one in data.footage(revision)
        if one.shown_for in members or (one.comes_from or "") in members
    ]
    sheet.html("<h2>Evidence: recycled footage</h2>")
    address = lambda key: ctx.address("incident", incident=key)  # noqa: E731 - one use
    sheet.html(footage_links.listing(linked, address))
    options = {
        one.report: f"{one.report}: {one.outlet}, {one.incident} ({', '.join(one.flags)})"
        for one in sorted(flagged, key=lambda one: flag_tables.OLD not in one.flags)
    }
    footage_links.form(ctx, options, key="sources_footage")
    footage_links.history(ctx, key="sources_footage")
    left, right = st.columns([1, 1], gap="medium")
    with left:
        total = counted(len(flagged), "report")
        sheet.html(f"<h3>Flags by outlet: {total}</h3>{flag_tables.counts(flagged)}")
    with right:
        sheet.html(flag_tables.old_footage(flagged, address))


def _download(ctx: Context, label: str, name: str, made: object, *found: object) -> None:
    """A download that is made only when it is asked for."""
    about = About.of(ctx.snapshot, ctx.filters, ctx.state)
    st.download_button(
        label,
        partial(made, about, *found),  # type: ignore[arg-type]
        file_name=f"{name}-revision-{ctx.snapshot.revision}.csv",
        mime="text/csv",
        key=f"sources_{name}_csv",
        on_click="ignore",
    )
