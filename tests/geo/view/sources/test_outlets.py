"""The table of outlets, against plain pandas; sorting and searching it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from geo.model import Stance, Status
from geo.store.snapshot import STANCES, STATUSES, Snapshot
from geo.view.filters import Filters
from geo.view.outlets import listed, sources
from geo.view.state import OUTLET_SORTS
from tests.geo.view.sources.conftest import frame


def test_figures_are_those_of_the_reports(told: Snapshot) -> None:
    reports = frame(told)
    found = sources(told, Filters())
    assert [s.entry.name for s in found] == [
        o.name for o in told.vocab.outlets if (reports.outlet == o.name).any()
    ]
    for source in found:
        own = reports[reports.outlet == source.entry.name]
        incidents = own.drop_duplicates("incident")
        assert source.reports == len(own)
        assert source.incidents == len(incidents)
        assert source.by_stance == tuple((own.stance == str(s)).sum() for s in STANCES)
        assert source.by_status == tuple((incidents.status == str(s)).sum() for s in STATUSES)
        assert source.own == sum(r.carrier in r.origins for r in own.itertuples())
        assert source.unpublished == own.published.isna().sum()
        days = own.published.dropna().tolist(), own.published_end.dropna().tolist()
        assert source.first == (min(days[0]) if days[0] else None)
        assert source.last == (max(days[1]) if days[1] else None)


def test_filters_apply(real: Snapshot) -> None:
    filters = Filters(stances=("denies",))
    found = sources(real, filters)
    assert sum(s.reports for s in found) == filters.counts(real)[1]
    assert sources(real, Filters(text="no such words")) == ()


@pytest.mark.parametrize("order", OUTLET_SORTS)
@pytest.mark.parametrize("down", [False, True])
def test_every_column_sorts_and_the_unknown_is_last(told: Snapshot, order: str, down: bool) -> None:
    values = {
        "outlet": lambda s: s.entry.name.casefold(),
        "country": lambda s: s.entry.country,
        "type": lambda s: s.entry.type,
        "grade": lambda s: s.entry.grade,
        "reports": lambda s: s.reports,
        "claims": lambda s: s.stance(Stance.CLAIMS),
        "reports_": lambda s: s.stance(Stance.REPORTS),
        "confirms": lambda s: s.stance(Stance.CONFIRMS),
        "doubts": lambda s: s.stance(Stance.DOUBTS),
        "denies": lambda s: s.stance(Stance.DENIES),
        "own": lambda s: s.own,
        "confirmed": lambda s: s.by_status[0] / s.incidents,
        "contested": lambda s: s.share(Status.CONTESTED) + s.share(Status.DENIED),
        "first": lambda s: s.first,
        "last": lambda s: s.last,
    }
    found = sources(told, Filters())
    rows = [values[order](s) for s in listed(found, order, down)]
    known = [value for value in rows if value is not None]
    assert rows == known + [None] * (len(rows) - len(known))
    assert len(rows) == len(found)
    if order == "contested":  # two sums of shares may differ in the last bit
        rounded = [round(value, 9) for value in known]
        assert rounded == sorted(rounded, reverse=down)
    else:
        assert known == sorted(known, reverse=down)


def test_words_are_looked_for_in_name_country_and_type(real: Snapshot) -> None:
    found = sources(real, Filters(datasets=("reports",)))
    names = [s.entry.name for s in listed(found, words="IRAN state")]
    texts = {s.entry.name: f"{s.entry.name} {s.entry.country} {s.entry.type}" for s in found}
    assert set(names) == {
        name for name, text in texts.items() if "iran" in text.lower() and "state" in text.lower()
    }
    assert "Press TV" in names
    assert listed(found, words="nobody at all") == []


def test_grades_sort_from_a_to_f_with_the_ungraded_last(told: Snapshot) -> None:
    graded = [
        replace(source, entry=replace(source.entry, grade=grade))
        for source, grade in zip(sources(told, Filters()), ("F", None, "A", "B"), strict=False)
    ]
    known = [s.entry.grade for s in listed(tuple(graded), "grade", False) if s.entry.grade]
    assert known == sorted(known)
