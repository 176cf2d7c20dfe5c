"""From the store to a ``Snapshot``: what every incident is at one revision.

Reports are read as columns, ordered by incident; status, dates, casualties and kind follow by
``geo.claims`` for all incidents at once. Only incidents whose reports name different places are
looked at one by one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray
from sqlalchemy import ColumnElement, Connection, FromClause, Select, or_, select

from geo.claims import merge
from geo.claims.actors import resolver, spelling_key
from geo.claims.origins import CHANNEL_TYPES, Assertions, canonical, spread
from geo.claims.status import distinct, statuses
from geo.claims.where import Label, agreed_location
from geo.model import Form, Location, WherePrec
from geo.places.names import fold
from geo.store import schema
from geo.store.columns import Codes, fetch
from geo.store.snapshot import (
    FORMS,
    STANCES,
    OutletEntry,
    Snapshot,
    StretchLine,
    Unit,
    Vocabulary,
    morton,
)

_PLACE_COLUMNS: Final = (
    *("form", "where_prec", "lat", "lon", "uncertainty_m", "place", "governorate_pcode"),
    *("district_pcode", "route", "from_km", "to_km", "stretch_wkt"),
)
_REPORT_KINDS: Final = {
    "pk": "int",
    "report_id": "object",
    "incident": "code",
    "outlet": "code",
    "dataset": "code",
    "stance": "code",
    "asserter": "code",
    "start": "date",
    "end": "date",
    "prec": "float",
    "published": "date",
    "event_type": "code",
    "target": "code",
    "killed_low": "float",
    "killed_high": "float",
    "wounded_low": "float",
    "wounded_high": "float",
    "search_text": "text",
    **dict.fromkeys(_PLACE_COLUMNS, "group:location"),
}
COUNTRY: Final = Label("Iraq", 33.2, 43.7)
"""Where the label of what is placed in the country only goes: the middle of ``METRIC_CRS``."""


@dataclass(frozen=True, slots=True)
class _Reports:
    """Reports of one revision ordered by incident, and what is needed to read their codes.

    ``only``: the one incident that was asked for, ``None`` for all.
    """

    columns: dict[str, Any]
    codes: dict[str, Codes]
    ids: NDArray[np.object_]
    start: NDArray[np.int64]
    only: str | None


def valid_at(table: FromClause, revision: int) -> ColumnElement[bool]:
    """Condition: the version in ``table`` holds at the revision."""
    until = table.c.to_revision
    return (table.c.from_revision <= revision) & or_(until.is_(None), until > revision)


def build_snapshot(
    connection: Connection, revision: int, incident_id: str | None = None
) -> Snapshot:
    """The atlas at a revision; 0 is the empty one.

    Parameters
    ----------
    incident_id : build for this incident alone.
    """
    reports = _read_reports(connection, revision, incident_id)
    outlets = read_outlets(connection, revision)
    units = _units(connection, revision)
    spellings = read_spellings(connection, revision)
    assertions = _assertions(reports, outlets, spellings)
    return _assemble(connection, revision, reports, outlets, units, spellings, assertions)


def _read_reports(connection: Connection, revision: int, incident_id: str | None) -> _Reports:
    report, place = schema.report.c, schema.location.c
    query = (
        select(
            *(report.id, report.report_id, report.incident_id, schema.outlet.c.name),
            *(schema.dataset.c.name, report.stance, report.asserted_by),
            *(report.event_start, report.event_end, report.event_prec, report.published_start),
            *(report.event_type, report.target, report.killed_low, report.killed_high),
            *(report.wounded_low, report.wounded_high, report.search_text),
            *(place[name] for name in _PLACE_COLUMNS),
        )
        .select_from(schema.report)
        .join(schema.location)
        .join(schema.outlet)
        .join(schema.dataset, report.dataset_id == schema.dataset.c.id)
        .where(valid_at(schema.report, revision), valid_at(schema.location, revision))
    )
    if incident_id is not None:
        query = query.where(report.incident_id == incident_id)
    found = fetch(connection, query, _REPORT_KINDS)
    codes = {
        name.removesuffix("_codes"): book for name, book in found.items() if name.endswith("_codes")
    }
    columns = {name: column for name, column in found.items() if not name.endswith("_codes")}
    # Versions get rising keys, so the order by key is the order of loading.
    order = np.lexsort((columns["pk"], columns["incident"]))
    for name, column in columns.items():
        columns[name] = (
            column.take(pa.array(order)) if isinstance(column, pa.Array) else column[order]
        )
    known = np.array([*(STANCES.index(s) for s in codes["stance"].values_seen), -1], np.int8)
    columns["stance"] = known[columns["stance"]]
    columns["prec"] = np.nan_to_num(columns["prec"]).astype(np.int8)
    ids = np.array(codes["incident"].values_seen, dtype=object)
    start = np.searchsorted(columns["incident"], np.arange(len(ids) + 1)).astype(np.int64)
    return _Reports(columns, codes, ids, start, incident_id)


def _assertions(
    reports: _Reports, outlets: dict[str, OutletEntry], spellings: dict[str, str]
) -> Assertions:
    """Origins of all reports; see ``geo.claims.origins``."""
    return spread(
        reports.columns["outlet"],
        reports.columns["asserter"],
        reports.columns["stance"],
        outlet_names=reports.codes["outlet"].values_seen,
        asserter_names=reports.codes["asserter"].values_seen,
        claimants=frozenset(spellings),
        channels=channels(outlets),
    )


def channels(outlets: dict[str, OutletEntry]) -> frozenset[str]:
    """Canonical names of the outlets that publish for groups."""
    return frozenset(canonical(o.name) for o in outlets.values() if o.type in CHANNEL_TYPES)


def _assemble(
    connection: Connection,
    revision: int,
    reports: _Reports,
    outlets: dict[str, OutletEntry],
    units: dict[str, dict[str, tuple[Unit, Label]]],
    spellings: dict[str, str],
    assertions: Assertions,
) -> Snapshot:
    columns, start, n = reports.columns, reports.start, len(reports.ids)
    status, n_origins = statuses(
        columns["incident"][assertions.report],
        columns["stance"][assertions.report],
        assertions.origin,
        assertions.carrier,
        n,
    )
    begin, end, prec = merge.dates(start, columns["start"], columns["end"], columns["prec"])
    killed = merge.people(start, columns["stance"], columns["killed_low"], columns["killed_high"])
    wounded = merge.people(
        start, columns["stance"], columns["wounded_low"], columns["wounded_high"]
    )
    types, event_type = _stated(reports, "event_type")
    targets, target = _stated(reports, "target")
    datasets, dataset = _stated(reports, "dataset")
    outlet_names, outlet_moved = reports.codes["outlet"].ordered()
    where = _places(reports, assertions, units)
    actor_names, actor_start, actor, extra = _actors(connection, revision, reports, spellings)
    text = _text(columns["search_text"], start, extra)

    order = np.argsort(morton(where["lat"], where["lon"]), kind="stable")
    rows, report_start = _reorder(start, order)
    actors_of, new_actor_start = _reorder(actor_start, order)
    return Snapshot(
        revision=revision,
        created=_created(connection, revision),
        vocab=Vocabulary(
            governorates=tuple(unit for unit, _ in units["governorate"].values()),
            districts=tuple(unit for unit, _ in units["district"].values()),
            stretches=where["stretches"],
            routes=where["routes"],
            places=where["places"],
            event_types=types,
            targets=targets,
            actors=actor_names,
            outlets=tuple(
                outlets.get(name) or OutletEntry(name, None, None, None) for name in outlet_names
            ),
            datasets=datasets,
        ),
        ids=reports.ids[order],
        start=begin[order],
        end=end[order],
        date_prec=prec[order],
        **{
            name: where[name][order].astype(dtype)
            for name, dtype in (
                *(("lat", np.float64), ("lon", np.float64), ("form", np.int8)),
                *(("where_prec", np.int8), ("uncertainty_m", np.float32)),
                *(("governorate", np.int16), ("district", np.int16), ("stretch", np.int32)),
                *(("route", np.int16), ("place", np.int32)),
                *(("from_km", np.float32), ("to_km", np.float32)),
            )
        },
        event_type=event_type[order].astype(np.int16),
        target=target[order].astype(np.int16),
        dataset=dataset[order].astype(np.int16),
        status=status[order],
        n_reports=np.diff(report_start).astype(np.int32),
        n_origins=n_origins[order],
        killed_low=killed[0][order].astype(np.float32),
        killed_high=killed[1][order].astype(np.float32),
        wounded_low=wounded[0][order].astype(np.float32),
        wounded_high=wounded[1][order].astype(np.float32),
        text=text.take(pa.array(order)),
        report_start=report_start,
        report_ids=columns["report_id"][rows],
        outlet=outlet_moved[columns["outlet"]][rows].astype(np.int32),
        stance=columns["stance"][rows],
        published=columns["published"][rows],
        actor_start=new_actor_start,
        actor=actor[actors_of].astype(np.int32),
    )


def _stated(reports: _Reports, name: str) -> tuple[tuple[str, ...], NDArray[np.int64]]:
    """What most reports of each incident state; "other" only when none says more."""
    names, moved = reports.codes[name].ordered()
    code = moved[reports.columns[name]]
    rank = np.argsort(np.argsort([label == "other" for label in names], kind="stable"))
    telling = np.array([*(label != "other" for label in names), False])
    first = merge.most_common(reports.start, np.where(telling[code], code, -1), rank)
    return names, np.where(first >= 0, first, merge.most_common(reports.start, code, rank))


def _places(
    reports: _Reports,
    assertions: Assertions,
    units: dict[str, dict[str, tuple[Unit, Label]]],
) -> dict[str, Any]:
    """Columns of the incidents' locations, and the vocabularies of stretch, route and place."""
    book, start = reports.codes["location"], reports.start
    code = reports.columns["location"]
    chosen = code[start[:-1]].copy()
    differs = (
        np.maximum.reduceat(code, start[:-1]) != np.minimum.reduceat(code, start[:-1])
        if len(chosen)
        else []
    )
    labels = {key: label for level in units.values() for key, (_, label) in level.items()}
    votes = _votes(reports, assertions)
    made: dict[int, Location] = {}
    for row in np.flatnonzero(differs).tolist():
        span = slice(start[row], start[row + 1])
        places = []
        for at in code[span].tolist():
            if at not in made:
                made[at] = _location(book.values_seen[at])
            places.append(made[at])
        agreed = agreed_location(
            places, votes[span].tolist(), lambda key: labels.get(key) if key else COUNTRY
        )
        chosen[row] = book[tuple(_raw(getattr(agreed, name)) for name in _PLACE_COLUMNS)]
    return _place_columns(book.values_seen, chosen, units)


