"""The panel's counts, the neighbours of an incident, and what to do with an empty result."""

from __future__ import annotations

from dataclasses import fields
from datetime import date

import numpy as np
import pytest

from geo.errors import NotFoundError
from geo.store.snapshot import Snapshot
from geo.view.filters import Filters
from geo.view.index import index_of
from geo.view.nearby import GROUP_DAYS, NEAR_DAYS, NEAR_KM, nearby, row_of
from geo.view.summary import summary
from geo.view.widen import widen


def test_every_count_adds_up(snapshot: Snapshot) -> None:
    rows = np.arange(0, snapshot.n, 2)
    found = summary(snapshot, rows)
    assert found.incidents == len(rows)
    assert found.reports == int(snapshot.n_reports[rows].sum())
    for counts in (found.by_status, found.by_form, found.by_precision):
        assert sum(counts.values()) == len(rows)
    assert sum(count for *_, count in found.by_governorate) + found.no_governorate == len(rows)
    assert found.killed[0] == int(np.nansum(snapshot.killed_low[rows]))
    assert found.killed_known == int(np.sum(~np.isnan(snapshot.killed_low[rows])))


GROUP = "same group named"


def test_nothing_has_no_dates(snapshot: Snapshot) -> None:
    found = summary(snapshot, np.arange(0))
    assert (found.incidents, found.first, found.last, found.killed) == (0, None, None, (0, 0))
    assert found.by_governorate == ()


def test_neighbours_are_near(snapshot: Snapshot) -> None:
    exact = index_of(snapshot).exact
    seen = 0
    for row in range(0, snapshot.n, 9):
        earlier, later = nearby(snapshot, str(snapshot.ids[row]), most=8)
        assert len(earlier) <= 8
        assert [other.days for other in earlier] == sorted((o.days for o in earlier), reverse=True)
        assert [other.days for other in later] == sorted(other.days for other in later)
        for other in (*earlier, *later):
            seen += 1
            assert other.row != row
            assert abs(other.days) <= (GROUP_DAYS if other.near == GROUP else NEAR_DAYS)
            assert (snapshot.start[other.row] - snapshot.start[row]).astype(int) == other.days
            if other.near == GROUP:
                assert set(_actors(snapshot, row)) & set(_actors(snapshot, other.row))
            elif other.km is None:
                assert not (exact[row] and exact[other.row])
            else:
                assert other.km <= NEAR_KM
                assert exact[row]
                assert exact[other.row]
        assert all(other.days < 0 for other in earlier)
    assert seen > 20


def _actors(snapshot: Snapshot, row: int) -> list[int]:
    return snapshot.actor[snapshot.actor_start[row] : snapshot.actor_start[row + 1]].tolist()


def test_rows_by_id(snapshot: Snapshot) -> None:
    rows = index_of(snapshot).row_of
    assert len(rows) == snapshot.n
    assert all(snapshot.ids[rows[key]] == key for key in rows)
    assert row_of(snapshot, str(snapshot.ids[17])) == 17
    for unknown in ("", "zzzz", "i1", "\u0627"):
        assert unknown not in rows
        with pytest.raises(NotFoundError, match="revision 7"):
            row_of(snapshot, unknown)


def test_a_result_that_is_not_empty_needs_no_widening(snapshot: Snapshot) -> None:
    assert widen(snapshot, Filters()) is None


def test_widening_names_the_filter_and_tells_the_truth(snapshot: Snapshot) -> None:
    seldom = Filters(
        date_from=date(2019, 3, 1), date_to=date(2019, 3, 1), governorates=("G0",), text="taji"
    )
    assert not len(seldom.apply(snapshot))
    found = widen(snapshot, seldom)
    assert found is not None
    assert found.sentence.startswith("No incident matches. ")
    assert found.suggestions
    assert [s.count for s in found.suggestions] == sorted(s.count for s in found.suggestions)
    for suggestion in found.suggestions:
        assert suggestion.count == len(suggestion.filters.apply(snapshot)) > 0
        assert f"{suggestion.count:,}" in found.sentence
        assert suggestion.words.lower() in found.sentence.lower()


def test_the_range_is_opened_by_days(snapshot: Snapshot) -> None:
    last = snapshot.end[~np.isnat(snapshot.end)].max().item()
    after = date.fromordinal(last.toordinal() + 10)
    found = widen(snapshot, Filters(date_from=after))
    assert found is not None
    assert "within 30 days of the range" in found.sentence.lower()


@pytest.mark.parametrize("edge", [date.min, date.max])
def test_widening_at_the_ends_of_the_calendar(snapshot: Snapshot, edge: date) -> None:
    assert widen(snapshot, Filters(date_from=edge, date_to=edge)) is not None


def test_when_nothing_short_of_clearing_helps(snapshot: Snapshot) -> None:
    found = widen(snapshot, Filters(text="zzz", governorates=("?",), routes=("?",)))
    assert found is not None
    assert found.suggestions[0].filters == Filters()
    assert f"{snapshot.n}" in found.sentence


def test_every_field_can_be_widened(snapshot: Snapshot) -> None:
    lists = [f.name for f in fields(Filters) if f.name not in ("date_from", "date_to")]
    for name in lists:
        wrong = (
            Filters(text="zzz")
            if name == "text"
            else Filters(**{name: (9 if name == "precisions" else "?",)})
        )
        found = widen(snapshot, wrong)
        assert found is not None
        assert found.suggestions[0].words.startswith("without the ")
