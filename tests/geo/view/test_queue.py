"""The queue in words: what is looked at, what comes next, what was edited."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.model import ActorMention, CountRange, DateInterval, DatePrec, ReportRow, Stance
from geo.store.drafts import Draft, DraftState, Waiting, Which
from geo.view import queue

DAY = DateInterval(date(2020, 7, 11), date(2020, 7, 11), DatePrec.DAY, "Saturday night")
ROW = ReportRow(
    "articles", "k", "i", "NRT", Stance.CONFIRMS, DAY, asserted_by="police", place_text="Najmi",
    event_type="rocket", killed=CountRange(1, 3), actors=(ActorMention("KH", "claimed"),),
)  # fmt: skip
NOW = datetime(2026, 1, 1, tzinfo=UTC)
DRAFT = Draft(
    7, "article", "NRT", ROW, None, {}, {"event_date": 0.35, "place_text": 0.8, "target": 0.6},
    0.35, (), DraftState.OPEN, "Amal", NOW, 1, None, 0, None, None,
)  # fmt: skip


@given(
    st.builds(Waiting, st.just("article"), st.text(max_size=9), st.integers(1, 99), st.just(1))
    | st.builds(Waiting, st.just("file"), st.text(min_size=1, max_size=9), st.none(), st.just(1))
)
def test_the_key_of_a_group_names_its_drafts(group: Waiting) -> None:
    found = queue.which(queue.queue_key(group))
    assert (found.article, found.source) == (
        group.article,
        None if group.article is not None else group.source,
    )


@pytest.mark.parametrize("key", ["", "x", "article:", "article:x", "article:١", "file:", "model"])
def test_a_key_that_names_nothing_means_all(key: str) -> None:
    assert queue.which(key) == Which()


def test_what_waits_in_a_phrase() -> None:
    assert queue.told([]) == "No drafts wait"
    assert queue.told([Waiting("article", "NRT", 1, 1)]) == "1 draft waits: 1 from an article"
    several = [
        Waiting("article", "NRT", 1, 4), Waiting("article", "AFP", 2, 2),
        Waiting("model", "AFP", 2, 1), Waiting("file", "a.csv", None, 5000),
    ]  # fmt: skip
    assert queue.told(several) == (
        "5,007 drafts wait: 6 from 2 articles, 1 from an article, by a language model, "
        "5,000 from a file"
    )
    assert list(queue.groups(several)) == ["article:1", "article:2", "file:a.csv"]
    assert "3 drafts" in queue.groups(several)["article:2"]


@given(st.lists(st.integers(0, 99), unique=True), st.integers(0, 99))
def test_the_next_draft_is_another_one_of_the_list(ids: list[int], chosen: int) -> None:
    following = queue.after(ids, chosen)
    assert following != chosen
    if [one for one in ids if one != chosen]:
        assert following in ids
    else:
        assert following is None
    first = queue.first_of(ids, chosen)
    assert chosen not in ids or first <= ids.index(chosen) < first + queue.PAGE


def test_a_draft_in_two_lines_and_its_doubts() -> None:
    assert queue.heading(DRAFT) == ("11 Jul 2020, Najmi", "rocket; police confirms")
    assert queue.doubts(DRAFT) == ["date"]
    bare = replace(DRAFT, row=ReportRow("d", "k", "i", "NRT", Stance.REPORTS), confidence={})
    assert queue.heading(bare) == ("no date, no place", "unstated type; NRT reports")


def test_facts_tell_what_was_proposed_before_an_edit() -> None:
    facts = {fact.field: fact for fact in queue.facts(DRAFT)}
    assert facts["event_date"].text == "11 Jul 2020 (“Saturday night”)"
    assert (facts["event_date"].sure, facts["place_text"].sure) == ("unsure", "sure")
    assert facts["killed"].text == "1 to 3"
    assert facts["actors"].text == "KH (claimed)"
    assert facts["target"].text == ""
    assert "route_text" not in facts
    edited = replace(DRAFT, row=replace(ROW, place_text=None, target="base"), proposed=ROW)
    facts = {fact.field: fact for fact in queue.facts(edited)}
    assert (facts["place_text"].text, facts["place_text"].before) == ("", "Najmi")
    assert (facts["target"].text, facts["target"].before) == ("base", "")
    assert facts["stance"].before is None
