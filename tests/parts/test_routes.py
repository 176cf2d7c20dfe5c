from __future__ import annotations

import csv
import gzip
import io
import json
from collections import Counter
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

import numpy as np
import pytest
from starlette.applications import Starlette

from geo.export import FORMATS
from geo.settings import Settings
from geo.store.live import Phase, SnapshotStore, State
from geo.store.snapshot import STATUSES, Snapshot
from geo.view.filters import Filters
from geo.view.reading import Reading, read
from pages.parts.routes import api_routes
from tests.parts.conftest import Ask, asking

IRAQ = "38.0,29.0,49.0,38.0"
HOSTILE = "<img src=x onerror=alert(1)>{{this._id}}</script>'\"&"


class FixedStore:
    """A holder that always gives the same snapshot, or never has one."""

    def __init__(self, snapshot: Snapshot | None, settings: Settings, state: State) -> None:
        self.snapshot = snapshot
        self.settings = settings
        self.state = state

    def start(self) -> None:
        pass

    def current(self, **_: float) -> Snapshot:
        assert self.snapshot is not None, "nobody may wait for a store that is being built"
        return self.snapshot

    def at(self, _revision: int) -> Snapshot:
        return self.current()


def asking_for(store: Any, base: str = "") -> Ask:
    return asking(Starlette(routes=api_routes(base, store=lambda: store)))


def view(snapshot: Snapshot, query: str = "", zoom: float = 6, bbox: str = IRAQ) -> str:
    return f"/api/view/{snapshot.revision}/{zoom}/{bbox}?{query}"


def test_view_counts_every_incident_once(ask: Ask, snapshot: Snapshot) -> None:
    body = ask(view(snapshot)).json
    cells = sum(cell[2] for cell in body["cells"])
    prints = body["footprints"]
    coarse = sum(
        entry[1] for kind in ("governorate", "district", "stretch") for entry in prints[kind]
    )
    assert cells + coarse + prints["country"][0] + body["unplaced"][0] == body["n"] == snapshot.n
    assert sum(body["legend"]["statuses"].values()) == snapshot.n


def test_view_is_filtered_and_leaves_out_what_is_switched_off(ask: Ask, snapshot: Snapshot) -> None:
    contested = ask(view(snapshot, "status=contested")).json
    assert 0 < contested["n"] < snapshot.n
    hidden = ask(view(snapshot, "status=contested&hide=status:contested")).json
    assert hidden["in_view"] == 0
    assert hidden["legend"]["statuses"]["contested"] == contested["n"]


def test_view_of_a_pan_leaves_out_what_stays(ask: Ask, snapshot: Snapshot) -> None:
    body = ask(view(snapshot, "static=0")).json
    assert "footprints" not in body
    assert "legend" not in body


@pytest.mark.parametrize("zoom", [5, 6, 8, 11, 14])
def test_view_stays_small(ask: Ask, snapshot: Snapshot, zoom: int) -> None:
    # a window of 1440 x 900 pixels and the margin the map asks for, round Baghdad
    lon, lat = 1.5 * 1440 * 360 / 256 / 2**zoom / 2, 1.5 * 900 * 300 / 256 / 2**zoom / 2
    bbox = f"{44.4 - lon},{33.3 - lat},{44.4 + lon},{33.3 + lat}"
    assert len(gzip.compress(ask(view(snapshot, "", zoom, bbox)).body)) <= 15_000


def test_view_may_be_kept_for_its_revision(ask: Ask, snapshot: Snapshot) -> None:
    first = ask(view(snapshot))
    assert "max-age" in first.headers["cache-control"]
    again = ask(view(snapshot), if_none_match=first.headers["etag"])
    assert (again.status, again.body) == (304, b"")


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/api/view/999999/6/38,29,49,38", 404, "no revision 999999"),
        ("/api/view/{rev}/6/38,29,49", 400, "west,south,east,north"),
        ("/api/view/{rev}/6/49,29,38,38", 400, "east"),
        ("/api/view/{rev}/6/nan,29,38,38", 400, "not a number"),
        ("/api/table/{rev}?limit=-1", 400, "not a whole number"),
        ("/api/table/{rev}?limit=0", 400, "rows"),
        ("/api/table/{rev}?bbox=1", 400, "west,south,east,north"),
        ("/api/basemap/nothing.json", 404, "no layer 'nothing'"),
        ("/api/export.exe", 404, "csv"),
        ("/api/export.csv?rev=999999", 404, "999999"),
        ("/api/incident.exe?id=20200711-najmi", 404, "csv"),
        ("/api/incident.pdf", 404, "id="),
        ("/api/incident.pdf?id=nosuch", 404, "nosuch"),
        ("/api/nothing/here", 404, "/api/nothing/here"),
    ],
)
def test_failure_is_a_plain_message(
    ask: Ask, snapshot: Snapshot, address: str, status: int, words: str
) -> None:
    answer = ask(address.format(rev=snapshot.revision))
    assert answer.status == status
    assert words in answer.json["error"]
    assert answer.headers["cache-control"] == "no-store"


