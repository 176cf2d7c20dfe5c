"""What the atlas knows already, for the lists of the form of a report."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from geo.claims.listed_names import Match
from geo.store.snapshot import Snapshot
from geo.view.codes import countries
from geo.view.evidence import FIRST_FLAGS
from geo.view.words import interval_text

_UNKNOWN: Final = "unknown"


@dataclass(frozen=True, slots=True)
class Known:
    """Names to choose from, sorted; ``actors`` tells which listed groups a spelling names.

    ``country_of``: of the outlets, where it is known.
    """

    outlets: tuple[str, ...]
    country_of: Mapping[str, str]
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
        {o.name: o.country for o in vocab.outlets if o.country and o.country != _UNKNOWN},
        tuple(name for name in countries(vocab) if name != _UNKNOWN),
        tuple(sorted(vocab.event_types)),
        tuple(sorted(vocab.targets)),
        FIRST_FLAGS,
        actors,
    )


def hints_of(snapshot: Snapshot, row: int) -> Mapping[str, str]:
    """What an incident has, for the empty fields of a further report of it, by field.

    It is only shown: what a source does not say stays unknown.
    """
    vocab = snapshot.vocab
    start, end = snapshot.start[row].item(), snapshot.end[row].item()
    named = {
        "event_date": interval_text(start, end) if start else "",
        "place_text": _name(vocab.places, snapshot.place[row]),
        "event_type": _name(vocab.event_types, snapshot.event_type[row]),
        "target": _name(vocab.targets, snapshot.target[row]),
    }
    return {name: f"Not stated (the incident: {text})" for name, text in named.items() if text}


def _name(names: tuple[str, ...], code: int) -> str:
    return names[code] if code >= 0 else ""
