"""What place words say of a road: its number, whether it is a motorway, or merely a main road."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from geo.places.names import fold_letters

_NUMBERED: Final = re.compile(
    r"\b(?:highway|hwy|route|freeway|expressway|motorway|autobahn|autopista|road|طريق|الطريق|سريع|"
    r"السريع|خط|الخط|بزركراه|جاده)\s+"
    r"(?:(?:no|number|num|رقم|السريع|سريع|الدولي|شماره)\s+)*(\d{1,3})\b"
)
_M_NUMBER: Final = re.compile(r"\b(?:m|motorway(?: no)?)\s?(\d{1,3})\b")
_MOTORWAY: Final = re.compile(
    r"\bm\s?\d{1,3}\b|freeway|expressway|motorway|autobahn|"
    r"international (?:road|highway|route|line|motorway|freeway)|"
    r"\b(?:ال)?سريع\b|(?:طريق|خط) (?:ال)?دولي|(?:بزركراه|جاده) بين ?المللي|اتوستراد|اتوبان"
)
_MAIN: Final = re.compile(r"\bhighways?\b|\bhwy\b|main (?:road|route)|طريق (?:ال)?رييسي|بزركراه")
_SUPPLY: Final = re.compile(r"\bsupply (?:route|road)s?\b|\bmsr\b")


@dataclass(frozen=True, slots=True)
class RoadWords:
    """What the words say of a road.

    Attributes
    ----------
    text : the words, folded as ``geo.places.names.fold_letters`` does.
    number : of "Highway 8", "Route 1", "M1".
    motorway : "freeway", "international road", "الطريق السريع"; preferred, not required.
    motorway_number : the number is a motorway's and no highway's: "M1", "Motorway 1".
    main : a road between towns of some rank, whether or not its name is given.
    supply : a military main supply route.
    """

    text: str
    number: str | None
    motorway: bool
    motorway_number: bool
    main: bool
    supply: bool


@lru_cache(maxsize=4096)
def road_words(text: str) -> RoadWords:
    """Read words for a road, in English, Arabic or Persian."""
    folded = fold_letters(text)
    motorways = _M_NUMBER.search(folded)
    number = motorways or _NUMBERED.search(folded)
    motorway = bool(_MOTORWAY.search(folded))
    return RoadWords(
        folded,
        number[1] if number else None,
        motorway,
        motorways is not None,
        motorway or bool(_MAIN.search(folded)),
        bool(_SUPPLY.search(folded)),
    )
