"""Incidents of the store as drafts of articles are compared with them."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from geo.extract.links import APART_DAYS, KnownIncident
from geo.model import DateInterval, DatePrec
from geo.store.snapshot import Snapshot


def known_incidents(
    snapshot: Snapshot, near: Iterable[DateInterval] | None = None
) -> tuple[KnownIncident, ...]:
    """Incidents whose date is known; those without one are never proposed.

    ``near``: only those of these days, or as little apart from one as ``links`` allows.
    """
    vocab = snapshot.vocab
    dated = (snapshot.date_prec > 0) & ~np.isnat(snapshot.start)
    if near is not None:
        wanted = np.zeros(snapshot.n, bool)
        for one in near:
            first, last = np.datetime64(one.start), np.datetime64(one.end)
            wanted |= (snapshot.start <= last + APART_DAYS) & (snapshot.end >= first - APART_DAYS)
        dated &= wanted
    governorates = [unit.name for unit in vocab.governorates]
    return tuple(
        KnownIncident(
            str(snapshot.ids[i]),
            DateInterval(
                snapshot.start[i].item(), snapshot.end[i].item(), DatePrec(snapshot.date_prec[i])
            ),
            _named(governorates, snapshot.governorate[i]),
            _named(vocab.event_types, snapshot.event_type[i]),
            _named(vocab.targets, snapshot.target[i]),
        )
        for i in np.flatnonzero(dated)
    )


def _named(names: tuple[str, ...] | list[str], code: np.integer) -> str | None:
    return names[code] if code >= 0 else None
