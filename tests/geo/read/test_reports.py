from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from geo.model import ActorMention, CountRange, DateInterval, DatePrec, Stance
from geo.read import ReadResult, read_file
from geo.settings import DATA_DIR

FIXTURES = Path(__file__).parents[2] / "data" / "read"


@pytest.fixture(scope="module")
def real() -> ReadResult:
    return read_file(DATA_DIR / "incidents" / "reports_2019_2024.csv")


@pytest.fixture(scope="module")
def small() -> ReadResult:
    return read_file(FIXTURES / "reports.csv")


def test_every_real_report_is_read(real: ReadResult) -> None:
    assert (real.format, real.dataset) == ("reports", "reports")
    assert real.n_read == len(real.rows) == 398
    assert len({row.incident_key for row in real.rows}) == 178
    assert real.rejections == []


def test_real_dates(real: ReadResult) -> None:
    assert sum(row.published is None for row in real.rows) == 126
    months = [row for row in real.rows if row.event_date and row.event_date.prec is DatePrec.MONTH]
    assert len(months) == 6
    february = next(row for row in months if row.key == "R0036").event_date
    assert february == DateInterval(
        date(2020, 2, 1), date(2020, 2, 29), DatePrec.MONTH, "In February"
    )
    assert all(row.event_date for row in real.rows)


def test_real_stances_and_the_attack_of_july_2020(real: ReadResult) -> None:
    assert Counter(row.stance.value for row in real.rows) == {
        "reports": 251,
        "confirms": 84,
        "claims": 33,
        "denies": 17,
        "doubts": 13,
    }
    najmi = [row for row in real.rows if row.incident_key == "20200711-najmi"]
    assert len(najmi) == 23
    assert {Stance.CONFIRMS, Stance.DENIES} < {row.stance for row in najmi}


def test_real_unknown_counts_stay_unknown(real: ReadResult) -> None:
    assert sum(not row.killed.known for row in real.rows) == 219
    assert sum(row.killed == CountRange(0, 0) for row in real.rows) == 151


def test_real_lists() -> None:
    outlets = read_file(DATA_DIR / "incidents" / "outlets.csv")
    assert (outlets.format, outlets.n_read, len(outlets.outlets)) == ("outlets", 149, 149)
    assert outlets.rejections == []
    assert all(outlet.grade is None for outlet in outlets.outlets)
    assert not any(outlet.country == "unknown" for outlet in outlets.outlets)
    groups = read_file(DATA_DIR / "incidents" / "groups.csv")
    assert (groups.format, groups.n_read, len(groups.actors)) == ("groups", 19, 19)
    first = groups.actors[0]
    assert first.name == "Saraya Thawrat al-Ishrin al-Thaniya"
    assert first.arabic == "سرايا ثورة العشرين الثانية"
    assert len(first.aliases) == len(set(first.aliases)) == 14
    assert first.first_seen == "2020-06"
    held = read_file(DATA_DIR / "incidents" / "hypotheses.csv")
    assert (held.format, held.n_read, len(held.hypotheses)) == ("hypotheses", 16, 16)
    assert held.rejections == []
    two_sided = held.hypotheses[2]
    assert two_sided.name == "Ashab al-Kahf facade of Asaib Ahl al-Haq"
    assert [item.side.value for item in two_sided.evidence] == ["for", "against"]


def test_a_report_keeps_the_outlets_words(small: ReadResult) -> None:
    first, second, third, _ = small.rows
    assert first.event_date == DateInterval(
        date(2020, 7, 11), date(2020, 7, 11), DatePrec.DAY, "late Saturday"
    )
    assert first.actors == (ActorMention("Saraya X", "claimed"),)
    assert first.evidence_flags == ("video", "old-footage")
    assert (first.killed, first.wounded) == (CountRange(0, 0), CountRange())
    assert first.coded_governorate == "Qadisiyah"
    assert first.given is None
    assert first.extra == (("desk", "night"),)
    assert second.outlet == "وكالة"
    assert second.outlet_country is None
    assert second.place_text == "قرب الديوانية\nعلى الطريق"
    assert second.note == 'said "no attack"'
    assert second.published
    assert second.published.end == date(2020, 7, 31)
    assert second.wounded == CountRange()
    assert (third.killed, third.wounded) == (CountRange(3, 5), CountRange(2, None))
    assert third.evidence_flags == ("photo",)


def test_words_for_a_date_without_a_date_are_kept(small: ReadResult) -> None:
    assert small.rows[2].event_date is None
    assert small.rows[2].extra == (("event_date_text", "last summer"),)


def test_every_fault_of_the_small_table_is_named(small: ReadResult) -> None:
    assert (small.n_read, small.n_refused, len(small.rows)) == (8, 4, 4)
    found = [(r.line, r.column, r.value) for r in small.rejections]
    assert found == [
        (5, "url", "javascript:alert(1)"),
        (5, "actor_role", ""),
        (6, "event_date", "2020-13-01"),
        (6, "published", "12/07/2020"),
        (6, "killed", "many"),
        (6, "wounded", "5-3"),
        (7, "stance", "alleges"),
        (8, "outlet", ""),
        (9, "report_id", "T1"),
        (10, "report_id", "T2"),
    ]


def test_repeated_rows_name_the_line_of_the_first(small: ReadResult) -> None:
    same, other = small.rejections[-2:]
    assert same.reason == "the same row stands on line 2 already; the row is left out"
    assert other.reason.startswith("line 3 has the same report_id with other content")


def test_addresses_that_are_no_web_addresses_become_no_links(small: ReadResult) -> None:
    assert small.rows[2].url is None