def _votes(reports: _Reports, assertions: Assertions) -> NDArray[np.float64]:
    """Votes of each report: one an origin, shared among that origin's reports in the incident."""
    pair = (
        reports.columns["incident"][assertions.report] * len(assertions.names) + assertions.origin
    )
    _, which, count = np.unique(pair, return_inverse=True, return_counts=True)
    m = len(reports.columns["pk"])
    votes = np.bincount(assertions.report, 1.0 / count[which], minlength=m)
    return votes.astype(np.float64)


def _location(values: tuple[Any, ...]) -> Location:
    named = dict(zip(_PLACE_COLUMNS, values, strict=True))
    prec = named["where_prec"]
    named |= {"form": Form(named["form"]), "where_prec": None if prec is None else WherePrec(prec)}
    return Location(**named)


def _raw(value: Any) -> Any:
    """A value as the database gives it, so that equal locations get one code."""
    return value.value if isinstance(value, Form | WherePrec) else value


def _place_columns(
    values: list[tuple[Any, ...]],
    chosen: NDArray[np.int64],
    units: dict[str, dict[str, tuple[Unit, Label]]],
) -> dict[str, Any]:
    """Spread the distinct locations over the incidents."""
    columns = (
        dict(zip(_PLACE_COLUMNS, zip(*values, strict=True), strict=True))
        if values
        else dict.fromkeys(_PLACE_COLUMNS, ())
    )
    result: dict[str, Any] = {
        name: np.array(columns[name], dtype=np.float64)[chosen]
        for name in ("lat", "lon", "uncertainty_m", "from_km", "to_km")
    }
    forms = {form.value: code for code, form in enumerate(FORMS)}
    result["form"] = np.array([forms[form] for form in columns["form"]], np.int8)[chosen]
    result["where_prec"] = np.array([prec or 0 for prec in columns["where_prec"]], np.int8)[chosen]
    for name, column in (("governorate", "governorate_pcode"), ("district", "district_pcode")):
        position = {key: code for code, key in enumerate(units[name])}
        found = [position.get(key, -1) for key in columns[column]]
        result[name] = np.array(found, np.int64)[chosen]
    for name, column in (("routes", "route"), ("places", "place")):
        codes = Codes()
        raw = codes.encode(columns[column])[chosen]
        result[name], result[column] = _used(codes, raw)
    lines = Codes()
    keys = zip(
        *(columns[name] for name in ("place", "route", "from_km", "to_km", "stretch_wkt")),
        strict=True,
    )
    raw = lines.encode([key if key[-1] is not None else None for key in keys])[chosen]
    found_lines, result["stretch"] = _used(lines, raw)
    result["stretches"] = tuple(
        StretchLine(place or route or "road", route, low, high, wkt)
        for place, route, low, high, wkt in found_lines
    )
    return result