def test_unforeseen_failure_tells_nothing_of_the_inside(settings: Settings) -> None:
    class Broken(FixedStore):
        def at(self, _revision: int) -> Snapshot:
            raise RuntimeError("secret path /root")

    ask = asking_for(Broken(None, settings, State(Phase.FAILED, 0, "the disk is full")))
    assert ask("/api/health").json["message"] == "the disk is full"
    answer = ask("/api/view/1/6/38,29,49,38")
    assert answer.status == 500
    assert "secret" not in answer.body.decode()


def test_while_the_store_is_built(settings: Settings) -> None:
    store = FixedStore(None, settings, State(Phase.BUILDING, 0.25, "Placing reports"))
    ask = asking_for(store)
    health = ask("/api/health")
    assert health.status == 200
    assert health.json == {"state": "building", "message": "Placing reports", "fraction": 0.25}
    for address in ("/api/view/1/6/38,29,49,38", "/api/table/1", "/api/export.csv"):
        answer = ask(address)
        assert answer.status == 503
        assert "being built" in answer.json["error"]


def test_hostile_texts_pass_unchanged(settings: Settings, snapshot: Snapshot) -> None:
    """JSON carries what the sources wrote; the scripts set it as text."""
    vocab = replace(
        snapshot.vocab,
        event_types=(HOSTILE,) * len(snapshot.vocab.event_types),
        places=(HOSTILE,) * len(snapshot.vocab.places),
    )
    evil = replace(snapshot, vocab=vocab)
    ask = asking_for(FixedStore(evil, settings, State(Phase.READY, 1)))
    tips = [cell[8] for cell in ask(view(evil, zoom=11)).json["cells"] if cell[8]]
    assert HOSTILE in tips[0]
    rows = ask(f"/api/table/{evil.revision}").json["rows"]
    assert rows[0]["type"] == HOSTILE


def test_table_is_a_page_of_what_is_in_view(ask: Ask, snapshot: Snapshot) -> None:
    body = ask(f"/api/table/{snapshot.revision}?limit=20&offset=40&sort=date").json
    assert (body["total"], body["offset"], len(body["rows"])) == (snapshot.n, 40, 20)
    near = ask(f"/api/table/{snapshot.revision}?bbox=44,33,45,34").json
    assert 0 < near["total"] < snapshot.n
    assert len(ask(f"/api/table/{snapshot.revision}?limit=900").json["rows"]) == 100


def test_export_holds_exactly_the_selection(ask: Ask, snapshot: Snapshot) -> None:
    answer = ask("/api/export.csv?status=contested")
    assert answer.headers["content-disposition"].startswith('attachment; filename="iraq-')
    lines = [line for line in answer.body.decode("utf-8-sig").splitlines() if line[:1] != "#"]
    wanted = ask(view(snapshot, "status=contested")).json["n"]
    assert len(list(csv.reader(io.StringIO("\n".join(lines))))) == wanted + 1
    features = ask("/api/export.geojson?status=contested").json["features"]
    assert len(features) == wanted


def test_export_leaves_out_what_the_legend_switches_off(ask: Ask, snapshot: Snapshot) -> None:
    body = ask("/api/export.geojson?set=reports&hide=status:contested&hide=rivers").json
    statuses = {feature["properties"]["status"] for feature in body["features"]}
    assert "contested" not in statuses
    shown = ask(f"/api/table/{snapshot.revision}?set=reports&hide=status:contested").json["total"]
    assert len(body["features"]) == shown
    assert "without what the legend switches off: contested" in body["about"]["view"]


