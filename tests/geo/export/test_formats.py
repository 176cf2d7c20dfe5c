"""Every format holds exactly the view; it is opened again with the tools of those who use it."""

from __future__ import annotations

import json
import sqlite3
import xml.etree.ElementTree as ET
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import openpyxl
import pandas as pd
import pyarrow.parquet as pq
import pyogrio
import pytest

from geo.errors import ExportError
from geo.export import FORMATS, Selection, format_of, stream
from geo.export.geopackage import LAYERS, NOT_PLACED
from geo.export.workbook import MOST_CHARACTERS
from geo.model import Form
from geo.settings import Settings
from geo.store.snapshot import FORMS, STATUSES, OutletEntry, Snapshot
from geo.view.filters import Filters
from geo.view.state import ViewState
from tests.geo.export.hostile import HOSTILE

parse, fromstring = ET.parse, ET.fromstring
KML = "{http://www.opengis.net/kml/2.2}"
SOME = Filters(statuses=("contested", "denied"), event_types=("rocket",))
OFF = ViewState(hidden=("form:stretch", "rivers", "status:denied"))
TABLES = ("xlsx", "csv", "geojson", "gpkg", "kml", "parquet")


def addresses(ids: Sequence[str]) -> Mapping[str, str]:
    return {key: f"https://example.org/{key}" for key in ids if not key.endswith("3")}


def made(
    snapshot: Snapshot,
    settings: Settings,
    format: str,
    folder: Path,
    filters: Filters | None = None,
    state: ViewState | None = None,
) -> Path:
    view = Selection(snapshot, filters or Filters(), state or ViewState(), settings, addresses)
    path = folder / f"out.{format}"
    path.write_bytes(b"".join(stream(view, format)))
    return path


def incidents(path: Path) -> pd.DataFrame:
    """The incidents of a file, by id, as a user of its format reads them."""
    match path.suffix:
        case ".xlsx":
            table = pd.read_excel(path, sheet_name="incidents")
        case ".csv":
            table = pd.read_csv(path, comment="#")
        case ".geojson":
            features = json.loads(path.read_text("utf-8"))["features"]
            table = pd.DataFrame([{"id": f["id"], **f["properties"]} for f in features])
        case ".gpkg":
            layers = [pyogrio.read_dataframe(path, layer=name) for name in (*LAYERS, NOT_PLACED)]
            full = [pd.DataFrame(layer) for layer in layers if len(layer)]
            table = pd.concat(full) if full else pd.DataFrame()
        case ".kml":
            places = parse(path).getroot().iter(f"{KML}Placemark")
            table = pd.DataFrame(
                [
                    {
                        data.get("name"): data.findtext(f"{KML}value")
                        for data in place.iter(f"{KML}Data")
                    }
                    for place in places
                ]
            )
        case _:
            table = pd.DataFrame(gpd.read_parquet(path))
    return table.set_index("id") if len(table) else table


@pytest.mark.parametrize("format", TABLES)
@pytest.mark.parametrize("state", [ViewState(), OFF])
def test_it_holds_exactly_the_view(
    snapshot: Snapshot, settings: Settings, tmp_path: Path, format: str, state: ViewState
) -> None:
    table = incidents(made(snapshot, settings, format, tmp_path, SOME, state))
    rows = SOME.apply(snapshot)
    if state.hidden:
        shown = snapshot.status[rows] != [str(s) for s in STATUSES].index("denied")
        rows = rows[shown & (snapshot.form[rows] != FORMS.index(Form.STRETCH))]
    assert sorted(table.index) == sorted(snapshot.ids[rows])
    assert table["n_reports"].astype(int).sum() == snapshot.n_reports[rows].sum()
    by_id = dict(zip(snapshot.ids[rows], snapshot.status[rows], strict=True))
    assert all(STATUSES[by_id[key]] == status for key, status in table["status"].items())


@pytest.mark.parametrize("format", TABLES)
def test_what_is_not_known_is_missing_and_never_nought(
    snapshot: Snapshot, settings: Settings, tmp_path: Path, format: str
) -> None:
    table = incidents(made(snapshot, settings, format, tmp_path)).reindex(snapshot.ids)
    for column, known in (
        ("killed_low", ~np.isnan(snapshot.killed_low)),
        ("date_start", ~np.isnat(snapshot.start)),
        ("place", snapshot.place >= 0),
        ("latitude", np.isin(snapshot.form, [FORMS.index(Form.POINT), FORMS.index(Form.DISC)])),
        ("where_prec", snapshot.where_prec > 0),
    ):
        assert (table[column].notna() & (table[column] != "")).tolist() == known.tolist(), column
    days = pd.to_datetime(table["date_start"])[~np.isnat(snapshot.start)]
    assert (
        days.to_numpy().astype("datetime64[D]") == snapshot.start[~np.isnat(snapshot.start)]
    ).all()
    assert set(table["place"].dropna()) >= {"الديوانية", "Dīwānīyah"}


