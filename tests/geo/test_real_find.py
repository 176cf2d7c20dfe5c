"""Incidents are found by id, time and words."""

from __future__ import annotations

from geo.store.snapshot import Snapshot
from geo.view.filters import Filters
from geo.view.find import find, newest


def ids(snapshot: Snapshot, words: str) -> set[str]:
    return set(snapshot.ids[find(snapshot, words)].tolist())


def test_an_id_finds_itself_alone(snapshot: Snapshot) -> None:
    assert ids(snapshot, " 20200711-najmi ") == {"20200711-najmi"}


def test_a_time_finds_what_may_have_been_then(snapshot: Snapshot) -> None:
    assert "202006-thawrat-claim" in ids(snapshot, "2020-06-17")
    assert "20200711-najmi" not in ids(snapshot, "2020-06")
    assert "20200711-najmi" in ids(snapshot, "2020-07 najmi")
    assert ids(snapshot, "2020-07-11 najmi") == {"20200711-najmi"}
    assert {"20200711-najmi", "20200210-adwaniyah"} <= ids(snapshot, "2020")


def test_a_day_that_does_not_exist_is_a_word(snapshot: Snapshot) -> None:
    words = set(snapshot.ids[Filters(text="2020-02-31").apply(snapshot)].tolist())
    assert ids(snapshot, "2020-02-31") == words


def test_part_of_an_id_finds_it(snapshot: Snapshot) -> None:
    assert "20200810-jraishan" in ids(snapshot, "20200810-jr")


def test_the_newest_come_first_and_those_without_a_date_last(snapshot: Snapshot) -> None:
    rows = newest(snapshot, find(snapshot, "2020"), 500)
    start = snapshot.start[rows].astype("int64")
    assert (start[:-1] >= start[1:]).all()