def _used(codes: Codes, column: NDArray[np.int64]) -> tuple[tuple[Any, ...], NDArray[np.int64]]:
    """Sorted vocabulary of the values that occur in the column, and the column in its codes."""
    kept = Codes()
    seen = np.full(len(codes.values_seen) + 1, -1, dtype=np.int64)
    for code in distinct(column[column >= 0]).tolist():
        seen[code] = kept[codes.values_seen[code]]
    names, moved = kept.ordered()
    return names, moved[seen[column]]


def _actors(
    connection: Connection, revision: int, reports: _Reports, spellings: dict[str, str]
) -> tuple[tuple[str, ...], NDArray[np.int64], NDArray[np.int64], list[str]]:
    """Distinct actors of each incident, and per actor the words to add to the searched text.

    A spelling stands for the actor whose alias it is, else for itself.
    """
    mention, n = schema.report_actor.c, len(reports.ids)
    query = (
        select(mention.report_pk, mention.text)
        .join_from(schema.report_actor, schema.report)
        .where(valid_at(schema.report, revision))
    )
    if reports.only is not None:
        query = query.where(schema.report.c.incident_id == reports.only)
    found = fetch(connection, query, {"pk": "int", "text": "code"})
    actors = Codes()
    texts = found["text_codes"].values_seen
    meant = np.array([actors[spellings.get(spelling_key(t), t)] for t in texts], np.int64)
    names, moved = actors.ordered()
    by_pk = np.argsort(reports.columns["pk"])
    row = by_pk[np.searchsorted(reports.columns["pk"][by_pk], found["pk"])] if n else found["pk"]
    incident = reports.columns["incident"][row]
    code = moved[meant[found["text"]]] if len(texts) else found["text"]
    size = max(len(names), 1)
    pair = distinct(incident * size + code)
    start = np.searchsorted(pair // size, np.arange(n + 1)).astype(np.int64)
    words = [fold(name) for name in names]
    extra = _join_lists(
        start, pa.array([words[c] for c in (pair % size).tolist()], pa.large_string())
    )
    return names, start, pair % size, extra


def _join_lists(start: NDArray[np.int64], values: pa.Array) -> pa.Array:
    """The strings [start[i], start[i + 1]) joined by line breaks, for each i."""
    lists = pa.LargeListArray.from_arrays(pa.array(start), values)
    return pc.binary_join(lists, pa.scalar("\n", pa.large_string()))


def _text(search_text: pa.Array, start: NDArray[np.int64], extra: pa.Array) -> pa.Array:
    """The searched words of each incident: those of its reports and its actors' own names."""
    own = _join_lists(start, search_text)
    return pc.binary_join_element_wise(own, extra, pa.scalar("\n", pa.large_string()))


def _reorder(
    start: NDArray[np.int64], order: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Rows of the members of each incident in the new order, and their new offsets."""
    size = np.diff(start)[order]
    new = np.concatenate(([0], np.cumsum(size))).astype(np.int64)
    rows = np.repeat(start[:-1][order] - new[:-1], size) + np.arange(new[-1])
    return rows.astype(np.int64), new


def read_outlets(connection: Connection, revision: int) -> dict[str, OutletEntry]:
    """Facts of all outlets at the revision, by name."""
    fact = schema.outlet_fact
    query: Select[Any] = (
        select(schema.outlet.c.name, fact.c.country, fact.c.type, fact.c.grade)
        .join_from(schema.outlet, fact)
        .where(valid_at(fact, revision))
    )
    return {row.name: OutletEntry(*row) for row in connection.execute(query)}


def _units(connection: Connection, revision: int) -> dict[str, dict[str, tuple[Unit, Label]]]:
    """Governorates and districts by key, in the order of their keys."""
    unit = schema.unit.c
    query = (
        select(schema.unit)
        .join(schema.boundary_set)
        .where(valid_at(schema.boundary_set, revision))
        .order_by(unit.key)
    )
    found: dict[str, dict[str, tuple[Unit, Label]]] = {"governorate": {}, "district": {}}
    for row in connection.execute(query):
        entry = Unit(row.key, row.name, row.name_ar, row.area_km2, row.parent)
        found[row.level][row.key] = (entry, Label(row.name, row.lat, row.lon))
    return found


def read_spellings(connection: Connection, revision: int) -> dict[str, str]:
    """Spelling key -> actor, from the aliases that hold at the revision and are not doubtful."""
    alias = schema.alias
    query = (
        select(alias.c.text, schema.actor.c.name)
        .join_from(alias, schema.actor)
        .where(valid_at(alias, revision), alias.c.doubtful.is_(False))
    )
    return resolver((text, name) for text, name in connection.execute(query))


def _created(connection: Connection, revision: int) -> str:
    """When the revision was made, ISO 8601 in UTC; empty for revision 0."""
    table = schema.revision.c
    moment = connection.scalar(select(table.created_at).where(table.number == revision))
    return "" if moment is None else moment.strftime("%Y-%m-%dT%H:%M:%SZ")
