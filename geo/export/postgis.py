"""The newest revision as layers in PostGIS, which QGIS and other programs open directly.

Schema ``atlas_gis`` has a table for each kind of geometry and one for what has none. An incident's
status and agreed place follow from rules that are Python, so these are no views: they are written
whole for each revision, in one transaction. Every row names the revision that it shows, and
``atlas_gis.shown`` says how many revisions the layers are behind the store.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache
from typing import Any, Final

import numpy as np
import shapely
from sqlalchemy import (
    Column,
    Connection,
    Date,
    Float,
    Integer,
    MetaData,
    SmallInteger,
    Table,
    delete,
    select,
    text,
)
from sqlalchemy import Text as Words
from sqlalchemy.exc import DBAPIError
from sqlalchemy.types import UserDefinedType

from geo.errors import ExportError
from geo.export.records import Record, records
from geo.export.shapes import NOWHERE, shapes
from geo.settings import Settings
from geo.store.bulk import add_rows
from geo.store.engine import open_engine, store_errors
from geo.store.query import latest_revision, read_snapshot
from geo.store.snapshot import Snapshot
from geo.store.troubles import parsed
from geo.view.state import ViewState

_STATE: Final = "SELECT revision FROM atlas_gis.state"
_TURN: Final = 7652
"""Key of the advisory lock that whoever writes the layers holds."""
_BATCH: Final = 2_000


class _Geometry(UserDefinedType[str]):
    """A column of PostGIS, filled with EWKB in hexadecimal."""

    cache_ok = True

    def __init__(self, kind: str) -> None:
        self.kind = kind

    def get_col_spec(self, **_kw: Any) -> str:
        """The type's name in SQL; ``kind`` is ``Point`` and so on."""
        return f"geometry({self.kind},4326)"


_metadata = MetaData(schema="atlas_gis")


def _layer(name: str, geometry: str | None) -> Table:
    words = ("event_type", "target", "actors", "form")
    where = ("place", "governorate", "governorate_ar", "governorate_pcode")
    district = ("district", "district_ar", "district_pcode", "route", "stretch")
    counts = ("killed_low", "killed_high", "wounded_low", "wounded_high", "n_reports", "n_origins")
    return Table(
        name,
        _metadata,
        Column("fid", Integer, primary_key=True, autoincrement=False),
        Column("incident_id", Words, nullable=False, unique=True),
        Column("status", Words, nullable=False),
        Column("date_start", Date),
        Column("date_end", Date),
        Column("date_prec", SmallInteger),
        Column("date", Words, nullable=False),
        *(Column(name, Words) for name in words),
        Column("where_prec", SmallInteger),
        Column("uncertainty_m", Float(53)),
        *(Column(name, Words) for name in (*where, *district)),
        Column("from_km", Float(53)),
        Column("to_km", Float(53)),
        *(Column(name, Integer) for name in counts),
        Column("dataset", Words),
        Column("revision", Integer, nullable=False),
        *([Column("geom", _Geometry(geometry), nullable=False)] if geometry else []),
    )


LAYERS: Final = {
    "Point": _layer("incident_point", "Point"),
    "MultiPolygon": _layer("incident_area", "MultiPolygon"),
    "MultiLineString": _layer("incident_stretch", "MultiLineString"),
    None: _layer("incident_unplaced", None),
}
"""Layers by their kind of geometry; only an exact place is ever a point."""


def show(snapshot: Snapshot, settings: Settings) -> int | None:
    """Make the layers show a snapshot, unless they show it or a newer one.

    Returns
    -------
    int or None
        Incidents written; ``None`` when there was nothing to do, as always on SQLite.

    Raises
    ------
    ExportError
        The server has no PostGIS; the message says what to do.
    StoreError, BoundaryError
        The store cannot be written, or the boundary files cannot be used.
    """
    if parsed(settings.database_url).get_backend_name() != "postgresql":
        return None
    engine = open_engine(settings.database_url)
    with store_errors(engine), engine.connect() as connection, connection.begin():
        _with_postgis(connection)
        connection.execute(text(f"SELECT pg_advisory_xact_lock({_TURN})"))
        _make(connection)
        shown = connection.scalar(text(_STATE))
        if shown is not None and shown >= snapshot.revision:
            return None
        return _write(connection, snapshot, settings)


def bring_up_to_date(settings: Settings) -> int | None:
    """As ``show`` for the newest revision, which is only read when the layers do not show it."""
    if parsed(settings.database_url).get_backend_name() != "postgresql":
        return None
    engine = open_engine(settings.database_url)
    with store_errors(engine), engine.connect() as connection, connection.begin():
        known = connection.scalar(text("SELECT to_regclass('atlas_gis.state')"))
        if known and connection.scalar(text(_STATE)) == (latest_revision(engine)):
            return None
    return show(read_snapshot(engine), settings)


