"""Which of several incidents a clause is about that tells of no attack itself: by number, day,
place or kind."""

from __future__ import annotations

import re
from typing import Final

from geo.extract.clauses import Clause
from geo.extract.events import ARSON, DRONE, ROADSIDE_BOMB, ROCKET
from geo.extract.numbers import count
from geo.extract.opened import OpenIncident
from geo.extract.place_words import Use
from geo.model import DatePrec

ORDINALS: Final = ("first", "second", "third", "fourth")
_NUMBERED: Final = re.compile(
    r"\b(?:the|its) (?P<n>first|second|third|fourth|former|latter)(?P<many> two| three)?\b"
    r"(?! (?:time|of its|such|in|known|since|tale|version|story|week|day|half|to|use|group|name))"
)
_OF_KIND: Final = re.compile(
    r"\b(?:the|that|this) (?:\w+ )?(?P<kind>drones?|rockets?|missiles?|bomb(?:ing)?s?|device|"
    r"charge|"
    r"fires?|volley|salvo)\b"
)
_KINDS: Final = {
    "drone": DRONE, "rocket": ROCKET, "volley": ROCKET, "salvo": ROCKET, "bomb": ROADSIDE_BOMB,
    "bombing": ROADSIDE_BOMB, "device": ROADSIDE_BOMB, "charge": ROADSIDE_BOMB, "fire": ARSON,
}  # fmt: skip


def named_in(
    plain: str, clause: Clause, incidents: list[OpenIncident], lately: list[OpenIncident]
) -> list[OpenIncident]:  # fmt: skip
    """The incidents that a clause without an attack names, if it does.

    ``incidents``: all so far, as told; ``lately``: the same, that spoken of last first.
    """
    if len(incidents) < 2:
        return []
    numbered = _NUMBERED.search(plain, clause.start, clause.end)
    if numbered and not clause.dates:
        return _numbered(incidents, numbered["n"], (numbered["many"] or "").strip())
    days = {d.interval for d in clause.dates if d.interval and d.interval.prec is DatePrec.DAY}
    spans = {(d.start, d.end) for d in days}
    on_day = [i for i in incidents if i.date and (i.date.start, i.date.end) in spans]
    if on_day:
        return on_day
    where = {p.governorate for p in clause.places if p.use in (Use.SITE, Use.NAMED)} - {None}
    there = [i for i in lately if where & i.governorates()]
    if there:
        return there[:1]
    kind = _OF_KIND.search(plain, clause.start, clause.end)
    if kind:
        sought = _KINDS.get(kind["kind"].rstrip("s"))
        of_kind = [i for i in incidents if i.event_type()[0] == sought]
        if len(of_kind) == 1:
            return of_kind
    return []


def _numbered(incidents: list[OpenIncident], word: str, many: str) -> list[OpenIncident]:
    if many:
        return incidents[: count(many) or 1] if word == "first" else []
    if word in ("former", "latter"):
        return incidents[:1] if word == "former" else incidents[1:2] * (len(incidents) == 2)
    at = ORDINALS.index(word)
    return incidents[at : at + 1]
