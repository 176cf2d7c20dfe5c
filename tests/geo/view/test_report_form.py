"""The form of a report: what was read goes in and comes out whole; problems name their field."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.model import (
    ActorMention,
    CountRange,
    DateInterval,
    DatePrec,
    Form,
    Location,
    ReportRow,
    Stance,
    WherePrec,
)
from geo.validate import MISSING
from geo.view.report_answers import EVENT_TEXT, FIELDS, MOST, ROLES, Answers, answers_of
from geo.view.report_form import Filled, Identity, read_answers
from geo.view.report_words import read_day_words, read_people

IDENTITY = Identity("by-hand", "k1", "i1")
SHA = "0123456789abcdef" * 4
DAYS = st.dates(date(1990, 1, 1), date(2024, 12, 31))
ANY_TEXT = st.one_of(st.none(), st.text(max_size=30))
CLEAN = (
    st.text(st.characters(categories=("L", "N", "P", "S", "Zs")), min_size=1, max_size=30)
    .map(str.strip)
    .filter(lambda text: text and text not in MISSING)
)
PLACE = Location(Form.DISC, WherePrec.WITHIN_25_KM, 31.9, 44.9, 5_000.0, method="picked by hand")


@st.composite
def intervals(draw: st.DrawFn, texts: st.SearchStrategy[str | None]) -> DateInterval:
    first, last = sorted((draw(DAYS), draw(DAYS)))
    prec = draw(st.sampled_from(DatePrec))
    return DateInterval(first, draw(st.sampled_from((first, last))), prec, draw(texts))


@st.composite
def counts(draw: st.DrawFn) -> CountRange:
    low, high = sorted((draw(st.integers(0, 9_999)), draw(st.integers(0, 9_999))))
    ends = st.sampled_from(((low, high), (low, low), (low, None), (None, high), (None, None)))
    return CountRange(*draw(ends))


def rows(text: st.SearchStrategy[str | None]) -> st.SearchStrategy[ReportRow]:
    """Reports whose texts are of this kind."""
    days = st.one_of(st.none(), intervals(text))
    named = text.filter(bool)
    texts = (
        *("outlet_country", "asserted_by", "place_text", "town_or_base", "route_text"),
        *("admin1_text", "admin2_text", "event_type", "target", "damage", "headline", "note"),
        "relays",
    )
    mentions = st.lists(st.builds(ActorMention, named, st.sampled_from(ROLES)), max_size=3)
    flags = st.lists(named, unique=True, max_size=2)
    return st.builds(
        ReportRow,
        dataset=st.just("by-hand"), key=st.just("k1"), incident_key=st.just("i1"),
        outlet=named, stance=st.sampled_from(Stance), event_date=days,
        retrieved=st.one_of(st.none(), DAYS), killed=counts(), wounded=counts(),
        actors=mentions.map(tuple), evidence_flags=flags.map(tuple),
        text_sha256=st.sampled_from((None, SHA)), given=st.none(),
        **dict.fromkeys(texts, text),
    )  # fmt: skip


WRITTEN = rows(st.one_of(st.none(), CLEAN))
KEPT = st.builds(
    replace,
    rows(ANY_TEXT),
    url=ANY_TEXT,
    archive_url=ANY_TEXT,
    coded_governorate=ANY_TEXT,
    text_simhash=ANY_TEXT,
    published=st.one_of(st.none(), intervals(ANY_TEXT)),
    given=st.sampled_from((None, PLACE)),
    extra=st.lists(st.tuples(st.sampled_from(("a", EVENT_TEXT)), st.text(max_size=9)), max_size=2,
                   unique_by=lambda pair: pair[0]).map(tuple),
)  # fmt: skip


@settings(max_examples=60)
@given(WRITTEN)
def test_what_the_form_can_say_comes_out_as_it_went_in(row: ReportRow) -> None:
    filled = read_answers(answers_of(row), IDENTITY)
    assert filled.problems == ()
    assert filled.row == row


@settings(max_examples=60)
@given(KEPT)
def test_a_report_that_is_not_touched_stays_as_it_is_whatever_it_holds(row: ReportRow) -> None:
    assert read_answers(answers_of(row), IDENTITY, row).row == row


@settings(max_examples=60)
@given(KEPT, CLEAN)
def test_only_the_field_that_is_changed_changes(row: ReportRow, words: str) -> None:
    before = answers_of(row)
    answers = replace(before, texts={**before.texts, "headline": words})
    assert read_answers(answers, IDENTITY, row).row == replace(row, headline=words)


@settings(max_examples=60)
@given(st.dictionaries(st.sampled_from(FIELDS), st.text(max_size=40)),
       st.lists(st.tuples(st.text(max_size=9), st.text(max_size=9)), max_size=2))  # fmt: skip
def test_no_words_break_it(texts: dict[str, str], actors: list[tuple[str, str]]) -> None:
    filled = read_answers(Answers(texts, tuple(actors)), IDENTITY, starts=True)
    assert (filled.row is None) == bool(filled.problems)


def fill(starts: bool = False, **texts: str) -> Filled:
    answers = Answers({"outlet": "Fars", "stance": "denies", **texts})
    return read_answers(answers, IDENTITY, starts=starts)


def test_all_problems_are_told_at_once_each_at_its_field() -> None:
    filled = read_answers(
        Answers(
            {"url": "javascript:alert(1)", "archive_url": "https://a b", "text_sha256": "abc",
             "published": "03/04/2020", "retrieved": "June 2020", "event_date": "31 Jun 2020",
             "killed": "lots of", "wounded": "5-3", "note": "x" * (MOST + 1)},
            (("Saraya", ""),),
        ),
        IDENTITY,
    )  # fmt: skip
    assert filled.row is None
    for name, words in {
        "outlet": "who publishes", "stance": "what it does", "url": "http://",
        "archive_url": "space", "text_sha256": "64 hexadecimal", "published": "told apart",
        "retrieved": "a day", "event_date": "calendar", "killed": "count of people",
        "wounded": "below its start", "note": "longer than", "actors.0": "which part",
    }.items():  # fmt: skip
        assert words in " ".join(filled.at(name)), name
        assert len(filled.at(name)) == 1, name


def test_dates_and_people_are_read_as_in_files() -> None:
    row = fill(published="12 Jul 2020", event_date="June 2020", killed="3-5", wounded="several").row
    assert row is not None
    assert row.event_date == DateInterval(date(2020, 6, 1), date(2020, 6, 30), DatePrec.MONTH)
    assert (row.killed, row.wounded) == (CountRange(3, 5), CountRange(3, None))
    assert row.published == DateInterval(date(2020, 7, 12), date(2020, 7, 12), DatePrec.DAY)


def test_days_in_words_count_from_the_publication_and_stay_words_without_one() -> None:
    row = fill(published="12 Jul 2020", event_text="Saturday night").row
    assert row is not None
    saturday = DateInterval(date(2020, 7, 11), date(2020, 7, 11), DatePrec.DAY, "Saturday night")
    assert row.event_date == saturday
    row = fill(event_text="Saturday night").row
    assert row is not None
    assert row.event_date is None
    assert row.extra == ((EVENT_TEXT, "Saturday night"),)


def test_several_days_and_how_exactly() -> None:
    row = fill(event_date="11 Jul 2020", event_end="14 Jul 2020").row
    assert row is not None
    assert row.event_date is not None
    assert row.event_date.prec is DatePrec.DAYS
    assert fill(event_date="14 Jul 2020", event_end="11 Jul 2020").at("event_end")
    stated = fill(event_date="11 Jul 2020", event_end="14 Jul 2020", date_prec="3").row
    assert stated is not None
    assert stated.event_date == replace(row.event_date, prec=DatePrec.WEEK)


def test_a_new_incident_says_when_or_where() -> None:
    assert fill(starts=True).at("event_date")
    assert fill(starts=True, place_text="Najmi").row
    assert fill(starts=True, event_date="2020").row
    assert fill().row


def test_another_file_lets_the_likeness_of_the_old_one_go() -> None:
    row = ReportRow("d", "k", "i", "Fars", Stance.REPORTS, text_sha256=SHA, text_simhash="ab")
    answers = replace(answers_of(row), texts={**answers_of(row).texts, "text_sha256": "f" * 64})
    changed = read_answers(answers, Identity("d", "k", "i"), row).row
    assert changed == replace(row, text_sha256="f" * 64, text_simhash=None)


@pytest.mark.parametrize(
    ("words", "people"),
    [("Several", CountRange(3, None)), ("at least three", CountRange(3, None)),
     ("at most 5", CountRange(None, 5)), ("two or three", CountRange(2, 3)),
     ("3-5 or so", None), ("", None), ("lots", None)],
)  # fmt: skip
def test_people_in_words(words: str, people: CountRange | None) -> None:
    assert read_people(words) == people


def test_two_times_in_one_field_are_not_guessed_between() -> None:
    day = DateInterval(date(2020, 7, 12), date(2020, 7, 12), DatePrec.DAY)
    assert read_day_words("on Friday and on Saturday", day) is None
    assert read_day_words("last month", replace(day, prec=DatePrec.MONTH)) is None
