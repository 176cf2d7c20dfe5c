"""A report survives the way through JSON, whatever it holds."""

from __future__ import annotations

import json
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from geo.model import (
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
from geo.store.records import content_sha256
from geo.store.row_json import row_json, row_of_json

WORDS = st.text(max_size=12)
NAMES = st.text(min_size=1, max_size=12)
DAYS = st.dates(date(1900, 1, 1), date(2100, 1, 1))
FINITE = st.floats(0, 1e6, allow_nan=False)
INTERVALS = st.builds(
    lambda days, prec, text: DateInterval(min(days), max(days), prec, text),
    st.lists(DAYS, min_size=1, max_size=2), st.sampled_from(DatePrec), st.none() | WORDS,
)  # fmt: skip
COUNTS = st.builds(
    lambda low, more: CountRange(low, None if low is None or more is None else low + more),
    st.none() | st.integers(0, 99), st.none() | st.integers(0, 99),
)  # fmt: skip
CANDIDATES = st.builds(
    Candidate, WORDS, WORDS, st.floats(-90, 90), st.floats(-180, 180), st.floats(0, 1),
    st.none() | WORDS, st.none() | FINITE, st.none() | FINITE,
)  # fmt: skip
PLACES = st.builds(
    Location, st.just(Form.DISC), st.sampled_from(WherePrec), st.floats(-90, 90),
    st.floats(-180, 180), st.floats(1, 1e6), st.none() | WORDS, method=st.none() | WORDS,
    candidates=st.lists(CANDIDATES, max_size=2).map(tuple), words=st.none() | WORDS,
    flags=st.lists(WORDS, max_size=2).map(tuple),
)  # fmt: skip
ROWS = st.builds(
    ReportRow,
    *(NAMES, NAMES, NAMES, NAMES, st.sampled_from(Stance), st.none() | INTERVALS),
    published=st.none() | INTERVALS, retrieved=st.none() | DAYS, given=st.none() | PLACES,
    place_text=st.none() | WORDS, headline=st.none() | WORDS, killed=COUNTS, wounded=COUNTS,
    actors=st.lists(st.builds(ActorMention, WORDS, WORDS), max_size=3).map(tuple),
    evidence_flags=st.lists(WORDS, max_size=3).map(tuple),
    extra=st.lists(st.tuples(WORDS, WORDS), max_size=3).map(tuple),
)  # fmt: skip


@given(ROWS)
def test_there_and_back(row: ReportRow) -> None:
    again = row_of_json(json.loads(json.dumps(row_json(row))))
    assert again == row
    assert content_sha256(again) == content_sha256(row)
