"""A frozen link: all that it shows stays to the letter, whatever comes into the store later."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pyarrow as pa
import pytest
import shapely

from geo.claims.hypotheses import Confidence, Hypothesis, HypothesisKind
from geo.errors import NotFoundError
from geo.export import Selection, stream
from geo.export.about import About
from geo.model import DateInterval, DatePrec, ReportRow, Stance
from geo.places.corrections import NOT_PLACED
from geo.places.road_import import import_roads
from geo.places.roadbook import named_routes
from geo.settings import Settings
from geo.store.actors import actors, assign_spelling, free_spelling, new_actor
from geo.store.adding import BY_HAND, add_report
from geo.store.check import check
from geo.store.corrections import correct, correction_history, read_corrections
from geo.store.decisions import Act, history
from geo.store.drafts import draft_ids
from geo.store.entries import Kind
from geo.store.evidence import flagged_reports
from geo.store.footage import footage, link_footage, unlink_footage
from geo.store.hypotheses import change, hypotheses, propose, withdraw
from geo.store.incidents import (
    grade_incident,
    incident_grades,
    merge_incidents,
    move_report,
    split_incident,
)
from geo.store.load import INCIDENTS_DIR, load_files, place_anew
from geo.store.loads import loads
from geo.store.outlets import grade_outlet, outlet_bases, outlet_grades
from geo.store.placing import Placer
from geo.store.proposals import all_proposals, held_apart, keep_apart
from geo.store.query import incident_detail, latest_revision, read_snapshot
from geo.store.queueing import queue_rows
from geo.store.related import told_together
from geo.store.reviewing import accept, reject
from geo.store.snapshot import Snapshot
from geo.store.undo import undo
from geo.store.undo_load import undo_load
from geo.view import table as listing
from geo.view.facets import facets
from geo.view.filters import Filters
from geo.view.gap import gap
from geo.view.groups import groups
from geo.view.latency import latency
from geo.view.outlets import sources
from geo.view.payload import ViewOptions, view_payload
from geo.view.reading import read
from geo.view.state import ViewState, link_query, read_link
from geo.view.timeline import brush_histogram, histogram
from geo.view.title import view_description, view_title
from geo.view.window import Bbox
from tests.geo.store.conftest import Table

ACT = Act("Amal", "seen with my own eyes")
IRAQ = Bbox(38.0, 28.0, 49.0, 38.0)
DAY = DateInterval(date(2020, 7, 11), date(2020, 7, 11), DatePrec.DAY)
TEXTS = ("csv", "geojson", "kml", "html")
"""Exports whose bytes are all said by the view; the others hold packing times."""
GROUPS = ("Ashab al-Kahf", "Kataib Hezbollah")
LINKS = (
    "",
    "gov=IQG07&from=2020-01-01&status=contested",
    "q=convoy&without=country:Iran",
    "hyp=low&actor=Ashab+al-Kahf",
    "without=grade:F&shade=governorate&metric=density&sort=-killed",
)
ROWS: list[dict[str, str]] = [
    {"report_id": "A1", "incident_key": "a", "actor_text": "Ashab al-Kahf", "killed": "2"},
    {"report_id": "A2", "incident_key": "a", "stance": "denies", "outlet": "Press TV",
     "outlet_country": "Iran"},
    {"report_id": "A3", "incident_key": "a", "stance": "claims", "asserted_by": "Ashab al-Kahf",
     "outlet": "Sabereen News", "evidence_flags": "old-footage"},
    {"report_id": "B1", "incident_key": "b", "outlet": "AFP", "killed": "2"},
    {"report_id": "B2", "incident_key": "b", "place_text": "Diwaniyah"},
    {"report_id": "C1", "incident_key": "c", "place_text": "between Diwaniyah and Samawah",
     "event_type": "roadside bomb", "target": "convoy", "actor_text": "the new brigade"},
    {"report_id": "D1", "incident_key": "d", "place_text": "Mosul", "event_date": "2020-06-01"},
    {"report_id": "D2", "incident_key": "d", "place_text": "Mosul", "outlet": "Reuters",
     "event_date": "2020-06-02"},
]  # fmt: skip


def plain(value: object) -> Any:
    """Any value as text, numbers, lists and dicts, so that two can be compared to the letter."""
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, np.ndarray):
        return [repr(one) for one in value.tolist()]
    if isinstance(value, pa.Array):
        return value.to_pylist()
    if isinstance(value, Mapping):
        return {repr(key): plain(one) for key, one in value.items()}
    if isinstance(value, frozenset):
        return sorted(repr(one) for one in value)
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    assert " object at 0x" not in repr(value), f"{type(value)} does not say what it holds"
    return repr(value)


def shown(settings: Settings, revision: int) -> dict[str, str]:
    """All that pages, routes and exports show of a revision, each part as text."""
    url = settings.database_url
    whole = read_snapshot(url, revision)
    found: dict[str, Any] = {"snapshot": whole}
    for query in LINKS:
        filters, state, problems = read_link(_pairs(query), whole.vocab)
        assert problems == []
        snapshot = read(whole, state.reading)
        for name, part in _view(snapshot, filters, state, settings).items():
            found[f"{query}: {name}"] = part
    for key in whole.ids.tolist():
        found[f"incident {key}"] = incident_detail(key, url, revision)
        found[f"beside {key}"] = told_together(url, key, revision)
    of_store: dict[str, Callable[..., object]] = {
        "actors": actors, "incident grades": incident_grades, "outlet grades": outlet_grades,
        "outlet bases": outlet_bases, "flags": flagged_reports, "hypotheses": hypotheses,
        "corrected": correction_history, "apart": held_apart,
    }  # fmt: skip
    found |= {name: ask(url, revision) for name, ask in of_store.items()}
    found["corrections"] = list(read_corrections(url, revision))
    found["footage"] = footage(url, None, revision)
    found["proposals"] = all_proposals(whole, held_apart(url, revision))
    # Whether a decision can still be taken back is a matter of today, and no number of a view.
    found["decisions"] = [(one.decision, one.undone_by) for one in history(url, None, revision)]
    return {name: json.dumps(plain(part)) for name, part in found.items()}


def _pairs(query: str) -> list[tuple[str, str]]:
    return [tuple(pair.replace("+", " ").split("=")) for pair in query.split("&") if pair]  # type: ignore[misc]


def _view(
    snapshot: Snapshot, filters: Filters, state: ViewState, settings: Settings
) -> dict[str, object]:
    rows = filters.apply(snapshot)
    options = ViewOptions(state.hidden, state.shade, state.metric)
    routes = named_routes(settings)
    found: dict[str, object] = {
        f"map at {zoom}": view_payload(snapshot, filters, IRAQ, zoom, options)
        for zoom in (6.0, 12.0)
    }
    found |= {f"time by {by}": histogram(snapshot, rows, "auto", by)
              for by in ("status", "type", "governorate")}  # fmt: skip
    selection = Selection(snapshot, filters, state, settings)
    found |= {f"export {form}": b"".join(stream(selection, form)) for form in TEXTS}
    return found | {
        "brush": brush_histogram(snapshot, filters),
        "table": listing.page(snapshot, rows, IRAQ, state.sort, state.descending, 0, 100, routes),
        "options": facets(snapshot, filters),
        "sentence": filters.describe(snapshot),
        "title": view_title(snapshot, filters),
        "preview": view_description(snapshot, filters, state.reading, True),
        "groups": groups(snapshot, filters),
        "outlets": sources(snapshot, filters),
        "gap": gap(snapshot, filters, True),
        "latency": latency(snapshot, filters, True),
        "about": About.of(snapshot, filters, state),
        "link": link_query(filters, replace(state, revision=snapshot.revision)),
    }


def _apart(one: str, other: str) -> tuple[str, str]:
    """Where two texts begin to differ."""
    at = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), 0)
    return one[max(at - 60, 0) : at + 60], other[max(at - 60, 0) : at + 60]


@pytest.fixture
def filled(settings: Settings, table: Table) -> Settings:
    """Lists of outlets, groups and hypotheses, and four incidents."""
    lists = [INCIDENTS_DIR / f"{name}.csv" for name in ("outlets", "groups", "hypotheses")]
    load_files(settings.database_url, [*lists, table(*ROWS)], settings)
    return settings


def acts(settings: Settings, table: Table, folder: Path) -> list[tuple[str, Callable[[], object]]]:
    """Everything that can change the store, in an order in which each of them can be done."""
    url, placer = settings.database_url, Placer(settings)
    changed = [
        ROWS[0] | {"killed": "9", "place_text": "Basra"},
        ROWS[3] | {"stance": "withdraws"},
        {"report_id": "E1", "incident_key": "e", "outlet": "Wijhat"},
    ]
    by_hand = ReportRow(BY_HAND, "1", "1", "Al Arabiya", Stance.DENIES, DAY, place_text="Samarra")
    drafts = [
        ReportRow("reports", f"Q{n}", "q", "NRT", Stance.REPORTS, DAY, place_text="Hillah")
        for n in (1, 2)
    ]
    facade = Hypothesis(GROUPS[0], HypothesisKind.SPLINTER_OF, GROUPS[1], Confidence.HIGH)

    def load() -> None:
        load_files(url, [table(*changed, name="later.csv")], settings)

    def other_outlets() -> None:
        outlets = folder / "others.csv"
        rows = ("outlet,country,type,basis,reports", "NRT,Iran,armed group channel,x,1",
                "AFP,Iran,state,y,1")  # fmt: skip
        outlets.write_text("\n".join(rows) + "\n", encoding="utf-8")
        load_files(url, [outlets], settings)

    def other_roads() -> None:
        line = shapely.LineString([(44.92, 31.99), (45.1, 31.7), (45.28, 31.31)])
        frame = gpd.GeoDataFrame({"fclass": ["primary"]}, geometry=[line], crs="EPSG:4326")
        frame.to_file(folder / "own.gpkg")
        import_roads(folder / "own.gpkg", folder / "own.geojson")
        env = {"ATLAS_DATABASE_URL": url, "ATLAS_ROADS": str(folder / "own.geojson")}
        done = place_anew(Settings.from_env(env))
        assert done
        assert done.moved

    def number() -> int:
        mine = next(one for one in hypotheses(url) if one.kind is HypothesisKind.SPLINTER_OF)
        return mine.number or 0

    def newest(kind: Kind) -> int:
        return next(e.decision.id for e in history(url) if e.decision.kind == kind)

    def take_load_back() -> None:
        undo_load(url, max(one.id for one in loads(url) if one.file == "later.csv"), ACT, settings)

    return [
        ("load", load),
        (Kind.UNDO_LOAD, take_load_back),
        ("outlets", other_outlets),
        (Kind.CORRECT, lambda: correct(url, "Hillah", NOT_PLACED, "Amal", "r", placer.geocoder())),
        (Kind.MOVE, lambda: move_report(url, "A2", "b", ACT)),
        (Kind.SPLIT, lambda: split_incident(url, "d", ["D2"], ACT)),
        (Kind.KEEP_APART, lambda: keep_apart(url, "a", "c", ACT)),
        (Kind.MERGE, lambda: merge_incidents(url, "b", "c", ACT)),
        (Kind.GRADE_INCIDENT, lambda: grade_incident(url, "a", 1, ACT)),
        (Kind.GRADE_OUTLET, lambda: grade_outlet(url, "NRT", "F", ACT)),
        (Kind.NEW_ACTOR, lambda: new_actor(url, "New Brigade", ACT)),
        (Kind.ASSIGN, lambda: assign_spelling(url, "the new brigade", "New Brigade", ACT)),
        (Kind.FREE, lambda: free_spelling(url, "the new brigade", ACT)),
        (Kind.PROPOSE, lambda: propose(url, facade, ACT)),
        (Kind.CHANGE, lambda: change(url, number(), ACT,
                                     confidence=Confidence.MODERATE)),
        (Kind.WITHDRAW, lambda: withdraw(url, number(), ACT)),
        (Kind.LINK_FOOTAGE, lambda: link_footage(url, "A3", "d", "Amal", ACT)),
        (Kind.UNLINK_FOOTAGE, lambda: unlink_footage(url, 1, ACT)),
        (Kind.ADD_REPORT, lambda: add_report(url, placer, by_hand, "a", ACT)),
        ("drafts", lambda: queue_rows(url, drafts, "q.csv", "Amal")),
        (Kind.ACCEPT, lambda: accept(url, placer, draft_ids(url)[0], "a", ACT)),
        (Kind.REJECT, lambda: reject(url, draft_ids(url)[:1], ACT)),
        (Kind.UNDO, lambda: undo(url, newest(Kind.MERGE), ACT)),
        ("places", other_roads),
    ]  # fmt: skip


def test_no_later_act_changes_what_a_revision_shows(
    filled: Settings, table: Table, tmp_path: Path
) -> None:
    url = filled.database_url
    frozen = latest_revision(url)
    before = shown(filled, frozen)
    assert json.loads(before["incident a"])["status"] == "<Status.CONTESTED: 'contested'>"
    done = []
    for what, act in acts(filled, table, tmp_path):
        last = latest_revision(url)
        act()
        done.append(what)
        assert latest_revision(url) > last or what in ("drafts", Kind.REJECT), what
        after = shown(filled, frozen)
        assert {name: _apart(before[name], after[name]) for name in before
                if after[name] != before[name]} == {}, what  # fmt: skip
        assert after.keys() == before.keys()
    assert set(Kind) <= set(done), "a kind of decision is not tried here"
    newest = shown(filled, latest_revision(url))
    parts = ("map at 6.0", "time by type", "export csv", "export geojson", "brush", "table",
             "options", "sentence", "title", "outlets", "latency", "about")  # fmt: skip
    for name in ("snapshot", "incident a", "decisions", *(f": {part}" for part in parts)):
        assert newest[name] != before[name], f"{name}: today's must differ, or this shows nothing"
    assert check(url) == []


@pytest.mark.parametrize("revision", [5000, 10**30])
def test_a_revision_that_is_not_there_is_not_replaced_in_silence(
    filled: Settings, revision: int
) -> None:
    with pytest.raises(NotFoundError, match=f"no revision {revision}; the newest is"):
        read_snapshot(filled.database_url, revision)
