"""Pieces of English, the examples in the docstrings, and the small memory."""

from __future__ import annotations

import doctest
from collections.abc import Callable
from datetime import date

import pytest

from geo.export import csv_file
from geo.store.cache import MAX_SNAPSHOTS, per_snapshot
from geo.store.snapshot import Snapshot
from geo.view import table, words
from geo.view.words import interval_text, plural


@pytest.mark.parametrize("module", [words, table, csv_file])
def test_examples_in_the_docstrings(module: object) -> None:
    found = doctest.testmod(module)  # type: ignore[arg-type]
    assert found.attempted
    assert not found.failed


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [
        (None, None, "date not known"),
        (date(2020, 7, 11), date(2020, 7, 11), "11 Jul 2020"),
        (date(2020, 2, 1), date(2020, 2, 29), "February 2020"),
        (date(2020, 1, 1), date(2020, 12, 31), "2020"),
        (date(2019, 1, 1), date(2020, 12, 31), "2019 to 2020"),
        (date(2020, 6, 28), date(2020, 7, 2), "28 Jun to 2 Jul 2020"),
        (date(2019, 12, 30), date(2020, 1, 2), "30 Dec 2019 to 2 Jan 2020"),
        (date(9999, 12, 1), date(9999, 12, 31), "1 to 31 Dec 9999"),
    ],
)
def test_intervals(start: date | None, end: date | None, said: str) -> None:
    assert interval_text(start, end) == said


@pytest.mark.parametrize(
    ("one", "several"),
    [
        ("ambush", "ambushes"),
        ("armed robbery", "armed robberies"),
        ("convoy", "convoys"),
        ("-", "incidents of unstated type"),
    ],
)
def test_plurals(one: str, several: str) -> None:
    assert plural(one) == several


def test_results_are_remembered_for_each_snapshot(
    make_snapshot: Callable[[int, int], Snapshot],
) -> None:
    asked: list[tuple[int, int]] = []

    @per_snapshot(maxsize=2)
    def size(snapshot: Snapshot, number: int) -> int:
        asked.append((snapshot.n, number))
        return snapshot.n + number

    one, two = make_snapshot(1, 10), make_snapshot(1, 11)
    assert [size(one, 1), size(one, 1), size(two, 1)] == [11, 11, 12]
    assert asked == [(10, 1), (11, 1)]
    size(one, 2)
    size(one, 3)
    assert size(one, 1) == 11
    assert asked[-1] == (10, 1), "the oldest of three was let go"
    for n in range(12, 12 + MAX_SNAPSHOTS):
        size(make_snapshot(1, n), 1)
    size(one, 1)
    assert asked[-1] == (10, 1), "older snapshots are let go"
