"""Corrections are decisions: appended, used at once and later, undone, seen as of a revision."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import DecisionError, StoreError
from geo.model import Form, Location, ReportRow
from geo.places.corrections import METHOD, NOT_PLACED, Reach, correction_key, placed_at
from geo.places.geocode import Geocoder
from geo.settings import Settings
from geo.store.check import check
from geo.store.corrections import (
    correct,
    correction_history,
    in_force,
    read_corrections,
    undo,
)
from geo.store.entries import DecisionEntry, Kind
from geo.store.load import load_files
from geo.store.placing import Placer
from geo.store.query import incident_detail, latest_revision
from tests.geo.store.conftest import Table


@pytest.fixture
def geocoder(settings: Settings) -> Geocoder:
    return Placer(settings).geocoder()


@pytest.fixture
def loaded(settings: Settings, table: Table) -> str:
    """A store with three reports: two of "Hillah", however written, and one of another place."""
    path = table(
        {"report_id": "T1", "place_text": "Hillah"},
        {"report_id": "T2", "place_text": "al-HILLAH", "incident_key": "t-2"},
        {"report_id": "T3", "place_text": "Basra", "incident_key": "t-3"},
    )
    load_files(settings.database_url, [path], settings)
    return settings.database_url


def place_of(url: str, incident: str, revision: int | None = None) -> tuple[str | None, Form]:
    where = incident_detail(incident, url, revision).reports[0].location
    return where.place, where.form


def test_reports_with_the_words_move_in_the_same_revision(loaded: str, geocoder: Geocoder) -> None:
    before, basra = place_of(loaded, "t-1"), place_of(loaded, "t-3")
    old = latest_revision(loaded)
    there = placed_at(32.5, 44.5, Reach.EXACT, geocoder.boundaries, "The depot")
    done = correct(loaded, "Hillah ", there, " Amal ", "the depot is meant", geocoder)
    assert (done.revision, done.moved) == (old + 1, 2)
    for incident in ("t-1", "t-2"):
        assert place_of(loaded, incident) == ("The depot", Form.POINT)
        assert place_of(loaded, incident, old) == before
    assert place_of(loaded, "t-3") == basra
    assert check(loaded) == []
    entry = correction_history(loaded)[0]
    assert (entry.words, entry.decision.author, entry.decision.reason, entry.in_force) == (
        "Hillah", "Amal", "the depot is meant", True,
    )  # fmt: skip
    assert entry.decision.before["location"]["place"] == before[0]
    assert "Amal" in str(entry)


def test_undo_is_a_decision_that_restores_what_was(loaded: str, geocoder: Geocoder) -> None:
    before = incident_detail("t-1", loaded).reports[0].location
    first = correct(loaded, "Hillah", NOT_PLACED, "Amal", "a surname", geocoder)
    assert place_of(loaded, "t-1") == (None, Form.UNPLACED)
    there = placed_at(32.5, 44.5, Reach.KM_5, geocoder.boundaries, "Depot")
    second = correct(loaded, "HILLAH", there, "Basim", "no, the depot", geocoder)
    assert place_of(loaded, "t-1") == ("Depot", Form.DISC)
    with pytest.raises(DecisionError, match="no correction in force"):
        undo(loaded, first.decision, "Amal", "no", geocoder)
    undo(loaded, second.decision, "Amal", "it is a surname", geocoder)
    assert place_of(loaded, "t-1") == (None, Form.UNPLACED)
    last = undo(loaded, first.decision, "Amal", "I was wrong", geocoder)
    assert incident_detail("t-1", loaded).reports[0].location == before
    assert len(read_corrections(loaded)) == 0
    found = read_corrections(loaded, second.revision).find("hillah")
    assert found is not None
    assert found.location.place == "Depot"
    kinds = [entry.decision.kind for entry in correction_history(loaded)]
    assert kinds == [Kind.UNDO, Kind.UNDO, Kind.CORRECT, Kind.CORRECT]
    assert last.revision == latest_revision(loaded)
    with pytest.raises(DecisionError):
        undo(loaded, last.decision, "Amal", "twice", geocoder)


def test_a_later_load_places_the_words_so(
    loaded: str, geocoder: Geocoder, settings: Settings, table: Table
) -> None:
    there = placed_at(32.5, 44.5, Reach.KM_5, geocoder.boundaries, "Depot")
    correct(loaded, "Hillah", there, "Amal", "it is", geocoder)
    path = table(
        {"report_id": "T1", "place_text": "Hillah", "note": "changed"},
        {"report_id": "T9", "place_text": "HILLAH", "incident_key": "t-9"},
        name="more.csv",
    )
    load_files(loaded, [path], settings)
    for incident in ("t-1", "t-9"):
        where = incident_detail(incident, loaded).reports[0].location
        assert (where.place, where.method) == ("Depot", METHOD)


def test_coordinates_that_a_source_gives_are_not_moved(
    loaded: str, geocoder: Geocoder, own_store: Settings
) -> None:
    url = own_store.database_url
    there = placed_at(32.5, 44.5, Reach.KM_5, geocoder.boundaries, "Depot")
    assert correct(url, "Mosul town", there, "Amal", "test", geocoder).moved == 0
    assert correct(url, "Green Zone", there, "Amal", "test", geocoder).moved == 8
    assert check(url) == []


@pytest.mark.parametrize(
    ("words", "author", "reason", "message"),
    [
        ("", "A", "r", "no place words"),
        ("...", "A", "r", "no place words"),
        ("x" * 501, "A", "r", "500 characters"),
        ("Hillah", " \n", "r", "name of who"),
        ("Hillah", "A" * 81, "r", "80 characters"),
        ("Hillah", "A", "\x00", "needs its reason"),
        ("Hillah", "A", "r" * 501, "500 characters"),
    ],
)
def test_what_is_missing_is_named(
    loaded: str, geocoder: Geocoder, words: str, author: str, reason: str, message: str
) -> None:
    revision = latest_revision(loaded)
    with pytest.raises(DecisionError, match=message):
        correct(loaded, words, NOT_PLACED, author, reason, geocoder)
    assert latest_revision(loaded) == revision


def test_the_same_correction_twice_is_refused(loaded: str, geocoder: Geocoder) -> None:
    correct(loaded, "Hillah", NOT_PLACED, "Amal", "no place", geocoder)
    with pytest.raises(DecisionError, match="placed so already, by decision 1 of Amal"):
        correct(loaded, "hillah", NOT_PLACED, "Basim", "no place", geocoder)


def test_a_store_that_is_not_there_has_none_and_is_not_made(settings: Settings) -> None:
    assert len(read_corrections(settings.database_url)) == 0
    with pytest.raises(StoreError):
        check(settings.database_url)


def test_words_of_any_kind_are_kept(loaded: str, geocoder: Geocoder) -> None:
    words = "النجمي <b>😀</b>\x07 'x'"
    correct(loaded, words, NOT_PLACED, "أمل", "لا مكان", geocoder)
    assert read_corrections(loaded).find("النجمي <b>😀</b> x") is not None


_WORDS = st.sampled_from(["Hillah", "al-Hillah", "Basra", "BASRA", "Kut"])


@given(st.lists(st.tuples(_WORDS, st.booleans()), max_size=20))
def test_what_is_in_force_follows_from_the_decisions(acts: list[tuple[str, bool]]) -> None:
    """Against a stack for each folded words, as a reader would keep it by hand."""
    decisions: list[DecisionEntry] = []
    model: dict[str, list[int]] = {}
    for words, is_undo in acts:
        stack = model.setdefault(correction_key(words), [])
        number = len(decisions) + 1
        before, after, kind = {"words": words}, {"words": words}, Kind.CORRECT
        if is_undo:
            if not stack:
                continue
            before, after, kind = {"words": words, "decision": stack.pop()}, None, Kind.UNDO
        else:
            stack.append(number)
        decisions.append(
            DecisionEntry(
                number,
                number,
                datetime.now(UTC),
                "A",
                kind,
                "place words",
                words,
                before,
                after,
                "r",
            )
        )
    held = in_force(decisions)
    assert {key: [d.id for d in stack] for key, stack in held.items()} == {
        key: stack for key, stack in model.items() if stack
    }
    half = in_force(decisions[: len(decisions) // 2])
    assert all(d.id <= len(decisions) // 2 for stack in half.values() for d in stack)


def test_a_correction_made_while_a_load_reads_is_used(
    loaded: str,
    geocoder: Geocoder,
    settings: Settings,
    table: Table,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    there = placed_at(32.5, 44.5, Reach.KM_5, geocoder.boundaries, "Depot")
    places = Placer.places
    done = []

    def late(self: Placer, rows: Sequence[tuple[str, ReportRow]]) -> list[Location]:
        found = places(self, rows)
        if not done:
            done.append(correct(loaded, "Hillah", there, "Amal", "late", geocoder))
        return found

    monkeypatch.setattr(Placer, "places", late)
    path = table({"report_id": "T9", "incident_key": "t-9"}, name="more.csv")
    load_files(loaded, [path], replace(settings, database_url=loaded))
    assert place_of(loaded, "t-9") == ("Depot", Form.DISC)
