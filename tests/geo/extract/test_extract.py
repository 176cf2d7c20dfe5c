"""The engine as a whole: on any text, and on the articles with answers."""

from __future__ import annotations

import time
from datetime import date
from pathlib import Path

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.extract.as_json import as_json
from geo.extract.evaluate import Case, Score, match, measure, report
from geo.read.articles import read_cases
from tests.conftest import TEST_DATA
from tests.geo.extract.conftest import Draft

ARTICLES = TEST_DATA / "articles"
PIECES = st.sampled_from(
    [
        "A bomb hit a convoy", "near Samarra", "on Saturday night", ", ", ". ", "\n\n", "; and ",
        "Ashab al-Kahf", "claimed it", "police said", "BAGHDAD - ", "the day before", "in between",
        "between Basra and Nasiriyah", "on the road", "two killed", "في بغداد", "انفجرت عبوة",
        "(أصحاب الكهف)", "the same base", "all three", "İ", "\u0000", "<script>", "a day after",
        "in Muthanna, in Dhi Qar and in Babil", "the second strike", "تشرين الأول", "99999",
        "the coalition's spokesman", "denied it", "So did", "it said", "a source in the", "Fars",
        "another near Hillah", "Monday: ", "on the seventh, when", "his group", "قال مصدر أمني",
    ]
)  # fmt: skip


@settings(max_examples=150)
@given(pieces=st.lists(PIECES | st.text(max_size=12), max_size=30))
def test_any_text_is_read_and_spans_lie_in_it(draft: Draft, pieces: list[str]) -> None:
    text = " ".join(pieces)
    found = draft(text)
    assert found == draft(text)
    spans = [s for i in found.incidents for group in i.spans.values() for s in group]
    spans += [part.span for i in found.incidents for part in (*i.actors, *i.statements, *i.places)]
    spans += [place.span for place in found.other_places]
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    for incident in found.incidents:
        for actor in incident.actors:
            assert text[actor.span.start : actor.span.end] == actor.mention.text
    orjson.dumps(as_json(found))


def scores(draft: Draft) -> dict[str, Score]:
    return {
        name: measure(
            [
                Case(
                    case["id"], case["text"], date.fromisoformat(case["dateline"]),
                    tuple(case["gold"]["incidents"]), tuple(case["gold"]["not_event_places"]),
                )
                for case in cases
            ],
            draft,
        )
        for name, cases in read_cases(ARTICLES).items()
    }  # fmt: skip


@pytest.mark.parametrize(
    "piece",
    [
        "said ", "Ashab al-Kahf, ", "24 July, Besmaya: ", "قال مصدر أمني في شرطة ",
    ],
)  # fmt: skip
def test_a_text_of_a_megabyte_takes_a_bounded_time(draft: Draft, piece: str) -> None:
    text = piece * (1_000_000 // len(piece))
    begin = time.process_time()
    assert len(draft(text).text) <= 50_000
    assert time.process_time() - begin < 30


def test_articles_with_answers(draft: Draft) -> None:
    """The goals on the given articles; the others may not become worse than they are."""
    found = scores(draft)
    given_ones = found["given"].values()
    for name, least in {
        "incidents found, F1": 0.95, "date": 0.93, "governorate": 0.93, "event_type": 0.97,
        "actors, F1": 0.95, "stances, F1": 0.88,
    }.items():  # fmt: skip
        assert given_ones[name] >= least, name
    assert given_ones["false event places"] <= 0.02
    for name, score in found.items():
        values = score.values()
        assert values["incidents found, F1"] >= 0.87, name
        assert values["date"] >= 0.88, name
        assert values["actors, F1"] >= 0.7, name
        assert values["stances, F1"] >= 0.7, name
        assert values["false event places"] <= 0.05, name
    assert "| incidents found, F1 |" in report(found, errors=True)


def test_matching_needs_two_of_date_governorate_and_type() -> None:
    gold = {"date": "2020-07-11", "governorate": "Babil", "event_type": "rocket"}
    near = {**gold, "governorate": "Wasit"}
    far = {**near, "date": "2020-07-12"}
    assert match([near], [gold]) == [(near, gold)]
    assert match([far], [gold]) == []
    assert match([near, gold], [gold]) == [(gold, gold)]


@pytest.mark.parametrize("file", sorted(ARTICLES.glob("*.json")), ids=lambda f: f.stem)
def test_answers_have_one_form(file: Path) -> None:
    case = orjson.loads(file.read_bytes())
    for incident in case["gold"]["incidents"]:
        assert set(incident) == {
            "date", "date_precision", "governorate", "places", "route", "event_type", "target",
            "actors", "statements", "killed", "wounded", "primary",
        }  # fmt: skip
