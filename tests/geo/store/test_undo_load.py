"""A load is taken back: what it brought ends, what it replaced holds again, the past stays."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from geo.errors import DecisionError, NotFoundError
from geo.places.corrections import Reach, placed_at
from geo.settings import Settings
from geo.store.actors import actors
from geo.store.check import check
from geo.store.corrections import correct
from geo.store.decisions import Act, history
from geo.store.entries import Kind
from geo.store.hypotheses import hypotheses
from geo.store.incidents import grade_incident, merge_incidents, move_report, split_incident
from geo.store.load import FIRST_START, INCIDENTS_DIR, build_store, load_files
from geo.store.loads import loads, without_undone
from geo.store.outlets import grade_outlet
from geo.store.placing import Placer
from geo.store.query import datasets, incident_detail, latest_revision, read_snapshot
from geo.store.undo import undo
from geo.store.undo_load import undo_load
from tests.geo.store.conftest import Table
from tests.geo.store.test_load import assert_same

ACT = Act("Amal", "a wrong file")


def take_back(settings: Settings, load: int) -> int:
    return undo_load(settings.database_url, load, ACT, settings).decision


def test_new_reports_go_and_come_back_with_the_file(settings: Settings, table: Table) -> None:
    url = settings.database_url
    load_files(url, [table({})], settings)
    before = read_snapshot(url)
    more = table({"report_id": "M1", "incident_key": "t-2"}, {"report_id": "M2"}, name="more.csv")
    load_files(url, [more], settings)
    full = read_snapshot(url)
    done = undo_load(url, 2, ACT, settings)
    assert (done.subject, done.moved) == ("2", 2)
    assert_same(read_snapshot(url), before)
    assert_same(read_snapshot(url, full.revision), full)
    with pytest.raises(NotFoundError):
        incident_detail("t-2", url)
    assert [load.undone_by for load in datasets(url)[0].loads] == [None, done.decision]
    made = history(url)[0]
    assert (made.decision.kind, made.decision.author, made.stands) == (
        Kind.UNDO_LOAD,
        "Amal",
        False,
    )
    with pytest.raises(DecisionError, match="was taken back already, by decision 1"):
        take_back(settings, 2)
    with pytest.raises(DecisionError, match="load that file again"):
        undo(url, done.decision, ACT)
    again = load_files(url, [more], settings)
    assert again.files[0].n_new == 2
    assert_same(read_snapshot(url), full)
    assert check(url) == []


def test_what_a_load_changed_is_as_before(settings: Settings, table: Table) -> None:
    url = settings.database_url
    load_files(url, [table({"place_text": "Hillah", "killed": "2", "actor_text": "X"})], settings)
    before = read_snapshot(url)
    load_files(url, [table({"place_text": "Kirkuk", "incident_key": "t-9"})], settings)
    with pytest.raises(DecisionError, match=r"load 2 \(reports.csv\) changed rows of load 1"):
        take_back(settings, 1)
    take_back(settings, 2)
    assert_same(read_snapshot(url), before)
    report = incident_detail("t-1", url).reports[0]
    assert (report.row.place_text, report.row.killed.low, report.load.id) == ("Hillah", 2, 1)
    assert report.row.actors[0].text == "X"
    take_back(settings, 1)
    assert read_snapshot(url).n == 0
    assert check(url) == []


def test_a_decision_on_its_reports_stands_in_the_way(settings: Settings, table: Table) -> None:
    url = settings.database_url
    load_files(url, [table({}, {"report_id": "T2", "incident_key": "t-2"})], settings)
    more = table({"report_id": "M1", "incident_key": "t-3"}, {"report_id": "M2"}, name="more.csv")
    load_files(url, [more], settings)
    acts = [
        lambda: move_report(url, "M2", "t-2", ACT),
        lambda: merge_incidents(url, "t-3", "t-2", ACT),
        lambda: merge_incidents(url, "t-2", "t-3", ACT),
        lambda: grade_incident(url, "t-3", 2, ACT),
        lambda: split_incident(url, "t-1", ["M2"], ACT),
    ]
    for make in acts:
        number = make().decision
        with pytest.raises(DecisionError, match=rf"decision {number} of Amal .* stands on load 2"):
            take_back(settings, 2)
        undo(url, number, ACT)
    grade_incident(url, "t-1", 2, ACT)  # on an incident that stays
    take_back(settings, 2)
    assert set(read_snapshot(url).ids) == {"t-1", "t-2"}
    assert check(url) == []


def test_a_report_comes_back_into_the_incident_it_belongs_to_by_now(
    settings: Settings, table: Table
) -> None:
    url = settings.database_url
    first = [{}, {"report_id": "T2", "incident_key": "t-2"}, {"report_id": "T3"}]
    load_files(url, [table(*first)], settings)
    move = move_report(url, "T1", "t-2", ACT).decision
    load_files(url, [table({"killed": "3"}, *first[1:])], settings)
    undo(url, move, ACT)
    take_back(settings, 2)
    found = {report.id: report.row.killed.low for report in incident_detail("t-1", url).reports}
    assert found == {"T1": None, "T3": None}
    assert check(url) == []


def test_places_that_were_corrected_since_hold(settings: Settings, table: Table) -> None:
    url = settings.database_url
    load_files(url, [table({"place_text": "Hillah"})], settings)
    load_files(url, [table({"place_text": "Kirkuk"})], settings)
    geocoder = Placer(settings).geocoder()
    there = placed_at(33.3, 44.4, Reach("5km"), geocoder.boundaries, "There")
    correct(url, "Hillah", there, "Amal", "as told", geocoder)
    take_back(settings, 2)
    place = incident_detail("t-1", url).reports[0].location
    assert (place.place, place.lat, place.lon) == ("There", 33.3, 44.4)
    assert check(url) == []


def test_lists_go_back(settings: Settings, table: Table, tmp_path: Path) -> None:
    url = settings.database_url
    load_files(url, [table({"outlet": "NRT"})], settings)
    outlets = tmp_path / "outlets.csv"
    outlets.write_text("outlet,country,type\nNRT,Iraq,television\nOther,Iran,agency\n")
    groups = tmp_path / "groups.csv"
    groups.write_text("canonical,spellings\nAshab al-Kahf,Ashab al Kahf;Cave\n")
    before = read_snapshot(url).vocab.outlets
    load_files(url, [groups, outlets], settings)
    ids = {load.file: load.id for load in loads(url)}
    assert [entry.name for entry in actors(url)] == ["Ashab al-Kahf"]
    graded = grade_outlet(url, "NRT", "C", ACT).decision
    with pytest.raises(DecisionError, match=r"brought an outlet that revision \d+ of Amal"):
        take_back(settings, ids["outlets.csv"])
    undo(url, graded, ACT)
    take_back(settings, ids["outlets.csv"])
    take_back(settings, ids["groups.csv"])
    assert actors(url) == []
    assert read_snapshot(url).vocab.outlets == before
    assert check(url) == []


def test_groups_stay_while_hypotheses_name_them(settings: Settings, tmp_path: Path) -> None:
    url = settings.database_url
    groups, held = tmp_path / "groups.csv", tmp_path / "hypotheses.csv"
    groups.write_text("canonical,spellings\nCave,Kahf\nLeague,Asaib\n")
    line = "Cave,facade of,League,{},same channel,\n"
    head = "actor,kind,other,confidence,evidence_for,evidence_against\n"
    held.write_text(head + line.format("moderate"))
    load_files(url, [groups], settings)
    load_files(url, [held], settings)
    held.write_text(head + line.format("high"))
    load_files(url, [held], settings)
    with pytest.raises(DecisionError, match="hypothesis 1 names a group that load 1"):
        take_back(settings, 1)
    with pytest.raises(DecisionError, match="brought a hypothesis that revision 4"):
        take_back(settings, 2)
    take_back(settings, 3)
    assert [one.confidence for one in hypotheses(url)] == ["moderate"]
    take_back(settings, 2)
    assert hypotheses(url) == []
    take_back(settings, 1)
    assert actors(url) == []
    assert check(url) == []


def test_an_outlet_stays_while_others_name_it(settings: Settings, table: Table) -> None:
    url = settings.database_url
    load_files(url, [table({"outlet": "NRT", "outlet_country": "Iraq"})], settings)
    load_files(url, [table({"report_id": "M1", "outlet": "NRT"}, name="more.csv")], settings)
    take_back(settings, 1)
    assert incident_detail("t-1", url).reports[0].outlet.country == "Iraq"
    take_back(settings, 2)
    assert check(url) == []


def test_an_undone_shipped_file_stays_out(own_store: Settings) -> None:
    url = own_store.database_url
    shipped = INCIDENTS_DIR / "reports_2019_2024.csv"
    load = next(one for one in loads(url) if one.file == shipped.name)
    full = read_snapshot(url)
    take_back(own_store, load.id)
    left = read_snapshot(url).n
    assert left == full.n - 178
    assert not build_store(own_store).changed
    assert read_snapshot(url).n == left
    load_files(url, [shipped], own_store)
    assert read_snapshot(url).n == full.n
    assert without_undone(url, [shipped], FIRST_START) == [shipped]
    assert check(url) == []


def test_there_must_be_such_a_load(settings: Settings, table: Table) -> None:
    load_files(settings.database_url, [table({})], settings)
    with pytest.raises(NotFoundError, match="there is no load 7"):
        take_back(settings, 7)


ROWS = st.dictionaries(
    st.sampled_from(["A", "B", "C"]), st.sampled_from(["Hillah", "Kirkuk", "Basra"]), min_size=1
)
STEPS = st.lists(st.one_of(ROWS, st.integers(0, 5)), min_size=2, max_size=7)


@given(steps=STEPS)
@hypothesis_settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_loads_and_undos_in_any_order_leave_what_the_loads_in_force_say(
    steps: list[dict[str, str] | int], settings: Settings, table: Table, tmp_path: Path
) -> None:
    """An oracle: the loads in force replayed give the store; the past stays as it was."""
    folder = Path(tempfile.mkdtemp(dir=tmp_path))  # a store of its own for each example
    url = f"sqlite:///{folder / 'atlas.sqlite'}"
    told: list[dict[str, str]] = []
    past = {}
    for step in steps:
        if isinstance(step, dict):
            rows = [{"report_id": key, "place_text": place} for key, place in step.items()]
            now = replay(told)
            load_files(url, [table(*rows)], settings)
            if len(loads(url)) > len(told):
                told.append({k: v for k, v in step.items() if now.get(k) != v})
        elif step < len(told):
            load = step + 1
            mine = told[step]
            blocked = not mine and step in undone_steps(url)
            later = any(set(mine) & set(other) for other in told[step + 1 :])
            try:
                undo_load(url, load, ACT, settings)
            except DecisionError:
                assert later or blocked or step in undone_steps(url)
            else:
                assert not later
                told[step] = {}
        past[latest_revision(url)] = replay(told)
    for revision, expected in past.items():
        assert held(url, revision) == expected
    assert check(url) == []


def undone_steps(url: str) -> set[int]:
    return {load.id - 1 for load in loads(url) if load.undone_by is not None}


def replay(told: list[dict[str, str]]) -> dict[str, str]:
    return {key: place for rows in told for key, place in rows.items()}


def held(url: str, revision: int) -> dict[str, str]:
    try:
        reports = incident_detail("t-1", url, revision).reports
    except NotFoundError:
        return {}
    return {report.id: str(report.row.place_text) for report in reports}
