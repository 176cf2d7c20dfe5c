"""The tables of the sources page as CSV: the figures of the page, nothing a spreadsheet runs."""

from __future__ import annotations

import io
from dataclasses import replace

import pandas as pd

from geo.export.about import About
from geo.export.sources import GAP_COLUMNS, OUTLET_COLUMNS, gap_csv, outlet_csv, relay_csv
from geo.settings import Settings
from geo.store.query import read_snapshot
from geo.view.filters import Filters
from geo.view.gap import carriers, gap
from geo.view.latency import latency
from geo.view.outlets import sources
from geo.view.relays import relays
from geo.view.state import ViewState

REPORTS = Filters(datasets=("reports",))


def table(raw: bytes) -> pd.DataFrame:
    text = raw.decode("utf-8-sig")
    lines = [line for line in text.splitlines() if not line.startswith("# ")]
    assert "# Frozen link: sources?" in text
    return pd.read_csv(io.StringIO("\n".join(lines)))


def test_figures_are_those_of_the_views(built_settings: Settings) -> None:
    snapshot = read_snapshot(built_settings.database_url)
    about = About.of(snapshot, REPORTS, ViewState())

    found = gap(snapshot, REPORTS, False)
    by_time = table(gap_csv(about, found))
    assert tuple(by_time.columns) == GAP_COLUMNS
    assert by_time.claimed.sum() == found.claimed
    assert by_time.confirmed_at_all.sum() == found.confirmed
    assert (by_time.claimed == by_time.confirmed_at_all + by_time.gap).all()
    assert by_time[["from", "to"]].iloc[-1].isna().all()

    rows = sources(snapshot, REPORTS)
    who = carriers(snapshot, REPORTS, False, "outlet")
    lags = latency(snapshot, REPORTS, False).outlets
    outlets = table(outlet_csv(about, rows, who, lags))
    assert tuple(outlets.columns) == OUTLET_COLUMNS
    assert outlets.reports.sum() == 398
    assert outlets.claims_carried.sum() == sum(c.claimed for c in who)
    assert outlets.lags.sum() == sum(e.spread.n for e in lags)

    pairs = table(relay_csv(about, relays(snapshot, REPORTS)))
    assert pairs.reports.sum() == sum(r.count for r in relays(snapshot, REPORTS).relays)


def test_a_name_is_no_formula(built_settings: Settings) -> None:
    snapshot = read_snapshot(built_settings.database_url)
    about = About.of(snapshot, REPORTS, ViewState())
    one = sources(snapshot, REPORTS)[0]
    bad = replace(one, entry=replace(one.entry, name='=HYPERLINK("x")', country="+1"))
    raw = outlet_csv(about, [bad], (), ()).decode("utf-8-sig")
    assert '"\'=HYPERLINK(""x"")","\'+1"' in raw
