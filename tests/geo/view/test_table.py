"""Pages of the table cover every row once, in order."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from geo.errors import QueryError
from geo.store.snapshot import Snapshot
from geo.view.filters import Filters
from geo.view.state import SORTS
from geo.view.table import page
from geo.view.window import Bbox, in_view


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("descending", [True, False])
@pytest.mark.parametrize("few", [True, False])
def test_pages_cover_each_row_once(
    snapshot: Snapshot, sort: str, descending: bool, few: bool
) -> None:
    rows = np.arange(0, snapshot.n, 37 if few else 1)
    ids: list[str] = []
    for offset in range(0, len(rows) + 7, 7):
        found = page(snapshot, rows, None, sort, descending, offset, 7)
        assert found["total"] == len(rows)
        assert found["offset"] == offset
        ids += [row["id"] for row in found["rows"]]
    assert sorted(ids) == sorted(snapshot.ids[rows])


def known(rows: list[dict[str, str]], column: str) -> list[Any]:
    values = [row[column] for row in rows]
    some = [value for value in values if value]
    assert values == some + [""] * (len(values) - len(some)), "unknown ones come last"
    return some


@pytest.mark.parametrize("descending", [True, False])
@pytest.mark.parametrize("sort", ["type", "place", "governorate", "id"])
def test_text_columns_are_in_order(snapshot: Snapshot, sort: str, descending: bool) -> None:
    rows = page(snapshot, np.arange(snapshot.n), None, sort, descending, 0, 1000)["rows"]
    values = known(rows, sort)
    key = str if sort == "id" else str.casefold
    assert values == sorted(values, key=key, reverse=descending)


@pytest.mark.parametrize("descending", [True, False])
def test_numbers_and_dates_are_in_order(snapshot: Snapshot, descending: bool) -> None:
    row_of = {key: row for row, key in enumerate(snapshot.ids)}
    for sort, column in (
        ("date", snapshot.start),
        ("killed", snapshot.killed_high),
        ("reports", snapshot.n_reports),
    ):
        rows = page(snapshot, np.arange(snapshot.n), None, sort, descending, 0, 1000)["rows"]
        values = column[[row_of[row["id"]] for row in rows]]
        unknown = np.isnat(values) if sort == "date" else np.isnan(values)
        assert not unknown[: (~unknown).sum()].any()
        values = values[~unknown]
        steps = np.diff(values.astype(float))
        assert (steps <= 0).all() if descending else (steps >= 0).all()


def test_the_window_limits_the_table(snapshot: Snapshot) -> None:
    bbox = Bbox(43, 32, 45, 34)
    found = page(snapshot, Filters().apply(snapshot), bbox, limit=1000)
    seen = in_view(snapshot, np.arange(snapshot.n), bbox)
    assert {row["id"] for row in found["rows"]} == set(snapshot.ids[seen])


def test_a_row_is_plain_text(snapshot: Snapshot) -> None:
    for row in page(snapshot, np.arange(snapshot.n), limit=1000)["rows"]:
        assert set(row) >= {
            "id",
            "date",
            "type",
            "place",
            "precision",
            "governorate",
            "status",
            "reports",
            "killed",
            "actors",
            "form",
        }
        assert all(isinstance(value, str) for value in row.values())
        assert "nan" not in row["killed"]
        assert "None" not in row.values()


@pytest.mark.parametrize(
    "wrong", [{"sort": "colour"}, {"offset": -1}, {"limit": 0}, {"limit": 10**6}]
)
def test_impossible_pages_are_refused(snapshot: Snapshot, wrong: dict[str, Any]) -> None:
    with pytest.raises(QueryError):
        page(snapshot, np.arange(snapshot.n), **wrong)
