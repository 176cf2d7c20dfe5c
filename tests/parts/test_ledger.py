"""The ledger says who claims, confirms, reports, doubts and denies, in that order."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest

from geo.model import ActorMention, Stance
from geo.settings import Settings
from geo.store.query import IncidentDetail, incident_detail
from geo.view.palette import STANCE_STYLES
from pages.parts.incident_head import stretch_km
from pages.parts.ledger import strip, table

HOSTILE = '<img src=x onerror="alert(1)"><script>alert(2)</script>'


@pytest.fixture(scope="module")
def july(built_settings: Settings) -> IncidentDetail:
    return incident_detail("20200711-najmi", built_settings.database_url)


def texts(markup: str) -> str:
    return re.sub(r"<[^>]+>", " ", markup)


def test_the_strip_names_every_stance_in_order(july: IncidentDetail) -> None:
    words = texts(strip(july.reports))
    places = [words.index(STANCE_STYLES[stance].verb) for stance in list(Stance)[:5]]
    assert places == sorted(places)
    assert "US Department of Defense" in words
    assert "Diwaniyah police source" in words


def test_the_strip_counts_reports_and_origins(july: IncidentDetail) -> None:
    counts = re.findall(r"<em>(\d+)</em>", strip(july.reports))
    assert [int(n) for n in counts] == [
        sum(report.row.stance is stance for report in july.reports) for stance in list(Stance)[:5]
    ]
    denials = strip(july.reports).split(STANCE_STYLES[Stance.DENIES].verb)[1]
    assert "from 2 origins" in denials


def test_a_claim_known_by_hearsay_is_said_to_be_so(july: IncidentDetail) -> None:
    first = strip(july.reports).split(STANCE_STYLES[Stance.CONFIRMS].verb)[0]
    assert "no statement of its own at hand" in first
    assert first.count("Saraya Thawrat al-Ishrin al-Thaniya") == 1
    assert "Jerusalem Post" in first


def test_one_claimant_spelled_twice_is_one(built_settings: Settings) -> None:
    taji = incident_detail("20200311-taji", built_settings.database_url)
    claims = strip(taji.reports).split(STANCE_STYLES[Stance.CONFIRMS].verb)[0]
    assert "from 1 origin" in claims
    assert claims.count("Usbat al-Thaireen") == 1


def test_every_report_stands_in_the_table_once(july: IncidentDetail) -> None:
    markup = table(july.reports)
    for report in july.reports:
        assert markup.count(f'id="report-{report.id}"') == 1
    assert "منطقة النجمي" in markup
    assert "old footage" in markup


def test_links_to_sources_are_safe(july: IncidentDetail) -> None:
    links = re.findall(r"<a [^>]*>", table(july.reports))
    assert len(links) == len(july.reports)
    assert all('rel="noopener noreferrer"' in link for link in links)


def test_hostile_words_stay_words(july: IncidentDetail) -> None:
    first = july.reports[0]
    row = replace(
        first.row, outlet=HOSTILE, asserted_by=HOSTILE, place_text=HOSTILE, route_text=HOSTILE,
        damage=HOSTILE, note=HOSTILE, headline=HOSTILE, url="javascript:alert(1)",
        evidence_flags=(HOSTILE,), actors=(ActorMention(HOSTILE, HOSTILE),), event_type=HOSTILE,
        outlet_country=HOSTILE,
    )  # fmt: skip
    reports = (replace(first, row=row, id=HOSTILE, origins=(HOSTILE,), meant=(HOSTILE,)),)
    for markup in (strip(reports), table(reports)):
        assert "<img" not in markup
        assert "<script" not in markup
        assert "javascript:" not in markup


def test_what_was_read_can_be_proved(july: IncidentDetail) -> None:
    first = july.reports[0]
    row = replace(
        first.row,
        archive_url="https://archive.example/copy",
        text_sha256="ab" * 32,
        retrieved=date(2024, 5, 6),
    )
    markup = table((replace(first, row=row),))
    assert 'href="https://archive.example/copy"' in markup
    assert "ab" * 32 in markup
    assert "read on 6 May 2024" in texts(markup)
    assert "Archived copy" not in table((first,))


def test_the_stretch_has_a_length(july: IncidentDetail) -> None:
    assert 60 < stretch_km(july.snapshot, 0) < 160
