"""A snapshot in which some actors count as one, as hypotheses would have it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from geo.claims.joining import joint_name
from geo.claims.status import distinct
from geo.store.snapshot import Snapshot


def united(snapshot: Snapshot, groups: Sequence[tuple[str, ...]]) -> Snapshot:
    """The snapshot in which the actors of each group are one; itself when none of them occurs.

    What a report tells stays as it is, its spellings too; only who is meant changes. An incident
    that names several actors of a group names it once. ``Vocabulary.held`` says who is who.

    Parameters
    ----------
    groups : names of actors, as ``geo.claims.joining`` gives them; no name is in two of them.
    """
    vocab = snapshot.vocab
    shown = {name: joint_name(group) for group in groups for name in group}
    if not shown.keys() & set(vocab.actors):
        return snapshot
    held: dict[str, list[str]] = {}
    for name in vocab.actors:
        held.setdefault(shown.get(name, name), []).append(name)
    names = sorted(held)
    leads = {shown[group[0]]: group[0] for group in groups}
    new = {name: code for code, name in enumerate(names)}
    code = np.array([new[shown.get(name, name)] for name in vocab.actors], dtype=np.int32)
    size = len(names)

    def lead_first(name: str) -> tuple[str, ...]:
        return tuple(sorted(held[name], key=lambda one: (one != leads.get(name), one)))

    owner = np.repeat(np.arange(snapshot.n, dtype=np.int64), np.diff(snapshot.actor_start))
    pair = distinct(owner * size + code[snapshot.actor])
    return replace(
        snapshot,
        vocab=replace(
            vocab,
            actors=tuple(names),
            held=tuple(lead_first(name) for name in names),
        ),
        told=replace(snapshot.told, actor=code[snapshot.told.actor]),
        actor_start=np.searchsorted(pair // size, np.arange(snapshot.n + 1)).astype(np.int64),
        actor=(pair % size).astype(np.int32),
    )
