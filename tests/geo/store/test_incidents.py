"""Reports move, incidents split and merge: as decided, across loads, as of any revision, undone."""

from __future__ import annotations

import csv
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from sqlalchemy import Engine, select

from geo.errors import DecisionError, NotFoundError
from geo.settings import Settings
from geo.store import schema
from geo.store.check import check
from geo.store.decisions import Act, history
from geo.store.engine import open_engine, reading
from geo.store.entries import INCIDENT
from geo.store.incident_ids import resolve_incident
from geo.store.incidents import (
    grade_incident,
    incident_grades,
    merge_incidents,
    move_report,
    split_incident,
)
from geo.store.load import load_files
from geo.store.query import incident_detail, latest_revision, read_snapshot
from geo.store.reports import valid_at
from geo.store.undo import undo
from tests.databases import Databases
from tests.geo.store.conftest import COLUMNS, Table, at

ACT = Act("Amal", "seen with my own eyes")
START = {"R1": "a", "R2": "a", "R3": "b", "R4": "b", "R5": "c", "R6": "c"}


def rows_of(places: dict[str, str], **more: str) -> list[dict[str, Any]]:
    return [{"report_id": r, "incident_key": i, **more} for r, i in places.items()]


@pytest.fixture
def url(settings: Settings, table: Table) -> str:
    """Three incidents with two reports each, told by actors at places."""
    rows = rows_of(START, actor_text="Ashab al-Kahf", actor_role="claimed")
    load_files(settings.database_url, [table(*rows)], settings)
    return settings.database_url


def belongs(store: str | Engine, revision: int | None = None) -> dict[str, str]:
    """Report -> incident at a revision."""
    engine = open_engine(store) if isinstance(store, str) else store
    report = schema.report
    holds = report.c.to_revision.is_(None) if revision is None else valid_at(report, revision)
    with reading(engine) as connection:
        query = select(report.c.report_id, report.c.incident_id).where(holds)
        return {row.report_id: row.incident_id for row in connection.execute(query)}


def test_a_moved_report_goes_with_its_place_and_actors(url: str) -> None:
    before = {r.id: r for r in incident_detail("a", url).reports}["R1"]
    old = latest_revision(url)
    done = move_report(url, "R1", "b", ACT)
    assert (done.revision, done.subject, done.moved) == (old + 1, "R1", 1)
    after = {r.id: r for r in incident_detail("b", url).reports}["R1"]
    assert (after.row, after.location, after.meant) == (before.row, before.location, before.meant)
    assert after.versions == 1
    assert [r.id for r in incident_detail("a", url).reports] == ["R2"]
    assert {r.id for r in incident_detail("a", url, old).reports} == {"R1", "R2"}
    for incident in ("a", "b"):
        made = incident_detail(incident, url).decisions
        assert [(d.author, d.reason) for d in made] == [("Amal", "seen with my own eyes")]
        assert made[0].summary == "Report R1 moved from a to b"
    assert incident_detail("c", url).decisions == ()
    assert check(url) == []


def test_a_split_makes_ids_that_are_never_given_out_twice(url: str) -> None:
    first = split_incident(url, "a", ["R1"], ACT)
    assert first.subject == "a-b"
    assert belongs(url)["R1"] == "a-b"
    undo(url, first.decision, ACT)
    assert belongs(url) == START
    assert resolve_incident(url, "a-b") == "a"
    assert resolve_incident(url, "a-b", first.revision) == "a-b"
    assert split_incident(url, "a", ["R2"], ACT).subject == "a-c"
    assert check(url) == []


def test_a_merged_incident_leads_to_where_its_reports_went(url: str) -> None:
    old = latest_revision(url)
    one = merge_incidents(url, "a", "b", ACT)
    two = merge_incidents(url, "b", "c", ACT)
    assert set(belongs(url).values()) == {"c"}
    assert resolve_incident(url, "a") == resolve_incident(url, "b") == "c"
    assert resolve_incident(url, "a", one.revision) == "b"
    assert resolve_incident(url, "a", old) == "a"
    with pytest.raises(NotFoundError):
        resolve_incident(url, "nosuch")
    with pytest.raises(DecisionError, match=r"was merged by decision 2; its reports are in c"):
        move_report(url, "R1", "a", ACT)
    with pytest.raises(DecisionError, match="decision 2 of Amal stands on decision 1"):
        undo(url, one.decision, ACT)
    undo(url, two.decision, ACT)
    undo(url, one.decision, ACT)
    assert belongs(url) == START
    assert resolve_incident(url, "a") == "a"


def test_loads_keep_what_was_decided(url: str, settings: Settings, table: Table) -> None:
    moved = move_report(url, "R3", "c", ACT)
    merged = merge_incidents(url, "a", "c", ACT)
    rows = rows_of(START | {"R3": "elsewhere", "R7": "a"}, note="read again")
    load_files(url, [table(*rows, name="more.csv")], settings)
    assert belongs(url) == {
        "R1": "c", "R2": "c", "R3": "c", "R4": "b", "R5": "c", "R6": "c", "R7": "c"
    }  # fmt: skip
    assert {r.row.note for r in incident_detail("c", url).reports} == {"read again"}
    undo(url, merged.decision, ACT)
    now = belongs(url)
    assert [now[r] for r in ("R1", "R2", "R7", "R3")] == ["a", "a", "a", "c"]
    undo(url, moved.decision, ACT)
    assert belongs(url)["R3"] == "elsewhere"
    assert check(url) == []


