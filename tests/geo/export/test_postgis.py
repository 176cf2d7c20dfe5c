"""Layers in PostGIS: what QGIS opens is what the snapshot says, at the revision it names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import geopandas as gpd
import numpy as np
import pytest
from sqlalchemy import select, text

from geo import cli_store
from geo.errors import ExportError
from geo.export import postgis
from geo.model import Form, Status
from geo.settings import Settings
from geo.store.decisions import Act
from geo.store.engine import open_engine, reading, writing
from geo.store.incidents import grade_incident, merge_incidents
from geo.store.query import read_snapshot
from geo.store.snapshot import FORMS, STATUSES, Snapshot
from tests.databases import Databases, Holders

JULY, JUNE = "20200711-najmi", "202006-thawrat-claim"
ACT = Act("Amal", "why")
LAYERS = ("incident_point", "incident_area", "incident_stretch")


@pytest.fixture(scope="module")
def shown(databases: Databases) -> Iterator[tuple[Settings, Snapshot]]:
    """The built store with its layers; read only."""
    with databases.own("built") as url:
        settings = Settings.from_env({"ATLAS_DATABASE_URL": url})
        assert postgis.bring_up_to_date(settings) == 7651
        yield settings, read_snapshot(url)


@pytest.fixture
def own(databases: Databases) -> Iterator[Settings]:
    with databases.own("built") as url:
        yield Settings.from_env({"ATLAS_DATABASE_URL": url})


def layer(settings: Settings, name: str) -> gpd.GeoDataFrame:
    with reading(open_engine(settings.database_url)) as connection:
        return gpd.read_postgis(
            select(text("*")).select_from(text(f"atlas_gis.{name}")), connection, geom_col="geom"
        )


def state(settings: Settings) -> tuple[int, int, int]:
    """Revision shown, newest, how many behind."""
    with reading(open_engine(settings.database_url)) as connection:
        found = connection.execute(text("SELECT revision, newest, behind FROM atlas_gis.shown"))
        return tuple(found.one())


def test_the_layers_are_what_the_snapshot_says(shown: tuple[Settings, Snapshot]) -> None:
    settings, snapshot = shown
    row = {name: i for i, name in enumerate(snapshot.ids.tolist())}
    seen: set[str] = set()
    of_form = {
        "incident_point": {Form.POINT},
        "incident_area": {Form.DISC, Form.DISTRICT, Form.GOVERNORATE, Form.COUNTRY},
        "incident_stretch": {Form.STRETCH},
    }
    for name in LAYERS:
        frame = layer(settings, name)
        assert frame.crs.to_epsg() == 4326
        assert frame["fid"].is_unique
        assert frame.geometry.is_valid.all()
        assert not frame.geometry.is_empty.any()
        assert set(frame["revision"]) == {snapshot.revision}
        at = [row[incident] for incident in frame["incident_id"]]
        assert set(frame["form"]) <= {str(form) for form in of_form[name]}
        n = sum((snapshot.form == FORMS.index(form)).sum() for form in of_form[name])
        assert len(frame) == n
        assert [STATUSES.index(Status(word)) for word in frame["status"]] == (
            snapshot.status[at].tolist()
        )
        np.testing.assert_array_equal(
            frame["date_start"].to_numpy().astype("datetime64[D]"), snapshot.start[at]
        )
        uncertainty = frame["uncertainty_m"].astype(float).to_numpy()
        np.testing.assert_allclose(uncertainty, snapshot.uncertainty_m[at], rtol=1e-6)
        if name == "incident_point":
            np.testing.assert_allclose(frame.geometry.x, snapshot.lon[at], atol=1e-6)
            np.testing.assert_allclose(frame.geometry.y, snapshot.lat[at], atol=1e-6)
        seen.update(frame["incident_id"])
    with reading(open_engine(settings.database_url)) as connection:
        query = text("SELECT incident_id FROM atlas_gis.incident_unplaced")
        unplaced = set(connection.scalars(query))
    assert seen | unplaced == set(row)
    assert len(seen) + len(unplaced) == snapshot.n
    assert state(settings) == (snapshot.revision, snapshot.revision, 0)


def test_a_program_finds_type_system_and_key(shown: tuple[Settings, Snapshot]) -> None:
    """What QGIS asks a server before it opens a layer."""
    settings, _ = shown
    with reading(open_engine(settings.database_url)) as connection:
        found = connection.execute(
            text(
                "SELECT f_table_name, type, srid FROM geometry_columns "
                "WHERE f_table_schema = 'atlas_gis' ORDER BY 1"
            )
        ).all()
        keys = connection.execute(
            text(
                "SELECT c.relname, a.attname FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid "
                "JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = i.indkey[0] "
                "WHERE i.indisprimary AND c.relname LIKE 'incident\\_%' "
                "AND c.relnamespace = 'atlas_gis'::regnamespace"
            )
        ).all()
    assert [tuple(row) for row in found] == [
        ("incident_area", "MULTIPOLYGON", 4326),
        ("incident_point", "POINT", 4326),
        ("incident_stretch", "MULTILINESTRING", 4326),
    ]
    assert {tuple(row) for row in keys} == {
        (name, "fid") for name in (*LAYERS, "incident_unplaced")
    }


def test_a_new_revision_is_behind_in_plain_sight_until_it_is_shown(own: Settings) -> None:
    postgis.bring_up_to_date(own)
    before = layer(own, "incident_stretch").set_index("incident_id")["fid"]
    merge_incidents(own.database_url, JUNE, JULY, ACT)
    assert state(own) == (6, 7, 1)
    assert set(layer(own, "incident_point")["revision"]) == {6}
    assert postgis.bring_up_to_date(own) == 7650
    assert state(own) == (7, 7, 0)
    for name in LAYERS:
        assert JUNE not in set(layer(own, name)["incident_id"])
    after = layer(own, "incident_stretch").set_index("incident_id")["fid"]
    kept = before.index.intersection(after.index)
    assert len(kept) > 60
    assert (before[kept] == after[kept]).all()
    assert postgis.bring_up_to_date(own) is None
    # A process that is late does not put an older revision back.
    assert postgis.show(read_snapshot(own.database_url, 6), own) is None
    assert state(own) == (7, 7, 0)


def test_a_running_app_keeps_them_up_to_date(own: Settings, hold: Holders) -> None:
    live = hold(own)
    live.tell(lambda snapshot: postgis.show(snapshot, own))
    live.current()
    done = grade_incident(own.database_url, JULY, 2, ACT)
    for _ in range(2):
        live.refresh()
        hold.settle()
    assert state(own) == (done.revision, done.revision, 0)


def test_tables_of_another_version_are_made_anew(own: Settings) -> None:
    postgis.bring_up_to_date(own)
    with writing(open_engine(own.database_url)) as connection:
        connection.execute(text("UPDATE atlas_gis.state SET layout = 'older'"))
        connection.execute(text("ALTER TABLE atlas_gis.incident_point DROP COLUMN actors"))
    assert postgis.show(read_snapshot(own.database_url), own) == 7651
    assert "actors" in layer(own, "incident_point").columns


def test_a_server_without_postgis(
    own: Settings, databases: Databases, hold: Holders, capsys: pytest.CaptureFixture[str]
) -> None:
    """Here: one whose user may not make extensions. All else works."""
    name = own.database_url.rpartition("/")[2]
    databases.server.run(
        "DROP ROLE IF EXISTS plain",
        "CREATE ROLE plain LOGIN PASSWORD 'plain'",
        "GRANT pg_read_all_data, pg_write_all_data TO plain",
    )
    databases.server.run(f"GRANT CREATE ON DATABASE {name} TO plain")
    port = databases.server.port
    plain = replace(own, database_url=f"postgresql://plain:plain@127.0.0.1:{port}/{name}")
    with pytest.raises(ExportError, match=r"no PostGIS .*CREATE EXTENSION postgis"):
        postgis.bring_up_to_date(plain)
    cli_store.show_layers(plain)
    assert "all else works" in capsys.readouterr().err
    live = hold(plain)
    live.tell(lambda snapshot: postgis.show(snapshot, plain))
    assert live.current().n == 7651
    hold.settle()
    assert live.state.message == ""
    done = grade_incident(plain.database_url, JULY, 2, ACT)
    assert live.refresh().revision == done.revision
    hold.settle()


def test_on_sqlite_there_is_nothing_to_do(built_settings: Settings, snapshot: Snapshot) -> None:
    assert postgis.bring_up_to_date(built_settings) is None
    assert postgis.show(snapshot, built_settings) is None
