"""The filter bar, the same on every page, and the sentence below it."""

from __future__ import annotations

import html
from datetime import date, timedelta
from urllib.parse import urlencode

import streamlit as st

from geo.export import FORMATS
from geo.export.about import switched_off
from geo.store.snapshot import Snapshot
from geo.view import sources
from geo.view.codes import NOT_STATED, label_of
from geo.view.compare import change_in_words
from geo.view.facets import NOT_STATED_LABEL
from geo.view.filters import LISTS, Filters
from geo.view.palette import PRECISION_LABELS
from geo.view.reading import Reading
from geo.view.sentence import date_span
from geo.view.shown import shown
from geo.view.state import read_link
from geo.view.words import counted, interval_text
from pages.parts import link
from pages.parts.component import component
from pages.parts.context import Context


def bar(ctx: Context) -> None:
    """Draw the filter bar; what the reader chooses there is the view of the next run."""
    component("bar")(
        key="bar",
        data={
            "query": urlencode([*ctx.filters.to_query(), *ctx.state.reading.to_query()]),
            "chosen": _chosen(ctx.snapshot, ctx.filters),
            "sources": _sources(ctx.state.reading),
            "dates": _dates(ctx.filters),
            "revision": ctx.snapshot.revision,
            "formats": _formats(ctx),
            "exported": _exported(ctx),
            "span": [day.isoformat() for day in _span(ctx.snapshot)],
            "presets": presets(ctx.snapshot),
            "leave": sources.presets(ctx.whole),
        },
        on_chosen_change=_choose,
    )


def _formats(ctx: Context) -> list[list[str]]:
    """The formats of an export: [name, label, use, why it cannot be had or ""]."""
    incidents = len(shown(ctx.snapshot, ctx.filters, ctx.state.hidden))
    return [
        [name, one.label, one.use, "" if one.holds(incidents) else f"up to {one.most:,} incidents"]
        for name, one in FORMATS.items()
    ]


def _exported(ctx: Context) -> str:
    """What an export of this view holds."""
    incidents = len(shown(ctx.snapshot, ctx.filters, ctx.state.hidden))
    off = switched_off(ctx.state.hidden)
    without = f"; {off}" if off else ""
    return (
        f"{counted(incidents, 'incident')}: all that the filters select, also outside of the map's "
        f"window{without}."
    )


def _choose() -> None:
    query = st.session_state["bar"]["chosen"]
    if isinstance(query, str):
        chosen, state, _ = read_link(link.pairs_of(query))
        link.change(chosen, window=None, without=state.without, hyp=state.hyp)


def sentence(ctx: Context) -> None:
    """The one sentence that says what is shown, its numbers first."""
    what, _, _ = ctx.filters.describe(ctx.snapshot, ctx.counts).rpartition(": ")
    incidents, reports = ctx.counts
    some = f"<b>{incidents:,}</b> of {ctx.snapshot.n:,} incidents"
    every = f"<b>{incidents:,}</b> {'incident' if incidents == 1 else 'incidents'}"
    reading = ctx.state.reading
    without, under = reading.perspective.describe(), reading.hypotheses_in_words()
    changed = f"; {without}: {change_in_words(ctx.whole, reading, ctx.filters)}" if without else ""
    changed += f"; {under}" if under else ""
    said = (
        f'<h1 class="atlas-sentence">{some if ctx.filters.active() else every}, '
        f"{counted(reports, 'report')}: {html.escape(what[:1].lower() + what[1:])}"
        f'<span class="reading">{html.escape(changed)}</span>'
        f"<small>revision {ctx.snapshot.revision}</small></h1>"
    )
    if not without and not under:
        st.html(said)
        return
    with st.container(key="reading", horizontal=True, vertical_alignment="center"):
        st.html(said)
        if under:
            st.button("As stated", key="as_stated", type="tertiary", on_click=link.change,
                      kwargs={"hyp": ""}, help="No hypothesis joins actors")  # fmt: skip
        if not without:
            return
        st.button("Put all back", key="put_back", type="tertiary", on_click=link.change,
                  kwargs={"without": ()})  # fmt: skip
        if ctx.page != "compare":
            st.button("Compare", key="compare_with_all", type="tertiary", on_click=link.go,
                      args=("compare",), help="Side by side with everything")  # fmt: skip


def _sources(reading: Reading) -> str:
    """What the bar's button says of the sources left out."""
    several = len(reading.without)
    return f"{several} left out" if several > 1 else reading.perspective.describe()


def _chosen(snapshot: Snapshot, filters: Filters) -> dict[str, list[str]]:
    """Labels of the chosen values, by key in a link."""
    found: dict[str, list[str]] = {}
    for field, key in LISTS.items():
        chosen = getattr(filters, field)
        if not chosen:
            continue
        if field == "precisions":
            found[key] = [PRECISION_LABELS[value] for value in chosen]
            continue
        found[key] = [
            NOT_STATED_LABEL if value == NOT_STATED else label_of(snapshot.vocab, field, value)
            for value in chosen
        ]
    return found


def _dates(filters: Filters) -> str:
    first, last = filters.date_from, filters.date_to
    if first and last:
        return interval_text(first, last)
    if first:
        return f"from {interval_text(first, first)}"
    return f"until {interval_text(last, last)}" if last else ""


def _span(snapshot: Snapshot) -> tuple[date, date]:
    return date_span(snapshot) or (date(1989, 1, 1), date(2024, 12, 31))


def presets(snapshot: Snapshot) -> list[list[str]]:
    """Ranges that one click sets: [label, from, to], seen from the newest incident."""
    first, last = _span(snapshot)
    ranges = [["All dates", "", ""]]
    for label, days in (("Last 30 days", 30), ("Last 12 months", 365), ("Last 5 years", 1826)):
        ranges.append([label, (last - timedelta(days=days - 1)).isoformat(), last.isoformat()])
    decade = first.year // 10 * 10
    while decade <= last.year:
        end = min(date(decade + 9, 12, 31), last)
        ranges.append([f"{decade}s", f"{decade}-01-01", end.isoformat()])
        decade += 10
    return ranges
