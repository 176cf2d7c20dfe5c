"""The fast way into the store gives what the plain one does, to the byte of a fingerprint."""

from __future__ import annotations

import json
import string
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from geo.model import (
    UNPLACED,
    ActorMention,
    Candidate,
    CountRange,
    DateInterval,
    DatePrec,
    Form,
    Location,
    ReportRow,
    Stance,
    WherePrec,
)
from geo.read import read_file
from geo.settings import Settings
from geo.store import schema
from geo.store.engine import open_engine, reading
from geo.store.load import INCIDENTS_DIR, load_files
from geo.store.records import content_sha256, location_values, report_values
from geo.store.spool import CHUNK, Spool, ready
from geo.store.stored import (
    LOCATION,
    REPORT,
    fingerprint,
    stored_location,
    stored_report,
    typed,
)
from tests.geo.store.conftest import Table

KNOWN = ReportRow(
    dataset="mine",
    key="7",
    incident_key="mine-7",
    outlet="الميادين",
    stance=Stance.DENIES,
    event_date=DateInterval(date(2020, 7, 11), date(2020, 7, 12), DatePrec.DAYS, "11-12 July"),
    retrieved=date(2020, 7, 13),
    given=Location(
        Form.DISC, WherePrec.WITHIN_25_KM, 31.99, 44.92, 25000.0, words='so-called "Najmi"\n',
        flags=("stated",),
    ),
    actors=(ActorMention("Ashab al-Kahf", "claimed"),),
    killed=CountRange(0, 3),
    extra=(("column", "value"),),
)  # fmt: skip

PINNED = "baa70243a2f4b36612e74296fa685b248e3f601e467aadea04b2c6b9ab841698"

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
perhaps = st.none() | texts
dates = st.dates(date(1990, 1, 1), date(2025, 12, 31))
last = st.just(date(2026, 1, 1))
intervals = st.builds(DateInterval, dates, last, st.sampled_from(DatePrec), perhaps)
numbers = st.none() | st.floats(0, 1e9, exclude_min=True) | st.integers(1, 10**6)
candidates = st.builds(
    Candidate, texts, texts, st.floats(-90, 90), st.floats(-180, 180), st.floats(0, 1) | st.just(1)
)
locations = st.builds(
    Location,
    form=st.just(Form.DISC),
    where_prec=st.sampled_from(WherePrec),
    lat=st.floats(-90, 90),
    lon=st.floats(-180, 180),
    uncertainty_m=st.floats(1, 1e6) | st.integers(1, 10**6) | st.just(float("inf")),
    place=perhaps,
    from_km=numbers,
    score=numbers,
    candidates=st.lists(candidates, max_size=2).map(tuple),
    words=perhaps,
    flags=st.lists(texts, max_size=2).map(tuple),
)
names = st.text(string.printable, min_size=1, max_size=8)
rows = st.builds(
    ReportRow,
    dataset=names,
    key=names,
    incident_key=names,
    outlet=names,
    stance=st.sampled_from(Stance),
    event_date=st.none() | intervals,
    published=st.none() | intervals,
    retrieved=st.none() | dates,
    place_text=perhaps,
    note=perhaps,
    given=st.none() | locations,
    actors=st.lists(st.builds(ActorMention, texts, texts), max_size=2).map(tuple),
    killed=st.builds(CountRange, st.none() | st.integers(0, 9), st.none() | st.integers(9, 99)),
    evidence_flags=st.lists(texts, max_size=2).map(tuple),
    extra=st.lists(st.tuples(texts, texts), max_size=2).map(tuple),
)


def fast_sha256(row: ReportRow) -> str:
    mentions = tuple((mention.text, mention.role) for mention in row.actors)
    return fingerprint(row.dataset, row.outlet, mentions, stored_report(row))


def test_a_fingerprint_is_what_it_was_in_the_first_version() -> None:
    """A pinned one: were it another, every row of every store would count as changed."""
    assert content_sha256(KNOWN) == fast_sha256(KNOWN) == PINNED


@pytest.mark.parametrize("path", sorted(INCIDENTS_DIR.glob("*.csv")), ids=lambda path: path.stem)
def test_fingerprints_of_the_real_data(path) -> None:
    for row in read_file(path).rows:
        assert fast_sha256(row) == content_sha256(row)


@given(rows)
def test_the_same_fingerprint_and_the_same_columns(row: ReportRow) -> None:
    assert fast_sha256(row) == content_sha256(row)
    values = report_values(row)
    assert sorted(values) == list(REPORT)
    found = typed(schema.report, REPORT)(stored_report(row))
    assert found == json.loads(json.dumps(values, default=str)) | {
        name: value for name, value in values.items() if isinstance(value, date)
    }
    assert ready("", row, UNPLACED).row() == row


@given(locations)
def test_the_same_location(place: Location) -> None:
    found = typed(schema.location, LOCATION)(stored_location(place))
    assert found == location_values(place)


def test_a_spool_gives_back_all_it_took_and_places_what_is_not_the_same() -> None:
    asked: list[int] = []

    def place(rows: list[tuple[str, ReportRow]]) -> list[Location]:
        asked.append(len(rows))
        return [UNPLACED] * len(rows)

    spool = Spool(lambda _dataset, key, _sha: int(key) % 2 == 0, place)
    n = CHUNK + 3
    for number in range(n):
        spool.take(ReportRow("d", str(number), f"i{number}", "o", Stance.REPORTS))
    spool.close()
    heads = [head for chunk in spool.heads() for head in chunk]
    bodies = [one for chunk in spool.chunks() for one in chunk]
    assert [head.key for head in heads] == [one.key for one in bodies] == list(map(str, range(n)))
    assert asked == [CHUNK // 2, 1]
    assert [one.place is None for one in bodies[:4]] == [True, False, True, False]
    assert len(spool) == 2


def test_a_database_keeps_what_the_types_of_the_table_say(settings: Settings, table: Table) -> None:
    """Stored values go in as they are, and come out as Python's types."""
    load_files(settings.database_url, [table({"killed": "3"})], settings)
    with reading(open_engine(settings.database_url)) as connection:
        row = connection.execute(select(schema.report)).one()
    assert (row.killed_low, row.event_start, row.extra) == (3, date(2020, 7, 11), [])
    assert (row.given, row.evidence_flags, row.retrieved) == (None, [], None)