@pytest.mark.parametrize(
    ("path", "form"),
    [*(("export", form) for form in FORMATS), *(("incident", form) for form in ("pdf", "html"))],
)
def test_every_format_is_a_download_that_cannot_run(ask: Ask, path: str, form: str) -> None:
    query = "set=reports&id=20200711-najmi&type=rocket"
    answer = ask(f"/api/{path}.{form}?{query}", host="atlas.example:8443")
    assert answer.status == 200
    assert answer.headers["content-type"] == FORMATS[form].media_type
    assert answer.headers["content-disposition"].startswith("attachment;")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-security-policy"].startswith("default-src 'none'")
    starts = {
        "pdf": b"%PDF",
        "png": b"\x89PNG",
        "xlsx": b"PK",
        "gpkg": b"SQLite",
        "parquet": b"PAR1",
    }
    assert answer.body.startswith(starts.get(form, b""))
    if form == "html":
        page = "incident" if path == "incident" else ""
        assert f'href="http://atlas.example:8443/{page}?' in answer.body.decode()


def test_links_of_an_export_lead_where_the_reader_came_from(ask: Ask) -> None:
    address = "/api/export.geojson?set=reports&type=drone"
    told = ask(address, host="atlas.example", x_forwarded_proto="https").json["about"]["link"]
    assert told.startswith("https://atlas.example/?")
    for host, scheme in (("evil/<b>", "http"), ("atlas.example", "javascript"), ("", "https")):
        assert ask(address, host=host, x_forwarded_proto=scheme).json["about"]["link"][0] == "?"


def test_base_map_is_whole_and_small(ask: Ask, snapshot: Snapshot) -> None:
    layers = ["neighbours", "governorates", "districts", "rivers", "lakes", "roads", "towns"]
    size = 0
    for layer in layers:
        packed = ask(f"/api/basemap/{layer}.json", accept_encoding="gzip")
        assert packed.headers["content-encoding"] == "gzip"
        plain = ask(f"/api/basemap/{layer}.json")
        assert "content-encoding" not in plain.headers
        assert plain.body == packed.body
        assert plain.json["features"]
        size += len(gzip.compress(plain.body))
    assert size <= 500_000
    keys = {f["properties"]["key"] for f in ask("/api/basemap/governorates.json").json["features"]}
    assert keys == {unit.key for unit in snapshot.vocab.governorates}


def test_routes_live_below_the_base_path(live_store: SnapshotStore) -> None:
    ask = asking_for(live_store, base="/atlas")
    assert ask("/atlas/api/health").status == 200
    assert ask("/atlas/assets/map/main.js").status == 200
    assert ask("/api/health").status == 404


def test_numbers_in_json_are_finite(ask: Ask, snapshot: Snapshot) -> None:
    assert np.isnan(snapshot.uncertainty_m).any()
    body = ask(view(snapshot, zoom=12)).body.decode()
    json.loads(body, parse_constant=lambda name: pytest.fail(f"{name} is not JSON"))


def test_every_route_answers_for_the_reading_of_its_query(ask: Ask, snapshot: Snapshot) -> None:
    reading = Reading(("country:Iran", "type:state"))
    found, query = read(snapshot, reading), urlencode(reading.to_query())
    selected = Filters(datasets=("reports",)).apply(found)
    query = f"set=reports&{query}"
    body = ask(view(snapshot, query)).json
    statuses = Counter(str(STATUSES[code]) for code in found.status[selected])
    assert {name: n for name, n in body["legend"]["statuses"].items() if n} == statuses
    assert ask(f"/api/table/{snapshot.revision}?{query}").json["total"] == len(selected)
    text = ask(f"/api/export.csv?{query}").body.decode("utf-8-sig")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    rows = list(csv.DictReader(lines))
    assert Counter(row["status"] for row in rows) == statuses
    assert "without outlets of Iran and state outlets" in text


def test_what_is_left_out_can_be_put_back(ask: Ask, snapshot: Snapshot) -> None:
    """The options of the bar count what the reading lacks, and offer it still."""
    plain = ask(f"/api/facets/{snapshot.revision}?set=reports").json
    read_so = ask(f"/api/facets/{snapshot.revision}?set=reports&without=country:Iran").json
    assert read_so["without.country"] == plain["without.country"]
    offered = {value: count for value, _, count, _ in read_so["without.country"]}
    assert offered["country:Iran"] > 0
    counts = [{value: n for value, _, n, _ in some["country"]} for some in (plain, read_so)]
    assert counts[0]["Iran"] > 0
    assert "Iran" not in counts[1]
