"""The values each filter field can take, and their codes in the snapshot's columns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from geo.store.snapshot import STANCES, STATUSES, Vocabulary

NOT_STATED: Final = "-"
"""The value of a list that stands for "the sources do not say" (code -1)."""

CLOSED: Final = ("stances", "statuses", "precisions")
"""Fields whose values the atlas itself defines; each incident or report has one of them."""

PRECISIONS: Final = ("0", "1", "2", "3", "4", "5", "6", "7")
_STANCES: Final = tuple(str(stance) for stance in STANCES)
_STATUSES: Final = tuple(str(status) for status in STATUSES)


def countries(vocab: Vocabulary) -> tuple[str, ...]:
    """Countries of the outlets, sorted; position = code."""
    return tuple(sorted({o.country for o in vocab.outlets if o.country}))


def values(vocab: Vocabulary, field: str) -> Sequence[str]:
    """Known values of a list field of ``Filters``, as a link spells them; position = code."""
    match field:
        case "governorates":
            return [unit.key for unit in vocab.governorates]
        case "districts":
            return [unit.key for unit in vocab.districts]
        case "outlets":
            return [outlet.name for outlet in vocab.outlets]
        case "countries":
            return countries(vocab)
        case "stances":
            return _STANCES
        case "statuses":
            return _STATUSES
        case "precisions":
            return PRECISIONS
        case "actors" if vocab.held:
            return [names[0] for names in vocab.held]
        case _:
            known: tuple[str, ...] = getattr(vocab, field)
            return known


def labels(vocab: Vocabulary, field: str) -> Sequence[str]:
    """Names for a reader, in the order of ``values``."""
    if field in ("governorates", "districts"):
        return [unit.name for unit in getattr(vocab, field)]
    return vocab.actors if field == "actors" else values(vocab, field)


def positions(vocab: Vocabulary, field: str) -> dict[str, int]:
    """Code of each value. Actors that count as one have one code, whichever of them is named."""
    if field == "actors" and vocab.held:
        return {name: code for code, names in enumerate(vocab.held) for name in names}
    return {value: code for code, value in enumerate(values(vocab, field))}


def label_of(vocab: Vocabulary, field: str, value: str) -> str:
    """Name of a value for a reader; a value that is not known is its own."""
    code = positions(vocab, field).get(value)
    return value if code is None else labels(vocab, field)[code]


def codes(vocab: Vocabulary, field: str, chosen: Sequence[str | int]) -> list[int]:
    """Codes of the chosen values; values that are not known have none and select nothing."""
    position = positions(vocab, field)
    found = [position[str(value)] for value in chosen if str(value) in position]
    if field not in CLOSED and NOT_STATED in chosen:
        found.append(-1)
    return found


def problem_with(field: str, value: str, vocab: Vocabulary | None) -> str | None:
    """Why a value cannot be used for a list field, or ``None`` when it can.

    Without a vocabulary only the fields in ``CLOSED`` are looked at.
    """
    closed = {"stances": _STANCES, "statuses": _STATUSES, "precisions": PRECISIONS}
    if field in closed:
        known: Sequence[str] = closed[field]
        return None if value in known else f"not one of {', '.join(known)}"
    if vocab is None or value == NOT_STATED or value in positions(vocab, field):
        return None
    return f"not in the present data ({field.replace('_', ' ')})"