@pytest.mark.parametrize("format", TABLES)
def test_an_empty_view_is_a_file_that_opens(
    snapshot: Snapshot, settings: Settings, tmp_path: Path, format: str
) -> None:
    assert len(incidents(made(snapshot, settings, format, tmp_path, Filters(text="zzz")))) == 0


@pytest.fixture(scope="module")
def hostile(make_snapshot: Callable[[int, int], Snapshot]) -> Snapshot:
    """Incidents whose every text is an attack on some format."""
    snapshot = make_snapshot(3, 60)
    some = len(HOSTILE)
    vocab = replace(
        snapshot.vocab,
        places=tuple(HOSTILE[(i + 1) % some] for i in range(len(snapshot.vocab.places))),
        event_types=HOSTILE[:3],
        targets=HOSTILE[3:6],
        actors=HOSTILE[6:9],
        outlets=tuple(
            OutletEntry(HOSTILE[(i + 9) % some], HOSTILE[i], HOSTILE[i + 1], HOSTILE[i + 2])
            for i in range(len(snapshot.vocab.outlets))
        ),
        datasets=(HOSTILE[1], HOSTILE[2]),
        governorates=tuple(
            replace(unit, name=HOSTILE[i + 4]) for i, unit in enumerate(snapshot.vocab.governorates)
        ),
    )
    ids = np.array(
        [f"{text[:60]}{i}" for i, text in zip(range(60), HOSTILE * 9, strict=False)], object
    )
    return replace(snapshot, vocab=vocab, ids=ids)


@pytest.mark.parametrize("format", TABLES)
def test_hostile_text_stays_text(
    hostile: Snapshot, settings: Settings, tmp_path: Path, format: str
) -> None:
    path = made(hostile, settings, format, tmp_path)
    assert len(incidents(path)) == hostile.n
    if format in ("xlsx", "csv"):
        cells = incidents(path).reset_index().to_numpy(object).ravel()
        texts = [cell for cell in cells if isinstance(cell, str)]
        assert not [text for text in texts if text.lstrip().startswith(("=", "+", "@"))]
        assert any("الديوانية" in text for text in texts)
    if format == "xlsx":
        book = openpyxl.load_workbook(path)
        assert {cell.data_type for sheet in book for row in sheet for cell in row} <= {
            "s",
            "n",
            "d",
        }
    if format == "kml":
        root = parse(path).getroot()
        balloons = [element.text or "" for element in root.iter(f"{KML}description")]
        assert not any("<script" in text.lower() or "<img" in text.lower() for text in balloons)
        assert any("&lt;script&gt;" in text for text in balloons)
        assert not list(root.iter(f"{KML}script"))


def test_a_workbook_says_what_it_had_to_change(
    hostile: Snapshot, settings: Settings, tmp_path: Path
) -> None:
    path = made(hostile, settings, "xlsx", tmp_path)
    about = pd.read_excel(path, sheet_name="about", header=None)
    said = " ".join(about[1][about[0] == "Not as in the source"])
    assert "control characters" in said
    assert f"cut at {MOST_CHARACTERS:,}" in said
    longest = incidents(path)["place"].dropna().astype(str).map(len).max()
    assert longest == MOST_CHARACTERS


def test_a_workbook_has_the_reports(snapshot: Snapshot, settings: Settings, tmp_path: Path) -> None:
    path = made(snapshot, settings, "xlsx", tmp_path)
    reports = pd.read_excel(path, sheet_name="reports")
    assert sorted(reports["report_id"]) == sorted(snapshot.report_ids)
    assert set(reports["incident_id"]) == set(snapshot.ids)
    assert reports["published"].isna().sum() == np.isnat(snapshot.published).sum()
    about = pd.read_excel(path, sheet_name="about", header=None).set_index(0)[1]
    assert about["View"] == Filters().describe(snapshot)
    assert "CC BY 4.0" in " ".join(about["Source"])