@pytest.mark.parametrize(
    ("decide", "message"),
    [
        (lambda url: move_report(url, "R1", "a", ACT), "belongs to incident a already"),
        (lambda url: merge_incidents(url, "a", "a", ACT), "into itself"),
        (lambda url: split_incident(url, "a", [], ACT), "name the reports"),
        (lambda url: split_incident(url, "a", ["R1", "R2"], ACT), "one has to stay"),
        (lambda url: split_incident(url, "a", ["R3", "R1"], ACT), "R3 is no report of a"),
        (lambda url: grade_incident(url, "a", 7, ACT), "these are 1 to 6"),
        (lambda url: grade_incident(url, "a", None, ACT), "by the rule already"),
    ],
)
def test_what_cannot_be_decided(url: str, decide: Callable[[str], object], message: str) -> None:
    revision = latest_revision(url)
    with pytest.raises(DecisionError, match=message):
        decide(url)
    assert latest_revision(url) == revision


def test_the_last_report_of_an_incident_does_not_move(url: str) -> None:
    first = move_report(url, "R1", "b", ACT)
    with pytest.raises(DecisionError, match="merge a into c instead"):
        move_report(url, "R2", "c", ACT)
    move_report(url, "R3", "c", ACT)
    move_report(url, "R4", "c", ACT)
    with pytest.raises(DecisionError, match="b would be left without a report"):
        undo(url, first.decision, ACT)


@pytest.mark.parametrize("name", ["nosuch", ""])
def test_what_does_not_exist(url: str, name: str) -> None:
    for decide in (
        lambda: move_report(url, name, "a", ACT),
        lambda: move_report(url, "R1", name, ACT),
        lambda: merge_incidents(url, name, "a", ACT),
        lambda: split_incident(url, name, ["R1"], ACT),
        lambda: grade_incident(url, name, 1, ACT),
    ):
        with pytest.raises(NotFoundError):
            decide()


def test_an_incident_changed_since_it_was_looked_at(url: str) -> None:
    seen = latest_revision(url)
    move_report(url, "R1", "b", Act("Basim", "other place"))
    late = Act("Amal", "why not", seen)
    message = r"changed in revision \d+ by Basim \(Report R1 moved from a to b\)"
    for decide in (
        lambda: move_report(url, "R1", "c", late),
        lambda: merge_incidents(url, "a", "c", late),
        lambda: merge_incidents(url, "c", "b", late),
        lambda: split_incident(url, "b", ["R3"], late),
        lambda: grade_incident(url, "a", 2, late),
    ):
        with pytest.raises(DecisionError, match=message):
            decide()
    move_report(url, "R5", "b", late)
    move_report(url, "R1", "c", Act("Amal", "now I know", latest_revision(url)))


def test_a_grade_stands_against_the_rule_until_it_is_undone(url: str) -> None:
    one = grade_incident(url, "a", 2, Act("Amal", "two witnesses"))
    two = grade_incident(url, "a", None, Act("Basim", "one was invented"))
    assert incident_grades(url) == {}
    entry = incident_grades(url, one.revision)["a"]
    assert (entry.grade, entry.author, entry.reason) == ("2", "Amal", "two witnesses")
    undo(url, two.decision, ACT)
    assert incident_grades(url)["a"] == entry
    undo(url, one.decision, ACT)
    assert incident_grades(url) == {}
    states = [(e.decision.id, e.undone_by, e.stands) for e in history(url, [(INCIDENT, "a")])]
    assert states == [(4, None, False), (3, None, False), (2, 3, False), (1, 4, False)]