def _with_postgis(connection: Connection) -> None:
    """See to it that PostGIS is there, and its types can be named."""
    where = text(
        "SELECT n.nspname FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace "
        "WHERE e.extname = 'postgis'"
    )
    schema = connection.scalar(where)
    if schema is None:
        try:
            with connection.begin_nested():
                connection.execute(text("CREATE EXTENSION IF NOT EXISTS postgis"))
        except DBAPIError as error:
            cause = str(error.orig).strip().splitlines()[0]
            raise ExportError(
                f"there are no layers for QGIS, as the server has no PostGIS ({cause}); all else "
                "works. Install it (Debian: postgresql-postgis) and, as a superuser of this "
                "database, run CREATE EXTENSION postgis"
            ) from error
        schema = connection.scalar(where)
    connection.execute(
        text("SELECT set_config('search_path', current_setting('search_path') || ', ' || "
             "quote_ident(:schema), true)"),
        {"schema": schema},
    )  # fmt: skip


def _make(connection: Connection) -> None:
    """Make the tables; those of another version of the atlas are made anew."""
    layout = hashlib.sha256(
        repr([(t.name, [(c.name, repr(c.type)) for c in t.c]) for t in LAYERS.values()]).encode()
    ).hexdigest()
    if connection.scalar(text("SELECT to_regclass('atlas_gis.state')")):
        if connection.scalar(text("SELECT layout FROM atlas_gis.state")) == layout:
            return
        connection.execute(text("DROP SCHEMA atlas_gis CASCADE"))
    connection.execute(text("CREATE SCHEMA atlas_gis"))
    _metadata.create_all(connection, checkfirst=False)
    for kind, table in LAYERS.items():
        if kind:
            connection.execute(
                text(f"CREATE INDEX {table.name}_geom ON {table.fullname} USING gist (geom)")
            )
    connection.execute(
        text(
            "CREATE TABLE atlas_gis.state (one boolean PRIMARY KEY DEFAULT true CHECK (one), "
            "revision integer, written_at timestamptz, layout text NOT NULL)"
        )
    )
    connection.execute(
        text("INSERT INTO atlas_gis.state (layout) VALUES (:layout)"), {"layout": layout}
    )
    connection.execute(
        text(
            "CREATE VIEW atlas_gis.shown AS SELECT s.revision, s.written_at, n.newest, "
            "n.newest - coalesce(s.revision, 0) AS behind FROM atlas_gis.state s, "
            "(SELECT coalesce(max(number), 0) AS newest FROM revision) n"
        )
    )


def _write(connection: Connection, snapshot: Snapshot, settings: Settings) -> int:
    known: dict[str, int] = {}
    for table in LAYERS.values():
        found = connection.execute(select(table.c.incident_id, table.c.fid))
        known.update((row.incident_id, row.fid) for row in found)
        connection.execute(delete(table))
    last = max(known.values(), default=0)
    rows: dict[str | None, list[Record]] = {kind: [] for kind in LAYERS}
    for kind, row in _rows(snapshot, settings):
        if row["incident_id"] not in known:
            last += 1
            known[row["incident_id"]] = last
        rows[kind].append({"fid": known[row["incident_id"]], **row})
        if len(rows[kind]) == _BATCH:
            add_rows(connection, LAYERS[kind], rows[kind])
            rows[kind].clear()
    for kind, some in rows.items():
        add_rows(connection, LAYERS[kind], some)
    connection.execute(
        text("UPDATE atlas_gis.state SET revision = :revision, written_at = now()"),
        {"revision": snapshot.revision},
    )
    return snapshot.n


def _rows(snapshot: Snapshot, settings: Settings) -> Iterator[tuple[str | None, Record]]:
    """Kind of geometry and columns of each incident, but for its ``fid``."""
    areas = shapes(settings.governorates, settings.districts)
    vocab = snapshot.vocab
    arabic = {unit.key: unit.name_ar for unit in (*vocab.governorates, *vocab.districts)}
    names = [column.name for column in LAYERS[None].c if column.name != "fid"]
    for at, record in records(snapshot, np.arange(snapshot.n), ViewState(), lambda _ids: {}):
        kind, geometry = _geometry(areas.of(snapshot, at))
        values = record | {
            "incident_id": record["id"],
            "date_start": _date(record["date_start"]),
            "date_end": _date(record["date_end"]),
            "actors": "; ".join(record["actors"]) or None,
            "governorate_ar": arabic.get(record["governorate_pcode"] or ""),
            "district_ar": arabic.get(record["district_pcode"] or ""),
        }
        row = {name: values[name] for name in names}
        yield kind, row | ({"geom": geometry} if kind else {})


def _date(day: str | None) -> date | None:
    return None if day is None else date.fromisoformat(day)


@lru_cache(maxsize=4096)
def _geometry(geojson: str) -> tuple[str | None, str | None]:
    """Kind of geometry, and the geometry as PostGIS reads it; ``None`` twice for no place."""
    if geojson == NOWHERE:
        return None, None
    geometry = shapely.from_geojson(geojson)
    if geometry.geom_type in ("Polygon", "LineString"):
        several: Sequence[Any] = [geometry]
        multi = shapely.MultiPolygon if geometry.geom_type == "Polygon" else shapely.MultiLineString
        geometry = multi(several)
    wkb: str = shapely.to_wkb(shapely.set_srid(geometry, 4326), hex=True, include_srid=True)
    return geometry.geom_type, wkb
