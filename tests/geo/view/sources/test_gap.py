"""What is claimed and confirmed, against one report after the other."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from geo.errors import QueryError
from geo.store.snapshot import STANCES, Snapshot
from geo.view.claimed import OUTCOMES, Outcome, claimed
from geo.view.filters import Filters
from geo.view.gap import carriers, gap
from geo.view.gap_words import sentence, unclaimed_words
from geo.view.state import BINS
from tests.geo.view.sources.conftest import by_incident

ASSERTS = {"claims", "reports", "confirms"}
FILTERS = [Filters(), Filters(datasets=("reports",)), Filters(date_from=date(2020, 1, 1))]


def outcomes(snapshot: Snapshot, channels: bool) -> dict[int, str]:
    """Claimed incident -> outcome, by the words of the rules."""
    found = {}
    for incident, group in by_incident(snapshot).items():
        gone = {o for r in group if r.stance == "withdraws" for o in r.origins}
        is_claimed = confirmed = False
        for r in group:
            standing = {o for o in r.origins if o not in gone and r.carrier not in gone}
            standing = standing if r.stance in ASSERTS else set()
            is_claimed |= r.stance == "claims" or "claimed" in r.roles
            is_claimed |= channels and 0 in standing
            confirmed |= r.stance == "confirms" and bool(standing)
        if is_claimed:
            status = group[0].status
            disputed = status == "contested" and confirmed
            found[incident] = str(Outcome.DISPUTED) if disputed else status
    return found


@pytest.mark.parametrize("channels", [False, True])
@pytest.mark.parametrize("filters", FILTERS, ids=["all", "reports", "dates"])
def test_every_claimed_incident_is_counted_once(
    told: Snapshot, filters: Filters, channels: bool
) -> None:
    rows = set(filters.apply(told).tolist())
    wanted = outcomes(told, channels)
    wanted = {i: outcome for i, outcome in wanted.items() if i in rows}
    for bin in BINS:
        found = gap(told, filters, channels, bin)
        counts = dict(zip(map(str, OUTCOMES), found.total.tolist(), strict=True))
        assert counts == {str(o): list(wanted.values()).count(str(o)) for o in OUTCOMES}
    assert found.claimed == len(wanted)
    assert found.confirmed == sum(o.startswith("confirmed") for o in wanted.values())
    assert sum(found.unclaimed.values()) == len(rows) - len(wanted)


def test_bars_stand_at_the_middle_of_the_dates(told: Snapshot) -> None:
    found = gap(told, Filters(), False, "month")
    counted: dict[date, int] = {}
    for i in outcomes(told, False):
        start, end = told.start[i].item(), told.end[i].item()
        if start is not None:
            middle = start + (end - start) // 2
            counted[middle.replace(day=1)] = counted.get(middle.replace(day=1), 0) + 1
    by_bar = zip(found.starts.tolist(), found.counts.sum(axis=1).tolist(), strict=True)
    assert {day: n for day, n in by_bar if n} == counted
    assert (found.starts[1:] == found.ends[:-1] + 1).all()


@pytest.mark.parametrize("by", ["outlet", "country"])
@pytest.mark.parametrize("channels", [False, True])
def test_carriers_are_those_who_pass_it_on(told: Snapshot, by: str, channels: bool) -> None:
    wanted: dict[str | None, dict[int, str]] = {}
    of = outcomes(told, channels)
    for incident, group in by_incident(told).items():
        gone = {o for r in group if r.stance == "withdraws" for o in r.origins}
        for r in group:
            carries = r.stance == "claims" or "claimed" in r.roles
            carries |= channels and 0 in r.origins and 0 not in gone and r.carrier not in gone
            if carries and r.stance in ASSERTS:
                wanted.setdefault(getattr(r, by), {})[incident] = of[incident]
    found = carriers(told, Filters(), channels, by)
    assert {c.name: c.claimed for c in found} == {name: len(got) for name, got in wanted.items()}
    assert {c.name: c.unconfirmed for c in found} == {
        name: sum(not o.startswith("confirmed") for o in got.values())
        for name, got in wanted.items()
    }
    assert [c.unconfirmed for c in found] == sorted((c.unconfirmed for c in found), reverse=True)


def test_a_denial_carries_no_claim(told: Snapshot) -> None:
    carries = claimed(told, True).carries
    against = np.isin(told.stance, [STANCES.index(s) for s in ("denies", "doubts", "withdraws")])
    assert not (carries & against).any()


def test_the_founding_data_in_a_sentence(real: Snapshot) -> None:
    found = gap(real, Filters(datasets=("reports",)), False)
    text = sentence(found)
    assert text.startswith("Of 58 incidents claimed, 11 Mar 2020 to 20 Jan 2024, somebody with")
    assert f"{found.confirmed} (6 of them against a denial or doubt)" in text
    assert f"Nobody does for the other {found.claimed - found.confirmed}:" in text
    assert unclaimed_words(found) == "Not counted, for no report tells of a claim: 120 of reports."
    everything = unclaimed_words(gap(real, Filters(), False))
    assert "7,473 of ucdp-ged" in everything
    assert everything.endswith("UCDP events name the parties, not who claimed what.")


def test_one_night_is_confirmed_and_disputed(real: Snapshot) -> None:
    night = Filters(date_from=date(2020, 7, 11), date_to=date(2020, 7, 11))
    found = gap(real, night, False)
    assert found.total[OUTCOMES.index(Outcome.DISPUTED)] == 1
    assert sentence(found).endswith("confirms 1 (against a denial or doubt).")


def test_nothing_claimed_says_so(real: Snapshot) -> None:
    found = gap(real, Filters(datasets=("ucdp-ged",)), False)
    assert (found.claimed, len(found.starts)) == (0, 0)
    assert sentence(found) == "Nobody claims an incident of this selection."
    nothing = replace(Filters(), text="no such words")
    assert gap(real, nothing, True).unclaimed == {}
    assert carriers(real, nothing, True, "outlet") == ()


def test_what_cannot_be_asked_is_named(real: Snapshot) -> None:
    with pytest.raises(QueryError, match="decade"):
        gap(real, Filters(), False, "decade")
    with pytest.raises(QueryError, match="grade"):
        carriers(real, Filters(), False, "grade")