# Any decisions, undos and loads, against an oracle that replays what is in force.


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The database of the three incidents, to be copied."""
    folder = tmp_path_factory.mktemp("incidents")
    settings = Settings.from_env({"ATLAS_DATABASE_URL": f"sqlite:///{folder / 'atlas.sqlite'}"})
    load_files(settings.database_url, [write(folder, START)], settings)
    return folder


def write(folder: Path, places: dict[str, str], note: str = "") -> Path:
    path = folder / "reports.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, COLUMNS, restval="")
        writer.writeheader()
        same = {"outlet": "NRT", "event_date": "2020-07-11", "stance": "reports", "note": note}
        for row in rows_of(places, **same, event_type="rocket", place_text="Hillah"):
            writer.writerow(row)
    return path


class Oracle:
    """Where reports belong, by replaying from the start all that was not taken back.

    ``keys``: what the files say last.
    """

    def __init__(self) -> None:
        self.events: list[tuple[str, Any, Any, int]] = []
        self.gone: set[int] = set()
        self.keys = dict(START)

    def state(self) -> tuple[dict[str, str], set[str]]:
        """Report -> incident, and the reports that stand where a person put them."""
        place, decided, leads = dict(START), set[str](), dict[str, str]()
        for kind, what, where, number in self.events:
            if number in self.gone:
                continue
            if kind == "load":
                if what not in decided:
                    end = where
                    while end in leads:
                        end = leads[end]
                        decided.add(what)
                    place[what] = end
                continue
            moved = [r for r in place if place[r] == what] if kind == "merge" else what
            if kind == "merge":
                leads[what] = where
            for report in moved:
                place[report] = where
                decided.add(report)
        return place, decided


OPERATIONS = st.lists(
    st.tuples(
        st.sampled_from(["move", "split", "merge", "undo", "undo", "load"]),
        st.integers(0, 50),
        st.integers(0, 50),
    ),
    max_size=14,
)


@hypothesis_settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(operations=OPERATIONS)
def test_any_decisions_undos_and_loads_give_what_the_oracle_says(
    template: Path, operations: list[tuple[str, int, int]]
) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copytree(template, folder, dirs_exist_ok=True)
        follow(f"sqlite:///{folder / 'atlas.sqlite'}", folder, operations)


@hypothesis_settings(max_examples=5, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(operations=OPERATIONS)
def test_the_same_on_a_server(databases: Databases, operations: list[tuple[str, int, int]]) -> None:
    with tempfile.TemporaryDirectory() as name, databases.own() as url:
        load_files(url, [write(Path(name), START)], at(url))
        follow(url, Path(name), operations)


def follow(url: str, folder: Path, operations: list[tuple[str, int, int]]) -> None:
    """Do all this in the store of the three incidents; look at every step and every revision."""
    settings, engine = at(url), open_engine(url)
    oracle, seen = Oracle(), {latest_revision(engine): belongs(engine)}
    for step, (kind, x, y) in enumerate(operations):
        revision = latest_revision(engine)
        try:
            apply(kind, x, y, engine, settings, folder, oracle, step)
        except DecisionError:
            assert latest_revision(engine) == revision
        assert belongs(engine) == oracle.state()[0]
        seen[latest_revision(engine)] = belongs(engine)
    assert check(url) == []
    for revision, places in seen.items():
        assert belongs(engine, revision) == places
        assert set(read_snapshot(engine, revision).ids) == set(places.values())


def apply(
    kind: str,
    x: int,
    y: int,
    engine: Engine,
    settings: Settings,
    folder: Path,
    oracle: Oracle,
    step: int,
) -> None:
    """Do one thing in the store and, when it was not refused, to the oracle."""
    place = belongs(engine)
    reports, incidents = sorted(place), sorted({*place.values(), "a", "b", "c"})
    report, target = reports[x % len(reports)], incidents[y % len(incidents)]
    if kind == "move":
        done = move_report(engine, report, target, ACT)
        oracle.events.append((kind, [report], target, done.decision))
    elif kind == "split":
        done = split_incident(engine, place[report], [report], ACT)
        oracle.events.append((kind, [report], done.subject, done.decision))
    elif kind == "merge":
        source = incidents[x % len(incidents)]
        try:
            done = merge_incidents(engine, source, target, ACT)
        except NotFoundError:
            return
        oracle.events.append((kind, source, target, done.decision))
    elif kind == "undo":
        made = [e.decision.id for e in history(engine)]
        if made:
            number = made[x % len(made)]
            undo(engine, number, ACT)
            oracle.gone.add(number)
    else:
        report = [*reports, f"R{len(reports) + 1}"][x % (len(reports) + 1)]
        # Where a file changes the link of a report that a person moved, see the test above.
        key = oracle.keys[report] if report in oracle.state()[1] else "abcd"[y % 4]
        oracle.keys[report] = key
        load_files(settings.database_url, [write(folder, {report: key}, str(step))], settings)
        oracle.events.append((kind, report, key, -1))


@hypothesis_settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example(operations=[("split", 26, 0), ("move", 0, 2), ("undo", 1, 0)])
@given(operations=OPERATIONS)
def test_undone_in_turn_the_decisions_leave_nothing(
    template: Path, operations: list[tuple[str, int, int]]
) -> None:
    """The last decision in force can always be taken back, down to the first."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copytree(template, folder, dirs_exist_ok=True)
        settings = Settings.from_env({"ATLAS_DATABASE_URL": f"sqlite:///{folder / 'atlas.sqlite'}"})
        engine, oracle = open_engine(settings.database_url), Oracle()
        for step, (kind, x, y) in enumerate(operations):
            try:
                if kind != "load":
                    apply(kind, x, y, engine, settings, folder, oracle, step)
            except DecisionError:
                continue
        while standing := [entry for entry in history(engine) if entry.stands]:
            undo(engine, standing[0].decision.id, ACT)
        assert belongs(engine) == START
        made = [entry for entry in history(engine) if entry.decision.kind != "undo"]
        assert all(entry.undone_by for entry in made)
