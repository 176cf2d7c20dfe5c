"""What the atlas knows already, for the lists of the form of a report."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from geo.claims.listed_names import Match
from geo.store.snapshot import Snapshot
from geo.view.codes import countries
from geo.view.evidence import FIRST_FLAGS

_UNKNOWN: Final = "unknown"


@dataclass(frozen=True, slots=True)
class Known:
    """Names to choose from, sorted; ``actors`` tells which listed groups a spelling names."""

    outlets: tuple[str, ...]
    countries: tuple[str, ...]
    event_types: tuple[str, ...]
    targets: tuple[str, ...]
    flags: tuple[str, ...]
    actors: Callable[[str], tuple[Match, ...]]


def known_of(snapshot: Snapshot, actors: Callable[[str], tuple[Match, ...]]) -> Known:
    """What a snapshot has."""
    vocab = snapshot.vocab
    return Known(
        tuple(sorted((outlet.name for outlet in vocab.outlets), key=str.casefold)),
        tuple(name for name in countries(vocab) if name != _UNKNOWN),
        tuple(sorted(vocab.event_types)),
        tuple(sorted(vocab.targets)),
        FIRST_FLAGS,
        actors,
    )
