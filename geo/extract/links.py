"""Which incidents of the store a draft may speak of, the likeliest first; a person decides."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from geo.extract.draft import DraftIncident
from geo.model import DateInterval, DatePrec

APART_DAYS = 2
"""Days that a draft and a known incident may be apart."""

_SAME_DAY, _NEAR_DAY, _MONTH, _GOVERNORATE, _TYPE, _TARGET = 0.4, 0.25, 0.2, 0.35, 0.15, 0.1
LEAST = 0.6
"""Score from which a known incident is proposed."""


@dataclass(frozen=True, slots=True)
class KnownIncident:
    """What is needed of an incident that is already in the store."""

    key: str
    date: DateInterval | None
    governorate: str | None
    event_type: str | None
    target: str | None


@dataclass(frozen=True, slots=True)
class Link:
    """A known incident that a draft may be of: score 0..1, and what agrees."""

    key: str
    score: float
    reasons: tuple[str, ...]


def links(draft: DraftIncident, known: Iterable[KnownIncident], most: int = 3) -> tuple[Link, ...]:
    """The known incidents that agree with a draft in time and place, best first.

    One whose date is further off, or whose governorate is another, is never proposed.
    """
    found = (_link(draft, incident) for incident in known)
    ranked = sorted((f for f in found if f is not None), key=lambda f: (-f.score, f.key))
    return tuple(ranked[:most])


def _link(draft: DraftIncident, known: KnownIncident) -> Link | None:
    when = _time(draft.date, known.date)
    if when is None:
        return None
    if draft.governorate and known.governorate and draft.governorate != known.governorate:
        return None
    agree = [when]
    for worth, name, a, b in (
        (_GOVERNORATE, "governorate", draft.governorate, known.governorate),
        (_TYPE, "type", draft.event_type, known.event_type),
        (_TARGET, "target", draft.target, known.target),
    ):
        if a is not None and a == b:
            agree.append((worth, f"same {name}"))
    score = round(sum(worth for worth, _ in agree), 2)
    return Link(known.key, score, tuple(why for _, why in agree)) if score >= LEAST else None


def _time(a: DateInterval | None, b: DateInterval | None) -> tuple[float, str] | None:
    if a is None or b is None:
        return None
    apart = timedelta(days=APART_DAYS)
    if a.start > b.end + apart or b.start > a.end + apart:
        return None
    if max(a.prec, b.prec) > DatePrec.DAYS:
        return _MONTH, "in the same weeks"
    if a.start <= b.end and b.start <= a.end:
        return _SAME_DAY, "same day"
    return _NEAR_DAY, f"within {APART_DAYS} days"