def test_a_geopackage_has_layers_by_form_and_their_styles(
    snapshot: Snapshot, settings: Settings, tmp_path: Path
) -> None:
    path = made(snapshot, settings, "gpkg", tmp_path)
    points, areas, stretches = (
        pyogrio.read_dataframe(path, layer=name) for name in ("points", "areas", "stretches")
    )
    assert set(points["form"]) == {"point"}
    assert set(stretches["form"]) == {"stretch"}
    # The test's own units are not in the boundary files: their incidents have no shape.
    assert set(areas["form"]) == {"disc", "country"}
    for layer, kind in ((points, "Point"), (areas, "MultiPolygon"), (stretches, "MultiLineString")):
        assert layer.crs.to_epsg() == 4326
        assert set(layer.geom_type) == {kind}
        assert layer.is_valid.all()
    with sqlite3.connect(path) as store:
        styles = dict(store.execute("SELECT f_table_name, styleQML FROM layer_styles").fetchall())
        assert store.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        about = dict(
            store.execute("SELECT name, value FROM about WHERE name != 'source'").fetchall()
        )
        told = store.execute("SELECT count(*) FROM reports").fetchone()[0]
    assert set(styles) == set(LAYERS)
    assert told == snapshot.m
    assert about["view"] == Filters().describe(snapshot)
    values = {c.get("value") for c in fromstring(styles["points"]).iter("category")}
    assert values == {str(status) for status in STATUSES}
    rules = [rule.get("filter", "") for rule in fromstring(styles["areas"]).iter("rule")]
    assert all(rules)
    assert len(rules) == 4 * len(STATUSES)
    hatched = {layer.get("class") for layer in fromstring(styles["areas"]).iter("layer")}
    assert "LinePatternFill" in hatched


def test_a_geoparquet_says_what_it_is(
    snapshot: Snapshot, settings: Settings, tmp_path: Path
) -> None:
    path = made(snapshot, settings, "parquet", tmp_path, SOME)
    metadata = pq.read_schema(path).metadata
    about = json.loads(metadata[b"atlas"])
    assert about["view"] == SOME.describe(snapshot)
    assert about["revision"] == 7
    assert any("CC BY 4.0" in line for line in about["sources"])
    table = gpd.read_parquet(path)
    assert table.crs.to_string() == "OGC:CRS84"
    one = table.iloc[0]["reports"][0]
    assert set(one) == {"id", "outlet", "country", "stance", "published", "url"}


def test_kml_colours_by_status_and_times_by_date(
    snapshot: Snapshot, settings: Settings, tmp_path: Path
) -> None:
    path = made(snapshot, settings, "kml", tmp_path)
    root = parse(path).getroot()
    styles = {f"#{style.get('id')}" for style in root.iter(f"{KML}Style")}
    for place in root.iter(f"{KML}Placemark"):
        assert place.findtext(f"{KML}styleUrl") in styles
        form = next(
            d.findtext(f"{KML}value") for d in place.iter(f"{KML}Data") if d.get("name") == "form"
        )
        assert (place.find(f"{KML}Point") is not None) == (form == "point")
        if form == "disc":
            assert place.find(f"{KML}Polygon") is not None
    spans = len(list(root.iter(f"{KML}TimeSpan")))
    assert spans == np.count_nonzero(~np.isnat(snapshot.start))
    assert len(pyogrio.read_dataframe(path)) == snapshot.n


def test_too_many_incidents_are_refused_before_anything_is_written() -> None:
    with pytest.raises(ExportError, match=r"50,001 incidents are too many for kml.*50,000.*csv"):
        format_of("kml").check("kml", 50_001)
    format_of("kml").check("kml", 50_000)
    format_of("csv").check("csv", 10**9)
    assert {name for name, one in FORMATS.items() if one.most} == {"xlsx", "gpkg", "kml"}


@pytest.mark.parametrize("format", ["xlsx", "gpkg", "parquet"])
def test_nothing_is_left_of_an_export_that_breaks_off(
    snapshot: Snapshot,
    settings: Settings,
    tmp_path: Path,
    format: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))

    def broken(ids: Sequence[str]) -> Mapping[str, str]:
        raise OSError(28, "No space left on device")

    view = Selection(snapshot, Filters(), ViewState(), settings, broken)
    with pytest.raises(ExportError, match="No space left on device"):
        next(stream(view, format))
    whole: Any = stream(replace(view, urls=addresses), format)
    next(whole)
    whole.close()
    assert list(tmp_path.iterdir()) == []
