"""What incidents would be if reports belonged together in another way, before anybody decides."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from geo.errors import NotFoundError
from geo.store import derive
from geo.store.snapshot import Snapshot


def regrouped(snapshot: Snapshot, groups: Mapping[str, Sequence[str]]) -> Snapshot:
    """A snapshot of only these incidents, each worked out from the reports given to it.

    Where the store would count copies of one text as one origin, this does so only where the
    copies stood in one incident already.

    Parameters
    ----------
    groups : id of an incident, new or not, to the ids of its reports (one at least).

    Raises
    ------
    NotFoundError
        A report is not in the snapshot.
    """
    wanted = [key for ids in groups.values() for key in ids]
    position = {key: row for row, key in enumerate(snapshot.report_ids.tolist())}
    if missing := [key for key in wanted if key not in position]:
        raise NotFoundError(f"there is no report {missing[0]!r} in revision {snapshot.revision}")
    rows = np.array([position[key] for key in wanted], dtype=np.int64)
    sizes = [len(ids) for ids in groups.values()]
    start = np.concatenate(([0], np.cumsum(sizes))).astype(np.int64)
    told, stance = snapshot.told.take(rows), snapshot.stance[rows]
    location, locations, vocab = derive.places(told, start, snapshot.locations, snapshot.vocab)
    actor_start, actor = derive.actors(told, start, len(vocab.actors))
    columns: dict[str, Any] = derive.columns(told, stance, start, vocab) | locations.at(location)
    return replace(
        snapshot,
        vocab=vocab,
        ids=np.array(list(groups), dtype=object),
        **columns,
        location=location,
        report_start=start,
        report_ids=snapshot.report_ids[rows],
        outlet=snapshot.outlet[rows],
        stance=stance,
        published=snapshot.published[rows],
        told=told,
        locations=locations,
        actor_start=actor_start,
        actor=actor,
    )
