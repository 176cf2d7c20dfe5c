"""Incidents of the store as drafts of articles are compared with them."""

from __future__ import annotations

import numpy as np

from geo.extract.links import KnownIncident
from geo.model import DateInterval, DatePrec
from geo.store.snapshot import Snapshot


def known_incidents(snapshot: Snapshot) -> tuple[KnownIncident, ...]:
    """Every incident whose date is known; those without one are never proposed."""
    vocab = snapshot.vocab
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
        for i in np.flatnonzero((snapshot.date_prec > 0) & ~np.isnat(snapshot.start))
    )


def _named(names: tuple[str, ...] | list[str], code: np.integer) -> str | None:
    return names[code] if code >= 0 else None
