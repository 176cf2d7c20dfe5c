"""From the store to a ``Snapshot``: what every incident is at one revision.

Reports are read as columns, ordered by incident; status, dates, casualties and kind follow by
``geo.claims`` for all incidents at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, select

from geo.claims.actor_index import ActorIndex
from geo.claims.origins import CHANNEL_TYPES, Assertions, canonical, spread, taken_over
from geo.claims.ragged import owners, ragged
from geo.claims.status import distinct
from geo.claims.syndication import Copy, sources
from geo.model import Stance
from geo.store import derive, schema
from geo.store import locations as located
from geo.store.among import among
from geo.store.columns import Codes, fetch
from geo.store.hypotheses import hypotheses_at
from geo.store.naming import actor_index, meant
from geo.store.reports import (
    Reports,
    Units,
    read_outlets,
    read_reports,
    read_spellings,
    read_units,
)
from geo.store.snapshot import STANCES, OutletEntry, Snapshot, Vocabulary, morton
from geo.store.told import Locations, Told


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
    index = actor_index(connection, revision)
    return _assemble(connection, revision, reports, outlets, units, index, assertions)


def _assertions(
    reports: Reports, outlets: dict[str, OutletEntry], spellings: dict[str, str]
) -> Assertions:
    """Origins of all reports; see ``geo.claims.origins`` and ``geo.claims.syndication``."""
    found = spread(
        reports.columns["outlet"],
        reports.columns["asserter"],
        reports.columns["stance"],
        outlet_names=reports.codes["outlet"].values_seen,
        asserter_names=reports.codes["asserter"].values_seen,
        claimants=frozenset(spellings),
        channels=channels(outlets),
    )
    source = _sources(reports)
    return found if source is None else taken_over(found, source)


def _sources(reports: Reports) -> NDArray[np.int64] | None:
    """Row of the report whose origins each report has; ``None``: all have their own.

    A claim keeps the claimant as its origin, whose copy it may be.
    """
    names = ("report_id", "text_sha256", "text_simhash", "relays", "outlet", "asserter")
    columns = [reports.columns[name] for name in names]
    telling = np.any([column != None for column in columns[1:4]], axis=0)  # noqa: E711 - by element
    telling &= reports.columns["stance"] != STANCES.index(Stance.CLAIMS)
    if not telling.any():
        return None
    source = np.arange(len(telling), dtype=np.int64)
    published = reports.columns["published"].astype(object)
    for incident in distinct(reports.columns["incident"][telling]).tolist():
        rows = np.arange(*reports.start[incident : incident + 2])
        rows = rows[reports.columns["stance"][rows] != STANCES.index(Stance.CLAIMS)]
        copies = [
            Copy(key, published[row], sha256, simhash, relays, int(outlet), int(asserter))
            for row, key, sha256, simhash, relays, outlet, asserter in zip(
                rows, *(column[rows] for column in columns), strict=True
            )
        ]
        source[rows] = rows[sources(copies)]
    return source


def channels(outlets: dict[str, OutletEntry]) -> frozenset[str]:
    """Canonical names of the outlets that publish for groups."""
    return frozenset(canonical(o.name) for o in outlets.values() if o.type in CHANNEL_TYPES)


def _assemble(
    connection: Connection,
    revision: int,
    reports: Reports,
    outlets: dict[str, OutletEntry],
    units: Units,
    index: ActorIndex | None,
    assertions: Assertions,
) -> Snapshot:
    start = reports.start
    told, vocab, locations = _told(connection, reports, outlets, units, index, assertions)
    stance = reports.columns["stance"]
    facts = derive.columns(told, stance, start, vocab)
    location, locations, vocab = derive.places(told, start, locations, vocab)
    actor_start, actor = derive.actors(told, start, len(vocab.actors))
    where = locations.at(location)

    order = np.argsort(morton(where["lat"], where["lon"]), kind="stable")
    rows, report_start = ragged(start, order)
    actors_of, new_actor_start = ragged(actor_start, order)
    return Snapshot(
        revision=revision,
        created=_created(connection, revision),
        vocab=vocab,
        ids=reports.ids[order],
        **{name: column[order] for name, column in (facts | where).items()},
        location=location[order],
        report_start=report_start,
        report_ids=reports.columns["report_id"][rows],
        outlet=_ordered(reports, "outlet", np.int32)[1][rows],
        stance=stance[rows],
        published=reports.columns["published"][rows],
        told=told.take(rows),
        locations=locations,
        actor_start=new_actor_start,
        actor=actor[actors_of],
        hypotheses=tuple(hypotheses_at(connection, revision)),
    )


def _told(
    connection: Connection,
    reports: Reports,
    outlets: dict[str, OutletEntry],
    units: Units,
    index: ActorIndex | None,
    assertions: Assertions,
) -> tuple[Told, Vocabulary, Locations]:
    """What each report tells, in the order of ``reports``, and the words of its codes."""
    columns = reports.columns
    types, event_type = _ordered(reports, "event_type", np.int16)
    targets, target = _ordered(reports, "target", np.int16)
    datasets, dataset = _ordered(reports, "dataset", np.int16)
    mentions = _mentions(connection, reports, index)
    vocab = Vocabulary(
        governorates=tuple(units["governorate"].values()),
        districts=tuple(units["district"].values()),
        stretches=(),
        routes=(),
        places=(),
        event_types=types,
        targets=targets,
        actors=mentions.actors,
        outlets=tuple(
            outlets.get(name) or OutletEntry(name, None, None, None)
            for name in reports.codes["outlet"].ordered()[0]
        ),
        datasets=datasets,
        origins=assertions.names,
        spellings=mentions.spellings,
        roles=mentions.roles,
    )
    locations, vocab = located.to_columns(reports.codes["location"].values_seen, vocab)
    m = len(columns["pk"])
    origin_start = np.searchsorted(assertions.report, np.arange(m + 1)).astype(np.int64)
    counts = ("killed_low", "killed_high", "wounded_low", "wounded_high")
    told = Told(
        start=columns["start"],
        end=columns["end"],
        date_prec=columns["prec"],
        published_end=columns["published_end"],
        event_type=event_type,
        target=target,
        dataset=dataset,
        **{name: columns[name].astype(np.float32) for name in counts},
        location=columns["location"].astype(np.int32),
        carrier=assertions.carrier[origin_start[:-1]].astype(np.int32),
        text_row=np.arange(m, dtype=np.int32),
        text=columns["search_text"],
        origin_start=origin_start,
        origin=assertions.origin.astype(np.int32),
        mention_start=mentions.start,
        actor=mentions.actor,
        spelling=mentions.spelling,
        role=mentions.role,
    )
    return told, vocab, locations


def _ordered(
    reports: Reports, name: str, dtype: type[np.integer]
) -> tuple[tuple[str, ...], NDArray[Any]]:
    """Words of a coded column of the reports, sorted, and the column in their codes."""
    names, moved = reports.codes[name].ordered()
    return names, moved[reports.columns[name]].astype(dtype)


def _created(connection: Connection, revision: int) -> str:
    """When the revision was made, ISO 8601 in UTC; empty for revision 0."""
    table = schema.revision.c
    moment = connection.scalar(select(table.created_at).where(table.number == revision))
    return "" if moment is None else moment.strftime("%Y-%m-%dT%H:%M:%SZ")


@dataclass(frozen=True, slots=True)
class _Mentions:
    """Actor mentions by report, as in ``Told``, with the words of their codes."""

    start: NDArray[np.int64]
    actor: NDArray[np.int32]
    spelling: NDArray[np.int32]
    role: NDArray[np.int8]
    actors: tuple[str, ...]
    spellings: tuple[str, ...]
    roles: tuple[str, ...]


def _mentions(connection: Connection, reports: Reports, index: ActorIndex | None) -> _Mentions:
    """Who is named in each report; see ``meant``. Text that names two actors is two mentions."""
    mention = schema.report_actor.c
    query = select(mention.report_pk, mention.position, mention.text, mention.role)
    if reports.only is not None:
        query = query.where(among(connection, mention.report_pk, reports.columns["pk"].tolist()))
    kinds = {"pk": "int", "position": "int", "text": "code", "role": "code"}
    found = fetch(connection, query, kinds)
    # Mentions of versions that do not hold at this revision fall away here.
    by_pk = np.argsort(reports.columns["pk"])
    pks = np.append(reports.columns["pk"][by_pk], -1)
    at = np.searchsorted(pks[:-1], found["pk"])
    holds = np.flatnonzero(pks[at] == found["pk"])
    report = by_pk[at[holds]]
    order = np.lexsort((found["position"][holds], report))
    report, rows = report[order], holds[order]
    texts, spelling = _used(found["text_codes"], found["text"][rows])
    roles, role = _used(found["role_codes"], found["role"][rows])
    named = [meant(index, text) for text in texts]
    actors = Codes()
    flat = actors.encode([name for names in named for name in names])
    names, moved = actors.ordered()
    of_spelling = np.concatenate(([0], np.cumsum([len(names) for names in named]))).astype(np.int64)
    members, offsets = ragged(of_spelling, spelling)
    actor, at = moved[flat[members]], owners(offsets)
    report, spelling, role = report[at], spelling[at], role[at]
    m = len(reports.columns["pk"])
    return _Mentions(
        start=np.searchsorted(report, np.arange(m + 1)).astype(np.int64),
        actor=actor.astype(np.int32),
        spelling=spelling.astype(np.int32),
        role=role.astype(np.int8),
        actors=names,
        spellings=texts,
        roles=roles,
    )


def _used(codes: Codes, column: NDArray[np.int64]) -> tuple[tuple[str, ...], NDArray[np.int64]]:
    """The words that occur in a coded column, sorted, and the column in their codes."""
    code = distinct(column)
    words = [codes.values_seen[value] for value in code.tolist()]
    order = sorted(range(len(words)), key=words.__getitem__)
    moved = np.empty(len(words), dtype=np.int64)
    moved[order] = np.arange(len(words))
    return tuple(words[i] for i in order), moved[np.searchsorted(code, column)]
