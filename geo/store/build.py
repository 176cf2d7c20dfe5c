"""From the store to a ``Snapshot``: what every incident is at one revision.

Reports are read as columns, ordered by incident; status, dates, casualties and kind follow by
``geo.claims`` for all incidents at once.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray
from sqlalchemy import Connection, select

from geo.claims import merge
from geo.claims.actors import spelling_key
from geo.claims.origins import CHANNEL_TYPES, Assertions, canonical, spread
from geo.claims.status import distinct, statuses
from geo.places.names import fold
from geo.store import schema
from geo.store.columns import Codes, fetch
from geo.store.placed import incident_places
from geo.store.reports import (
    Reports,
    Units,
    read_outlets,
    read_reports,
    read_spellings,
    read_units,
)
from geo.store.snapshot import OutletEntry, Snapshot, Vocabulary, morton


def build_snapshot(
    connection: Connection, revision: int, incident_id: str | None = None
) -> Snapshot:
    """The atlas at a revision; 0 is the empty one.

    Parameters
    ----------
    incident_id : build for this incident alone.
    """
    reports = read_reports(connection, revision, incident_id)
    outlets = read_outlets(connection, revision)
    units = read_units(connection, revision)
    spellings = read_spellings(connection, revision)
    assertions = _assertions(reports, outlets, spellings)
    return _assemble(connection, revision, reports, outlets, units, spellings, assertions)


def _assertions(
    reports: Reports, outlets: dict[str, OutletEntry], spellings: dict[str, str]
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
    reports: Reports,
    outlets: dict[str, OutletEntry],
    units: Units,
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
    where = incident_places(reports, assertions, units)
    actor_names, actor_start, actor, extra = _actors(connection, reports, spellings)
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


def _stated(reports: Reports, name: str) -> tuple[tuple[str, ...], NDArray[np.int64]]:
    """What most reports of each incident state; "other" only when none says more."""
    names, moved = reports.codes[name].ordered()
    code = moved[reports.columns[name]]
    rank = np.argsort(np.argsort([label == "other" for label in names], kind="stable"))
    telling = np.array([*(label != "other" for label in names), False])
    first = merge.most_common(reports.start, np.where(telling[code], code, -1), rank)
    return names, np.where(first >= 0, first, merge.most_common(reports.start, code, rank))


def _reorder(
    start: NDArray[np.int64], order: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Rows of the members of each incident in the new order, and their new offsets."""
    size = np.diff(start)[order]
    new = np.concatenate(([0], np.cumsum(size))).astype(np.int64)
    rows = np.repeat(start[:-1][order] - new[:-1], size) + np.arange(new[-1])
    return rows.astype(np.int64), new


def _created(connection: Connection, revision: int) -> str:
    """When the revision was made, ISO 8601 in UTC; empty for revision 0."""
    table = schema.revision.c
    moment = connection.scalar(select(table.created_at).where(table.number == revision))
    return "" if moment is None else moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def _actors(
    connection: Connection, reports: Reports, spellings: dict[str, str]
) -> tuple[tuple[str, ...], NDArray[np.int64], NDArray[np.int64], pa.Array]:
    """Distinct actors of each incident, and per actor the words to add to the searched text.

    A spelling stands for the actor whose alias it is, else for itself.
    """
    mention, n = schema.report_actor.c, len(reports.ids)
    query = select(mention.report_pk, mention.text)
    if reports.only is not None:
        query = query.where(mention.report_pk.in_(reports.columns["pk"].tolist()))
    found = fetch(connection, query, {"pk": "int", "text": "code"})
    # Mentions of versions that do not hold at this revision fall away here.
    by_pk = np.argsort(reports.columns["pk"])
    pks = np.append(reports.columns["pk"][by_pk], -1)
    at = np.searchsorted(pks[:-1], found["pk"])
    holds = pks[at] == found["pk"]
    incident = reports.columns["incident"][by_pk[at[holds]]]
    text = found["text"][holds]
    actors, texts = Codes(), found["text_codes"].values_seen
    meant = np.full(len(texts), -1, dtype=np.int64)
    for code in distinct(text).tolist():
        meant[code] = actors[spellings.get(spelling_key(texts[code]), texts[code])]
    names, moved = actors.ordered()
    size = max(len(names), 1)
    pair = distinct(incident * size + moved[meant[text]])
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
