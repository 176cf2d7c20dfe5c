"""Decisions as such: who and why, two editors at once, a process that is killed, old stores."""

from __future__ import annotations

import multiprocessing
import os
import signal

import pytest
from alembic import command
from sqlalchemy import select

import geo.store.engine as engine_module
from geo.errors import DecisionError, NotFoundError
from geo.places.corrections import NOT_PLACED
from geo.settings import Settings
from geo.store import edited, schema
from geo.store.check import check
from geo.store.corrections import correct
from geo.store.decisions import Act, decision, history
from geo.store.engine import connect_engine, open_engine, reading, writing
from geo.store.entries import INCIDENT, PLACE_WORDS
from geo.store.incidents import merge_incidents, move_report
from geo.store.load import load_files
from geo.store.placing import Placer
from geo.store.query import latest_revision
from geo.store.undo import undo
from tests.geo.store.conftest import Table

ACT = Act("Amal", "seen with my own eyes")
EDITORS, MOVES = 4, 6


@pytest.fixture
def url(settings: Settings, table: Table) -> str:
    """An incident of many reports and two others."""
    rows = [{"report_id": f"R{i}", "incident_key": "many"} for i in range(EDITORS * MOVES + 1)]
    others = [{"report_id": f"S{key}", "incident_key": key} for key in "ab"]
    load_files(settings.database_url, [table(*rows, *others)], settings)
    return settings.database_url


@pytest.mark.parametrize(
    ("author", "reason", "message"),
    [
        (" \n", "r", "name of who"),
        ("A" * 81, "r", "80 characters"),
        ("Amal", "\x00", "needs its reason"),
        ("Amal", "r" * 501, "500 characters"),
    ],
)
def test_an_act_needs_its_author_and_reason(author: str, reason: str, message: str) -> None:
    with pytest.raises(DecisionError, match=message):
        Act(author, reason)


def test_an_act_is_one_line() -> None:
    act = Act("  Amal\tal-X ", "first\nsecond\u202e ")
    assert (act.author, act.reason) == ("Amal al-X", "first second")


def test_undo_refuses_what_it_cannot_take_back(url: str, settings: Settings) -> None:
    moved = move_report(url, "R1", "a", ACT)
    taken = undo(url, moved.decision, ACT)
    with pytest.raises(DecisionError, match=f"taken back already, by decision {taken.decision}"):
        undo(url, moved.decision, ACT)
    with pytest.raises(DecisionError, match=f"took decision {moved.decision} back"):
        undo(url, taken.decision, ACT)
    with pytest.raises(NotFoundError, match="no decision 99"):
        undo(url, 99, ACT)
    with pytest.raises(NotFoundError, match="no decision 99"):
        decision(url, 99)
    words = correct(url, "Hillah", NOT_PLACED, "Amal", "r", Placer(settings).geocoder())
    with pytest.raises(DecisionError, match="corrects place words"):
        undo(url, words.decision, ACT)
    assert history(url)[0].stands
    assert [e.decision.id for e in history(url, [(PLACE_WORDS, words.subject)])] == [3]


def test_a_report_can_be_moved_on_and_each_move_undone(url: str) -> None:
    one, two = move_report(url, "R1", "a", ACT), move_report(url, "R1", "b", ACT)
    assert [entry.stands for entry in history(url)] == [True, False]
    with pytest.raises(DecisionError, match="stands on decision 1"):
        undo(url, one.decision, ACT)
    undo(url, two.decision, ACT)
    assert [entry.stands for entry in history(url)] == [False, False, True]
    assert [e.undone_by for e in history(url, revision=two.revision)] == [None, None]
    undo(url, one.decision, ACT)
    made = decision(url, one.decision)
    assert (made.summary, made.author) == ("Report R1 moved from many to a", "Amal")


def _edit(url: str, editor: int) -> None:
    for step in range(MOVES):
        number = 1 + editor * MOVES + step
        move_report(url, f"R{number}", "ab"[step % 2], Act(f"E{editor}", "mine"))


def test_editors_at_once_lose_no_decision(url: str) -> None:
    context = multiprocessing.get_context("spawn")
    workers = [context.Process(target=_edit, args=(url, editor)) for editor in range(EDITORS)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    assert [worker.exitcode for worker in workers] == [0] * EDITORS
    made = history(url)
    assert len(made) == len({entry.decision.revision for entry in made}) == EDITORS * MOVES
    assert {entry.decision.subject_id for entry in made if entry.stands} == {
        f"R{i}" for i in range(1, EDITORS * MOVES + 1)
    }
    assert check(url) == []


def _killed(url: str, at: int) -> None:
    put, done = edited._carry, []

    def carry(*rest: object) -> None:
        put(*rest)  # type: ignore[arg-type]
        done.append(rest)
        if len(done) == at:
            os.kill(os.getpid(), signal.SIGKILL)

    edited._carry = carry  # type: ignore[assignment]
    merge_incidents(url, "many", "a", ACT)


@pytest.mark.parametrize("at", [1, 20])
def test_a_killed_decision_was_never_made(url: str, at: int) -> None:
    before = latest_revision(url)
    worker = multiprocessing.get_context("spawn").Process(target=_killed, args=(url, at))
    worker.start()
    worker.join(60)
    assert worker.exitcode == -signal.SIGKILL
    assert latest_revision(url) == before
    assert history(url) == []
    assert check(url) == []
    merge_incidents(url, "many", "a", ACT)


def test_decisions_of_an_older_store_are_found(
    bare_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A store of tables 0001 with a decision, brought up to date."""
    monkeypatch.setattr(engine_module, "HEAD", "0001")
    upgrade = command.upgrade
    monkeypatch.setattr(command, "upgrade", lambda config, _to: upgrade(config, "0001"))
    open_engine(bare_settings.database_url)
    monkeypatch.undo()
    old = connect_engine(bare_settings.database_url)
    with writing(old) as connection:
        connection.exec_driver_sql(
            "INSERT INTO revision VALUES "
            "(1, '2026-01-01 00:00:00', 'Amal', 'correction', 'Hillah: there')"
        )
        connection.exec_driver_sql(
            "INSERT INTO decision VALUES "
            "(1, 1, '2026-01-01 00:00:00', 'Amal', 'correct', 'place words', 'hillah', NULL, "
            "'{}', 'why')"
        )
        connection.exec_driver_sql("INSERT INTO actor (id, name) VALUES (1, 'A')")
        connection.exec_driver_sql(
            "INSERT INTO alias (id, actor_id, text, doubtful, from_revision) "
            "VALUES (1, 1, 'A', false, 1)"
        )
    with reading(open_engine(bare_settings.database_url)) as connection:
        assert connection.scalar(select(schema.alias.c.withdrawn)) is False
    found = history(bare_settings.database_url, [(PLACE_WORDS, "hillah")])
    assert [entry.decision.summary for entry in found] == ["Hillah: there"]
    assert history(bare_settings.database_url, [(INCIDENT, "hillah")]) == []
    assert check(bare_settings.database_url) == []
