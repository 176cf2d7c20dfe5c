"""Filters: round trip through a link, the same selection as a plain pandas oracle, the sentence."""

from __future__ import annotations

from datetime import date
from urllib.parse import parse_qsl, urlencode

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.places.names import fold
from geo.store.snapshot import STANCES, STATUSES, Snapshot
from geo.view.codes import NOT_STATED, values
from geo.view.filters import LISTS, Filters
from geo.view.index import index_of
from geo.view.problem import Problem
from geo.view.table import row_text

DAYS = st.dates(date(2018, 1, 1), date(2023, 1, 1))
TEXTS = st.text(max_size=12) | st.sampled_from(
    ["&", "=", ";", "a&b=c;d", "", "+", "%26", "ديوانية", "#?/"]
)


def lists(of: st.SearchStrategy[str]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(of, max_size=4).map(tuple)


def ranges() -> st.SearchStrategy[tuple[date | None, date | None]]:
    pair = st.tuples(DAYS, DAYS).map(sorted)
    return st.tuples(pair, st.booleans(), st.booleans()).map(
        lambda p: (p[0][0] if p[1] else None, p[0][1] if p[2] else None)
    )


@st.composite
def any_filters(draw: st.DrawFn) -> Filters:
    start, end = draw(ranges())
    plain = {
        name: draw(lists(TEXTS))
        for name in LISTS
        if name not in ("stances", "statuses", "precisions")
    }
    return Filters(
        date_from=start,
        date_to=end,
        **plain,
        stances=draw(lists(st.sampled_from([str(s) for s in STANCES]))),
        statuses=draw(lists(st.sampled_from([str(s) for s in STATUSES]))),
        precisions=draw(st.lists(st.integers(0, 7)).map(tuple)),
        text=draw(TEXTS),
    )


@st.composite
def known_filters(draw: st.DrawFn, snapshot: Snapshot) -> Filters:
    """Filters whose values the snapshot may have."""
    start, end = draw(ranges())
    chosen = {}
    for name in LISTS:
        options = list(values(snapshot.vocab, name))
        if name not in ("stances", "statuses", "precisions"):
            options += [NOT_STATED, "no such value"]
        few = (
            draw(st.lists(st.sampled_from(options), max_size=3))
            if draw(st.integers(0, 3)) == 0
            else []
        )
        chosen[name] = tuple(int(v) for v in few) if name == "precisions" else tuple(few)
    text = draw(st.sampled_from(["", "", "baghdad", "Diwaniyah", "الديوانيه", "najmi TAJI", "zzz"]))
    return Filters(date_from=start, date_to=end, text=text, **chosen)


@given(any_filters())
def test_a_link_gives_the_same_filters_back(filters: Filters) -> None:
    query = urlencode(filters.to_query())
    back, problems = Filters.from_query(parse_qsl(query, keep_blank_values=True))
    assert back == filters
    assert problems == []
    assert hash(back) == hash(filters)


@given(
    st.lists(
        st.tuples(
            TEXTS | st.sampled_from(["from", "to", "prec", "gov", "q", "status", "stance"]), TEXTS
        )
    )
)
def test_reading_a_link_never_raises_and_loses_nothing_in_silence(
    snapshot: Snapshot, pairs: list[tuple[str, str]]
) -> None:
    filters, problems = Filters.from_query(pairs, snapshot.vocab)
    used = {(key, value) for key, value in filters.to_query()}
    named = {(problem.key, problem.value) for problem in problems}
    for key, value in pairs:
        if key == "q":
            assert (key, value.strip()) in used or not value.strip() or (key, value) in named
        elif key in ("from", "to"):
            assert key in {k for k, _ in used} or (key, value) in named
        else:
            assert (key, value) in used | named


def test_what_cannot_be_used_is_named(snapshot: Snapshot) -> None:
    pairs = [
        ("gov", "XX"),
        ("from", "yesterday"),
        ("prec", "8"),
        ("status", ""),
        ("foo", "1"),
        ("rev", "3"),
    ]
    filters, problems = Filters.from_query([*pairs, ("gov", "G1")], snapshot.vocab, also=("rev",))
    assert filters == Filters(governorates=("G1",))
    assert [(p.key, p.value) for p in problems] == pairs[:5]
    assert str(problems[1]) == "from=yesterday: not a date such as 2020-07-11"


def test_a_range_that_ends_before_it_starts() -> None:
    with pytest.raises(ValueError, match="before it starts"):
        Filters(date_from=date(2021, 1, 2), date_to=date(2021, 1, 1))
    filters, problems = Filters.from_query([("to", "2021-01-01"), ("from", "2021-01-02")])
    assert filters == Filters(date_from=date(2021, 1, 2))
    assert problems == [Problem("to", "2021-01-01", "the range would end before 2021-01-02")]


def test_equal_selections_are_equal_values() -> None:
    assert Filters(governorates=("b", "a", "b"), text=" x ") == Filters(
        governorates=("a", "b"), text="x"
    )
    assert (
        Filters(governorates=("a",), date_from=date(2020, 1, 1)).without(
            "governorates", "date_from"
        )
        == Filters()
    )


def searched_text(snapshot: Snapshot, row: int) -> str:
    """All that the search looks in for one incident."""
    reports = slice(*snapshot.report_start[row : row + 2].tolist())
    actors = snapshot.actor[slice(*snapshot.actor_start[row : row + 2])]
    names = [fold(snapshot.vocab.actors[code]) for code in actors]
    texts = [snapshot.told.text[row].as_py() for row in snapshot.told.text_row[reports].tolist()]
    return "\n".join([*texts, *names])


def oracle(snapshot: Snapshot, filters: Filters) -> list[int]:
    """The same selection, incident by incident, over plain tables."""
    vocab = snapshot.vocab
    word = lambda words, code: words[code] if code >= 0 else NOT_STATED  # noqa: E731
    table = pd.DataFrame(
        {
            "start": snapshot.start,
            "end": snapshot.end,
            "governorates": [
                word([u.key for u in vocab.governorates], c) for c in snapshot.governorate
            ],
            "districts": [word([u.key for u in vocab.districts], c) for c in snapshot.district],
            "routes": [word(vocab.routes, c) for c in snapshot.route],
            "event_types": [word(vocab.event_types, c) for c in snapshot.event_type],
            "targets": [word(vocab.targets, c) for c in snapshot.target],
            "statuses": [str(STATUSES[c]) for c in snapshot.status],
            "precisions": snapshot.where_prec,
            "datasets": [word(vocab.datasets, c) for c in snapshot.dataset],
            "text": [searched_text(snapshot, row) for row in range(snapshot.n)],
        }
    )
    keep = pd.Series(True, index=table.index)
    if filters.date_from:
        keep &= table["end"] >= pd.Timestamp(filters.date_from)
    if filters.date_to:
        keep &= table["start"] <= pd.Timestamp(filters.date_to)
    for name in table.columns.intersection(list(LISTS)):
        if getattr(filters, name):
            keep &= table[name].isin(getattr(filters, name))
    for searched in fold(filters.text).split():
        keep &= table["text"].str.contains(searched, regex=False)
    for i in table.index[keep]:
        actors = {vocab.actors[c] for c in snapshot.actor[slice(*snapshot.actor_start[i : i + 2])]}
        if filters.actors and not (actors or {NOT_STATED}) & set(filters.actors):
            keep[i] = False
        reports = [
            (
                vocab.outlets[snapshot.outlet[r]].name,
                vocab.outlets[snapshot.outlet[r]].country or NOT_STATED,
                str(STANCES[snapshot.stance[r]]),
            )
            for r in range(*snapshot.report_start[i : i + 2])
        ]
        wanted = (filters.outlets, filters.countries, filters.stances)
        if not any(
            all(not w or has in w for has, w in zip(r, wanted, strict=True)) for r in reports
        ):
            keep[i] = False
    return table.index[keep].tolist()


@given(st.data())
def test_filters_select_what_a_plain_oracle_selects(
    snapshot: Snapshot, data: st.DataObject
) -> None:
    filters = data.draw(known_filters(snapshot))
    assert filters.apply(snapshot).tolist() == oracle(snapshot, filters)


def test_an_incident_belongs_to_every_range_its_interval_overlaps(snapshot: Snapshot) -> None:
    row = int(((snapshot.end - snapshot.start).astype(int) > 5).nonzero()[0][0])
    start, end = snapshot.start[row].item(), snapshot.end[row].item()
    for first, last, inside in ((end, None, True), (None, start, True), (start, start, True)):
        assert (row in Filters(date_from=first, date_to=last).apply(snapshot)) is inside
    day = date.fromordinal(end.toordinal() + 1)
    assert row not in Filters(date_from=day).apply(snapshot)


def test_unknown_dates_belong_only_without_a_range(snapshot: Snapshot) -> None:
    undated = pd.isna(snapshot.start).nonzero()[0]
    assert len(undated)
    assert not set(undated) & set(Filters(date_from=date(1, 1, 1)).apply(snapshot))
    assert not set(undated) & set(Filters(date_to=date(9999, 12, 31)).apply(snapshot))


def test_clear_selects_everything(snapshot: Snapshot) -> None:
    assert Filters().apply(snapshot).tolist() == list(range(snapshot.n))
    assert Filters().counts(snapshot) == (snapshot.n, snapshot.m)


def test_the_sentence(snapshot: Snapshot) -> None:
    filters = Filters(
        date_from=date(2020, 6, 1),
        date_to=date(2021, 12, 31),
        event_types=("roadside bomb",),
        governorates=("G1", "G2"),
        statuses=("denied", "contested"),
    )
    assert filters.describe(snapshot, (24, 61)) == (
        "Roadside bombs in Babil and Qadisiyah, 1 Jun 2020 to 31 Dec 2021, contested or denied: "
        "24 incidents, 61 reports"
    )


@pytest.mark.parametrize(
    ("filters", "sentence"),
    [
        (Filters(governorates=("G0",)), "Incidents in Anbar: 1 incident, 2 reports"),
        (
            Filters(date_from=date(2020, 7, 11), date_to=date(2020, 7, 11)),
            "Incidents, 11 Jul 2020: 1 incident, 2 reports",
        ),
        (Filters(date_to=date(2020, 7, 11)), "Incidents, until 11 Jul 2020: 1 incident, 2 reports"),
        (
            Filters(targets=("convoy",), routes=("8",)),
            "Incidents against convoys on Route 8: 1 incident, 2 reports",
        ),
        (
            Filters(outlets=("Fars",), stances=("denies",), text="x"),
            "Incidents, denied by Fars, mentioning “x”: 1 incident, 2 reports",
        ),
        (
            Filters(precisions=(1, 4)),
            "Incidents, place known as: named place or governorate: 1 incident, 2 reports",
        ),
        (
            Filters(districts=("G0D0",)),
            "Incidents in the district of District 00: 1 incident, 2 reports",
        ),
        (
            Filters(governorates=tuple("abcde")),
            "Incidents in 5 governorates: 1 incident, 2 reports",
        ),
        (Filters(actors=("-",)), "Incidents involving no one named: 1 incident, 2 reports"),
    ],
)
def test_sentences_of_single_filters(snapshot: Snapshot, filters: Filters, sentence: str) -> None:
    assert filters.describe(snapshot, (1, 2)) == sentence


def test_the_sentence_of_everything_names_the_span(snapshot: Snapshot) -> None:
    said = Filters().describe(snapshot)
    assert said.startswith("All incidents, ")
    assert said.endswith(f": {snapshot.n} incidents, {snapshot.m} reports")


def test_search_reads_both_scripts_and_any_case(snapshot: Snapshot) -> None:
    rows = Filters(text="NAJMI").apply(snapshot)
    assert len(rows)
    assert set(rows) == set(Filters(text="al-Najmi").apply(snapshot))
    assert len(Filters(text="الديوانيّة").apply(snapshot))
    assert "najmi" in searched_text(snapshot, int(rows[0]))
    assert row_text(snapshot, int(rows[0]))["id"] in index_of(snapshot).row_of
