"""What the Incident and Data pages ask."""

from __future__ import annotations

import pytest

from geo.errors import NotFoundError
from geo.model import Stance, Status
from geo.settings import Settings
from geo.store.query import (
    count_rejections,
    datasets,
    incident_detail,
    latest_revision,
    rejections,
    revisions,
)


@pytest.fixture(scope="module")
def july(built_settings: Settings):
    return incident_detail("20200711-najmi", built_settings.database_url)


def test_the_ledger_of_the_founding_incident(july) -> None:
    assert july.status is Status.CONTESTED
    assert len(july.reports) == 23
    order = [list(Stance).index(report.row.stance) for report in july.reports]
    assert order == sorted(order)
    assert july.snapshot.n == 1
    assert "R0067" in july.explanation
    assert july.explanation.startswith("Contested: ")


def test_denial_confirmation_and_relays_are_told_apart(july) -> None:
    by_id = {report.id: report for report in july.reports}
    assert by_id["R0068"].origins == by_id["R0070"].origins == ("US Department of Defense",)
    assert by_id["R0071"].row.stance is Stance.CONFIRMS
    assert by_id["R0074"].origins == by_id["R0076"].origins == ("security source",)
    assert "old-footage" in by_id["R0067"].row.evidence_flags


def test_spelling_is_kept_and_who_is_meant_stands_beside(july) -> None:
    report = next(r for r in july.reports if r.id == "R0067")
    assert report.row.actors[0].text == "Sayara Thora Al-Ashrin"
    assert report.meant[0] == "Saraya Thawrat al-Ishrin al-Thaniya"
    assert report.outlet.country == "Israel"
    assert report.load.file == "reports_2019_2024.csv"


def test_it_agrees_with_the_snapshot_of_all(july, snapshot) -> None:
    row = snapshot.ids.tolist().index("20200711-najmi")
    for name in ("lat", "lon", "form", "status", "n_origins", "n_reports", "date_prec"):
        assert getattr(july.snapshot, name)[0] == getattr(snapshot, name)[row]
    mine, all_ = july.snapshot, snapshot
    label = all_.vocab.stretches[all_.stretch[row]]
    assert mine.vocab.stretches[mine.stretch[0]] == label


def test_an_unknown_incident_is_named(built_settings: Settings) -> None:
    with pytest.raises(NotFoundError, match="'nothing' in revision"):
        incident_detail("nothing", built_settings.database_url)
    with pytest.raises(NotFoundError, match="in revision 1"):
        incident_detail("20200711-najmi", built_settings.database_url, 1)


def test_history_and_datasets(built_settings: Settings) -> None:
    url = built_settings.database_url
    history = revisions(url)
    assert [entry.number for entry in history] == list(range(latest_revision(url), 0, -1))
    assert history[-1].kind == "boundaries"
    assert all(entry.created_at.utcoffset() is not None for entry in history)
    held = {entry.name: entry for entry in datasets(url)}
    assert (held["ucdp-ged"].incidents, held["ucdp-ged"].reports) == (7473, 7473)
    assert (held["reports"].incidents, held["reports"].reports) == (178, 398)
    assert held["outlets"].loads[0].n_read == 149
    assert held["groups"].loads[0].n_new == 19
    for entry in held.values():
        for load in entry.loads:
            refused = load.n_read - load.n_new - load.n_changed - load.n_same
            assert 0 <= refused <= load.n_rejected


def test_rejections_page_by_page(built_settings: Settings) -> None:
    url = built_settings.database_url
    total = count_rejections(url)
    pages = [rejections(url, page, 20) for page in range(total // 20 + 1)]
    assert sum(len(page) for page in pages) == total
    assert rejections(url, len(pages), 20) == []
