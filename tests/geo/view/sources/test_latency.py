"""Lags, against one report after the other."""

from __future__ import annotations

from statistics import median

import numpy as np
import pytest

from geo.store.snapshot import Snapshot
from geo.view.claimed import claimed
from geo.view.filters import Filters
from geo.view.latency import CLAIM, FIRSTS, Spread, latency
from tests.geo.view.sources.conftest import frame


def spread(lags: list[int]) -> Spread:
    if not lags:
        return Spread(0, None, None, None, 0)
    return Spread(len(lags), median(lags), min(lags), max(lags), sum(lag < 0 for lag in lags))


@pytest.mark.parametrize("channels", [False, True])
def test_lags_are_those_of_reports_with_both_days(told: Snapshot, channels: bool) -> None:
    reports = frame(told)
    reports["carries"] = claimed(told, channels).carries
    day = reports.published.notna() & (reports.published == reports.published_end)
    dated = reports.start.notna() & (reports.start == reports.end)
    timed = reports[day & dated].copy()
    timed["lag"] = [(p - s).days for p, s in zip(timed.published, timed.start, strict=True)]
    found = latency(told, Filters(), channels)
    assert found.timed == len(timed)
    assert found.unpublished == reports.published.isna().sum()
    assert found.coarse == (reports.published.notna() & ~day).sum()
    assert found.undated == (day & ~dated).sum()

    firsts = {
        name: (timed[timed.carries] if name == CLAIM else timed[timed.stance == name])
        .groupby("incident").lag.min()
        for name in FIRSTS
    }  # fmt: skip
    for name in FIRSTS:
        assert found.first[name] == spread(firsts[name].tolist())
    for name in FIRSTS[1:]:
        between = (firsts[name] - firsts[CLAIM]).dropna()
        assert found.after_claim[name] == spread([int(lag) for lag in between])


def test_who_is_first_of_several(told: Snapshot) -> None:
    reports = frame(told)
    day = reports.published.notna() & (reports.published == reports.published_end)
    timed = reports[day & reports.start.notna() & (reports.start == reports.end)]
    races: dict[str, int] = {}
    first: dict[str, int] = {}
    for _, group in timed.groupby("incident"):
        best = group.groupby("outlet").published.min()
        if len(best) < 2:
            continue
        for outlet, when in best.items():
            races[outlet] = races.get(outlet, 0) + 1
            first[outlet] = first.get(outlet, 0) + (when == best.min())
    found = latency(told, Filters(), False).outlets
    assert {entry.outlet for entry in found} == set(timed.outlet)
    assert {e.outlet: (e.first, e.races) for e in found if e.races} == {
        outlet: (first[outlet], races[outlet]) for outlet in races
    }
    for entry in found:
        rows = timed[timed.outlet == entry.outlet]
        lags = [(p - s).days for p, s in zip(rows.published, rows.start, strict=True)]
        assert entry.spread == spread(lags)


def test_the_founding_data(real: Snapshot) -> None:
    found = latency(real, Filters(datasets=("reports",)), False)
    assert found.timed + found.unpublished + found.coarse + found.undated == 398
    assert found.unpublished == 126
    assert found.first["denies"].n > 0
    assert latency(real, Filters(), False).unpublished == 126 + 7473


def test_nothing_timed(real: Snapshot) -> None:
    found = latency(real, Filters(datasets=("ucdp-ged",)), False)
    assert (found.timed, found.outlets) == (0, ())
    assert {one.median for one in found.first.values()} == {None}
    assert not np.any([one.n for one in found.after_claim.values()])
